"""The process that answers queries, one at a time: ``python -m kg.serve.worker SOCKET``. The server may kill it at any moment.

It imports as little as it can, for it is started again whenever it was killed.
"""

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

from kg.serve.confine import bound_memory, die_with_server, forbid_network
from kg.serve.wire import Unpacker, pack

TABLES = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
GRAPHS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
# A longer answer goes through a file, not through the socket.
_INLINE = 1 << 20
# Of a longer query, an error is told as the parser tells it.
_EXPLAINED = 20_000
# Seconds that the server has for killing a worker before the worker's own alarm does.
_GRACE = 2


class _FullError(Exception):
    """The answer is longer than it may be."""


class _Output:
    """Takes an answer, up to ``limit`` bytes: in memory first, then in a file."""

    def __init__(self, limit: int, path: Path) -> None:
        self.room, self.path, self.full = limit, path, False
        self.pieces: list[bytes] = []
        self.held = 0
        self.file: BinaryIO | None = None

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            self.full = True
            raise _FullError
        if self.file is None and self.held + len(data) > _INLINE:
            self.file = self.path.open("xb")
            self.file.writelines(self.pieces)
            self.pieces = []
        if self.file is None:
            self.pieces.append(bytes(data))
            self.held += len(data)
        else:
            self.file.write(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: ``finish`` does."""

    def finish(self) -> tuple[dict[str, Any], bytes]:
        """Return where the answer is, and the answer itself if it is short."""
        if self.file is None:
            return {}, b"".join(self.pieces)
        self.file.close()
        return {"file": str(self.path)}, b""

    def discard(self) -> None:
        if self.file is not None:
            self.file.close()
            self.path.unlink(missing_ok=True)


class _Worker:
    def __init__(self, settings: dict[str, Any]) -> None:
        self.prefixes: dict[str, str] = settings["prefixes"]
        self.size: int = settings["size"]
        self.folder = Path(settings["folder"])
        self.service: bool = settings["service"]
        self.store = Store.read_only(settings["store"])
        self.count = 0

    def reply(self, job: dict[str, Any]) -> bytes:
        """Return the packed answer to a job, or what is wrong with it; the query's own alarm ends this process whatever it is at."""
        signal.setitimer(signal.ITIMER_REAL, job["seconds"] + _GRACE)
        self.count += 1
        out = _Output(self.size, self.folder / f"{os.getpid()}-{self.count}")
        try:
            return self._answer(job, out)
        except BaseException as error:  # a panic of the store is no Exception
            out.discard()
            status, text = self._blame(error, job, out)
            return pack({"status": status, "text": text})
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _answer(self, job: dict[str, Any], out: _Output) -> bytes:
        query: str = job["query"]
        results = self.store.query(query, prefixes=self.prefixes, **self._dataset(query, job["default"], job["named"]))
        graph = isinstance(results, QueryTriples)
        form = job["graph" if graph else "table"]
        if form is None:
            kind = "a graph: accept Turtle, N-Triples, JSON-LD or RDF/XML" if graph else "a table: accept JSON, XML, CSV or TSV"
            return pack({"status": 406, "text": f"the answer is {kind}"})
        results.serialize(out, GRAPHS[form] if graph else TABLES[form])  # type: ignore[arg-type]
        where, body = out.finish()
        return pack({"status": 200, "form": form, **where}, body)

    def _dataset(self, query: str, default: list[str], named: list[str]) -> dict[str, Any]:
        """Return what the query is asked of: the graphs that the request names, else those that the query names, else all as one."""
        words = self._words(query)
        if "SERVICE" in words and not self.service:
            raise ValueError("SERVICE asks another machine, and this server asks none: leave it out")
        if not default and not named:
            return {"use_default_graph_as_union": "FROM" not in words}
        chosen: dict[str, Any] = {"default_graph": [NamedNode(iri) for iri in default]}
        return {**chosen, "named_graphs": [NamedNode(iri) for iri in named]}

    def _words(self, query: str) -> set[str]:
        """Return which of the keywords FROM and SERVICE a query has."""
        upper = query.upper()
        if "FROM" not in upper and "SERVICE" not in upper:
            return set()
        from kg.store.tokens import tokenize

        return {token.text.upper() for token in tokenize(query) if token.is_word("FROM", "SERVICE")}

    def _blame(self, error: BaseException, job: dict[str, Any], out: _Output) -> tuple[int, str]:
        """Return the status and the text for an error."""
        if out.full:
            return 507, f"the answer is longer than {self.size:,} bytes, which is this server's limit: add LIMIT, or ask for less"
        if isinstance(error, MemoryError):
            return 507, "the query needs more memory than this server gives to one: ask for less"
        if isinstance(error, SyntaxError):
            return 400, self._explain(job["query"], str(error))
        if isinstance(error, ValueError):
            return 400, str(error)
        if isinstance(error, PermissionError):
            return 400, "the query asks another machine, and this server asks none: leave SERVICE out"
        return 500, f"the query cannot be run: {error}"

    def _explain(self, query: str, message: str) -> str:
        if len(query) > _EXPLAINED:
            return message
        from kg.store.syntax import explain_syntax

        return explain_syntax(query, message)


def main() -> None:
    """Answer what comes through the socket until it closes."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    unpacker = Unpacker()
    worker: _Worker | None = None
    while data := channel.recv(1 << 16):
        for message, _ in unpacker.feed(data):
            if worker is None:
                die_with_server(message["server"])
                worker = _Worker(message)
                bound_memory(message["memory"])
                if not worker.service:
                    forbid_network()
                channel.sendall(pack({"status": 200}))
                # From here on, only what a query did to this process could be said here; the server tells its client.
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            else:
                channel.sendall(worker.reply(message))


if __name__ == "__main__":
    main()
