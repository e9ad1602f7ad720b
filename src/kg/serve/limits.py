"""What one query, one client and all together may use."""

import os
from dataclasses import dataclass

MEGABYTE = 1 << 20


def _workers() -> int:
    return 2 + 2 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes; ``memory`` is of one query, ``text`` of its text, ``size`` of its answer, ``queue`` the queries that may wait."""

    seconds: float = 30
    memory: int = 512 * MEGABYTE
    size: int = 64 * MEGABYTE
    text: int = MEGABYTE
    workers: int = _workers()
    queue: int = 64
    # A query that takes longer gives way to the others, and only half of the workers take such queries.
    patience: float = 0.1
    # For the head of a request, for its body, and for a client to take what it asked for before more is sent.
    head_seconds: float = 10
    body_seconds: float = 30
    send_seconds: float = 60
    connections: int = 1000

    @property
    def slow(self) -> int:
        """Return how many long queries may run at a time."""
        return max(1, self.workers // 2)


def given(*, seconds: float, memory: float, size: float, text: float, workers: float | None, queue: float) -> Limits:
    """Return the limits that a command line gives, which counts in megabytes."""
    bytes_ = {name: int(value * MEGABYTE) for name, value in (("memory", memory), ("size", size), ("text", text))}
    return Limits(seconds=seconds, queue=int(queue), workers=int(workers) if workers else _workers(), **bytes_)
