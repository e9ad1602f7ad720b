"""Tables -> lines: a row is a line of cells with tabs between them, each in its column."""

import re
from collections.abc import Iterator, Sequence

from kg.read.page.lines import Cell, Line, Piece, Row

# A cell of more characters in several lines is no cell of figures: the page puts its text beside a menu.
_LONGEST_CELL = 300
_MOST_LINKS = 3
# No table of a bulletin has more, and no cell that says whom several rows are about is longer.
_MOST_COLUMNS = 60
_LONGEST_REPEATED = 60


def join_rows(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each row of a table as one, in order; rows that only lay out the page stay as they are."""
    kept = set(map(id, lines))
    joined: list[Line] = []
    done: dict[int, bool] = {}
    for line in lines:
        row = line.cell.row if line.cell else None
        if row and id(row) not in done:
            cells = [] if _is_layout(row) else list(_cells(row, kept))
            done[id(row)] = sum(bool(pieces) for pieces in cells) > 1
            joined += [Line(_join(cells), line.cell)] if done[id(row)] else []
        if not (row and done[id(row)]):
            joined.append(line)
    return joined


def _is_layout(row: Row) -> bool:
    return row.layout or any(len(cell.lines) > 1 and _is_part_of_page(cell) for cell in row.cells)


def _is_part_of_page(cell: Cell) -> bool:
    return sum(len(line.text) for line in cell.lines) > _LONGEST_CELL or sum(line.leads_elsewhere for line in cell.lines) >= _MOST_LINKS


def _cells(row: Row, kept: set[int]) -> Iterator[list[Piece]]:
    """Yield the pieces in each column of a row, with what reaches down into it from a row above."""
    spans = {column: span for column, span in row.table.spans.items() if span[0] >= row.number}
    below = dict(spans)
    last = max(spans, default=-1)
    column = 0
    waiting = row.cells[::-1]
    while waiting or column <= last:
        if column in spans:
            yield _repeated(spans[column][1], kept) if spans[column][2] else []
        elif waiting:
            cell = waiting.pop()
            yield _pieces(cell, kept)
            for further in range(min(cell.colspan, _MOST_COLUMNS - column)):
                if cell.rowspan > 1:
                    below[column + further] = (row.number + cell.rowspan - 1, cell, further == 0)
                if further:
                    yield []
            column += max(min(cell.colspan, _MOST_COLUMNS - column), 1) - 1
        else:
            yield []
        column += 1
    row.table.spans = below


def _pieces(cell: Cell, kept: set[int]) -> list[Piece]:
    pieces: list[Piece] = []
    for line in cell.lines:
        if id(line) in kept:
            if pieces:
                pieces.append(Piece(" ", line.pieces[0].offset))
            pieces += line.pieces
    return pieces


def _repeated(cell: Cell, kept: set[int]) -> list[Piece]:
    """Return what a cell says in the further rows that it reaches: whom they are about, but no figure, which would count again."""
    pieces = _pieces(cell, kept)
    text = "".join(piece.text for piece in pieces)
    return [] if re.search(r"\d", text) or len(text) > _LONGEST_REPEATED else pieces


def _join(cells: list[list[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    while cells and not cells[-1]:
        cells.pop()
    for number, cell in enumerate(cells):
        if number:
            pieces.append(Piece("\t", cell[0].offset if cell else pieces[-1].offset if pieces else 0))
        pieces += cell
    return pieces
