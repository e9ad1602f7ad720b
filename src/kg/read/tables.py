"""The rows of a table as lines of text: cells separated by tabs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.read.source import Line

_PROSE = re.compile("。")
# A cell with so many characters in several paragraphs is a page that somebody laid out with a table.
_LONG = 150


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the lines in it; ``spanned`` where its left neighbour reaches into it, ``goes_on`` where the cell above does."""

    lines: Sequence[Line]
    spanned: bool = False
    goes_on: bool = False

    @property
    def text(self) -> str:
        return " ".join("".join(text for text, _, _ in line) for line in self.lines)


def lines_of_table(rows: Sequence[Sequence[Cell]]) -> Iterator[Line]:
    """Yield a line for each row.

    What reaches down over several rows is said in each of them, so that each says whom it is about; but a figure is said only once, for it must
    not count twice. A table that merely sets the page (one column, or prose in its cells) becomes the paragraphs that it holds.
    """
    if max(map(len, rows), default=0) < 2 or any(_is_page(cell) for row in rows for cell in row):
        for row in rows:
            for cell in row:
                yield from cell.lines
        return
    above: list[Cell] = []
    for row in rows:
        filled = [_filled(cell, above[i] if i < len(above) else None) for i, cell in enumerate(row)]
        above = filled
        # Lines of a table within a cell keep their cells.
        nested = [line for cell in row for line in cell.lines if _is_row(line)]
        plain = [replace(cell, lines=[line for line in cell.lines if not _is_row(line)]) for cell in filled]
        if any(cell.text for cell in plain):
            yield _row(plain)
        yield from nested


def _filled(cell: Cell, above: Cell | None) -> Cell:
    if cell.goes_on and above and not re.search(r"\d", above.text):
        return replace(above, goes_on=True)
    return cell


def _row(cells: Sequence[Cell]) -> Line:
    row: Line = []
    for number, cell in enumerate(cells):
        pieces = [(text.replace("\t", " "), place, offset) for line in cell.lines for text, place, offset in line]
        if number:
            row.append(("\t", *row[-1][1:]) if row else ("\t", "", 0))
        for index, (text, place, offset) in enumerate(pieces):
            row.append(((" " if index else "") + text, place, offset))
    return row


def _is_row(line: Line) -> bool:
    return any("\t" in text for text, _, _ in line)


def _is_page(cell: Cell) -> bool:
    return len(cell.lines) > 2 and len(cell.text) > _LONG and len(_PROSE.findall(cell.text)) > 2
