"""A period is an interval of days."""

import pytest

from kg.rdf.periods import interval_of


@pytest.mark.parametrize(
    ("period", "begin", "end"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-09", "2018-09-01", "2018-09-30"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-2020", "2018-01-01", "2020-12-31"),
        ("2018-", "2018-01-01", ""),
        ("-2018", "", "2018-12-31"),
    ],
)
def test_a_period_begins_on_its_first_day_and_ends_on_its_last_where_the_text_tells(period: str, begin: str, end: str) -> None:
    assert interval_of(period) == (begin, end)


@pytest.mark.parametrize("period", ["", "-", "2018年", "18", "2018-2020-2022", "2018-13"])
def test_what_is_no_period_is_an_error_that_names_it(period: str) -> None:
    with pytest.raises(ValueError, match=r"month|is no period"):
        interval_of(period)
