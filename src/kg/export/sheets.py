"""All tables of a build as CSV in a folder."""

from pathlib import Path

from kg.export.fields import in_chinese, load_fields
from kg.model import Records
from kg.tables.rows import to_rows
from kg.tables.sheets import COLUMNS, write_sheet


def write_sheets(records: Records, folder: Path, language: str) -> None:
    """Write the tables; with ``zh``, files and columns have Chinese names and values Chinese labels."""
    folder.mkdir()
    names = load_fields()
    for table, rows in to_rows(records).items():
        if language == "zh":
            heads = [names["columns"][column]["zh"] for column in COLUMNS[table]]
            write_sheet(folder / f"{names['tables'][table]['zh']}.csv", table, rows, heads, in_chinese)
        else:
            write_sheet(folder / f"{table}.csv", table, rows)
