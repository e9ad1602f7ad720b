"""All tables of a build as one workbook: a sheet for each, named in Chinese, and one that says what the columns mean."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError
from kg.export.fields import in_chinese, load_fields
from kg.model import Records
from kg.tables.rows import to_rows
from kg.tables.sheets import COLUMNS, flatten

if TYPE_CHECKING:
    import xlsxwriter

_ROWS = 1_048_575
_LONGEST = 32_767
# What a spreadsheet can hold of a number; one of more digits is a text.
_DIGITS = 15
_WIDE, _NARROW = 60, 14
_ABOUT = "说明"
# The same build gives the same bytes.
_MADE = datetime(2000, 1, 1)


def write_workbook(records: Records, path: Path) -> None:
    """Write the workbook; texts stay texts, whatever they begin with. Raises OutputError where a table has more rows than a sheet can have."""
    # Imported late: no other command needs it.
    import xlsxwriter

    names = load_fields()
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"title": names["tables"]["actions"]["zh"], "created": _MADE})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1"})
        for table, rows in to_rows(records).items():
            heads = [names["columns"][column]["zh"] for column in COLUMNS[table]]
            sheet = _sheet(book, names["tables"][table]["zh"], heads, bold)
            count = 0
            for count, row in enumerate(map(flatten, rows), 1):
                if count > _ROWS:
                    raise OutputError(f"{table} has more rows than a sheet can have: export csv or parquet")
                for at, column in enumerate(COLUMNS[table]):
                    _write(sheet, count, at, in_chinese(column, row.get(column)))
            sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
        _describe(book, names, bold)


def _sheet(book: "xlsxwriter.Workbook", name: str, heads: list[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, head in enumerate(heads):
        sheet.set_column(at, at, _WIDE if head in ("原文", "含义", "meaning") else _NARROW)
        sheet.write_string(0, at, head, bold)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "" or value == []:
        return
    if isinstance(value, int | float | Decimal) and len(str(value).strip("-0").replace(".", "")) <= _DIGITS:
        sheet.write_number(row, column, value)
    else:
        text = "；".join(map(str, value)) if isinstance(value, list) else str(value)
        sheet.write_string(row, column, text[:_LONGEST])


def _describe(book: "xlsxwriter.Workbook", names: dict[str, dict[str, dict[str, str]]], bold: Any) -> None:
    sheet = _sheet(book, _ABOUT, ["表", "列", "名称 name", "meaning"], bold)
    described = ((names["tables"][table]["zh"], names["columns"][c], c) for table, columns in COLUMNS.items() for c in columns)
    for row, (table, column, name) in enumerate(described, 1):
        for at, text in enumerate((table, column["zh"], name, column["en"])):
            sheet.write_string(row, at, text)
