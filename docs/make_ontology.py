"""Makes docs/ontology.md from the ontology, the mapping and the shapes: `make docs`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph

from kg.rdf.mapping import ACTION, BULLETIN, COPY, ENTITY, JUDGEMENT, MEASURE, PART, POST, Field
from kg.rdf.namespaces import ONTOLOGY, PREFIXES, expand, shorten
from kg.resources import locate, ontology_files

PAGE = Path(__file__).with_name("ontology.md")

_RECORDS = {
    **{"Bulletin": BULLETIN, "Copy": COPY, "Entity": ENTITY, "Action": ACTION, "Measure": MEASURE, "Part": PART, "Post": POST},
    "Ruling": JUDGEMENT,
}
_KINDS, _TYPES = expand("aid:scheme-kind"), expand("aid:scheme-type")


class _Facts:
    """What some Turtle files say, by subject and prefixed property; literals with a language are told apart by it."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.of: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in (quad for path in paths for quad in pyoxigraph.parse(path=str(path))):
            if isinstance(quad.object, pyoxigraph.Literal | pyoxigraph.NamedNode):
                language = getattr(quad.object, "language", None)
                name = shorten(quad.predicate.value) + (f"@{language}" if language else "")
                self.of[str(quad.subject).strip("<>")][name].append(quad.object.value)

    def one(self, iri: str, name: str) -> str:
        return next(iter(self.of[iri][name]), "")

    def many(self, iri: str, name: str) -> str:
        return ", ".join(_code(value) for value in sorted(self.of[iri][name]))

    def both(self, iri: str, name: str) -> str:
        return "<br>".join(text for text in (self.one(iri, f"{name}@en"), self.one(iri, f"{name}@zh")) if text)

    def ours(self, kind: str) -> list[str]:
        found = [iri for iri, facts in self.of.items() if expand(kind) in facts["rdf:type"] and iri.startswith(PREFIXES["aid"])]
        return sorted(found, key=lambda iri: (iri.lower(), iri))


def _code(iri: str) -> str:
    return f"`{shorten(iri)}`"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    yield ""


def _meaning(facts: _Facts, iri: str) -> str:
    note = facts.both(iri, "skos:scopeNote")
    return facts.both(iri, "skos:definition") + (f"<br>*{note.replace('<br>', '*<br>*')}*" if note else "")


def _term(facts: _Facts, iri: str, *further: str) -> tuple[str, ...]:
    return _code(iri), facts.both(iri, "rdfs:label"), _meaning(facts, iri), f"“{facts.one(iri, 'skos:example@zh')}”", *further


_TERM = ("Term 术语", "Label 名称", "Meaning 含义", "Example 例")


def _classes(facts: _Facts) -> Iterator[str]:
    classes = facts.ours("owl:Class")
    kinds, types = ([iri for iri in classes if scheme in facts.of[iri]["skos:inScheme"]] for scheme in (_KINDS, _TYPES))
    yield from ("### Kinds of action 事项种类", "")
    yield "Each is a subclass of `aid:Action` and a concept of `aid:scheme-kind`. Its direct edge leads from each provider to each recipient."
    yield ""
    yield from _table((*_TERM, "Direct edge 直接关系"), (_term(facts, iri, facts.many(iri, "aid:directEdge")) for iri in kinds))
    yield from ("### Types of entity 实体类型", "")
    yield from _table((*_TERM, "Also 亦为"), (_term(facts, iri, facts.many(iri, "rdfs:subClassOf")) for iri in types))
    yield from ("### Other classes 其他类", "")
    rest = [iri for iri in classes if iri not in (*kinds, *types)]
    yield from _table((*_TERM, "Also 亦为"), (_term(facts, iri, facts.many(iri, "rdfs:subClassOf")) for iri in rest))


