"""Registers: tables of pairings, one a row -> bulletins whose text is the table, its rows lines and its cells apart by tabs.

Columns are known by their headers, in Chinese or English (``registers.toml``), or by a file ``NAME.toml`` beside NAME.csv:

    source = "…"                  # and what else is known of a bulletin's publication
    [columns]
    provider = "援建单位"          # what a column holds = its header
    ignore = ["备注", "联系人"]    # columns that say nothing of pairings
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.link.identifiers import normal_name, register_id
from kg.model import Article, Block, BlockKind, Bulletin
from kg.read.clean import clean
from kg.read.origins import find_origins
from kg.read.sheets import Rows, read_csv, read_workbook
from kg.read.source import Line, from_lines
from kg.read.words import registers

READERS = {".csv": read_csv, ".xlsx": read_workbook, ".xls": read_workbook, ".ods": read_workbook}
NEEDED = ("provider", "recipient")
UNUSED = "-"

# A title and a line about the unit may stand above the header.
_HEADER_WITHIN = 10
_ROW = "row "
_IN_BRACKETS = re.compile("[（(][^（）()]*[)）]|[_：:*]")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and where in the register's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register: its number in the file, its extent in the text, and its cells by what their columns hold."""

    number: int
    start: int
    end: int
    cells: Mapping[str, Cell]
    surplus: int = 0


def read_register(
    data: bytes, form: str, name: str, *, metadata: Mapping[str, str], columns: Mapping[str, str | Sequence[str]], sha256: str
) -> tuple[Bulletin, tuple[str, ...]]:
    """Return the register in a file of a form of READERS, and a note for each column or sheet of it that is passed over unasked.

    ``metadata`` and ``columns`` are those of the file beside it. Raises InputError where no row names the columns that a pairing needs.
    """
    read, notes = READERS[form](data, name)
    rows = [(number, [" ".join(cell.split()) for cell in row]) for number, row in read if any(cell.strip() for cell in row)]
    header, keys, unknown = _find_header(rows, columns, name)
    text, passages = from_lines(_line(number, row) for number, row in rows)
    result = clean(text)
    blocks = tuple(_blocks(result.text, header))
    title = result.text[blocks[0].start : blocks[0].end].strip() if header else Path(name).stem
    fields: dict[str, Any] = {"title": title, **metadata}
    identifier = fields.pop("id", "") or register_id(result.text)
    bulletin = Bulletin(
        identifier, result.text, blocks, (Article(0, fields["title"], 0, len(result.text)),), find_origins(result, passages),
        file=Path(name).name.encode(errors="replace").decode(), sha256=sha256, columns=" ".join(keys), **fields,
    )  # fmt: skip
    return bulletin, (*notes, *unknown)


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
        yield Row(int(origin.place.removeprefix(_ROW)), block.start, block.end, cells, len([s for s in spans[len(keys) :] if s[0] < s[1]]))


def _cells(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    for cell in text[block.start : block.end].split("\t"):
        yield start, start + len(cell)
        start += len(cell) + 1


def _line(number: int, row: Sequence[str]) -> Line:
    return [("\t".join(row), f"{_ROW}{number}", 0)]


def _blocks(text: str, header: int) -> Iterator[Block]:
    """Yield what each line is; ``header`` is the index of that which names the columns."""
    start = 0
    for index, line in enumerate(text.split("\n")):
        kind = BlockKind.TITLE if index < header else BlockKind.HEADING if index == header else BlockKind.PARAGRAPH
        yield Block(kind, start, start + len(line))
        start += len(line) + 1


def _find_header(rows: Rows, columns: Mapping[str, str | Sequence[str]], name: str) -> tuple[int, list[str], list[str]]:
    """Return which row names the columns, what each holds, and a note for each that is not known."""
    best: list[str] = []
    for index, (number, row) in enumerate(rows[:_HEADER_WITHIN]):
        keys = [_key(header, columns) for header in row]
        if all(needed in keys for needed in NEEDED):
            _check_header(row, keys, columns, f"{name}, row {number}")
            unknown = [header for header, key in zip(row, keys, strict=True) if header and not key]
            return index, [key or UNUSED for key in keys], [f"{name}, row {number} has a column {_unknown(header)}" for header in unknown]
        best = max(best or row, row, key=lambda r: sum(bool(_key(header, columns)) for header in r))
    held = {_key(header, columns) for header in best}
    missing = [needed for needed in NEEDED if needed not in held] or NEEDED
    found = "、".join(filter(None, best)) or "its columns"
    raise InputError(
        f"{name} has no column for the {' and the '.join(missing)} among {found}: call it {' and '.join(missing)}, "
        f'or say which it is in {Path(name).with_suffix(".toml").name}: [columns], {missing[0]} = "…"'
    )


def _check_header(row: Sequence[str], keys: Sequence[str], columns: Mapping[str, str | Sequence[str]], where: str) -> None:
    """Refuse two columns of one meaning, and columns of the file beside it that the table lacks."""
    named = [key for key in keys if key and key != UNUSED]
    if twice := [key for key in named if named.count(key) > 1]:
        both = "、".join(header for header, key in zip(row, keys, strict=True) if key == twice[0])
        raise InputError(f"{where} has two columns for the {twice[0]}: {both}: leave one of them out under [columns], ignore = […]")
    wanted = [header for value in columns.values() for header in ([value] if isinstance(value, str) else value)]
    if lost := [header for header in wanted if header not in row]:
        near = get_close_matches(lost[0], row, 1)
        raise InputError(f"{where} has no column {lost[0]}, which [columns] names: {f'did you mean {near[0]}?' if near else 'take it out there'}")


def _key(header: str, columns: Mapping[str, str | Sequence[str]]) -> str:
    """Return what a column of this header holds, UNUSED for one to be ignored, nothing for one that is not known."""
    if header in columns.get("ignore", ()):
        return UNUSED
    told = next((key for key, value in columns.items() if value == header), "")
    return told or ("" if (known := _known().get(_plain(header), "")) in columns else known)


def _unknown(header: str) -> str:
    near = get_close_matches(_plain(header), _known(), 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f'{header}, which was passed over: {hint}Say what it holds in a .toml beside the table, [columns], or pass it over: ignore = ["{header}"]'


def _plain(header: str) -> str:
    return normal_name(_IN_BRACKETS.sub("", header)).lower()


@cache
def _known() -> dict[str, str]:
    """Return what columns hold by their headers."""
    return {_plain(header): key for key, headers in registers().items() for header in headers}
