"""kg serve beside bare oxigraph and rdflib-endpoint, and under hostile clients: python benchmarks/serving.py [--seconds 120]

All servers have the founding build, and the same clients in this process, which ask over connections that stay open. In each round every server is
asked for some seconds, one after the other; the median of the rounds counts. Each request has a text of its own, as those of different clients have,
by a comment with a number. Where the machine has wrk, it asks the two fast ones as well, always with the same text.
rdflib-endpoint is installed into build/peers-serving, as benchmarks/serving-peers.txt pins it.
"""

import argparse
import asyncio
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit

from kg.rdf.namespaces import PREFIXES
from kg.store.questions import questions

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from serving import CROSS, alive, eventually, serving  # noqa: E402

PEERS = ROOT / "build" / "peers-serving"
CLIENTS = 8
NUMBERS = count()
ROUNDS = 3
DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if name in ("aid", "id", "rdfs"))
# Small queries: a name, and the named questions that take about a millisecond or less.
SMALL = {
    "a label": DECLARED + "SELECT ?name { id:place-510727 rdfs:label ?name }",
    **{name: questions()[name].query for name in ("several-providers", "across-provinces", "whom-assists", "who-assists")},
}
RDFLIB = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
data = rdflib.Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql"), port=int(sys.argv[2]), log_level="error")
"""


class Client(asyncio.Protocol):
    """Asks one query after the other until it is stopped, and keeps how long each answer took and its status."""

    def __init__(self, requests: Callable[[], bytes], until: float) -> None:
        self.requests, self.until = requests, until
        self.times: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.done = asyncio.get_running_loop().create_future()
        self.held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.send()

    def send(self) -> None:
        self.began = time.perf_counter()
        self.transport.write(self.requests())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.held += data
        head, blank, body = self.held.partition(b"\r\n\r\n")
        if not blank or not _whole(head, body):
            return
        self.held = b""
        self.times.append(time.perf_counter() - self.began)
        self.statuses[int(head[9:12])] += 1
        if time.perf_counter() < self.until:
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


def _whole(head: bytes, body: bytes) -> bool:
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    return len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n")


def get(url: str, query: str) -> bytes:
    """Return the request for a query."""
    where = urlsplit(url)
    return (
        f"GET {where.path}?query={quote(query, safe='')} HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: application/sparql-results+json\r\n\r\n"
    ).encode()


def post(url: str, query: str) -> bytes:
    """Return the request for a query that is too long for an address."""
    where, body = urlsplit(url), query.encode()
    head = f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _client(url: str, requests: Callable[[], bytes], until: float) -> Client:
    where = urlsplit(url)
    client = Client(requests, until)
    await asyncio.get_running_loop().create_connection(lambda: client, where.hostname, where.port)
    await client.done
    return client


def _uvloop(main: object) -> object:
    import uvloop

    return uvloop.run(main)  # type: ignore[arg-type]


def rate(url: str, query: str, seconds: float) -> float:
    """Return how many answers a second the clients get; raises where one is no answer."""

    async def run() -> list[Client]:
        head, tail = get(url, f"{query}\n#NUMBER").split(b"NUMBER")
        until = time.perf_counter() + seconds
        return await asyncio.gather(*(_client(url, lambda: head + b"%d" % next(NUMBERS) + tail, until) for _ in range(CLIENTS)))

    clients: list[Client] = _uvloop(run())  # type: ignore[assignment]
    statuses = sum((client.statuses for client in clients), Counter[int]())
    assert set(statuses) == {200}, statuses
    return statuses[200] / seconds


def wrk_rate(url: str, query: str, seconds: float) -> float:
    """Return the same as wrk counts it."""
    address = f"{url}?query={quote(query, safe='')}"
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s", "-H", "Accept: application/sparql-results+json", address]
    out = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    assert "Non-2xx" not in out, out
    return float(re.search(r"Requests/sec: +([\d.]+)", out)[1])  # type: ignore[index]


@contextmanager
def oxigraph(build: Path) -> Iterator[str]:
    """Serve a copy of the store of a build by oxigraph itself."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(build / "store", Path(folder) / "store")
        command = [str(Path(sys.executable).parent / "oxigraph"), "serve-read-only", "--union-default-graph", "--location", f"{folder}/store"]
        with _started([*command, "--bind", f"127.0.0.1:{(port := _free())}"], f"http://127.0.0.1:{port}/query") as url:
            yield url


