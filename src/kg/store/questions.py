"""The questions that have a name: SPARQL files in ontology/queries, with what they ask and their parameters in their first lines.

    # zh: 谁帮扶某地
    # en: Who assists a place
    # param place: entity, e.g. 平武县
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES
from kg.resources import locate
from kg.store.ask import ask

_PARAMETER = re.compile(r"# param (\w+): (entity|text)(, optional)?, e\.g\. (.+)")
_NAMED = "SELECT DISTINCT ?it ?name WHERE { ?it rdfs:label|skos:altLabel ?name . ?it aid:mention ?where }"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question needs: the name or id of an entity, or a text."""

    name: str
    form: str
    example: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A named question in both languages, with its query."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    query: str


def read_question(path: Path) -> Question:
    """Return the question of a file ``cqNN-name.rq``."""
    text = path.read_text(encoding="utf-8")
    parameters = tuple(Parameter(m[1], m[2], m[4].strip(), bool(m[3])) for m in _PARAMETER.finditer(text))
    name = re.sub(r"^cq\d+-", "", path.stem)
    asked = {m[1]: m[2] for m in re.finditer(r"^# (zh|en): (.+)$", text, re.MULTILINE)}
    return Question(name, asked.get("zh", name), asked.get("en", name), parameters, text)


def questions() -> dict[str, Question]:
    """Return the questions that ship with the package, by name, in the order of their numbers."""
    found = (read_question(path) for path in sorted(locate("ontology/queries").glob("*.rq")))
    return {question.name: question for question in found}


def find_question(name: str) -> Question:
    """Return the question of a name; raises QueryError with the nearest names."""
    known = questions()
    if name not in known:
        close = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or list(known)
        raise QueryError(f"there is no question {name}: did you mean {' or '.join(close)}? kg query --list shows all")
    return known[name]


def bind(store: Store, question: Question, values: Mapping[str, str]) -> dict[str, NamedNode | Literal]:
    """Return the terms of a question's parameters; raises QueryError for one that is missing, unknown or not to be found in the store."""
    wanted = {p.name: p for p in question.parameters}
    for name in values:
        if name not in wanted:
            raise QueryError(f"{question.name} has no parameter {name}: it takes {', '.join(wanted) or 'none'}")
    for parameter in question.parameters:
        if parameter.name not in values and not parameter.optional:
            raise QueryError(f"{question.name} needs --{parameter.name}, such as --{parameter.name} {parameter.example}")
    return {name: find_entity(store, value) if wanted[name].form == "entity" else Literal(value) for name, value in values.items()}


def find_entity(store: Store, name: str) -> NamedNode:
    """Return the node of an entity from its id, official name or other name; raises QueryError with the nearest names or the candidates."""
    names: dict[str, set[str]] = {}
    for it, text in ask(store, _NAMED).rows:
        if isinstance(it, NamedNode) and isinstance(text, Literal):
            names.setdefault(text.value, set()).add(it.value)
            names.setdefault(it.value.removeprefix(PREFIXES["id"]), set()).add(it.value)
    found = sorted(names.get(name, ()))
    if len(found) == 1:
        return NamedNode(found[0])
    if found:
        raise QueryError(f"{name} may be any of {', '.join(iri.removeprefix(PREFIXES['id']) for iri in found)}: give the id")
    close = difflib.get_close_matches(name, [n for n in names if not n.isascii()], n=3, cutoff=0.4)
    raise QueryError(f"the build does not name {name}" + (f": did you mean {' or '.join(close)}?" if close else "; kg explain shows what it names"))
