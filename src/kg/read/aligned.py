"""Lines set in columns -> tables: which cell stands in which row and column, under which names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kg.model import Block, BlockKind

_ROWS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.SUBHEADLINE, BlockKind.HEADLINE})
# What parts the cells of a row: a tab is one cell's end, of blanks it takes several, or one before a figure that ends the line.
_PARTED_BY = (
    re.compile("\t"),
    re.compile("[ 　]*[|｜][ 　]*"),
    re.compile("[ 　]*[/／][ 　]+|[ 　]+[/／]"),
    re.compile("[ 　]*　[ 　]*| {2,}| (?=[0-9][0-9.,]*(?:[^0-9 　]{0,4})$)"),
)
_TAB = _PARTED_BY[0]
# One of these is in all that parts cells: most lines have none, and no cells.
_PARTING = re.compile("[\t|｜/／ 　]")
# Beside tabs, which nobody types by chance, a cell of more characters is prose.
_LONGEST_CELL = 40
_MOST_LINES_ABOVE = 3
_UNIT = re.compile(r"单位[：:][ 　]*(?P<unit>[^\s，。；、：:）)]{1,6})[)）]?[：:]?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty; columns count from 0."""

    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below ``head``, the rows that name the columns, if any does; ``unit`` is where a line above says in what all figures are (单位：万元)."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: tuple[int, int] | None = None

    def names(self, column: int) -> tuple[Cell, ...]:
        """Return the cells that name a column, from top to bottom; a name above others stands for all that it reaches over."""
        reaching = [[c for c in row if c.column <= column][-1:] for row in self.head[:-1]]
        own = [[c for c in row if c.column == column] for row in self.head[-1:]]
        return tuple(cell for cells in (*reaching, *own) for cell in cells)


def find_tables(text: str, blocks: Sequence[Block]) -> list[Table]:
    """Return the tables in the lines of a text, in order: two lines and more with the same number of cells, a figure in one of them."""
    tables, at = [], 0
    while at < len(blocks):
        if not _PARTING.search(text, blocks[at].start, blocks[at].end):
            at += 1
            continue
        run = max((list(_run(text, blocks, at, parted)) for parted in _PARTED_BY), key=len)
        table = _table(text, run, _unit(text, blocks, at)) if len(run) > 1 else None
        tables += [table] if table else []
        at += len(run) if table else 1
    return tables


def _run(text: str, blocks: Sequence[Block], at: int, parted: re.Pattern[str]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows from one line on, as long as there are no more cells than in the first."""
    most = 0
    for block in takewhile(lambda b: b.kind in _ROWS, map(blocks.__getitem__, range(at, len(blocks)))):
        cells = _cells(text, block, parted)
        width = cells[-1].column + 1 if cells else 0
        fits = len(cells) > 1 and (parted is _TAB or all(c.end - c.start <= _LONGEST_CELL for c in cells))
        if not fits or (most and parted is not _TAB and width > most):
            return
        most = most or width
        yield cells


def _cells(text: str, block: Block, parted: re.Pattern[str]) -> tuple[Cell, ...]:
    # Lines begin at their first word, but the first cells of a row may be empty.
    start = text.rfind("\n", 0, block.start) + 1 if parted is _TAB else block.start
    cells, column = [], 0
    for match in (*parted.finditer(text, start, block.end), None):
        end = match.start() if match else block.end
        if text[start:end].strip():
            cells.append(Cell(column, start, end))
        # A stroke at the edge of a row parts nothing.
        column += parted is _TAB or end > block.start
        start = match.end() if match else end
    return tuple(cells)


def _table(text: str, rows: Sequence[tuple[Cell, ...]], unit: tuple[int, int] | None) -> Table | None:
    head = rows[:1] if not _has_figure(text, rows[0]) else []
    if head and len(rows) > 2 and len(rows[0]) < max(len(row) for row in rows[1:3]) and not _has_figure(text, rows[1]):
        head = rows[:2]
    rows = rows[len(head) :]
    return Table(tuple(head), tuple(rows), unit) if any(_has_figure(text, row) for row in rows) else None


def _has_figure(text: str, row: Sequence[Cell]) -> bool:
    return any(re.search(r"\d(?!\d*年)", text[cell.start : cell.end]) for cell in row)


def _unit(text: str, blocks: Sequence[Block], at: int) -> tuple[int, int] | None:
    for block in reversed(blocks[max(0, at - _MOST_LINES_ABOVE) : at]):
        if match := _UNIT.search(text, block.start, block.end):
            return match.span("unit")
    return None
