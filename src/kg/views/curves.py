"""The lines of the network: one for each provider, recipient and kind, with the statements it stands for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph import pairs
from kg.model import Action, Entity, Records
from kg.views.figures import Amount, amount_of

THROUGH = "through"
PARENT = "parent"


@dataclass(frozen=True, slots=True)
class Curve:
    """One line; ``bend`` is its place in the fan between its two nodes, from -1 to 1, positive to the left of its direction."""

    source: str
    target: str
    kind: str
    actions: tuple[Action, ...] = ()
    bend: float = 0.0

    @property
    def id(self) -> str:
        return f"{self.source}~{self.target}~{self.kind}"

    @property
    def pair(self) -> tuple[str, str]:
        return (self.source, self.target) if self.source <= self.target else (self.target, self.source)

    def amount(self, *, done: bool) -> Amount | None:
        return amount_of(self.actions, done=done)


def action_curves(records: Records) -> list[Curve]:
    """Return the lines between providers and recipients; who is not named stands beside the party that is."""
    groups: dict[tuple[str, str, str], list[Action]] = defaultdict(list)
    for action in records.actions:
        for source, target in pairs(action):
            groups[source, target, action.kind].append(action)
    return [Curve(source, target, kind, tuple(actions)) for (source, target, kind), actions in sorted(groups.items())]


def through_curves(records: Records) -> list[Curve]:
    """Return the links between those who carry actions out and those they do it for, or, failing these, who sent them."""
    groups: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for action in records.actions:
        parties = {*action.provider, *action.recipient}
        for body in sorted(set(action.through) - parties):
            for party in sorted(set(action.recipient or action.provider)):
                groups[body, party].append(action)
    return [Curve(source, target, THROUGH, tuple(actions)) for (source, target), actions in sorted(groups.items())]


def parent_curves(entities: Iterable[Entity]) -> list[Curve]:
    """Return the administrative links between places that are both here, from the part to the whole."""
    known = {entity.id: entity for entity in entities}
    return [Curve(entity.id, entity.parent, PARENT) for entity in known.values() if entity.parent in known and entity.parent != entity.id]


def fan_out(curves: list[Curve], order: dict[str, int]) -> list[Curve]:
    """Spread the lines between the same two nodes: the weightiest straight in the middle, what goes the other way outside."""
    pairs: dict[tuple[str, str], list[Curve]] = defaultdict(list)
    for curve in curves:
        pairs[curve.pair].append(curve)
    bent = [curve for pair, members in sorted(pairs.items()) for curve in _fan(pair, members, order)]
    return sorted(bent, key=lambda c: (order.get(c.kind, len(order)), c.source, c.target))


def _fan(pair: tuple[str, str], members: list[Curve], order: dict[str, int]) -> list[Curve]:
    ways = [sum(len(c.actions) for c in members if c.source == end) for end in pair]
    main = pair[0] if ways[0] >= ways[1] else pair[1]

    def weight(curve: Curve) -> tuple[bool, bool, int, int]:
        money = any(curve.amount(done=done) for done in (True, False))
        return (curve.source != main, not money, -len(curve.actions), order.get(curve.kind, len(order)))

    bent = []
    for index, curve in enumerate(sorted(members, key=weight)):
        # An odd fan has a line in its middle; an even one has none, so that its lines stay symmetric.
        place = (index + 1) // 2 if len(members) % 2 else index // 2 + 0.5
        bend = place * (1 if index % 2 else -1)
        turned = bend if curve.source == pair[0] else -bend
        bent.append(Curve(curve.source, curve.target, curve.kind, curve.actions, turned))
    return bent

