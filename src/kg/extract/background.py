"""What an article and a sentence say of the parties of all their statements: who is stated to give to whom, who is named, what is done."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from kg.extract import templates
from kg.extract.lexicon import follows_lexicon, load
from kg.extract.linear import bucket
from kg.extract.parties import Frame, Group, Pairing, Party, Sides
from kg.extract.reading import Spans
from kg.extract.surroundings import opens_clause
from kg.extract.templates import Features
from kg.model import EntityType

# A heading's own number is no part of its clause: 一是, （二）, 3.
_LABEL = re.compile(r"^(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.．、])")
# Of a longer list nobody is singled out.
_LISTED = 5
# Of more takers than these a text says which it means.
_UNITED = 12
# Of the stated pairings of those that a sentence names so many are looked at, those stated nearest to it.
_STATED = 8


@follows_lexicon
@cache
def _deed_words() -> tuple[AhoCorasick, list[str]]:
    words = [(word, name) for name, listed in load("roles")["deeds"].items() for word in listed]
    return AhoCorasick([word for word, _ in words]), [name for _, name in words]


class Earlier(NamedTuple):
    """Whom a text names before a statement: where its part opens, in the sentence that precedes it, and in the headings above its part."""

    opening: Sequence[Group] = ()
    before: Sequence[Group] = ()
    above: Sequence[Group] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a statement stands, and what was said before it.

    ``main`` is the pair that its part is about, ``rule`` what the rules propose, ``carried`` who acted last.
    ``settled`` is a statement whose parties stand where they must: in the row and column of its cell. ``listed`` are the
    lists that its figures are shared out among: each of them is one of the sides.
    """

    kind: str
    start: int
    end: int
    sentence: tuple[int, int]
    main: Sides
    rule: Sides
    carried: Sides
    earlier: Earlier
    settled: bool = False
    listed: tuple[Party, ...] = ()

    def allows(self, giver: Party, taker: Party) -> bool:
        """Say whether a pair has the lists in it that it must have."""
        return all(party in (giver, taker) for party in self.listed)


class Background:
    """What an article says of its parties wherever one looks: who is stated to give to whom, and who speaks."""

    def __init__(self, frame: Frame, pairings: Sequence[Pairing], counts: Counter[str]):
        self.frame, self.text = frame, frame.text
        self.stated = {(p.providers, p.recipients) for p in pairings}
        self.givers = {n for p in pairings for n in p.providers}
        self.takers = {n for p in pairings for n in p.recipients}
        self.givers_of: dict[Party, set[Party]] = {}
        self.takers_of: dict[Party, set[Party]] = {}
        self._stated_with: dict[str, set[tuple[Party, Party]]] = {}
        self._spots: dict[tuple[Party, Party], list[int]] = {}
        for pairing in sorted(pairings, key=lambda p: p.start):
            self._spots.setdefault((pairing.providers, pairing.recipients), []).append(pairing.start)
        for providers, recipients in self.stated:
            self.givers_of.setdefault(recipients, set()).add(providers)
            self.takers_of.setdefault(providers, set()).add(recipients)
            for name in (*providers, *recipients):
                self._stated_with.setdefault(name, set()).add((providers, recipients))
        self.own = frame.own
        self.counts = counts
        self._united: dict[Party, Party] = {}
        self._land: dict[Party, tuple[frozenset[str], int, int]] = {}
        self._types: dict[Party, str] = {}
        self._standing: dict[tuple[Party, Party, Party], Features] = {}
        self._sentence: Sentence | None = None

    def sentence(self, scene: Scene) -> "Sentence":
        """Return the sentence of a scene, the same for all its statements, which come one after another."""
        if self._sentence is None or self._sentence.span != scene.sentence:
            self._sentence = Sentence(self, scene)
        return self._sentence

    def stated_with(self, names: Iterable[str], start: int) -> list[tuple[Party, Party]]:
        """Return the stated pairs that some of these names are in, sorted; of many those stated nearest to a sentence's start."""
        found = set().union(*(self._stated_with.get(name, ()) for name in names))
        if len(found) <= _STATED:
            return sorted(found)
        return sorted(sorted(found, key=lambda pair: (self._distance(pair, start), pair))[:_STATED])

    def _distance(self, pair: tuple[Party, Party], offset: int) -> int:
        """Return how many characters a pair is stated away from an offset."""
        spots = self._spots[pair]
        after = bisect_left(spots, offset)
        return min(abs(spot - offset) for spot in spots[max(after - 1, 0) : after + 1])

    def united(self, givers: Party) -> Party:
        """Return the places that a giver is stated to give to, where there are several: a sum for all of them names none."""
        if givers not in self._united:
            takers = dict.fromkeys(n for r in sorted(self.takers_of.get(givers, ())) if all(map(self.is_place, r)) for n in r)
            takers_above = self.frame.top(tuple(takers))
            self._united[givers] = takers_above if 1 < len(takers_above) <= _UNITED else ()
        return self._united[givers]

    def types(self, party: Party) -> str:
        if party not in self._types:
            self._types[party] = "+".join(sorted({self.frame.reading.entities[n].type.value for n in party}))
        return self._types[party]

    def is_place(self, name: str) -> bool:
        return self.frame.reading.entities[name].type is EntityType.PLACE

    def relation(self, party: Party, side: Party) -> str:
        """Return how a party stands to one side of the pair being spoken of."""
        if set(party) == set(side):
            return "same"
        if set(party) < set(side):
            return "some"
        if all(any(s in self.frame.line(n) for s in side) for n in party):
            return "below"
        return "above" if all(any(n in self.frame.line(s) for s in side) for n in party) else "apart"

    def known(self, p: Party, r: Party) -> str:
        """Return whether the givers that are stated for exactly these takers are this one, within or above it, or others."""
        givers = self.givers_of.get(r)
        if not givers or p in givers:
            return str(bool(givers))
        return "kin" if any(self.frame.related(n, giver) for giver in givers for n in p) else "others"

    def standing(self, party: Party, main: Sides) -> Features:
        """Return what a party is, and how it stands to the pair being spoken of."""
        key = (party, main.providers, main.recipients)
        if key not in self._standing:
            self._standing[key] = self._stand(party, main)
        return self._standing[key]

    def _stand(self, party: Party, main: Sides) -> Features:
        if not party:
            return "none", f"none&main={bool(main.providers)}{bool(main.recipients)}"
        entities = [self.frame.reading.entities[n] for n in party]
        kind = "+".join(sorted({e.level.value if e.level else e.type.value for e in entities}))
        giver, taker, own = (not names.isdisjoint(party) for names in (self.givers, self.takers, self.own))
        count = bucket(min(self.counts[n] for n in party), 4)
        return templates.standing(kind, giver, taker, own, self.relation(party, main.providers), self.relation(party, main.recipients), count)

    def between(self, p: Party, r: Party) -> Features:
        """Return what holds between a giver and a taker wherever they are named: what is stated of them, what they are."""
        stated, turned = (p, r) in self.stated, (r, p) in self.stated
        types, (near, levels, slope) = (self.types(p), self.types(r)), self._lands(p, r)
        return templates.between(stated, turned, self.known(p, r), types, levels, slope, self.frame.linked(p, r), near)

    def _lands(self, p: Party, r: Party) -> tuple[bool, tuple[int, int], int]:
        """Return whether two parties are of the same provinces, their levels, and how assistance would go from one to the other."""
        for party in (p, r):
            if party not in self._land:
                self._land[party] = frozenset(map(self.frame.province, party)), self.frame.highest(party), self.frame.side(party)
        (giving, high, start), (taking, low, end) = self._land[p], self._land[r]
        return giving == taking, (high, low), start - end


