"""A SPARQL server as a source: it is asked as a store of ours is, and answers as one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlencode

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Triple, parse, parse_query_results

from kg.errors import QueryError, RemoteError
from kg.rdf.namespaces import PREFIXES
from kg.store.ask import Answer, to_answer
from kg.store.connection import Connection
from kg.store.syntax import explain_syntax
from kg.store.tokens import Token

_TABLES = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_GRAPHS = "application/n-triples, text/turtle;q=0.5"
# What a server has to be told, in parameters of a request, to take all its graphs as one: most do so of themselves, the second is Oxigraph's way.
_UNIONS: tuple[dict[str, str], ...] = ({}, {"union-default-graph": "true"})
_HAS_GRAPHS = "ASK { GRAPH ?g { ?s ?p ?o } }"
# One triple of a graph that has a name is enough to see whether the default graph holds those graphs too.
_TAKES_AS_ONE = "ASK { { SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 1 } ?s ?p ?o }"


class Remote:
    """The service of a server that answers queries; with ``apart``, its graphs are asked as it holds them, not as one."""

    def __init__(self, server: Connection, *, apart: bool = False) -> None:
        self._server = server
        self._union: dict[str, str] | None = {} if apart else None

    def answer(self, query: str, tokens: Sequence[Token], *, limit: int | None = None) -> Answer:
        """Return the answer to a query over all graphs of the server as one, or over those that it names by FROM.

        Raises QueryError for a query that the server refuses and we can read no better, RemoteError where it cannot answer.
        """
        union = {} if any(token.kind == "word" and token.is_word("FROM") for token in tokens) else self._found_union()
        declared = declare_prefixes(query, tokens)
        first = next((token.text.upper() for token in tokens if token.is_word("ASK", "SELECT", "CONSTRUCT", "DESCRIBE")), "SELECT")
        try:
            return self._ask(declared, _TABLES if first in ("ASK", "SELECT") else _GRAPHS, union, limit)
        except RemoteError as error:
            if error.status != 400:
                raise
            raise QueryError(_misread(query) or str(error)) from error

    def _found_union(self) -> dict[str, str]:
        """Return the parameters by which the server takes all its graphs as one; raises RemoteError where none makes it do so."""
        if self._union is None:
            self._union = next((way for way in _UNIONS if self._ask(_TAKES_AS_ONE, _TABLES, way).truth), None)
        if self._union is None:
            if self._ask(_HAS_GRAPHS, _TABLES, {}).truth:
                what = "its default graph must hold all others, too (Apache Jena: tdb2:unionDefaultGraph true), or name graphs in the query by FROM"
                raise RemoteError(f"{self._server.url} holds its graphs apart: {what}")
            self._union = {}
        return self._union

    def _ask(self, query: str, accept: str, union: dict[str, str], limit: int | None = None) -> Answer:
        body = urlencode({"query": query, **union}).encode()
        advice = {400: "it cannot read the query", 404: "queries go to another address there, such as …/query or …/sparql", 500: "see its log"}
        response = self._server.send("POST", body, accept=accept, content="application/x-www-form-urlencoded", advice=advice)
        return read_answer(response.data, response.headers.get("Content-Type", ""), self._server.url, limit)


def read_answer(data: bytes, media: str, url: str, limit: int | None = None) -> Answer:
    """Return the answer in what a server sent; raises RemoteError where it is in no format of answers, or breaks off."""
    try:
        if results := QueryResultsFormat.from_media_type(media):
            parsed = parse_query_results(data, results)
            assert isinstance(parsed, QueryBoolean | QuerySolutions)
            return to_answer(parsed, limit)
        if form := RdfFormat.from_media_type(media):
            return to_answer(_triples(data, form), limit)
    except (SyntaxError, ValueError) as error:
        raise RemoteError(f"{url} broke off its answer, or wrote it wrong ({error}): ask for less, or ask again") from error
    raise RemoteError(f"{url} answers in {media or 'a format that it does not name'}, not in SPARQL results or RDF: name another address")


def _triples(data: bytes, form: RdfFormat) -> Iterator[Triple]:
    return (quad.triple for quad in parse(data, format=form))


def declare_prefixes(query: str, tokens: Sequence[Token]) -> str:
    """Return a query with the prefixes of ours that it uses without declaring them, before its first line: no line has another number."""
    names = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    declared = {name.text[:-1] for word, name in pairwise(tokens) if word.is_word("PREFIX")}
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(names - declared) if name in PREFIXES) + query


def _misread(query: str) -> str:
    """Return what our own parser finds wrong with a query, with its place, or nothing."""
    try:
        Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        return explain_syntax(query, str(error))
    except (RuntimeError, ValueError):
        pass
    return ""
