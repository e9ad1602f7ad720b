"""One worker as the server sees it: started, told what to do, heard, killed."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg.serve.errors import RequestError
from kg.serve.wire import FORGET, Unpacker, head, pack

if TYPE_CHECKING:
    from kg.serve.job import Job

Heard = Callable[[Mapping[str, Any] | None, bytes], None]


class Process(asyncio.Protocol):
    """A worker; ``ready`` is called when it can answer, ``ended`` once it has gone, however it went.

    It answers what it is sent in this order, and has the first of its ``jobs`` at hand.
    """

    def __init__(self, settings: dict[str, Any], *, ready: Callable[["Process"], None], ended: Callable[["Process"], None]) -> None:
        self._ready, self._ended = ready, ended
        self.was_ready = False
        self.jobs: deque[Job] = deque()
        self._numbers = count()
        self._asked: dict[int, Heard] = {}
        # Seconds of a processor: those of its last answer, and all that it has had up to then.
        self.spent: float = 0
        self._told: float = 0
        self._heard_at: float = 0
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
        self.send(head(**settings), self._start)

    def _start(self, reply: Mapping[str, Any] | None, _: bytes) -> None:
        if reply is not None:
            self.was_ready = True
            self._ready(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def send(self, message: bytes, heard: Heard, body: bytes = b"") -> None:
        """Tell the worker something; ``heard`` gets its reply, or None where it ends without one."""
        assert self._transport is not None
        if not self._asked:
            self._heard_at = time.monotonic()
        self._asked[number := next(self._numbers)] = heard
        self._transport.write(pack(message, body, number=number))

    def forget(self) -> None:
        """Make the worker drop what it was sent and has not begun; nothing is heard of it any more."""
        if self._asked and self._transport:
            self._asked = dict([next(iter(self._asked.items()))])
            self._transport.write(pack(FORGET))

    def data_received(self, data: bytes) -> None:
        for number, worked, reply, body in self._unpacker.feed(data):
            self.spent, self._told = worked - self._told, worked
            self._heard_at = time.monotonic()
            heard = self._asked.pop(number, None)
            if heard:
                heard(reply, body)
            elif "file" in reply:
                Path(reply["file"]).unlink(missing_ok=True)

    def connection_lost(self, exc: Exception | None) -> None:
        # The socket closes after the process's memory has gone: what remains takes no time.
        self._child.kill()
        self._child.wait()
        at_hand = next(iter(self._asked.values()), None)
        self._asked.clear()
        if at_hand:
            at_hand(None, b"")
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
        self._asked.clear()
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
