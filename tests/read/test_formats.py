"""A file is read as what it is, whatever its name says."""

from pathlib import Path

import pytest

from kg.read import read_bulletin
from kg.read.formats import READERS, read_source
from pages import to_html, to_mhtml

FUNDS = "2018年，衢江区投入平武县财政帮扶资金3600万元，实施项目12个，带动贫困人口2340人增收。"
PAGES = {
    "page": to_html(FUNDS).encode(),
    "page with a mark": b"\xef\xbb\xbf" + to_html(FUNDS).encode(),
    "page in UTF-16": to_html(FUNDS).encode("utf-16"),
    "page in UTF-16 without a mark": to_html(FUNDS).encode("utf-16-be"),
    "page that was saved": b"<!-- saved from url=(0020)http://www.a.gov.cn/ -->\n" + to_html(FUNDS).encode("gbk"),
    "XHTML": b'<?xml version="1.0" encoding="utf-8"?>\n' + to_html(FUNDS).encode(),
    "part of a page": f'<div class="TRS_Editor"><p>{FUNDS}</p></div>'.encode(),
    "saved page": to_mhtml(FUNDS),
    "text": FUNDS.encode(),
    "text in GBK": FUNDS.encode("gbk"),
}


@pytest.mark.parametrize("suffix", [*READERS, ".shtml", ".aspx", ""])
@pytest.mark.parametrize("kind", PAGES)
def test_what_a_file_is_counts_and_not_how_it_is_called(kind: str, suffix: str) -> None:
    lines = read_source(PAGES[kind], f"page{suffix}").text.splitlines()
    assert FUNDS in lines
    assert not any("<" in line or "8800" in line for line in lines)


def test_a_comparison_at_the_beginning_is_no_page() -> None:
    assert read_source("<2018年>投入资金".encode(), "x.txt").text == "<2018年>投入资金"


def test_what_stands_beside_a_page_overrules_what_it_says(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(to_html(FUNDS), encoding="utf-8")
    (tmp_path / "page.toml").write_text('publisher = "四川省人民政府"', encoding="utf-8")
    bulletin = read_bulletin(page)
    assert (bulletin.publisher, bulletin.published, bulletin.file) == ("四川省人民政府", "2019-02-28", "page.html")
