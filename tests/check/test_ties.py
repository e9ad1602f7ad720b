"""A name that its bulletin does not settle is told with all that it may mean, and stays what it is."""

from pathlib import Path

from kg.check.lines import SHOWN, format_report
from kg.check.report import check, to_json
from kg.check.ties import ties
from kg.extract.pipeline import extract_records
from kg.model import Records
from kg.tables import read_records, write_tables, write_texts
from kg.views.report import render_report
from mentions import bulletin

SENT = "鼓楼区选派15名教师赴平武县支教。"
GULOU = ["place-320106", "place-320302", "place-350102", "place-410204"]


def records(*texts: str, **about: str) -> Records:
    return extract_records([bulletin(text, "2019-01-15", f"bulletin-{i}", **about) for i, text in enumerate(texts)])


def test_a_tie_is_told_with_its_sentence_and_its_candidates() -> None:
    (tie,) = ties(records(SENT))
    assert [p.id for p in tie.candidates] == GULOU
    assert (tie.mention.bulletin, tie.mention.start, tie.mention.quote) == ("bulletin-0", 0, "鼓楼区")


def test_it_is_no_fault_and_its_statements_stand() -> None:
    found = records(SENT)
    report = check(found, None)
    assert report.passed
    assert [m.evidence.quote for a in found.actions for m in a.measures] == ["15名"]
    assert [t["candidates"] for t in to_json(report)["ties"]] == [GULOU]


def test_the_report_lists_it_as_kg_places_does_and_so_does_the_page() -> None:
    report = check(records(SENT), None)
    lines = format_report(report)
    assert "鼓楼区 may be one of 4 鼓楼区 可能是 4 处之一  bulletin-0:0-3" in lines
    assert "江苏省徐州市  320302  1980–  place-320302" in lines
    page = render_report(report)
    assert "<mark>鼓楼区</mark>选派15名教师" in page
    assert "江苏省徐州市鼓楼区 320302" in page


def test_of_many_candidates_some_are_shown_and_the_way_to_the_others() -> None:
    report = check(records("工作队在城关镇建成产业园1个，帮助城关镇修建道路3公里。"), None)
    (tie,) = ties(report.records)
    assert len(tie.candidates) > 80
    lines = format_report(report)
    assert lines.count("Chengguan Town") == SHOWN
    assert f"{len(tie.candidates) - SHOWN} more: kg places 城关镇" in lines


def test_a_build_without_ties_says_nothing_of_them() -> None:
    report = check(records("徐州市鼓楼区选派15名教师赴平武县支教。"), None)
    assert "may be" not in format_report(report)
    assert 'id="ties"' not in render_report(report)


def test_one_name_in_two_bulletins_is_not_taken_for_one_place() -> None:
    assert len(list(ties(records(SENT, "鼓楼区选派16名教师赴平武县支教。")))) == 2


def test_candidates_are_kept_in_the_tables(tmp_path: Path) -> None:
    found = records(SENT)
    write_tables(found, tmp_path / "tables")
    write_texts(found, tmp_path / "texts")
    assert [e.candidates for e in read_records(tmp_path).entities] == [e.candidates for e in found.entities]
