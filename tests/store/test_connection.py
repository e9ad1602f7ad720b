"""What a server does wrong is repeated where it may pass, and told in a line with what to do where it does not."""

import base64
import email.utils
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from kg.errors import RemoteError
from kg.store.connection import PASSING_OF_WRITES, Connection, authorization
from servers import Asked, Said, fake

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited between requests, which take no time here."""
    waits: list[float] = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", waits.append)
    return waits


def saying(*answers: Said) -> Callable[[Asked], Said]:
    """Answer with one after the other, and with the last for ever."""
    rest = list(answers)
    return lambda asked: rest.pop(0) if len(rest) > 1 else rest[0]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again_after_as_long_as_the_server_asks_for(status: int, slept: list[float]) -> None:
    told: list[str] = []
    with fake(saying(Said(), Said(status, headers={"Retry-After": "7"}), Said(status), Said(body=b"done"))) as server:
        connection = Connection(server.url, passing=PASSING_OF_WRITES, tell=told.append)
        connection.send("GET")
        assert connection.send("PUT", b"data").data == b"done"
    assert [asked.body for asked in server.asked] == [b"", b"data", b"data", b"data"]
    assert slept == [7, 1]
    assert told == [f"{server.url} answered {status}: again in 7 s", f"{server.url} answered {status}: again in 1 s"]


def test_a_date_to_try_again_at_is_kept_to(slept: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.util.retry.time.time", lambda: 1_700_000_000)
    at = email.utils.formatdate(1_700_000_042, usegmt=True)
    with fake(saying(Said(503, headers={"Retry-After": at}), Said(body=b"done"))) as server:
        assert Connection(server.url).send("GET").data == b"done"
    assert slept == [42]


def test_a_server_that_asks_for_an_hour_is_not_waited_for(slept: list[float]) -> None:
    with (
        fake(saying(Said(503, headers={"Retry-After": "3600"}))) as server,
        pytest.raises(RemoteError, match="asks for 3600 seconds: try again then"),
    ):
        Connection(server.url).send("GET")
    assert slept == []


def test_waits_grow_and_end_in_what_the_server_said(slept: list[float]) -> None:
    with fake(saying(Said(), Said(503, b"maintenance"))) as server:
        connection = Connection(server.url)
        connection.send("GET")
        with pytest.raises(RemoteError, match=r"answered 503 \(maintenance\): it is still too busy, or closed: try again later"):
            connection.send("GET")
    assert slept == [1, 2, 4, 8, 16]


@pytest.mark.parametrize("cut", [0, 4], ids=["before the answer", "within it"])
def test_a_connection_that_breaks_is_made_again(cut: int, slept: list[float]) -> None:
    with fake(saying(Said(), Said(body=b"answered", cut=cut), Said(body=b"answered"))) as server:
        connection = Connection(server.url)
        connection.send("GET")
        assert connection.send("POST", b"data").data == b"answered"
    assert server.asked[-1].body == b"data"


def test_a_connection_that_always_breaks_is_told(slept: list[float]) -> None:
    with fake(saying(Said(body=b"answered", cut=4))) as server, pytest.raises(RemoteError, match=r"cannot be reached \(.*IncompleteRead"):
        Connection(server.url).send("GET")
    assert len(server.asked) == 2


def test_a_server_that_is_silent_is_left_and_not_asked_again() -> None:
    done = Event()

    def silent(asked: Asked) -> Said:
        done.wait(60)
        return Said(cut=0)

    with fake(silent) as server:
        with pytest.raises(RemoteError, match=r"has not answered within 0\.1 seconds: give it longer with --timeout"):
            Connection(server.url, timeout=0.1).send("POST")
        done.set()
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(401), "answered 401: it wants to know who asks: --user NAME with the password in KG_PASSWORD, or --token with KG_TOKEN"),
        (Said(403, b"read only"), "answered 403 (read only): whoever asks may not do this there: ask who runs the server"),
        (Said(404, b"<html><title>Not\nFound</title>", HTML), "answered 404 (Not Found): there is no such service: see the path of the address"),
        (Said(404, b"<html>" * 99, HTML), "answered 404: there is no such service: see the path of the address"),
        (Said(405), "answered 405: it takes no PUT: it is another service, or may only be read"),
        (Said(413), "answered 413: that was too much at once"),
        (Said(418, b"\x1b[2J" + "茶".encode() * 999), "answered 418 (�[2J" + "茶" * 296 + "…): see its log for more"),
        (Said(301, headers={"Location": "https://else.where/store"}), "redirects to https://else.where/store: name that address itself"),
        (Said(200, b"<!DOCTYPE html><p>Welcome", HTML), "answers with a web page, not with data: name the address of the SPARQL service itself"),
    ],
)  # fmt: skip
def test_what_does_not_pass_is_told_with_what_to_do(said: Said, told: str) -> None:
    with fake(saying(said)) as server, pytest.raises(RemoteError) as raised:
        Connection(server.url).send("PUT", b"data")
    assert str(raised.value) == f"{server.url} {told}"
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_tried_twice_and_told(slept: list[float]) -> None:
    with fake(saying(Said())) as server:
        pass
    with pytest.raises(RemoteError, match=r"cannot be reached \(.*refused\): see that the address is right and the server runs"):
        Connection(server.url).send("GET")
    with pytest.raises(RemoteError, match="cannot be reached"):
        Connection("http://nowhere.invalid/").send("GET")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("localhost:7878/store", "localhost:7878/store is no address of a server: write http://host:port/path"),
        ("ftp://host/", "ftp://host/ is no address of a server"),
        ("http://", "http:// is no address of a server"),
        ("http://[::1", "is no address: write http://host:port/path"),
    ],
)
def test_what_is_no_address_is_told(url: str, told: str) -> None:
    with pytest.raises(RemoteError) as raised:
        Connection(url)
    assert told in str(raised.value)


def test_a_secret_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(RemoteError, match="an address holds no name and password") as raised:
        Connection("http://li:geheim@localhost/store")
    assert "geheim" not in str(raised.value)


def test_who_asks_is_told_by_a_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PASSWORD", "密码")
    monkeypatch.setenv("KG_TOKEN", "abc.def\n")
    assert authorization() == ""
    assert base64.b64decode(authorization("李华").removeprefix("Basic ")).decode() == "李华:密码"
    assert authorization(token=True) == "Bearer abc.def"


@pytest.mark.parametrize(
    ("environment", "asked", "told"),
    [
        ({}, {"user": "li"}, "--user takes its secret from KG_PASSWORD, which is not set: export it"),
        ({"KG_TOKEN": " "}, {"token": True}, "--token takes its secret from KG_TOKEN, which is not set"),
        ({"KG_TOKEN": "geheim\r\nX-Evil: 1"}, {"token": True}, "KG_TOKEN is no bearer token"),
        ({"KG_TOKEN": "geheim", "KG_PASSWORD": "geheim"}, {"user": "li", "token": True}, "are two ways to say who asks: name one"),
    ],
)
def test_a_secret_that_is_missing_or_none_is_told_without_it(
    environment: dict[str, str], asked: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KG_PASSWORD", "KG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RemoteError) as raised:
        authorization(**asked)
    assert told in str(raised.value)
    assert "geheim" not in str(raised.value)


def test_every_request_shows_who_asks_and_a_refusal_doubts_the_secret() -> None:
    with fake(lambda asked: Said(401) if asked.method == "PUT" else Said()) as server:
        connection = Connection(server.url, who="Bearer abc")
        connection.send("GET")
        with pytest.raises(RemoteError, match="answered 401: it does not accept who asks: see the name and its secret"):
            connection.send("PUT")
    assert [asked.headers["Authorization"] for asked in server.asked] == ["Bearer abc"] * 2


def test_the_graph_is_added_to_an_address_that_has_parameters_of_its_own() -> None:
    with fake(saying(Said())) as server:
        Connection(f"{server.url}/store?key=1#top").send("PUT", graph="urn:图&b")
    assert server.asked[0].path == "/store?key=1&graph=urn%3A%E5%9B%BE%26b"
