"""The index of a build: whether there is one, and of these tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.index.asked import Asked
from kg.tables.reading import AGAIN

FILE = "index.sqlite"
VERSION = 1
TABLES = ("actions", "bulletins", "entities", "left_out", "merges", "refused", "regions")

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Index:
    """The index of one build, which keeps no file open: it may be copied, sent to another process, and asked from several threads.

    ``ranks`` are those of the actions that are edges: ``""`` for what its source bears out.
    """

    folder: Path
    stamp: Stamp
    ranks: tuple[str, ...] = ("",)

    @contextmanager
    def opened(self) -> Iterator[Asked]:
        """Lend the index to ask it; raises InputError where the build has been made anew since, or the index cannot be read."""
        self.require_same()
        path = self.folder / FILE
        try:
            with closing(_connect(path)) as connection:
                yield Asked(connection, self.ranks)
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{path} cannot be read ({error}): {AGAIN}") from error

    def require_same(self) -> None:
        """Raise InputError where the build has been made anew since, or is there no more."""
        path = self.folder / FILE
        try:
            same = _stamp(path) == self.stamp
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error}): {AGAIN}") from error
        if not same:
            raise InputError(f"{self.folder} has been made anew since it was loaded: load it again with kg.load")


def open_index(folder: Path, *, unchecked: bool = False) -> Index | None:
    """Return the index of a build; None where there is none, or one of other tables than it has now."""
    try:
        stamp = _stamp(folder / FILE)
        with closing(_connect(folder / FILE)) as connection:
            if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
                return None
            sizes = dict(connection.execute("SELECT name, size FROM source"))
        fresh = sizes == {name: (folder / "tables" / f"{name}.jsonl").stat().st_size for name in TABLES}
    except (OSError, sqlite3.Error):
        return None
    return Index(folder.absolute(), stamp, ("", "unchecked") if unchecked else ("",)) if fresh else None


def _stamp(path: Path) -> Stamp:
    held = path.stat()
    return held.st_ino, held.st_mtime_ns, held.st_size


def _connect(path: Path) -> sqlite3.Connection:
    # Nobody writes to it: a build is replaced as a whole.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
