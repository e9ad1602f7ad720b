"""The questions that have a name: SPARQL files, ours in ontology/queries, with what they ask and their parameters in their first lines.

    # zh: 谁帮扶某地
    # en: Who assists a place
    # param place: 平武县
    # param year?: 2018

and a line in the query for each parameter, which holds its example (an entity, a kind of action, a year, a text or a whole number) and is
given another one. A parameter with a question mark may be left out; its example stands behind a value that is none:

    VALUES ?place { id:place-510727 }
    VALUES ?kind { aid:Output }
    VALUES ?word { "项目" }
    VALUES ?year { UNDEF } # "2018"

(The store could be handed the value beside the query; but then it plans the query without it, and takes 150 times as long on twenty bulletins.)

A file of the same name that ends in .sql asks the same of the tables of a build (``kg.store.tabular``).
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import QueryError
from kg.explain import find_entity
from kg.model import Entity, EntityType, Records
from kg.rdf import vocabulary
from kg.rdf.namespaces import PREFIXES, identifier
from kg.resources import locate
from kg.store.ask import Source, ask, check_query

_HEAD = re.compile(r"# (zh|en): (.+)")
_PARAM = re.compile(r"# param (\w+)(\??): (.+)")
_EXAMPLE = r'(id:\S+|aid:\w+|"[^"\\\n]*"|-?[0-9]+)'
_VALUES = re.compile(rf"(VALUES \?(\w+) )\{{ (?:{_EXAMPLE} \}}|UNDEF \}} # {_EXAMPLE}$)", re.MULTILINE)
_YEAR = re.compile("[0-9]{4}")
# What a parameter cannot be called, for a command has an option of the name.
_OPTIONS = ("build", "endpoint", "engine", "file", "format", "help", "limit", "list", "name", "out", "queries", "timeout", "token", "user")
_ENTITIES = """
SELECT ?entity ?type ?name ?parent (GROUP_CONCAT(?alias; separator="\\n") AS ?aliases) WHERE {
  ?entity a ?class ; rdfs:label ?name . ?class rdfs:subClassOf aid:Entity ; skos:notation ?type
  OPTIONAL { ?entity skos:altLabel ?alias } OPTIONAL { ?entity aid:within ?parent }
} GROUP BY ?entity ?type ?name ?parent ORDER BY ?entity
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A named question in both languages; ``parameters`` are what it must be asked about, ``optional`` what it can be, each with an example."""

    name: str
    zh: str
    en: str
    parameters: dict[str, str]
    query: str
    optional: dict[str, str] = field(default_factory=dict)
    sql: str = ""


def read_question(path: Path) -> Question:
    """Return the question of a file ``name.rq`` or ``cqNN-name.rq``; raises QueryError, with file and line, where it is none."""
    text = _read(path)
    sql = path.with_suffix(".sql")
    heads: dict[str, str] = {}
    parameters: dict[str, str] = {}
    optional: dict[str, str] = {}
    examples = {m[2] for m in _VALUES.finditer(text)}
    for number, line in enumerate(text.splitlines(), 1):
        if m := _HEAD.match(line):
            heads[m[1]] = m[2].strip()
        elif m := _PARAM.match(line):
            if m[1] in _OPTIONS:
                raise QueryError(f"{path}, line {number}: --{m[1]} is an option of kg ask: call the parameter otherwise")
            if m[1] not in examples:
                wanted = f'VALUES ?{m[1]} {{ "{m[3].strip()}" }}'
                raise QueryError(f"{path}, line {number}: no line of the query gives {m[1]} its example: write such as {wanted}")
            (optional if m[2] else parameters)[m[1]] = m[3].strip()
        elif line.startswith("# param"):
            raise QueryError(f"{path}, line {number}: this is no parameter: write such as # param place: 平武县")
    if not heads:
        raise QueryError(f"{path}, line 1: nothing says what it asks: begin with a line such as # en: Who assists a place")
    zh, en = (heads.get(language) or next(iter(heads.values())) for language in ("zh", "en"))
    return Question(re.sub(r"^cq\d+-", "", path.stem), zh, en, parameters, text, optional, _read(sql) if sql.is_file() else "")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QueryError(f"{path} cannot be read ({error.strerror}): name a folder with questions") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise QueryError(f"{path}, line {line}: this is not UTF-8 text: save the file as UTF-8") from error


def questions(folder: Path | None = None) -> dict[str, Question]:
    """Return the questions that ship with the package, by name, in the order of their numbers, then those of a folder of one's own.

    Raises QueryError, a line for each file that is no question, or has the name of another.
    """
    found = {q.name: q for q in map(read_question, sorted(locate("ontology/queries").glob("*.rq")))}
    return found | _added(folder, found) if folder else found


def _added(folder: Path, known: Mapping[str, Question]) -> dict[str, Question]:
    if not folder.is_dir():
        raise QueryError(f"{folder} is no folder: name one with questions, files that end in .rq")
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise QueryError(f"{folder} has no question: a question is a file that ends in .rq")
    added: dict[str, Question] = {}
    faults = []
    for path in paths:
        try:
            question = read_question(path)
            if question.name in known or question.name in added:
                raise QueryError(f"{path}: there is a question {question.name} already: give the file another name")
            check_query(question.query, str(path))
        except QueryError as error:
            faults.append(str(error))
        else:
            added[question.name] = question
    if faults:
        raise QueryError("\n".join(faults))
    return added


def find_question(name: str, folder: Path | None = None) -> Question:
    """Return the question of a name, also of those in a folder of one's own; raises QueryError with the nearest names."""
    known = questions(folder)
    if name not in known:
        close = difflib.get_close_matches(name, known, n=2, cutoff=0.4) or list(known)
        raise QueryError(f"there is no question {name}: did you mean {' or '.join(close)}? kg ask lists all")
    return known[name]


