"""The lines of a page in the order in which they are read: columns one after another, tables row by row."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from kg.read.glyphs import Glyph, Page
from kg.read.grids import Grid, find_grids

# Wider gaps part cells and columns, in Chinese characters; what follows in the file, too, may stand a little further off.
_GAP, _CLOSE = 1.5, 0.9
# A gap must be so wide for a blank, between whatever characters.
_LEAST = 0.15
# What a text set in columns has on both sides of the gutter: so many full lines, of at least so many characters.
_LINES, _WORDS = 4, 8


@dataclass(slots=True)
class Piece:
    """Characters that stand together on one baseline."""

    glyphs: Sequence[Glyph]
    left: float = field(init=False)
    right: float = field(init=False)
    y: float = field(init=False)
    em: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.right, self.y = self.glyphs[0].left, self.glyphs[-1].right, self.glyphs[0].y
        self.em = _em(self.glyphs)

    @property
    def text(self) -> str:
        """The characters, with a blank where words of Latin letters or clearly set off characters stand apart."""
        gaps = [(after.left - before.right) / self.em for before, after in pairwise(self.glyphs)]
        usual = max(statistics.median(gaps), 0) if gaps else 0
        pieces = [self.glyphs[0].text]
        for gap, (before, after) in zip(gaps, pairwise(self.glyphs), strict=True):
            if gap - usual > _LEAST and gap - usual > _blank(before.text, after.text) and not before.text.isspace() and not after.text.isspace():
                pieces.append(" ")
            pieces.append(after.text)
        return "".join(pieces)


def _blank(before: str, after: str) -> float:
    """Return how wide a gap between two characters must be for a blank."""
    if before < "\u2e80" and after < "\u2e80":
        return _LEAST
    # Beside digits there is a little room by itself, and beside punctuation, where lines are stretched.
    return _LEAST if "\u4e00" <= before <= "\u9fff" and "\u4e00" <= after <= "\u9fff" else 0.6


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line as it is set on a page, and the name of the column that it stands in.

    ``cells`` tells that it is a row of several cells, ``ruled`` that it is one of a table with rules.
    """

    text: str
    index: int
    left: float
    right: float
    y: float
    em: float
    column: str
    cells: bool = False
    ruled: bool = False


def read_lines(page: Page) -> list[PageLine]:
    """Return the lines of a page in the order of reading."""
    grids = find_grids(page.rules)
    inside: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        number = next((i for i, grid in enumerate(grids) if grid.holds(glyph)), None)
        if number is None:
            outside.append(glyph)
        else:
            inside.setdefault(number, []).append(glyph)
    tables = [(grids[number], glyphs) for number, glyphs in inside.items()]
    # Upright and broad pages have columns of their own.
    return list(_read(pieces_of(outside), tables, f"{page.top - page.bottom:.0f}"))


def pieces_of(glyphs: Sequence[Glyph]) -> list[Piece]:
    """Return the pieces that characters make, from top to bottom and from left to right."""
    found: list[Piece] = []
    for baseline in _baselines(glyphs):
        run: list[Glyph] = []
        em = _em(baseline)
        for glyph in sorted(baseline, key=attrgetter("left")):
            gap = (glyph.left - run[-1].right) / em if run else 0
            if gap > _CLOSE and gap > (_GAP if 0 < glyph.at - run[-1].at < 4 else _CLOSE):
                found += _trimmed(run)
                run = []
            run.append(glyph)
        found += _trimmed(run)
    return found


def _baselines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the characters of each baseline, from top to bottom; a small 2 in m² stands a little above its own."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=attrgetter("y"), reverse=True):
        if line and line[0].y - glyph.y > 0.4 * min(line[0].em, glyph.em):
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _trimmed(run: list[Glyph]) -> list[Piece]:
    start = next((i for i, glyph in enumerate(run) if not glyph.text.isspace()), len(run))
    end = next((i for i in range(len(run), start, -1) if not run[i - 1].text.isspace()), start)
    return [Piece(run[start:end])] if end > start else []


def _em(glyphs: Sequence[Glyph]) -> float:
    """Return the size of the Chinese characters among others; of all, where there are none."""
    return statistics.median([g.em for g in glyphs if g.text > "\u2e80"] or [g.em for g in glyphs]) or 1.0


