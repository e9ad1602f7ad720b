"""How the server and its workers talk over a socket: a length, a message as JSON, and the bytes that the message announces as its ``bytes``."""

import json
from typing import Any

_LENGTH = 4


def pack(message: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a message, and the bytes that it brings, as they are sent."""
    head = json.dumps({**message, "bytes": len(body)}, ensure_ascii=False, separators=(",", ":")).encode()
    return len(head).to_bytes(_LENGTH, "big") + head + body


class Unpacker:
    """Puts messages together from the pieces in which they arrive."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[tuple[dict[str, Any], bytes]]:
        """Return the messages that ``data`` completes, each with the bytes that it brings."""
        self._held += data
        whole = []
        while found := self._next():
            whole.append(found)
        return whole

    def _next(self) -> tuple[dict[str, Any], bytes] | None:
        start = _LENGTH + int.from_bytes(self._held[:_LENGTH], "big")
        if len(self._held) < max(start, _LENGTH + 1):
            return None
        message: dict[str, Any] = json.loads(self._held[_LENGTH:start])
        end = start + message.pop("bytes")
        if len(self._held) < end:
            return None
        body = bytes(self._held[start:end])
        del self._held[:end]
        return message, body
