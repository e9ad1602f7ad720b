"""The network of a build as GraphML and, from it, as GEXF."""

import re
from pathlib import Path

import networkx as nx

from kg.graph import write_graphml
from kg.graph.reading import read_graph

# In GEXF these tell from when to when something is there; ours count characters.
_OFFSETS = {"start": "quote_start", "end": "quote_end"}


def write_network(build: Path, path: Path, *, unchecked: bool) -> None:
    """Write the statements of a build as GraphML, as ``kg.load`` has them: with what is unchecked only where that is asked for."""
    write_graphml(read_graph(build, unchecked=unchecked), path)


def write_gexf(build: Path, path: Path, *, unchecked: bool) -> None:
    """Write GEXF 1.2 as networkx does, without the day on which it was written: the same build gives the same bytes."""
    write_network(build, path, unchecked=unchecked)
    graph = nx.read_graphml(path, force_multigraph=True)
    for *_, said in graph.edges(data=True):
        for name, other in _OFFSETS.items():
            if name in said:
                said[other] = said.pop(name)
        said.pop("id", None)
    text = "\n".join(nx.generate_gexf(graph))
    path.write_text(re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1) + "\n", encoding="utf-8", newline="\n")
