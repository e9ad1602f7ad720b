"""Checks RDF against ontology/shapes with SHACL."""

from dataclasses import dataclass
from pathlib import Path

from kg.rdf.namespaces import expand
from kg.resources import locate, ontology_files


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a shape: both as IRIs, with the shape's message and the value that is wrong."""

    node: str
    shape: str
    message: str
    value: str = ""


def validate(path: Path) -> list[Violation]:
    """Return what in a Turtle file breaks the shapes, sorted; the ontology tells which class is part of which."""
    # Imported late: half a second that a build and a query need not wait for.
    import pyshacl
    from rdflib import Graph, URIRef
    from rdflib.term import Node

    data = Graph()
    data.parse(path)
    shapes = Graph().parse(locate("ontology/shapes/data.shacl.ttl"))
    ontology = Graph()
    for file in ontology_files():
        ontology.parse(file)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none", advanced=False)
    assert isinstance(report, Graph)

    def text(result: Node, name: str) -> str:
        value = report.value(result, URIRef(expand(name)))
        return "" if value is None else str(value)

    found = report.subjects(URIRef(expand("sh:focusNode")))
    names = ("sh:focusNode", "sh:sourceShape", "sh:resultMessage", "sh:value")
    return sorted((Violation(*(text(result, name) for name in names)) for result in found), key=lambda v: (v.node, v.shape, v.message))
