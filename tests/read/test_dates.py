"""Dates as bulletins write them."""

import pytest

from kg.read.dates import find_dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2019年1月15日", ["2019-01-15"]),
        ("2019 年 01 月 15 日", ["2019-01-15"]),
        ("2019-02-28 14:50", ["2019-02-28"]),
        ("2019/2/28、2019.03.01", ["2019-02-28", "2019-03-01"]),
        ("二〇一九年十二月三十一日", ["2019-12-31"]),
        ("二○二〇年二月十日", ["2020-02-10"]),
        ("2019年2月30日", []),
        ("2019年2月", []),
        ("1.2019.123", []),
        ("3019年1月1日", []),
    ],
)
def test_a_day_is_read_in_iso_form_and_only_a_day_is(text: str, dates: list[str]) -> None:
    assert find_dates(text) == dates
