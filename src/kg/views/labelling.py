"""Where labels stand: names around their nodes, amounts along their lines, each clear of the others where there is room."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FONT = 14
LINE = 17
_LINE_LENGTH = 20  # half-widths: ten Chinese characters
_LINES = 2

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def shown_name(name: str) -> str:
    """Return a name as a picture may show it: without control characters and marks that turn the writing direction."""
    return " ".join("".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else " " for c in name).split())


def half_widths(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(name: str) -> list[str]:
    """Break a name into at most two lines of about equal length; what does not fit ends in an ellipsis."""
    text = shown_name(name)
    room = _LINE_LENGTH * _LINES
    if half_widths(text) > room:
        text = _cut(text, room - 2) + "…"
    if half_widths(text) <= _LINE_LENGTH:
        return [text]
    first = _cut(text, max(half_widths(text) // 2 + 1, half_widths(text) - _LINE_LENGTH))
    return [first.strip(), text[len(first) :].strip()]


def _cut(text: str, room: int) -> str:
    for end in range(len(text), 0, -1):
        if half_widths(text[:end]) <= room:
            return text[:end]
    return ""


def label_size(lines: Sequence[str]) -> tuple[float, float]:
    return max((half_widths(line) for line in lines), default=0) * FONT / 2, len(lines) * LINE


@dataclass(frozen=True, slots=True)
class Labelled:
    """Something with a label and the places that it may take, the best first: each the middle of the label's box."""

    id: str
    size: tuple[float, float]
    places: tuple[tuple[float, float], ...]

    def box(self, place: int) -> Rectangle:
        (x, y), (width, height) = self.places[place], self.size
        return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def around(x: float, y: float, radius: float, size: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Return the places of a name around its node: below, above, right, left, and the corners."""
    width, height = size
    up, side = radius + height / 2 + 4, radius + width / 2 + 6
    near = radius * 0.7
    corner_x, corner_y = near + width / 2 + 2, near + height / 2 + 1
    offsets = [(0, up), (side, 0), (-side, 0), (0, -up), (corner_x, corner_y), (-corner_x, corner_y), (corner_x, -corner_y), (-corner_x, -corner_y)]
    return tuple((x + dx, y + dy) for dx, dy in offsets)


def place_labels(labels: Sequence[Labelled], nodes: Sequence[Rectangle], lines: NDArray[np.float64]) -> dict[str, int]:
    """Choose a place for each label, by index; ``lines`` are points along the lines, which a label had better not cover."""
    chosen = dict.fromkeys((label.id for label in labels), 0)
    boxes = np.array([label.box(0) for label in labels], dtype=np.float64).reshape(-1, 4)
    solid = np.array(nodes, dtype=np.float64).reshape(-1, 4)
    for _ in range(5):
        moved = False
        for index, label in enumerate(labels):
            others = np.delete(boxes, index, axis=0)
            costs = [_cost(label.box(place), others, solid, lines) + 0.12 * place for place in range(len(label.places))]
            best = int(np.argmin(np.round(costs, 6)))
            moved = moved or best != chosen[label.id]
            chosen[label.id], boxes[index] = best, label.box(best)
        if not moved:
            break
    return chosen


def _cost(box: Rectangle, others: NDArray[np.float64], solid: NDArray[np.float64], lines: NDArray[np.float64]) -> float:
    left, top, right, bottom = box
    inside = (lines[:, 0] > left) & (lines[:, 0] < right) & (lines[:, 1] > top) & (lines[:, 1] < bottom)
    return 30 * _overlap(box, others, 3) + 20 * _overlap(box, solid, 2) + 0.25 * float(inside.sum())


def _overlap(box: Rectangle, others: NDArray[np.float64], margin: float) -> float:
    """Return how many others the box overlaps, plus the share of it that they cover."""
    left, top, right, bottom = box
    wide = np.minimum(right, others[:, 2]) - np.maximum(left, others[:, 0]) + margin
    high = np.minimum(bottom, others[:, 3]) - np.maximum(top, others[:, 1]) + margin
    area = np.where((wide > 0) & (high > 0), wide * high, 0.0)
    return float((area > 0).sum() + area.sum() / ((right - left) * (bottom - top) + 1))