@contextmanager
def rdflib_endpoint(build: Path) -> Iterator[str]:
    """Serve a build by rdflib-endpoint."""
    if not (PEERS / "bin" / "uvicorn").exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run([PEERS / "bin" / "pip", "install", "--quiet", "-r", ROOT / "benchmarks" / "serving-peers.txt"], check=True)
    command = [str(PEERS / "bin" / "python"), "-c", RDFLIB, str(build / "graph.nq"), str(port := _free())]
    with _started(command, f"http://127.0.0.1:{port}/sparql") as url:
        yield url


def _free() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _started(command: list[str], url: str) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:

        def answers() -> bool:
            with suppress(OSError, AssertionError):
                return rate(url, "ASK {}", 0.01) > 0
            return False

        assert eventually(answers, 600), f"{command[0]} does not answer"
        try:
            yield url
        finally:
            process.kill()


def throughput(build: Path, seconds: float) -> Iterator[tuple[str, str, list[float]]]:
    """Yield each small query, who asked, and the answers a second of kg, oxigraph and rdflib-endpoint."""
    with serving(build) as ours, oxigraph(build) as ox, rdflib_endpoint(build) as slow:
        urls = [f"{ours.url}/sparql", ox, slow]
        for name, query in SMALL.items():
            rounds = [[rate(url, query, seconds) for url in urls] for _ in range(ROUNDS)]
            yield name, "asyncio", [statistics.median(column) for column in zip(*rounds, strict=True)]
            if shutil.which("wrk"):
                rounds = [[wrk_rate(url, query, max(1, seconds)) for url in urls[:2]] for _ in range(ROUNDS)]
                yield name, "wrk", [statistics.median(column) for column in zip(*rounds, strict=True)]


def fairness(build: Path, seconds: float, *, crossing: bool) -> dict[str, list[float]]:
    """Return how long each small query took, of seven clients, beside one that sends only cross products or, for comparison, beside none."""
    names = list(SMALL)
    with serving(build, "seconds=5") as server:
        url = f"{server.url}/sparql"
        asked = {name: get(url, SMALL[name]) for name in names}

        async def run() -> tuple[list[Client], list[Client]]:
            until = time.perf_counter() + seconds
            hostile = [_client(url, lambda: get(url, CROSS.replace("?n)", f"?n{next(NUMBERS)})")), until)] if crossing else []
            good = [_client(url, partial(asked.__getitem__, names[i % len(names)]), until) for i in range(CLIENTS - 1)]
            found = await asyncio.gather(*good, *hostile)
            return found[: len(good)], found[len(good) :]

        good, hostile = _uvloop(run())  # type: ignore[misc]
    assert all(set(client.statuses) == {504} for client in hostile)
    assert all(set(client.statuses) == {200} for client in good)
    return {name: sorted(t for i, client in enumerate(good) if names[i % len(names)] == name for t in client.times) for name in names}


HOSTILE = (
    lambda n: CROSS.replace("?n)", f"?n{n})"),
    lambda n: f"SELECT * {{ ?a{n} ?b ?c . ?d ?e ?f . ?g ?h ?i }} ORDER BY ?c ?f ?i",
    lambda n: f"SELECT (COUNT(*) AS ?n{n}) {{ " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(90)))} }}" for i in range(9)) + " }",
    lambda n: f"SELECT * {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '(a*)*b(c|d|e)*{n}$')) }}",
    lambda n: f"SELECT * {{ ?s{n} (rdfs:label|!rdfs:label)* ?o . ?t (^rdfs:label|!rdfs:label)* ?u . ?o (!aid:x|^!aid:y)* ?u }}",
    lambda n: "SELECT * { ?s ?p ?o } #" + "x" * 10_000_000,
    lambda n: f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?all{n}) {{ ?a ?b ?c . ?d ?e ?f }}",
    lambda n: f"SELECT * {{ {'{' * 20_000} ?s{n} ?p ?o {'}' * 20_000} }}",
    lambda n: f"CONSTRUCT {{ ?a ?b{n} ?f }} WHERE {{ ?a ?b{n} ?c . ?d ?e ?f }}",
)


