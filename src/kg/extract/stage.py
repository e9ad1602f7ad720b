"""What speaks for each party's giving or receiving in one statement: what it is, where it is named, beside which words."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import chain, islice
from typing import NamedTuple

from kg.extract import templates
from kg.extract.background import Background, Scene
from kg.extract.lexicon import follows_lexicon, load
from kg.extract.linear import bucket
from kg.extract.parties import Group, Party, Sides
from kg.extract.templates import Features, Fits, fitting

# What money is for may follow after a comma: 安排200万元，用于支持简阳市飞龙乡和安乐乡.
_PURPOSE = re.compile("[^，；：]{0,8}，?(?:主要|专项|重点)?用[于来以][^，；：]{0,12}")
_BREAK = re.compile("[，；：]|、(?=[在向为给对赴])")


@follows_lexicon
@cache
def _marks() -> tuple[str, ...]:
    return tuple(sorted(load("roles")["taker"]["marks"], key=len, reverse=True))


def _count(things: Iterable[object], most: int = 3) -> int:
    """Return how many things there are, up to ``most``."""
    return sum(1 for _ in islice(things, most))


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
        yield templates.said(self.fits[party], self.foremost[party] is not None, bool(seen), *carries)
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
        return templates.acting(standing, f"{subject}{self.subject is not None}", f"{taker}{self.object is not None}", last, adjacent, there)

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
        return [templates.near(named, *spot.near), *spot.beside] if spot.near else spot.beside

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
        place = templates.place(side, bucket(rank), breaks, lead, opens, group is self.subject, group is self.object, group is self.last)
        deed = self._deed(group) if ahead else ""
        masked = self.frame.masked
        words = templates.worded(side, lead, opens, deed, masked[group.start - 2 : group.start], masked[group.end : group.end + 2])
        beside = templates.behind(side, breaks, before), templates.ahead(side, head, after)
        return _Spot((side, bucket(rank), breaks, len(between) <= 1), [*beside, place, words, *deeds])

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
        return templates.ordered(giver is first, first.end <= self.scene.start, second.end <= self.scene.start, mark, sent)

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
