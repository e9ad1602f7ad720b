"""The graph as ``kg.load`` gives it: a networkx graph that knows the build it is of."""

from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.errors import InputError

if TYPE_CHECKING:
    import rdflib


class LoadedGraph(nx.MultiDiGraph):  # type: ignore[misc]  # networkx ships no types
    """A networkx graph of a build; what networkx makes of it (copies, subgraphs) is of no build any more."""

    path: Path | None = None

    def rdflib(self) -> "rdflib.Dataset":
        """Return the RDF of the build as an rdflib dataset, read-only: a graph for each bulletin, all of them together by default.

        Nothing is copied: rdflib reads the store itself, and SPARQL is answered by it. Of a graph that was read from a file, that
        file. Raises InputError where there is no build, KgError where rdflib is not installed.

        >>> import kg
        >>> dataset = kg.load("build").rdflib()
        >>> [str(name) for (name,) in dataset.query("SELECT ?name { id:place-510727 rdfs:label ?name }")]
        ['平武县']
        """
        from kg.store.dataset import open_dataset

        if self.path is None:
            raise InputError("this graph was made of another: take the RDF of the one that kg.load gave")
        return open_dataset(self.path)
