"""PDF files with a text layer: running heads and page numbers go, lines become paragraphs again, columns and tables are read in order."""

import math
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kg.errors import InputError
from kg.read.columns import PageLine, read_lines
from kg.read.glyphs import read_page
from kg.read.source import Line, Source, from_lines
from kg.read.typeface import typeface
from kg.read.unwrap import Row, common_edge, glue, has_ended, join_rows

MOST_PAGES = 2000
MOST_CHARACTERS = 2_000_000

# The end mark stands in the last bytes; what was cut off hasn't one there.
_END, _TAIL = b"%%EOF", 2048
_OCR = "make its text readable with OCR, or get the text that it was printed from"
# Running heads and page numbers stand in the outermost part of a page's height, a few lines with a few numbers at most.
_MARGIN, _HEADS, _NUMBERS = 0.12, 3, 8
# A page that is mostly a picture and has fewer characters than this beside it is a scanned one with a stamp or a number on it.
_FEW = 50
# Nearer than this to the right side of a page, as a part of its width, a line may be full though no others show the edge.
_EDGE = 0.7
# Of so many pages the left ones can be told from the right ones.
_SIDED = 4
_PAGE_NUMBER = re.compile(r"[\s—–\-－·.~/／|第共页]*\d{1,4}[\s—–\-－·.~页]*(?:[/／共of\s第]+\d{1,4}[\s页]*)?[\s—–\-－·.~页]*")

# 2019/2/28 14:50 … and https://… 1/2 are what a browser prints around a page.
_BROWSER = re.compile(r"(?:\d{1,4}/\d{1,2}/\d{1,4},? \d{1,2}:\d{2}|(?:https?|file)://|about:blank)")


def read_pdf(data: bytes, name: str) -> Source:
    """Return the text of a PDF; raises InputError where it has none, is locked, or is cut off."""
    if _END not in data.rstrip(b"\0\r\n\t ")[-_TAIL:]:
        raise InputError(f"{name} is a PDF that breaks off: get it again, whole")
    with typeface():
        pages, title = _contents(data, name)
    text, passages = from_lines(_paragraphs(pages))
    missing = [number for number, page in enumerate(pages, 1) if page.missing]
    pages_named = f"page{'s' * (len(missing) > 1)} {', '.join(map(str, missing))}"
    told = (f"{name}: what is written on {pages_named} is a picture, or askew, and was not read: {_OCR}",) if missing else ()
    return Source(text, passages=passages, fallback={"title": title} if _is_title(title) else {}, missing=told)


def _open(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise InputError(f"{name} is locked with a password: save it without one, or copy its text into a .txt file") from error
        raise InputError(f"{name} is a broken PDF ({error}): get it again, or print it anew to a PDF") from error


def _is_title(title: str) -> bool:
    """Tell a title from what programs write in its place: Microsoft Word - 新建文档.doc, a file's name, an address."""
    return bool(re.search("[一-龥]{4}", title)) and not re.search(r"(?i)microsoft|wps|\.\w{2,4}$|://|新建|文档\d|untitled", title)


@dataclass(frozen=True, slots=True)
class _Read:
    """The lines of a page, where on it running heads end and page numbers begin, and from where on a line may be full for all one knows.

    ``missing`` tells that lines are there which cannot be read.
    """

    lines: list[PageLine]
    head: float
    foot: float
    edge: float
    missing: bool


def _contents(data: bytes, name: str) -> tuple[list[_Read], str]:
    """Return what stands on the pages of a PDF, and the title that it was given."""
    document = _open(data, name)
    try:
        return _pages(document, name), document.get_metadata_value("Title").strip()
    except pdfium.PdfiumError as error:
        raise InputError(f"{name} is a broken PDF ({error}): get it again, or print it anew to a PDF") from error
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument, name: str) -> list[_Read]:
    if len(document) > MOST_PAGES:
        raise InputError(f"{name} has {len(document)} pages, more than the {MOST_PAGES} allowed: split it")
    pages = []
    characters = 0
    for number in range(len(document)):
        handle = document[number]
        page = read_page(handle)
        handle.close()
        if page.downwards:
            raise InputError(f"{name} is set from top to bottom (page {number + 1}), which is not read: copy its text into a .txt file")
        characters += len(page.glyphs)
        if characters > MOST_CHARACTERS:
            raise InputError(f"{name} has more than {MOST_CHARACTERS:,} characters: split it")
        missing = page.askew > len(page.glyphs) or (page.pictured and len(page.glyphs) < _FEW)
        margin, edge = _MARGIN * (page.top - page.bottom), page.left + _EDGE * (page.right - page.left)
        pages.append(_Read(read_lines(page), page.top - margin, page.bottom + margin, edge, missing))
    if not any(page.lines for page in pages if not page.missing):
        pictures = "only pictures of its pages" if any(page.missing for page in pages) else "no text on its pages"
        raise InputError(f"{name} is a PDF with {pictures}: {_OCR}")
    return pages


