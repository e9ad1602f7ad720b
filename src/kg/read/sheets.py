"""Tables in files, CSV and workbooks -> rows of cells as text, each with its number in the file, from 1."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.read.encodings import decode

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# Excel counts so many rows; a table of pairings has thousands at most.
_MOST_ROWS = 1_048_576
_SEPARATORS = (",", "\t", ";", "，", "；")

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table, each with its number in the file; ``name`` is nothing where the file is the table."""

    name: str
    rows: Rows
    hidden: bool = False


def read_csv(data: bytes, name: str) -> list[Sheet]:
    """Return the rows of a CSV file, its cells apart by whichever sign its first line has most of; raises InputError where it is none."""
    text = decode(data, name)
    head = next(iter(text.splitlines()), "")
    separator = max(_SEPARATORS, key=head.count)
    if not head.count(separator):
        raise InputError(f"{name} has a first line without a comma: save the table as CSV, its first line the names of the columns")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [Sheet("", list(_numbered(reader)))]
    except csv.Error as error:
        raise InputError(f"{name}, line {reader.line_num} is no CSV ({error}): mend the quotation marks there, or save the table anew") from error


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield rows under the number of the line in which each begins."""
    number = 1
    for row in reader:
        yield number, row
        number = reader.line_num + 1


def read_workbook(data: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a workbook that hold anything; what a merged cell says is in each row that it reaches down over."""
    # Imported late: only a workbook should wait for it.
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = {sheet.name: sheet.visible is SheetVisibleEnum.Visible for sheet in book.sheets_metadata}
        sheets = [book.get_sheet_by_name(sheet) for sheet in book.sheet_names]
        filled = [sheet for sheet in sheets if sheet.height and sheet.width]
        if not filled:
            raise InputError(f"{name} has no cell with anything in it: give a workbook with a table of pairings")
        return [Sheet(" ".join(sheet.name.split()), list(enumerate(_rows(sheet), 1)), hidden=not shown[sheet.name]) for sheet in filled]
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{name} is a broken workbook ({error}): open it in Excel or WPS and save it anew") from error


def _rows(sheet: "CalamineSheet") -> list[list[str]]:
    return _cells(sheet.to_python(skip_empty_area=False, nrows=_MOST_ROWS), sheet.merged_cell_ranges or [])


def _cells(values: Sequence[Sequence[object]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> list[list[str]]:
    rows = [[_text(value) for value in row] for row in values]
    for (top, left), (bottom, _) in merged:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = row[left] or rows[top][left]
    return rows


def _text(value: object) -> str:
    """Return what a cell shows: 2016 for the number 2016.0, which is how a workbook holds it."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
