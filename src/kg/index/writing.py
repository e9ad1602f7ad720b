"""The tables of a build -> its index."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.errors import InputError, OutputError
from kg.graph.parties import pairs_of
from kg.index.index import FILE, TABLES, VERSION, open_index
from kg.link.identifiers import normal_name
from kg.tables import to_line
from kg.tables.reading import AGAIN, from_line, made
from kg.tables.rows import Row

_MENTIONS = b'"mentions": ['
_SIDES = ("provider", "recipient", "through")
# Lines that belong together by what they are looked up by: of a bulletin or of an entity.
_KEYED: dict[str, Callable[[Row], str]] = {
    "left_out": lambda row: str(row["bulletin"]),
    "refused": lambda row: str((row["evidence"] or {"bulletin": ""})["bulletin"]),
    "merges": lambda row: str(row["entity"]),
}


def write_index(build: Path, path: Path | None = None) -> None:
    """Write the index of a build's tables into its folder, or elsewhere; the same tables give the same bytes.

    Raises InputError where a table cannot be read, OutputError where the index cannot be written.
    """
    path = path or build / FILE
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as connection:
            # It is made whole or not at all, as the build is: no journal.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
            connection.executescript(files(__package__).joinpath("schema.sql").read_text("utf-8"))
            connection.execute(f"PRAGMA user_version = {VERSION}")
            _Writer(connection, build / "tables").write()
            connection.commit()
    except sqlite3.OperationalError as error:
        raise OutputError(f"{path} cannot be written ({error}): make room there, or name another folder with -o") from error


def check_index(build: Path) -> None:
    """Raise InputError where the index that a build is asked by is not that of its tables."""
    if open_index(build) is None:
        return
    path = build / FILE
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / FILE
        write_index(build, made)
        if _contents(path) != _contents(made):
            raise InputError(f"{path} is not the index of its tables: {AGAIN}")


def _contents(path: Path) -> list[str]:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return list(connection.iterdump())
    except sqlite3.DatabaseError as error:
        raise InputError(f"{path} cannot be read ({error}): {AGAIN}") from error


class _Writer:
    def __init__(self, connection: sqlite3.Connection, tables: Path) -> None:
        self._connection = connection
        self._tables = tables
        self._nodes: dict[str, int] = {}
        self._bulletins: dict[str, int] = {}
        self._titles: dict[str, list[int]] = {}

    def write(self) -> None:
        self._add("source", ((name, (self._tables / f"{name}.jsonl").stat().st_size) for name in TABLES))
        for b, (row, start, line) in enumerate(self._lines("bulletins")):
            self._bulletins[row["id"]] = b
            self._add("bulletin", [(b, row["id"], row["supersedes"], start, len(line))])
        for name in ("entities", "regions"):
            for row, start, line in self._lines(name):
                made(partial(self._entity, start, line, name == "regions"), row, f"{self._tables / name}.jsonl, byte {start}")
        for a, (row, start, line) in enumerate(self._lines("actions")):
            self._action(a, row, start, line)
        for name, key in _KEYED.items():
            self._add("line", ((name, key(row), start, len(line)) for row, start, line in self._lines(name)))

    def _add(self, table: str, rows: Any) -> None:
        held = list(rows)
        if held:
            self._connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(held[0]))})", held)

    def _lines(self, name: str) -> Iterator[tuple[Row, int, bytes]]:
        """Yield the rows of a table, where the line of each begins, and the line."""
        path, start = self._tables / f"{name}.jsonl", 0
        try:
            with path.open("rb") as file:
                for number, line in enumerate(file, 1):
                    yield from_line(line, dict, f"{path}, line {number}"), start, line
                    start += len(line)
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error.strerror}): {AGAIN}") from error

    def _node(self, key: str) -> int:
        if key not in self._nodes:
            self._nodes[key] = len(self._nodes)
            self._add("node", [(self._nodes[key], key)])
        return self._nodes[key]

    def _entity(self, start: int, line: bytes, region: bool, row: Row) -> None:
        n = self._node(row["id"])
        names = {normal_name(name) for name in (row["name"], *row["aliases"])}
        for name in names:
            self._titles.setdefault(name, []).append(n)
        self._add("name", ((name, n) for name in sorted(names)))
        at = cut = line.index(_MENTIONS) + len(_MENTIONS)
        stretches: list[tuple[int, int, int, int]] = []
        for mention in row["mentions"]:
            b, length = self._bulletins.get(mention["bulletin"], -1), len(to_line(mention).encode())
            if stretches and stretches[-1][0] == b:
                begun = stretches.pop()[2]
                stretches.append((b, n, begun, start + at + length - begun))
            else:
                stretches.append((b, n, start + at, length))
            at += length + len(", ")
        resume = at - len(", ") * bool(stretches)
        if line[resume : resume + 1] != b"]":
            raise ValueError("its mentions are not written as kg writes them")
        self._add("mention", stretches)
        self._add("entity", [(n, region, row["type"], row["parent"], start, cut, resume, len(line))])

    def _action(self, a: int, row: Row, start: int, line: bytes) -> None:
        kind, rank, known = row["kind"], row["rank"] or "", self._nodes
        parties = {side: [party["id"] for party in row[side]] for side in _SIDES}
        self._add("action", [(a, row["id"], rank, start, len(line))])
        self._add("party", ((known[party], side, kind, a) for side, ids in parties.items() for party in ids))
        self._add("party", ((n, "about", kind, a) for n in self._titles.get(normal_name(row["about"]), ())))
        if row["programme"] in known:
            self._add("party", [(known[row["programme"]], "programme", kind, a)])
        ends = [(self._node(u), self._node(v)) for u, v in pairs_of(parties["provider"], parties["recipient"], row["evidence"][0]["bulletin"])]
        self._add("edge", ((n, other, kind, rank, a) for u, v in ends for n, other in ((u, v), (v, u))))
        told = sorted({self._bulletins[evidence["bulletin"]] for evidence in row["evidence"] if evidence["bulletin"] in self._bulletins})
        self._add("evidence", ((b, a) for b in told))
        self._add("measure", ((m["id"], a, m["total"]) for m in row["measures"]))
        self._add("programme", ((name, rank) for name in (row["programme"], row["about"] if kind == "pairing" else "") if name))
