"""Asks a store a SPARQL query; what is wrong with a query is said with its place in it."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES
from kg.store.refusals import refuse
from kg.store.syntax import explain_syntax
from kg.store.tokens import tokenize

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: rows of terms under ``columns``, or ``truth`` (ASK), or ``triples`` in order (CONSTRUCT, DESCRIBE)."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    triples: tuple[Triple, ...] | None = None


def ask(store: Store, query: str) -> Answer:
    """Return the answer to a query over all graphs as one (over those of FROM, where it has one); our prefixes need no declaration.

    Raises QueryError, with line and column, for what is no SPARQL, asks for a change or another machine, or names an unknown prefix or term of ours.
    """
    tokens = tokenize(query)
    refuse(query, tokens)
    union = not any(token.is_word("FROM") for token in tokens)
    try:
        results = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
        if isinstance(results, QueryBoolean):
            return Answer(truth=bool(results))
        if isinstance(results, QuerySolutions):
            columns = tuple(variable.value for variable in results.variables)
            return Answer(columns, tuple(tuple(row[c] for c in columns) for row in results))
        return Answer(triples=tuple(sorted(results, key=str)))
    except SyntaxError as error:
        raise QueryError(explain_syntax(query, str(error))) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error
