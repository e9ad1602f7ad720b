"""Rows as Parquet, for DuckDB, polars, pandas and R: the columns of the sheets, typed; lists are lists, figures exact decimals."""

import glob
import json
import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kg.tables.rows import Row
from kg.tables.sheets import COLUMNS, flatten

if TYPE_CHECKING:
    import duckdb

DECIMAL = "DECIMAL(38, 18)"
"""The type of figures: what a SPARQL store calculates with, too. A figure beyond 20 digits before the point or 18 behind it is not held in full."""

# What is no text, by the name of the column in any table.
TYPES = {
    **dict.fromkeys(("start", "end", "article", "articles", "copies", "mentions", "valid_from", "valid_to"), "INTEGER"),
    **dict.fromkeys(("lat", "lon", "similarity"), "DOUBLE"),
    **dict.fromkeys(("value", "max"), DECIMAL),
    **dict.fromkeys(("counts_in_totals", "counts_in_year"), "BOOLEAN"),
    **dict.fromkeys(("aliases", "sector", "measures", "provider", "recipient", "through", "before", "after"), "VARCHAR[]"),
    **dict.fromkeys(("provider_id", "recipient_id", "through_id"), "VARCHAR[]"),
}
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # One thread writes rows in their order; two would write the same rows in other bytes.
    "threads": 1,
    # As SPARQL sorts: what is not there comes first.
    "default_null_order": "nulls_first_on_asc_last_on_desc",
    # Nothing is fetched, and nothing is left beside the tables.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "temp_directory": "",
}
# What one line of JSON may take at least, in bytes.
_LONGEST = 1 << 20


def write_parquet(tables: Mapping[str, Iterable[Row]], folder: Path) -> None:
    """Write each table of a build into a folder; the same rows give the same bytes."""
    with connect() as connection:
        for table, rows in tables.items():
            types = {name: TYPES.get(name, "VARCHAR") for name in COLUMNS[table]}
            write_rows(connection, folder / f"{table}.parquet", types, map(flatten, rows))


def write_rows(connection: "duckdb.DuckDBPyConnection", path: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
    """Write rows under columns of DuckDB's types. A figure that is too large for its type becomes nothing."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".parquet-") as folder:
        lines = Path(folder) / "rows.jsonl"
        longest = _LONGEST
        with lines.open("wb") as file:
            for row in rows:
                longest = max(longest, file.write(_line({name: row.get(name) for name in columns})))
        types = ", ".join(f"{_quoted(name)}: '{'VARCHAR' if kind == DECIMAL else kind}'" for name, kind in columns.items())
        cast = ", ".join(f"TRY_CAST({n} AS {kind}) AS {n}" if kind == DECIMAL else n for n, kind in ((_quoted(c), k) for c, k in columns.items()))
        source = f"read_json(?, format='newline_delimited', columns={{{types}}}, maximum_object_size={2 * longest})"
        made = Path(folder) / "rows.parquet"
        connection.execute(f"COPY (SELECT {cast} FROM {source}) TO {literal(made)} (FORMAT parquet, COMPRESSION zstd)", [glob.escape(str(lines))])
        made.replace(path)


def connect(*files: Path) -> "duckdb.DuckDBPyConnection":
    """Return a DuckDB in memory that fetches nothing from elsewhere, with some Parquet files as views of their names."""
    # Imported late: it takes longer than a small question.
    import duckdb

    connection = duckdb.connect(config=_CONFIG)
    for file in files:
        connection.execute(f"CREATE VIEW {_quoted(file.stem)} AS SELECT * FROM read_parquet({literal(glob.escape(str(file)))})")
    return connection


def literal(text: object) -> str:
    """Return a text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{value!r} has no place in a table")
