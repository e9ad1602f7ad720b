"""The questions that have a name: SPARQL files in ontology/queries, with what they ask and their parameters in their first lines.

    # zh: 谁帮扶某地
    # en: Who assists a place
    # param place: 平武县

and a line in the query for each parameter, which holds its example (an entity, a year or a kind of action) and is given another one:

    VALUES ?place { id:place-510727 }
    VALUES ?year { "2018" }
    VALUES ?kind { aid:Output }

(The store could be handed the value beside the query; but then it plans the query without it, and takes 150 times as long on twenty bulletins.)
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import QueryError
from kg.explain import find_entity
from kg.model import Entity, EntityType, Records
from kg.rdf import vocabulary
from kg.rdf.namespaces import PREFIXES, identifier
from kg.resources import locate
from kg.store.ask import Source, ask

_HEAD = re.compile(r"# (zh|en|param (\w+)): (.+)")
_VALUES = re.compile(r"(VALUES \?(\w+) )\{ (id:\S+|aid:\w+|\"[0-9]{4}\") \}")
_YEAR = re.compile("[0-9]{4}")
_ENTITIES = """
SELECT ?entity ?type ?name ?parent (GROUP_CONCAT(?alias; separator="\\n") AS ?aliases) WHERE {
  ?entity a ?class ; rdfs:label ?name . ?class rdfs:subClassOf aid:Entity ; skos:notation ?type
  OPTIONAL { ?entity skos:altLabel ?alias } OPTIONAL { ?entity aid:within ?parent }
} GROUP BY ?entity ?type ?name ?parent ORDER BY ?entity
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A named question in both languages; ``parameters`` are what it can be asked about, each with an example."""

    name: str
    zh: str
    en: str
    parameters: dict[str, str]
    query: str


def read_question(path: Path) -> Question:
    """Return the question of a file ``cqNN-name.rq``."""
    text = path.read_text(encoding="utf-8")
    head = {m[2] or m[1]: m[3].strip() for m in map(_HEAD.match, text.splitlines()) if m}
    return Question(re.sub(r"^cq\d+-", "", path.stem), head.pop("zh"), head.pop("en"), head, text)


def questions() -> dict[str, Question]:
    """Return the questions that ship with the package, by name, in the order of their numbers."""
    found = (read_question(path) for path in sorted(locate("ontology/queries").glob("*.rq")))
    return {question.name: question for question in found}


def find_question(name: str) -> Question:
    """Return the question of a name; raises QueryError with the nearest names."""
    known = questions()
    if name not in known:
        close = difflib.get_close_matches(name, known, n=2, cutoff=0.4) or list(known)
        raise QueryError(f"there is no question {name}: did you mean {' or '.join(close)}? kg query --list shows all")
    return known[name]


def bound_query(source: Source | Store, question: Question, values: Mapping[str, str]) -> str:
    """Return the query of a question with what is meant by ``values`` in its VALUES: entities as explain would find them, years, kinds of action.

    What a user writes never enters the query, only the node of what is found by it, or four digits.
    Raises QueryError for a parameter that is missing or unknown, for a name that the source does not know or that may be several, and for
    what is no year or no kind of action.
    """
    for name in values:
        if name not in question.parameters:
            takes = ", ".join(f"--{p}" for p in question.parameters) or "none"
            raise QueryError(f"{question.name} has no parameter --{name}: it takes {takes}")
    for name, example in question.parameters.items():
        if name not in values:
            raise QueryError(f"{question.name} needs --{name}, such as --{name} {example}")
    entities = _entities(source) if "{ id:" in question.query else Records()
    return _VALUES.sub(lambda m: f"{m[1]}{{ {_term(entities, m[3], m[2], values[m[2]])} }}" if m[2] in values else m[0], question.query)


def _term(entities: Records, example: str, name: str, value: str) -> NamedNode | Literal:
    """Return the term that a value means where the query has ``example``: an entity, a year or a kind of action."""
    if example.startswith("id:"):
        return NamedNode(PREFIXES["id"] + find_entity(entities, identifier(value)).id)
    if example.startswith("aid:"):
        return _kind(name, value)
    if not _YEAR.fullmatch(value.strip()):
        raise QueryError(f"--{name} {value} is no year: write four digits, such as --{name} 2018")
    return Literal(value.strip())


def _kind(name: str, value: str) -> NamedNode:
    """Return the class of a kind of action by its key or its label in either language."""
    kinds = vocabulary().kinds.values()
    found = [k.iri for k in kinds if value.strip() in (k.notation, k.label.en, k.label.zh)]
    if not found:
        raise QueryError(f"--{name} {value} is no kind of action: it is one of {', '.join(sorted(k.notation for k in kinds))}")
    return NamedNode(found[0])


def _entities(source: Source | Store) -> Records:
    """Return the entities of a source with what they can be found by."""

    def text(term: object) -> str:
        return str(getattr(term, "value", "")).removeprefix(PREFIXES["id"])

    # A group of nothing, where there are no entities, is one row to some servers.
    rows = [tuple(map(text, row)) for row in ask(source, _ENTITIES).rows if row[0]]
    found = (Entity(key, EntityType(kind), name, tuple(filter(None, a.split("\n"))), parent=parent) for key, kind, name, parent, a in rows)
    return Records(entities=tuple(found))


def format_questions() -> str:
    """Return what the named questions ask, in both languages, each with the command that asks it."""
    blocks = []
    for question in questions().values():
        options = "".join(f" --{name} {example}" for name, example in question.parameters.items())
        blocks.append(f"{question.en} {question.zh}\n  kg query --name {question.name}{options}")
    return "\n".join(blocks)
