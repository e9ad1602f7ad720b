"""The pages for people: the entrance, one thing, the ontology, the downloads, the query editor."""

import html
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from kg.rdf.namespaces import ONTOLOGY, PREFIXES, expand, shorten
from kg.rdf.vocabulary import Term, vocabulary
from kg.resources import ontology_files
from kg.serve.facts import Facts, property_name
from kg.serve.markup import both, el, link, page, text
from kg.serve.statements import card, statements_in
from kg.store.questions import questions

# As many statements are on one page.
STATEMENTS = 50
_HIDDEN = ("rdfs:label", "rdf:type", "aid:mention")
_PARTS = ("aid:provider", "aid:recipient", "aid:through", "aid:measure", "aid:evidence", "oa:hasSource", "dcterms:isPartOf")
_FORMS = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}


def home_page(build: Path, counts: dict[str, int]) -> str:
    """Return the entrance: what there is to look at, to ask and to take; ``counts`` of bulletins, registers, actions, entities and triples."""
    views = sorted((build / "views").glob("*.html"))
    looks = [_door(f"/views/{v.name}", v.stem, text("view_network") if v.stem == "network" else text("view_other", name=v.stem)) for v in views]
    looks += [_door("/report.html", "report", text("report"))] if (build / "report.html").is_file() else []
    asks = [_door("/query", "query", text("query_lead")), _door("/ontology", "ontology", text("ontology_lead"))]
    takes = [_door(f"/{path}", path.rpartition("/")[2], text(f"{path.rpartition('/')[2]}_lead")) for path in ("data", "sparql", ".well-known/void")]
    groups = (("look", looks), ("ask", asks), ("take", takes))
    sections = [el("section", el("h2", text(name)), el("ul", *doors, class_="doors")) for name, doors in groups]
    return page("Assistance graph 帮扶关系图谱", text("site"), text("home_lead", **counts), "\n".join(sections))


def _door(address: str, name: str, words: str) -> str:
    return el("li", link(address, el("strong", html.escape(name)), el("small", words)))


def missing_page(name: str) -> str:
    """Return what to say where there is nothing."""
    return page("404", text("missing"), text("missing_lead", name=name), el("section", link("/query", text("query")), " · ", link("/", text("site"))))


def thing_page(it: NamedNode, facts: Facts, *, offset: int) -> str:
    """Return all that is said of one thing, the statements from number ``offset`` on."""
    iri = it.value
    types = [facts.name(t) for t in facts.all(iri, "rdf:type") if t not in (expand("aid:Entity"), expand("aid:Action"))]
    found = [s for s in statements_in(facts) if s != iri]
    own = el("ul", card(facts, iri), class_="cards") if expand("aid:Action") in facts.all(iri, "rdf:type") else ""
    sections = [
        el("section", el("h2", text("facts")), own, el("div", el("table", *_facts(iri, facts), class_="facts"), class_="wide")),
        _said(facts, found, offset),
        *_incoming(iri, facts),
        el("section", el("h2", text("forms")), el("p", *_forms(it), class_="formats")),
    ]
    english = el("small", html.escape(", ".join(facts.texts(iri, "skos:altLabel", "en"))), class_="en", lang="en")
    heading = f"{facts.name(iri)}{english}{el('small', ' · '.join(types))}"
    title = facts.one(iri, "rdfs:label") or facts.one(iri, "dcterms:title") or shorten(iri)
    return page(title, heading, el("code", html.escape(iri)), "\n".join(filter(None, sections)))


def _facts(iri: str, facts: Facts) -> Iterator[str]:
    hidden = {expand(name) for name in _HIDDEN}
    for name in sorted(set(facts.of[iri]) - hidden, key=lambda n: (not n.startswith(PREFIXES["aid"]), n)):
        values = sorted(facts.shown(v) for v in facts.of[iri][name])
        yield el("tr", el("th", property_name(name)), el("td", el("ul", *(el("li", v) for v in values), class_="line")))


def _said(facts: Facts, found: Sequence[str], offset: int) -> str:
    shown, more = found[:STATEMENTS], len(found) > STATEMENTS
    if not shown and not offset:
        return ""
    count = text("statements_page", first=offset + 1, last=offset + len(shown)) if offset or more else text("statements_count", n=len(shown))
    turns = [link(f"?from={max(0, offset - STATEMENTS)}", text("previous", n=STATEMENTS))] if offset else []
    turns += [link(f"?from={offset + STATEMENTS}", text("next", n=STATEMENTS))] if more else []
    cards = el("ul", *(card(facts, s) for s in shown), class_="cards") if shown else el("p", text("no_statement"), class_="note")
    return el("section", el("h2", text("statements"), el("small", count)), cards, el("p", *turns, class_="turn") if turns else "")


