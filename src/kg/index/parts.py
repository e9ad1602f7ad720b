"""The records of a part of a build, read from the lines that the index names and from no others."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, TypeVar

from kg.errors import InputError
from kg.index.asked import Asked
from kg.index.index import FILE, Index
from kg.model import Bulletin, Entity, Records
from kg.tables.reading import AGAIN, from_line, made, read_records, to_action, to_bulletin, to_entity, to_left_out, to_merge, to_refusal
from kg.tables.rows import Row

_Record = TypeVar("_Record")


@contextmanager
def reading(index: Index) -> Iterator["Parts"]:
    """Lend the tables of a build to read some of their lines.

    Raises InputError where a line is broken or not what the index says, or where the build has been made anew since it was loaded.
    """
    with index.opened() as asked, ExitStack() as files:
        yield Parts(index, asked, files)


class Parts:
    """The tables of a build, open; ``asked`` is their index."""

    def __init__(self, index: Index, asked: Asked, files: ExitStack) -> None:
        self.asked = asked
        self._folder = index.folder
        self._stack = files
        self._files: dict[str, BinaryIO] = {}

    def statements(self, actions: Collection[str | int], named: Collection[str] = (), *, mentions: Collection[str] | None = None) -> Records:
        """Return some actions with all that take part in them, what is ``named`` besides, and the places above these as regions.

        With ``mentions``, entities have those in the bulletins that state the actions and in some others, else none.
        """
        spots = self.asked.all("SELECT id, start, length FROM action WHERE a IN (SELECT value FROM json_each(:these)) ORDER BY a", these=actions)
        rows = list(self._rows("actions", spots))
        parties = {party["id"] for row, _ in rows for side in ("provider", "recipient", "through") for party in row[side]}.union(named)
        told = () if mentions is None else {evidence["bulletin"] for row, _ in rows for evidence in row["evidence"]}.union(mentions)
        entities = tuple(self._entities("entities", parties, told))
        known = frozenset(entity.id for entity in entities)
        regions = self.places({*parties, *self.asked.above(parties)} - known)
        return Records(entities=entities, actions=tuple(made(partial(to_action, known), *row) for row in rows), regions=regions)

    def completed(self, statements: Records, bulletins: Collection[str] = ()) -> Records:
        """Return statements with the bulletins that they stand in, what is left out and was refused of these, and how they name whom."""
        known = frozenset(entity.id for entity in statements.entities)
        read = {*bulletins, *(evidence.bulletin for action in statements.actions for evidence in action.evidence)}
        return replace(
            statements,
            bulletins=self.bulletins(read),
            left_out=tuple(self._keyed("left_out", read, to_left_out)),
            refused=tuple(self._keyed("refused", read, to_refusal)),
            merges=tuple(self._keyed("merges", known, partial(to_merge, known))),
        )

    def bulletins(self, ids: Collection[str]) -> tuple[Bulletin, ...]:
        """Return some bulletins with their texts."""
        spots = self.asked.all("SELECT id, start, length FROM bulletin WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY b", ids=ids)
        return tuple(self._read("bulletins", spots, partial(to_bulletin, self._folder / "texts")))

    def places(self, ids: Collection[str]) -> tuple[Entity, ...]:
        """Return some entities and regions, without their mentions."""
        return tuple(self._entities("", ids))

    def whole(self, key: str) -> Entity:
        """Return an entity or region with all of its mentions."""
        ((_, _, table, start, _, _, length),) = self.asked.spots([key])
        return next(self._read(table, [(key, start, length)], to_entity))

    def _entities(self, table: str, ids: Collection[str], bulletins: Collection[str] = ()) -> Iterator[Entity]:
        """Yield the entities of one table, or of both, with the mentions of some bulletins."""
        mentions = self.asked.mentions(ids, bulletins) if bulletins else {}
        spots = [spot for spot in self.asked.spots(ids) if table in ("", spot[2])]
        return (self._entity(*where, mentions=mentions.get(n, ())) for n, *where in spots)

    def _entity(self, key: str, table: str, start: int, cut: int, resume: int, length: int, *, mentions: Iterable[tuple[int, int]]) -> Entity:
        """Return an entity from its line without its mentions, which may be many thousands, but for some stretches of these."""
        head, tail = self._bytes(table, start, cut), self._bytes(table, start + resume, length - resume)
        within = b", ".join(self._bytes(table, at, size) for at, size in mentions)
        return made(to_entity, *self._row(table, key, start, head + within + tail))

    def _keyed(self, table: str, keys: Collection[str], make: Callable[[Row], _Record]) -> Iterator[_Record]:
        query = "SELECT '', start, length FROM line WHERE name = :table AND key IN (SELECT value FROM json_each(:keys)) ORDER BY start"
        return self._read(table, self.asked.all(query, table=table, keys=keys), make)

    def _read(self, table: str, spots: Iterable[tuple[Any, ...]], make: Callable[[Row], _Record]) -> Iterator[_Record]:
        return (made(make, *row) for row in self._rows(table, spots))

    def _rows(self, table: str, spots: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Row, str]]:
        """Yield rows from where they stand, and where that is; each spot begins with the id that stands there, or nothing."""
        return (self._row(table, key, start, self._bytes(table, start, length)) for key, start, length in spots)

    def _row(self, table: str, key: str, start: int, line: bytes) -> tuple[Row, str]:
        where = f"{self._file(table).name}, byte {start}"
        row: Row = from_line(line, dict, where)
        if key and row.get("id") != key:
            raise InputError(f"{where} is not {key}, as {FILE} says: {AGAIN}")
        return row, where

    def _bytes(self, table: str, start: int, length: int) -> bytes:
        try:
            file = self._file(table)
            file.seek(start)
            return file.read(length)
        except OSError as error:
            raise InputError(f"{self._folder}: tables/{table}.jsonl cannot be read ({error.strerror}): {AGAIN}") from error

    def _file(self, table: str) -> BinaryIO:
        if table not in self._files:
            path = self._folder / "tables" / f"{table}.jsonl"
            self._files[table] = self._stack.enter_context(path.open("rb", buffering=0))
        return self._files[table]


def read_all(index: Index) -> Records:
    """Return all records of the build."""
    with index.opened():
        return read_records(index.folder)


def completed(index: Index, statements: Records) -> Records:
    """Return statements of a build with the bulletins that they stand in, and what is left out of these."""
    with reading(index) as part:
        return part.completed(statements)
