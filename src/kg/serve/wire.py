"""How the server and its workers talk over a socket: a number, what was worked so far, a head as JSON, and bytes: a query, an answer.

Most heads are one of a few, which are written and read once.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

# The lengths of the head and the bytes, the number, the seconds.
_FRAME = struct.Struct("!IQQd")
# Bytes of a head that is worth remembering.
_SHORT = 200


class Message(NamedTuple):
    """A message as it arrives: ``number`` is that of the query, ``worked`` the seconds of a processor that a worker has had when it answers."""

    number: int
    worked: float
    head: Mapping[str, Any]
    body: bytes


def head(**fields: Any) -> bytes:
    """Return the head of a message."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


# Tells a worker to drop what it was sent after the message of the same number.
FORGET = head(forget=True)
# Tells the server that it has, whatever it had begun before.
FORGOTTEN = head(forgotten=True)


def pack(head: bytes, body: bytes = b"", *, number: int = 0, worked: float = 0) -> bytes:
    """Return a message as it is sent."""
    return _FRAME.pack(len(head), len(body), number, worked) + head + body


class Unpacker:
    """Puts messages together from the pieces in which they arrive."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that ``data`` completes."""
        self._held += data
        while len(self._held) >= _FRAME.size:
            head, body, number, worked = _FRAME.unpack_from(self._held)
            start, end = _FRAME.size + head, _FRAME.size + head + body
            if len(self._held) < end:
                return
            read = _remembered if head < _SHORT else _read
            message = Message(number, worked, read(bytes(self._held[_FRAME.size : start])), bytes(self._held[start:end]))
            del self._held[:end]
            yield message


def _read(head: bytes) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(head)
    return read


_remembered = lru_cache(maxsize=64)(_read)
