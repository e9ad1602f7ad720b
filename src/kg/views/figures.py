"""How figures read in both languages, with their bound, and what the figures of one relation add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Action, Bound, Measure, Status
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
    if size >= 10**8:
        chinese = _scaled(value, 10**8) + "亿元"
    else:
        chinese = _scaled(value, 10**4) + "万元" if size >= 10**4 else plain(value) + MONEY
    if size >= 10**9:
        english = f"¥{_scaled(value, 10**9)}bn"
    else:
        english = f"¥{_scaled(value, 10**6)}m" if size >= 10**6 else f"¥{value:,f}"
    return {"zh": chinese, "en": english}


def quantity_text(value: Decimal, unit: str) -> Label:
    if unit == MONEY:
        return money_text(value)
    english = label_of("units", unit)["en"]
    return {"zh": plain(value) + unit, "en": f"{value:,f}".rstrip() + (f" {english}" if english and english != "%" else english)}


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
        return _bounded(money_text(self.value), self.bound)


def amount_of(actions: Sequence[Action], status: Status) -> Amount | None:
    """Add up the money of one status between two parties; nothing is counted twice, and joint money only where there is no other."""
    chosen = [action for action in actions if action.status == status]
    for joint in (False, True):
        measures = _addable([m for action in chosen if _is_joint(action) == joint for m in action.measures if m.unit == MONEY])
        if measures:
            bounds = {m.bound for m in measures}
            bound = bounds.pop() if len(bounds) == 1 else Bound.ABOUT
            return Amount(sum((m.value for m in measures), Decimal(0)), bound, joint)
    return None


def _is_joint(action: Action) -> bool:
    return len(action.provider) > 1 or len(action.recipient) > 1


def _addable(measures: list[Measure]) -> list[Measure]:
    """Leave out parts whose total is here too, and repeats; a part counts where its total was stated of others."""
    here = {m.id for m in measures}
    return [m for m in measures if (m.counts_in_totals or m.total) and m.total not in here]
