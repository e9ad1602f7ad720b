"""The two ways to write named graphs to a SPARQL server, the Graph Store HTTP Protocol and SPARQL Update; triples are lines of N-Triples."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from pyoxigraph import Triple

from kg.store.ask import Answer, Source, ask
from kg.store.connection import PASSING, PASSING_OF_WRITES, Connection
from kg.store.remote import Remote, read_answer

_LINES = "application/n-triples"
_BATCH = 1000
# Where servers answer queries that take updates at the first address.
_ANSWERING = {"/update": "/query", "/statements": ""}


def answering_address(url: str) -> str:
    """Return the address for queries beside one for updates: that of Oxigraph and Jena, or of RDF4J and GraphDB, else the same."""
    end = next((end for end in _ANSWERING if url.endswith(end)), "")
    return url.removesuffix(end) + _ANSWERING[end] if end else url


class Target(Protocol):
    """Where named graphs are written to; each method raises RemoteError where the server does not do as asked."""

    def read(self, graph: str) -> Sequence[Triple]:
        """Return the triples of a graph, none where there is no such graph."""

    def replace(self, graph: str, lines: Sequence[bytes]) -> None:
        """Put triples in the place of whatever a graph holds."""

    def revise(self, graph: str, before: Collection[bytes], after: Collection[bytes]) -> None:
        """Make a graph that holds the triples ``before`` hold those ``after``; broken off, it holds all that are in both."""

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add triples to a graph."""

    def remove(self, graph: str) -> None:
        """Remove a graph, which may be gone already."""


class GraphStore:
    """A server at the address of its Graph Store Protocol."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def read(self, graph: str) -> Sequence[Triple]:
        response = self._server.send("GET", graph=graph, accept=f"{_LINES}, text/turtle;q=0.5", bearable=[404], advice=_STORE_ADVICE)
        if response.status == 404:
            return ()
        return _triples(read_answer(response.data, response.headers.get("Content-Type", ""), self._server.url))

    def replace(self, graph: str, lines: Sequence[bytes]) -> None:
        self._server.send("PUT", _joined(lines), graph=graph, content=_LINES, advice=_STORE_ADVICE)

    def revise(self, graph: str, before: Collection[bytes], after: Collection[bytes]) -> None:
        self.replace(graph, sorted(after))

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        self._server.send("POST", _joined(lines), graph=graph, content=_LINES, advice=_STORE_ADVICE)

    def remove(self, graph: str) -> None:
        self._server.send("DELETE", graph=graph, bearable=[404], advice=_STORE_ADVICE)


class Update:
    """A server at the address of its SPARQL Update, and the source that answers for it."""

    def __init__(self, server: Connection, source: Remote) -> None:
        self._server = server
        self._source = source

    def read(self, graph: str) -> Sequence[Triple]:
        # Not by FROM, for which some servers go and look on the web.
        return _triples(ask(self._source, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))

    def replace(self, graph: str, lines: Sequence[bytes]) -> None:
        self._update(b"CLEAR SILENT GRAPH <%b>" % graph.encode())
        self.add(graph, lines)

    def revise(self, graph: str, before: Collection[bytes], after: Collection[bytes]) -> None:
        self.add(graph, sorted(set(after).difference(before)))
        self._update_data(b"DELETE", graph, sorted(set(before).difference(after)))

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        self._update_data(b"INSERT", graph, lines)

    def remove(self, graph: str) -> None:
        self._update(b"DROP SILENT GRAPH <%b>" % graph.encode())

    def _update_data(self, verb: bytes, graph: str, lines: Sequence[bytes]) -> None:
        for start in range(0, len(lines), _BATCH):
            self._update(b"%b DATA { GRAPH <%b> {\n%b} }" % (verb, graph.encode(), _joined(lines[start : start + _BATCH])))

    def _update(self, update: bytes) -> None:
        self._server.send("POST", update, content="application/sparql-update", advice=_UPDATE_ADVICE)


def open_target(
    url: str, *, update: bool, endpoint: str = "", who: str = "", timeout: float, tell: Callable[[str], None]
) -> tuple[Target, Source | None]:
    """Return where to write at an address, and what answers for it: the address ``endpoint``; by ``update``, that which goes with it."""

    def connect(address: str, passing: Collection[int]) -> Connection:
        return Connection(address, who=who, timeout=timeout, passing=passing, tell=tell)

    server = connect(url, PASSING_OF_WRITES)
    if not update and not endpoint:
        return GraphStore(server), None
    source = Remote(connect(endpoint or answering_address(url), PASSING), apart=True)
    return Update(server, source) if update else GraphStore(server), source


def _triples(answer: Answer) -> Sequence[Triple]:
    return answer.triples or ()


def _joined(lines: Sequence[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


_STORE = "name the address of its Graph Store Protocol, such as …/store, …/data or …/rdf-graphs/service, or use --protocol update"
_STORE_ADVICE = {400: _STORE, 404: _STORE, 405: f"it takes no graphs there, or may only be read: {_STORE}", 413: "try --protocol update"}
_UPDATE = "name the address of its SPARQL Update, such as …/update or …/statements"
_UPDATE_ADVICE = {404: _UPDATE, 405: f"it takes no updates there, or may only be read: {_UPDATE}", 415: _UPDATE}
