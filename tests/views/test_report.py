"""The report as a page: whole in both languages, and nothing of a bulletin in it but as text."""

import re
from pathlib import Path

from kg.check.report import check
from kg.check.wording import text_of
from kg.model import LeftOut, Records
from kg.tables import read_records
from kg.views.report import SHOWN, render_report, write_report
from miniature import broken, bulletin, hostile, miniature, quote, registered


def page(records: Records) -> str:
    return render_report(check(records, None))


def test_the_page_of_the_founding_build_says_what_its_report_says(built: Path) -> None:
    text = (built / "report.html").read_text(encoding="utf-8")
    report = check(read_records(built), built / "graph.ttl")
    assert text == render_report(report)
    assert "315 个数字 = 104 个已收 + 211 个未收" in text
    assert "<mark>79名</mark>群众(其中建档立卡贫困人口<mark>60名</mark>)" in text
    assert all(text_of(name, "section")[language] in text for name in report.findings for language in ("zh", "en"))


def test_the_page_lets_nothing_in_and_asks_for_nothing() -> None:
    text = page(miniature())
    policy = re.search('Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert "@import" not in text


def test_what_bulletins_hold_is_text_and_never_markup() -> None:
    records = hostile()
    text = page(records)
    assert text.count("<script") == 1
    assert "<img" not in text
    marked = LeftOut(quote(records.bulletins[0], "</script><script>window.hacked=1"), "<b>")
    text = page(Records(records.bulletins, left_out=(marked,)))
    assert text.count("<script") == 1
    assert "<mark>&lt;/script&gt;&lt;script&gt;window.hacked=1</mark>" in text
    assert "&lt;b&gt;" in text


def test_what_was_found_stands_in_the_page_with_its_place() -> None:
    text = page(broken())
    assert '<p class="verdict bad">✗ ' in text
    for group, key in (("flaw", "missing"), ("fault", "quote"), ("fault", "unnamed")):
        assert text_of(key, group)["zh"] in text
    assert "41名 ≠ 65名" in text
    assert 'href="texts/sichuan-2019-2.txt">sichuan-2019-2:' in text


def test_of_many_figures_some_are_shown_and_the_table_is_named() -> None:
    one = LeftOut(quote(bulletin(), "2019"), "date")
    text = page(Records((bulletin(),), left_out=(one,) * (SHOWN + 7)))
    assert text_of("more", n=7, file="tables/left_out.csv")["zh"] in text


def test_the_same_records_give_the_same_page(tmp_path: Path) -> None:
    write_report(check(miniature(), None), tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page(miniature())


def test_a_build_of_nothing_is_a_page_too() -> None:
    assert text_of("passed_so_far")["zh"] in page(Records())


def test_rows_of_registers_are_not_counted_as_figures_nor_registers_as_bulletins() -> None:
    text = page(registered())
    assert "名录 1 行 = 1 行已收 + 0 行未收" in text
    assert "1 rows of registers = 1 captured + 0 left out" in text
    assert "简报 1 · 名录 1 · 报道 1" in text
    assert "名录" not in page(miniature())
