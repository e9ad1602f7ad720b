"""Turtle and TriG files; the same records give the same bytes."""

import re
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.rdf.namespaces import PREFIXES


def write_trig(statements: Sequence[Quad], path: Path) -> None:
    """Write quads as TriG, one block for each graph."""
    _write(statements, RdfFormat.TRIG, path)


def write_turtle(statements: Sequence[Quad], path: Path) -> None:
    """Write quads as Turtle: all graphs as one."""
    triples = {(str(q.subject), str(q.predicate), str(q.object)): Triple(q.subject, q.predicate, q.object) for q in statements}
    _write([triples[key] for key in sorted(triples)], RdfFormat.TURTLE, path)


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
