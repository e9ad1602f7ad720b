"""Graphs made of a graph: what lies around a node, the way between two, and one of the places of a level."""

import difflib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import networkx as nx

from kg.errors import QueryError
from kg.graph.choice import lineage, parents_of
from kg.graph.graphml import MONEY
from kg.graph.parties import pairs
from kg.model import Action, Entity, EntityType, Level, Records

WEIGHTS = ("statements", "money")

_SHOWN = ("name", "english", "code", "lat", "lon", "parent")

STEP = ("from", "to", "direction", "kinds", "statements", "quote")


def around(graph: nx.MultiDiGraph, node: str, hops: int, kinds: Collection[str]) -> set[str]:
    """Return the ids of the actions among the nodes within so many steps of a node, whichever way these lead."""
    found, edge = {node}, {node}
    for _ in range(hops):
        edge = {other for near in edge for other in _beside(graph, near, kinds)} - found
        found |= edge
    held = ((u, v, key) for u, v, key in graph.edges(found, keys=True) if v in found)
    return {key for u, v, key in held if not kinds or graph.edges[u, v, key]["kind"] in kinds}


def _beside(graph: nx.MultiDiGraph, node: str, kinds: Collection[str]) -> set[str]:
    out = ((v, kind) for _, v, kind in graph.out_edges(node, data="kind"))
    into = ((u, kind) for u, _, kind in graph.in_edges(node, data="kind"))
    return {other for other, kind in (*out, *into) if not kinds or kind in kinds}


def part_of(records: Records, actions: Collection[str], named: Collection[str]) -> Records:
    """Return the records of some actions with all that take part in them, and of what is named besides."""
    kept = tuple(action for action in records.actions if action.id in actions)
    parties = {party for action in kept for party in (*action.provider, *action.recipient, *action.through)}.union(named)
    read = {evidence.bulletin for action in kept for evidence in action.evidence}
    return replace(
        records,
        actions=kept,
        entities=tuple(entity for entity in records.entities if entity.id in parties),
        left_out=tuple(figure for figure in records.left_out if figure.evidence.bulletin in read),
    )


def stated_in(records: Records, key: str) -> Records:
    """Return the records of what one bulletin states and names; raises QueryError, with the nearest, for an unknown one."""
    known = [bulletin.id for bulletin in records.bulletins]
    if key not in known:
        close = difflib.get_close_matches(key, known, n=2, cutoff=0.4) or known[:10]
        raise QueryError(f"the build has no bulletin {key}: did you mean {' or '.join(close)}?")
    actions = {action.id for action in records.actions if any(evidence.bulletin == key for evidence in action.evidence)}
    named = {entity.id for entity in records.entities if any(mention.bulletin == key for mention in entity.mentions)}
    return part_of(records, actions, named)


def steps(graph: nx.MultiDiGraph, start: str, end: str) -> list[dict[str, Any]]:
    """Return the steps of a shortest way between two nodes, whichever way statements lead: none where nothing joins them."""
    joined = nx.Graph()
    joined.add_nodes_from(graph)
    joined.add_edges_from(sorted({tuple(sorted(ends)) for ends in graph.edges()}))
    if not nx.has_path(joined, start, end):
        return []
    return [_step(graph, here, there) for here, there in pairwise(nx.shortest_path(joined, start, end))]


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
