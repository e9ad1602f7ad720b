"""What a cell of a table says with the names of its row and column: 15 under 靖西市 beside 实施项目（个） is 靖西市实施项目15个."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.lexicon import load
from kg.model import Bulletin
from kg.read.aligned import Cell, Table, find_tables

Span = tuple[int, int]

_NUMBER = re.compile(r"[（(]?\d{1,2}[)）.．、][ 　]*(?!\d)")
_BARE = re.compile(r"[\d.,]+")
# What a name says of its figures' unit: 资金（万元）, 资金/万元, 资金(单位:万元).
_BRACKETED = re.compile(r"[（(](?:单位[：:])?(?P<unit>[^（）()：:]{1,6})[)）]$|[/／](?P<per>[^/／（）()]{1,6})$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with what names it, in the order in which one would say it; ``unit`` is where the unit of a bare number stands, if anywhere.

    ``sums_row`` and ``sums_column`` tell that the cell adds up its column or its row.
    """

    cell: Cell
    table: Table
    row: int
    names: tuple[Span, ...]
    unit: Span | None
    numbers_rows: bool
    sums_row: bool
    sums_column: bool


class Cells:
    """The cells of all tables of a bulletin by where they begin."""

    def __init__(self, bulletin: Bulletin):
        self.text = bulletin.text
        self.placed: list[Placed] = [p for table in find_tables(bulletin.text, bulletin.blocks) for p in self._place(table)]
        self.of_line: dict[int, list[Placed]] = {}
        for placed in self.placed:
            self.of_line.setdefault(self.text.rfind("\n", 0, placed.cell.start) + 1, []).append(placed)

    def in_line(self, start: int) -> Sequence[Placed]:
        """Return the cells of the row that a line is; ``start`` is an offset before its first cell's end."""
        return self.of_line.get(self.text.rfind("\n", 0, start) + 1, ()) if self.of_line else ()

    def at(self, offset: int) -> Placed | None:
        """Return the cell that holds an offset."""
        return next((p for p in self.in_line(offset) if p.cell.start <= offset < p.cell.end), None)

    def said(self, spans: Sequence[Span], text: str) -> str:
        """Return what stands at some spans, without list numbers and units; ``text`` is the bulletin's, as it stands or masked."""
        return "".join(text[slice(*self._plain(*span))] for span in spans)

    def _plain(self, start: int, end: int) -> Span:
        """Return where the name itself stands in a cell: 实施项目 in 1．实施项目（个）."""
        number, unit = _NUMBER.match(self.text, start, end), _BRACKETED.search(self.text, start, end)
        return number.end() if number else start, unit.start() if unit else end

    def _place(self, table: Table) -> Iterator[Placed]:
        words = load("cells")
        for number, row in enumerate(table.rows):
            label = next((c for c in row if not self._is_bare(c)), None)
            total = label is not None and self._is_total(label)
            for cell in row:
                # A name that reaches down over several rows is said in each of them.
                names = tuple({self.text[c.start : c.end]: c for c in table.names(cell.column)}.values())
                said = [*([label] if label and label != cell and not total else []), *names]
                numbers = any(self.text[c.start : c.end].strip() in words["numbering"]["names"] for c in names)
                yield Placed(
                    cell, table, number, tuple((c.start, c.end) for c in said), self._unit(cell, [*names[::-1], *([label] if label else [])], table),
                    numbers and self._is_bare(cell), total, any(map(self._is_total, names)),
                )  # fmt: skip

    def _is_bare(self, cell: Cell) -> bool:
        return _BARE.fullmatch(self.text[cell.start : cell.end].strip()) is not None

    def _is_total(self, cell: Cell) -> bool:
        return re.sub("[ 　]", "", self.text[slice(*self._plain(cell.start, cell.end))]) in load("cells")["totals"]["names"]

    def _unit(self, cell: Cell, names: Sequence[Cell], table: Table) -> Span | None:
        """Return where the unit of a bare number stands: in the name of its column, of its row, or above the table."""
        if not self._is_bare(cell):
            return None
        for name in names:
            if match := _BRACKETED.search(self.text, name.start, name.end):
                return match.span("unit" if match["unit"] else "per")
            counted = next((w for w in load("cells")["counting"]["endings"] if self.text.endswith(w, name.start, name.end)), "")
            if counted:
                start = name.end - len(counted)
                return start, start + len(counted.removesuffix("数").removesuffix("量"))
        return table.unit
