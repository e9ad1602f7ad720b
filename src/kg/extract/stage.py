"""What speaks for each party's giving or receiving in one statement: what it is, where it is named, beside which words.

Features come in tuples: what hangs on the same few things stands together in one, made once and shared by all statements.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, islice
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.linear import bucket
from kg.extract.parties import Frame, Group, Pairing, Party, Sides
from kg.extract.reading import Spans
from kg.extract.surroundings import opens_clause
from kg.model import EntityType

# What money is for may follow after a comma: 安排200万元，用于支持简阳市飞龙乡和安乐乡.
_PURPOSE = re.compile("[^，；：]{0,8}，?(?:主要|专项|重点)?用[于来以][^，；：]{0,12}")
_BREAK = re.compile("[，；：]|、(?=[在向为给对赴])")
# A heading's own number is no part of its clause: 一是, （二）, 3.
_LABEL = re.compile(r"^(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.．、])")
# Whether a party is the giver or the taker of the pair being spoken of, and the giver or the taker that the rules propose.
Fits = tuple[bool, bool, bool, bool]
# Of a longer list nobody is singled out.
_LISTED = 5
# Of more takers than these a text says which it means.
_UNITED = 12
# Of the stated pairings of those that a sentence names so many are looked at, those stated nearest to it.
_STATED = 8
# Features that mean something else for each kind of action: of the giver (p), of the taker (r), of both together.
_BY_KIND = dict.fromkeys("pr", ("taking=", "giving=", "named=", "none", "rule", "acts=", "acting ")) | {"pr": ("main=", "turned=", "rule=", "order=")}


Features = tuple[str, ...]


def spelled(role: str, kind: str, features: Iterable[str]) -> Iterator[str]:
    """Yield the full names of some features of a role in statements of a kind."""
    for name in features:
        yield f"{role}:{name}"
        if name.startswith(_BY_KIND[role]):
            yield f"{role}:{kind}&{name}"


@follows_lexicon
@cache
def _marks() -> tuple[str, ...]:
    return tuple(sorted(load("roles")["taker"]["marks"], key=len, reverse=True))


@follows_lexicon
@cache
def _deed_words() -> tuple[AhoCorasick, list[str]]:
    words = [(word, name) for name, listed in load("roles")["deeds"].items() for word in listed]
    return AhoCorasick([word for word, _ in words]), [name for _, name in words]


def _count(things: Iterable[object], most: int = 3) -> int:
    """Return how many things there are, up to ``most``."""
    return sum(1 for _ in islice(things, most))


@cache
def _standing(kind: str, giver: bool, taker: bool, own: bool, giving: str, taking: str, count: str) -> Features:
    """Return the features of what a party is, how often it is named, what is stated of it, and its relation to the pair being spoken of."""
    of_kind, giving, taking = f"kind={kind}", f"giving={giving}", f"taking={taking}"
    return of_kind, f"stated={giver}{taker}", f"own={own}", giving, taking, f"{of_kind}&{taking}&{giving}", f"count={count}"


@cache
def _between(
    stated: bool, turned: bool, known: str, types: tuple[str, str], levels: tuple[int, int], slope: int, related: bool, near: bool
) -> Features:
    """Return the features of what holds between a giver and a taker: what is stated, their types, levels and parts of the country."""
    told = f"stated={stated}{turned}", f"known={known}", f"types={'>'.join(types)}", f"within={related}"
    return *told, f"levels={levels[0]}>{levels[1]}", f"slope={slope}", f"province={near}"


@cache
def _said(fits: Fits, near: bool, named: bool, giver: bool, taker: bool) -> Features:
    """Return the features of where a party is named and of its part in what was said last and in what the rules propose."""
    told = {"carried giver": giver, "carried taker": taker, "rule giver": fits[2], "rule taker": fits[3]}
    return f"named={near}{named}", *(name for name, holds in told.items() if holds)


@cache
def _near(named: str, side: str, rank: str, breaks: str, adjacent: bool) -> Features:
    """Return the features of how near a name stands to the figures, whether it is ``named`` whole or a member of a list."""
    return f"{named} {side} rank={rank}", f"{named} {side} breaks={breaks}", f"adjacent={side}{adjacent}"


@cache
def _behind(side: str, breaks: str, before: str) -> Features:
    """Return the features of the character before a name."""
    return f"prev={before}", f"{side} prev={before}&breaks={breaks}"


@cache
def _place(side: str, rank: str, breaks: str, lead: str, opens: bool, subject: bool, taker: bool, last: bool) -> Features:
    """Return the features of what leads to a name, and of whether it is the subject, the marked taker or the last name before the figures."""
    led, opening = f"{side} led={lead}", f"{side} opens={opens}"
    return (
        led,
        f"{led}&breaks={breaks}",
        f"{opening}&breaks={breaks}",
        f"{opening}&rank={rank}",
        f"{side} subject={subject}",
        f"{side} object={taker}",
        f"last={last}",
    )


@cache
def _worded(side: str, lead: str, opens: bool, deed: str, before: str, after: str) -> Features:
    """Return the features of the characters around a name and of what is done in its clause."""
    return f"{side} before={before}", f"{side} after={after}", f"{side} led={lead}&after={after[:1]}", f"does={deed}", f"does={deed}&opens={opens}"


@cache
def _acting(standing: Features, subject: str, taker: str, last: bool, adjacent: bool, there: bool) -> Features:
    """Return the features of a party's part in the grammar of its clause together with what it is and how it stands to the pair spoken of.

    ``subject`` and ``taker`` tell whether it is the one that the clause has, and whether the clause has one.
    """
    kind, sort = standing[0], standing[5]
    parts = f"subject={subject}", f"object={taker}", f"adjacent={adjacent}", f"last={last}"
    acts = f"acts={subject}{taker}"
    return (
        acts,
        *(f"{of}&{part}" for of in (kind, sort) for part in parts),
        f"{sort}&{there}{subject}{taker}",
        f"acting {sort}",
        f"acting {kind}",
        f"acting {adjacent}{last}",
    )


@cache
def _ahead(side: str, head: str, after: str) -> Features:
    """Return the features of the character after a name and of what the name opens."""
    return f"{side} head={head}", f"{side} next={after}", f"{side} head={head} next={after}"


@cache
def _ordered(first: bool, ahead: bool, behind: bool, mark: str, sent: bool) -> Features:
    """Return the features of the order of a giver and a taker around the figures and of the words between them."""
    order = f"order={first}{ahead}{behind}"
    return order, f"{order}&mark={mark}", f"{order}&mark={mark}&sent={sent}"


@cache
def fitting(giver: Fits, taker: Fits) -> Features:
    """Return the features of how a pair fits those being spoken of, from how each party does (``Stage.fits``)."""
    return f"main={giver[0]}{taker[1]}", f"turned={giver[1]}{taker[0]}", f"rule={giver[2]}{taker[3]}"


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
        return _standing(kind, giver, taker, own, self.relation(party, main.providers), self.relation(party, main.recipients), count)

    def between(self, p: Party, r: Party) -> Features:
        """Return what holds between a giver and a taker wherever they are named: what is stated of them, what they are."""
        stated, turned = (p, r) in self.stated, (r, p) in self.stated
        types, (near, levels, slope) = (self.types(p), self.types(r)), self._lands(p, r)
        return _between(stated, turned, self.known(p, r), types, levels, slope, self.frame.linked(p, r), near)

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


class _Spot(NamedTuple):
    """Where a group stands: its side of the figures, rank, how many breaks off, whether right beside them, if near; and beside which words."""

    near: tuple[str, str, str, bool] | None
    beside: list[Features]


class Stage:
    """One statement's stage: the parties that may have a part in it and their features."""

    def __init__(self, background: Background, scene: Scene):
        self.background, self.frame, self.text, self.scene = background, background.frame, background.text, scene
        self.sentence = background.sentence(scene)
        # The part of the sentence between semicolons that holds the statement.
        self.low = max(self.text.rfind("；", scene.sentence[0], scene.start) + 1, scene.sentence[0])
        high = self.text.find("；", scene.end, scene.sentence[1])
        self.high = high if high >= 0 else scene.sentence[1]
        self.near = [g for g in self.sentence.groups if self.low <= g.start < self.high]
        self._spots: dict[int, _Spot] = {}

    @cached_property
    def united(self) -> Party:
        """All places of the giver being spoken of, as some part of the text lists them or in the order of their pairings."""
        united = self.background.united(self.scene.main.providers)
        return next((party for party in (self.scene.main.recipients, *self.sentence.parties) if set(party) == set(united)), united)

    @cached_property
    def parties(self) -> list[Party]:
        """Return the parties that may have a part in the statement, each once; nobody comes last."""
        scene = self.scene
        sides = [party for sides in (scene.main, scene.carried, scene.rule) for party in (sides.providers, sides.recipients)]
        parties = dict.fromkeys([*sides, *self.sentence.parties, self.united])
        parties.pop((), None)
        return [*parties, ()]

    @property
    def sure(self) -> bool:
        """Whether grammar leaves the pair that the rules propose no rival: people sent by the taker, money for a taker named behind it."""
        main, rule = self.scene.main, self.scene.rule
        if self.scene.settled:
            return True
        if main.providers and rule == Sides(main.recipients, main.providers):
            # 平武选派3名医疗骨干赴衢江区.
            return True
        takers = [g for g in self.near if g.start >= self.scene.end and g.entities == rule.recipients]
        supported = tuple(load("roles")["taker"]["supported"])
        return any(self.text.endswith(supported, 0, g.start) and _PURPOSE.fullmatch(self.between(g)) for g in takers)

    @cached_property
    def foremost(self) -> dict[Party, Group | None]:
        """Return where each party is named first between the semicolons."""
        return {party: next((g for g in self.sentence.seen(party)[0] if self.low <= g.start < self.high), None) for party in self.parties}

    @cached_property
    def told(self) -> dict[Party, list[Features]]:
        """Return what speaks for each party's part in the statement."""
        return {party: [self.background.standing(party, self.scene.main), *self._placed(party)] for party in self.parties}

    def _placed(self, party: Party) -> Iterator[Features]:
        """Yield what speaks for a party in this statement alone: who spoke or gave before, and where it is named in the sentence."""
        (seen, earlier), carried = self.sentence.seen(party), self.scene.carried
        carries = (party == carried.providers, party == carried.recipients) if party else (False, False)
        yield earlier
        yield _said(self.fits[party], self.foremost[party] is not None, bool(seen), *carries)
        yield from self._occurrences(party, seen)
        if party:
            yield self._part(party)
        if party and party == self.united:
            yield self._together()

    def _part(self, party: Party) -> Features:
        """Return the features of a party's part in the grammar of its clause."""
        names = set(party)
        subject, taker, last = (group is not None and names.issubset(group.entities) for group in (self.subject, self.object, self.last))
        adjacent = last and self.last is not None and self.scene.start - self.last.end <= 1
        standing = self.background.standing(party, self.scene.main)
        there = self.foremost[party] is not None
        return _acting(standing, f"{subject}{self.subject is not None}", f"{taker}{self.object is not None}", last, adjacent, there)

    def _together(self) -> Features:
        """Return what speaks for all the places of a giver together."""
        told = self.text[self.scene.sentence[0] : self.scene.end]
        plural = any(word in told for word in load("roles")["united"]["words"])
        return "united", f"united&plural={plural}", f"united&named={bool(self.near)}"

    def _occurrences(self, party: Party, seen: Sequence[Group]) -> list[Features]:
        """Return where a party is named in the sentence, and beside which words."""
        found = [features for group in seen for features in self._spot(group, "whole" if len(group.entities) == len(party) else "member")]
        # What holds in several places counts once.
        return found if len(seen) < 2 else [(feature,) for feature in dict.fromkeys(chain.from_iterable(found))]

    def _spot(self, group: Group, named: str) -> list[Features]:
        """Return how near a group stands to the figures and beside which words, if it is near; ``named`` is how it names a party."""
        if group.start not in self._spots:
            self._spots[group.start] = self._find_spot(group)
        spot = self._spots[group.start]
        return [_near(named, *spot.near), *spot.beside] if spot.near else spot.beside

    def _find_spot(self, group: Group) -> _Spot:
        ahead = group.end <= self.scene.start
        side = "ahead" if ahead else "behind"
        if not self.low <= group.start < self.high:
            return _Spot(None, [(f"beyond {side}",)])
        between = self.between(group)
        # Three or more are one to ``bucket``: none is looked at behind the third.
        breaks = bucket(_count(_BREAK.finditer(between)))
        if ahead:
            rank = _count(g for g in self._near_between(group.start + 1, self.scene.start) if g.end <= self.scene.start)
        else:
            rank = _count(self._near_between(self.scene.end, group.start))
        head = self.sentence.heads(group)
        before, after = self.text[group.start - 1 : group.start], self.text[group.end : group.end + 1]
        deeds = [(f"verb={deed}",) for deed in self.sentence.deeds(*self._gap(group))] if ahead else []
        lead, opens = self._lead(group), self.sentence.opens(group)
        place = _place(side, bucket(rank), breaks, lead, opens, group is self.subject, group is self.object, group is self.last)
        deed = self._deed(group) if ahead else ""
        masked = self.frame.masked
        words = _worded(side, lead, opens, deed, masked[group.start - 2 : group.start], masked[group.end : group.end + 2])
        return _Spot(
            (side, bucket(rank), breaks, len(between) <= 1), [_behind(side, breaks, before), _ahead(side, head, after), place, words, *deeds]
        )

    def _lead(self, group: Group) -> str:
        """Return what leads to a name: a word that marks the taker, else what the word before it does."""
        marks = (mark for mark in _marks() if self.text.endswith(mark, self.sentence.span[0], group.start))
        return next(marks, "") or "+".join(sorted(self.sentence.deeds(max(self.sentence.span[0], group.start - 2), group.start)))

    def _deed(self, group: Group) -> str:
        """Return what is done in the clause that a name before the figures stands in, of several deeds always the same one."""
        stop = _BREAK.search(self.text, group.end, self.scene.start)
        deeds = self.sentence.deeds(group.end, stop.start() if stop else self.scene.start)
        return min(deeds, default="none")

    @cached_property
    def _ahead_of(self) -> list[Group]:
        return [g for g in self.near if g.end <= self.scene.start]

    @cached_property
    def last(self) -> Group | None:
        """The last name before the figures."""
        return self._ahead_of[-1] if self._ahead_of else None

    @cached_property
    def subject(self) -> Group | None:
        """The last name before the figures that stands where a subject stands."""
        return next((g for g in reversed(self._ahead_of) if self.sentence.opens(g)), None)

    @cached_property
    def object(self) -> Group | None:
        """The last name before the figures that a word marks as the taker, else the first such name behind them."""
        behind = (g for g in self.near if g.start >= self.scene.end)
        marked = (g for g in (*reversed(self._ahead_of), *behind) if self.text.endswith(_marks(), self.low, g.start))
        return next(marked, None)

    def between(self, group: Group) -> str:
        """Return what stands between a name and the figures."""
        return self.text[slice(*self._gap(group))]

    def _gap(self, group: Group) -> tuple[int, int]:
        return (group.end, self.scene.start) if group.end <= self.scene.start else (self.scene.end, group.start)

    def _near_between(self, start: int, end: int) -> Iterator[Group]:
        """Yield the groups between the semicolons that begin between two offsets."""
        low, high = (bisect_left(self.near, offset, key=lambda g: g.start) for offset in (start, end))
        # Not as a slice, for three are enough.
        return (self.near[i] for i in range(low, high))

    @cached_property
    def fits(self) -> dict[Party, Fits]:
        """Return how each party fits the pair being spoken of and the one that the rules propose."""
        (giver, taker), (ruled_giver, ruled_taker) = ((pair.providers, pair.recipients) for pair in (self.scene.main, self.scene.rule))
        return {p: (p == giver, p == taker, p == ruled_giver, p == ruled_taker) for p in self.parties}

    def order(self, giver: Group | None, taker: Group | None) -> Features:
        """Return in which order the two are named around the figures, within the semicolons, and which word leads to the second: 赴, 向."""
        if giver is None or taker is None or giver == taker:
            return (f"order={giver is not None}{taker is not None}",)
        first, second = (giver, taker) if giver.start < taker.start else (taker, giver)
        marked = self.text.endswith(_marks(), first.end, second.start)
        mark = next(m for m in _marks() if self.text.endswith(m, first.end, second.start)) if marked else ""
        sent = "send" in self.sentence.deeds(first.end, second.start)
        return _ordered(giver is first, first.end <= self.scene.start, second.end <= self.scene.start, mark, sent)

    def pair_features(self, p: Party, r: Party) -> list[str]:
        """Return what speaks for a pair: how it fits the pair being spoken of, what is stated, and the order of the names."""
        together = [*self.order(self.foremost[p], self.foremost[r]), *self.background.between(p, r)] if p and r else []
        return [*fitting(self.fits[p], self.fits[r]), *together]

    def through(self, sides: Sides) -> Party:
        """Return the bodies that carry the statement out without giving or receiving: 在衢州职业技术学院完成培训."""
        words = load("roles")["through"]
        bodies: list[str] = []
        for group in self.near:
            by = self.text.endswith(tuple(words["by"]), self.low, group.start)
            at = self.text.endswith(tuple(words["at"]), self.low, group.start) and self.text.startswith(tuple(words["hosting"]), group.end)
            if (by or at) and not any(map(self.background.is_place, group.entities)) and not _BREAK.search(self.between(group)):
                bodies += group.entities
        return tuple(n for n in dict.fromkeys(bodies) if n not in (*sides.providers, *sides.recipients))
