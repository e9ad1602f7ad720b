"""What the ontology declares: kinds, types and values with their labels in both languages, read from ontology/assistance.ttl and ontology/schemes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import pyoxigraph

from kg.errors import QueryError, nearest
from kg.rdf.namespaces import expand
from kg.resources import ontology_files


@dataclass(frozen=True, slots=True)
class Label:
    """One text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or concept; ``notation`` is the key that the records use for it, if any, ``also`` what else texts call it in Chinese."""

    iri: str
    label: Label
    definition: Label
    notation: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind(Term):
    """A kind of action; ``edge`` is the property that links its providers to its recipients directly."""

    edge: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms by what they are for; keys are those of the records. ``schemes`` holds the values of status, sector, bound and the like."""

    kinds: dict[str, Kind]
    types: dict[str, Term]
    schemes: dict[str, dict[str, Term]]
    terms: dict[str, Term]


_Facts = dict[str, dict[str, list[pyoxigraph.Literal | pyoxigraph.NamedNode]]]


def _facts(paths: Sequence[Path]) -> _Facts:
    facts: _Facts = defaultdict(lambda: defaultdict(list))
    for quad in chain.from_iterable(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE) for path in paths):
        if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(quad.object, pyoxigraph.Literal | pyoxigraph.NamedNode):
            facts[quad.subject.value][quad.predicate.value].append(quad.object)
    return facts


def _label(values: list[pyoxigraph.Literal | pyoxigraph.NamedNode]) -> Label:
    texts = {v.language: v.value for v in values if isinstance(v, pyoxigraph.Literal)}
    return Label(texts.get("zh", ""), texts.get("en", ""))


def read_vocabulary(*paths: Path) -> Vocabulary:
    """Return the vocabulary that the files of an ontology declare."""
    facts = _facts(paths)
    kinds: dict[str, Kind] = {}
    types: dict[str, Term] = {}
    schemes: dict[str, dict[str, Term]] = {}
    terms: dict[str, Term] = {}
    for iri in sorted(facts):
        about = facts[iri]
        label, definition = _label(about[expand("rdfs:label")]), _label(about[expand("skos:definition")])
        if not (label.zh or label.en):
            continue
        notation = next((v.value for v in about[expand("skos:notation")]), "")
        above = {v.value for v in about[expand("rdfs:subClassOf")]}
        also = tuple(sorted(v.value for v in about[expand("skos:altLabel")]))
        terms[iri] = Term(iri, label, definition, notation, also)
        if notation and expand("aid:Action") in above:
            edge = next((v.value for v in about[expand("aid:directEdge")]), "")
            kinds[notation] = Kind(iri, label, definition, notation, also, edge)
        elif notation and expand("aid:Entity") in above:
            types[notation] = terms[iri]
        for scheme in about[expand("skos:inScheme")]:
            schemes.setdefault(scheme.value.rpartition("scheme-")[2], {})[notation] = terms[iri]
    return Vocabulary(kinds, types, schemes, terms)


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the ontology that ships with the package, read once."""
    return read_vocabulary(*ontology_files())


def key_of(terms: Mapping[str, Term], name: str, what: str) -> str:
    """Return the key of a term by its key or its label in either language; raises QueryError, with the nearest, where there is none."""
    known = {word: key for key, term in terms.items() for word in (key, term.label.en.lower(), term.label.zh)}
    found = known.get(name) or known.get(name.lower())
    if not found:
        raise QueryError(f"{name} is no {what}: {nearest(name, known) or 'it is one of ' + ', '.join(sorted(terms))}")
    return found
