"""Graphs made of a graph: what lies around a node, the way between two, and one of the places of a level."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.errors import QueryError, listed, nearest
from kg.graph.choice import lineage, parents_of
from kg.graph.graphml import MONEY
from kg.graph.parties import pairs
from kg.model import Action, Entity, EntityType, Level, Records

if TYPE_CHECKING:
    from kg.graph.sources import Keys, Source

WEIGHTS = ("statements", "money")

_SHOWN = ("name", "english", "code", "lat", "lon", "parent")

STEP = ("from", "to", "direction", "kinds", "statements", "quote")


def around(source: "Source", node: str, hops: int, kinds: Collection[str]) -> "Keys":
    """Return the actions among the nodes within so many steps of a node, whichever way these lead."""
    if not isinstance(hops, int) or hops < 0:
        raise QueryError(f"{hops} is no number of steps: hops is a whole number from 0 on")
    found, edge = {node}, {node}
    for _ in range(hops):
        edge = {*source.beside(edge, kinds)} - found
        found |= edge
    return source.among(found, kinds)


def part_of(records: Records, actions: Collection[str], named: Collection[str], bulletins: Collection[str] = ()) -> Records:
    """Return the records of some actions with all that take part in them, and of what is named besides.

    Bulletins are those that state them, and some others; mentions, and what is left out and was refused, those of these bulletins.
    """
    kept = tuple(action for action in records.actions if action.id in actions)
    parties = {party for action in kept for party in (*action.provider, *action.recipient, *action.through)}.union(named)
    read = {evidence.bulletin for action in kept for evidence in action.evidence}.union(bulletins)
    parents = parents_of(records)
    above = {place for party in parties for place in lineage(party, parents)}
    entities = tuple(_mentioned_in(entity, read) for entity in records.entities if entity.id in parties)
    known = {entity.id for entity in entities}
    return Records(
        bulletins=tuple(bulletin for bulletin in records.bulletins if bulletin.id in read),
        entities=entities,
        actions=kept,
        left_out=tuple(figure for figure in records.left_out if figure.evidence.bulletin in read),
        refused=tuple(refusal for refusal in records.refused if refusal.evidence and refusal.evidence.bulletin in read),
        regions=tuple(_mentioned_in(e, ()) for e in (*records.entities, *records.regions) if e.id in above and e.id not in known),
        merges=tuple(merge for merge in records.merges if merge.entity in known),
    )


def _mentioned_in(entity: Entity, bulletins: Collection[str]) -> Entity:
    return replace(entity, mentions=tuple(mention for mention in entity.mentions if mention.bulletin in bulletins))


def stated_in(records: Records, key: str) -> Records:
    """Return the records of what one bulletin states and names; raises QueryError, with the nearest, for an unknown one."""
    known = [bulletin.id for bulletin in records.bulletins]
    if key not in known:
        raise unknown_bulletin(key, known)
    actions = {action.id for action in records.actions if any(evidence.bulletin == key for evidence in action.evidence)}
    named = {entity.id for entity in records.entities if any(mention.bulletin == key for mention in entity.mentions)}
    return part_of(records, actions, named, [key])


def unknown_bulletin(key: str, known: Sequence[str]) -> QueryError:
    """Return the error that names the nearest of those that are known."""
    close = nearest(key, known) or f"it has {listed(known)}"
    return QueryError(f"the build has no bulletin {key}: {close}")


def way(source: "Source", start: str, end: str) -> list[str]:
    """Return the nodes of a shortest way between two nodes, whichever way statements lead: none where nothing joins them."""
    # From both ends, from where fewer nodes have been reached: a few steps from a province lies the whole country.
    ends = [[{start}], [{end}]]
    while not (met := ends[0][-1] & ends[1][-1]):
        steps = min(ends, key=lambda steps: len(steps[-1]))
        further = {*source.beside(steps[-1], ())}.difference(*steps)
        if not further:
            return []
        steps.append(further)
    middle = min(met)
    return [*reversed(_back(source, middle, ends[0])), middle, *_back(source, middle, ends[1])]


def _back(source: "Source", node: str, steps: Sequence[set[str]]) -> list[str]:
    """Return the way back over the nodes that were reached step by step, the last of them first."""
    passed = [node]
    for reached in reversed(steps[:-1]):
        passed.append(min(reached.intersection(source.beside(passed[-1:], ()))))
    return passed[1:]


def told(graph: nx.MultiDiGraph, nodes: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is stated from node to node of a way."""
    return [_step(graph, here, there) for here, there in pairwise(nodes)]


def _step(graph: nx.MultiDiGraph, here: str, there: str) -> dict[str, Any]:
    forth, back = (list((graph.get_edge_data(*ends) or {}).values()) for ends in ((here, there), (there, here)))
    told = sorted((*forth, *back), key=lambda said: (said["bulletin"], said["start"], said["action"]))
    direction = "→" * bool(forth) if not back else "↔" if forth else "←"
    names = {"from": graph.nodes[here]["name"], "to": graph.nodes[there]["name"]}
    kinds = "、".join(kind for kind, _ in Counter(said["kind"] for said in told).most_common())
    return {**names, "direction": direction, "kinds": kinds, "statements": len(told), "quote": told[0]["quote"]}


def level_network(records: Records, actions: Sequence[Action], level: Level, weight: str) -> nx.DiGraph:
    """Return a graph of the places of a level, with what is stated of those within them: an arrow from who gives to who gets.

    ``weight`` is the number of statements, or ``money``: in yuan, what counts in totals of what one place gives one; what several give or get
    together is in ``joint_money`` on the arrow of each pair, not to be added up. ``graph.graph["outside"]`` counts the statements that have
    no place here: of bodies, of places above the level, of whoever is not named.
    """
    if weight not in WEIGHTS:
        raise QueryError(f"an edge has no weight {weight}: it has {' and '.join(WEIGHTS)}")
    known = {entity.id: entity for entity in (*records.entities, *records.regions)}
    parents = parents_of(records)
    network = nx.DiGraph(level=level.value, outside=0)
    for action in actions:
        lifted = sorted({(_lift(a, level, parents, known), _lift(b, level, parents, known)) for a, b in pairs(action)})
        placed = [(a, b) for a, b in lifted if a and b]
        network.graph["outside"] += len(placed) < len(lifted)
        for ends in placed:
            for node in ends:
                network.add_node(node, **{name: getattr(known[node], name) for name in _SHOWN})
            if weight == "money":
                _add(network, ends, joint_money=_yuan(action)) if len(lifted) > 1 else _add(network, ends, weight=_yuan(action))
            else:
                _add(network, ends, weight=1)
    return network


def _add(network: nx.DiGraph, ends: tuple[str, str], *, weight: float = 0, joint_money: float = 0) -> None:
    """Add to the edge of two nodes, which may be new."""
    edge = network.get_edge_data(*ends, default={"weight": 0})
    joint = {"joint_money": edge.get("joint_money", 0) + joint_money} if joint_money or "joint_money" in edge else {}
    network.add_edge(*ends, weight=edge["weight"] + weight, **joint)


def _yuan(action: Action) -> float:
    return float(sum((m.value for m in action.measures if m.unit == MONEY and m.counts_in_totals), Decimal(0)))


def _lift(node: str, level: Level, parents: Mapping[str, str], known: Mapping[str, Entity]) -> str:
    """Return the place of a level that a place is or lies in; nothing for what is none."""
    if node not in known or known[node].type is not EntityType.PLACE:
        return ""
    return next((above for above in lineage(node, parents) if above in known and known[above].level is level), "")
