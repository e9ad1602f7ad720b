"""A query that somebody waits for."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import BinaryIO

from kg.serve.process import Process


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
class Job:
    """A query, the client who asked it, and how far it is: ``process`` has been given it, and has it at hand since ``began``."""

    query: Query
    client: str
    answer: asyncio.Future[Reply]
    asked: float = 0
    gone: Callable[[], Awaitable[None]] | None = None
    slow: bool = False
    process: Process | None = None
    began: float = 0
    stop: asyncio.TimerHandle | None = None
    over: bool = False

    def key(self) -> bytes:
        """Return by what a query is known when it comes again."""
        return hashlib.blake2b(self.query.text.encode(), digest_size=16).digest()
