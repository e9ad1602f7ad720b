"""One worker as the server sees it: started, told what to do, heard, killed."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from kg.serve.errors import RequestError
from kg.serve.wire import Unpacker, pack

Heard = Callable[[dict[str, Any] | None, bytes], None]


class Process(asyncio.Protocol):
    """A worker; ``ready`` is called when it can answer, ``ended`` once it has gone, however it went."""

    def __init__(self, settings: dict[str, Any], *, ready: Callable[["Process"], None], ended: Callable[["Process"], None]) -> None:
        self._ready, self._ended = ready, ended
        self.was_ready = False
        self._heard: Heard | None = None
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
        self.send(settings, self._start)

    def _start(self, reply: dict[str, Any] | None, _: bytes) -> None:
        if reply is not None:
            self.was_ready = True
            self._ready(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def send(self, message: dict[str, Any], heard: Heard) -> None:
        """Tell the worker something; ``heard`` gets its reply, or None where it ends without one."""
        assert self._transport is not None
        self._heard = heard
        self._transport.write(pack(message))

    def data_received(self, data: bytes) -> None:
        for message, body in self._unpacker.feed(data):
            heard, self._heard = self._heard, None
            if heard:
                heard(message, body)

    def connection_lost(self, exc: Exception | None) -> None:
        # The socket closes after the process's memory has gone: what remains takes no time.
        self._child.kill()
        self._child.wait()
        heard, self._heard = self._heard, None
        if heard:
            heard(None, b"")
        self._ended(self)

    def worked(self) -> float:
        """Return the seconds of a processor that the worker has had; where the system does not tell (macOS), the seconds that have passed."""
        if sys.platform != "linux":
            return time.monotonic()
        with suppress(OSError):
            # The clock of another process, as clock_getcpuclockid(3) makes its number.
            return time.clock_gettime(~self.pid << 3 | 2)
        return 0

    def kill(self) -> None:
        """End the worker, whatever it is doing; nothing more is heard of it."""
        self._heard = None
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
