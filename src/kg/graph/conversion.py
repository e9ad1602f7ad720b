"""Records -> networkx."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import networkx as nx

from kg.graph.loaded import LoadedGraph
from kg.graph.parties import is_unnamed, pairs
from kg.model import Action, Entity, Records

UNNAMED = "unnamed"
"""The type of nodes that stand for whoever a text does not name."""

NOT_STATED = "未写明"

_UNNAMED_NODE: dict[str, Any] = {"type": UNNAMED, "name": NOT_STATED, "aliases": (), "mentions": (), "code": "", "parent": ""}


def to_networkx(records: Records, *, unchecked: bool = False) -> LoadedGraph:
    """Return the graph of the records, in the order of their ids; figures are the ``Measure`` records, their values exact decimals.

    What is unchecked is an edge only where it is asked for, and what was judged wrong is none.

    Every node has every attribute, empty or None where nothing is known. No attribute is called ``id``, ``source``, ``target`` or ``key``:
    networkx writes its own values under these names when it turns a graph into plain data.

    >>> import kg
    >>> graph = kg.load("build")
    >>> graph.nodes["place-510727"]["name"], graph.nodes["place-510727"]["level"]
    ('平武县', 'county')
    >>> sorted({kind for *_, kind in graph.edges("place-510727", data="kind")})
    ['personnel']
    """
    return LoadedGraph.over(partial(_itself, records), unchecked=unchecked)


def _itself(records: Records) -> Records:
    return records


def content(records: Records, actions: Iterable[Action]) -> nx.MultiDiGraph:
    """Return the nodes of records and the edges of some of their actions, as networkx keeps them."""
    graph = nx.MultiDiGraph()
    for entity in records.entities:
        graph.add_node(entity.id, **_node(entity))
    edges = [(*pair, action.id, _edge(action)) for action in actions for pair in pairs(action)]
    for node in sorted({node for provider, recipient, *_ in edges for node in (provider, recipient) if is_unnamed(node)}):
        graph.add_node(node, **{name: None for name in Entity.__slots__ if name != "id"} | _UNNAMED_NODE)
    graph.add_edges_from(edges)
    return graph


def _node(entity: Entity) -> dict[str, Any]:
    plain = {name: getattr(entity, name) for name in Entity.__slots__ if name != "id"}
    return plain | {"type": entity.type.value, "level": entity.level and entity.level.value}


def _edge(action: Action) -> dict[str, Any]:
    """Return an action's fields and those of its first evidence."""
    first = action.evidence[0]
    fields = {name: getattr(action, name) for name in Action.__slots__ if name != "id"}
    place = {name: getattr(first, name) for name in type(first).__slots__}
    plain = {name: value and value.value for name, value in (("status", action.status), ("coverage", action.coverage), ("rank", action.rank))}
    return {"action": action.id, **fields, **place, **plain}
