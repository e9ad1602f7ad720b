"""Figures that stand for several: shared out among the names of a list by 分别, the same for each of them by 各, both ways by 互派."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.lexicon import load
from kg.extract.parties import Group, Party, Sides
from kg.extract.reading import Figure

# 各 of 各级, 各类, 各地 is no share.
_SHARED = re.compile("分别|各(?![级类地界项区县市州乡镇村种族方位自校院单部])")
_STOP = re.compile("[，；。]")
# Things listed right before 各 that are no names: 卫生室、幼儿园各1所.
_THINGS = re.compile("(?:[一-龥]{2,10}、)*[一-龥]{2,10}[、和与及][一-龥]{2,10}$")


@dataclass(frozen=True, slots=True)
class Share:
    """One of the statements that a figure makes: for the names at ``place`` of those ``listed``, or with giver and taker ``turned``.

    ``listed`` are one or two lists, one for each side; ``index`` numbers the statements of a figure.
    """

    index: int = 0
    listed: tuple[Party, ...] = ()
    place: int = 0
    turned: bool = False

    def of(self, sides: Sides) -> Sides:
        """Return the parties of this share: of a list only the one that it belongs to."""
        if self.turned:
            return Sides(sides.recipients, sides.providers)
        return Sides(*((party[self.place],) if party in self.listed else party for party in (sides.providers, sides.recipients)))


WHOLE = Share()


def shares(text: str, start: int, end: int, groups: Sequence[Group], figures: Sequence[Figure]) -> dict[Figure, tuple[Share, ...]]:
    """Return the shares of those figures of a sentence that have any."""
    out: dict[Figure, tuple[Share, ...]] = {}
    for match in _SHARED.finditer(text, start, end):
        stop = _STOP.search(text, match.end(), end)
        reached = [f for f in figures if match.end() <= f.start < (stop.start() if stop else end)]
        lists = [g for g in groups if len(g.entities) > 1]
        before = next((g for g in reversed(lists) if g.end <= match.start()), None)
        behind = next((g for g in lists if match.end() <= g.start and reached and g.end <= reached[0].start), None) if match[0] == "分别" else None
        fitting = tuple(g.entities for g in (before, behind) if g and len(g.entities) == len(reached))
        if fitting and len({f.unit for f in reached}) == 1:
            out |= {figure: (Share(0, fitting, place),) for place, figure in enumerate(reached)}
        elif match[0] == "各" and (each := tuple(_each(text, start, match.start(), before))):
            out |= dict.fromkeys(reached, each)
    return out


def _each(text: str, start: int, end: int, listed: Group | None) -> Iterator[Share]:
    """Yield the shares of a figure that 各, at ``end``, gives to each of those before it in its clause: names, things, or both sides."""
    clause = max(start, *(text.rfind(mark, start, end) + 1 for mark in "，；。："))
    if any(word in text[clause:end] for word in load("roles")["mutual"]["words"]):
        yield from (WHOLE, Share(1, turned=True))
    elif listed and listed.end >= clause and not _THINGS.search(text, listed.end, end):
        yield from (Share(i, (listed.entities,), i) for i in range(len(listed.entities)))
    elif things := _THINGS.search(text, clause, end):
        yield from map(Share, range(len(re.split("[、和与及]", things[0]))))
