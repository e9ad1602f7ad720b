"""A web page -> its text without what the site puts around it, what it says of its publication, and the way back into its source."""

import re

from kg.errors import InputError
from kg.read.encodings import decode
from kg.read.page.elements import elements
from kg.read.page.fields import find_fields
from kg.read.page.furniture import drop_links, drop_regions
from kg.read.page.layout import Layout, lay_out
from kg.read.page.lines import Line, to_source
from kg.read.page.rows import join_rows
from kg.read.source import Source
from kg.read.text import check_size, read_plain

_HAN = re.compile("[\u3400-\u9fff]")
_TAG = re.compile(r"<(?:!doctype|/?(?:html|head|body|p|br|div|span|td|table|a|font|b|strong|h\d|li|pre|center)\b)", re.IGNORECASE)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_PAGE = re.compile(
    rb"\s*+(?:<!--(?>.*?-->)\s*+|<\?xml\b[^>]*+>\s*+)*+<(?:!doctype\s+html|(?:html|head|body|meta|title|div|p|table|span|font|center|h[1-6])(?=[\s/>])[^<]*>)",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = 1 << 12
_HEAD = 1 << 16
# A page of an error has a line or two, and no figure: 衢江区援建的产品质量安全验证中心投入404万元.
_FEW = 200
_FIGURE = re.compile(r"\d\s*[万亿多余]*(?:元|[名人个户家对次批项所])")
_SHOWN = 3


def is_page(data: bytes) -> bool:
    """Tell whether a file begins as a web page, in any encoding."""
    head = data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")
    return _PAGE.match(head) is not None


def read_html(data: bytes, name: str) -> Source:
    """Return the text of a page, its lines and rows of tables each on a line; raises InputError where it shows no text."""
    check_size(data, name)
    page = decode(data, name, declared=declared_encodings(data))
    return read_page(page, name) if _TAG.search(page) else read_plain(data, name)


def declared_encodings(data: bytes) -> list[str]:
    """Return the encodings that a page says it is in, in <?xml> and <meta>."""
    return [match.decode("ascii") for match in _CHARSET.findall(data[:_HEAD])]


def read_page(page: str, name: str, place: str = "") -> Source:
    """Return the text of a decoded page; ``place`` is where in the file it stands, if it is not the whole of it."""
    layout = lay_out(page)
    lines = _content(layout)
    if not _says_something(lines):
        # A text that only a script shows is hidden before.
        layout = lay_out(page, hidden=True)
        lines = _content(layout)
    fields = find_fields(page, layout.head)
    _check(lines, layout, fields.get("title", ""), name)
    return to_source(lines, fields, place)


def _content(layout: Layout) -> list[Line]:
    rows = join_rows(drop_regions(layout.lines, layout.regions))
    lines = drop_links(rows)
    return lines if _says_something(lines) else rows


def _says_something(lines: list[Line]) -> bool:
    return any(line.weight and _HAN.search(line.text) for line in lines)


def _check(lines: list[Line], layout: Layout, title: str, name: str) -> None:
    text = "\n".join(line.text for line in lines)
    few = len(text) < _FEW and not _FIGURE.search(text)
    said = next((sign for sign in sorted(elements("errors")) if sign in title or sign in text), "") if few else ""
    if said:
        raise InputError(f"{name} is the page of an error ({said.strip()}), not of a bulletin: save the page again")
    if not _HAN.search(text) and layout.frames:
        frames = ", ".join(layout.frames[:_SHOWN]) + (", …" if len(layout.frames) > _SHOWN else "")
        raise InputError(f"{name} is only a frame around other pages ({frames}): save the page that holds the text")
    if not text.strip():
        raise InputError(f"{name} is a page without text: save it from the browser once its text is shown")