def hostile(build: Path, seconds: float) -> dict[str, object]:
    """Ask for ``seconds`` what is meant to stop a server, and something good beside it; return what came of it."""
    with serving(build, "seconds=5, memory=256 << 20, head_seconds=2, send_seconds=5") as server:
        url = f"{server.url}/sparql"
        chance = random.Random(7)
        until = time.perf_counter() + seconds
        found: dict[str, list[object]] = {"memory": [], "workers": []}

        async def attack() -> Counter[int]:
            statuses: Counter[int] = Counter()
            while time.perf_counter() < until:
                client = await _client(url, lambda: post(url, chance.choice(HOSTILE)(next(NUMBERS))), 0)
                statuses += client.statuses
                if chance.random() < 0.2:
                    leaving = asyncio.ensure_future(_client(url, lambda: post(url, CROSS.replace("?n)", f"?n{next(NUMBERS)})")), 0))
                    await asyncio.sleep(chance.random())
                    leaving.cancel()
            return statuses

        async def half_open() -> None:
            where = urlsplit(url)
            while time.perf_counter() < until:
                with suppress(OSError):
                    _, writer = await asyncio.open_connection(where.hostname, where.port)
                    writer.write(b"GET /sparql?query=")
                    await asyncio.sleep(0.05)
                    kept.append(writer)
                    if len(kept) > 400:
                        kept.pop(0).close()

        async def good() -> Client:
            request = get(url, SMALL["who-assists"])
            client = await _client(url, lambda: request, until)
            while time.perf_counter() < until:  # the server may close a connection
                other = await _client(url, lambda: request, until)
                client.times += other.times
                client.statuses += other.statuses
            return client

        async def watch() -> None:
            while time.perf_counter() < until:
                workers = await asyncio.to_thread(server.workers)
                found["memory"].append(_memory([server.process.pid, *workers]))
                found["workers"].append(set(workers))
                await asyncio.sleep(0.5)

        kept: list[asyncio.StreamWriter] = []

        async def run() -> list[object]:
            return await asyncio.gather(good(), watch(), *(half_open() for _ in range(4)), *(attack() for _ in range(12)))

        client, _, *rest = _uvloop(run())  # type: ignore[misc]
        attacks: Counter[int] = sum((r for r in rest if r), Counter())
        last = set(server.workers())
    assert isinstance(client, Client)
    assert eventually(lambda: not any(map(alive, last)))
    workers = [number for group in found["workers"] for number in group]  # type: ignore[attr-defined]
    left = [pid for pid in set(workers) if alive(pid)]
    return {
        "good": dict(client.statuses),
        "good, median and p99 ms": [round(1000 * t, 1) for t in (statistics.median(client.times), p99(client.times))],
        "hostile": dict(attacks),
        "memory of all processes, MB at most": max(found["memory"]),  # type: ignore[type-var]
        "workers started": len(set(workers)),
        "processes left behind": len(left),
    }


def _memory(pids: list[int]) -> int:
    """Return the memory that processes share out among them, in MB (Pss)."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            total += int(re.search(r"^Pss: +(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
    return total // 1024


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", type=Path, default=ROOT / "build")
    options.add_argument("--seconds", type=float, default=120, help="of hostile queries")
    chosen = options.parse_args()
    print("| small query | asked by | kg serve, a second | oxigraph | rdflib-endpoint | of oxigraph | of rdflib-endpoint |")
    print("|---|---|---|---|---|---|---|")
    for name, who, (ours, ox, *slow) in throughput(chosen.build, 2):
        other = slow[0] if slow else 0
        times = f"{ours / other:.0f}×" if other else ""
        print(f"| {name} | {who} | {ours:,.0f} | {ox:,.0f} | {f'{other:,.0f}' if other else ''} | {ours / ox:.2f} | {times} |", flush=True)
    print("\n| small query of 7 clients | median ms | p99 ms | median ms beside cross products | p99 ms |\n|---|---|---|---|---|")
    alone, beside = (fairness(chosen.build, 20, crossing=crossing) for crossing in (False, True))
    for name in SMALL:
        cells = [1000 * value for times in (alone[name], beside[name]) for value in (statistics.median(times), p99(times))]
        print(f"| {name} | {' | '.join(f'{cell:.1f}' for cell in cells)} |", flush=True)
    print()
    print(json.dumps(hostile(chosen.build, chosen.seconds), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
