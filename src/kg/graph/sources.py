"""What a loaded graph takes its answers from: its records in memory, or the lines of a build that an index names."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from kg.graph.choice import inner_places, programmes_of
from kg.graph.networks import part_of, stated_in, unknown_bulletin
from kg.index import Index
from kg.index.parts import completed, reading
from kg.model import EntityType, Records

if TYPE_CHECKING:
    from kg.graph.loaded import LoadedGraph

Keys = Collection[str | int]
"""Actions, as the source that gives them knows them again."""


class Source(Protocol):
    """Answers with few records where few are asked for; both kinds of source give the same answers."""

    def named(self, name: str, kind: EntityType | None) -> Records:
        """Return entities and regions of which ``kg.explain.find_entity`` finds what it finds of all."""

    def lineage(self, node: str) -> Records:
        """Return entities and regions, with those that a node lies in among them."""

    def inner(self, place: str) -> Collection[str]:
        """Return what lies in a place, however deep."""

    def programmes(self) -> Collection[str]:
        """Return the programmes that actions are of, and what pairings are about."""

    def of_parties(self, sides: Mapping[str, Collection[str]], kind: str) -> Records:
        """Return the actions with one of some parties on each side (``party``: any), of a kind or all, with all that takes part in them."""

    def beside(self, nodes: Collection[str], kinds: Collection[str]) -> Collection[str]:
        """Return the nodes that an edge of some kinds, or any, joins with some nodes."""

    def among(self, nodes: Collection[str], kinds: Collection[str]) -> Keys:
        """Return the actions of some kinds, or any, with edges among some nodes."""

    def part(self, actions: Keys, named: Collection[str]) -> tuple[Records, Callable[[], Records]]:
        """Return some actions with all that takes part in them and what is named, and what reads the bulletins that they stand in, too."""

    def stated_in(self, bulletin: str) -> Records:
        """Return the records of what one bulletin states and names; raises QueryError, with the nearest, for an unknown one."""

    def told_of(self, name: str) -> Records:
        """Return records of which ``kg.explain.explain`` tells what it tells of all."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """The records and edges of a graph."""

    graph: "LoadedGraph"

    def named(self, name: str, kind: EntityType | None) -> Records:
        records = self.graph.statements
        known = {entity.id for entity in records.entities}
        regions = tuple(region for region in records.regions if region.id not in known)
        return Records(entities=tuple(entity for entity in records.entities if kind in (None, entity.type)), regions=regions)

    def lineage(self, node: str) -> Records:
        return self.graph.statements

    def inner(self, place: str) -> Collection[str]:
        return inner_places(self.graph.statements).get(place, ())

    def programmes(self) -> Collection[str]:
        return programmes_of(self.graph.stated())

    def of_parties(self, sides: Mapping[str, Collection[str]], kind: str) -> Records:
        return replace(self.graph.statements, actions=self.graph.stated())

    def beside(self, nodes: Collection[str], kinds: Collection[str]) -> set[str]:
        held = [node for node in nodes if node in self.graph]
        out = ((v, kind) for _, v, kind in self.graph.out_edges(held, data="kind"))
        into = ((u, kind) for u, _, kind in self.graph.in_edges(held, data="kind"))
        return {other for other, kind in (*out, *into) if not kinds or kind in kinds}

    def among(self, nodes: Collection[str], kinds: Collection[str]) -> Keys:
        held = {node for node in nodes if node in self.graph}
        edges = self.graph.out_edges(held, keys=True, data="kind")
        return {key for _, v, key, kind in edges if v in held and (not kinds or kind in kinds)}

    def part(self, actions: Keys, named: Collection[str]) -> tuple[Records, Callable[[], Records]]:
        part = part_of(self.graph.records, frozenset(map(str, actions)), named)
        return part, partial(_itself, part)

    def stated_in(self, bulletin: str) -> Records:
        return stated_in(self.graph.records, bulletin)

    def told_of(self, name: str) -> Records:
        return self.graph.records


def _itself(records: Records) -> Records:
    return records


@dataclass(frozen=True, slots=True)
class Indexed:
    """The lines of a build's tables that its index names."""

    index: Index

    def named(self, name: str, kind: EntityType | None) -> Records:
        from kg.explain.indexed import named

        with reading(self.index) as part:
            return named(part, name, kind)

    def lineage(self, node: str) -> Records:
        with reading(self.index) as part:
            return Records(entities=part.places([node, *part.asked.above([node])]))

    def inner(self, place: str) -> Collection[str]:
        with self.index.opened() as asked:
            return asked.inner(place)

    def programmes(self) -> Collection[str]:
        with self.index.opened() as asked:
            return asked.programmes()

    def of_parties(self, sides: Mapping[str, Collection[str]], kind: str) -> Records:
        with reading(self.index) as part:
            return part.statements(part.asked.of_parties(sides, kind))

    def beside(self, nodes: Collection[str], kinds: Collection[str]) -> Collection[str]:
        with self.index.opened() as asked:
            return asked.beside(nodes, kinds)

    def among(self, nodes: Collection[str], kinds: Collection[str]) -> Keys:
        with self.index.opened() as asked:
            return asked.among(nodes, kinds)

    def part(self, actions: Keys, named: Collection[str]) -> tuple[Records, Callable[[], Records]]:
        with reading(self.index) as part:
            statements = part.statements(actions, named, mentions=())
        return statements, partial(completed, self.index, statements)

    def stated_in(self, bulletin: str) -> Records:
        with reading(self.index) as part:
            if not part.asked.is_bulletin(bulletin):
                raise unknown_bulletin(bulletin, part.asked.bulletins())
            return part.completed(part.statements(part.asked.stated_in(bulletin), part.asked.named_in(bulletin), mentions=[bulletin]), [bulletin])

    def told_of(self, name: str) -> Records:
        from kg.explain.indexed import told_of

        return told_of(self.index, name)