def _paragraphs(pages: Sequence[_Read]) -> Iterator[Line]:
    """Yield the paragraphs of a document, each with the passages that it was put together from."""
    for rows in join_rows(_rows(_without_heads(pages), min(page.edge for page in pages))):
        line: Line = []
        for before, row in zip([None, *rows], rows, strict=False):
            line.append(((glue(before.text, row.text) if before else "") + row.text, row.place, row.offset))
        yield line


def _without_heads(pages: Sequence[_Read]) -> list[list[PageLine]]:
    """Return the lines of each page without running heads, and without page numbers: what comes again at the edge of pages, counting on."""
    edges = [_outermost(page) for page in pages]
    keys = Counter(key for number, lines in enumerate(edges) for key in {k for line in lines for k in _keys(line, number)})
    often = max(2, round(0.4 * len(pages)))
    kept = []
    for number, (page, lines) in enumerate(zip(pages, edges, strict=True)):
        heads = {id(line) for line in lines if _is_added(line.text, number) or any(keys[key] >= often for key in _keys(line, number))}
        kept.append([line for line in page.lines if id(line) not in heads])
    return kept


def _is_added(text: str, number: int) -> bool:
    """Tell what a page adds at its edge, even if there is only one; a bare number must be that of the page."""
    numbered = int(text) == number + 1 if text.isdecimal() else _PAGE_NUMBER.fullmatch(text) is not None
    return numbered or _BROWSER.match(text) is not None


def _outermost(page: _Read) -> list[PageLine]:
    # The header of a table that comes again on each page is content.
    ordered = sorted((line for line in page.lines if not line.ruled), key=lambda line: -line.y)
    return [line for line in ordered[:_HEADS] if line.y > page.head] + [line for line in ordered[-_HEADS:] if line.y < page.foot]


def _keys(line: PageLine, number: int) -> list[str]:
    """Return what a line has in common with those of other pages at its height: its text, and its text but for one number that counts the pages."""
    keys = [line.text]
    for digits in islice(re.finditer(r"\d{1,6}", line.text), _NUMBERS):
        keys.append(f"{line.text[: digits.start()]}<{int(digits.group()) - number}>{line.text[digits.end() :]}")
    return [f"{round(line.y / 6)} {key}" for key in keys]


def _rows(pages: Sequence[list[PageLine]], edge: float) -> list[Row]:
    """Return the lines of all pages as rows, each measured in its column; ``edge`` is where the right one is looked for if few lines show it."""
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in page]
    # Left and right pages may have margins of their own.
    sides = 2 if len(pages) >= _SIDED else 1
    columns: dict[tuple[int, str], list[PageLine]] = {}
    for number, line in lines:
        columns.setdefault((number % sides, line.column), []).append(line)
    bounds = {key: _bounds(found, edge) for key, found in columns.items()}
    steps = [(a.y - b.y) / a.em for (m, a), (n, b) in pairwise(lines) if m == n and a.column == b.column and 0 < a.y - b.y < 4 * a.em and not b.cells]
    usual = max(statistics.median_low(steps), 1.0) if steps else 1.0
    rows = []
    above: tuple[int, PageLine] | None = None
    for number, line in lines:
        left, limit = bounds[number % sides, line.column]
        below = above is not None and above[0] == number and above[1].column == line.column
        apart = below and above is not None and above[1].y - line.y > 1.4 * usual * max(line.em, above[1].em)
        ends = (line.left - left, line.right - left, limit - left)
        rows.append(Row(line.text, *ends, f"page {number}", line.index, size=line.em, apart=apart, alone=line.cells))
        above = (number, line)
    return rows


def _bounds(lines: Sequence[PageLine], edge: float) -> tuple[float, float]:
    """Return the edges of a column; punctuation may hang out over the right one."""
    prose = [line for line in lines if not line.cells] or lines
    em = statistics.median(line.em for line in prose)
    ends = [line.right - (line.em if re.search("[，。、；：]$", line.text) else 0) for line in prose]
    limit = max(ends)
    full = [line for line in prose if line.right > limit - 1.5 * em]
    if sum(has_ended(line.text) for line in full) > len(full) / 2 if len(full) > 2 else limit < edge:
        # No edge has broken these lines: each is a sentence of its own, or they are short.
        limit = math.inf
    return common_edge([line.left / em for line in prose]) * em, limit
