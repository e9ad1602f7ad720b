"""How figures read in both languages, with their bound, and what the figures of one relation add up to."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from kg.model import Action, Bound, Measure
from kg.views.wording import Label, label_of

MONEY = "元"

_BEFORE = {
    "zh": {Bound.ABOUT: "约", Bound.OVER: "超", Bound.UNDER: "不足"},
    "en": {Bound.ABOUT: "about ", Bound.OVER: "over ", Bound.UNDER: "under "},
}


def plain(value: Decimal) -> str:
    """Return the value without exponent and without trailing zeros: 10.486, 36000000."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(value: Decimal, unit: int) -> str:
    return plain((value / unit).quantize(Decimal("0.0001")))


def money_text(value: Decimal) -> Label:
    """Return an amount in CNY as each language counts it: 3600万元, ¥36m."""
    size = abs(value)
    chinese = next((_scaled(value, unit) + name for unit, name in ((10**8, "亿元"), (10**4, "万元")) if size >= unit), plain(value) + MONEY)
    english = next((f"{_scaled(value, unit)}{name}" for unit, name in ((10**9, "bn"), (10**6, "m")) if size >= unit), f"{Decimal(plain(value)):,f}")
    return {"zh": chinese, "en": f"¥{english}"}


def quantity_text(value: Decimal, unit: str) -> Label:
    if unit == MONEY:
        return money_text(value)
    if unit.startswith(f"{MONEY}/"):
        money, per = money_text(value), label_of("units", unit)["en"].removeprefix("CNY ")
        return {"zh": money["zh"] + unit.removeprefix(MONEY), "en": f"{money['en']} {per}"}
    english = label_of("units", unit)["en"]
    return {"zh": plain(value) + unit, "en": f"{Decimal(plain(value)):,f}" + (f" {english}" if english not in ("", "%") else english)}


def measure_text(measure: Measure) -> Label:
    """Return a figure with its bound: 约60亿元, 1亿元—2亿元, over 700 person-times."""
    low = quantity_text(measure.value, measure.unit)
    if measure.upper is not None:
        high = quantity_text(measure.upper, measure.unit)
        return {"zh": f"{low['zh']}—{high['zh']}", "en": f"{low['en']} to {high['en']}"}
    return _bounded(low, measure.bound)


def _bounded(text: Label, bound: Bound) -> Label:
    return {language: before.get(bound, "") + text[language] for language, before in _BEFORE.items()}


@dataclass(frozen=True, slots=True)
class Amount:
    """Money that adds up; ``joint`` where the statements are about more parties than these two."""

    value: Decimal
    bound: Bound
    joint: bool = False

    @property
    def text(self) -> Label:
        if self.bound == Bound.RANGE:
            return _bounded(money_text(self.value), Bound.OVER)
        # Four figures are enough of a sum that is not exact: 约2192万元.
        value = self.value if self.bound == Bound.EXACT else _rounded(self.value)
        return _bounded(money_text(value), self.bound)


def _rounded(value: Decimal) -> Decimal:
    """Return four significant figures, cut off rather than rounded up: what is over 2191.74万 is over 2191万, not over 2192万."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 3), rounding=ROUND_DOWN) if value else value


def amount_of(actions: Sequence[Action], *, done: bool) -> Amount | None:
    """Add up the money done, or that still ahead, between two parties; nothing counts twice or is superseded.

    What more parties share is taken only where there is no other.
    """
    current = [action for action in actions if not action.superseded_by]
    chosen = [action for action in current if action.status.is_done == done]
    # What is still ahead of a total that is done is in that already: 投入500万元，其中200万元未到位.
    whole = {m.id for action in current if action.status.is_done and not done for m in action.measures}
    for sharing in sorted(set(map(_sharing, chosen))):
        measures = _addable([m for action in chosen if _sharing(action) == sharing for m in action.measures if m.unit == MONEY], whole)
        if measures:
            return Amount(sum((m.value for m in measures), Decimal(0)), _sum_bound(measures), sharing > 1)
    return None


def _sum_bound(measures: list[Measure]) -> Bound:
    """Return the bound of a sum: exact figures take nothing from the bound of the others; different bounds leave an approximation."""
    inexact = {m.bound for m in measures} - {Bound.EXACT}
    if not inexact:
        return Bound.EXACT
    return inexact.pop() if len(inexact) == 1 else Bound.ABOUT


def _sharing(action: Action) -> int:
    """Return how many pairs of parties share the figures of an action; 1 where they are of these two alone."""
    return max(1, len(action.provider)) * max(1, len(action.recipient))


def _addable(measures: Sequence[Measure], whole: AbstractSet[str]) -> list[Measure]:
    """Leave out parts whose total is here or in ``whole``, and repeats; a part counts where its total was stated of others."""
    here = {m.id for m in measures} | whole
    return [m for m in measures if (m.counts_in_totals or m.total) and m.total not in here and not m.repeats]
