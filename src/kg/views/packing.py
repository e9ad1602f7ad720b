"""Packing the connected parts of a picture close together, in the shape of the viewport.

Each part covers cells of a grid: those of its nodes with their labels, and those of its lines. Parts are placed largest first, each in the
orientation and at the place that keep the whole smallest (Freivalds, Dogrusoz, Kikusts 2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.views.geometry import fan_reach

_CELL = 38.0

FEW = 12
"""Of more parts than these beside the largest, the first orientation of each is all that is tried."""

Cells = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Part:
    """Nodes that hang together: ``boxes`` are width, height and radius of each, ``links`` two indices and the number of lines."""

    ids: tuple[str, ...]
    points: NDArray[np.float64]
    boxes: list[tuple[float, float, float]]
    links: list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class _Bounds:
    left: int
    top: int
    right: int
    bottom: int

    def cost(self, aspect: float) -> tuple[float, float]:
        width, height = self.right - self.left + 1, self.bottom - self.top + 1
        return (max(width / aspect, height), width * height)


def pack(parts: Sequence[Sequence[Part]], aspect: float) -> list[Part]:
    """Place parts, given each in one or more orientations, so that the whole nears the aspect ratio; largest parts first."""
    if not parts:
        return []
    first, rest = parts[0], parts[1:]
    # Trying all orientations of the first is worth its cost only while a picture is small.
    starts = first if len(parts) <= FEW else first[:1]
    tried = [_pack_around(start, rest, aspect) for start in starts]
    return min(tried, key=lambda result: result[0])[1]


def _pack_around(first: Part, rest: Sequence[Sequence[Part]], aspect: float) -> tuple[tuple[float, float], list[Part]]:
    taken = _cells(first)
    bounds = _bounds(taken)
    placed = [first]
    for choices in rest:
        turns = choices[::2] if len(rest) <= FEW else choices[:1]
        options = [(_place(_cells(turn), taken, bounds, aspect), turn) for turn in turns]
        (_, shift, cells), turn = min(options, key=lambda option: option[0][:2])
        taken |= cells
        bounds = _bounds(taken)
        placed.append(replace(turn, points=turn.points + np.array(shift) * _CELL))
    return bounds.cost(aspect), placed


def _place(cells: Cells, taken: Cells, around: _Bounds, aspect: float) -> tuple[tuple[float, float], tuple[int, int], Cells]:
    """Return the cheapest free place: its cost, the shift to it and the cells it covers."""
    own = _bounds(cells)
    across = np.arange(around.left - own.right - 1, around.right - own.left + 2)
    down = np.arange(around.top - own.bottom - 1, around.bottom - own.top + 2)
    dx, dy = (shifts.ravel() for shifts in np.meshgrid(across, down, indexing="ij"))
    width = np.maximum(around.right, own.right + dx) - np.minimum(around.left, own.left + dx) + 1
    height = np.maximum(around.bottom, own.bottom + dy) - np.minimum(around.top, own.top + dy) + 1
    span, area = np.maximum(width / aspect, height), width * height
    # The cheapest first, of equals the nearest.
    for i in np.lexsort((dy, dx, abs(dx) + abs(dy), area, span)):
        x, y = int(dx[i]), int(dy[i])
        if all((column + x, row + y) not in taken for column, row in cells):
            return (float(span[i]), float(area[i])), (x, y), {(column + x, row + y) for column, row in cells}
    raise AssertionError("a place outside the bounds is always free")


def _bounds(cells: Cells) -> _Bounds:
    xs, ys = [x for x, _ in cells], [y for _, y in cells]
    return _Bounds(min(xs), min(ys), max(xs), max(ys))


def _cells(part: Part) -> Cells:
    cells: Cells = set()
    for (x, y), (width, height, radius) in zip(part.points, part.boxes, strict=True):
        cells |= _block(x - width / 2, y - radius, x + width / 2, y - radius + height)
    for a, b, lines in part.links:
        for t in np.linspace(0, 1, 13):
            x, y = part.points[a] * (1 - t) + part.points[b] * t
            wide = fan_reach(float(np.hypot(*(part.points[a] - part.points[b]))), lines) * 4 * t * (1 - t)
            cells |= _block(x - wide, y - wide, x + wide, y + wide)
    return cells


def _block(left: float, top: float, right: float, bottom: float) -> Cells:
    columns = range(int(left // _CELL), int(right // _CELL) + 1)
    rows = range(int(top // _CELL), int(bottom // _CELL) + 1)
    return {(x, y) for x in columns for y in rows}
