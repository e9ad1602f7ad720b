"""What can go wrong, as a tree:

KgError
├── InputError      a file or folder that cannot be read as what it should be
├── OutputError     a place that must not be, or cannot be, written to
├── QueryError      a question that is not well-formed, or names something unknown
├── RemoteError     a server that cannot be reached, refuses, or answers with something else
└── GroundingError  a statement that its bulletin does not bear out
"""

import difflib
from collections.abc import Collection

__all__ = ["GroundingError", "InputError", "KgError", "OutputError", "QueryError", "RemoteError", "listed", "nearest"]


class KgError(Exception):
    """Root of all errors that this package raises on purpose; the message says what, where and what to do next."""


class InputError(KgError):
    """An input cannot be read as what it should be."""


class OutputError(KgError):
    """An output folder is not one of ours, or cannot be written."""


class QueryError(KgError):
    """A query is malformed, or asks for something that the build does not know."""


class RemoteError(KgError):
    """A server cannot be reached, refuses a request, or answers with what is no answer to it; ``status`` is that of HTTP, 0 without one."""

    def __init__(self, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class GroundingError(KgError):
    """A statement whose quote, figure or parties do not stand in its bulletin."""


def listed(names: Collection[str], *, most: int = 10) -> str:
    """Return the first of some names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return "、".join(sorted(names)[:most]) + more


def nearest(name: str, known: Collection[str], *, likeness: float = 0.4) -> str:
    """Return a question for what may have been meant by an unknown name; nothing where none is so like it, from 0 to 1."""
    close = difflib.get_close_matches(name, known, n=2, cutoff=likeness)
    return f"did you mean {' or '.join(close)}?" if close else ""
