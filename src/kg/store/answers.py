"""Answers as text: a table for people, CSV and JSON for programs, Turtle for graphs."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES, shorten
from kg.rdf.write import to_turtle
from kg.store.ask import Answer, Term
from kg.terminal import pad, width, wrap

# Longer cells are cut, in a table only.
_WIDEST = 60
# Where cells would have to be shorter still, a row becomes a block of lines.
_NARROWEST = 12
_INTEGERS = ("integer", "int", "long")
_FRACTIONS = ("decimal", "double", "float")


def format_answer(answer: Answer, form: str, *, columns: int | None = None) -> str:
    """Return an answer as ``table`` (Turtle, where it is a graph), ``csv``, ``json`` (SPARQL 1.1 results) or ``turtle``.

    Long cells of a table are cut, and more of them where it must fit into ``columns``; CSV and JSON hold them whole.
    Raises QueryError where the form does not fit the answer.
    """
    if answer.triples is not None and form in ("csv", "json"):
        raise QueryError(f"the answer is a graph, and {form} holds tables: ask for --format turtle, or SELECT instead")
    if answer.triples is None and form == "turtle":
        raise QueryError("only CONSTRUCT and DESCRIBE give a graph: ask for --format table, csv or json")
    if answer.triples is not None:
        return to_turtle(answer.triples).rstrip("\n") or "# no statement: nothing in this build matches"
    forms: dict[str, Callable[[Answer], str]] = {"csv": _csv, "json": _json}
    return forms[form](answer) if form in forms else _table(answer, columns)


def _table(answer: Answer, columns: int | None) -> str:
    if answer.truth is not None:
        return "yes" if answer.truth else "no"
    if not answer.rows:
        return "no rows: nothing in this build matches"
    rows = [[_shown(term) for term in row] for row in answer.rows]
    widths = [min(_WIDEST, max(map(width, cells))) for cells in zip(answer.columns, *rows, strict=True)]
    count = f"({len(rows)} row{'s' * (len(rows) != 1)})"
    fitted = _fitted(widths, columns)
    if fitted is None:
        return "\n".join([*_blocks(answer.columns, rows, columns), count])
    numeric = [all(term is None or _is_number(term) for term in cells) for cells in zip(*answer.rows, strict=True)]
    lines = []
    for cells in (answer.columns, *rows):
        cut = [_cut(cell, w) for cell, w in zip(cells, fitted, strict=True)]
        padded = (" " * (w - width(c)) + c if right else pad(c, w) for c, w, right in zip(cut, fitted, numeric, strict=True))
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("─" * w for w in fitted))
    return "\n".join([*lines, count])


def _fitted(widths: Sequence[int], columns: int | None) -> list[int] | None:
    """Return widths that together fit into a terminal, the widest cut first; None where cells would be cut beyond recognition."""
    fitted = list(widths)
    while columns and sum(fitted) + 2 * (len(fitted) - 1) > columns:
        if max(fitted) <= _NARROWEST:
            return None
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _blocks(names: Sequence[str], rows: Sequence[Sequence[str]], columns: int | None) -> Iterator[str]:
    """Yield the lines of rows that are too wide for a table: each cell in a line of its own, empty ones left out."""
    name_width = max(map(width, names)) + 2
    for row in rows:
        for name, cell in zip(names, row, strict=True):
            if cell:
                yield pad(name, name_width) + wrap(cell, columns, " " * name_width).lstrip()
        yield ""


def _cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def _shown(term: Term | None) -> str:
    """Return a term in one line as people read it: nodes by their prefixed names, 36,000,000 for amounts, no character that steers a terminal."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shorten(term.value)
    if not isinstance(term, Literal):
        return str(term)
    if _is_number(term, _FRACTIONS):
        # Only before the decimal point, and not in 1E12.
        return re.sub(r"^-?\d+(?=\.|$)", lambda m: re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", m[0]), term.value)
    return "".join(c if c.isprintable() else "�" for c in " ".join(term.value.split()))


def _is_number(term: Term, types: Sequence[str] = (*_INTEGERS, *_FRACTIONS)) -> bool:
    return isinstance(term, Literal) and term.datatype.value in {PREFIXES["xsd"] + name for name in types}


def _csv(answer: Answer) -> str:
    def text(term: Term | None) -> str:
        return "" if term is None else term.value if isinstance(term, NamedNode | Literal) else str(term)

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns or ["answer"])
    writer.writerows([[str(answer.truth).lower()]] if answer.truth is not None else [map(text, row) for row in answer.rows])
    return out.getvalue().removesuffix("\n")


def _json(answer: Answer) -> str:
    body: dict[str, object] = {"head": {}, "boolean": answer.truth}
    if answer.truth is None:
        rows = [{c: _json_term(t) for c, t in zip(answer.columns, row, strict=True) if t is not None} for row in answer.rows]
        body = {"head": {"vars": list(answer.columns)}, "results": {"bindings": rows}}
    return json.dumps(body, ensure_ascii=False, indent=2)


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == PREFIXES["xsd"] + "string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
