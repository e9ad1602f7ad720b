"""Follows an article from sentence to sentence: which pair of giver and taker is being spoken of, and who acted last.

What holds by rule is decided here; ``roles`` weighs it against everything else that speaks for a party.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.parties import NOBODY, Frame, Group, Pairing, Party, Sides
from kg.extract.reading import last_before
from kg.extract.surroundings import opens_clause
from kg.model import Article, BlockKind, EntityType

_TURN = re.compile("[；。]|，(?!(?:主要|专项|重点)?用[于来以])|、(?=[在向为给对赴])")
_GOING = re.compile("(?:赴|到|在|至|往|向|来)[一-龥]{0,2}$")
_HEADLINES = (BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE)
# How far before a figure the word stands that lifts it to the city's level.
_LIFTED = 80


@follows_lexicon
@cache
def _taker_marks() -> tuple[str, ...]:
    return tuple(load("roles")["taker"]["marks"])


@dataclass
class Discourse:
    """What an article has said so far; ``enter`` each sentence in order, then ask ``propose`` for its statements."""

    frame: Frame
    article: Article
    pairings: list[Pairing]
    main: Sides
    carried: Sides = NOBODY
    opening: list[Group] = field(default_factory=list)
    before: list[Group] = field(default_factory=list)
    above: list[Group] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text, self.entities = self.frame.text, self.frame.reading.entities
        self.blocks = self.frame.reading.blocks()
        self.current, self._opened = self.main, NOBODY
        self._held: list[tuple[int, int, Sides]] = []
        self._unit, self._opening_end = -1, 0
        order = sorted(range(len(self.pairings)), key=lambda i: self.pairings[i].start)
        self._order, self._starts = order, [self.pairings[i].start for i in order]
        self._giving: dict[str, list[int]] = {}
        self._taking: dict[str, list[int]] = {}
        for index, pairing in enumerate(self.pairings):
            for parties, names in ((self._giving, pairing.providers), (self._taking, pairing.recipients)):
                for name in dict.fromkeys(names):
                    parties.setdefault(name, []).append(index)
        self._takers = tuple(self._taking)

    def enter(self, start: int, end: int) -> None:
        """Begin a sentence: a new part forgets who acted in the one before it."""
        groups = self.frame.groups(start, end)
        unit = self._unit_of(start)
        new = unit != self._unit
        if new:
            self._unit, self._opening_end, self.carried = unit, end, NOBODY
            self.opening, self.before, self.above = groups[:2], [], self._headings(start)
        elif start > self._opening_end:
            # A body named in passing acts for its own sentence only; one that opens a part, for the whole part.
            self.carried = self._opened
        self._turn_to(start, end, opening=new)

    def leave(self, start: int, end: int) -> None:
        """End a sentence."""
        if start < self._opening_end:
            self._opened = self.carried
        self.before = self.frame.groups(start, end)[:2] or self.before

    def _unit_of(self, offset: int) -> int:
        """Return the start of the innermost numbered part, or of the paragraph, that holds an offset."""
        block = last_before(self.blocks, offset)
        section = last_before(self.article.sections, offset)
        return max(block.start if block else 0, section.start if section and offset < section.end else 0)

    def _headings(self, start: int) -> list[Group]:
        """Return whom the headings of the parts name within which a sentence stands, but for the part that it opens."""
        parts = (s for s in self.article.sections if s.start < start < s.end)
        return [g for s in parts for g in self.frame.groups(s.start, min(s.start + len(s.label) + len(s.heading), start))]

    def _turn_to(self, start: int, end: int, *, opening: bool) -> None:
        """Take up the pairing that an opening sentence states or recalls; it holds to the end of its numbered part."""
        stated = [self.pairings[i] for i in sorted(self._order[bisect_left(self._starts, start) : bisect_left(self._starts, end)])]
        places = [p for p in stated if all(self._is_place(n) for n in p.recipients)]
        if opening and places and not (len(places) > 1 and len({p.providers for p in places}) > 1):
            self._hold(start, Sides(places[0].providers, self.frame.top(places[0].recipients)))
        elif stated:
            self.carried = Sides(stated[-1].providers, stated[-1].recipients)
        elif opening:
            named = {n for g in self.opening for n in g.entities}
            giving, taking = ({i for name in named for i in parties.get(name, ())} for parties in (self._giving, self._taking))
            if fitting := giving & taking:
                first = self.pairings[min(fitting)]
                self._hold(start, Sides(first.providers, first.recipients))
        # Sentences come in order: what has ended never holds again.
        while self._held and self._held[-1][1] <= start:
            self._held.pop()
        self.current = self._held[-1][2] if self._held else self.main

    def _hold(self, start: int, sides: Sides) -> None:
        section = max((s for s in self.article.sections if s.start <= start < s.end), key=lambda s: s.depth, default=None)
        block = last_before(self.blocks, start)
        # What a headline states holds for all below it (——中山大学定点帮扶云南省凤庆县), unless it names the province only.
        told = block and block.kind in _HEADLINES and all(self.frame.level(n) > 0 for n in sides.recipients)
        end = self.article.end if told else block.end if block else start
        self._held.append((start, section.end if section else end, sides))

    def level_pair(self, start: int, low: int) -> Sides | None:
        """Return the pair of cities where the words before a figure lift it to them: 从全市看, 市级财政."""
        if any(word in self.text[max(start, low - _LIFTED) : low] for word in load("roles")["level"]["city"]):
            return self._of_cities
        return None

    @cached_property
    def _of_cities(self) -> Sides | None:
        pairs = (p for p in self.pairings if all(self.frame.level(name) == 1 for name in p.providers))
        return next((Sides(p.providers, p.recipients) for p in pairs), None)

    def propose(self, kind: str, sentence: tuple[int, int], low: int, high: int) -> Sides:
        """Return the parties of a statement by rule: named in its clause, else in its sentence, else carried, else the article's own."""
        start, end = sentence
        base = self.level_pair(start, low) or self.current
        groups = self.frame.groups(start, end)
        before = [g for g in groups if g.end <= low]
        # What money is for may follow after a comma: 安排200万元，用于支持简阳市飞龙乡和安乐乡.
        # A mark turns to another taker: 在协义村建成烘干中心、在龙王村建成冷库.
        stop = _TURN.search(self.text, high, end)
        after = [g for g in groups if g.start >= high and (not stop or g.start < stop.start())]
        provider = next((g for g in reversed(before) if self._gives(g, base, start)), None)
        taking = [g for g in before if self._takes(g, base)]
        recipient = next((g for g in after if self._takes(g, base)), None) or (taking[-1] if taking else None)
        if self._turned(kind, before, after, base):
            return Sides(base.recipients, base.providers)
        recipients = recipient.entities if recipient else self.carried.recipients or base.recipients
        providers = provider.entities if provider else self._giver_of(recipients, base) or self.carried.providers or base.providers
        if provider:
            self.carried = replace(self.carried, providers=() if all(map(self._is_place, provider.entities)) else provider.entities)
        return Sides(providers, tuple(r for r in recipients if r not in providers))

    def assign(self, named: list[Group]) -> Sides:
        """Return the parties of a statement in a table from those named by its row and column, the nearest last: who does not give receives."""
        giving = [g for g in named if self._gives(g, self.current, g.start)]
        taking = [g for g in named if g not in giving and not self._firm(g)]
        recipients = taking[-1].entities if taking else self.current.recipients
        providers = giving[-1].entities if giving else self._giver_of(recipients, self.current) or self.current.providers
        return Sides(providers, tuple(r for r in recipients if r not in providers))

    def _giver_of(self, recipients: Party, base: Sides) -> Party:
        """Return the one giver that is stated for takers other than those being spoken of."""
        if set(recipients) & set(base.recipients):
            return ()
        stated = set.intersection(*(set(self._taking.get(name, ())) for name in recipients)) if recipients else range(len(self.pairings))
        givers = {self.pairings[i].providers for i in stated}
        return givers.pop() if len(givers) == 1 else ()

    def _is_place(self, name: str) -> bool:
        return self.entities[name].type is EntityType.PLACE

    def _gives(self, group: Group, base: Sides, start: int) -> bool:
        places = [n for n in group.entities if self._is_place(n)]
        if places:
            before = self.text[max(0, group.start - 8) : group.start]
            return all(self.frame.related(n, base.providers) for n in places) and not _GOING.search(before)
        parks = any(self.entities[n].type is EntityType.PARK for n in group.entities)
        taking = all(self.frame.related(n, base.recipients) for n in group.entities) and bool(base.recipients)
        return opens_clause(self.text, start, group.start) and not parks and not (taking and not self._firm(group))

    def _firm(self, group: Group) -> bool:
        return all(self.entities[n].type is EntityType.ENTERPRISE for n in group.entities)

    def _takes(self, group: Group, base: Sides) -> bool:
        taking = [
            (self.frame.related(n, base.recipients) or self.frame.linked((n,), self._takers)) and not self.frame.related(n, base.providers)
            for n in group.entities
        ]
        if all(taking) and not self._firm(group):
            return True
        before = self.text[max(0, group.start - 4) : group.start]
        foreign = not any(self.frame.related(n, base.providers) for n in group.entities)
        return foreign and not self._firm(group) and before.endswith(_taker_marks())

    def _turned(self, kind: str, before: list[Group], after: list[Group], base: Sides) -> bool:
        turn = load("roles")["turn"]
        if kind not in turn["kinds"] or not base.recipients or not base.providers:
            return False
        senders = [g for g in before if all(self.frame.related(n, base.recipients) for n in g.entities)]
        hosts = [g for g in (*before, *after) if all(self.frame.related(n, base.providers) for n in g.entities)]
        marks = "|".join(turn["marks"])
        going = [g for g in hosts if re.search(f"(?:{marks})[一-龥]{{0,2}}$", self.text[max(0, g.start - 5) : g.start])]
        return bool(senders) and any(g.start > senders[-1].start for g in going)
