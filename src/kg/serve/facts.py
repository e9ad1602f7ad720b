"""A small graph that a page is made of: what is said of each node, and how nodes and values are shown."""

import html
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.rdf.namespaces import PREFIXES, expand, shorten
from kg.rdf.vocabulary import vocabulary
from kg.serve.markup import both, link

Value = NamedNode | Literal | BlankNode | Triple


class Facts:
    """The statements of a graph in N-Triples, by subject and property."""

    def __init__(self, triples: bytes) -> None:
        self.of: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        self.pointing: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for triple in parse(triples, format=RdfFormat.N_TRIPLES):
            if not isinstance(triple.subject, NamedNode):
                continue
            subject, name, value = triple.subject.value, triple.predicate.value, triple.object
            if value not in self.of[subject][name]:
                self.of[subject][name].append(value)
                if isinstance(value, NamedNode):
                    self.pointing[value.value].append((subject, name))

    def all(self, subject: str, name: str) -> list[str]:
        """Return the values of a property, given by its prefixed name, as text: IRIs and literals alike."""
        return sorted(v.value for v in self._values(subject, name) if isinstance(v, NamedNode | Literal))

    def _values(self, subject: str, name: str) -> list[Value]:
        return self.of[subject].get(expand(name), []) if subject in self.of else []

    def one(self, subject: str, name: str) -> str:
        return next(iter(self.all(subject, name)), "")

    def name(self, iri: str) -> str:
        """Return what a node is called, as markup in both languages: by a label, a title, the ontology, its prefixed name."""
        term = vocabulary().terms.get(iri)
        if term is not None:
            return both(term.label.zh, term.label.en)
        labels = [v for name in ("rdfs:label", "dcterms:title") for v in self._values(iri, name) if isinstance(v, Literal)]
        texts = {v.language or "": v.value for v in reversed(labels)}
        if texts:
            return both(texts.get("zh", ""), texts.get("en", "")) if "zh" in texts or "en" in texts else both(*[next(iter(texts.values()))] * 2)
        return f"<code>{html.escape(shorten(iri).strip('<>'))}</code>"

    def shown(self, value: Value) -> str:
        """Return a value as markup: a link to what it stands for, a text, a number."""
        if isinstance(value, NamedNode):
            address = address_of(value.value)
            return link(address, self.name(value.value)) if address else self.name(value.value)
        return f"<bdi>{html.escape(value.value if isinstance(value, Literal) else str(value))}</bdi>"

    def texts(self, subject: str, name: str, language: str) -> list[str]:
        """Return the texts of a property in one language."""
        return sorted(v.value for v in self._values(subject, name) if isinstance(v, Literal) and v.language == language)

    def linked(self, iris: Sequence[str]) -> list[str]:
        return [self.shown(NamedNode(iri)) for iri in iris]


def address_of(iri: str) -> str:
    """Return where this server has something about an IRI, the IRI itself where it is another's; nothing for what no browser opens."""
    if iri.startswith(PREFIXES["id"]):
        return "/entity/" + quote(iri.removeprefix(PREFIXES["id"]))
    if iri.startswith(PREFIXES["graph"]):
        return "/graph/" + quote(iri.removeprefix(PREFIXES["graph"]))
    if iri.startswith(PREFIXES["aid"]):
        return "/ontology#" + quote(iri.removeprefix(PREFIXES["aid"]))
    return iri if iri.startswith(("http://", "https://")) else ""


@cache
def property_name(iri: str) -> str:
    """Return the label of a property of the ontology, the prefixed name of another's, as markup."""
    term = vocabulary().terms.get(iri)
    if term is None:
        return f"<code>{html.escape(shorten(iri).strip('<>'))}</code>"
    return link(address_of(iri), both(term.label.zh, term.label.en))
