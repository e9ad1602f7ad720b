"""RDF as ``kg.rdf.quads`` makes it -> the records, from that alone.

What the graph does not hold is not there: texts, blocks and origins of bulletins, extents of articles, merges, refusals. RDF keeps no order:
the sides and sectors of an action are sorted by id, evidence and figures by where they stand, judgements by their days, actions and
figures left out as they are read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_origin

import pyoxigraph

from kg.errors import InputError
from kg.model import (
    Action,
    Article,
    Bound,
    Bulletin,
    Copy,
    Coverage,
    Entity,
    EntityType,
    Evidence,
    LeftOut,
    Level,
    Measure,
    Rank,
    Records,
    Role,
    Ruling,
    Status,
    Verdict,
)
from kg.rdf.mapping import ACTION, BULLETIN, COPY, CORRECTED, ENTITY, JUDGEMENT, MEASURE, Field
from kg.rdf.namespaces import PREFIXES, expand
from kg.rdf.terms import LANGUAGES
from kg.rdf.vocabulary import Term, Vocabulary, vocabulary

_Node = pyoxigraph.NamedNode | pyoxigraph.Literal
_Record = TypeVar("_Record")
_FORMATS = {
    "trig": pyoxigraph.RdfFormat.TRIG,
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
_ENUMERATIONS: dict[str, Callable[[str], str]] = {
    **{"status": Status, "coverage": Coverage, "bound": Bound, "role": Role, "level": Level, "rank": Rank, "verdict": Verdict},
}


def read_rdf(path: Path, *, words: Vocabulary | None = None) -> Records:
    """Return the records of a TriG, Turtle, N-Quads or JSON-LD file; raises InputError where it is none, or none of ours."""
    form = _FORMATS.get(path.suffix.removeprefix("."))
    if form is None:
        raise InputError(f"{path} is no RDF that can be read: name a file that ends in {', '.join(f'.{f}' for f in _FORMATS)}")
    try:
        return _Reader(pyoxigraph.parse(path=str(path), format=form), words or vocabulary()).records()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): make it with kg build") from error
    except (SyntaxError, KeyError, ValueError, IndexError) as error:
        raise InputError(f"{path} is not what kg writes ({error}): make it anew with kg build") from error


class _Reader:
    def __init__(self, quads: Iterable[pyoxigraph.Quad], words: Vocabulary) -> None:
        self.words = words
        self.facts: dict[str, dict[str, dict[_Node, None]]] = defaultdict(lambda: defaultdict(dict))
        for quad in quads:
            if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(quad.object, _Node):
                self.facts[quad.subject.value][quad.predicate.value][quad.object] = None
        self.things: dict[str, list[str]] = defaultdict(list)
        for subject in sorted(self.facts):
            for kind in self.facts[subject][expand("rdf:type")]:
                self.things[kind.value].append(subject)

    def records(self) -> Records:
        entities = self._all("aid:Entity", self._entity)
        actions = sorted(self._all("aid:Action", self._action), key=lambda a: _place(a.evidence[0]))
        left_out = sorted(self._all("aid:LeftOut", self._left_out), key=lambda x: _place(x.evidence))
        named, regions = (tuple(e for e in entities if bool(e.mentions) is mentioned) for mentioned in (True, False))
        return Records(self._all("aid:Bulletin", self._bulletin), named, tuple(actions), tuple(left_out), regions=regions)

    def _all(self, kind: str, make: Callable[[str], _Record]) -> tuple[_Record, ...]:
        return tuple(make(subject) for subject in self.things[expand(kind)])

    def _values(self, subject: str, predicate: str) -> list[_Node]:
        return list(self.facts[subject][expand(predicate)])

    def _texts(self, subject: str, predicate: str) -> list[str]:
        return [value.value for value in self._values(subject, predicate)]

    def _fields(self, subject: str, record: type, mapping: Sequence[Field]) -> dict[str, Any]:
        """Return the fields of a record that the mapping has: all values of a tuple, sorted, else the only one, or what stands for none."""
        types = {f.name: f.type for f in fields(record)}
        found: dict[str, Any] = {}
        for field in mapping:
            if field.form != "known":
                values, wanted = sorted(self._field(subject, field)), types[field.name]
                found[field.name] = tuple(values) if get_origin(wanted) is tuple else next(iter(values), "" if wanted is str else None)
        return found

    def _field(self, subject: str, field: Field) -> list[Any]:
        values = self._values(subject, field.predicate)
        if field.form in LANGUAGES:
            return [v.value for v in values if isinstance(v, pyoxigraph.Literal) and v.language == LANGUAGES[field.form]]
        if field.form == "concept":
            keys = {term.iri: key for key, term in self.words.schemes[field.scheme].items()}
            return [_ENUMERATIONS.get(field.scheme, str)(keys[v.value]) for v in values]
        if field.form == "kind":
            return [key for key, term in self.words.kinds.items() if term.iri in {v.value for v in values}]
        if field.form == "evidence":
            return [self._evidence(v.value) for v in values]
        return [_FORMS[field.form](v.value) for v in values]

    def _evidence(self, subject: str) -> Evidence:
        found: dict[str, str] = {}
        for selector in self._texts(subject, "oa:hasSelector"):
            found |= {name: text for name in ("start", "end", "exact") for text in self._texts(selector, f"oa:{name}")}
        bulletin, *_ = self._texts(subject, "oa:hasSource")
        article = [int(n) for part in self._texts(subject, "dcterms:isPartOf") for n in self._texts(part, "schema:position")]
        section = self._texts(subject, "aid:section")
        place = (_id(bulletin), int(found["start"]), int(found["end"]), found["exact"])
        return Evidence(*place, article[0] if article else None, section[0] if section else "")

    def _cited(self, subject: str, predicate: str) -> tuple[Evidence, ...]:
        return tuple(sorted(map(self._evidence, self._texts(subject, predicate)), key=_place))

    def _one_of(self, subject: str, terms: Mapping[str, Term]) -> str:
        types = set(self._texts(subject, "rdf:type"))
        found = [key for key, term in terms.items() if term.iri in types]
        if not found:
            raise ValueError(f"{subject} is of no type that the ontology knows")
        return found[0]

    def _bulletin(self, subject: str) -> Bulletin:
        parts, copies = ([of for of in self.things[expand(kind)] if subject in self._texts(of, predicate)] for kind, predicate in _PARTS)
        articles = tuple(sorted(map(self._article, parts), key=lambda a: a.index))
        known = self._fields(subject, Bulletin, BULLETIN)
        return Bulletin(_id(subject), "", (), articles, copies=tuple(map(self._copy, copies)), **known)

    def _article(self, subject: str) -> Article:
        return Article(int(self._texts(subject, "schema:position")[0]), "".join(self._texts(subject, "dcterms:title")), 0, 0)

    def _copy(self, subject: str) -> Copy:
        known = self._fields(subject, Copy, COPY)
        return Copy(_id(subject), **known | {"similarity": float(known["similarity"])})

    def _entity(self, subject: str) -> Entity:
        known = self._fields(subject, Entity, ENTITY)
        point = {name: None if known[name] is None else float(known[name]) for name in ("lat", "lon")}
        kind = EntityType(self._one_of(subject, self.words.types))
        return Entity(_id(subject), kind, mentions=self._cited(subject, "aid:mention"), **known | point)

    def _measure(self, subject: str) -> Measure:
        return Measure(_id(subject), evidence=self._cited(subject, "aid:evidence")[0], **self._fields(subject, Measure, MEASURE))

    def _action(self, subject: str) -> Action:
        again = self._cited(subject, "aid:restatement")
        first = tuple(e for e in self._cited(subject, "aid:evidence") if e not in again)
        measures = sorted(map(self._measure, self._texts(subject, "aid:measure")), key=lambda m: (_place(m.evidence), m.id))
        kind = self._one_of(subject, self.words.kinds)
        told = {"measures": tuple(measures), "judged": self._judged(subject), **self._fields(subject, Action, ACTION)}
        return Action(_id(subject), kind, evidence=first + again, **told)

    def _judged(self, subject: str) -> tuple[Ruling, ...]:
        found = map(self._ruling, self._texts(subject, "prov:wasInfluencedBy"))
        return tuple(sorted(found, key=lambda ruling: (ruling.when, ruling.id)))

    def _ruling(self, subject: str) -> Ruling:
        (who,) = (name for agent in self._texts(subject, "prov:wasAssociatedWith") for name in self._texts(agent, "rdfs:label"))
        properties = {expand(field.predicate): field for field in CORRECTED.values()}
        field = next((properties[of] for of in self._texts(subject, "aid:corrects")), None)
        before, after = (tuple(sorted(self._field(subject, field._replace(predicate=p)))) if field else () for p in ("aid:before", "aid:after"))
        told: dict[str, Any] = {"who": who, "field": field.name if field else "", "before": before, "after": after}
        return Ruling(_id(subject), evidence=self._cited(subject, "aid:evidence")[0], **told, **self._fields(subject, Ruling, JUDGEMENT))

    def _left_out(self, subject: str) -> LeftOut:
        return LeftOut(self._cited(subject, "aid:evidence")[0], self._texts(subject, "aid:reason")[0])


def _id(iri: str) -> str:
    return iri.removeprefix(PREFIXES["id"])


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.bulletin, evidence.start, evidence.end


_FORMS: dict[str, Callable[[str], Any]] = {
    **{"string": str, "date": str, "thing": _id, "integer": int, "decimal": Decimal},
    "boolean": lambda text: text == "true",
}
_PARTS = (("aid:Article", "dcterms:isPartOf"), ("aid:Copy", "prov:alternateOf"))
