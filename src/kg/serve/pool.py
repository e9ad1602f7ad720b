"""The workers and the queries that wait for them.

A query is quick until it was worked at for ``patience`` seconds. From then on it is slow: its process gets only the time that others leave, and only
half of the processes may hold slow queries, so that quick ones soon find one. A query that turns slow when no such place is free is stopped, and
starts again when one is. What was slow once is held to be slow when it comes again. Of the waiting queries, that of the client who has the fewest
running is next. A process that held a slow query, or one that was stopped, is replaced.

What takes less than a millisecond would take longer to be handed over than to be answered: a process that is at such queries is given some more of
them ahead, and no more processes are at small queries than there are processors. What a process has ahead is taken back where the query that it has
at hand is not small after all.
"""

import asyncio
import os
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from kg.serve.errors import RequestError
from kg.serve.job import Job, Query, Reply
from kg.serve.limits import Limits
from kg.serve.process import Process
from kg.serve.wire import head

_PROCESSORS = os.cpu_count() or 1
_REMEMBERED = 4096
_LOWEST_PRIORITY = 19
# Seconds between two looks at the queries that run and wait: a query that lasts longer is not small.
_TICK = 0.002
# Seconds of a processor within which a query is one of those that are given ahead, and how many a process has at most.
_TINY = 0.001
_AHEAD = 8
# On a busy machine a quick query, too, takes long: what counts is how long it was worked at, up to so many times its patience.
_LONGEST = 10
# Seconds before another worker is started where one has ended before it could answer.
_AGAIN = 0.5


