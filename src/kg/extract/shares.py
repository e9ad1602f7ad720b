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
    """One of the statements that a figure makes: for ``name`` of those ``listed``, or with giver and taker ``turned``; ``index`` numbers them."""

    index: int = 0
    listed: Party = ()
    name: str = ""
    turned: bool = False

    def of(self, sides: Sides) -> Sides:
        """Return the parties of this share: of the list only the one that it belongs to."""
        if self.turned:
            return Sides(sides.recipients, sides.providers)
        if not self.name:
            return sides
        return Sides(*((self.name,) if party == self.listed else party for party in (sides.providers, sides.recipients)))


WHOLE = Share()


def shares(text: str, start: int, end: int, groups: Sequence[Group], figures: Sequence[Figure]) -> dict[Figure, tuple[Share, ...]]:
    """Return the shares of those figures of a sentence that have any."""
    out: dict[Figure, tuple[Share, ...]] = {}
    for match in _SHARED.finditer(text, start, end):
        stop = _STOP.search(text, match.end(), end)
        reached = [f for f in figures if match.end() <= f.start < (stop.start() if stop else end)]
        listed = next((g for g in reversed(groups) if g.end <= match.start() and len(g.entities) > 1), None)
        if listed and len(reached) == len(listed.entities) and len({f.unit for f in reached}) == 1:
            out |= {figure: (Share(0, listed.entities, name),) for figure, name in zip(reached, listed.entities, strict=True)}
        elif match[0] == "各" and (each := tuple(_each(text, start, match.start(), listed))):
            out |= dict.fromkeys(reached, each)
    return out


def _each(text: str, start: int, end: int, listed: Group | None) -> Iterator[Share]:
    """Yield the shares of a figure that 各, at ``end``, gives to each of those before it in its clause: names, things, or both sides."""
    clause = max(start, *(text.rfind(mark, start, end) + 1 for mark in "，；。："))
    if any(word in text[clause:end] for word in load("roles")["mutual"]["words"]):
        yield from (WHOLE, Share(1, turned=True))
    elif listed and listed.end >= clause and not _THINGS.search(text, listed.end, end):
        yield from (Share(i, listed.entities, name) for i, name in enumerate(listed.entities))
    elif things := _THINGS.search(text, clause, end):
        yield from map(Share, range(len(re.split("[、和与及]", things[0]))))
