"""Cumulative figures and those of one year are told apart, and neither kind of sum counts anything twice."""

from collections.abc import Iterator

import pytest

from kg.extract.pipeline import extract_records
from kg.model import Action, Measure, Role
from kg.read import read_text

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来，两地党委政府认真贯彻落实。\n"


def figures(text: str, date: str = "2020-01-15") -> Iterator[tuple[Action, Measure]]:
    found = extract_records([read_text(PAIRED + text, metadata={"date": date})])
    yield from sorted(((a, m) for a in found.actions for m in a.measures), key=lambda pair: pair[1].evidence.start)


def coverage(text: str, figure: str) -> tuple[str, str]:
    (action,) = [a for a, m in figures(text) if m.evidence.quote == figure]
    return action.coverage.value if action.coverage else "", action.period


def counting(text: str) -> tuple[list[str], list[str]]:
    """The figures that count in totals, and those that count in their year."""
    found = [m for _, m in figures(text)]
    return [m.evidence.quote for m in found if m.counts_in_totals], [m.evidence.quote for m in found if m.counts_in_year]


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        ("截至2019年底，累计投入资金1.2亿元。", "1.2亿元", ("cumulative", "-2019")),
        ("自2012年以来，投入资金5亿元。", "5亿元", ("cumulative", "2012-2020")),
        ("三年来，投入资金3亿元。", "3亿元", ("cumulative", "2017-2019")),
        ("“十三五”期间，投入资金3亿元。", "3亿元", ("cumulative", "2016-2020")),
        ("累计投入资金1.2亿元。", "1.2亿元", ("cumulative", "")),
        ("2019年投入资金3000万元，累计投入资金1.2亿元。", "1.2亿元", ("cumulative", "-2019")),
        ("2019年投入资金3000万元，累计投入资金1.2亿元。", "3000万元", ("in_year", "2019")),
        ("2019年累计投入资金3000万元。", "3000万元", ("in_year", "2019")),
        ("去年以来，投入资金3000万元。", "3000万元", ("cumulative", "2019-2020")),
        ("2019年9月，投入资金300万元。", "300万元", ("in_year", "2019-09")),
        ("2019年安排资金2.8亿元，截至5月底完成投资1.03亿元。", "1.03亿元", ("in_year", "2019")),
        ("投入资金300万元。", "300万元", ("", "")),
    ],
)
def test_a_cumulative_figure_is_told_from_that_of_one_year(text: str, figure: str, told: tuple[str, str]) -> None:
    assert coverage(text, figure) == told


def test_a_year_that_is_not_known_is_one_year_all_the_same() -> None:
    (action,) = [a for a, _ in figures("今年1至8月，累计销售农产品8735万元。", date="")]
    assert (action.coverage, action.period) == ("in_year", "")


def test_the_words_of_a_time_are_its_evidence() -> None:
    ((action, _),) = figures("截至2019年底，累计投入资金1.2亿元。")
    assert action.period_evidence is not None
    assert action.period_evidence.quote.startswith("截至2019年")


def test_a_year_that_is_part_of_a_cumulative_total_counts_in_its_year_and_not_in_totals() -> None:
    assert counting("截至2018年底，累计拨付帮扶资金3.97亿元，其中，2018年拨付7840万元。") == (["3.97亿元"], ["7840万元"])


def test_a_year_that_a_cumulative_figure_holds_counts_no_more_in_totals_though_no_word_calls_it_a_part() -> None:
    text = "自2012年以来，衢江区累计投入帮扶资金5亿元。\n2019年，衢江区投入帮扶资金4580万元，2018年投入帮扶资金3120万元。"
    assert counting(text) == (["5亿元"], ["4580万元", "3120万元"])
    totals = {m.evidence.quote: m for _, m in figures(text)}
    assert totals["4580万元"].total == totals["5亿元"].id
    assert totals["5亿元"].role is Role.TOTAL


@pytest.mark.parametrize(
    "text",
    [
        "截至2018年底，累计投入帮扶资金1.2亿元。2019年，投入帮扶资金4580万元。",
        "截至2019年底，累计投入帮扶资金1.2亿元。2019年，安排教育专项资金4580万元。",
        "截至2019年底，累计投入帮扶资金4000万元。2019年，投入帮扶资金4580万元。",
        "截至2019年底，累计投入帮扶资金1.2亿元。2019年，实施帮扶项目26个。",
    ],
)
def test_a_later_year_another_thing_and_more_than_the_whole_are_not_held(text: str) -> None:
    assert len(counting(text)[0]) == 2


def test_years_that_come_to_more_than_the_cumulative_figure_are_something_else() -> None:
    text = "截至2019年底，累计投入帮扶资金7000万元。2019年，投入帮扶资金4580万元。2018年，投入帮扶资金3120万元。"
    assert counting(text)[0] == ["7000万元", "4580万元", "3120万元"]


def test_a_month_that_is_part_of_its_year_counts_once_in_the_year() -> None:
    assert counting("2019年投入帮扶资金5000万元，其中6月拨付2000万元、9月拨付3000万元。")[1] == ["5000万元"]


def test_a_cumulative_figure_counts_in_no_year() -> None:
    assert all(not m.counts_in_year for _, m in figures("自2012年以来，衢江区累计投入帮扶资金5亿元，实施项目91个。"))
