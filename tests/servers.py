"""Servers to speak to: a real SPARQL server, one that answers as a test tells it, and one in front of another that can stop."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Event, Thread
from urllib.request import Request, urlopen

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

OXIGRAPH = Path(sys.executable).with_name("oxigraph")


@dataclass(frozen=True)
class Oxigraph:
    """``oxigraph serve`` on an empty store in memory."""

    url: str

    @property
    def store(self) -> str:
        return f"{self.url}/store"

    @property
    def query(self) -> str:
        return f"{self.url}/query"

    @property
    def update(self) -> str:
        return f"{self.url}/update"

    def quads(self) -> set[Quad]:
        with urlopen(Request(self.store, headers={"Accept": "application/n-quads"})) as response:
            return set(parse(response.read(), format=RdfFormat.N_QUADS))

    def graphs(self) -> set[str]:
        return {quad.graph_name.value for quad in self.quads() if isinstance(quad.graph_name, NamedNode)}

    def do(self, update: str) -> None:
        urlopen(Request(self.update, update.encode(), {"Content-Type": "application/sparql-update"})).close()


@contextmanager
def oxigraph() -> Iterator[Oxigraph]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([OXIGRAPH, "serve", "-b", f"127.0.0.1:{port}"], stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stderr is not None
            assert "Listening" in process.stderr.readline()
            yield Oxigraph(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Said:
    """What to answer; ``cut`` is after how many bytes of the body the connection breaks off, 0 even before the status."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


@dataclass(frozen=True)
class Fake:
    url: str
    asked: list[Asked]


@contextmanager
def fake(answer: Callable[[Asked], Said]) -> Iterator[Fake]:
    """Answer each request by a function."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append(Asked(self.command, self.path, dict(self.headers), body))
            said = answer(asked[-1])
            if said.cut != 0:
                self.send_response(said.status)
                for name, value in {"Content-Length": str(len(said.body)), **said.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said.body[: said.cut])
            if said.cut is not None:
                self.close_connection = True
                self.wfile.flush()
                self.connection.shutdown(SHUT_RDWR)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Fake(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def holding(behind: Oxigraph, after: int) -> Iterator[tuple[Fake, Event]]:
    """Stand before a server and pass on so many PUT requests, then hold the next one: the event tells that this has come."""
    held, done = Event(), Event()

    def passed_on(asked: Asked) -> Said:
        if asked.method == "PUT" and sum(a.method == "PUT" for a in front.asked) > after:
            held.set()
            done.wait()
            return Said(cut=0)
        headers = {name: asked.headers[name] for name in ("Accept", "Content-Type") if name in asked.headers}
        request = Request(behind.url + asked.path, asked.body or None, headers, method=asked.method)
        try:
            with urlopen(request) as response:
                return Said(response.status, response.read(), {"Content-Type": response.headers.get("Content-Type", "")})
        except OSError as error:
            return Said(getattr(error, "code", 500))

    with fake(passed_on) as front:
        try:
            yield front, held
        finally:
            done.set()
