"""Asks a source, the store of a build or a server, a SPARQL query; what is wrong with a query is said with its place in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES
from kg.store.refusals import refuse
from kg.store.syntax import explain_syntax
from kg.store.tokens import Token, tokenize

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: rows of terms under ``columns``, or ``truth`` (ASK), or ``triples`` in order (CONSTRUCT, DESCRIBE)."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    triples: tuple[Triple, ...] | None = None


class Source(Protocol):
    """Whatever answers queries over all its graphs as one (over those of FROM, where a query has it), and knows our prefixes."""

    def answer(self, query: str, tokens: Sequence[Token]) -> Answer:
        """Return the answer to a query, given with its tokens; raises QueryError where it cannot be read or run."""


@dataclass(frozen=True, slots=True)
class Local:
    """A store on this machine."""

    store: Store

    def answer(self, query: str, tokens: Sequence[Token]) -> Answer:
        union = not any(token.is_word("FROM") for token in tokens)
        try:
            return to_answer(self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union))
        except SyntaxError as error:
            raise QueryError(explain_syntax(query, str(error))) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error


def ask(source: Source | Store, query: str) -> Answer:
    """Return the answer of a source to a query; our prefixes need no declaration.

    Raises QueryError, with line and column, for what is no SPARQL, asks for a change or another machine, or names an unknown prefix or term of ours.
    """
    tokens = tokenize(query)
    refuse(query, tokens)
    return (Local(source) if isinstance(source, Store) else source).answer(query, tokens)


def to_answer(results: QueryBoolean | QuerySolutions | Iterable[Triple]) -> Answer:
    """Return what a store or a parser of results gives as an answer, triples in order."""
    if isinstance(results, QueryBoolean):
        return Answer(truth=bool(results))
    if isinstance(results, QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        return Answer(columns, tuple(tuple(row[c] for c in columns) for row in results))
    return Answer(triples=tuple(sorted(results, key=str)))
