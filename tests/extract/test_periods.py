"""What is promised of the time of a deed: read as told, anchored in the bulletin's own date and never in today's, left open where it is not told."""

import re
from pathlib import Path

import pytest

from kg.extract.periods import Anchor, Times, anchor_of, headed_time
from kg.extract.pipeline import extract_records
from kg.model import Bulletin
from kg.read import read_text

ROOT = Path(__file__).parents[2]


def period(text: str, date: str = "2020-10-22", *, figure: str = "") -> str:
    """The period of what stands at the end of a text, or at a figure in it, in a bulletin of that day."""
    end = text.index(figure) if figure else len(text)
    start = max(text.rfind(mark, 0, end) for mark in "。\n") + 1
    return Times(Bulletin("b", text, (), (), date=date), text, 0, len(text)).last(start, end).period


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2018年安排1250万元", "2018"),
        ("2018年度安排1250万元", "2018"),
        ("2018年9月选派41名", "2018-09"),
        ("2018年9月底到位资金", "2018-09"),
        ("2018年4月至7月开展31例", "2018"),
        ("制定2018—2020年规划", "2018-2020"),
        ("2016年9月以来，白云区", "2016-2020"),
        ("自2013年承担定点扶贫任务起，先后有9名", "2013-2020"),
        ("自2015年8月接下任务，派出5批102人次", "2015-2020"),
        ("自2020年起，选派3名", "2020"),
        ("落实社会帮扶资金534万元", ""),
        ("2018年建起扶贫车间3个", "2018"),
    ],
)
def test_a_time_is_read_as_the_text_tells_it(text: str, told: str) -> None:
    assert period(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今年选派", "2020"), ("去年底", "2019"), ("去年9月", "2019-09"), ("明年", "2021"), ("明年一季度开工", "2021"), ("7月", "2020-07"),
        ("9月底前", "2020-09"), ("12月底前将完成", "2020-12"), ("上半年", "2020"), ("第一季度", "2020"), ("前三季度", "2020"), ("全年", "2020"),
        ("本月满产", "2020-10"), ("近三年", "2018-2020"), ("五年来", "2016-2020"), ("3年来", "2018-2020"), ("一年来", "2019-2020"),
    ],
)  # fmt: skip
def test_a_time_told_by_the_bulletin_is_anchored_in_its_date(text: str, told: str) -> None:
    assert period(text) == told


@pytest.mark.parametrize(
    ("text", "told"), [("“十三五”期间", "2016-2020"), ("十二五时期", "2011-2015"), ("“十三五”以来", "2016-2020"), ("“十四五”开局之年", "2021")]
)
def test_a_plan_of_five_years_is_its_years(text: str, told: str) -> None:
    assert period(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("自2012年起，成都高新区对口帮扶德格县。截至2018年底，累计拨付", "2012-2018"),
        ("自2012年起，成都高新区对口帮扶德格县。截至目前，累计拨付", "2012-2020"),
        ("自2012年起，成都高新区对口帮扶德格县。截至9月底，累计拨付", "2012-2020"),
        ("截至2018年11月，安排33名", "-2018"),
        ("截至目前，安排33名", "-2020"),
        ("到2025年，建成园区10个", "2020-2025"),
    ],
)
def test_what_went_on_up_to_a_time_begins_where_that_is_told_and_is_open_where_not(text: str, told: str) -> None:
    assert period(text) == told


def test_three_years_end_in_the_bulletins_year_or_begin_where_the_text_says() -> None:
    assert period("2012年以来，双方结对帮扶。八年来，累计投入资金") == "2012-2020"
    assert period("2019年6月工作队进藏。两年间，选派各类人才") == ""
    assert period("三十年来，累计投入资金") == ""


def test_the_same_year_is_the_one_told_last() -> None:
    assert period("2018年选派41名，当年培训98名", figure="98") == "2018"
    assert period("当年培训98名") == ""


def test_a_month_is_of_the_year_told_last_else_of_the_bulletins() -> None:
    assert period("2018年，双方签约，9月选派") == "2018-09"
    assert period("2019年6月，工作队进藏。6月28日，来自广东") == "2019-06"
    assert period("9月选派") == "2020-09"


