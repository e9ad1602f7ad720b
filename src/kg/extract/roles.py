"""Who gives and who receives in one statement: of the parties that may, the pair that a linear model prefers.

Candidates are the parties that its sentence names, those that opened its part, those of stated pairings, and the article's own.
How much each thing that speaks for a party counts is learned from data/train (data/train/learn.py).
"""

from collections.abc import Sequence

from kg.extract.linear import load_linear
from kg.extract.parties import Frame, Pairing, Party, Sides
from kg.extract.stage import Background, Scene, Stage

_ROLES = ("p", "r")


class Casting:
    """Chooses the parties of the statements of one article."""

    def __init__(self, frame: Frame, pairings: Sequence[Pairing]):
        self.background = Background(frame, pairings)

    def cast(self, scene: Scene) -> tuple[Sides, Party]:
        """Return the pair that the model prefers, and through whom it comes."""
        model, stage = load_linear("roles"), Stage(self.background, scene)
        pairs = _pairs(stage)
        scores = {(role, party): model.score(stage.features(role, party)) for role in _ROLES for party in stage.parties} if len(pairs) > 1 else {}

        def score(sides: Sides) -> int:
            apart = scores.get(("p", sides.providers), 0) + scores.get(("r", sides.recipients), 0)
            return apart + model.score(stage.pair_features(sides.providers, sides.recipients))

        best = max(pairs, key=score) if len(pairs) > 1 else pairs[0]
        return best, stage.through(best)

    def candidates(self, scene: Scene) -> dict[Sides, list[str]]:
        """Return the features of each pair of parties that may give and receive."""
        stage = Stage(self.background, scene)
        apart = {(role, party): stage.features(role, party) for role in _ROLES for party in stage.parties}
        return {s: [*apart["p", s.providers], *apart["r", s.recipients], *stage.pair_features(s.providers, s.recipients)] for s in _pairs(stage)}


def _pairs(stage: Stage) -> list[Sides]:
    if stage.sure:
        return [stage.scene.rule]
    return [Sides(p, r) for p in stage.parties for r in stage.parties if not set(p) & set(r)]
