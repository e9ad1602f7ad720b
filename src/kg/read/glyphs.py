"""The characters of a PDF's page and where they stand, and the lines that are drawn between them."""

import ctypes
import math
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# Thinner than this, a filled rectangle is a line; a line that is shorter separates nothing.
_THIN, _SHORT = 2.5, 6.0
_FORMS = 3
# The address of the text object of a character that has none.
_NOWHERE = bytes(ctypes.sizeof(ctypes.c_void_p))


class Glyph(NamedTuple):
    """A character: ``at`` is its place in the page's text, ``y`` its baseline, measured upwards as in the file, ``em`` its size."""

    text: str
    at: int
    left: float
    right: float
    y: float
    em: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A line drawn upright or level, from its lower or left end on."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def upright(self) -> bool:
        return self.x1 - self.x0 < self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page, turned so that most of its text is upright, in the order of the file.

    ``askew`` is the number of characters that stand otherwise (a watermark, a stamp) and are left out.
    ``pictured`` tells that a picture covers most of the page.
    """

    left: float
    bottom: float
    right: float
    top: float
    glyphs: list[Glyph]
    rules: list[Rule]
    askew: int = 0
    pictured: bool = False

    @property
    def downwards(self) -> bool:
        """Tell a page set in columns from top to bottom, 竖排: nearly each character stands below the one before."""
        below = sum(a.em / 2 < a.y - b.y < 2 * a.em and abs(b.left - a.left) < a.em / 4 for a, b in pairwise(self.glyphs))
        return len(self.glyphs) > 2 and below > (len(self.glyphs) - 1) / 2


def read_page(page: pdfium.PdfPage) -> Page:
    """Return what stands on a page of an open document."""
    found = list(_characters(page.get_textpage()))
    turn = max(statistics.mode([turn for *_, turn in found]), 0) if found else 0
    glyphs = [_glyph(text, index, box, origin, em, turn) for text, index, box, origin, em, own in found if own == turn]
    left, bottom, right, top = page.get_mediabox()
    (x0, y0), (x1, y1) = _turned(left, bottom, turn), _turned(right, top, turn)
    edges = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    drawn = list(page.get_objects([raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], _FORMS))
    rules = [Rule(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in _lines(drawn, turn)]
    pictured = any(item.type == raw.FPDF_PAGEOBJ_IMAGE and _area(*item.get_bounds()) > _area(left, bottom, right, top) / 2 for item in drawn)
    return Page(*edges, _once(glyphs), rules, len(found) - len(glyphs), pictured)


def _area(left: float, bottom: float, right: float, top: float) -> float:
    return abs((right - left) * (top - bottom))


_Character = tuple[str, int, tuple[float, float, float, float], tuple[float, float], float, int]


def _characters(textpage: pdfium.PdfTextPage) -> Iterator[_Character]:
    """Yield what the page itself writes: text, index, box, origin, em, and by how many quarters to the right it is turned (-1: by something else)."""
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_box, at_x, at_y, handle = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y), textpage.raw
    objects: dict[bytes, tuple[float, int]] = {}
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code < 32 or raw.FPDFText_IsGenerated(handle, index) or not raw.FPDFText_GetLooseCharBox(handle, index, at_box):
            continue
        raw.FPDFText_GetCharOrigin(handle, index, at_x, at_y)
        written = bytes(raw.FPDFText_GetTextObject(handle, index))
        if written not in objects or written == _NOWHERE:
            objects[written] = _set(handle, index)
        em, turn = objects[written]
        text = chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"
        yield text, index, (box.left, box.bottom, box.right, box.top), (x.value, y.value), em or box.top - box.bottom or 1.0, turn


def _set(textpage: raw.FPDF_TEXTPAGE, index: int) -> tuple[float, int]:
    """Return how a character is set, as all are that are written at once: its em, and its turn as above."""
    matrix = raw.FS_MATRIX()
    quarters = raw.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)
    # The size as told does not know of what scales the text.
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    em = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.a, matrix.b)
    return em, round(quarters) % 4 if abs(quarters - round(quarters)) < 0.05 else -1


def _glyph(text: str, index: int, box: tuple[float, float, float, float], origin: tuple[float, float], em: float, turn: int) -> Glyph:
    x, y = _turned(*origin, turn) if turn else origin
    left, right = sorted((_turned(box[0], box[1], turn)[0], _turned(box[2], box[3], turn)[0])) if turn else (box[0], box[2])
    # The box of 口 and 日 may be that of their strokes: they begin at their origin and are as wide as the others.
    if text > "\u2e80" and 0 <= left - x < 0.3 * em and right < x + em:
        left, right = x, x + em
    return Glyph(text, index, left, right, y, em)


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return where a point comes to stand when text turned right by so many quarters is set upright."""
    return ((x, y), (-y, x), (-x, -y), (y, -x))[turn % 4]


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Return the characters without those that only make others look bold: the same, at the same place."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for glyph in glyphs:
        x, y = glyph.left / 2, round(glyph.y / 2)
        here, beside = (glyph.text, round(x - 0.25), y), (glyph.text, round(x + 0.25), y)
        if (here not in seen and beside not in seen) or glyph.text.isspace():
            kept.append(glyph)
        seen.add(here)
        seen.add(beside)
    return kept


def _lines(drawn: Iterable[pdfium.PdfObject], turn: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight upright and level lines of a page, thin rectangles among them."""
    for item in drawn:
        if item.type != raw.FPDF_PAGEOBJ_PATH or item.level:
            continue
        left, bottom, right, top = item.get_bounds()
        thin = min(right - left, top - bottom) <= _THIN
        for (x0, y0), (x1, y1) in [((left, bottom), (right, top))] if thin else _edges(item):
            wide, high = abs(x1 - x0), abs(y1 - y0)
            if min(wide, high) <= _THIN and max(wide, high) >= _SHORT:
                yield (*_turned(x0, y0, turn), *_turned(x1, y1, turn))


def _edges(item: pdfium.PdfObject) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the lines that a path draws; one that only fills a face draws none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not stroke.value:
        return
    matrix = item.get_matrix()
    before = start = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and before:
            yield before, point
        if start and raw.FPDFPathSegment_GetClose(segment):
            yield point, start
        before = point
