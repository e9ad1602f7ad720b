"""Limits that hold: whatever a query, a client or a signal does, others are answered, no answer is half, and no process is left behind."""

import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from serving import CROSS, Answer, Server, alive, eventually, serving

GOOD = "ASK { ?p rdfs:label '平武县'@zh }"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMITS = "seconds=1, memory=200 << 20, size=300_000, text=20_000, workers=4, queue=4, head_seconds=1, body_seconds=1, send_seconds=1"


@pytest.fixture(scope="module")
def strict(built: Path) -> Iterator[Server]:
    """A server that gives little."""
    with serving(built, LIMITS) as found:
        yield found


@pytest.fixture(scope="module")
def frugal(built: Path) -> Iterator[Server]:
    """A server that gives a query as little memory as it may."""
    with serving(built, "seconds=60, memory=16 << 20") as found:
        yield found


def good(server: Server) -> bool:
    return server.query(GOOD, "text/csv").text.strip() == "true"


def slow(number: int) -> str:
    """Return a query that takes for ever, not known from before."""
    return CROSS.replace("?n)", f"?n{number})")


def resident(server: Server) -> float:
    """Return the megabytes that the server itself holds in memory."""
    text = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(text.partition("VmRSS:")[2].split()[0]) / 1024


def connect(server: Server) -> socket.socket:
    where = urlsplit(server.url)
    return socket.create_connection((where.hostname or "", where.port or 0), timeout=10)


def closed(connection: socket.socket) -> bool:
    """Tell whether the other side has closed, within ten seconds; reads what still comes."""
    try:
        while connection.recv(1 << 16):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        (CROSS, 504, "longer than 1 seconds"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 507, "300,000 bytes"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }", 507, "300,000 bytes"),
        (f"SELECT * {{ {'{' * 6000} ?s ?p ?o {'}' * 6000} }}", 400, ""),
        ("SELECT * { ?s ?p ?o " + "# " + "x" * 20_000 + "\n}", 413, "20,000 bytes"),
        ("SELECT * { ?s (rdfs:label|!rdfs:label)* ?o . ?t (rdfs:label|!rdfs:label)* ?u . ?v (^rdfs:label|!rdfs:label)+ ?w }", 504, "longer than"),
        ('SELECT * { ?s ?p ?o . ?t ?q ?r . ?u ?v ?w FILTER(REGEX(CONCAT(STR(?o), STR(?r), STR(?w)), "(a*)*b(c|d|e)*$")) }', 504, "longer than"),
    ],
)
def test_a_query_over_a_limit_gets_an_error_and_the_next_one_its_answer(strict: Server, query: str, status: int, said: str) -> None:
    answer = strict.query(query, "*/*")
    assert (answer.status, answer.kind) == (status, "text/plain")
    assert said in answer.text
    assert good(strict)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {PRODUCT} ORDER BY ?c ?f ?i",
        f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {PRODUCT} }}",
        f"SELECT (GROUP_CONCAT(STR(?c)) AS ?all) {PRODUCT}",
        f"SELECT ?a {{ VALUES ?x {{ {' '.join(map(str, range(300)))} }} {{ SELECT * {PRODUCT} }} }} ORDER BY ?x ?c",
    ],
)
def test_a_query_that_needs_more_memory_than_it_may_have_gets_an_error(frugal: Server, query: str) -> None:
    answer = frugal.query(query)
    assert (answer.status, answer.kind) == (507, "text/plain")
    assert "memory" in answer.text
    assert good(frugal)


def test_a_long_query_is_refused_before_it_has_come(strict: Server) -> None:
    with connect(strict) as connection:
        connection.sendall(POST + b"Content-Length: 10000000\r\n\r\nASK")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_long_query_without_a_length_is_refused_when_it_gets_too_long(strict: Server) -> None:
    with connect(strict) as connection:
        connection.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(30):
            connection.sendall(b"3e8\r\n" + b"#" * 1000 + b"\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_longer_answer_than_fits_in_a_message_comes_whole(built: Path) -> None:
    with serving(built, "size=50 << 20") as server:
        query = "SELECT * { ?a ?b ?c . { SELECT * { ?d a aid:Place } LIMIT 10 } } LIMIT 20000"
        answer = server.query(query)
        assert len(answer.body) > 2 << 20
        assert len(answer.body) == int(answer.headers["content-length"])
        assert len(json.loads(answer.body)["results"]["bindings"]) == 20000
        assert list(Path(tempfile.gettempdir()).glob("kg-serve-*/[0-9]*")) == []


def test_a_client_that_leaves_frees_its_worker(built: Path) -> None:
    with serving(built, "seconds=60, workers=4") as server:
        busy = [connect(server) for _ in range(2)]
        for number, connection in enumerate(busy):
            text = slow(number).encode()
            connection.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(text) + text)
        assert eventually(lambda: server.health()["slow_running"] == 2)
        for connection in busy:
            connection.close()
        assert eventually(lambda: server.health()["slow_running"] == 0)
        assert eventually(lambda: server.health()["idle"] == 4)


def test_a_client_that_leaves_with_a_second_request_under_way_frees_its_worker(built: Path) -> None:
    with serving(built, "seconds=60, workers=4") as server:
        with connect(server) as connection:
            text = slow(300).encode()
            connection.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(text) + text + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert eventually(lambda: server.health()["slow_running"] == 1)
        assert eventually(lambda: server.health()["slow_running"] == 0)


