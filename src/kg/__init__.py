"""A knowledge graph of assistance relationships, from Chinese government bulletins."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["load"]


def load(folder: str | PathLike[str] = "build") -> "nx.MultiDiGraph":
    """Return the graph of a build, as ``kg.graph`` describes it; raises InputError where the folder is none.

    >>> import kg
    >>> kg.load("build").is_directed()
    True
    """
    # Imported late, so that `import kg` costs nothing.
    from kg.graph import to_networkx
    from kg.tables import read_records

    return to_networkx(read_records(Path(folder)))
