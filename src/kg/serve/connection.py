"""The HTTP connection of uvicorn waits for ever for the head of a request, of any length, and for a client to take its answer; ours does not."""

import asyncio
import re
from collections import OrderedDict
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Of the head: the request line, with a query in it, and the headers.
LONGEST_HEAD = 64 * 1024
# Bytes of an answer that are put together; of a longer one, uvicorn must see how much the client takes.
_JOINED = 1 << 15
# A client may offer another protocol and need not get it (RFC 9110, 7.8), but the parser would drop the body.
_UPGRADE = re.compile(rb"(?i)\r\nupgrade(?=[ \t]*:)")
_TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
    b"the head of the request is longer than 65,536 bytes: send a long query by POST\n"
)


class _Joining:
    """A transport that sends what was written in one turn of the loop at once: head and body of an answer in one packet."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(data)
        self._size += len(data)
        if self._size > _JOINED:
            self._send()

    def close(self) -> None:
        self._send()
        self._transport.close()

    def _send(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))


class GuardedConnection(HttpToolsProtocol):
    """Closes a connection whose head takes longer than ``head_seconds``; where too many wait for theirs, the one that has waited longest.

    So it does where a client takes nothing of its answer for ``send_seconds``.
    """

    head_seconds: ClassVar[float]
    send_seconds: ClassVar[float]
    most_waiting: ClassVar[int] = 500
    _waiting: ClassVar[OrderedDict["GuardedConnection", asyncio.TimerHandle]] = OrderedDict()

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._head = 0
        self._in_body = False
        self._cycles: list[Any] = []
        self._stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _Joining(transport, self.loop)))
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        self._flows()
        # Each request of a pipeline: uvicorn tells the last one only.
        for cycle in self._cycles:
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._in_body:
            if _UPGRADE.search(data):
                head, end, rest = data.partition(b"\r\n\r\n")
                data = _UPGRADE.sub(b"\r\nignored", head) + end + rest
            self._head += len(data)
        super().data_received(data)
        if self._in_body or not self._head or self.transport is None:
            return
        # What has come is no whole head yet.
        if self not in self._waiting:
            self._wait()
        if self._head > LONGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LONG)
            self.transport.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._in_body:  # what stands after a body is not kept
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_body = True
        self._arrived()
        former = self.cycle
        super().on_headers_complete()
        self._cycles = [self.cycle] if former is None or former.response_complete else [*self._cycles, self.cycle]

    def on_message_complete(self) -> None:
        self._in_body, self._head = False, 0
        self._arrived()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._in_body:
            # Refused before all of it was there: the rest is read and dropped, for so long, since a client that still sends reads no answer.
            self._wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._flows()
        self._stuck = self.loop.call_later(self.send_seconds, self._drop)

    def resume_writing(self) -> None:
        self._flows()
        super().resume_writing()

    def _flows(self) -> None:
        if self._stuck:
            self._stuck.cancel()

    def _wait(self) -> None:
        self._arrived()
        self._waiting[self] = self.loop.call_later(self.head_seconds, self._late)
        if len(self._waiting) > self.most_waiting:
            next(iter(self._waiting))._drop()

    def _arrived(self) -> None:
        timer = self._waiting.pop(self, None)
        if timer:
            timer.cancel()

    def _late(self) -> None:
        """Drop a connection whose head is late, but for one whose answer is under way: it is looked at again."""
        if self._cycles and not self._cycles[0].response_complete and not self._in_body:
            self._wait()
        else:
            self._drop()

    def _drop(self) -> None:
        self._arrived()
        if self.transport is not None:
            self.transport.abort()
