"""Tags and texts -> lines: what stands on a line of its own, what a browser does not show, which cell of which table a line is in."""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.read.page.elements import elements, is_furniture_by_name, is_hidden
from kg.read.page.lines import Cell, Line, Piece, Region, Row, Table
from kg.read.page.markup import Token, find_tokens
from kg.read.words import layout

_PARTS = re.compile(
    r"(?P<blank>[ \t\n\r\f]+)|(?P<reference>&(?:#[xX][0-9a-fA-F]{1,8};?|#\d{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?))|(?:[^ \t\n\r\f&]|&(?![#A-Za-z]))+|&"
)
_FIELDS = ("source", "writer", "editor", "date", "own_date", "issuer", "counter", "number", "widget")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]")
_INDENT = " \t\u00a0\u3000"
_WIDEST, _TALLEST = 100, 1000
_LISTS = {"li": ("ul", "ol", "menu", "dir"), "dd": ("dl",), "dt": ("dl",)}
_NEAR = 40
_HEADLINES = ("h1", "h2")
_TABLE_PARTS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"})


@dataclass(slots=True)
class _Open:
    """An element that is open; ``region`` is its first line where it may be furniture, or -1."""

    name: str
    silent: bool = False
    region: int = -1
    link: bool = False


@dataclass(slots=True)
class _Scope:
    """What is open in a table or cell, or outside of all: an end tag closes nothing beyond."""

    table: Table | None = None
    cell: Cell | None = None
    opened: list[_Open] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Layout:
    """The lines of a page, which of them may be furniture, the pages in its frames, and the tokens that say something of it."""

    lines: list[Line]
    regions: list[Region]
    frames: list[str]
    head: list[Token]


def lay_out(page: str, *, hidden: bool = False) -> Layout:
    """Return the lines of a page in the order of the page; with ``hidden``, also those that a browser does not show."""
    builder = _Builder(page, hidden)
    for token in find_tokens(page):
        builder.take(token)
    return builder.finish()


