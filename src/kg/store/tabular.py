"""Asks the Parquet tables of a build what a question asks in SQL: sums over many bulletins, with the answer that SPARQL gives."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError, QueryError
from kg.output import require_build
from kg.rdf import vocabulary
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import LANGUAGES, literal, thing
from kg.resources import locate
from kg.store.ask import Answer, Term
from kg.store.questions import Question
from kg.tables.parquet import connect

# What a question in SQL may be asked about, as DuckDB takes it.
_Value = str | int | None


def ask_tables(build: Path, question: Question, terms: Mapping[str, NamedNode | Literal], *, limit: int | None = None) -> Answer:
    """Return the answer to a question that has SQL, with what ``kg.store.questions.bound_terms`` gives for its parameters.

    Raises InputError where the build has no Parquet tables, QueryError where the question has no SQL or it cannot be run.
    """
    import duckdb

    if not question.sql:
        raise QueryError(f"{question.name} is asked of the graph alone: leave --engine out, or say --engine sparql")
    if not has_tables(require_build(build)):
        raise InputError(f"{build} has no Parquet tables: make the build anew with kg build INPUT -o {build}")
    try:
        with connect(build / "tables") as connection:
            connection.execute("CREATE TABLE terms (scheme VARCHAR, key VARCHAR, zh VARCHAR)")
            connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", list(_terms()))
            connection.execute(locate("ontology/queries/tables.sql").read_text(encoding="utf-8"))
            asked = {name: _value(terms.get(name)) for name in question.parameters | question.optional}
            found = connection.execute(question.sql, asked)
            columns = [name for name, *_ in found.description or ()]
            rows = found.fetchall() if limit is None else found.fetchmany(limit + 1)
    except duckdb.Error as error:
        raise QueryError(f"the tables cannot be asked {question.name}: {str(error).splitlines()[0]}") from error
    shown = tuple(tuple(_term(column, value) for column, value in zip(columns, row, strict=True)) for row in rows[:limit])
    return Answer(tuple(name.partition("@")[0].partition(":")[0] for name in columns), shown, cut=len(rows) > len(shown))


def has_tables(build: Path) -> bool:
    """Tell whether a build has the tables that are asked."""
    return all((build / "tables" / f"{name}.parquet").is_file() for name in ("actions", "measures", "entities", "regions"))


def _terms() -> Iterable[tuple[str, str, str]]:
    for scheme, values in vocabulary().schemes.items():
        yield from ((scheme, key, term.label.zh) for key, term in values.items())


def _value(term: NamedNode | Literal | None) -> _Value:
    """Return a term as the tables have it: records by their ids, kinds of action by their keys."""
    if isinstance(term, NamedNode):
        known = vocabulary().terms.get(term.value)
        return known.notation if known else term.value.removeprefix(PREFIXES["id"])
    if term is None:
        return None
    return int(term.value) if term.datatype.value == PREFIXES["xsd"] + "integer" else term.value


def _term(column: str, value: object) -> Term | None:
    if value is None:
        return None
    if column.endswith(":id"):
        return thing(str(value))
    if column.endswith("@zh"):
        return Literal(str(value), language=LANGUAGES["chinese"])
    forms = {bool: "boolean", int: "integer", Decimal: "decimal"}
    return literal(forms.get(type(value), "string"), value)
