"""Turtle, TriG, N-Quads and JSON-LD files; the same records give the same bytes."""

import json
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.rdf.namespaces import PREFIXES, expand, shorten
from kg.rdf.statements import rank_of
from kg.resources import locate


def write_trig(statements: Sequence[Quad], path: Path) -> None:
    """Write quads as TriG, one block for each graph."""
    _write(statements, RdfFormat.TRIG, path)


def write_turtle(statements: Sequence[Quad], path: Path) -> None:
    """Write quads as Turtle: all graphs as one, but for what has a lower rank, which would pass for the rest."""
    told = [q for q in statements if not rank_of(q)]
    triples = {(str(q.subject), str(q.predicate), str(q.object)): Triple(q.subject, q.predicate, q.object) for q in told}
    _write([triples[key] for key in sorted(triples)], RdfFormat.TURTLE, path)


def write_nquads(statements: Sequence[Quad], path: Path) -> None:
    """Write quads as N-Quads, one to a line."""
    path.write_bytes(serialize(statements, format=RdfFormat.N_QUADS) or b"")


def write_jsonld(statements: Sequence[Quad], path: Path) -> None:
    """Write quads, sorted as ``kg.rdf.quads`` has them, as JSON-LD with the context of ontology/context.jsonld in it: one line a subject."""
    context = json.loads(locate("ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    graphs = []
    for name, quads in groupby(statements, key=lambda q: str(q.graph_name).strip("<>")):
        nodes = [_to_node(subject, list(of)) for subject, of in groupby(quads, key=lambda q: str(q.subject).strip("<>"))]
        lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        graphs.append(f'{{"@id": {json.dumps(shorten(name))}, "@graph": [\n{lines}\n]}}')
    text = f'{{"@context": {json.dumps(context, indent=2)},\n"@graph": [\n' + ",\n".join(graphs) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _to_node(subject: str, quads: Sequence[Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _compact(subject)}
    for predicate, of in groupby(quads, key=lambda q: q.predicate.value):
        values = [_to_value(quad.object) for quad in of]
        if predicate == expand("rdf:type"):
            node["@type"] = [value["@id"] for value in values]
        else:
            node[shorten(predicate)] = values
    return node


def _compact(iri: str) -> str:
    """Return an IRI with its prefix; one that fits none, as it is."""
    return shorten(iri).strip("<>")


def _to_value(term: NamedNode | Literal | Any) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"@id": _compact(term.value)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == expand("xsd:string"):
        return {"@value": term.value}
    return {"@value": term.value, "@type": _compact(term.datatype.value)}


def to_turtle(triples: Sequence[Triple]) -> str:
    """Return triples as Turtle with the prefixes that it uses."""
    lines = _lines(triples, RdfFormat.TURTLE)
    body = "".join(line for line in lines if not line.startswith("@prefix "))
    used = set(re.findall(r"(\w+):", body))
    return "".join(line for line in lines if line.startswith("@prefix ") and line.split()[1][:-1] in used) + body


def _write(statements: Sequence[Quad] | Sequence[Triple], form: RdfFormat, path: Path) -> None:
    path.write_text("".join(_lines(statements, form)), encoding="utf-8", newline="\n")


def _lines(statements: Sequence[Quad] | Sequence[Triple], form: RdfFormat) -> list[str]:
    """Return the lines of a serialization, those of the prefixes sorted: the serializer's order of them changes from run to run."""
    content = serialize(statements, format=form, prefixes=PREFIXES) or b""
    lines = [line.decode() for line in content.splitlines(keepends=True)]
    return sorted(lines, key=lambda line: (0, line) if line.startswith("@prefix ") else (1, ""))
