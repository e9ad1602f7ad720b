"""The graph as GraphML, for Gephi and every other program that draws or measures networks.

What Gephi's reader asks for (ImporterGraphML and the container that it fills, sources of 0.11-SNAPSHOT); a test holds each rule on real output and on
hostile names. Run on the file of a build, these two classes report nothing but parallel edges and give back every value as it was written
(their one quirk: INF within a value becomes Infinity).

- The encoding is taken from the XML declaration; without one, a file that begins in ASCII is read in the system's encoding.
- A key is ``for`` node or edge, and its type one that Gephi knows (boolean, int, long, float, double, string, …), or it is dropped.
- Key ids become column ids, in lower case: unique in that form, and none that Gephi has itself (id, timeset, interval).
- ``label`` and ``weight`` are properties; so are x, y, z, size, r, g, b and color, which no key may be called by accident.
- An edge of weight 0 is removed; one whose id was there before is dropped: each edge of an action needs an id of its own.
- An edge to a node that is not declared creates one. A node without an id is dropped; ids hold no blanks.
- Text arrives in pieces, one for each reference (``&lt;``), and pieces of blanks alone are dropped: hence CDATA, and no line breaks.
- Edges with the same ends are merged, unless the attribute ``label`` of their elements tells them apart: it is the kind here. On import, the
  merge strategy "Sum" makes an edge for each kind, its weight the number of statements, its other values those of the last one; "Don't
  merge" keeps each statement.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import networkx as nx

from kg.rdf import vocabulary

MONEY = "元"

Value = str | int | float | None
Attributes = dict[str, Any]
Column = tuple[str, str, Callable[[Attributes], Value]]

# What XML 1.0 cannot hold, and what ends a line; each becomes a blank, so that offsets within a quote stay right.
_UNSAFE = re.compile("[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u2028\u2029]")


def write_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the graph of ``to_networkx``; the same graph gives the same bytes.

    ``weight`` is 1, so that weights count statements. ``yuan`` is the money of an edge that may be added up over all edges of one status;
    what an action gives to several parties together stands in ``joint_yuan`` on the edge of each, and must not be. ``figures`` has every
    figure as written.
    """
    columns = {"node": _node_columns(graph), "edge": _edge_columns(graph)}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        for scope, held in columns.items():
            file.writelines(f'  <key id="{scope}_{name}" for="{scope}" attr.name="{name}" attr.type="{form}"/>\n' for name, form, _ in held)
        file.write('  <graph edgedefault="directed">\n')
        for node, attributes in graph.nodes(data=True):
            file.write(f"    <node id={_attribute(node)}>\n")
            file.writelines(_data("node", columns["node"], {"node": node, **attributes}))
            file.write("    </node>\n")
        for source, target, key, attributes in graph.edges(keys=True, data=True):
            ends = f"source={_attribute(source)} target={_attribute(target)} label={_attribute(attributes['kind'])}"
            file.write(f"    <edge id={_attribute(f'{key}.{source}.{target}')} {ends}>\n")
            file.writelines(_data("edge", columns["edge"], attributes))
            file.write("    </edge>\n")
        file.write("  </graph>\n</graphml>\n")


def _data(scope: str, columns: list[Column], attributes: Attributes) -> Iterator[str]:
    for name, _, value_of in columns:
        value = value_of(attributes)
        text = "" if value is None else _clean(str(value))
        if text.strip():
            yield f'      <data key="{scope}_{name}">{_escaped(text)}</data>\n'


def _clean(text: str) -> str:
    return _UNSAFE.sub(" ", text)


def _escaped(text: str) -> str:
    """Return text as character data in one piece: references would cut it into several, and a blank between two of them would be lost."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>" if re.search("[&<>]", text) else text


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _plain(name: str, form: str = "string") -> Column:
    return name, form, lambda attributes: attributes[name]


def _node_columns(graph: nx.MultiDiGraph) -> list[Column]:
    """Return what is said of a node: name, type and how to make the value."""
    return [
        ("label", "string", lambda d: d["name"] or d["node"]),
        *(_plain(name) for name in ("type", "level", "code", "parent", "english")),
        ("within", "string", lambda d: graph.nodes[d["parent"]]["name"] if d["parent"] in graph else None),
        ("aliases", "string", lambda d: "；".join(d["aliases"])),
        *(_plain(name, "double") for name in ("lat", "lon")),
        *(_plain(name, "int") for name in ("valid_from", "valid_to")),
        ("mentions", "int", lambda d: len(d["mentions"])),
    ]


def _edge_columns(graph: nx.MultiDiGraph) -> list[Column]:
    """Return what is said of an edge: name, type and how to make the value."""
    return [
        ("label", "string", _label),
        ("weight", "double", lambda d: 1.0),
        *(_plain(name) for name in ("action", "kind", "status", "programme", "about", "period", "coverage", "rank")),
        ("sector", "string", lambda d: "；".join(d["sector"])),
        ("figures", "string", _figures),
        ("yuan", "double", lambda d: None if _is_joint(d) else _yuan(d)),
        ("joint_yuan", "double", lambda d: _yuan(d) if _is_joint(d) else None),
        ("through", "string", lambda d: "、".join(graph.nodes[body]["name"] for body in d["through"])),
        *(_plain(name) for name in ("quote", "bulletin")),
        *(_plain(name, "int") for name in ("start", "end")),
        _plain("section"),
    ]


def _label(attributes: Attributes) -> str:
    kind = vocabulary().kinds.get(attributes["kind"])
    return " ".join(filter(None, [kind.label.zh if kind else attributes["kind"], _figures(attributes)]))


def _figures(attributes: Attributes) -> str:
    return "；".join(measure.evidence.quote for measure in attributes["measures"])


def _is_joint(attributes: Attributes) -> bool:
    return len(attributes["provider"]) > 1 or len(attributes["recipient"]) > 1


def _yuan(attributes: Attributes) -> float | None:
    """Return an action's money, without what only repeats or makes up another figure; of a range, the lower end."""
    counted = [measure.value for measure in attributes["measures"] if measure.unit == MONEY and measure.counts_in_totals]
    return float(sum(counted)) if counted else None
