"""A networkx graph of records, which are read, and made nodes and edges of, when they are asked for."""

from collections.abc import Callable
from typing import Self

import networkx as nx

from kg.errors import InputError
from kg.graph.lazy import LazyGraph
from kg.index import Index
from kg.model import Action, Rank, Records


class RecordedGraph(LazyGraph):
    """A graph that knows its records; what networkx makes of it (copies, subgraphs) has none."""

    unchecked: bool = False
    index: Index | None = None
    _whole: Callable[[], Records] | None = None
    _statements: Records | None = None
    _records: Records | None = None

    @classmethod
    def over(
        cls, whole: Callable[[], Records], *, statements: Records | None = None, index: Index | None = None, unchecked: bool = False
    ) -> Self:
        """Return the graph of the records that ``whole`` reads when they are asked for.

        ``statements`` are their actions and entities, where these have been read; ``index`` is that of the build, where it has one.
        """
        graph = cls()
        graph._whole, graph._statements, graph.index, graph.unchecked = whole, statements, index, unchecked
        graph.await_use()
        return graph

    @property
    def has_records(self) -> bool:
        """Whether it was made of records, not by networkx of another graph."""
        return self._records is not None or self._whole is not None

    @property
    def records(self) -> Records:
        """The records that the graph is made of; raises InputError where it was made of another graph."""
        if self._records is None:
            if self._whole is None:
                raise InputError("this graph was made of another, and has its nodes and edges alone: ask the one that kg.load gave")
            self._records = self._whole()
        return self._records

    @property
    def statements(self) -> Records:
        """The actions, entities and regions of the records; bulletins and what is left out of them need not have been read."""
        return self._statements or self.records

    def with_edges(self) -> tuple[Action, ...]:
        """Return the actions that have edges: all but those judged wrong and, unless they were asked for, the unchecked."""
        if self.is_filled:
            keys = {key for *_, key in self.edges(keys=True)}
            return tuple(action for action in self.statements.actions if action.id in keys)
        wanted = {None, Rank.UNCHECKED} if self.unchecked else {None}
        return tuple(action for action in self.statements.actions if action.rank in wanted)

    def _content(self) -> nx.MultiDiGraph:
        from kg.graph.conversion import content

        return content(self.statements, self.with_edges())
