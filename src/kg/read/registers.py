"""Registers: tables of pairings, one a row -> bulletins whose text is the table, its rows lines and its cells apart by tabs.

Columns are known by their headers, in Chinese or English (``registers.toml``), or by a file ``NAME.toml`` beside NAME.csv:

    source = "…"                  # and what else is known of a bulletin's publication
    [columns]
    provider = "援建单位"          # what a column holds = its header
    ignore = ["备注", "联系人"]    # columns that say nothing of pairings

A workbook has a register for each sheet whose header is known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.link.identifiers import register_id
from kg.model import Article, Block, BlockKind, Bulletin
from kg.read.clean import clean
from kg.read.headers import UNUSED, Columns, check_columns, find_columns, goes_on, lacking, missing_sides, unknown_columns
from kg.read.origins import find_origins
from kg.read.sheets import Rows, Sheet, read_csv, read_workbook
from kg.read.source import Line, from_lines

READERS = {".csv": read_csv, ".xlsx": read_workbook, ".xls": read_workbook, ".ods": read_workbook}

# A title and a line about the unit may stand above the header.
_HEADER_WITHIN = 10
_SHEET, _ROW = "sheet ", "row "


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and where in the register's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register: where it is in the file, its extent in the text, and its cells by what their columns hold.

    ``place`` is ``row 4``, in a workbook ``sheet 名录, row 4``; ``label`` is the same in Chinese.
    """

    place: str
    start: int
    end: int
    cells: Mapping[str, Cell]
    surplus: int = 0

    @property
    def number(self) -> int:
        return int(self.place.rpartition(_ROW)[2])

    @property
    def label(self) -> str:
        sheet = self.place.rpartition(_ROW)[0].removeprefix(_SHEET).removesuffix(", ")
        return f"{sheet} 第{self.number}行".lstrip()


def read_registers(
    data: bytes, form: str, name: str, *, metadata: Mapping[str, str], columns: Columns, sha256: str
) -> tuple[list[Bulletin], tuple[str, ...]]:
    """Return the registers in a file of a form of READERS, one for each sheet, and a note for each column or sheet that is passed over unasked.

    ``metadata`` and ``columns`` are those of the file beside it. Raises InputError where no row names the columns that a pairing needs.
    """
    found: list[tuple[Bulletin, Sheet]] = []
    notes: list[str] = []
    refused: list[InputError] = []
    for sheet in READERS[form](data, name):
        try:
            register, unknown = _read_sheet(sheet, name, columns)
        except InputError as error:
            refused.append(error)
        else:
            found.append((register, sheet))
            notes += unknown
    if not found:
        raise refused[0]
    file = Path(name).name.encode(errors="replace").decode()
    told = (_fields(register, sheet, name, metadata, n) for n, (register, sheet) in enumerate(found))
    registers = [replace(register, file=file, sha256=sha256, **fields) for (register, _), fields in zip(found, told, strict=True)]
    return registers, (*notes, *map(str, refused))


def _fields(register: Bulletin, sheet: Sheet, name: str, metadata: Mapping[str, str], number: int) -> dict[str, Any]:
    """Return what is known of a register; the further ones of a workbook have titles and ids of their own."""
    fields: dict[str, Any] = {"title": register.title or Path(name).stem, **metadata}
    if number:
        fields["title"] = register.title or f"{fields['title']} {sheet.name}"
        fields |= {"id": f"{metadata['id']}-{number + 1}"} if "id" in metadata else {}
    return {**fields, "articles": (Article(0, fields["title"], 0, len(register.text)),)}


