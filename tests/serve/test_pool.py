"""Small queries are given ahead to a process that answers small ones: none of them pays for what the one before it does."""

import asyncio
import os
import signal
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.namespaces import PREFIXES
from kg.serve.errors import RequestError
from kg.serve.job import Job, Query, Reply
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.pool import Pool
from kg.serve.protocol import _pairs
from kg.store.store import NAME
from serving import CROSS

SMALL = [Query(f"SELECT ?name {{ id:place-510727 rdfs:label ?name }} # {i}", "csv") for i in range(6)]
NAMED = "name\r\n平武县\r\n".encode()
LIMITS = Limits(seconds=2, memory=64 * MEGABYTE, workers=4)


def pooled(built: Path, asking: Callable[[Pool], Awaitable[None]], limits: Limits = LIMITS) -> None:
    """Ask a pool whose workers have answered small queries before."""

    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            where = {"store": str(built / NAME), "folder": folder}
            pool = Pool({**where, "prefixes": PREFIXES, "memory": limits.memory, "size": limits.size, "service": False}, limits)
            await pool.start()
            try:
                await asyncio.sleep(1)
                for _ in range(3):
                    await asyncio.gather(*(pool.ask(query, "them") for query in SMALL))
                await asking(pool)
            finally:
                pool.close()
                while pool._all:
                    await asyncio.sleep(0.01)
            assert not list(Path(folder).iterdir())

    # In a thread of its own: the browser of other tests has a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


def ahead(pool: Pool) -> int:
    """Return how many queries processes have been given that are not at hand."""
    return sum(len(process.jobs) - 1 for process in pool._all if process.jobs)


def test_small_queries_are_given_ahead_and_each_gets_its_own_answer(built: Path) -> None:
    async def asking(pool: Pool) -> None:
        names = [f"ASK {{ FILTER({i} = 3) }}" for i in range(8)]
        waiting = [asyncio.ensure_future(pool.ask(Query(text, "csv"), "them")) for text in names]
        await asyncio.sleep(0)
        assert ahead(pool) > 1
        assert [(await answer).body for answer in waiting] == [b"true" if i == 3 else b"false" for i in range(8)]

    pooled(built, asking)


def test_what_was_given_ahead_does_not_wait_for_a_query_that_takes_for_ever(built: Path) -> None:
    async def asking(pool: Pool) -> None:
        began = time.monotonic()
        endless = asyncio.ensure_future(pool.ask(Query(CROSS, "csv"), "them"))
        small = [asyncio.ensure_future(pool.ask(query, "them")) for query in SMALL]
        await asyncio.sleep(0)
        assert ahead(pool) == len(SMALL)
        assert [reply.body for reply in await asyncio.gather(*small)] == [NAMED] * len(SMALL)
        assert time.monotonic() - began < 0.5
        with pytest.raises(RequestError, match="longer than 2 seconds"):
            await endless

    pooled(built, asking)


def test_only_the_query_that_ends_a_process_is_refused(built: Path) -> None:
    async def asking(pool: Pool) -> None:
        nested = Query(f"SELECT * {{ {'{' * 20_000} ?s ?p ?o {'}' * 20_000} }}", "csv")
        broken = asyncio.ensure_future(pool.ask(nested, "them"))
        small = [asyncio.ensure_future(pool.ask(query, "them")) for query in SMALL]
        await asyncio.sleep(0)
        assert ahead(pool) == len(SMALL)
        assert [reply.body for reply in await asyncio.gather(*small)] == [NAMED] * len(SMALL)
        with pytest.raises(RequestError, match="nested too deeply"):
            await broken

    pooled(built, asking)


def test_a_query_given_ahead_whose_client_leaves_holds_up_nobody(built: Path) -> None:
    async def asking(pool: Pool) -> None:
        first = asyncio.ensure_future(pool.ask(SMALL[0], "them"))
        left = asyncio.ensure_future(pool.ask(Query(CROSS, "csv"), "them"))
        large = asyncio.ensure_future(pool.ask(Query("SELECT * { ?s ?p ?o }", "csv"), "them"))
        small = [asyncio.ensure_future(pool.ask(query, "them")) for query in SMALL]
        await asyncio.sleep(0)
        left.cancel()
        large.cancel()
        began = time.monotonic()
        replies: list[Reply] = await asyncio.gather(first, *small)
        assert [reply.body for reply in replies] == [NAMED] * 7
        assert time.monotonic() - began < 0.5
        while any(process.jobs for process in pool._all):
            await asyncio.sleep(0.01)
        assert time.monotonic() - began < 2

    pooled(built, asking)


def test_no_query_waits_behind_one_that_was_taken_back_too_late(built: Path) -> None:
    # Behind two texts of 100,000 characters, that they are taken back is read after the first of them has begun.
    long = "\n#" + "x" * 100_000
    middle = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER(STRLEN(STR(?c)) > 3) }", "csv")

    async def asking(pool: Pool) -> None:
        texts = (CROSS + long, "ASK {}" + long)
        first, endless, other = (asyncio.ensure_future(pool.ask(query, "them")) for query in (middle, *(Query(text, "csv") for text in texts)))
        await first
        began = time.monotonic()
        assert (await pool.ask(SMALL[0], "innocent")).body == NAMED
        assert time.monotonic() - began < 0.5
        assert (await other).body == b"true"
        endless.cancel()
        await asyncio.sleep(0.5)
        assert pool.state()["idle"] == pool.state()["workers"]

    pooled(built, asking)


def test_no_query_is_lost_where_workers_get_no_time(built: Path) -> None:
    async def asking(pool: Pool) -> None:
        for process in pool._all:
            os.kill(process.pid, signal.SIGSTOP)
        waiting = [asyncio.ensure_future(pool.ask(query, "them")) for query in SMALL]
        await asyncio.sleep(0.05)
        assert ahead(pool) == 0
        for process in pool._all:
            os.kill(process.pid, signal.SIGCONT)
        assert [reply.body for reply in await asyncio.gather(*waiting)] == [NAMED] * len(SMALL)

    pooled(built, asking)


def test_the_client_who_asks_most_waits_longest() -> None:
    pool = Pool({}, Limits())
    waiting = deque(Job(Query("ASK {}"), client, None) for client in ("greedy", "greedy", "modest"))  # type: ignore[arg-type]
    pool._running["greedy"] = 3
    assert [pool._next(waiting).client for _ in range(3)] == ["modest", "greedy", "greedy"]


@given(st.lists(st.tuples(st.text(), st.text())))
def test_forms_are_read_as_the_standard_library_reads_them(pairs: list[tuple[str, str]]) -> None:
    form = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs if name or value)
    assert _pairs(form.encode(), Limits()) == parse_qsl(form, keep_blank_values=True)


@given(st.text("%&=+_ aF0\r\n.平", max_size=30))
def test_broken_escapes_stand_as_they_are(form: str) -> None:
    try:
        kept = parse_qsl(form, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(RequestError, match="not UTF-8"):
            _pairs(form.encode(), Limits())
    else:
        assert _pairs(form.encode(), Limits()) == kept
