"""Who gives and who receives in one statement: of the parties that may, the pair that a linear model prefers.

Candidates are the parties that its sentence names, those that opened its part, those of stated pairings, and the article's own.
How much each thing that speaks for a party counts is learned from data/train (data/train/learn.py).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from kg.extract.background import Background, Scene
from kg.extract.linear import load_linear
from kg.extract.parties import Frame, Pairing, Party, Sides
from kg.extract.shares import Share
from kg.extract.stage import Stage
from kg.extract.templates import Features, Fits, fitting, spelled


class _Weights(dict[Features, int]):
    """What features count together for a role in statements of a kind; their full names are put together and looked up once."""

    def __init__(self, role: str, kind: str):
        self.role, self.kind = role, kind

    def __missing__(self, features: Features) -> int:
        self[features] = load_linear("roles").score(spelled(self.role, self.kind, features))
        return self[features]


@cache
def _weights(role: str, kind: str) -> _Weights:
    return _Weights(role, kind)


class _Fitting(dict[Fits, int]):
    """What it counts in statements of a kind how a pair fits those being spoken of, for a giver that fits as told, by how the taker does."""

    def __init__(self, kind: str, giver: Fits):
        self.kind, self.giver = kind, giver

    def __missing__(self, taker: Fits) -> int:
        self[taker] = _weights("pr", self.kind)[fitting(self.giver, taker)]
        return self[taker]


@cache
def _fitting(kind: str, giver: Fits) -> _Fitting:
    return _Fitting(kind, giver)


class _Between(dict[Party, int | None]):
    """What counts for a giver with each taker in every statement of the article, of whatever kind; None for a taker that would give to itself."""

    def __init__(self, background: Background, giver: Party):
        self.background, self.giver = background, giver

    def __missing__(self, taker: Party) -> int | None:
        if not self.giver or not taker:
            self[taker] = 0
        elif not set(self.giver).isdisjoint(taker):
            self[taker] = None
        else:
            self[taker] = _weights("pr", "")[self.background.between(self.giver, taker)]
        return self[taker]


class Cast(NamedTuple):
    """Who gives and receives in a statement, and through whom."""

    stage: Stage
    sides: Sides
    through: Party


class Casting:
    """Chooses the parties of the statements of one article."""

    def __init__(self, frame: Frame, pairings: Sequence[Pairing], counts: Counter[str]):
        self.background = Background(frame, pairings, counts)
        self._between: dict[Party, _Between] = {}

    def cast(self, scene: Scene) -> Cast:
        """Return the pair that the model prefers, and through whom it comes."""
        stage = Stage(self.background, scene)
        best = scene.rule if stage.sure else self.best(stage)
        return Cast(stage, best, stage.through(best))

    def of_share(self, cast: Cast, share: Share) -> Sides:
        """Return the parties of one share; who is not named beside a list is for each of the list the side that it is stated to be paired with."""
        sides, background = share.of(cast.sides), self.background
        if not share.listed or share.turned:
            return sides
        named = {g.entities for g in cast.stage.sentence.groups}
        takers = background.takers_of.get(sides.providers, set()) if cast.sides.recipients not in named else set()
        givers = background.givers_of.get(sides.recipients, set()) if cast.sides.providers not in named else set()
        (recipients,) = takers if len(takers) == 1 else (sides.recipients,)
        (providers,) = givers if len(givers) == 1 else (sides.providers,)
        return Sides(providers, recipients)

    def best(self, stage: Stage) -> Sides:
        """Return the pair with the highest score, of equals the first; what is the same for many pairs is looked up once."""
        best: tuple[Party, Party]
        weights, orders = _weights("pr", stage.scene.kind), dict[tuple[int, int], int]()
        best, most, listed = ((), ()), float("-inf"), bool(stage.scene.listed)
        takers = list(self._scored(stage, "r"))
        for p, giving, giver_fits, giver in self._scored(stage, "p"):
            between, fits = self._with(p), _fitting(stage.scene.kind, giver_fits)
            for r, taking, taker_fits, taker in takers:
                if (held := between[r]) is None or (listed and not stage.scene.allows(p, r)):
                    continue
                score = giving + taking + held + fits[taker_fits]
                if p and r:
                    if (giver, taker) not in orders:
                        orders[giver, taker] = weights[stage.order(stage.foremost[p], stage.foremost[r])]
                    score += orders[giver, taker]
                if score > most:
                    best, most = (p, r), score
        return Sides(*best)

    def _scored(self, stage: Stage, role: str) -> Iterator[tuple[Party, int, Fits, int]]:
        """Yield each party with what speaks for it alone, how it fits the pair being spoken of, and where it is named first, if at all."""
        weights = _weights(role, stage.scene.kind)
        for party in stage.parties:
            score = sum(map(weights.__getitem__, stage.told[party]))
            yield party, score, stage.fits[party], spot.start if (spot := stage.foremost[party]) else -1

    def _with(self, giver: Party) -> _Between:
        if giver not in self._between:
            self._between[giver] = _Between(self.background, giver)
        return self._between[giver]

    def ranked(self, scene: Scene) -> list[tuple[int, Sides, list[str]]]:
        """Return each pair that may give and receive with its score, in thousandths, and its features, the best first."""
        model = load_linear("roles")
        scored = [(model.score(features), sides, features) for sides, features in self.candidates(scene).items()]
        return sorted(scored, key=lambda pair: -pair[0])

    def candidates(self, scene: Scene) -> dict[Sides, list[str]]:
        """Return the features of each pair of parties that may give and receive."""
        stage, kind = Stage(self.background, scene), scene.kind
        apart = {(role, party): list(spelled(role, kind, chain.from_iterable(stage.told[party]))) for role in "pr" for party in stage.parties}
        return {
            s: [*apart["p", s.providers], *apart["r", s.recipients], *spelled("pr", kind, stage.pair_features(s.providers, s.recipients))]
            for s in _pairs(stage)
        }


def _pairs(stage: Stage) -> list[Sides]:
    if stage.sure:
        return [stage.scene.rule]
    return [Sides(p, r) for p in stage.parties for r in stage.parties if not set(p) & set(r) and stage.scene.allows(p, r)]
