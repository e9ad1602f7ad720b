"""What is said of the graphs themselves: of each what it holds, what it was made from and by which version; of all, what there is how often."""

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from pyoxigraph import Literal, NamedNode

from kg.model import Bulletin
from kg.rdf.namespaces import ONTOLOGY, PREFIXES, shorten
from kg.rdf.terms import Statement, graph, literal, node, thing
from kg.rdf.vocabulary import vocabulary

CATALOGUE = "catalogue"
FORMS = {"trig": "application/trig", "ttl": "text/turtle", "nq": "application/n-quads", "jsonld": "application/ld+json"}

_TITLES = {
    "places": ("Places that the bulletins name, and those they lie in", "简报提到的地方及其上级"),
    "derived": ("Direct edges, derived from the actions, and the parts of bodies, from their names", "由事项推出的直接关系，由名称推出的组织隶属"),
    "derived-rejected": ("Direct edges, derived from what was judged wrong", "由判定有误的事项推出的直接关系"),
    "derived-unchecked": ("Direct edges, derived from what is unchecked", "由未核实事项推出的直接关系"),
    "judgements": ("What somebody has judged of statements and names, with who, when and why", "对事项和名称的人工判定，附判定人、日期和理由"),
    "judgements-unchecked": ("What somebody has judged of statements that are unchecked still", "对仍未核实的事项的人工判定"),
}
_DATASET = thing("dataset")


def describe_graph(name: str, bulletin: Bulletin | None) -> Iterator[Statement]:
    """Yield the description of one graph, which stands in it: whoever drops the graph drops this with it.

    The bulletin that it was derived from has the source, the date and the SHA-256 of the file.
    """
    subject = graph(name)
    yield subject, node("rdf:type"), node("dcat:Dataset")
    yield subject, node("rdf:type"), node("prov:Entity")
    yield subject, node("prov:wasGeneratedBy"), _build()
    if bulletin is not None:
        yield subject, node("prov:wasDerivedFrom"), thing(bulletin.id)
        rank = name.removeprefix(bulletin.id).removeprefix("-")
        told = f"（{vocabulary().schemes['rank'][rank].label.zh}）" if rank else ""
        yield subject, node("dcterms:title"), literal("chinese", (bulletin.title or bulletin.id) + told)
    else:
        yield from _titles(subject, *_TITLES[name])


def _build() -> NamedNode:
    return thing(f"build-{version('assistance-kg')}")


def _titles(subject: NamedNode, en: str, zh: str) -> Iterator[Statement]:
    yield subject, node("dcterms:title"), literal("english", en)
    yield subject, node("dcterms:title"), literal("chinese", zh)


def describe_dataset(graphs: Sequence[str], statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the description of all graphs together; ``statements`` are theirs, each once, which are counted."""
    yield _DATASET, node("rdf:type"), node("dcat:Dataset")
    yield _DATASET, node("rdf:type"), node("void:Dataset")
    yield from _titles(_DATASET, "Who assists whom, as bulletins state it", "简报所载的帮扶关系")
    yield _DATASET, node("void:vocabulary"), NamedNode(ONTOLOGY)
    yield _DATASET, node("void:uriSpace"), Literal(PREFIXES["id"])
    yield _DATASET, node("prov:wasGeneratedBy"), _build()
    for name in graphs:
        yield _DATASET, node("void:subset"), graph(name)
    yield from _counts(statements)
    yield from _software()
    for form, media in FORMS.items():
        file = thing(f"dataset-{form}")
        yield _DATASET, node("dcat:distribution"), file
        yield file, node("rdf:type"), node("dcat:Distribution")
        yield file, node("dcterms:title"), Literal(f"graph.{form}")
        yield file, node("dcat:mediaType"), NamedNode(f"https://www.iana.org/assignments/media-types/{media}")


def _software() -> Iterator[Statement]:
    number = version("assistance-kg")
    program = thing(f"software-{number}")
    yield _build(), node("rdf:type"), node("prov:Activity")
    yield _build(), node("prov:wasAssociatedWith"), program
    yield program, node("rdf:type"), node("prov:SoftwareAgent")
    yield program, node("dcterms:title"), Literal("assistance-kg")
    yield program, node("schema:softwareVersion"), Literal(number)


def _counts(statements: Sequence[Statement]) -> Iterator[Statement]:
    yield _DATASET, node("void:triples"), literal("integer", len(statements))
    yield _DATASET, node("void:distinctSubjects"), literal("integer", len({s.value for s, _, _ in statements}))
    is_a = node("rdf:type")
    for name, count in sorted(Counter(p.value for _, p, _ in statements).items()):
        part = thing(f"dataset-property-{shorten(name).replace(':', '-')}")
        yield _DATASET, node("void:propertyPartition"), part
        yield part, node("void:property"), NamedNode(name)
        yield part, node("void:triples"), literal("integer", count)
    for name, count in sorted(Counter(o.value for _, p, o in statements if p == is_a).items()):
        part = thing(f"dataset-class-{shorten(name).replace(':', '-')}")
        yield _DATASET, node("void:classPartition"), part
        yield part, node("void:class"), NamedNode(name)
        yield part, node("void:entities"), literal("integer", count)
