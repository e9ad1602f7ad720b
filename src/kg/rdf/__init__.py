"""The records as RDF: the vocabulary, the mapping, the writers, the shapes."""

from kg.rdf.statements import quads
from kg.rdf.validation import Violation, validate, validate_ontology
from kg.rdf.vocabulary import Kind, Label, Vocabulary, vocabulary
from kg.rdf.write import write_jsonld, write_nquads, write_trig, write_turtle

__all__ = [
    "Kind",
    "Label",
    "Violation",
    "Vocabulary",
    "quads",
    "validate",
    "validate_ontology",
    "vocabulary",
    "write_jsonld",
    "write_nquads",
    "write_trig",
    "write_turtle",
]