def test_early_in_a_year_the_whole_year_and_its_last_months_are_those_of_the_year_before() -> None:
    assert period("全年到位资金", "2019-01-15") == "2018"
    assert period("五年来，累计落实", "2026-01-20") == "2021-2025"
    assert period("12月选派", "2019-01-15") == "2018-12"
    assert period("12月底前将完成", "2019-01-15") == "2019-12"
    assert period("11月选派", "2019-06-15") == ""


@pytest.mark.parametrize(
    "text",
    [
        "援助资金比去年多", "资金较上年增加", "由2014年的19.2%降至", "从2017年的6个增加到", "收入为2016年的",
        "2018年投入，目前已到位", "2017年、2018年分别援建",
    ],
)  # fmt: skip
def test_a_time_that_is_not_that_of_the_deed_is_none(text: str) -> None:
    assert period(text) == ""


def test_the_time_in_a_title_is_not_that_of_what_is_told_beside_it() -> None:
    body = "衢江区与平武县签订《“十三五”扶贫协作框架协议》，衢江区选派平武县教师41名。"
    assert told("衢江区帮扶平武县", body)[-1] == ("41名", "")


def test_of_several_times_the_one_next_to_the_figure_counts() -> None:
    assert period("2018年投入10万元；2019年投入20万元") == "2019"


def test_where_the_bulletin_has_no_date_no_year_is_guessed() -> None:
    text = "衢江区帮扶平武县，2018年投入10万元，力争2025年建成园区。今年选派3名教师。9月，又选派2名。近三年培训98名。自2013年以来互访15批。"
    figures = ("3名", "2名", "98名", "15批")
    assert [period(text, "", figure=figure) for figure in figures] == ["", "", "", "2013-"]


def test_a_year_that_is_told_but_unknown_is_not_the_one_told_before_it() -> None:
    assert period("2018年投入3120万元，2019年4580万元，今年7000万元", "", figure="7000") == ""


def told(title: str, body: str, **known: str) -> list[tuple[str, str]]:
    records = extract_records([read_text(f"{title}\n{body}", metadata=known)])
    return [(m.evidence.quote, a.period) for a in records.actions for m in a.measures]


def test_the_year_of_a_headline_is_that_of_all_that_tells_no_time() -> None:
    body = "衢江区对口帮扶平武县，投入资金3600万元。2018年，选派干部3名。\n今年，衢江区选派教师41名赴平武县支教。"
    assert told("衢江区对口帮扶平武县2019年工作总结", body) == [("3600万元", "2019"), ("3名", "2018"), ("41名", "2019")]


def test_the_number_of_an_issue_and_a_plan_are_no_year_of_what_is_told() -> None:
    body = "衢江区对口帮扶平武县，投入资金3600万元。"
    assert told("脱贫攻坚简报2019年第2期", body) == [("3600万元", "")]
    assert told("衢江区对口帮扶平武县规划（2017—2021年）印发", body) == [("3600万元", "")]


def test_a_summary_of_a_year_that_is_published_in_january_speaks_of_that_year() -> None:
    bulletin = read_text("衢江区对口帮扶平武县2018年工作总结\n今年投入资金3600万元。", metadata={"date": "2019-01-15"})
    assert anchor_of(bulletin, headed_time(bulletin, 0, len(bulletin.text))) == Anchor(2018, 12)


def test_a_date_of_the_page_or_of_the_file_beside_it_anchors_as_one_of_the_text_does() -> None:
    body = "今年，衢江区对口帮扶平武县，投入资金3600万元。"
    assert told("衢江区帮扶平武县", f"发布日期：2017-05-06\n{body}") == [("3600万元", "2017")]
    assert told("衢江区帮扶平武县", body, published="2016-05-06") == [("3600万元", "2016")]
    assert told("衢江区帮扶平武县", body) == [("3600万元", "")]


def test_nothing_but_a_judgement_asks_for_todays_date() -> None:
    asking = re.compile(r"\b(?:today|now|utcnow|localtime|gmtime|time\.time|strftime|fromtimestamp)\(")
    sources = sorted((ROOT / "src").rglob("*.py"))
    assert len(sources) > 50
    asked = [(path.name, line) for path in sources for line in path.read_text(encoding="utf-8").splitlines() if asking.search(line)]
    # Only who judges a statement does so on a day.
    assert [(name, line.partition("Judgement(")[1]) for name, line in asked] == [("reading.py", "Judgement(")]
