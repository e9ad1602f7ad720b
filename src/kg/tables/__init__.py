"""The records of a build as tables: JSON Lines for programs, CSV for spreadsheets, Parquet for sums, and back from JSON Lines to records."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError
from kg.model import Records
from kg.tables.parquet import write_parquet
from kg.tables.reading import read_records
from kg.tables.rows import Row, to_rows
from kg.tables.sheets import write_sheet

__all__ = ["check_tables", "read_records", "to_line", "write_tables", "write_texts"]

# Many programs take these for the end of a line, and lone surrogates have no UTF-8.
_UNSAFE = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def write_tables(records: Records, folder: Path) -> None:
    """Write each table into a folder, as JSON Lines, CSV and Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: list(rows) for name, rows in to_rows(records).items()}
    for name, rows in tables.items():
        _write_lines(folder / f"{name}.jsonl", rows)
        write_sheet(folder / f"{name}.csv", name, rows)
    write_parquet(tables, folder)


def check_tables(records: Records, folder: Path) -> None:
    """Raise InputError where a table that says again what others hold (measures, evidence) does not say the same."""
    for name, rows in to_rows(records).items():
        path = folder / f"{name}.jsonl"
        if path.read_bytes() != _lines(rows).encode():
            raise InputError(f"{path} is not what the other tables of the build say: build it again with kg build")


def write_texts(records: Records, folder: Path) -> None:
    """Write the clean text of each bulletin into a folder: what all offsets count in."""
    folder.mkdir(parents=True, exist_ok=True)
    for bulletin in records.bulletins:
        (folder / f"{bulletin.id}.txt").write_bytes(bulletin.text.encode())


def _write_lines(path: Path, rows: Iterable[Row]) -> None:
    path.write_text(_lines(rows), encoding="utf-8", newline="\n")


def _lines(rows: Iterable[Row]) -> str:
    return "".join(to_line(row) + "\n" for row in rows)


def to_line(row: Row | str) -> str:
    """Return a row, or a value of one, as it stands in a line of a table."""
    return _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(row, ensure_ascii=False))
