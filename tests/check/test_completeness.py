"""The books: every figure of a bulletin is captured or left out, once, and a figure that is neither is found."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.check.completeness import Account, Flaw, accounts
from kg.check.grounding import reread
from kg.check.recount import _COUNTED, recount
from kg.extract.pipeline import extract_records
from kg.model import Bulletin, Records
from kg.read import read_bulletin, read_text
from mutations import ANNOTATED, FORMS, Edit, edits, mutated, pieces

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来,两地党委政府认真贯彻落实。"
BODY = PAIRED + "2018年落实社会帮扶资金534万元,召开联席会议5次,互访15批133人次,税收1—2亿。"


def account_of(records: Records) -> Account:
    (account,) = accounts(records)
    return account


def flaws(records: Records) -> list[tuple[Flaw, str]]:
    return [(d.flaw, d.evidence.quote) for d in account_of(records).discrepancies]


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.parent.name)
def test_the_books_of_a_bulletin_add_up_and_nothing_of_it_is_refused(path: Path) -> None:
    records = extract_records([read_bulletin(path)])
    assert (records.refused, reread(records).faults) == ((), ())
    account = account_of(records)
    assert account.discrepancies == ()
    assert account.figures == account.captured + sum(account.left_out.values()) > 0


def test_a_range_is_one_figure_and_a_date_counts_as_left_out() -> None:
    account = account_of(extract_records([read_text(BODY)]))
    assert (account.figures, account.captured, dict(account.left_out)) == (7, 5, {"date": 1, "reference": 1})


def test_a_second_copy_and_furniture_are_counted_as_such_and_once() -> None:
    account = account_of(extract_records([read_text(f"{BODY}\n2019年02月28日 14时50分\n责任编辑: 雷晓琦 028-86600000\n{BODY}")]))
    assert account.adds_up
    assert account.captured == 5
    assert account.left_out["copy"] == account.captured + 2
    assert account.left_out["furniture"] == 2


def test_a_figure_in_neither_book_is_found_with_its_place() -> None:
    records = extract_records([read_text(BODY)])
    lost = replace(records, left_out=tuple(x for x in records.left_out if x.evidence.quote != "2018"))
    (discrepancy,) = account_of(lost).discrepancies
    assert (discrepancy.flaw, discrepancy.evidence.quote, discrepancy.evidence.start) == (Flaw.MISSING, "2018", BODY.index("2018"))
    assert "2018年落实社会帮扶资金" in discrepancy.around
    assert not account_of(lost).adds_up


def test_a_figure_torn_in_two_is_missing() -> None:
    records = extract_records([read_text(BODY)])
    torn = [
        replace(a, measures=tuple(replace(m, evidence=replace(m.evidence, start=m.evidence.start + 1)) for m in a.measures))
        if a.measures and a.measures[0].evidence.quote == "534万元"
        else a
        for a in records.actions
    ]
    assert flaws(replace(records, actions=tuple(torn))) == [(Flaw.MISSING, "534万")]


def test_a_figure_in_both_books_is_found() -> None:
    records = extract_records([read_text(BODY)])
    measure = next(m for a in records.actions for m in a.measures if m.evidence.quote == "534万元")
    both = replace(records, left_out=(*records.left_out, replace(records.left_out[0], evidence=measure.evidence)))
    assert flaws(both) == [(Flaw.TWICE, "534万元")]


def test_a_figure_that_holds_for_each_of_several_is_captured_for_each_and_is_one_figure() -> None:
    records = extract_records([read_text(PAIRED + "康奈集团、正泰集团各捐款20万元。")])
    account = account_of(records)
    assert (account.captured, account.adds_up) == (1, True)
    (first, second) = [m.evidence for a in records.actions for m in a.measures]
    assert first == second


@pytest.mark.parametrize("clause", ["康奈集团捐款20万元。", "康奈集团、正泰集团各捐款20万元。"])
def test_a_figure_captured_and_left_out_is_found_whatever_its_clause_says(clause: str) -> None:
    records = extract_records([read_text(PAIRED + clause)])
    measure = records.actions[-1].measures[0]
    both = replace(records, left_out=(*records.left_out, replace(records.left_out[0], evidence=measure.evidence)))
    assert (Flaw.TWICE, "20万元") in flaws(both)


@pytest.mark.parametrize(
    ("piece", "reasons"),
    [
        ("组织百来号人参加培训。", {}),
        ("组织三十来岁的青年教师5名支教。", {"age": 1}),
        ("过半学生得到资助。", {"share": 1}),
        ("选派三、五名教师。", {}),
        ("分别选派三、五名教师。", {"no_unit": 1}),
    ],
)
def test_a_figure_in_spoken_words_is_in_one_of_the_books(piece: str, reasons: dict[str, int]) -> None:
    account = account_of(extract_records([read_text(PAIRED + piece)]))
    assert account.adds_up
    # The first sentence says 两地.
    assert account.left_out == {"reference": 1} | reasons


def test_a_statement_made_twice_is_found() -> None:
    records = extract_records([read_text(PAIRED + "康奈集团捐款20万元。")])
    assert flaws(replace(records, actions=(*records.actions, replace(records.actions[-1], id="action-again")))) == [(Flaw.TWICE, "20万元")]


def test_an_entry_without_a_figure_is_found() -> None:
    records = extract_records([read_text(BODY)])
    first = records.left_out[0]
    phantom = replace(first, evidence=replace(first.evidence, start=0, end=3, quote=BODY[:3]))
    assert flaws(replace(records, left_out=(*records.left_out, phantom))) == [(Flaw.EMPTY, "浙江省")]


def test_a_figure_captured_from_a_copy_is_found() -> None:
    records = extract_records([read_text(f"{BODY}\n责任编辑: 雷晓琦\n{BODY}")])
    action = next(a for a in records.actions if a.measures and a.measures[0].evidence.quote == "534万元")
    copied = next(x for x in records.left_out if x.evidence.quote == "534万元")
    twice = replace(action, id="action-again", measures=(replace(action.measures[0], id="measure-again", evidence=copied.evidence),))
    found = flaws(replace(records, actions=(*records.actions, twice), left_out=tuple(x for x in records.left_out if x != copied)))
    assert found == [(Flaw.OUTSIDE, "534万元")]


@pytest.mark.parametrize("word", [*_COUNTED, "对", "支", "千米", "公里", "公顷", "平方米", "小时", "季度", "大类", "分之一"])
def test_what_the_recount_counts_in_words_extraction_lists_too(word: str) -> None:
    text = f"{PAIRED}先后惠及三{word}。"
    assert [text[a:b] for a, b in recount(text, 0, len(text))][1:], "the recount does not count it"
    assert account_of(extract_records([read_text(text)])).adds_up


@pytest.mark.parametrize(
    "text",
    [
        *("进一步", "第一书记", "统一管理", "九龙县", "四川", "三峡", "（万元）", "五支援新疆", "三对口支援"),
        *("半数据", "一来人手不足", "教师队伍名单", "大陆家庭", "收拾房间"),
        *("走过半山腰", "进行中号称"),
    ],
)
def test_the_recount_counts_no_word_that_counts_nothing(text: str) -> None:
    assert list(recount(text, 0, len(text))) == []


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        *(("捐赠壹佰万元整", "壹佰万"), ("十来人", "十")),
        *(("培训叁拾名", "叁拾"), ("培训廿名", "廿"), ("帮助卅五户", "卅五")),
        *(("半数就业", "半"), ("投入千余万元", "千余万")),
        *(("百来号人参训", "百"), ("三十来岁的教师", "三十"), ("过半学生受益", "半")),
    ],
)
def test_the_recount_counts_formal_and_old_numerals_and_halves(text: str, numeral: str) -> None:
    assert [text[a:b] for a, b in recount(text, 0, len(text))] == [numeral]


PIECES = pieces()


def read(title: str, piece: str) -> Bulletin:
    """The bulletin that a piece makes; one without any statement would be refused as no bulletin."""
    return read_text(f"{title}\n衢江区帮扶平武县。\n{piece}")


def entries(records: Records) -> set[tuple[int, int]]:
    """Where the figures in the books stand; one that holds for each of several is one."""
    booked = [m.evidence for a in records.actions for m in a.measures] + [x.evidence for x in records.left_out]
    return {(e.start, e.end) for e in booked}


def held(start: int, end: int, booked: Iterable[tuple[int, int]]) -> int:
    return sum(low <= start and end <= high for low, high in booked)


def digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) for c in text if "0" <= c <= "9" or "０" <= c <= "９")


def assert_whole(title: str, piece: str) -> None:
    """Assert that nothing of a text is lost on the way, by what extraction, the recount and the test itself count."""
    bulletin = read(title, piece)
    assert digits(bulletin.text) == digits(f"{title}{piece}"), "reading loses a digit"
    records = extract_records([bulletin])
    account = account_of(records)
    assert account.discrepancies == ()
    assert account.adds_up
    booked = entries(records)
    assert [m[0] for m in re.finditer("[0-9]+", bulletin.text) if held(*m.span(), booked) != 1] == []
    assert all(x.reason for x in records.left_out)
    assert reread(records).faults == ()


def test_a_share_is_one_figure_behind_a_sign_of_rank_too() -> None:
    # A slip of the keyboard: neither 第三 nor 一家 is meant.
    assert_whole("杭州市对口帮扶恩施州工作通报", "2018年，杭州市与恩施州签订协议，成为县内第三分之一家企业。\n")


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(PIECES), edits(most=10))
def test_the_books_add_up_whatever_is_done_to_a_text(piece: tuple[str, str], changes: list[Edit]) -> None:
    assert_whole(piece[0], mutated(piece[1], changes))


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PIECES), edits(most=10))
def test_the_books_add_up_over_ten_thousand_changed_texts(piece: tuple[str, str], changes: list[Edit]) -> None:
    assert_whole(piece[0], mutated(piece[1], changes))


@pytest.mark.parametrize("form", FORMS)
def test_a_figure_is_booked_once_and_never_refused_in_whatever_form_it_is_written(form: str) -> None:
    text = f"{PAIRED}2018年，两地共落实{form}，群众满意。"
    bulletin = read_text(text)
    records = extract_records([bulletin])
    assert records.refused == ()
    low = bulletin.text.index("落实", len(PAIRED)) + 2
    high = bulletin.text.index("，群众满意")
    numerals = [m.span() for m in re.finditer(r"[\d〇一二两三四五六七八九十廿卅百千万亿半壹叁拾佰]", bulletin.text[:high]) if m.start() >= low]
    assert numerals
    assert [bulletin.text[slice(*n)] for n in numerals if held(*n, entries(records)) != 1] == []