def _read(pieces: list[Piece], tables: list[tuple[Grid, list[Glyph]]], column: str) -> Iterator[PageLine]:
    gutter = _gutter(pieces)
    if gutter is None:
        yield from _in_one_column(pieces, tables, column)
        return
    # What crosses the gutter, a headline or a table, parts what stands above it from what stands below.
    crossing = [piece for piece in pieces if piece.left < gutter < piece.right]
    wide = [table for table in tables if table[0].left < gutter < table[0].right]
    cuts = sorted({*(piece.y for piece in crossing), *(grid.top for grid, _ in wide)}, reverse=True)
    bounds = [float("inf"), *cuts, float("-inf")]
    for above, below in pairwise(bounds):
        across = [piece for piece in crossing if piece.y == above]
        yield from _in_one_column(across, [table for table in wide if table[0].top == above], column)
        band = [piece for piece in pieces if below < piece.y < above or (piece.y == above and piece not in across)]
        within = [table for table in tables if table not in wide and below < table[0].top <= above]
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.left >= gutter]
        yield from _read(left, [t for t in within if t[0].right <= gutter], f"{column}<")
        yield from _read(right, [t for t in within if t[0].right > gutter], f"{column}>")


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where the second column of a text begins; None where it has one, or is a table."""
    if len(pieces) < 2 * _LINES:
        return None
    em = statistics.median(piece.em for piece in pieces)
    starts = Counter(round(piece.left / em) for piece in pieces)
    best: tuple[int, float] | None = None
    for start, number in starts.items():
        if number < _LINES:
            continue
        gutter = min(piece.left for piece in pieces if round(piece.left / em) == start) - 0.4 * em
        sides = (
            _full([p for p in pieces if p.right <= gutter], em),
            _full([p for p in pieces if gutter <= p.left < gutter + 3 * em], em),
        )
        if min(sides) >= _LINES and (best is None or min(sides) > best[0]):
            best = (min(sides), gutter)
    return best[1] if best else None


def _full(pieces: Sequence[Piece], em: float) -> int:
    """Return how many pieces are lines of a column: they reach its edge, and are no mere cells."""
    if not pieces:
        return 0
    # A few lines may reach beyond the edge with their punctuation.
    edge = sorted(piece.right for piece in pieces)[-1 - len(pieces) // 10]
    full = [piece for piece in pieces if piece.right > edge - 2 * em]
    wide = [piece for piece in full if piece.right - piece.left > _WORDS * em]
    return len(wide) if len(wide) >= 0.4 * len(pieces) or len(wide) > 2 * _LINES else 0


def _in_one_column(pieces: Sequence[Piece], tables: Sequence[tuple[Grid, list[Glyph]]], column: str) -> Iterator[PageLine]:
    """Yield lines from top to bottom; pieces on one baseline are cells of a row."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.left)):
        if lines and lines[-1][0].y - piece.y <= 0.4 * min(piece.em, lines[-1][0].em):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    sets = [_line(sorted(line, key=lambda p: p.left), column) for line in lines]
    blocks = [(line.y, [line]) for line in sets] + [(grid.top, list(_table(grid, glyphs, column))) for grid, glyphs in tables]
    for _, block in sorted(blocks, key=lambda b: -b[0]):
        yield from block


def _line(pieces: Sequence[Piece], column: str) -> PageLine:
    text = "\t".join(piece.text for piece in pieces)
    glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
    return PageLine(text, glyphs[0].at, glyphs[0].left, glyphs[-1].right, pieces[0].y, _em(glyphs), column, len(pieces) > 1)


def _table(grid: Grid, glyphs: Iterable[Glyph], column: str) -> Iterator[PageLine]:
    """Yield the rows of a ruled table, or the lines in its cells where it only frames them."""
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        cells.setdefault(grid.cell(glyph), []).append(glyph)
    read = {place: pieces_of(found) for place, found in cells.items()}
    if any(_is_page(pieces) for pieces in read.values()):
        for place in sorted(read):
            yield from _read(read[place], [], f"{column}{grid.left:.0f}.{place[1]}")
        return
    for row in range(grid.rows):
        texts, first = [], None
        for number in range(grid.columns):
            place = grid.origin(row, number)
            pieces = read.get(place, []) if place[1] == number else []
            text = _cell_text(pieces, grid.right_of(place))
            # What reaches down over rows is said in each, but a figure once.
            texts.append(text if place[0] == row or not re.search(r"\d", text) else "")
            if pieces and place[0] == row:
                first = first or pieces[0]
        if first and any(texts):
            em = first.em
            yield PageLine("\t".join(texts), first.glyphs[0].at, grid.left, grid.right, first.y, em, column, cells=True, ruled=True)


def _cell_text(pieces: Sequence[Piece], edge: float) -> str:
    """Return what a cell says: lines that reach its edge go on in the next, others are set apart."""
    text = ""
    before = None
    for piece in pieces:
        together = before is None or (before.right + piece.em * 1.9 > edge and not re.search("[A-Za-z]$", text)) or re.search("[，、（]$", text)
        text += piece.text if together else f" {piece.text}"
        before = piece
    return text.replace("\t", " ")


def _is_page(pieces: Sequence[Piece]) -> bool:
    text = "".join(piece.text for piece in pieces)
    return len(pieces) > 5 and len(text) > 150 and text.count("。") > 2
