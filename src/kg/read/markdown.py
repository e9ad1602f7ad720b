"""Markdown -> its text without the marks, line by line, with the way back.

Marks are only taken out, so that nothing else is lost: a parser drops the numbers of lists (1. 2.), what is nested deeply, and all offsets.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, pairwise

from kg.read.encodings import decode
from kg.read.page.fields import to_day
from kg.read.page.furniture import drop_links
from kg.read.page.layout import lay_out
from kg.read.page.lines import Line, Piece, to_source
from kg.read.page.rows import join_rows
from kg.read.sidecar import is_url
from kg.read.source import Source
from kg.read.text import check_size

_FRONT = re.compile(r"---[ \t]*\n((?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_ENTRY = re.compile(r"^([A-Za-z_]{1,30})[ \t]*:[ \t]*(\S[^\n]*)", re.MULTILINE)
# Which entry says what, the most telling first.
_ENTRIES = {
    "title": ("title",),
    "source": ("source", "author"),
    "publisher": ("publisher", "sitename", "site"),
    "published": ("published", "pubdate", "date"),
    "url": ("url", "link", "canonical_url", "source"),
}

# Tables are often left as HTML, having no place in Markdown for their spans.
_TABLE = re.compile(r"<table\b[^<>]*>.*?</table>", re.IGNORECASE | re.DOTALL)
_TABLE_END = re.compile("</table>", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")
_BAR = re.compile(r"(?<!\\)\|")

# Nothing is gone back over: a line may be as long as the file.
_FENCE = re.compile(r"[ \t]*+(?:`{3,}+|~{3,}+)[ \t]*+[\w+-]*+[ \t]*+")
_RULE = re.compile(r"[ \t]*+(?:={3,}+[ \t]*+|(?:[-*_][ \t]*+){3,}+)")
_DEFINITION = re.compile(r"[ \t]{0,3}+\[[^\]\n]{1,200}+\]:[ \t]++\S++(?:[ \t]++[\"'(].*+)?+[ \t]*+")
_DELIMITERS = re.compile(r"[ \t]*+\|?+(?:[ \t]*+:?+-++:?+[ \t]*+\|)++(?:[ \t]*+:?+-++:?+)?+[ \t]*+")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_OPENING = re.compile(r"(?:[ \t]*>)*+[ \t]*+(?:#{1,6}[ \t]+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)?")
_CLOSING = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+$")
_INLINE = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>`{1,2})(?P<coded>[^`]{1,500})(?P=code)"
    r"|!\[[^\]]{0,500}\]\([^()]{0,2000}\)"
    r"|\[(?P<linked>[^\[\]]{0,500})\](?:\((?P<address>[^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,500})?)\)|\[[^\]]{0,200}\])"
    r"|<!--.{0,500}?-->|<(?P<auto>https?://[^<>\s]{1,2000})>|</?[A-Za-z][^<>]{0,2000}>"
    # No emphasis are 王**、李**, names that are kept back, nor 5*3*2.
    r"|(?P<mark>(?<![\d*])\*|(?<!\*)\*\*\*?|~~|(?<!\w)_{1,3})(?![*_])(?!(?<=[\u3400-\u9fff]\*\*)[、，。；])"
    r"(?P<marked>[^\s*~_](?:.{0,500}?[^\s*~])??)(?P=mark)(?!\*)(?!(?<=_)\w)"
)


def read_markdown(data: bytes, name: str) -> Source:
    """Return the text of a Markdown file; a row of a table is a line of cells with tabs between them."""
    check_size(data, name)
    text = decode(data, name)
    front = _FRONT.match(text)
    start = front.end() if front else 0
    lines = drop_links([line for line in _read_lines(text, start) if line.text.strip()])
    return to_source(lines, _front_fields(front[1]) if front else {})


def _front_fields(front: str) -> dict[str, str]:
    """Return what the entries between the --- at the beginning say."""
    entries = {key.lower(): value.strip().strip("\"'") for key, value in _ENTRY.findall(front)}
    fields: dict[str, str] = {}
    for field, keys in _ENTRIES.items():
        values = [entries[key] for key in keys if key in entries]
        if field == "published":
            values = [day for value in values if (day := to_day(value))]
        elif field in ("url", "source"):
            values = [value for value in values if is_url(value) == (field == "url")]
        if values:
            fields[field] = values[0]
    return fields


def _read_lines(text: str, start: int) -> Iterator[Line]:
    links = count(1)
    position = start
    # Beyond the last end of a table no other is looked for.
    closed = max((end.end() for end in _TABLE_END.finditer(text)), default=0)
    for table in _TABLE.finditer(text, start, closed):
        yield from _read_marked(text, position, table.start(), links)
        for row in join_rows(lay_out(table.group()).lines):
            yield Line([replace(piece, offset=piece.offset + table.start()) for piece in row.pieces], row.cell)
        position = table.end()
    yield from _read_marked(text, position, len(text), links)


def _read_marked(text: str, start: int, end: int, links: "count[int]") -> Iterator[Line]:
    for line in _LINE.finditer(text, start, end):
        if not any(pattern.fullmatch(line.group()) for pattern in (_FENCE, _RULE, _DEFINITION, _DELIMITERS)):
            row = _ROW.fullmatch(line.group()) is not None
            yield (_read_row if row else _read_line)(text, line.start(), line.end(), links)


def _read_line(text: str, start: int, end: int, links: "count[int]") -> Line:
    opening = _OPENING.match(text, start, end)
    begin = opening.end() if opening else start
    heading = "#" in text[start:begin]
    if heading and (closing := _CLOSING.search(text[begin:end])):
        end = begin + closing.start()
    return Line(list(_inline(text, begin, end, links)), heading=heading)


def _read_row(text: str, start: int, end: int, links: "count[int]") -> Line:
    pieces: list[Piece] = []
    bars = [bar.start() for bar in _BAR.finditer(text, start, end)]
    for number, (left, right) in enumerate(pairwise(bars)):
        if number:
            pieces.append(Piece("\t", left))
        cell = text[left + 1 : right]
        begin = left + 1 + len(cell) - len(cell.lstrip())
        pieces += _inline(text, begin, max(begin, begin + len(cell.strip())), links)
    return Line(pieces)


def _inline(text: str, start: int, end: int, links: "count[int]", link: int = 0) -> Iterator[Piece]:
    """Yield what stands between the marks, and what they mark; a picture shows nothing."""
    position = start
    for mark in _INLINE.finditer(text, start, end):
        if position < mark.start():
            yield Piece(text[position : mark.start()], position, link)
        position = mark.end()
        if mark["coded"]:
            yield Piece(mark["coded"], mark.start("coded"), link)
        elif mark["auto"]:
            yield Piece(mark["auto"], mark.start("auto"), next(links))
        elif mark["linked"]:
            within = (mark["address"] or "").startswith("#")
            yield from _inline(text, *mark.span("linked"), links, link if within else next(links))
        elif mark["marked"]:
            yield from _inline(text, *mark.span("marked"), links, link)
    if position < end:
        yield Piece(text[position:end], position, link)
