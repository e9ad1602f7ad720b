"""Asks a store a SPARQL query; what is wrong with a query is said with its place in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES
from kg.store.refusals import refuse
from kg.store.syntax import explain_syntax
from kg.store.tokens import tokenize

Term = NamedNode | BlankNode | Literal | Triple
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: rows of terms under ``columns``, or ``truth`` (ASK), or ``triples`` in order (CONSTRUCT, DESCRIBE).

    ``cut`` tells that there were more than were asked for.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    triples: tuple[Triple, ...] | None = None
    cut: bool = False


def ask(store: Store, query: str, *, limit: int | None = None) -> Answer:
    """Return the answer to a query over all graphs as one (over those of FROM, where it has one); our prefixes need no declaration.

    It stops at the first ``limit`` rows or statements. Raises QueryError, with line and column, for what is no SPARQL, asks for a change or
    another machine, or names an unknown prefix or term of ours.
    """
    tokens = tokenize(query)
    refuse(query, tokens)
    union = not any(token.kind == "word" and token.is_word("FROM") for token in tokens)
    try:
        results = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
        if isinstance(results, QueryBoolean):
            return Answer(truth=bool(results))
        if isinstance(results, QuerySolutions):
            columns = tuple(variable.value for variable in results.variables)
            rows, cut = _first(results, limit)
            return Answer(columns, tuple(map(tuple, rows)), cut=cut)
        triples, cut = _first(results, limit)
        return Answer(triples=tuple(sorted(triples, key=str)), cut=cut)
    except SyntaxError as error:
        raise QueryError(explain_syntax(query, str(error))) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def _first(results: Iterable[_Item], limit: int | None) -> tuple[list[_Item], bool]:
    """Return the first results, and whether there are more."""
    found = list(results if limit is None else islice(results, limit + 1))
    return found[:limit], limit is not None and len(found) > limit


def check_query(query: str, name: str) -> None:
    """Raise QueryError, with ``name`` (such as that of its file), line and column, for a query that could not be asked of any build."""
    try:
        ask(Store(), query, limit=0)
    except QueryError as error:
        said = str(error)
        raise QueryError(name + said.removeprefix("query") if said.startswith("query, line") else f"{name}: {said}") from error
