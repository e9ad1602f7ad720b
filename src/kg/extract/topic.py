"""Who an article is about: the pair of giver and taker that it speaks of where a sentence does not name them.

Each two parties that the article names are a candidate; a linear model learned from data/train (data/train/learn.py) chooses
by how often, where and beside which words they are named.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from kg.extract.lexicon import load
from kg.extract.linear import bucket, load_linear
from kg.extract.parties import NOBODY, Frame, Group, Pairing, Party, Sides
from kg.extract.reading import CONTENT
from kg.model import Article, BlockKind, EntityType

# So many parties of an article, those named first and most, are looked at.
_MOST = 14
_TITLES = frozenset({BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE})


class Topic:
    """One article's parties and what speaks for their being its giver or taker."""

    def __init__(self, frame: Frame, article: Article, pairings: Iterable[Pairing]):
        self.frame, self.article = frame, article
        bulletin = frame.reading.bulletin
        start = article.start if len(bulletin.articles) > 1 else 0
        self.blocks = [b for b in bulletin.blocks if b.kind in CONTENT and start <= b.start < article.end]
        self.titles = [b for b in self.blocks if b.kind in _TITLES] or self.blocks[:1]
        body = next((b for b in self.blocks if b not in self.titles), None)
        self.lead = (body.start, self._sentence_end(body.start, body.end)) if body else (0, 0)
        self.own = [r for r in frame.reading.references if r.own and article.start <= r.start < article.end]
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
        """Return all takers of the first giver together where several pairings state them."""
        united = []
        for giver in {providers for providers, _ in self.stated}:
            takers = tuple(dict.fromkeys(n for p, recipients in self.stated if p == giver for n in recipients))
            if takers not in parties:
                united.append(takers)
        return sorted(united)

    def main(self) -> Sides:
        """Return the pair that the model prefers; of takers of several levels those of the highest, since the others are named where meant."""
        model = load_linear("topic")
        return self.settled(max(self.candidates().items(), key=lambda item: model.score(item[1]), default=(NOBODY, []))[0])

    def settled(self, sides: Sides) -> Sides:
        """Return a candidate as the article's pair."""
        return Sides(sides.providers, self.frame.top(sides.recipients))

    def candidates(self) -> dict[Sides, list[str]]:
        """Return the features of each pair of parties."""
        features = {(role, party): self._features(role, party) for role in "pr" for party in self.parties}
        return {
            Sides(p, r): [*features["p", p], *features["r", r], *self._pair_features(p, r)]
            for p in self.parties
            for r in self.parties
            if not set(p) & set(r) and (p or r)
        }

    def _features(self, role: str, party: Party) -> list[str]:
        if not party:
            return [f"{role}:none"]
        frame = self.frame
        entities = [frame.reading.entities[n] for n in party]
        kinds = {e.level.value if e.level else e.type.value for e in entities}
        seen = [g for g in self.groups if set(party) <= set(g.entities)]
        count = min(self.counts[n] for n in party)
        found = [
            f"kind={'+'.join(sorted(kinds))}",
            f"size={bucket(len(party))}",
            f"count={bucket(count, 5)}",
            f"order={bucket(self._order(party), 4)}",
            f"giver={bucket(self.givers[party], 2)}",
            f"taker={bucket(self.takers[party], 2)}",
            f"own={any(set(party) == set(r.entities) for r in self.own)}",
            f"east={all(frame.province(n) in load('roles')['east']['provinces'] for n in party)}",
            f"title={self._in_title(party)}",
            f"listed={any(set(party) < set(g.entities) for g in seen)}",
        ]
        # Who speaks as 我县 may be the giver or the taker; how often and how early the other is named tells.
        found += [f"{name}&own" for name in found[2:6] if self.own]
        return [f"{role}:{name}" for name in found]

    def _order(self, party: Party) -> int:
        order = list(dict.fromkeys(n for g in self.groups for n in g.entities))
        return min((order.index(n) for n in party if n in order), default=9)

    def _in_title(self, party: Party) -> str:
        named = [n for b in self.titles for g in self.groups if b.start <= g.start < b.end for n in g.entities]
        return str(min(named.index(n) for n in party)) if set(party) <= set(named) else "none" if named else "empty"

    def _pair_features(self, p: Party, r: Party) -> list[str]:
        if not p or not r:
            return []
        frame = self.frame
        provinces = [{frame.province(n) for n in party} for party in (p, r)]
        types = ["+".join(sorted({self._sort(n) for n in party})) for party in (p, r)]
        found = [
            f"stated={bucket(self.stated[p, r], 2)}",
            f"turned={bucket(self.stated[r, p], 2)}",
            f"province={'same' if provinces[0] == provinces[1] else 'other'}",
            f"types={types[0]}>{types[1]}",
            f"within={any(frame.related(n, r) for n in p)}",
            f"levels={min(map(frame.level, p))}>{min(map(frame.level, r))}",
        ]
        both = [b for b in self.titles if self._names(b.start, b.end) >= {*p, *r}]
        if both:
            found.append(f"title={self._first(both[0].start, p) < self._first(both[0].start, r)}")
            found.append(f"title between={self._between(both[0].start, p, r)}")
        if self._names(*self.lead) >= {*p, *r}:
            found.append(f"lead={self._first(self.lead[0], p) < self._first(self.lead[0], r)}")
        return [f"pr:{name}" for name in found]

    def _sort(self, name: str) -> str:
        kind = self.frame.reading.entities[name].type
        return "place" if kind is EntityType.PLACE else kind.value

    def _names(self, start: int, end: int) -> set[str]:
        return {n for g in self.groups if start <= g.start < end for n in g.entities}

    def _first(self, start: int, party: Party) -> int:
        return min(g.start for g in self.groups if g.start >= start and set(party) & set(g.entities))

    def _between(self, start: int, p: Party, r: Party) -> str:
        first, second = sorted((self._group(start, p), self._group(start, r)), key=lambda g: g.start)
        return self.frame.text[first.end : second.start][:2]

    def _group(self, start: int, party: Party) -> Group:
        return next(g for g in self.groups if g.start >= start and set(party) & set(g.entities))