class _Builder:
    def __init__(self, page: str, hidden: bool) -> None:
        self.page = page
        self.position = 0
        self.last_ends: dict[str, int] = {}
        self.hidden = hidden
        self.result = Layout([], [], [], [])
        self.scopes = [_Scope()]
        self.pieces: list[Piece] = []
        self.last = ""
        self.blank: tuple[str, int] | None = None
        self.silent = self.preformatted = self.headings = 0
        self.link = self.links = 0
        self.after = ""

    def finish(self) -> Layout:
        while self.scopes:
            self._close_scope()
        return self.result

    def take(self, token: Token) -> None:
        self.position = token.start
        if self.blank and token.kind in ("start", "end"):
            self.blank = (" ", self.blank[1])
        match token.kind:
            case "text":
                self._text(token.start, token.end)
            case "start":
                self._start(token)
            case "end":
                self._end(token.name)
            case "raw" if token.name == "xmp":
                self.preformatted += 1
                self._text(token.start, token.end)
                self.preformatted -= 1
            case _:
                self.result.head.append(token)

    # Elements

    def _start(self, token: Token) -> None:
        name = token.name
        if name in ("meta", "link", "script"):
            self.result.head.append(token)
        if name in ("frame", "iframe") and (address := token.attributes().get("src", "")):
            self.result.frames.append(address)
        if name in ("br", "hr"):
            self._break()
        if name in elements("void"):
            return
        attributes = token.attributes() if token.rest.strip(" /\n") else {}
        if name in elements("blocks"):
            self._close_before(name)
            self._break()
        elif name == "a" and self.after == "/a" and self.pieces and not self.blank:
            self.blank = (" ", token.start)
        self._open(name, attributes)
        self.after = name

    def _close_before(self, name: str) -> None:
        """Close what cannot hold the element that begins: a paragraph, or the item or cell before it."""
        if name in _TABLE_PARTS and self.scopes[-1].cell:
            self._close_scope()
        scope = self.scopes[-1]
        if name in _TABLE_PARTS and name not in ("td", "th"):
            self._close("tr")
        elif scope.names["p"]:
            self._close("p")
        if name in _LISTS:
            for opened in reversed(scope.opened[-_NEAR:]):
                if opened.name in _LISTS[name]:
                    break
                if opened.name in _LISTS:
                    self._close(opened.name)
                    break

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._open_table()
        elif name in ("tr", "td", "th") and (table := self.scopes[-1].table):
            self._open_cell(name, attributes, table)
        concealed = not self.hidden and is_hidden(attributes)
        block = name in elements("blocks")
        # The mark of a note after a figure must not become its last digit: 3600<sup>1</sup>万元.
        mute = name in elements("silent") or (name == "sup" and bool(self.pieces) and self.last.isdigit())
        element = _Open(name, silent=self._ends(name) if mute else concealed and not block)
        if block and (concealed or is_furniture_by_name(name, attributes)) and not (name == "footer" and self.scopes[-1].names["article"]):
            element.region = len(self.result.lines)
        # Links within the page are those of a table of contents.
        if name == "a" and (address := attributes.get("href", "")) and not re.match("#.", address):
            self.links += 1
            element.link, self.link = True, self.links
        self.silent += element.silent
        self.preformatted += name in ("pre", "listing", "plaintext")
        self.headings += name in _HEADLINES
        self.scopes[-1].opened.append(element)
        self.scopes[-1].names[name] += 1

    def _ends(self, name: str) -> bool:
        """Tell whether an element is closed at all: a list of choices that never ends must not silence the page."""
        if name not in self.last_ends:
            ends = re.compile(f"</{name}", re.IGNORECASE).finditer(self.page, self.position)
            self.last_ends[name] = max((end.start() for end in ends), default=-1)
        return self.last_ends[name] > self.position

    def _open_table(self) -> None:
        if cell := self.scopes[-1].cell:
            cell.row.layout = True
        self.scopes.append(_Scope(table=Table()))

    def _open_cell(self, name: str, attributes: Mapping[str, str], table: Table) -> None:
        if name == "tr" or not table.rows:
            table.rows.append(Row(table, len(table.rows)))
        if name != "tr":
            spans = (_span(attributes, "colspan", _WIDEST), _span(attributes, "rowspan", _TALLEST))
            cell = Cell(table.rows[-1], *spans)
            table.rows[-1].cells.append(cell)
            self.scopes.append(_Scope(cell=cell))

    def _end(self, name: str) -> None:
        self.after = f"/{name}"
        scope = self.scopes[-1]
        if name in elements("blocks"):
            self._break()
        if name in ("td", "th") and scope.cell:
            self._close_scope()
        elif name in _TABLE_PARTS and scope.cell:
            self._close_scope()
            self._close(name)
        elif name == "table" and any(s.table for s in self.scopes[-2:]):
            while self.scopes[-1].table is None:
                self._close_scope()
            self._close_scope()
        else:
            self._close(name)

    def _close(self, name: str) -> None:
        """Close the innermost element of this name, and all in it; nothing where none is open here."""
        scope = self.scopes[-1]
        while scope.names[name]:
            element = scope.opened.pop()
            self._closed(element)
            scope.names[element.name] -= 1
            if element.name == name:
                return

    def _close_scope(self) -> None:
        for element in reversed(self.scopes[-1].opened):
            self._closed(element)
        self._break()
        self.scopes.pop()

    def _closed(self, element: _Open) -> None:
        if element.name in elements("blocks"):
            self._break()
        if 0 <= element.region < len(self.result.lines):
            self.result.regions.append(Region(element.region, len(self.result.lines)))
        self.silent -= element.silent
        self.link = 0 if element.link else self.link
        self.preformatted -= element.name in ("pre", "listing", "plaintext")
        self.headings -= element.name in _HEADLINES

    # Text

    def _text(self, start: int, end: int) -> None:
        if self.silent:
            return
        for part in _PARTS.finditer(self.page, start, end):
            if part["blank"]:
                self._blank(part.group(), part.start())
            elif part["reference"]:
                self._add(re.sub(r"[ \t\n\r\f]", " ", html.unescape(part.group())), part.start())
            else:
                self._add(part.group(), part.start())
        self.after = ""

    def _blank(self, blank: str, offset: int) -> None:
        if self.preformatted and "\n" in blank:
            self._break()
        elif self.preformatted:
            self._add(blank, offset)
        elif not self.blank:
            # A line of the file that ends within a text: 衢江↵区. Between tags it is a blank.
            self.blank = ("" if "\n" in blank and not self.after else " ", offset)

    def _add(self, text: str, offset: int) -> None:
        if not self.pieces:
            bare = text.lstrip(_INDENT)
            offset += len(text) - len(bare)
            text = bare
        elif self.blank:
            broken = not self.blank[0] and _WIDE.match(self.last) and _WIDE.match(text)
            if not broken or _begins_field(text):
                self.pieces.append(Piece(" ", self.blank[1], self.link))
        elif self.after and not self.last.isspace() and _begins_field(text):
            self.pieces.append(Piece(" ", offset, self.link))
        self.blank = None
        self.after = ""
        if text:
            self.pieces.append(Piece(text, offset, self.link))
            self.last = text[-1]

    def _break(self) -> None:
        if self.pieces:
            cell = self.scopes[-1].cell
            line = Line(self.pieces, cell, heading=self.headings > 0)
            if cell:
                cell.lines.append(line)
            self.result.lines.append(line)
        self.pieces = []
        self.blank = None


def _begins_field(text: str) -> bool:
    """Tell whether a text begins as 来源：省扶贫局 does: the line before it may lack the blank that a browser's style sheet makes."""
    name, colon, _ = text.replace(":", "：").partition("：")
    return bool(colon) and any(name in layout(key, "fields") for key in _FIELDS)


def _span(attributes: Mapping[str, str], name: str, most: int) -> int:
    """Return over how many columns or rows a cell goes; 0 rows are all that follow."""
    digits = re.match(r"\s*(\d{1,9})", attributes.get(name, ""), re.ASCII)
    number = int(digits[1]) if digits else 1
    return min(number or (most if name == "rowspan" else 1), most)
