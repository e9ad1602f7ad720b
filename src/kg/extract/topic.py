"""Who an article is about: the pair of giver and taker that it speaks of where a sentence does not name them.

Each two parties that the article names are a candidate; a linear model learned from data/train (data/train/learn.py) chooses
by how often, where and beside which words they are named.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from kg.extract.linear import bucket, load_linear
from kg.extract.parties import Frame, Group, Pairing, Party, Sides
from kg.extract.reading import within
from kg.model import Article, BlockKind

# So many parties of an article, those named first and most, are looked at.
_MOST = 14
_TITLES = frozenset({BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE})


class _Sort(NamedTuple):
    """What a party is, as far as it matters beside whom it stands: its types and highest level."""

    types: str
    level: int


@cache
def _together(stated: str, turned: str, near: bool, related: bool, slope: int, giver: _Sort, taker: _Sort) -> tuple[str, ...]:
    """Return the features of two parties of these sorts; articles have the same sorts again and again."""
    return (
        f"pr:stated={stated}",
        f"pr:turned={turned}",
        f"pr:province={'same' if near else 'other'}",
        f"pr:types={giver.types}>{taker.types}",
        f"pr:within={related}",
        f"pr:levels={giver.level}>{taker.level}",
        f"pr:slope={slope}",
    )


@cache
def _score_together(stated: str, turned: str, near: bool, related: bool, slope: int, giver: _Sort, taker: _Sort) -> int:
    return load_linear("topic").score(_together(stated, turned, near, related, slope, giver, taker))


class Topic:
    """One article's parties and what speaks for their being its giver or taker."""

    def __init__(self, frame: Frame, article: Article, pairings: Iterable[Pairing]):
        self.frame, self.article = frame, article
        bulletin = frame.reading.bulletin
        start = article.start if len(bulletin.articles) > 1 else 0
        self.blocks = within(frame.reading.blocks(), start, article.end)
        self.titles = [b for b in self.blocks if b.kind in _TITLES] or self.blocks[:1]
        body = next((b for b in self.blocks if b not in self.titles), None)
        self.lead = (body.start, self._sentence_end(body.start, body.end)) if body else (0, 0)
        self.own = [r for r in within(frame.reading.references, article.start, article.end) if r.own]
        self.groups = [g for b in self.blocks for g in frame.groups(b.start, b.end)]
        self.stated = Counter((p.providers, p.recipients) for p in pairings)
        self.givers = Counter(p for providers, _ in self.stated.elements() for p in (providers, *((n,) for n in providers)))
        self.takers = Counter(p for _, recipients in self.stated.elements() for p in (recipients, *((n,) for n in recipients)))

    def _sentence_end(self, start: int, end: int) -> int:
        match = re.compile("[。！？\n]").search(self.frame.text, start, end)
        return match.end() if match else end

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(name for group in self.groups for name in group.entities)

    @cached_property
    def parties(self) -> list[Party]:
        """Return the parties that may be the article's: each group, its members, and what stated pairings name, the foremost first."""
        ranked: Counter[Party] = Counter()
        for index, group in enumerate(self.groups):
            for party in dict.fromkeys([group.entities, *((name,) for name in group.entities)]):
                ranked[party] += 3 if index < 3 else 1
        for providers, recipients in self.stated:
            ranked[providers] += 1
            ranked[recipients] += 1
        order = {party: index for index, party in enumerate(ranked)}
        parties = sorted(ranked, key=lambda p: (-ranked[p], order[p]))[:_MOST]
        return [*parties, *self._united(parties), ()]

    def _united(self, parties: list[Party]) -> list[Party]:
        """Return all takers of each giver among some parties together where several pairings state them."""
        united = []
        for giver in {providers for providers, _ in self.stated}.intersection(parties):
            takers = tuple(dict.fromkeys(n for p, recipients in self.stated if p == giver for n in recipients))
            if takers not in parties:
                united.append(takers)
        return sorted(united)

    @cached_property
    def main(self) -> Sides:
        """The pair that the model prefers; of takers of several levels those of the highest, since the others are named where meant."""
        model = load_linear("topic")
        gives, takes = ({party: model.score(self._features(role, party)) for party in self.parties} for role in "pr")

        def score(pair: tuple[Party, Party]) -> int:
            p, r = pair
            together = _score_together(*self._standing(p, r)) + model.score(self._placed(p, r)) if p and r else 0
            return gives[p] + takes[r] + together

        return self.settled(Sides(*max(self._pairs(), key=score, default=((), ()))))

    def _pairs(self) -> Iterator[tuple[Party, Party]]:
        sets = [(party, frozenset(party)) for party in self.parties]
        return ((p, r) for p, givers in sets for r, takers in sets if givers.isdisjoint(takers) and (p or r))

    def settled(self, sides: Sides) -> Sides:
        """Return a candidate as the article's pair."""
        return Sides(sides.providers, self.frame.top(sides.recipients))

    def candidates(self) -> dict[Sides, list[str]]:
        """Return the features of each pair of parties."""
        return {Sides(p, r): [*self._features("p", p), *self._features("r", r), *self._pair_features(p, r)] for p, r in self._pairs()}

    def _features(self, role: str, party: Party) -> list[str]:
        return [f"{role}:{name}" for name in self._told[party]]

    @cached_property
    def _told(self) -> dict[Party, list[str]]:
        return {party: self._tell(party) if party else ["none"] for party in self.parties}

    def _tell(self, party: Party) -> list[str]:
        frame = self.frame
        entities = [frame.reading.entities[n] for n in party]
        kinds = {e.level.value if e.level else e.type.value for e in entities}
        names = set(party)
        count = min(self.counts[n] for n in party)
        found = [
            f"kind={'+'.join(sorted(kinds))}",
            f"size={bucket(len(party))}",
            f"count={bucket(count, 5)}",
            f"order={bucket(self._order(party), 4)}",
            f"giver={bucket(self.givers[party], 2)}",
            f"taker={bucket(self.takers[party], 2)}",
            f"own={any(names == set(r.entities) for r in self.own)}",
            f"part={frame.part(party)}",
            f"title={self._in_title(party)}",
            f"listed={any(len(g.entities) > 1 and names < set(g.entities) for g in self.groups)}",
        ]
        # Who speaks as 我县 may be the giver or the taker; how often and how early the other is named tells.
        return found + [f"{name}&own" for name in found[2:6] if self.own]

    @cached_property
    def _orders(self) -> dict[str, int]:
        """The rank of each name in the order of their first mention."""
        return {name: rank for rank, name in enumerate(dict.fromkeys(n for g in self.groups for n in g.entities))}

    def _order(self, party: Party) -> int:
        return min((self._orders[n] for n in party if n in self._orders), default=9)

    @cached_property
    def _titled(self) -> list[str]:
        return [n for b in self.titles for g in within(self.groups, b.start, b.end) for n in g.entities]

    def _in_title(self, party: Party) -> str:
        named = self._titled
        return str(min(named.index(n) for n in party)) if set(party) <= set(named) else "none" if named else "empty"

    def _pair_features(self, p: Party, r: Party) -> list[str]:
        return [*_together(*self._standing(p, r)), *self._placed(p, r)] if p and r else []

    def _standing(self, p: Party, r: Party) -> tuple[str, str, bool, bool, int, _Sort, _Sort]:
        """Return what is stated of two parties, whether they are of the same provinces and related, and of what sort they are."""
        stated, turned = (bucket(self.stated.get(pair, 0), 2) for pair in ((p, r), (r, p)))
        near, related = self._provinces[p] == self._provinces[r], self.frame.linked(p, r)
        return stated, turned, near, related, self.frame.slope(p, r), self._sorts[p], self._sorts[r]

    @cached_property
    def _provinces(self) -> dict[Party, frozenset[str]]:
        return {party: frozenset(map(self.frame.province, party)) for party in self.parties}

    @cached_property
    def _sorts(self) -> dict[Party, _Sort]:
        return {party: self._sort(party) for party in self.parties if party}

    def _sort(self, party: Party) -> _Sort:
        frame = self.frame
        types = "+".join(sorted({frame.reading.entities[n].type.value for n in party}))
        return _Sort(types, frame.highest(party))

    def _placed(self, p: Party, r: Party) -> list[str]:
        """Return in which order two parties are named in a title or in the first sentence that names both."""
        both = {*p, *r}
        found = []
        title = next((start for start, names in self._title_names if names >= both), -1)
        if title >= 0:
            first, second = self._first(title, p), self._first(title, r)
            found.append(f"pr:title={first.start < second.start}")
            first, second = sorted((first, second), key=lambda g: g.start)
            found.append(f"pr:title between={self.frame.text[first.end : second.start][:2]}")
        if self._lead_names >= both:
            found.append(f"pr:lead={self._first(self.lead[0], p).start < self._first(self.lead[0], r).start}")
        return found

    @cached_property
    def _title_names(self) -> list[tuple[int, set[str]]]:
        return [(b.start, self._names(b.start, b.end)) for b in self.titles]

    @cached_property
    def _lead_names(self) -> set[str]:
        return self._names(*self.lead)

    def _names(self, start: int, end: int) -> set[str]:
        return {n for g in within(self.groups, start, end) for n in g.entities}

    def _first(self, start: int, party: Party) -> Group:
        """Return the first group from an offset on that names some of a party."""
        names = set(party)
        return next(g for g in self.groups[bisect_left(self.groups, start, key=lambda g: g.start) :] if not names.isdisjoint(g.entities))
