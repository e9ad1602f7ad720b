"""The parties that a text names: one by one, in lists, and what lies above them."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kg.extract.lexicon import load
from kg.extract.reading import Mention, Reading, punctuated, within
from kg.extract.surroundings import masked
from kg.link.entities import ancestors, home
from kg.link.gazetteer import gazetteer
from kg.model import EntityType, Level

_JOIN = re.compile("[、和与及同]|以及")
ACTORS = frozenset(EntityType) - {EntityType.DOCUMENT, EntityType.PROJECT, EntityType.PARK}
_TAKERS = ACTORS | {EntityType.PARK}
_LEVELS = list(Level)
_LONGEST_TITLE = 200
# Assistance goes from the east to the west, and down from the provinces in between.
_SLOPE = ("west", "", "east")


Party = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Who gives and who receives; nobody where the text does not say."""

    providers: Party = ()
    recipients: Party = ()


NOBODY = Sides()


class Group(NamedTuple):
    """Names that stand in a list (九龙县、飞龙乡和安乐乡); of a chain (四川省绵阳市平武县) only the last."""

    start: int
    end: int
    entities: Party
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """A relation of assistance as stated from ``start`` to ``end``."""

    start: int
    end: int
    providers: Party
    recipients: Party
    verb: str


@dataclass
class Frame:
    """What is known of the parties of one bulletin: its names in groups and who is above whom."""

    reading: Reading
    above: dict[str, frozenset[str]] = field(default_factory=dict)
    reaching: dict[Party, frozenset[str]] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    parts: dict[Party, str] = field(default_factory=dict)
    grouped: dict[tuple[int, int, frozenset[EntityType]], list[Group]] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        self.text = punctuated(self.reading.bulletin.text)

    def line(self, entity: str) -> frozenset[str]:
        """Return an entity with its home and all places above."""
        if entity not in self.above:
            record = self.reading.entities[entity]
            place = home(record, self._spans.get(entity, ()), self.reading)
            self.above[entity] = frozenset({entity, *([place, *ancestors(place, self.reading)] if place else [])})
        return self.above[entity]

    @cached_property
    def _spans(self) -> dict[str, list[Mention]]:
        spans: dict[str, list[Mention]] = {}
        for mention in self.reading.mentions:
            spans.setdefault(mention.entity, []).append(mention)
        return spans

    @cached_property
    def named(self) -> frozenset[str]:
        """The entities that are named by themselves somewhere, not only within other names."""
        return frozenset(m.entity for m in self.reading.mentions if not m.nested)

    @cached_property
    def own(self) -> frozenset[str]:
        """The entities that the bulletin speaks of as its own: 我县."""
        return frozenset(n for r in self.reading.references if r.own for n in r.entities)

    @cached_property
    def masked(self) -> str:
        """The text with one sign for each name."""
        return masked(self.reading)

    def related(self, entity: str, others: tuple[str, ...]) -> bool:
        """Say whether an entity is one of the others, within one, or above one."""
        own = self.line(entity)
        return any(o in own or entity in self.line(o) for o in others if o in self.reading.entities)

    def linked(self, party: Party, other: Party) -> bool:
        """Say whether one of a party is related to one of another."""
        return not self._reach(party).isdisjoint(other) or not self._reach(other).isdisjoint(party)

    def _reach(self, party: Party) -> frozenset[str]:
        """Return a party with all places above it."""
        if party not in self.reaching:
            self.reaching[party] = frozenset().union(*map(self.line, party))
        return self.reaching[party]

    def province(self, entity: str) -> str:
        """Return the name of the province that an entity belongs to, or nothing."""
        if entity not in self.provinces:
            provinces = [p for p in sorted(self.line(entity)) if p.startswith("place-") and p.endswith("0000")]
            held = gazetteer().records(provinces[0]) if provinces else []
            self.provinces[entity] = held[-1].name if held else ""
        return self.provinces[entity]

    def part(self, party: Party) -> str:
        """Return the part of the country that a party lies in: east, west, nothing where it is neither or both."""
        if party not in self.parts:
            provinces = {self.province(name) for name in party}
            self.parts[party] = next((part for part, listed in load("names")["parts"].items() if provinces and provinces <= {*listed}), "")
        return self.parts[party]

    def side(self, party: Party) -> int:
        """Return 2 for a party of the east, 0 for one of the west, 1 in between: assistance goes down this slope."""
        return _SLOPE.index(self.part(party))

    def slope(self, giver: Party, taker: Party) -> int:
        """Return how assistance would go from one party to another: 2 from the east to the west, -2 the other way, less in between."""
        return self.side(giver) - self.side(taker)

    def highest(self, party: Party) -> int:
        """Return the highest level of a party, as ``level`` counts."""
        return min(map(self.level, party))

    def level(self, entity: str) -> int:
        """Return the level of a place (0 province … 4 village); bodies count as counties."""
        level = self.reading.entities[entity].level
        return _LEVELS.index(level) if level else 2

    def top(self, names: Party) -> Party:
        """Return those of the highest level: 九龙县 of 九龙县、飞龙乡和安乐乡."""
        highest = min((self.level(n) for n in names), default=0)
        return tuple(n for n in names if self.level(n) == highest)

    def groups(self, start: int, end: int, types: frozenset[EntityType] = _TAKERS) -> list[Group]:
        """Return the names and references between two offsets, chains shortened to their last and lists put together."""
        key = (start, end, types)
        if key not in self.grouped:
            grouped: list[Group] = []
            for name in self.names(*key):
                self._append(grouped, name)
            self.grouped[key] = grouped
        return self.grouped[key]

    def names(self, start: int, end: int, types: frozenset[EntityType] = _TAKERS) -> list[Group]:
        """Return the names and references between two offsets one by one, chains shortened to their last."""
        mentions = within(self.reading.mentions, start, end)
        # A title may begin before the stretch, as it may hold a sentence's end.
        titles = [m for m in within(self.reading.mentions, start - _LONGEST_TITLE, end) if m.type is EntityType.DOCUMENT]
        names = [
            Group(m.start, m.end, (m.entity,))
            for m in mentions
            if not m.nested and m.type in types and not any(t.start <= m.start and m.end <= t.end for t in titles)
        ]
        names += [Group(r.start, r.end, r.entities) for r in within(self.reading.references, start, end)]
        names.sort(key=lambda g: g.start)
        out: list[Group] = []
        chain: int | None = None
        for i, group in enumerate(names):
            nearest = names[i + 1] if i + 1 < len(names) else None
            chain = group.start if chain is None else chain
            if nearest and nearest.start == group.end and group.entities[-1] in self.line(nearest.entities[0]):
                continue
            out.append(group if chain == group.start else Group(chain, group.end, group.entities))
            chain = None
        return out

    def _append(self, out: list[Group], group: Group) -> None:
        if out:
            last = out[-1]
            between = self.text[last.end : group.start]
            places = [self.reading.entities[n].type is EntityType.PLACE for n in (last.entities[-1], group.entities[0])]
            apart = between in ("与", "和", "同") and places[0] != places[1]
            if (_JOIN.fullmatch(between) or not between) and len(between) < 3 and not apart:
                entities = tuple(dict.fromkeys((*last.entities, *group.entities)))
                out[-1] = Group(last.start, group.end, entities, joined=True)
                return
        out.append(group)