@dataclass(slots=True)
class Pool:
    """Answers queries on the store of a build; ``settings`` are what a worker is told when it starts."""

    settings: dict[str, Any]
    limits: Limits
    _idle: list[Process] = field(default_factory=list)
    _all: set[Process] = field(default_factory=set)
    _quick: deque[Job] = field(default_factory=deque)
    _slow: deque[Job] = field(default_factory=deque)
    _waited_for: set[Job] = field(default_factory=set)
    _looking: bool = False
    # The processes whose query at hand is small, as far as one knows.
    _small: dict[Process, None] = field(default_factory=dict)
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
        for job in list(self._waited_for):
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
        job = Job(query, client, loop.create_future(), loop.time(), gone)
        job.slow = bool(self._known_slow) and job.key() in self._known_slow
        self._enqueue(job)
        self._waited_for.add(job)
        self._dispatch()
        self._keep_looking()
        try:
            return await job.answer
        finally:
            self._waited_for.discard(job)
            self._abandon(job)

    def _keep_looking(self) -> None:
        if not self._looking and (self._waited_for or any(process.jobs or process.recalled for process in self._all)):
            self._looking = True
            asyncio.get_running_loop().call_later(_TICK, self._look)

    def _look(self) -> None:
        """Find the queries that are small or quick no more, and the clients that have left."""
        self._looking = False
        now = asyncio.get_running_loop().time()
        for job in list(self._waited_for):
            # A quick query is over before a client that leaves would be missed.
            if job.gone and now - job.asked > self.limits.patience:
                self._watch(job, job.gone)
        for process in list(self._all):
            if process.at_hand:
                self._look_at(process, process.at_hand, now - process.at_hand.began)
            elif process.recalled and process.working() > self.limits.patience:
                # It is at a query that was taken back, which runs elsewhere or is waited for no more.
                process.kill()
        self._dispatch()
        self._keep_looking()

    def _look_at(self, process: Process, job: Job, seconds: float) -> None:
        if seconds > _TICK:
            self._small.pop(process, None)
            self._take_back(process)
        patience = self.limits.patience
        # On a busy machine a quick query, too, takes long: what counts is how long it was worked at.
        worked = max(process.working(), seconds / _LONGEST) if seconds > patience else 0
        if worked > patience and job.over:
            self._release(job, process)
        elif worked > patience and not job.slow:
            self._turn_slow(job, process)

    def _watch(self, job: Job, gone: Callable[[], Awaitable[None]]) -> None:
        job.gone = None
        watching = asyncio.ensure_future(gone())
        watching.add_done_callback(lambda done: None if done.cancelled() else self._refuse(job, RequestError(499, "the client has gone")))
        job.answer.add_done_callback(lambda _: watching.cancel())

    def _enqueue(self, job: Job) -> None:
        queue = self._slow if job.slow else self._quick
        if len(queue) >= self.limits.queue or self._closed:
            kind = "long queries" if job.slow else "queries"
            raise RequestError(503, f"too many {kind} at once: ask again a little later", {"Retry-After": "5" if job.slow else "1"})
        queue.append(job)

    def _dispatch(self) -> None:
        while self._slow and self._idle and self._slow_running < self.limits.slow:
            self._give(self._next(self._slow), self._idle.pop())
        while self._quick and (process := self._taker()):
            self._give(self._next(self._quick), process)

    def _taker(self) -> Process | None:
        """Return a process that may have another quick query."""
        # While a slow query has a place but no process, none is kept busy: the next that is free is for it.
        for process in () if self._slow and self._slow_running < self.limits.slow else self._small:
            if process.spent < _TINY and len(process.jobs) < _AHEAD:
                return process
        return self._idle.pop() if self._idle and len(self._small) < _PROCESSORS else None

    def _next(self, queue: deque[Job]) -> Job:
        """Take the job out of a queue whose client has the fewest running, the oldest of those."""
        if len(queue) == 1:
            return queue.popleft()
        job = min(queue, key=lambda job: self._running[job.client])
        queue.remove(job)
        return job

    def _give(self, job: Job, process: Process) -> None:
        job.process = process
        self._running[job.client] += 1
        if not process.jobs:
            self._begin(job, process)
        q = job.query
        graphs = {"default": q.default, "named": q.named} if q.default or q.named else {}
        seconds = self.limits.seconds + self.limits.patience
        process.give(job, head(table=q.table, graph=q.graph, seconds=seconds, **graphs) if graphs else _plain_head(q.table, q.graph, seconds))

    def _begin(self, job: Job, process: Process) -> None:
        job.began = asyncio.get_running_loop().time()
        if job.slow:
            self._give_way(job, process)
        else:
            self._small[process] = None

    def _give_way(self, job: Job, process: Process) -> None:
        """Let a job run on among the slow ones."""
        job.slow = True
        self._slow_running += 1
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _LOWEST_PRIORITY)
        job.stop = asyncio.get_running_loop().call_later(self.limits.seconds, self._run_out, job)

    def _turn_slow(self, job: Job, process: Process) -> None:
        self._known_slow[job.key()] = None
        if len(self._known_slow) > _REMEMBERED:
            self._known_slow.popitem(last=False)
        if self._slow_running < self.limits.slow:
            self._give_way(job, process)
            return
        self._release(job, process)
        job.slow = True
        try:
            self._enqueue(job)
        except RequestError as refusal:
            self._refuse(job, refusal)

    def _run_out(self, job: Job) -> None:
        if job.process:
            self._release(job, job.process)
        self._refuse(job, RequestError(504, f"the query took longer than {self.limits.seconds:g} seconds, which this server allows: ask for less"))

    def _answered(self, process: Process, job: Job, reply: Mapping[str, Any], body: bytes, late: bool) -> None:
        """Hand an answer on, the first that a query gets."""
        was_over, job.over = job.over, True
        if not late:
            if job.slow and process.spent < self.limits.patience:
                self._known_slow.pop(job.key(), None)
            self._release(job, process, reusable=not job.slow)
        else:
            self._unqueue(job)
        try:
            file = _taken(Path(reply["file"])) if "file" in reply else None
        except OSError:
            refusal = RequestError(503, "the server has too many files open: ask again a little later", {"Retry-After": "1"})
            self._refuse(job, refusal)
            return
        if was_over or job.answer.done():
            if file:
                file.close()
        elif reply["status"] != 200:
            self._refuse(job, RequestError(reply["status"], reply["text"]))
        else:
            job.answer.set_result(Reply(reply["form"], body, file))

    def _release(self, job: Job, process: Process, *, reusable: bool = False) -> None:
        """Take the job that a process has at hand off it, which goes on to the next, is free again, or ended."""
        if job.stop:
            job.stop.cancel()
        self._small.pop(process, None)
        self._slow_running -= job.slow
        if not reusable:
            process.kill()
            self._take_back(process)
        self._leave(process.finish())
        if process.at_hand:
            self._begin(process.at_hand, process)
        elif reusable and not process.recalled:
            self._idle.append(process)
        self._dispatch()

    def _take_back(self, process: Process) -> None:
        """Let what a process was given ahead wait again, before all others."""
        for job in reversed(process.take_back()):
            self._leave(job)
            if not job.over:
                self._quick.appendleft(job)

    def _leave(self, job: Job) -> None:
        job.process = None
        self._running[job.client] -= 1
        if not self._running[job.client]:
            del self._running[job.client]

    def _abandon(self, job: Job) -> None:
        """Take a job out of wherever it is, if it still is."""
        if job.over:
            return
        job.over = True
        self._unqueue(job)
        if job.process and job.process.at_hand is job:
            self._release(job, job.process)

    def _unqueue(self, job: Job) -> None:
        for queue in (self._quick, self._slow):
            with suppress(ValueError):
                queue.remove(job)

    def _refuse(self, job: Job, refusal: RequestError) -> None:
        if not job.answer.done():
            job.answer.set_exception(refusal)

    def _blame(self, process: Process, job: Job) -> None:
        """Refuse the query that has ended its process."""
        crash = process.crash()
        self._release(job, process)
        self._refuse(job, crash)

    def _spawn(self) -> None:
        if not self._closed:
            told = {**self.settings, "server": os.getpid()}
            try:
                process = Process(told, ready=self._ready, answered=self._answered, cleared=self._cleared, ended=self._ended)
                self._all.add(process)
            except OSError:  # no memory for another process, or no file left to speak through
                asyncio.get_running_loop().call_later(_AGAIN, self._spawn)

    def _ready(self, process: Process) -> None:
        if self._started and not self._started.done():
            self._started.set_result(None)
        self._idle.append(process)
        self._dispatch()

    def _cleared(self, process: Process) -> None:
        """Let a process that is rid of what was taken back have other queries."""
        if not process.jobs:
            self._idle.append(process)
            self._dispatch()

    def _ended(self, process: Process) -> None:
        self._all.discard(process)
        if process.at_hand:
            self._blame(process, process.at_hand)
        with suppress(OSError):
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


@lru_cache(maxsize=64)
def _plain_head(table: str | None, graph: str | None, seconds: float) -> bytes:
    """Return the head of the message to a worker for a query of all graphs."""
    return head(table=table, graph=graph, seconds=seconds)


def _taken(path: Path) -> BinaryIO:
    file = path.open("rb")
    path.unlink()
    return file