def test_what_follows_a_body_takes_no_memory(server: Server) -> None:
    before = resident(server)
    with connect(server) as connection:
        connection.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n")
        for _ in range(100):
            connection.sendall(b"a: b\r\n" * 10_000)
        assert resident(server) - before < 20
    assert good(server)


def test_an_answer_that_nobody_takes_is_not_held_in_memory(built: Path) -> None:
    with serving(built, "send_seconds=60") as server:
        text = b"SELECT * { ?a ?b ?c . { SELECT * { ?d a aid:Place } LIMIT 10 } } LIMIT 100000"
        before = resident(server)
        with ExitStack() as held:
            for _ in range(3):
                held.enter_context(connect(server)).sendall(POST + b"Content-Length: %d\r\n\r\n" % len(text) + text)
            assert eventually(lambda: server.health()["idle"] == server.health()["workers"])
            time.sleep(0.5)
            assert resident(server) - before < 20


def test_a_client_that_offers_another_protocol_gets_its_answer_in_this_one(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(POST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\nContent-Length: 6\r\n\r\nASK {}")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")


def test_a_long_list_of_media_types_is_refused(server: Server) -> None:
    assert server.query("ASK {}", "a," * 2000).status == 400


def test_more_queries_than_may_wait_are_told_when_to_come_again(strict: Server) -> None:
    with ThreadPoolExecutor(16) as clients:
        answers: list[Answer] = list(clients.map(lambda number: strict.query(slow(100 + number)), range(16)))
    refused = [answer for answer in answers if answer.status == 503]
    assert {answer.status for answer in answers} == {503, 504}
    assert all(int(answer.headers["retry-after"]) > 0 and "too many" in answer.text for answer in refused)
    assert good(strict)


def test_quick_queries_are_answered_while_long_ones_fill_their_places(built: Path) -> None:
    with serving(built, "seconds=20, workers=4, queue=8") as server:
        with ThreadPoolExecutor(8) as clients:
            long = [clients.submit(server.query, slow(200 + number)) for number in range(6)]
            assert eventually(lambda: server.health()["slow_running"] == 2)
            times = []
            for _ in range(50):
                began = time.monotonic()
                assert good(server)
                times.append(time.monotonic() - began)
            server.process.send_signal(signal.SIGTERM)
            statuses = {future.result().status for future in long}
        assert sorted(times)[25] < 0.5
        assert statuses == {503}


def test_half_a_head_is_not_waited_for(strict: Server) -> None:
    with connect(strict) as silent, connect(strict) as slow_head:
        slow_head.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nHost: local")
        assert closed(silent)
        assert closed(slow_head)
    assert good(strict)


def test_half_a_body_is_not_waited_for(strict: Server) -> None:
    with connect(strict) as connection:
        connection.sendall(POST + b"Content-Length: 9\r\n\r\nASK")
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
        assert closed(connection)


def test_a_head_without_end_is_not_read(strict: Server) -> None:
    with connect(strict) as connection:
        connection.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
        try:
            for _ in range(200):
                connection.sendall(b"x" * 4096)
            said = connection.recv(100)
        except OSError:
            said = b"HTTP/1.1 431 "
        assert said.startswith(b"HTTP/1.1 431 ")
    assert good(strict)


def test_a_client_that_takes_nothing_of_its_answer_is_dropped(strict: Server) -> None:
    def held() -> int:
        return len(list(Path(f"/proc/{strict.process.pid}/fd").iterdir()))

    assert eventually(lambda: strict.health()["idle"] == 4)
    before = held()
    with connect(strict) as connection:
        connection.sendall(100 * b"GET /assets/yasgui.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert eventually(lambda: held() > before)
        assert eventually(lambda: held() <= before)
    assert good(strict)


def test_many_half_open_connections_keep_nobody_out(strict: Server) -> None:
    silent = [connect(strict) for _ in range(600)]
    try:
        assert good(strict)
    finally:
        for connection in silent:
            connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_server_that_stops_leaves_no_process_behind(built: Path, number: int) -> None:
    with serving(built, "seconds=60, workers=4") as server:
        threads = [threading.Thread(target=_try, args=(server, slow(300 + n)), daemon=True) for n in range(2)]
        for thread in threads:
            thread.start()
        assert eventually(lambda: server.health()["slow_running"] == 2)
        workers = server.workers()
        assert len(workers) >= 4
        server.process.send_signal(number)
        server.process.wait(20)
        assert eventually(lambda: not any(map(alive, workers)))
        for thread in threads:
            thread.join(10)


def _try(server: Server, query: str) -> None:
    with suppress(OSError):
        server.query(query)


def test_a_worker_that_is_killed_is_replaced(built: Path) -> None:
    with serving(built, "workers=4") as server:
        for pid in server.workers():
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: server.health()["idle"] == 4)
        assert good(server)


def test_the_command_serves_a_build_and_says_where(built: Path) -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", str(built), "--port", "0", "--seconds", "1", "--size", "0.001"]
    with serving(built, command=command) as server:
        assert good(server)
        assert server.query("SELECT * { ?s ?p ?o }").status == 507
        assert server.query(CROSS).status == 504
