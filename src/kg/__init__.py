"""A knowledge graph of assistance relationships, from Chinese government bulletins."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.loaded import LoadedGraph

__all__ = ["build", "load"]


def build(
    *inputs: str | PathLike[str],
    out: str | PathLike[str] = "build",
    judgements: str | PathLike[str] | None = None,
    lexicon: str | PathLike[str] | None = None,
    unchecked: bool = False,
) -> "LoadedGraph":
    """Build the graph of some files and folders into ``out``, as ``kg build`` does, and return it as ``load`` does.

    What could not be used is told as a warning, a line for each. Raises OutputError where ``out`` is not a build of ours, InputError where
    nothing could be read.

    >>> import kg, pathlib
    >>> text = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金3600万元。"
    >>> written = pathlib.Path("news.txt").write_text(text, encoding="utf-8")
    >>> graph = kg.build("news.txt", out="news")
    >>> graph.money()[["provider", "yuan", "as_written"]].values.tolist()
    [['衢州市衢江区', 36000000, '3600万元']]
    """
    import warnings

    from kg import building

    judged, words = (Path(file) if file else None for file in (judgements, lexicon))
    built = building.build([Path(path) for path in inputs], Path(out), judgements=judged, lexicon=words)
    for error in built.errors:
        warnings.warn(str(error), stacklevel=2)
    return load(out, unchecked=unchecked)


def load(folder: str | PathLike[str] = "build", *, unchecked: bool = False) -> "LoadedGraph":
    """Return the graph of a build: a networkx graph, as ``kg.graph`` describes it, that answers questions.

    Raises InputError where the folder is no build.

    It may be read from the RDF of a build alone (``build/graph.trig``, ``.nq``, ``.jsonld``): several sides of one action are sorted there.
    With ``unchecked``, rows of registers that nobody has checked are edges, too; their attribute ``rank`` says so.

    >>> import kg
    >>> kg.load("build").is_directed()
    True
    """
    # Imported late, so that `import kg` costs nothing.
    from kg.graph.reading import read_graph

    path = Path(folder)
    graph = read_graph(path, unchecked=unchecked)
    graph.folder = path
    return graph
