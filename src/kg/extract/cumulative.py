"""Finds which figures of one year a cumulative figure holds already, though no word calls them its parts.

自2012年以来累计投入5亿元。2019年投入4580万元 is 5亿元 and no more; by year, 2019 has its 4580万元.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kg.extract.entries import Entry, totals_above
from kg.extract.repeats import wording_of
from kg.model import Action, Coverage

# Of the cumulative figures of a kind, so many before a figure and behind it are looked at.
_NEAR = 2


def find_held(text: str, entries: Sequence[Entry], part_of: Mapping[str, str]) -> dict[str, str]:
    """Return for figures of one year the cumulative figure of the same thing and parties that holds them.

    ``entries`` are in the order of the text, without those that repeat or compare; ``part_of`` has the totals that words tell.
    """
    groups: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.adds_up and entry.action.status.is_done:
            groups[entry.measure.evidence.article, entry.action.kind, entry.measure.unit].append(entry)
    found: dict[str, str] = {}
    for group in groups.values():
        held: dict[str, list[Entry]] = defaultdict(list)
        for entry, whole in _candidates(text, group, part_of):
            held[whole.id].append(entry)
        values = {e.id: e.value for e in group}
        # More than the whole is something else.
        found |= {e.id: whole for whole, parts in held.items() if sum((e.value for e in parts), Decimal(0)) <= values[whole] for e in parts}
    return found


def _candidates(text: str, group: Sequence[Entry], part_of: Mapping[str, str]) -> Iterator[tuple[Entry, Entry]]:
    wholes = [i for i, e in enumerate(group) if e.action.coverage is Coverage.CUMULATIVE and e.id not in part_of]
    behind = 0
    for index, entry in enumerate(group):
        while behind < len(wholes) and wholes[behind] < index:
            behind += 1
        if entry.action.coverage is not Coverage.IN_YEAR or entry.id in part_of:
            continue
        near = [group[i] for i in (*reversed(wholes[max(0, behind - _NEAR) : behind]), *wholes[behind : behind + _NEAR])]
        if whole := next((w for w in near if _holds(text, w, entry)), None):
            yield entry, whole


def _holds(text: str, whole: Entry, part: Entry) -> bool:
    if part.value > whole.value or not _within(part.action.period, whole.action.period):
        return False
    told, of = wording_of(part.action), wording_of(whole.action)
    # 2019年投入资金4580万元，累计1.2亿元: what is counted need not be said twice.
    between = text[min(part.end, whole.end) : max(part.start, whole.start)]
    together = not whole.action.about and not re.search("[。！？；\n]", between)
    return told.has_parties_of(of) and (told.is_like(of) or together)


def _within(year: str, years: str) -> bool:
    """Tell whether a year or month lies in the years of a cumulative figure, as far as these are told: -2019, 2012-2019, 2012-."""
    low, _, high = years.partition("-")
    return (low or year[:4]) <= year[:4] <= (high or year[:4])


def counts_in_year(entry: Entry, actions: Mapping[str, Action], part_of: Mapping[str, str]) -> bool:
    """Tell whether sums by year may take a figure in: it is of one year, and no total that holds it is; ``actions`` are those of the figures."""
    if entry.action.coverage is not Coverage.IN_YEAR or not entry.action.period:
        return False
    above = (actions[total] for total in totals_above(entry.id, part_of))
    return not any(of.coverage is Coverage.IN_YEAR and of.period and entry.counts_with(of) for of in above)
