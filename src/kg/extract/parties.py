"""Who gives and who receives: the pairings that an article states, and the parties of each statement."""

import re
from dataclasses import dataclass, field
from functools import cache

from kg.extract.lexicon import load
from kg.extract.reading import Mention, Reading, punctuated, within
from kg.link.entities import ancestors, home
from kg.link.gazetteer import gazetteer
from kg.model import EntityType, Level

# One sign for each list of names, so that a pattern sees only the words between them.
_SIGN = "\ue000"
_JOIN = re.compile("[、和与及同]|以及")
_ACTORS = frozenset(EntityType) - {EntityType.DOCUMENT, EntityType.PROJECT, EntityType.PARK}
_TAKERS = _ACTORS | {EntityType.PARK}
_LEVELS = list(Level)
_LONGEST_TITLE = 200


Party = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Who gives and who receives; nobody where the text does not say."""

    providers: Party = ()
    recipients: Party = ()


NOBODY = Sides()


@dataclass(frozen=True, slots=True)
class Group:
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


@cache
def _any(group: str, key: str) -> str:
    return "|".join(sorted(load("roles")[group][key], key=len, reverse=True))


@dataclass
class Frame:
    """What is known of the parties of one bulletin: its names in groups and who is above whom."""

    reading: Reading
    above: dict[str, frozenset[str]] = field(default_factory=dict)
    reaching: dict[Party, frozenset[str]] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    grouped: dict[tuple[int, int, frozenset[EntityType]], list[Group]] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        self.text = punctuated(self.reading.bulletin.text)

    def line(self, entity: str) -> frozenset[str]:
        """Return an entity with its home and all places above."""
        if entity not in self.above:
            record = self.reading.entities[entity]
            place = home(record, self.reading)
            self.above[entity] = frozenset({entity, *([place, *ancestors(place, self.reading)] if place else [])})
        return self.above[entity]

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
            self.grouped[key] = self._group(*key)
        return self.grouped[key]

    def _group(self, start: int, end: int, types: frozenset[EntityType]) -> list[Group]:
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
            out, chain = self._append(out, group, chain), None
        return out

    def _append(self, out: list[Group], group: Group, start: int) -> list[Group]:
        if out:
            last = out[-1]
            between = self.text[last.end : start]
            places = [self.reading.entities[n].type is EntityType.PLACE for n in (last.entities[-1], group.entities[0])]
            apart = between in ("与", "和", "同") and places[0] != places[1]
            if (_JOIN.fullmatch(between) or not between) and len(between) < 3 and not apart:
                entities = tuple(dict.fromkeys((*last.entities, *group.entities)))
                return [*out[:-1], Group(last.start, group.end, entities, joined=True)]
        return [*out, Group(start, group.end, group.entities)]


def _single(mention: Mention) -> Group:
    return Group(mention.start, mention.end, (mention.entity,))


def _masked(text: str, start: int, end: int, groups: list[Group]) -> tuple[str, list[Group]]:
    parts, position, seen = [], start, []
    for group in groups:
        parts += [text[position : group.start], _SIGN]
        position = group.end
        seen.append(group)
    return "".join([*parts, text[position:end]]), seen


@cache
def _patterns() -> list[tuple[re.Pattern[str], bool]]:
    verbs, mutual, toward = _any("pairing", "verbs"), _any("pairing", "mutual"), _any("pairing", "toward")
    x = f"(?:各地|等地|两市|有关单位)?[“”\"]?{_SIGN}"
    other, near = f"(?:(?!{_SIGN})[^。；])", f"(?:(?!{_SIGN})[^。；，])"
    label = "[\\d一二三四五六七八九十]+[.、．)）]|[（(][一二三四五六七八九十]+[)）]"
    return [
        (re.compile(rf"{x}(?:(?!{_SIGN})[^。；，、]){{0,16}}?(?P<v>{verbs})了?(?:(?!{_SIGN})[^。；，、]){{0,3}}{_SIGN}"), False),
        (re.compile(rf"{x}{other}{{0,60}}?(?:{toward}){near}{{0,4}}{_SIGN}{near}{{0,8}}(?P<v>{verbs})"), False),
        (re.compile(rf"{x}(?:分别)?[与和同](?:(?!{_SIGN})[^。；，]){{0,4}}{_SIGN}(?:(?!{_SIGN})[^。；，]){{0,16}}?(?P<v>{mutual})"), False),
        (re.compile(rf"^[\s（(]*(?:{label})?\s*{_SIGN}\s*(?P<v>[—－-]{{1,2}})\s*{_SIGN}"), False),
        (re.compile(rf"{_SIGN}(?:(?!{_SIGN})[^。；，]){{0,14}}?(?P<v>{mutual})"), True),
    ]


class Pairings:
    """Finds the pairings that sentences state."""

    def __init__(self, frame: Frame):
        self.frame = frame
        self.text = frame.text

    def of(self, start: int, end: int) -> list[Pairing]:
        """Return the pairings stated between two offsets (a sentence)."""
        groups = self.frame.groups(start, end, _ACTORS)
        if not groups:
            return []
        masked, seen = _masked(self.text, start, end, groups)
        out: list[Pairing] = []
        for pattern, alone in _patterns():
            for match in pattern.finditer(masked):
                index = masked[: match.start()].count(_SIGN)
                if alone:
                    out += self._split(seen[index], match["v"])
                elif index + 1 < len(seen):
                    out += self._join(seen[index], seen[index + 1], match["v"], "分别" in match[0])
            if out:
                break
        return out

    def _split(self, group: Group, verb: str) -> list[Pairing]:
        """Part a list such as 白云区与黔南州平塘县 (结成帮扶对子) at its 与, 和 or 同."""
        if not group.joined:
            return []
        names = [m for m in self.frame.reading.mentions if group.start <= m.start < group.end and m.entity in group.entities and not m.nested]
        cuts = [i for i in range(1, len(names)) if self.text[names[i - 1].end : names[i].start][:1] in ("与", "和", "同")]
        if len(cuts) > 1 and len(names) == 2 * len(cuts):
            return [p for left, right in zip(names[::2], names[1::2], strict=True) for p in self._join(_single(left), _single(right), verb, False)]
        for cut in cuts[:1]:
            first, second = (tuple(dict.fromkeys(m.entity for m in part)) for part in (names[:cut], names[cut:]))
            left, right = Group(group.start, names[cut - 1].end, first), Group(names[cut].start, group.end, second)
            return self._join(left, right, verb, len(first) == len(second) > 1)
        return []

    def _join(self, left: Group, right: Group, verb: str, respectively: bool) -> list[Pairing]:
        first, second = left.entities, right.entities
        if set(first) & set(second) or any(self.frame.line(a) & {b} or self.frame.line(b) & {a} for a in first for b in second):
            return []
        if self._turned(first, second):
            first, second = second, first
        if respectively and len(first) == len(second):
            return [self._couple(left, right, a, b, verb) for a, b in zip(first, second, strict=True)]
        return [Pairing(left.start, right.end, first, second, verb)]

    def _couple(self, left: Group, right: Group, giver: str, taker: str, verb: str) -> Pairing:
        """Return one couple of two lists, quoted from its first name to its second."""
        named = [m for m in self.frame.reading.mentions if left.start <= m.start < right.end and m.entity in (giver, taker)]
        return Pairing(min(m.start for m in named), max(m.end for m in named), (giver,), (taker,), verb)

    def _turned(self, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
        """Say whether the second side must be the giver: it lies in an eastern province, the first does not."""
        east = set(load("roles")["east"]["provinces"])
        a, b = self.frame.province(first[0]), self.frame.province(second[0])
        return bool(a and b and a not in east and b in east)
