"""The network of a build as GEXF, from its GraphML."""

import re
from pathlib import Path

import networkx as nx

# In GEXF these tell from when to when something is there; ours count characters.
_OFFSETS = {"start": "quote_start", "end": "quote_end"}


def write_gexf(graphml: Path, path: Path) -> None:
    """Write GEXF 1.2 as networkx does, without the day on which it was written: the same build gives the same bytes."""
    graph = nx.read_graphml(graphml, force_multigraph=True)
    for *_, said in graph.edges(data=True):
        for name, other in _OFFSETS.items():
            if name in said:
                said[other] = said.pop(name)
        said.pop("id", None)
    text = "\n".join(nx.generate_gexf(graph))
    path.write_text(re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1) + "\n", encoding="utf-8", newline="\n")
