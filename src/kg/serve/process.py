"""One worker as the server sees it: started, told what to do, heard, killed."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from kg.serve.errors import RequestError
from kg.serve.wire import FORGET, Unpacker, head, pack

if TYPE_CHECKING:
    from kg.serve.job import Job

Told = Callable[["Process"], None]
Answered = Callable[["Process", "Job", Mapping[str, Any], bytes, bool], None]


class Process(asyncio.Protocol):
    """A worker; ``ready`` is called when it can answer, ``ended`` once it has gone, however it went.

    It answers its ``jobs``, by their numbers, in this order, and has the first of them at hand. ``answered`` is called with each answer, and
    whether that is a late one: to a job that was taken back when the worker had just begun it. ``recalled`` are those that it may still be at;
    ``cleared`` is called when it is at none of them.
    """

    def __init__(self, settings: dict[str, Any], *, ready: Told, answered: Answered, cleared: Told, ended: Told) -> None:
        self._ready, self._answered, self._cleared, self._ended = ready, answered, cleared, ended
        self.was_ready = False
        self.jobs: dict[int, Job] = {}
        self.recalled: dict[int, Job] = {}
        self._numbers = count(1)
        # Seconds of a processor: those of its last answer, and all that it has had up to then.
        self.spent: float = 0
        self._told: float = 0
        self._heard_at = time.monotonic()
        self._killed = False
        self._unpacker = Unpacker()
        self._transport: asyncio.Transport | None = None
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "kg.serve.worker", str(theirs.fileno())]
            # A group of its own: Ctrl-C is for the server, which ends its workers itself.
            self._child = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, process_group=0)
        self.pid = self._child.pid
        ours.setblocking(False)
        self._joining = asyncio.get_running_loop().create_task(self._join(ours, settings))

    async def _join(self, ours: socket.socket, settings: dict[str, Any]) -> None:
        await asyncio.get_running_loop().create_connection(lambda: self, sock=ours)
        self._write(pack(head(**settings)))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def _write(self, message: bytes) -> None:
        if self._transport is not None and not self._killed:
            self._transport.write(message)

    @property
    def at_hand(self) -> "Job | None":
        """The job that the worker is at."""
        return next(iter(self.jobs.values()), None)

    def give(self, job: "Job", asking: bytes) -> None:
        """Hand a job to the worker; ``asking`` is what stands before its query."""
        if not self.jobs:
            self._heard_at = time.monotonic()
        self.jobs[number := next(self._numbers)] = job
        self._write(pack(asking, job.query.text.encode(), number=number))

    def finish(self) -> "Job":
        """Take the job at hand off the worker, and return it."""
        return self.jobs.pop(next(iter(self.jobs)))

    def take_back(self) -> "list[Job]":
        """Take back all jobs but that at hand."""
        kept = next(iter(self.jobs))
        taken = {number: job for number, job in self.jobs.items() if number != kept}
        if taken:
            self._write(pack(FORGET, number=kept))
            self.recalled |= taken
            self.jobs = {kept: self.jobs[kept]}
        return list(taken.values())

    def data_received(self, data: bytes) -> None:
        for number, worked, reply, body in self._unpacker.feed(data):
            if self._killed:
                return
            if "forgotten" in reply:
                self.recalled = {}
                self._cleared(self)
                continue
            self.spent, self._told = worked - self._told, worked
            self._heard_at = time.monotonic()
            late = self.recalled.get(number)
            self.recalled = {n: job for n, job in self.recalled.items() if n > number} if self.recalled else self.recalled
            if not self.was_ready:
                self.was_ready = True
                self._ready(self)
            elif job := late or self.jobs.get(number):
                self._answered(self, job, reply, body, job is late)

    def connection_lost(self, exc: Exception | None) -> None:
        # The socket closes after the process's memory has gone: what remains takes no time.
        self._child.kill()
        self._child.wait()
        self._ended(self)

    def working(self) -> float:
        """Return the seconds of a processor that the worker has had since its last answer; where the system does not tell (macOS), those passed."""
        if sys.platform != "linux":
            return time.monotonic() - self._heard_at
        with suppress(OSError):
            # The clock of another process, as clock_getcpuclockid(3) makes its number.
            return time.clock_gettime(~self.pid << 3 | 2) - self._told
        return 0

    def kill(self) -> None:
        """End the worker, whatever it is doing; nothing more is heard of it."""
        self._killed = True
        self._child.kill()

    def crash(self) -> RequestError:
        """Return what to say of a query that ended its process."""
        self._child.kill()
        code = -self._child.wait()
        if code == signal.SIGABRT:
            return RequestError(507, "the query needs more memory than this server gives to one: ask for less")
        if code == signal.SIGSEGV:
            return RequestError(400, "the query is nested too deeply")
        if code == signal.SIGALRM:
            return RequestError(504, "the query took longer than this server allows: ask for less")
        return RequestError(500, "the query ended its process")
