"""Answers as text: a table or Markdown for people, CSV, TSV, JSON, XML and Parquet for programs, Turtle for graphs."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple, parse_query_results

from kg.errors import OutputError, QueryError
from kg.rdf.namespaces import PREFIXES, shorten
from kg.rdf.write import to_turtle
from kg.store.ask import Answer, Term
from kg.tables.parquet import DECIMAL, connect, write_rows
from kg.terminal import pad, width, wrap

_SUFFIXES = {
    **{".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json", ".xml": "xml", ".srx": "xml"},
    **{".md": "markdown", ".ttl": "turtle", ".parquet": "parquet"},
}

# Longer cells are cut, in a table only.
_WIDEST = 60
# Where cells would have to be shorter still, a row becomes a block of lines.
_NARROWEST = 12
_INTEGERS = ("integer", "int", "long")
_FRACTIONS = ("decimal", "double", "float")
# What a column of Parquet is, by the types of its literals and what all of them look like: "x"^^xsd:integer is no number.
_COLUMNS = (
    ("BOOLEAN", ("boolean",), re.compile("true|false|0|1")),
    ("BIGINT", _INTEGERS, re.compile("[+-]?[0-9]{1,18}")),
    (DECIMAL, (*_INTEGERS, "decimal"), re.compile(r"[+-]?(?=\.?[0-9])[0-9]{0,20}(?:\.[0-9]{0,18})?")),
    ("DOUBLE", ("double", "float"), re.compile(r"[+-]?(?=\.?[0-9])[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]{1,2})?")),
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def format_answer(answer: Answer, form: str, *, columns: int | None = None) -> str:
    """Return an answer as table, csv, tsv, json, xml (these three as SPARQL 1.1 has them), markdown or turtle.

    Long cells of a table are cut, and more of them where it must fit into ``columns``; all other forms hold them whole. A graph is Turtle
    as a table, too. Raises QueryError where the form does not fit the answer.
    """
    _refuse_form(answer, form)
    if answer.triples is not None:
        return to_turtle(answer.triples).rstrip("\n") or f"# no statement: {nothing_of(answer)}"
    forms: dict[str, Callable[[Answer], str]] = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml, "markdown": _markdown}
    return forms[form](answer) if form in forms else _table(answer, columns)


def nothing_of(answer: Answer) -> str:
    """Return in words that an answer is empty, and what there would be with what nobody has checked."""
    many = f"{answer.unchecked} unchecked 未核实 would: ask with --unchecked" if answer.unchecked else ""
    return "; ".join(filter(None, ("nothing in this build matches", many)))


def form_of(path: Path) -> str:
    """Return the form that the name of a file asks for, by its ending; a table where that tells none."""
    return _SUFFIXES.get(path.suffix.lower(), "table")


def write_answer(answer: Answer, form: str, path: Path) -> None:
    """Write an answer to a file, whole or not at all; Parquet holds numbers, truth values and texts as such, IRIs as texts.

    Raises QueryError where the form does not fit the answer, OutputError where the file cannot be written.
    """
    _refuse_form(answer, form)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
            made = Path(folder) / "made"
            if form == "parquet":
                _write_parquet(answer, made)
            else:
                made.write_text(format_answer(answer, form) + "\n", encoding="utf-8", newline="")
            made.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror or error}): name another file with -o") from error


def _refuse_form(answer: Answer, form: str) -> None:
    if answer.triples is not None and form not in ("table", "turtle"):
        raise QueryError(f"the answer is a graph, and {form} holds tables: ask for --format turtle, or SELECT instead")
    if answer.triples is None and form == "turtle":
        raise QueryError("only CONSTRUCT and DESCRIBE give a graph: ask for --format table, csv or json")
    if form == "parquet" and len({column.lower() for column in answer.columns}) < len(answer.columns):
        raise QueryError("the names of two columns differ in capitals alone, which Parquet does not tell apart: call one otherwise")


def _table(answer: Answer, columns: int | None) -> str:
    if answer.truth is not None:
        return "yes" if answer.truth else "no"
    if not answer.rows:
        return f"no rows: {nothing_of(answer)}"
    rows = [[_shown(term) for term in row] for row in answer.rows]
    widths = [min(_WIDEST, max(map(width, cells))) for cells in zip(answer.columns, *rows, strict=True)]
    count = f"({len(rows)} row{'s' * (len(rows) != 1)}{', and there are more' * answer.cut})"
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


def _text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns or ["answer"])
    writer.writerows(["" if term is None else _text(term) for term in row] for row in _rows(answer))
    return out.getvalue().removesuffix("\n")


def _tsv(answer: Answer) -> str:
    return _serialized(answer, QueryResultsFormat.TSV)


def _xml(answer: Answer) -> str:
    # XML has no character for most control characters, not even as a reference.
    return _FORBIDDEN.sub("�", _serialized(answer, QueryResultsFormat.XML))


def _serialized(answer: Answer, form: QueryResultsFormat) -> str:
    """Return an answer as the store's own writer has it."""
    results = parse_query_results(_json(answer).encode(), format=QueryResultsFormat.JSON)
    return (results.serialize(format=form) or b"").decode().removesuffix("\n")


def _markdown(answer: Answer) -> str:
    rows = [list(answer.columns or ["answer"]), *([_shown(term) for term in row] for row in _rows(answer))]
    lines = [f"| {' | '.join(map(_escaped, cells))} |" for cells in rows]
    numeric = [bool(cells) and all(map(_is_number, cells)) for cells in zip(*answer.rows, strict=True)] or [False] * len(rows[0])
    return "\n".join([lines[0], f"|{'|'.join(' ---: ' if right else ' --- ' for right in numeric)}|", *lines[1:]])


def _escaped(text: str) -> str:
    """Return a text that is itself in a cell of Markdown: no emphasis, link, HTML or further cell."""
    return re.sub(r"[\\`*_\[\]<>|~&]", r"\\\g<0>", text)


def _rows(answer: Answer) -> Sequence[Sequence[Term | None]]:
    return answer.rows if answer.truth is None else [[Literal(answer.truth)]]


def _write_parquet(answer: Answer, path: Path) -> None:
    columns = answer.columns or ("answer",)
    rows = _rows(answer)
    kinds = {name: _kind([row[i] for row in rows if row[i] is not None]) for i, name in enumerate(columns)}

    def value(term: Term | None, kind: str) -> object:
        if term is None or kind == "VARCHAR":
            return term and _text(term)
        made: dict[str, Callable[[str], object]] = {"BOOLEAN": lambda text: text in ("true", "1"), "BIGINT": int, "DOUBLE": float}
        return made.get(kind, str)(_text(term))

    named = list(kinds.items())
    with connect() as connection:
        write_rows(connection, path, kinds, ({name: value(term, kind) for term, (name, kind) in zip(row, named, strict=True)} for row in rows))


def _kind(terms: Sequence[Term | None]) -> str:
    """Return DuckDB's type for a column: that of its literals where they are all of one, and fit."""
    types = {term.datatype.value.removeprefix(PREFIXES["xsd"]) if isinstance(term, Literal) else "" for term in terms}
    texts = [_text(term) for term in terms if term]
    for kind, those, pattern in _COLUMNS:
        if types and types <= set(those) and all(pattern.fullmatch(text) for text in texts):
            return kind
    return "VARCHAR"


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
