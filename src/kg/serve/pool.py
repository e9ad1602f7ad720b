"""The workers and the queries that wait for them.

A query is quick until it was worked at for ``patience`` seconds. From then on it is slow: its process gets only the time that others leave, and only
half of the processes may hold slow queries, so that quick ones always find one. A query that turns slow when no such place is free is stopped, and
starts again when one is. What was slow once is held to be slow when it comes again. Of the waiting queries, that of the client who has the fewest
running is next. A process that held a slow query, or one that was stopped, is replaced.
"""

import asyncio
import hashlib
import os
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from kg.serve.errors import RequestError
from kg.serve.limits import Limits
from kg.serve.process import Process

_REMEMBERED = 4096
_LOWEST_PRIORITY = 19
# What is left of a query's patience is not waited for if it is shorter; nor longer than so many times all of it.
_TICK = 0.005
_LONGEST = 10
# Seconds before another worker is started where one has ended before it could answer.
_AGAIN = 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """A query as a worker takes it: ``table`` and ``graph`` are the forms that its answer may have, by what kind of answer it is."""

    text: str
    table: str | None = "json"
    graph: str | None = "ttl"
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its form, and either its bytes or an open file that has them and that no folder names any more."""

    form: str
    body: bytes
    file: BinaryIO | None = None

    def content(self) -> bytes:
        """Return all of it."""
        if self.file is None:
            return self.body
        with self.file:
            return self.file.read()


@dataclass(eq=False, slots=True)
class _Job:
    query: Query
    client: str
    key: bytes
    answer: asyncio.Future[Reply]
    slow: bool = False
    process: Process | None = None
    timer: asyncio.TimerHandle | None = None
    began: float = 0
    worked: float = 0
    over: bool = False


@dataclass(slots=True)
class Pool:
    """Answers queries on the store of a build; ``settings`` are what a worker is told when it starts."""

    settings: dict[str, Any]
    limits: Limits
    _idle: list[Process] = field(default_factory=list)
    _all: set[Process] = field(default_factory=set)
    _quick: deque[_Job] = field(default_factory=deque)
    _slow: deque[_Job] = field(default_factory=deque)
    _busy: set[_Job] = field(default_factory=set)
    _running: Counter[str] = field(default_factory=Counter)
    _slow_running: int = 0
    _known_slow: OrderedDict[bytes, None] = field(default_factory=OrderedDict)
    _closed: bool = False
    _started: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Start the workers and wait until one can answer; raises RequestError where one ends instead, having said why on standard error."""
        self._started = asyncio.get_running_loop().create_future()
        for _ in range(self.limits.workers):
            self._spawn()
        await self._started

    def close(self) -> None:
        """End all workers; who still waits gets a refusal."""
        self._closed = True
        for job in [*self._quick, *self._slow, *self._busy]:
            self._refuse(job, RequestError(503, "the server stops"))
        for process in list(self._all):
            process.kill()

    def state(self) -> dict[str, int]:
        """Return how many workers there are, how many are free, and what waits."""
        waiting = {"quick": len(self._quick), "slow": len(self._slow)}
        return {"workers": len(self._all), "idle": len(self._idle), "slow_running": self._slow_running, **waiting}

    async def ask(self, query: Query, client: str, gone: Callable[[], Awaitable[None]] | None = None) -> Reply:
        """Return the answer; raises RequestError where there is none within the limits. Whoever stops waiting, or is ``gone``, stops the query."""
        loop = asyncio.get_running_loop()
        key = hashlib.blake2b(query.text.encode(), digest_size=16).digest()
        job = _Job(query, client, key, loop.create_future(), key in self._known_slow)
        self._enqueue(job)
        self._dispatch()
        # A quick query is over before a client that leaves would be missed.
        watch = loop.call_later(self.limits.patience, self._watch, job, gone) if gone else None
        try:
            return await job.answer
        finally:
            if watch:
                watch.cancel()
            self._abandon(job)

    def _watch(self, job: _Job, gone: Callable[[], Awaitable[None]]) -> None:
        watching = asyncio.ensure_future(gone())
        watching.add_done_callback(lambda done: None if done.cancelled() else self._refuse(job, RequestError(499, "the client has gone")))
        job.answer.add_done_callback(lambda _: watching.cancel())

    def _enqueue(self, job: _Job) -> None:
        queue = self._slow if job.slow else self._quick
        if len(queue) >= self.limits.queue or self._closed:
            kind = "long queries" if job.slow else "queries"
            raise RequestError(503, f"too many {kind} at once: ask again a little later", {"Retry-After": "5" if job.slow else "1"})
        queue.append(job)

    def _dispatch(self) -> None:
        while self._idle and self._quick:
            self._run(self._next(self._quick))
        while self._idle and self._slow and self._slow_running < self.limits.slow:
            self._run(self._next(self._slow))

    def _next(self, queue: deque[_Job]) -> _Job:
        """Take the job out of a queue whose client has the fewest running, the oldest of those."""
        if len(queue) == 1:
            return queue.popleft()
        job = min(queue, key=lambda job: self._running[job.client])
        queue.remove(job)
        return job

    def _run(self, job: _Job) -> None:
        job.process = self._idle.pop()
        self._busy.add(job)
        self._running[job.client] += 1
        loop = asyncio.get_running_loop()
        job.began, job.worked = loop.time(), job.process.worked()
        if job.slow:
            self._give_way(job)
        else:
            job.timer = loop.call_later(self.limits.patience, self._turn_slow, job)
        q = job.query
        seconds = self.limits.seconds + self.limits.patience
        message = {"query": q.text, "table": q.table, "graph": q.graph, "default": q.default, "named": q.named, "seconds": seconds}
        job.process.send(message, lambda reply, body: self._finish(job, reply, body))

    def _give_way(self, job: _Job) -> None:
        """Let a job run on among the slow ones."""
        assert job.process is not None
        job.slow = True
        self._slow_running += 1
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, job.process.pid, _LOWEST_PRIORITY)
        job.timer = asyncio.get_running_loop().call_later(self.limits.seconds, self._run_out, job)

    def _turn_slow(self, job: _Job) -> None:
        assert job.process is not None
        # On a busy machine a quick query, too, takes long: what counts is how long it was worked at.
        left = self.limits.patience - (job.process.worked() - job.worked)
        loop = asyncio.get_running_loop()
        if left > _TICK and loop.time() - job.began < _LONGEST * self.limits.patience:
            job.timer = loop.call_later(left, self._turn_slow, job)
            return
        self._known_slow[job.key] = None
        if len(self._known_slow) > _REMEMBERED:
            self._known_slow.popitem(last=False)
        if self._slow_running < self.limits.slow:
            self._give_way(job)
            return
        self._release(job)
        job.slow = True
        try:
            self._enqueue(job)
        except RequestError as refusal:
            self._refuse(job, refusal)

    def _run_out(self, job: _Job) -> None:
        self._release(job)
        self._refuse(job, RequestError(504, f"the query took longer than {self.limits.seconds:g} seconds, which this server allows: ask for less"))

    def _finish(self, job: _Job, reply: dict[str, Any] | None, body: bytes) -> None:
        """Hand an answer on; None is that of a process that has ended."""
        crash = job.process.crash() if job.process and reply is None else None
        job.over = True
        if job.slow and job.process and reply is not None and job.process.worked() - job.worked < self.limits.patience:
            self._known_slow.pop(job.key, None)
        self._release(job, reusable=reply is not None and not job.slow)
        if job.answer.done():
            return
        if reply is None:
            self._refuse(job, crash or RequestError(500, "the query ended its process"))
        elif reply["status"] != 200:
            self._refuse(job, RequestError(reply["status"], reply["text"]))
        else:
            job.answer.set_result(Reply(reply["form"], body, _taken(Path(reply["file"])) if "file" in reply else None))

    def _release(self, job: _Job, *, reusable: bool = False) -> None:
        """Take a job off its process, which is free again or ended."""
        process, job.process = job.process, None
        if process is None:
            return
        if job.timer:
            job.timer.cancel()
        self._busy.discard(job)
        self._running[job.client] -= 1
        if not self._running[job.client]:
            del self._running[job.client]
        self._slow_running -= job.slow
        if reusable:
            self._idle.append(process)
            self._dispatch()
        else:
            process.kill()

    def _abandon(self, job: _Job) -> None:
        """Take a job out of wherever it is, if it still is."""
        if job.over:
            return
        for queue in (self._quick, self._slow):
            with suppress(ValueError):
                queue.remove(job)
        self._release(job)

    def _refuse(self, job: _Job, refusal: RequestError) -> None:
        if not job.answer.done():
            job.answer.set_exception(refusal)

    def _spawn(self) -> None:
        if not self._closed:
            self._all.add(Process({**self.settings, "server": os.getpid()}, ready=self._ready, ended=self._ended))

    def _ready(self, process: Process) -> None:
        if self._started and not self._started.done():
            self._started.set_result(None)
        self._idle.append(process)
        self._dispatch()

    def _ended(self, process: Process) -> None:
        self._all.discard(process)
        for left in Path(self.settings["folder"]).glob(f"{process.pid}-*"):
            left.unlink()
        if process in self._idle:
            self._idle.remove(process)
        if process.was_ready:
            self._spawn()
        elif self._started and not self._started.done():
            self._started.set_exception(RequestError(500, "no worker can be started"))
        elif not self._closed:
            asyncio.get_running_loop().call_later(_AGAIN, self._spawn)


def _taken(path: Path) -> BinaryIO:
    file = path.open("rb")
    path.unlink()
    return file
