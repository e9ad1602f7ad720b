"""Turtle and TriG files; the same records give the same bytes."""

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


def _write(statements: Sequence[Quad] | Sequence[Triple], form: RdfFormat, path: Path) -> None:
    content = serialize(statements, format=form, prefixes=PREFIXES) or b""
    # The serializer writes the prefixes in an order that changes from run to run.
    lines = content.splitlines(keepends=True)
    prefixes = sorted(line for line in lines if line.startswith(b"@prefix "))
    path.write_bytes(b"".join([*prefixes, *(line for line in lines if not line.startswith(b"@prefix "))]))
