"""A networkx graph that is filled when its nodes or edges are first asked for."""

from typing import Any

import networkx as nx


class _AtFirstUse:
    """One of the dictionaries that networkx keeps a graph in, made with the others when one of them is asked for."""

    def __init__(self, owner: type[nx.Graph], name: str) -> None:
        # networkx's own descriptor forgets views of what was there before.
        self._set = vars(owner)[name].__set__
        self._name = name

    def __get__(self, graph: "LazyGraph", owner: object = None) -> Any:
        held = graph.__dict__
        if self._name not in held:
            graph.fill()
        return held[self._name]

    def __set__(self, graph: "LazyGraph", value: Any) -> None:
        self._set(graph, value)


class LazyGraph(nx.MultiDiGraph):  # type: ignore[misc]  # networkx ships no types
    """A directed multigraph that may be emptied, to be filled by ``_content`` when networkx first looks into it."""

    _node = _AtFirstUse(nx.Graph, "_node")
    _adj = _AtFirstUse(nx.DiGraph, "_adj")
    _succ = _AtFirstUse(nx.DiGraph, "_succ")
    _pred = _AtFirstUse(nx.DiGraph, "_pred")

    @property
    def is_filled(self) -> bool:
        """Whether nodes and edges are in memory."""
        return "_adj" in self.__dict__

    def await_use(self) -> None:
        """Forget nodes and edges until they are asked for."""
        for name in ("_node", "_adj", "_succ", "_pred"):
            self.__dict__.pop(name, None)

    def fill(self) -> None:
        """Take over the nodes and edges of ``_content``."""
        made = self._content()
        self._node, self._adj, self._pred = made._node, made._adj, made._pred

    def _content(self) -> nx.MultiDiGraph:
        raise NotImplementedError
