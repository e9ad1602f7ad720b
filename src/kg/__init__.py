"""A knowledge graph of assistance relationships, from Chinese government bulletins."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.loaded import LoadedGraph

__all__ = ["load"]


def load(folder: str | PathLike[str] = "build", *, unchecked: bool = False) -> "LoadedGraph":
    """Return the graph of a build, as ``kg.graph`` describes it, for networkx and, by its ``rdflib()``, for rdflib.

    Raises InputError where the folder is no build.

    It may be read from the RDF of a build alone (``build/graph.trig``, ``.nq``, ``.jsonld``): several sides of one action are sorted there.
    With ``unchecked``, rows of registers that nobody has checked are edges, too; their attribute ``rank`` says so.

    >>> import kg
    >>> kg.load("build").is_directed()
    True
    """
    # Imported late, so that `import kg` costs nothing.
    from kg.graph import to_networkx
    from kg.rdf.read import read_rdf
    from kg.tables import read_records

    path = Path(folder)
    graph = to_networkx(read_rdf(path) if path.is_file() else read_records(path), unchecked=unchecked)
    graph.path = path
    return graph