def _properties(facts: _Facts) -> Iterator[str]:
    edges = {edge for iri in facts.ours("owl:Class") for edge in facts.of[iri]["aid:directEdge"]}
    every = [*facts.ours("owl:ObjectProperty"), *facts.ours("owl:DatatypeProperty"), *facts.ours("owl:AnnotationProperty")]
    for title, chosen in (("Properties 属性", [p for p in every if p not in edges]), ("Direct edges 直接关系", [p for p in every if p in edges])):
        yield from (f"### {title}", "")
        rows = sorted(chosen, key=str.lower)
        yield from _table((*_TERM, "From → to 定义域 → 值域"), (_term(facts, iri, _reach(facts, iri)) for iri in rows))


def _reach(facts: _Facts, iri: str) -> str:
    return f"{facts.many(iri, 'rdfs:domain') or '–'} → {facts.many(iri, 'rdfs:range') or '–'}"


def _schemes(facts: _Facts) -> Iterator[str]:
    for scheme in facts.ours("skos:ConceptScheme"):
        values = sorted(iri for iri in facts.of if scheme in facts.of[iri]["skos:inScheme"])
        yield from (f"### {facts.both(scheme, 'rdfs:label').replace('<br>', ' ')} `{shorten(scheme)}`", "")
        yield from (facts.both(scheme, "skos:definition"), "")
        if scheme not in (_KINDS, _TYPES):
            heads = ("Concept 概念", "Key 键", *_TERM[1:])
            yield from _table(heads, ((_code(v), f"`{facts.one(v, 'skos:notation')}`", *_term(facts, v)[1:]) for v in values))


def _written(field: Field) -> str:
    values = f" `aid:scheme-{field.scheme}`" if field.scheme else ""
    return f"{field.form}{values}"


def _mapping() -> Iterator[str]:
    rows = ((f"`{record}.{f.name}`", f"`{f.predicate}`", _written(f)) for record, fields in _RECORDS.items() for f in fields)
    yield from _table(("Field 字段", "Property 属性", "Written as 写法"), rows)


def _shapes() -> Iterator[str]:
    facts = _Facts([locate("ontology/shapes/data.shacl.ttl")])
    shapes = sorted(iri for iri in facts.of if iri.startswith("https://w3id.org/assistance-kg/shapes#"))
    rows = ((f"`{iri.rpartition('#')[2]}`", facts.both(iri, "sh:message"), "warning" if facts.of[iri]["sh:severity"] else "") for iri in shapes)
    yield from _table(("Shape 形状", "Says 内容", ""), rows)


def _alignments() -> Iterator[str]:
    facts = _Facts(sorted(locate("ontology/alignments").glob("*.ttl")))
    for iri in sorted(i for i in facts.of if i.startswith(PREFIXES["aid"])):
        for match in ("skos:closeMatch", "skos:broadMatch", "skos:relatedMatch"):
            yield from (f"| {_code(iri)} | {match.removeprefix('skos:')} | <{other}> |" for other in sorted(facts.of[iri][match]))


def page() -> str:
    """Return the page in Markdown."""
    facts = _Facts(ontology_files())
    fixed = {
        "VERSION": facts.one(ONTOLOGY, "owl:versionInfo"),
        "DESCRIPTION": facts.both(ONTOLOGY, "dcterms:description").replace("<br>", "  \n"),
        "CHANGES": facts.both(ONTOLOGY, "skos:changeNote").replace("<br>", "  \n"),
        "CLASSES": "\n".join(_classes(facts)),
        "PROPERTIES": "\n".join(_properties(facts)),
        "SCHEMES": "\n".join(_schemes(facts)),
        "MAPPING": "\n".join(_mapping()),
        "SHAPES": "\n".join(_shapes()),
        "ALIGNMENTS": "\n".join(_alignments()),
    }
    text = Path(__file__).with_name("ontology.template.md").read_text(encoding="utf-8")
    for name, value in fixed.items():
        text = text.replace(f"{{{name}}}", value.strip())
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
