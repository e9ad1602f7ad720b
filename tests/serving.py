"""A real server for tests: started on a free port, asked over HTTP, stopped with all its processes."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

_START = "from pathlib import Path; from kg.serve.limits import Limits; from kg.serve.server import Options, serve_build; import sys; "
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f && ?f < ?i) }"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[str]

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, timeout: float = 60, **headers: str) -> Answer:
        """Return the answer to one request on a connection of its own; ``content_type`` is the header Content-Type."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=timeout)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def query(self, query: str, accept: str = "application/sparql-results+json", **parameters: str) -> Answer:
        """Return the answer to a query by POST."""
        body = urlencode({"query": query, **parameters}).encode()
        return self.ask("/sparql", method="POST", body=body, content_type="application/x-www-form-urlencoded", accept=accept)

    def rows(self, query: str, **parameters: str) -> list[dict[str, str]]:
        answer = self.query(query, **parameters)
        assert answer.status == 200, answer.text
        return [{name: term["value"] for name, term in row.items()} for row in json.loads(answer.body)["results"]["bindings"]]

    def health(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(self.ask("/healthz").body)
        return found

    def workers(self) -> list[int]:
        """Return the processes that the server has started, by the list of processes."""
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(pid) for pid in listed.stdout.split()]


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Tell whether something comes true within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return bool(true())


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and was not fetched yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def serving(build: Path, limits: str = "", options: str = "", command: list[str] | None = None) -> Iterator[Server]:
    """Serve a build with ``limits`` and ``options`` as they are written in Python, or by the ``command`` of a user."""
    code = f"{_START}serve_build(Path(sys.argv[1]), Options(port=0, limits=Limits({limits}), {options}), lambda line: print(line, flush=True))"
    arguments = command or [sys.executable, "-c", code, str(build)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env={**os.environ}) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("serving http://"), line + process.stdout.read()
        try:
            yield Server(line.split()[1].rstrip("/"), process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
