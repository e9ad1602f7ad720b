"""Checks RDF against ontology/shapes with SHACL.

The engine is shacl-rust: for 212,000 statements it takes 4 seconds, half as long as the next of four others, where pySHACL takes 289
(benchmarks/README.md), and finds what that finds in every example of ontology/examples. Two things differ: it lets pass what cannot be
compared, a number and a text, as in order, and it reads no sequence of properties within a choice of them. No shape rests on either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph

from kg.rdf.namespaces import expand
from kg.rdf.vocabulary import Label
from kg.resources import locate, ontology_files


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a shape: both as IRIs, with the shape's message and the value that is wrong.

    A ``warning`` says what is worth a look and may be right all the same.
    """

    node: str
    shape: str
    message: Label = field(compare=False)
    value: str = ""
    warning: bool = False


def validate(path: Path) -> list[Violation]:
    """Return what in a Turtle file breaks the shapes of the data, sorted; the ontology tells which class is part of which."""
    return _validate((path, *ontology_files()), "data")


def validate_ontology(*paths: Path) -> list[Violation]:
    """Return what in the files of an ontology breaks the shapes of its style, sorted."""
    return _validate(paths, "style")


def _validate(files: Sequence[Path], shapes: str) -> list[Violation]:
    # Imported late: a query need not wait for it.
    import shacl_rust

    data = "\n".join(file.read_text(encoding="utf-8") for file in files)
    report = shacl_rust.validate(data, _shapes_file(shapes).read_text(encoding="utf-8"))
    messages = _messages(shapes)
    found = {
        (node, shape, _plain(result.get("value") or ""), result["severity"] != f"<{expand('sh:Violation')}>")
        for result in report["results"]
        for node, shape in [(_plain(result["focusNode"]), _plain(result["sourceShape"]))]
    }
    return [Violation(node, shape, messages[shape], value, warning) for node, shape, value, warning in sorted(found)]


def _shapes_file(name: str) -> Path:
    return locate(f"ontology/shapes/{name}.shacl.ttl")


@cache
def _messages(shapes: str) -> dict[str, Label]:
    """Return what each shape says, in both languages: the engine tells the messages without their languages."""
    said: dict[str, dict[str, str]] = {}
    for quad in pyoxigraph.parse(path=str(_shapes_file(shapes))):
        if quad.predicate.value == expand("sh:message") and isinstance(quad.object, pyoxigraph.Literal):
            said.setdefault(str(quad.subject).strip("<>"), {})[quad.object.language or ""] = quad.object.value
    return {shape: Label(texts["zh"], texts["en"]) for shape, texts in said.items()}


def _plain(term: str) -> str:
    """Return an IRI or the text of a literal from how N-Triples writes it; nothing from nothing."""
    if not term:
        return ""
    quad = next(iter(pyoxigraph.parse(f"<x:s> <x:p> {term} .", format=pyoxigraph.RdfFormat.N_TRIPLES)))
    return quad.object.value if not isinstance(quad.object, pyoxigraph.Triple) else term
