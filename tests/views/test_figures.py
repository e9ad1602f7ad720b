"""How figures read, and what the figures of one relation add up to."""

from decimal import Decimal

import pytest

from kg.model import Bound, Status
from kg.views.figures import amount_of, measure_text, money_text
from miniature import MIANYANG, PINGWU, QUJIANG, TONGHENG, action, bulletin, measure, quote

SOURCE = bulletin()
SENTENCE = quote(SOURCE, "落实社会帮扶资金534万元")


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("5340000", "534万元", "¥5.34m"),
        ("330000000.0", "3.3亿元", "¥330m"),
        ("5000000000", "50亿元", "¥5bn"),
        ("2400", "2400元", "¥2,400"),
        ("210000", "21万元", "¥210,000"),
        ("1e15", "10000000亿元", "¥1000000bn"),
        ("0", "0元", "¥0"),
    ],
)
def test_money_reads_as_each_language_counts_it(value: str, chinese: str, english: str) -> None:
    assert money_text(Decimal(value)) == {"zh": chinese, "en": english}


def test_a_figure_keeps_its_bound_in_both_languages() -> None:
    assert measure_text(measure(SOURCE, "41名", 41, "名", Bound.OVER)) == {"zh": "超41名", "en": "over 41 people"}
    assert measure_text(measure(SOURCE, "534万元", 5340000, "元", Bound.ABOUT))["zh"] == "约534万元"


def test_a_part_and_its_total_are_not_added_up() -> None:
    total = measure(SOURCE, "534万元", 12500000, "元")
    part = measure(SOURCE, "3.3亿元", 10500000, "元", total=total.id, counts=False)
    both = amount_of([action("funding", [QUJIANG], [PINGWU], SENTENCE, total, part)], done=True)
    assert both is not None
    assert both.value == 12500000


def test_a_part_counts_for_its_recipient_where_the_total_is_stated_of_others() -> None:
    part = measure(SOURCE, "3.3亿元", 10500000, "元", total="measure-of-another-line", counts=False)
    alone = amount_of([action("funding", [QUJIANG], [PINGWU], SENTENCE, part)], done=True)
    assert alone is not None
    assert alone.value == 10500000


def test_what_is_still_ahead_of_a_total_that_is_done_is_no_second_sum() -> None:
    total = measure(SOURCE, "534万元", 12500000, "元")
    part = measure(SOURCE, "3.3亿元", 10500000, "元", total=total.id, counts=False)
    actions = [action("funding", [QUJIANG], [PINGWU], SENTENCE, total), action("funding", [QUJIANG], [PINGWU], SENTENCE, part, status=Status.PLANNED)]
    done, ahead = (amount_of(actions, done=told) for told in (True, False))
    assert done is not None
    assert (done.value, ahead) == (12500000, None)


def test_what_is_done_of_a_plan_is_told_beside_the_plan() -> None:
    total = measure(SOURCE, "534万元", 12500000, "元")
    part = measure(SOURCE, "3.3亿元", 10500000, "元", total=total.id)
    actions = [action("funding", [QUJIANG], [PINGWU], SENTENCE, total, status=Status.PLANNED), action("funding", [QUJIANG], [PINGWU], SENTENCE, part)]
    assert [found and found.value for found in (amount_of(actions, done=told) for told in (True, False))] == [10500000, 12500000]


def test_a_repeated_figure_is_counted_once() -> None:
    once = measure(SOURCE, "534万元", 5340000, "元")
    again = measure(SOURCE, "3.3亿元", 5340000, "元", counts=False)
    amount = amount_of([action("funding", [QUJIANG], [PINGWU], SENTENCE, once, again)], done=True)
    assert amount is not None
    assert amount.value == 5340000


def test_money_for_several_parties_is_said_to_be_joint_and_never_added_to_money_for_one() -> None:
    joint = action("funding", [QUJIANG], [PINGWU, MIANYANG], SENTENCE, measure(SOURCE, "3.3亿元", 100, "元"))
    single = action("funding", [QUJIANG], [PINGWU], SENTENCE, measure(SOURCE, "534万元", 30, "元"))
    together, alone = amount_of([joint, single], done=True), amount_of([joint], done=True)
    assert together is not None
    assert alone is not None
    assert (together.value, together.joint) == (30, False)
    assert (alone.value, alone.joint) == (100, True)


def test_planned_money_does_not_swell_what_was_delivered() -> None:
    planned = action("investment", [QUJIANG], [PINGWU], SENTENCE, measure(SOURCE, "50亿", 5 * 10**9, "元"), status=Status.PLANNED)
    assert amount_of([planned], done=True) is None


def test_rates_and_counts_are_no_amount() -> None:
    rate = measure(SOURCE, "534万元", 1000, "元/月")
    assert amount_of([action("subsidy", [QUJIANG], [PINGWU], SENTENCE, rate)], done=True) is None


def test_an_inexact_sum_shows_no_false_precision() -> None:
    figures = [measure(SOURCE, "3.3亿元", 20000000, "元"), measure(SOURCE, "534万元", 1917400, "元", Bound.OVER)]
    amount = amount_of([action("funding", [QUJIANG], [PINGWU], SENTENCE, *figures)], done=True)
    assert amount is not None
    assert amount.text["zh"] == "超2191万元"


def test_of_money_shared_by_more_and_by_fewer_the_relation_shows_what_fewer_share() -> None:
    total = action("funding", [QUJIANG], [PINGWU, MIANYANG, TONGHENG], SENTENCE, measure(SOURCE, "3.3亿元", 1250, "元"))
    part = action("funding", [QUJIANG], [PINGWU, MIANYANG], SENTENCE, measure(SOURCE, "534万元", 200, "元"))
    amount = amount_of([total, part], done=True)
    assert amount is not None
    assert (amount.value, amount.joint) == (200, True)


def test_a_large_rate_is_scaled_like_money() -> None:
    assert measure_text(measure(SOURCE, "3.3亿元", 12 * 10**8, "元/年")) == {"zh": "12亿元/年", "en": "¥1.2bn a year"}
