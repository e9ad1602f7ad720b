"""Asks a store a SPARQL query; what is wrong with a query is said with its place in it."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple, Variable

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES, shorten
from kg.rdf.vocabulary import vocabulary

Term = NamedNode | Literal | None

# What may hold a colon without being a prefixed name: IRIs, strings, comments.
_OPAQUE = re.compile(r"<[^<>\"{}|^`\\\s]*>|\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*")
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*)\s*:", re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![\w?$:@-])([A-Za-z][\w-]*):([\w.-]*[\w-])?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: rows of terms under ``columns``, or ``truth`` (ASK), or ``triples`` (CONSTRUCT, DESCRIBE).

    ``warnings`` name the terms of the query that the ontology does not have.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term, ...], ...] = ()
    truth: bool | None = None
    triples: tuple[Triple, ...] | None = None
    warnings: tuple[str, ...] = field(default=())


def ask(store: Store, query: str, bindings: Mapping[str, NamedNode | Literal] | None = None) -> Answer:
    """Return the answer to a query over all graphs as one; our prefixes need no declaration.

    ``bindings`` gives variables their terms; nothing is pasted into the text. The query selects these variables, the answer leaves them out.
    Raises QueryError with line, column and what was expected.
    """
    warnings = _checked_names(query)
    terms = {Variable(name): term for name, term in (bindings or {}).items()}
    try:
        results = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True, substitutions=dict(terms))
    except SyntaxError as error:
        raise QueryError(_explained(query, str(error))) from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error
    if isinstance(results, QueryBoolean):
        return Answer(truth=bool(results), warnings=warnings)
    if isinstance(results, QuerySolutions):
        columns = tuple(v.value for v in results.variables if v not in terms)
        return Answer(columns, tuple(tuple(row[c] for c in columns) for row in results), warnings=warnings)
    return Answer(triples=tuple(results), warnings=warnings)


def _blanked(query: str) -> str:
    """Return the query at the same length with strings, IRIs and comments as blanks, line breaks kept."""
    return _OPAQUE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), query)


def _checked_names(query: str) -> tuple[str, ...]:
    """Raise QueryError for an unknown prefix; return a warning for each term that the ontology does not have."""
    bare = _blanked(query)
    declared = {m[1] for m in _DECLARED.finditer(bare)}
    warnings = []
    for match in _PREFIXED.finditer(bare):
        prefix, local = match[1], match[2] or ""
        if bare[: match.start()].rstrip()[-6:].upper() == "PREFIX":
            continue
        if prefix not in declared and prefix not in PREFIXES:
            raise QueryError(_located(query, *_place(query, match.start()), f"unknown prefix {prefix}: {_nearest(prefix, list(PREFIXES))}"))
        if prefix == "aid" and "aid" not in declared and local and PREFIXES["aid"] + local not in vocabulary().terms:
            names = [shorten(iri) for iri in vocabulary().terms]
            warnings.append(f"the ontology has no term aid:{local}; {_nearest(f'aid:{local}', names)}")
    return tuple(dict.fromkeys(warnings))


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"known are {', '.join(sorted(known)[:20])}"


def _place(query: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset."""
    before = query[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _explained(query: str, message: str) -> str:
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not match:
        return f"the query cannot be run: {message}"
    line, column = int(match[1]), int(match[2])
    expected = re.sub(r"\['\\\\u\{.*?\]|\[.?'[^\]]*\.\.=[^\]]*\]", "a name", " ".join(match[3].split()))
    expected = expected.removeprefix("expected ").replace("[_]", "a blank").replace("['%'], ", "")
    return _located(query, line, column, f"expected {expected}")


def _located(query: str, line: int, column: int, what: str) -> str:
    lines = query.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    # A caret under a Chinese character stands two columns wide.
    indent = re.sub(r"[^\t]", lambda m: "　" if ord(m[0]) > 0x2E7F else " ", shown[: column - 1])
    return f"query, line {line}, column {column}: {what}\n  {shown}\n  {indent}^"
