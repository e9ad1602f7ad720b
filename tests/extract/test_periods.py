"""What is promised of the time of a deed."""

import pytest

from kg.extract.periods import Times
from kg.model import Bulletin


def period(text: str, date: str = "2020-10-22") -> str:
    return next((time.period for time in reversed(Times(Bulletin("b", text, (), (), date=date), text).find(0, len(text)))), "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2018年安排1250万元", "2018"),
        ("2018年9月选派41名", "2018-09"),
        ("制定2018—2020年规划", "2018-2020"),
        ("2016年9月以来，白云区", "2016-2020"),
        ("自2013年承担定点扶贫任务起，先后有9名", "2013-2020"),
        ("截至2018年11月，安排33名", "2018"),
        ("落实社会帮扶资金534万元", ""),
    ],
)
def test_a_time_is_read_as_the_text_tells_it(text: str, told: str) -> None:
    assert period(text) == told


@pytest.mark.parametrize(("word", "told"), [("今年", "2020"), ("去年底", "2019"), ("明年", "2021"), ("7月", "2020-07")])
def test_a_time_told_by_the_bulletin_is_anchored_in_its_year_and_not_in_today(word: str, told: str) -> None:
    assert period(f"{word}选派3名教师") == told


def test_of_several_times_the_one_next_to_the_figure_counts() -> None:
    assert period("2018年投入10万元；2019年投入20万元") == "2019"
