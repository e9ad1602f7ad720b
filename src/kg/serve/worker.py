"""The process that answers queries, one at a time: ``python -m kg.serve.worker SOCKET``. The server may kill it at any moment.

It imports as little as it can, for it is started again whenever it was killed.
"""

import os
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

from kg.serve.confine import bound_memory, die_with_server, forbid_network
from kg.serve.wire import FORGOTTEN, Message, Unpacker, head, pack

TABLES = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
GRAPHS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
# A longer answer goes through a file, not through the socket.
_INLINE = 1 << 20
# Of a longer query, an error is told as the parser tells it.
_EXPLAINED = 20_000
# Bytes that are read at a time.
_READ = 1 << 16
# Seconds that the server has for killing a worker before the worker's own alarm does.
_GRACE = 2


class _FullError(Exception):
    """The answer is longer than it may be."""


class _Output:
    """Takes an answer, up to ``limit`` bytes: in memory first, then in a file."""

    def __init__(self, limit: int, path: str) -> None:
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
            self.file = Path(self.path).open("xb")  # noqa: SIM115  # closed by finish or discard
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
        return {"file": self.path}, b""

    def discard(self) -> None:
        if self.file is not None:
            self.file.close()
            Path(self.path).unlink(missing_ok=True)


class _Worker:
    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.prefixes = [(f"{prefix}:", prefix, iri) for prefix, iri in settings["prefixes"].items()]
        self.size: int = settings["size"]
        self.folder: str = settings["folder"]
        self.service: bool = settings["service"]
        self.store = Store.read_only(settings["store"])
        self.pid, self.count = os.getpid(), 0
        self.good = {form: head(status=200, form=form) for form in (*TABLES, *GRAPHS)}

    def reply(self, message: Message) -> bytes:
        """Return the packed answer to a query, or what is wrong with it; the query's own alarm ends this process whatever it is at."""
        job, query = message.head, message.body.decode()
        signal.setitimer(signal.ITIMER_REAL, job["seconds"] + _GRACE)
        self.count += 1
        out = _Output(self.size, f"{self.folder}/{self.pid}-{self.count}")
        try:
            return self.pack(message, *self._answer(job, query, out))
        except BaseException as error:  # a panic of the store is no Exception
            out.discard()
            status, text = self._blame(error, query, out)
            return self.pack(message, head(status=status, text=text))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _answer(self, job: Mapping[str, Any], query: str, out: _Output) -> tuple[bytes, bytes]:
        # Each prefix given is parsed anew for each query, which takes as long as a small query: those that it cannot use are left out.
        prefixes = {prefix: iri for used, prefix, iri in self.prefixes if used in query}
        results = self.store.query(query, prefixes=prefixes, **self._dataset(query, job.get("default", ()), job.get("named", ())))
        graph = isinstance(results, QueryTriples)
        form = job["graph" if graph else "table"]
        if form is None:
            kind = "a graph: accept Turtle, N-Triples, JSON-LD or RDF/XML" if graph else "a table: accept JSON, XML, CSV or TSV"
            return head(status=406, text=f"the answer is {kind}"), b""
        results.serialize(out, GRAPHS[form] if graph else TABLES[form])  # type: ignore[arg-type]
        where, body = out.finish()
        return head(status=200, form=form, **where) if where else self.good[form], body

    def pack(self, message: Message, head: bytes, body: bytes = b"") -> bytes:
        """Return the reply to a message, with the seconds of a processor that this process has had so far."""
        return pack(head, body, number=message.number, worked=time.process_time())

    def _dataset(self, query: str, default: Sequence[str], named: Sequence[str]) -> dict[str, Any]:
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

    def _blame(self, error: BaseException, query: str, out: _Output) -> tuple[int, str]:
        """Return the status and the text for an error."""
        if out.full:
            return 507, f"the answer is longer than {self.size:,} bytes, which is this server's limit: add LIMIT, or ask for less"
        if isinstance(error, MemoryError):
            return 507, "the query needs more memory than this server gives to one: ask for less"
        if isinstance(error, SyntaxError):
            return 400, self._explain(query, str(error))
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
    """Answer what comes through the socket, in this order, until it closes."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker: _Worker | None = None
    for message in _messages(channel):
        if worker is None:
            settings = message.head
            die_with_server(settings["server"])
            worker = _Worker(settings)
            bound_memory(settings["memory"])
            if not worker.service:
                forbid_network()
            channel.sendall(worker.pack(message, head(status=200)))
            # From here on, only what a query did to this process could be said here; the server tells its client.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        else:
            channel.sendall(worker.reply(message))


def _messages(channel: socket.socket) -> Iterator[Message]:
    """Yield what comes, but for what the server takes back meanwhile."""
    unpacker = Unpacker()
    ahead: deque[Message] = deque()
    while True:
        try:
            data = channel.recv(_READ, socket.MSG_DONTWAIT if ahead else 0)
        except BlockingIOError:
            data = None
        if data == b"":
            return
        for message in unpacker.feed(data or b""):
            if "forget" in message.head:
                ahead = deque(sent for sent in ahead if sent.number <= message.number)
                channel.sendall(pack(FORGOTTEN))
            else:
                ahead.append(message)
        # All that has come is read first: what is taken back may stand behind long queries.
        if ahead and len(data or b"") < _READ:
            yield ahead.popleft()


if __name__ == "__main__":
    main()