class Spelling(NamedTuple):
    """How whoever asks writes a parameter, alone and with a value."""

    alone: str
    given: str


COMMAND, KEYWORD = Spelling("--{}", "--{} {}"), Spelling("{}=", '{}="{}"')


def bound_query(source: Source | Store, question: Question, values: Mapping[str, str], spelling: Spelling = COMMAND) -> str:
    """Return the query of a question with the terms of ``values`` in its VALUES; raises QueryError as ``bound_terms`` does."""
    terms = bound_terms(source, question, values, spelling)

    def bound(m: re.Match[str]) -> str:
        return f"{m[1]}{{ {terms[m[2]]} }}{f' # {m[4]}' if m[4] else ''}" if m[2] in terms else m[0]

    return _VALUES.sub(bound, question.query)


def bound_terms(
    source: Source | Store, question: Question, values: Mapping[str, str], spelling: Spelling = COMMAND
) -> dict[str, NamedNode | Literal]:
    """Return the terms that ``values`` mean: entities as explain would find them, kinds of action, years, texts, whole numbers.

    What a user writes never enters a query, only the node of what is found by it, or a literal. Raises QueryError for a parameter that is
    missing or unknown, for a name that the source does not know or that may be several, and for what is no year, number or kind of action.
    """
    known = question.parameters | question.optional
    for name in values:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            alone = spelling.alone.format
            takes = f"did you mean {alone(close[0])}?" if close else "it takes " + (", ".join(map(alone, known)) or "none")
            raise QueryError(f"{question.name} has no parameter {alone(name)}: {takes}")
    for name, example in question.parameters.items():
        if name not in values:
            raise QueryError(f"{question.name} needs {spelling.alone.format(name)}, such as {spelling.given.format(name, example)}")
    examples = {m[2]: m[3] or m[4] for m in _VALUES.finditer(question.query)}
    entities = _entities(source) if any(examples[name].startswith("id:") for name in values) else Records()
    return {name: _term(entities, examples[name], name, value.strip(), spelling) for name, value in values.items()}


def _term(entities: Records, example: str, name: str, value: str, spelling: Spelling) -> NamedNode | Literal:
    """Return the term that a value means where the query has ``example``."""
    if example.startswith("id:"):
        return NamedNode(PREFIXES["id"] + find_entity(entities, identifier(value)).id)
    given = spelling.given.format
    if example.startswith("aid:"):
        return _kind(value, given(name, value))
    if not example.startswith('"'):
        return _number(value, given(name, value), given(name, 1000000))
    if _YEAR.fullmatch(example.strip('"')) and not _YEAR.fullmatch(value):
        raise QueryError(f"{given(name, value)} is no year: write four digits, such as {given(name, 2018)}")
    return Literal(value)


def _number(value: str, given: str, example: str) -> Literal:
    if not re.fullmatch("-?[0-9]{1,18}", value):
        raise QueryError(f"{given} is no whole number: write digits alone, such as {example}")
    return Literal(int(value))


def _kind(value: str, given: str) -> NamedNode:
    """Return the class of a kind of action by its key or its label in either language."""
    kinds = vocabulary().kinds.values()
    found = [k.iri for k in kinds if value in (k.notation, k.label.en, k.label.zh)]
    if not found:
        raise QueryError(f"{given} is no kind of action: it is one of {', '.join(sorted(k.notation for k in kinds))}")
    return NamedNode(found[0])


def _entities(source: Source | Store) -> Records:
    """Return the entities of a source with what they can be found by."""

    def text(term: object) -> str:
        return str(getattr(term, "value", "")).removeprefix(PREFIXES["id"])

    # A group of nothing, where there are no entities, is one row to some servers.
    rows = [tuple(map(text, row)) for row in ask(source, _ENTITIES).rows if row[0]]
    found = (Entity(key, EntityType(kind), name, tuple(filter(None, a.split("\n"))), parent=parent) for key, kind, name, parent, a in rows)
    return Records(entities=tuple(found))


def format_questions(folder: Path | None = None) -> str:
    """Return what the named questions ask, in both languages, each with the command that asks it; what may be left out is in brackets."""
    blocks = []
    for question in questions(folder).values():
        options = "".join(f" --{name} {example}" for name, example in question.parameters.items())
        options += "".join(f" [--{name} {example}]" for name, example in question.optional.items())
        asks = " ".join(dict.fromkeys((question.en, question.zh)))
        blocks.append(f"{asks}\n  kg ask {question.name}{options}")
    return "\n".join(blocks)
