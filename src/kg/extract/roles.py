"""Who gives and who receives in one statement: of the parties that may, the pair that a linear model prefers.

Candidates are the parties that its sentence names, those that opened its part, those of stated pairings, and the article's own.
How much each thing that speaks for a party counts is learned from data/train (data/train/learn.py).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kg.extract.linear import load_linear
from kg.extract.parties import Frame, Pairing, Party, Sides
from kg.extract.stage import Background, Scene, Stage, fitting, spelled


class _Weights(dict[str, int]):
    """What each feature of a role counts in statements of a kind; its full names are put together and looked up once."""

    def __init__(self, role: str, kind: str):
        self.role, self.kind = role, kind

    def __missing__(self, feature: str) -> int:
        self[feature] = load_linear("roles").score(spelled(self.role, self.kind, [feature]))
        return self[feature]

    def of(self, features: Sequence[str]) -> int:
        """Return what some features count together."""
        return sum(map(self.__getitem__, features))


@cache
def _weights(role: str, kind: str) -> _Weights:
    return _Weights(role, kind)


@cache
def _fit(kind: str, giver: tuple[bool, ...], taker: tuple[bool, ...]) -> int:
    return _weights("pr", kind).of(fitting(giver, taker))


class Cast(NamedTuple):
    """Who gives and receives in a statement, and through whom."""

    stage: Stage
    sides: Sides
    through: Party


class Casting:
    """Chooses the parties of the statements of one article."""

    def __init__(self, frame: Frame, pairings: Sequence[Pairing]):
        self.background = Background(frame, pairings)
        self._between: dict[tuple[Party, Party], int] = {}

    def cast(self, scene: Scene) -> Cast:
        """Return the pair that the model prefers, and through whom it comes."""
        stage = Stage(self.background, scene)
        best = scene.rule if stage.sure else Sides(*max(self._scored(stage), key=lambda pair: pair[0])[1:])
        return Cast(stage, best, stage.through(best))

    def _scored(self, stage: Stage) -> Iterator[tuple[int, Party, Party]]:
        """Yield each pair that may give and receive with its score; what is the same for many pairs is looked up once."""
        kind, orders = stage.scene.kind, dict[tuple[int, int], int]()
        weights = _weights("pr", kind)
        gives, takes = (
            [(p, frozenset(p), _weights(role, kind).of(stage.told[p]), stage.fits[p], stage.foremost[p]) for p in stage.parties] for role in "pr"
        )
        for p, givers, giving, giver_fits, giver in gives:
            for r, takers, taking, taker_fits, taker in takes:
                if not givers.isdisjoint(takers):
                    continue
                score = giving + taking + _fit(kind, giver_fits, taker_fits)
                if p and r:
                    spots = (giver.start if giver else -1, taker.start if taker else -1)
                    if spots not in orders:
                        orders[spots] = weights.of(stage.order(giver, taker))
                    score += orders[spots] + self._holds(p, r)
                yield score, p, r

    def _holds(self, p: Party, r: Party) -> int:
        """Return what counts for a pair in every statement of the article, of whatever kind."""
        if (p, r) not in self._between:
            self._between[p, r] = _weights("pr", "").of(self.background.between(p, r))
        return self._between[p, r]

    def ranked(self, scene: Scene) -> list[tuple[int, Sides, list[str]]]:
        """Return each pair that may give and receive with its score, in thousandths, and its features, the best first."""
        model = load_linear("roles")
        scored = [(model.score(features), sides, features) for sides, features in self.candidates(scene).items()]
        return sorted(scored, key=lambda pair: -pair[0])

    def candidates(self, scene: Scene) -> dict[Sides, list[str]]:
        """Return the features of each pair of parties that may give and receive."""
        stage, kind = Stage(self.background, scene), scene.kind
        apart = {(role, party): list(spelled(role, kind, stage.told[party])) for role in "pr" for party in stage.parties}
        return {
            s: [*apart["p", s.providers], *apart["r", s.recipients], *spelled("pr", kind, stage.pair_features(s.providers, s.recipients))]
            for s in _pairs(stage)
        }


def _pairs(stage: Stage) -> list[Sides]:
    if stage.sure:
        return [stage.scene.rule]
    return [Sides(p, r) for p in stage.parties for r in stage.parties if not set(p) & set(r)]
