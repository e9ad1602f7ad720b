"""Which totals add up: the figures that a build links as parts of one, held against it."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.model import Bound, Measure, Records

# 约100万元 may be what 102万元 of parts come to.
_ABOUT = Decimal("0.05")


class Verdict(StrEnum):
    """What the parts of a total come to."""

    EQUAL = "equal"
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Sum:
    """A total with the parts that the text gives of it; ``added`` is what these come to. LESS is no error: 其中 may name but some."""

    total: Measure
    parts: tuple[Measure, ...]
    added: Decimal
    verdict: Verdict


def sums(records: Records) -> list[Sum]:
    """Return every total that has parts, in the order of the bulletins."""
    measures = {m.id: m for a in records.actions for m in a.measures}
    parts: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures.values():
        if measure.total in measures:
            parts[measure.total].append(measure)
    totals = sorted((measures[i] for i in parts), key=lambda m: (m.evidence.bulletin, m.evidence.start, m.id))
    return [_sum(total, sorted(parts[total.id], key=lambda m: (m.evidence.start, m.id))) for total in totals]


def _sum(total: Measure, parts: list[Measure]) -> Sum:
    added = sum((part.value for part in parts), Decimal(0))
    if added == total.value:
        verdict = Verdict.EQUAL
    elif added < total.value or total.bound is Bound.OVER or (total.bound is Bound.ABOUT and added <= total.value * (1 + _ABOUT)):
        verdict = Verdict.LESS
    else:
        verdict = Verdict.MORE
    return Sum(total, tuple(parts), added, verdict)
