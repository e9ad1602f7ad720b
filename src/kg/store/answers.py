"""Answers as text: a table for people, CSV and JSON for programs, Turtle for graphs."""

import csv
import io
import json
from collections.abc import Callable

from pyoxigraph import Literal, NamedNode, RdfFormat, serialize

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES, shorten
from kg.store.ask import Answer, Term
from kg.terminal import pad, width

# Longer cells are cut in the table; CSV and JSON hold them whole.
_WIDEST = 60


def format_answer(answer: Answer, form: str) -> str:
    """Return an answer as ``table``, ``csv``, ``json`` (SPARQL 1.1 results) or ``turtle``; raises QueryError where the form does not fit."""
    forms: dict[str, Callable[[Answer], str]] = {"table": _table, "csv": _csv, "json": _json, "turtle": _turtle}
    return forms[form](answer)


def plain(term: Term) -> str:
    """Return a term as people read it: the text of a literal, the prefixed name of a node."""
    if term is None:
        return ""
    return term.value if isinstance(term, Literal) else shorten(term.value)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if width(text) <= _WIDEST:
        return text
    while width(text) > _WIDEST - 1:
        text = text[:-1]
    return text + "…"


def _table(answer: Answer) -> str:
    if answer.truth is not None:
        return "yes" if answer.truth else "no"
    if answer.triples is not None:
        return _turtle(answer)
    numeric = [bool(answer.rows) and all(_is_number(row[i]) for row in answer.rows) for i in range(len(answer.columns))]
    cells = [answer.columns, *(tuple(_cut(plain(term)) for term in row) for row in answer.rows)]
    widths = [max(width(row[i]) for row in cells) for i in range(len(answer.columns))]
    lines = []
    for row in cells:
        padded = (" " * (w - width(c)) + c if right else pad(c, w) for c, w, right in zip(row, widths, numeric, strict=True))
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("─" * w for w in widths))
    count = len(answer.rows)
    return "\n".join([*lines, f"({count} row{'s' * (count != 1)})"])


def _is_number(term: Term) -> bool:
    return isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in ("integer", "decimal", "double")


def _csv(answer: Answer) -> str:
    if answer.triples is not None:
        raise QueryError("a graph is no table: ask for --format turtle")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.columns or ["answer"])
    rows = answer.rows if answer.truth is None else [(Literal(answer.truth),)]
    writer.writerows([[term.value if term is not None else "" for term in row] for row in rows])
    return out.getvalue().rstrip("\r\n")


def _json_term(term: NamedNode | Literal) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain_text = term.datatype.value == PREFIXES["xsd"] + "string"
    return {"type": "literal", "value": term.value} | ({} if plain_text else {"datatype": term.datatype.value})


def _json(answer: Answer) -> str:
    if answer.triples is not None:
        raise QueryError("a graph is no table: ask for --format turtle")
    body: dict[str, object] = {"head": {}, "boolean": answer.truth}
    if answer.truth is None:
        rows = [{c: _json_term(t) for c, t in zip(answer.columns, row, strict=True) if t is not None} for row in answer.rows]
        body = {"head": {"vars": list(answer.columns)}, "results": {"bindings": rows}}
    return json.dumps(body, ensure_ascii=False, indent=2)


def _turtle(answer: Answer) -> str:
    if answer.triples is None:
        raise QueryError("only CONSTRUCT and DESCRIBE give a graph: ask for --format table, csv or json")
    content = serialize(answer.triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    lines = content.decode().splitlines()
    return "\n".join([*sorted(x for x in lines if x.startswith("@prefix ")), *(x for x in lines if not x.startswith("@prefix "))])