class Sentence:
    """What the statements of one sentence share: who is named in it and before it."""

    def __init__(self, background: Background, scene: Scene):
        self.text, self.span = background.text, scene.sentence
        self.groups = background.frame.groups(*scene.sentence)
        self._names = [(g, frozenset(g.entities)) for g in self.groups]
        self._earlier = [(name, [frozenset(g.entities) for g in groups]) for name, groups in scene.earlier._asdict().items()]
        self.parties = list(self._parties(background, [*self.groups, *chain.from_iterable(scene.earlier)]))
        self._seen: dict[Party, tuple[list[Group], Features]] = {}
        self._heads: dict[int, str] = {}
        self._opens: dict[int, bool] = {}
        automaton, deeds = _deed_words()
        said: dict[str, list[tuple[int, int]]] = {}
        for index, start, end in automaton.find_matches_as_indexes(self.text[slice(*self.span)], overlapping=True):
            said.setdefault(deeds[index], []).append((self.span[0] + start, self.span[0] + end))
        self._deeds = {deed: Spans(spans) for deed, spans in said.items()}

    def deeds(self, start: int, end: int) -> set[str]:
        """Return what the words between two names, or a name and a figure, do: give, send, receive."""
        return {deed for deed, spans in self._deeds.items() if spans.any_within(start, end)}

    def _parties(self, background: Background, groups: Sequence[Group]) -> Iterator[Party]:
        """Yield the parties that are named here and before, and what is stated of them."""
        yield from (g.entities for g in groups)
        for group in groups:
            yield from ((n,) for n in group.entities if 1 < len(group.entities) < _LISTED)
        for stated in background.stated_with({n for g in groups for n in g.entities}, self.span[0]):
            yield from stated

    def seen(self, party: Party) -> tuple[list[Group], Features]:
        """Return where a party is named in the sentence, alone or among others, and whether those before name it."""
        if party not in self._seen:
            groups = [g for g, names in self._names if party and names.issuperset(party)]
            earlier = tuple(name for name, groups in self._earlier if party and any(names.issuperset(party) for names in groups))
            self._seen[party] = groups, earlier
        return self._seen[party]

    def opens(self, group: Group) -> bool:
        """Say whether a group stands where a subject stands."""
        if group.start not in self._opens:
            self._opens[group.start] = opens_clause(self.text, self.span[0], group.start)
        return self._opens[group.start]

    def heads(self, group: Group) -> str:
        """Return whether a group opens the sentence, its clause, or neither."""
        if group.start not in self._heads:
            before = _LABEL.sub("", self.text[self.span[0] : group.start].strip(' 　、·—-◆“”"'))
            self._heads[group.start] = ("clause" if before[-1] in "，；：、“" else "none") if before else "sentence"
        return self._heads[group.start]
