"""Tables -> lines: a row is a line of cells with tabs between them, each in its column."""

import re
from collections.abc import Iterator, Sequence

from kg.read.page.lines import Cell, Line, Piece, Row

# A cell of more characters in several lines is no cell of figures: the page puts its text beside a menu.
_LONGEST_CELL = 300
_MOST_LINKS = 3
_MOST_COLUMNS = 200


def join_rows(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each row of a table as one, in order; rows that only lay out the page stay as they are."""
    kept = set(map(id, lines))
    joined: list[Line] = []
    done: set[int] = set()
    for line in lines:
        row = line.cell.row if line.cell else None
        if row is None or _is_layout(row):
            joined.append(line)
        elif id(row) not in done:
            done.add(id(row))
            cells = list(_cells(row, kept))
            filled = sum(bool(pieces) for pieces in cells)
            joined += [Line(_join(cells), line.cell)] if filled > 1 else [own for cell in row.cells for own in cell.lines if id(own) in kept]
    return joined


def _is_layout(row: Row) -> bool:
    return row.layout or any(len(cell.lines) > 1 and _is_part_of_page(cell) for cell in row.cells)


def _is_part_of_page(cell: Cell) -> bool:
    return sum(len(line.text) for line in cell.lines) > _LONGEST_CELL or sum(line.leads_elsewhere for line in cell.lines) >= _MOST_LINKS


def _cells(row: Row, kept: set[int]) -> Iterator[list[Piece]]:
    """Yield the pieces in each column of a row, with what reaches down into it from a row above."""
    spans = row.table.spans
    column = 0
    waiting = list(row.cells)[::-1]
    while column < _MOST_COLUMNS and (waiting or any(c >= column and until >= row.number for c, (until, _, _) in spans.items())):
        until, above, first = spans.get(column, (-1, None, False))
        if above and until >= row.number:
            yield _repeated(above, kept) if first else []
        elif waiting:
            cell = waiting.pop()
            yield _pieces(cell, kept)
            for further in range(cell.colspan):
                if cell.rowspan > 1:
                    spans[column + further] = (row.number + cell.rowspan - 1, cell, further == 0)
                if further:
                    yield []
            column += cell.colspan - 1
        else:
            yield []
        column += 1


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
    return [] if any(re.search(r"\d", piece.text) for piece in pieces) else pieces


def _join(cells: list[list[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    while cells and not cells[-1]:
        cells.pop()
    for number, cell in enumerate(cells):
        if number:
            pieces.append(Piece("\t", cell[0].offset if cell else pieces[-1].offset if pieces else 0))
        pieces += cell
    return pieces