def _incoming(iri: str, facts: Facts) -> Iterator[str]:
    """Yield what points to a thing otherwise than as a party or evidence of a statement."""
    parts = {expand(name) for name in _PARTS}
    by_name: dict[str, list[str]] = {}
    for subject, name in sorted(facts.pointing[iri]):
        if name not in parts:
            by_name.setdefault(name, []).append(subject)
    rows = [
        el("tr", el("th", property_name(name)), el("td", el("ul", *(el("li", v) for v in facts.linked(subjects)), class_="line")))
        for name, subjects in by_name.items()
    ]
    if rows:
        yield el("section", el("h2", text("incoming")), el("div", el("table", *rows, class_="facts"), class_="wide"))


def _forms(it: NamedNode) -> list[str]:
    name = it.value.removeprefix(PREFIXES["id"])
    return [link(f"/entity/{name}.{form}", html.escape(words), rel="alternate") for form, words in _FORMS.items()]


def ontology_page() -> str:
    """Return the terms of the ontology, each at its own name: /ontology#provider."""
    facts = Facts(ontology_data("nt"))
    terms = {iri: term for iri, term in vocabulary().terms.items() if iri.startswith(PREFIXES["aid"])}
    kinds = {k.iri for k in vocabulary().kinds.values()}
    types = {t.iri for t in vocabulary().types.values()}
    values = {iri for iri in terms if {expand("skos:Concept"), expand("skos:ConceptScheme")} & set(facts.all(iri, "rdf:type"))} - kinds - types
    classes = {iri for iri in terms if expand("owl:Class") in facts.all(iri, "rdf:type")} - kinds - types
    groups = {"kinds": kinds, "types": types, "classes": classes, "properties": set(terms) - kinds - types - values - classes, "schemes": values}
    sections = [_terms(name, [terms[iri] for iri in sorted(chosen & set(terms), key=str.lower)], facts) for name, chosen in groups.items()]
    lead = f"{text('ontology_of', n=len(terms))} · " + " · ".join(link(f"/ontology.{form}", html.escape(name)) for form, name in _FORMS.items())
    title = both(*("".join(facts.texts(ONTOLOGY, "dcterms:title", language)) for language in ("zh", "en")))
    return page("Ontology 本体", title, lead, "\n".join(sections))


def _terms(name: str, terms: Iterable[Term], facts: Facts) -> str:
    heads = el("tr", *(el("th", text(head)) for head in ("term", "label", "meaning", "example")))
    rows = [
        el(
            "tr",
            el("td", html.escape(shorten(term.iri)), class_="term"),
            el("td", both(term.label.zh, term.label.en)),
            el("td", el("p", both(term.definition.zh, term.definition.en)), class_="meaning"),
            el("td", html.escape(facts.one(term.iri, "skos:example"))),
            id=term.iri.removeprefix(PREFIXES["aid"]),
        )
        for term in terms
    ]
    return el("section", el("h2", text(name), el("small", str(len(rows)))), el("div", el("table", heads, *rows), class_="wide"))


def ontology_data(form: str) -> bytes:
    """Return the ontology with its schemes in one of the forms of graphs."""
    forms = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
    triples = (quad.triple for path in ontology_files() for quad in parse(path=str(path), format=RdfFormat.TURTLE))
    return serialize(triples, format=forms[form], prefixes=PREFIXES) or b""


def data_page(files: Iterable[tuple[str, int]]) -> str:
    """Return the list of downloads, each with its size."""
    heads = el("tr", el("th", text("file")), el("th", text("size"), class_="n"))
    rows = [el("tr", el("td", link(f"/data/{name}", html.escape(name))), el("td", f"{size:,}", class_="n")) for name, size in files]
    return page("Data 数据", text("data"), text("data_lead"), el("section", el("table", heads, *rows)))


def query_page() -> str:
    """Return the query editor with the named questions as examples and the terms for its completion."""
    terms = [{"iri": t.iri, "zh": t.label.zh, "en": t.label.en} for t in vocabulary().terms.values()]
    asked = [{"name": q.name, "zh": q.zh, "en": q.en, "query": q.query} for q in questions().values()]
    payload = json.dumps({"prefixes": PREFIXES, "terms": terms, "questions": asked}, ensure_ascii=False).replace("<", "\\u003c")
    parts = {"payload": payload, "examples": text("examples"), "about": text("examples_lead")}
    return page("SPARQL", text("query"), text("query_lead"), "", template="query.html", **parts)
