"""A build, or a file of RDF -> its graph."""

from functools import partial
from pathlib import Path

from kg.graph.conversion import to_networkx
from kg.graph.loaded import LoadedGraph
from kg.index import open_index
from kg.index.parts import read_all
from kg.tables import read_records


def read_graph(path: Path, *, unchecked: bool = False) -> LoadedGraph:
    """Return the graph of a build, which reads what it is asked for by its index; without one, or from a file of RDF, all is read at once."""
    if path.is_file():
        from kg.rdf.read import read_rdf

        return to_networkx(read_rdf(path), unchecked=unchecked)
    index = open_index(path, unchecked=unchecked)
    if index is None:
        return to_networkx(read_records(path), unchecked=unchecked)
    return LoadedGraph.over(partial(read_all, index), index=index, unchecked=unchecked)
