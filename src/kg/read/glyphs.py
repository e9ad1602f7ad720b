"""The characters of a PDF's page and where they stand, and the lines that are drawn between them."""

import ctypes
import math
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# Thinner than this, a filled rectangle is a line; a line that is shorter separates nothing.
_THIN, _SHORT = 2.5, 6.0
_FORMS = 3


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: ``index`` is its place in the page's text, ``y`` its baseline, measured upwards as in the file, ``em`` its size."""

    text: str
    index: int
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
        steps = [(b.left - a.left, a.y - b.y, a.em) for a, b in zip(self.glyphs, self.glyphs[1:], strict=False)]
        return len(steps) > 1 and sum(abs(dx) < em / 4 and em / 2 < dy < 2 * em for dx, dy, em in steps) > len(steps) / 2


def read_page(page: pdfium.PdfPage) -> Page:
    """Return what stands on a page of an open document."""
    found = list(_characters(page.get_textpage()))
    turn = max(statistics.mode(turn for *_, turn in found), 0) if found else 0
    glyphs = [_glyph(text, index, box, origin, em, turn) for text, index, box, origin, em, own in found if own == turn]
    left, bottom, right, top = page.get_mediabox()
    (x0, y0), (x1, y1) = _turned(left, bottom, turn), _turned(right, top, turn)
    edges = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    rules = [Rule(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in _lines(page, turn)]
    pictured = any(_area(*item.get_bounds()) > _area(*page.get_mediabox()) / 2 for item in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], _FORMS))
    return Page(*edges, _once(glyphs), rules, len(found) - len(glyphs), pictured)


def _area(left: float, bottom: float, right: float, top: float) -> float:
    return abs((right - left) * (top - bottom))


_Character = tuple[str, int, tuple[float, float, float, float], tuple[float, float], float, int]


def _characters(textpage: pdfium.PdfTextPage) -> Iterator[_Character]:
    """Yield what the page itself writes: text, index, box, origin, em, and by how many quarters to the right it is turned (-1: by something else)."""
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code < 32 or raw.FPDFText_IsGenerated(textpage, index) or not raw.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        quarters = raw.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.05 else -1
        text = chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"
        # The size as told does not know of what scales the text.
        raw.FPDFText_GetMatrix(textpage, index, matrix)
        em = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.a, matrix.b) or box.top - box.bottom or 1.0
        yield text, index, (box.left, box.bottom, box.right, box.top), (x.value, y.value), em, turn


def _glyph(text: str, index: int, box: tuple[float, float, float, float], origin: tuple[float, float], em: float, turn: int) -> Glyph:
    x, y = _turned(*origin, turn)
    left, right = sorted((_turned(box[0], box[1], turn)[0], _turned(box[2], box[3], turn)[0]))
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
        places = {(glyph.text, round(glyph.left / 2 + dx), round(glyph.y / 2)) for dx in (-0.25, 0.25)}
        if glyph.text.isspace() or not places & seen:
            kept.append(glyph)
        seen |= places
    return kept


def _lines(page: pdfium.PdfPage, turn: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight upright and level lines of a page, thin rectangles among them."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
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