def _read_sheet(sheet: Sheet, name: str, columns: Columns) -> tuple[Bulletin, list[str]]:
    """Return the register of a sheet, so far without what is known of its file, and a note for each column that is not known."""
    where = f"{name}, {_SHEET}{sheet.name}" if sheet.name else name
    if sheet.hidden:
        raise InputError(f"{where} is hidden, and was not read: show it in Excel or WPS, or take it out")
    rows = [(number, [" ".join(cell.split()) for cell in row]) for number, row in sheet.rows if any(cell.strip() for cell in row)]
    header, depth, keys = _find_header(rows, columns, name, where)
    number, names = rows[header + depth - 1]
    text, passages = from_lines(_line(sheet, number, row) for number, row in rows)
    result = clean(text)
    blocks = tuple(_blocks(result.text, header, depth))
    title = result.text[blocks[0].start : blocks[0].end].strip() if header else ""
    origins = find_origins(result, passages)
    register = Bulletin(
        register_id(result.text), result.text, blocks, (), origins, title=title, columns=" ".join(key or UNUSED for key in keys)
    )
    return register, [f"{where}, {_ROW}{number} has a column {unknown}" for unknown in unknown_columns(names, keys)]


def rows_of(register: Bulletin) -> Iterator[Row]:
    """Yield the rows of a register below its header, in order."""
    keys = register.columns.split(" ")
    origins = iter(register.origins)
    origin = next(origins)
    for block in (b for b in register.blocks if b.kind is BlockKind.PARAGRAPH):
        while origin.start < block.start:
            origin = next(origins)
        spans = list(_cells(register.text, block))
        cells = {key: Cell(*span, register.text[slice(*span)]) for key, span in zip(keys, spans, strict=False) if key != UNUSED}
        yield Row(origin.place, block.start, block.end, cells, len([s for s in spans[len(keys) :] if s[0] < s[1]]))


def counted_sources(bulletins: Iterable[Bulletin]) -> str:
    """Return how many bulletins and registers there are, in words: 1 bulletin and 6 registers."""
    tabular = [bool(b.columns) for b in bulletins]
    counts = {"bulletin": tabular.count(False), "register": tabular.count(True)}
    return " and ".join(f"{n} {what}{'s' * (n != 1)}" for what, n in counts.items() if n)


def headers_of(register: Bulletin) -> dict[str, str]:
    """Return the headers of a register's columns by what these hold."""
    keys, headers = register.columns.split(" "), dict[str, str]()
    for block in (b for b in register.blocks if b.kind is BlockKind.HEADING):
        for key, span in zip(keys, _cells(register.text, block), strict=False):
            headers[key] = headers.get(key, "") + register.text[slice(*span)]
    return {key: name for key, name in headers.items() if key != UNUSED}


def _cells(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    for cell in text[block.start : block.end].split("\t"):
        yield start, start + len(cell)
        start += len(cell) + 1


def _line(sheet: Sheet, number: int, row: Sequence[str]) -> Line:
    return [("\t".join(row), f"{_SHEET}{sheet.name}, {_ROW}{number}" if sheet.name else f"{_ROW}{number}", 0)]


def _blocks(text: str, header: int, depth: int) -> Iterator[Block]:
    """Yield what each line is; ``header`` is the index of the first that names the columns, ``depth`` how many do."""
    start = 0
    for index, line in enumerate(text.split("\n")):
        kind = BlockKind.TITLE if index < header else BlockKind.HEADING if index < header + depth else BlockKind.PARAGRAPH
        yield Block(kind, start, start + len(line))
        start += len(line) + 1


def _find_header(rows: Rows, columns: Columns, name: str, where: str) -> tuple[int, int, list[str]]:
    """Return which row names the columns, how many rows do from it on, and what each column holds."""
    for index, (number, row) in enumerate(rows[:_HEADER_WITHIN]):
        below = rows[index + 1][1] if index + 1 < len(rows) else []
        if goes_on(row, below, columns) and not missing_sides(keys := find_columns(below, columns, row)):
            check_columns(below, keys, columns, f"{where}, {_ROW}{rows[index + 1][0]}")
            return index, 2, keys
        if not missing_sides(keys := find_columns(row, columns)):
            check_columns(row, keys, columns, f"{where}, {_ROW}{number}")
            return index, 1, keys
    raise InputError(f"{where} has {lacking([row for _, row in rows[:_HEADER_WITHIN]], columns, name)}")
