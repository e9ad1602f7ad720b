"""Asks a source, the store of a build or a server, a SPARQL query; what is wrong with a query is said with its place in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES
from kg.store.refusals import refuse
from kg.store.syntax import explain_syntax
from kg.store.tokens import Token, tokenize

Term = NamedNode | BlankNode | Literal | Triple
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: rows of terms under ``columns``, or ``truth`` (ASK), or ``triples`` in order (CONSTRUCT, DESCRIBE).

    ``cut`` tells that there were more than were asked for; ``unchecked``, where there is nothing, how many rows or statements there would be
    with what nobody has checked.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    triples: tuple[Triple, ...] | None = None
    cut: bool = False
    unchecked: int = 0

    @property
    def is_empty(self) -> bool:
        return self.truth is None and not self.rows and not self.triples


class Source(Protocol):
    """Whatever answers queries over all its graphs as one (over those of FROM, where a query has it), and knows our prefixes."""

    def answer(self, query: str, tokens: Sequence[Token], *, limit: int | None = None) -> Answer:
        """Return the answer to a query, given with its tokens, up to ``limit``; raises QueryError where it cannot be read or run."""


@dataclass(frozen=True, slots=True)
class Local:
    """A store on this machine."""

    store: Store

    def answer(self, query: str, tokens: Sequence[Token], *, limit: int | None = None) -> Answer:
        union = not any(token.kind == "word" and token.is_word("FROM") for token in tokens)
        # Each prefix given is parsed anew for each query, as if it were declared in it.
        used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
        try:
            prefixes = {prefix: PREFIXES[prefix] for prefix in used & PREFIXES.keys()}
            return to_answer(self.store.query(query, prefixes=prefixes, use_default_graph_as_union=union), limit)
        except SyntaxError as error:
            raise QueryError(explain_syntax(query, str(error))) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error


def ask(source: Source | Store, query: str, *, limit: int | None = None) -> Answer:
    """Return the answer of a source to a query; our prefixes need no declaration.

    It stops at the first ``limit`` rows or statements. Raises QueryError, with line and column, for what is no SPARQL, asks for a change or
    another machine, or names an unknown prefix or term of ours.
    """
    tokens = tokenize(query)
    refuse(query, tokens)
    return (Local(source) if isinstance(source, Store) else source).answer(query, tokens, limit=limit)


def to_answer(results: QueryBoolean | QuerySolutions | Iterable[Triple], limit: int | None = None) -> Answer:
    """Return what a store or a parser of results gives as an answer, up to ``limit``, triples in order."""
    if isinstance(results, QueryBoolean):
        return Answer(truth=bool(results))
    if isinstance(results, QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        rows, cut = _first(results, limit)
        return Answer(columns, tuple(map(tuple, rows)), cut=cut)
    triples, cut = _first(results, limit)
    return Answer(triples=tuple(sorted(triples, key=str)), cut=cut)


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
