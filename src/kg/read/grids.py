"""The tables that lines drawn on a page make."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.read.glyphs import Glyph, Rule

# Lines that miss each other by so much still meet.
_NEAR = 3.0
# What has more lines than a table ever has is a drawing.
_MOST_RULES, _MOST_CHECKS = 1500, 2_000_000


@dataclass(slots=True)
class Grid:
    """A ruled table: the places of its lines from left to right and from top to bottom, and which cells are one."""

    xs: list[float]
    ys: list[float]
    _origins: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def left(self) -> float:
        return self.xs[0]

    @property
    def right(self) -> float:
        return self.xs[-1]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    def holds(self, glyph: Glyph) -> bool:
        x, y = _middle(glyph)
        return self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]

    def cell(self, glyph: Glyph) -> tuple[int, int]:
        """Return row and column of the cell that a character in the table stands in; of a merged one, those where it begins."""
        x, y = _middle(glyph)
        column = min(bisect_right(self.xs, x), self.columns) - 1
        row = min(sum(y < edge for edge in self.ys), self.rows) - 1
        return self.origin(max(row, 0), max(column, 0))

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Return where the cell begins that covers a place of the grid."""
        return self._origins.get((row, column), (row, column))

    def right_of(self, origin: tuple[int, int]) -> float:
        """Return the right edge of the cell that begins at a place."""
        return max(self.xs[column + 1] for row in range(self.rows) for column in range(self.columns) if self.origin(row, column) == origin)

    def merge(self, rules: Sequence[Rule]) -> None:
        """Make one cell of those that no line parts."""
        for row in range(self.rows):
            for column in range(self.columns):
                x, y = (self.xs[column] + self.xs[column + 1]) / 2, (self.ys[row] + self.ys[row + 1]) / 2
                if column and not any(r.upright and abs(r.x0 - self.xs[column]) <= _NEAR and r.y0 <= y <= r.y1 for r in rules):
                    self._origins[row, column] = self.origin(row, column - 1)
                elif row and not any(not r.upright and abs(r.y0 - self.ys[row]) <= _NEAR and r.x0 <= x <= r.x1 for r in rules):
                    self._origins[row, column] = self.origin(row - 1, column)


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, glyph.y + 0.35 * glyph.em


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables among the lines of a page: lines that meet, at least two cells in all; frames and underlines are none."""
    if len(rules) > _MOST_RULES:
        return []
    found = []
    for joined in _joined(rules):
        upright = [rule for rule in joined if rule.upright]
        level = [rule for rule in joined if not rule.upright]
        xs = _places([r.x0 for r in upright] + [x for r in level for x in (r.x0, r.x1)])
        ys = _places([r.y0 for r in level] + [y for r in upright for y in (r.y0, r.y1)])[::-1]
        if len(xs) > 2 and len(ys) > 1 and upright and level and len(xs) * len(ys) * len(joined) < _MOST_CHECKS:
            grid = Grid(xs, ys)
            grid.merge(joined)
            found.append(grid)
    return found


def _joined(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    """Return the lines that meet, directly or by others."""
    groups: list[list[Rule]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for rule in rules:
        own, box = [rule], (rule.x0, rule.y0, rule.x1, rule.y1)
        merged = True
        while merged:
            merged = False
            for i in range(len(groups) - 1, -1, -1):
                if _meet(box, boxes[i]):
                    own += groups.pop(i)
                    other = boxes.pop(i)
                    box = (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
                    merged = True
        groups.append(own)
        boxes.append(box)
    return groups


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] - _NEAR <= b[2] and b[0] - _NEAR <= a[2] and a[1] - _NEAR <= b[3] and b[1] - _NEAR <= a[3]


def _places(values: Iterable[float]) -> list[float]:
    """Return the places where lines stand, those close together as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 2 * _NEAR:
            places.append(value)
    return places
