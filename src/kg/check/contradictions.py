"""Where a build says two things of one: the same thing with two amounts. What does not add up to its total is told by the sums."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from kg.model import Action, BlockKind, Bound, Bulletin, Measure, Records

_HEADLINES = frozenset({BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE})
# Shorter words are said of many things: 资金, 项目.
_LEAST = 4
_END = re.compile("[。！？\n]")


_Told = tuple[Action, Measure]


class Clash(StrEnum):
    """In what two figures contradict each other."""

    AMOUNT = "amount"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two figures that cannot both be right."""

    clash: Clash
    measures: tuple[Measure, Measure]


def contradictions(records: Records) -> list[Contradiction]:
    """Return what contradicts itself, in the order of the bulletins."""
    found: list[Contradiction] = []
    told: dict[str, dict[str, list[_Told]]] = {b.id: defaultdict(list) for b in records.bulletins}
    for action in records.actions:
        for measure in action.measures:
            told[measure.evidence.bulletin][measure.unit].append((action, measure))
    for bulletin in records.bulletins:
        for group in told[bulletin.id].values():
            found += _within(bulletin, sorted(group, key=lambda pair: (pair[1].evidence.start, pair[1].id)))
    return sorted(found, key=lambda c: (c.measures[0].evidence.bulletin, c.measures[0].evidence.start, c.clash))


def _within(bulletin: Bulletin, told: Sequence[_Told]) -> Iterator[Contradiction]:
    headlines = [b for b in bulletin.blocks if b.kind in _HEADLINES]
    headed = [any(b.start <= measure.evidence.start < b.end for b in headlines) for _, measure in told]
    ends = [match.start() for match in _END.finditer(bulletin.text)]
    for i, j in sorted(_comparable(told, headed)):
        (one, first), (other, second) = told[i], told[j]
        apart = bisect_left(ends, first.evidence.end) < bisect_left(ends, second.evidence.start)
        if first.value == second.value or first.repeats or second.repeats or first.total or second.total or not apart:
            continue
        alike = one.kind == other.kind and _in_common(one, other)
        same = alike and _words_in_common(one, other)
        if (_same_digits(first, second) and (headed[i] or same)) or (headed[i] and same and _rounded_digits(first, second)):
            yield Contradiction(Clash.SCALE, (first, second))
        elif alike and _same_thing(first, second, one, other):
            yield Contradiction(Clash.AMOUNT, (first, second))


def _comparable(told: Sequence[_Told], headed: Sequence[bool]) -> set[tuple[int, int]]:
    """Return which two figures can contradict each other: those of the same digits, those said of the same thing, those that a headline rounds."""
    groups: dict[object, list[int]] = defaultdict(list)
    begun: dict[object, list[int]] = defaultdict(list)
    for i, (action, measure) in enumerate(told):
        digits = measure.value.normalize().as_tuple().digits
        groups[digits].append(i)
        groups[action.kind, action.about, action.period, action.status].append(i)
        begun[digits[:2]].append(i)
    pairs = {pair for group in groups.values() for pair in combinations(group, 2)}
    return pairs | {(i, j) for group in begun.values() for i, j in combinations(group, 2) if headed[i]}


def _same_thing(first: Measure, second: Measure, one: Action, other: Action) -> bool:
    exact = first.bound is Bound.EXACT and second.bound is Bound.EXACT
    return exact and one.about == other.about and len(one.about) >= _LEAST and one.period == other.period and one.status is other.status


def _same_digits(first: Measure, second: Measure) -> bool:
    """Tell whether two amounts differ by a power of ten only: 46亿 and 4.6亿."""
    digits = {m.value.normalize().as_tuple().digits for m in (first, second)}
    return len(digits) == 1 and len(digits.pop()) > 1


def _rounded_digits(first: Measure, second: Measure) -> bool:
    """Tell whether money differs by a power of ten and by what a headline leaves out: 46亿 and 4.62亿."""
    short, long = sorted((m.value.normalize().as_tuple().digits for m in (first, second)), key=len)
    apart = first.value.adjusted() != second.value.adjusted()
    return first.unit == "元" and apart and 1 < len(short) < len(long) and long[: len(short)] == short


def _words_in_common(one: Action, other: Action) -> bool:
    return len({one.about[i : i + 2] for i in range(len(one.about) - 1)} & {other.about[i : i + 2] for i in range(len(other.about) - 1)}) > 1


def _in_common(one: Action, other: Action) -> bool:
    sides = ((one.provider, other.provider), (one.recipient, other.recipient))
    return all(not a or not b or set(a) & set(b) for a, b in sides)
