"""Word documents (.docx): what a reader of the page sees, with the numbers that Word computes and the changes that were accepted.

The parts are read with the standard library: python-docx passes over what was inserted with changes tracked, over text boxes, footnotes
and the numbers of automatic lists, so that all of this would have to be read from the XML anyway.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from unicodedata import normalize
from xml.etree.ElementTree import Element

from kg.errors import InputError
from kg.read.numbering import Numbering
from kg.read.package import Package, attribute, child, children, inside, local, open_package
from kg.read.source import Line, Source, from_lines
from kg.read.tables import Cell, lines_of_table

# What holds what a reader sees; what was deleted or moved away (del, moveFrom) and the pinyin above characters (rt) is not among it.
_INSIDE = frozenset(
    ("body", "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase", "r")
)
_BLANKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
# Styles of tables, a hundred in each document that some programs make, number no paragraph and take ten times as long to read as its text.
_OTHER_STYLES = re.compile(rb"<(\w+:)?style\s[^>]*\btype=\"table\"[^>]*(?<!/)>.*?</\1style>", re.DOTALL)
_CHINA = timezone(timedelta(hours=8))


def read_docx(data: bytes, name: str) -> Source:
    """Return the text of a Word document; raises InputError where it is locked, broken or unreasonably large."""
    package = open_package(data, name)
    try:
        lines = _Document(package).lines()
    except RecursionError as error:
        raise InputError(f"{name} is nested deeper than any document: save it anew in Word or WPS") from error
    text, passages = from_lines(lines)
    return Source(text, passages=passages, fallback=_properties(package, text))


def _properties(package: Package, text: str) -> dict[str, str]:
    """Return title and day of making from the properties: what a program wrote unasked, good enough where the text says nothing."""
    core = package.find("core-properties")
    values = {local(element): (element.text or "").strip() for element in core} if core is not None else {}
    found = {"title": values.get("title", "")}
    try:
        # Word writes the time of Greenwich.
        made = datetime.fromisoformat(values.get("created", "")).astimezone(_CHINA).date()
    except ValueError:
        return found
    # A document made from a template has the template's date: older than what it tells of.
    if all(int(year) <= made.year for year in re.findall(r"(?:19|20)\d\d(?=年)", normalize("NFKC", text))):
        found["date"] = made.isoformat()
    return found


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it is being read: its text, the text boxes anchored in it, and the notes that it refers to."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class _Document:
    """The walk through a document's XML; it counts what a reader would count: paragraphs, tables, text boxes."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._numbering = Numbering(package.find("numbering"), package.find("styles", without=_OTHER_STYLES))
        self._counts: dict[str, int] = {}
        self._notes: list[tuple[str, str]] = []
        self._pending = ""

    def lines(self) -> list[Line]:
        """Return the lines of the document, those of its notes after the text."""
        body = child(self._package.main, "body")
        lines = list(self._blocks(body, "")) if body is not None else []
        notes = {(kind, attribute(note, "id")): note for kind in set(_NOTES.values()) for note in inside(self._package.find(f"{kind}s"))}
        for reference in list(dict.fromkeys(self._notes)):
            if reference in notes:
                lines += self._blocks(notes[reference], self._count(reference[0]))
        return lines

    def _count(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{kind} {self._counts[kind]}"

    def _blocks(self, parent: Element, place: str) -> Iterator[Line]:
        """Yield the lines of what holds paragraphs and tables; ``place`` is where it stands, nothing for the document itself."""
        for element in children(parent):
            match local(element):
                case "p":
                    yield from self._paragraph(element, place)
                case "tbl":
                    yield from self._table(element, place)
                case name if name in _INSIDE and not _is_contents(element):
                    yield from self._blocks(element, place)

    def _paragraph(self, element: Element, place: str) -> Iterator[Line]:
        properties = child(element, "pPr")
        if not place:
            place = self._count("paragraph")
        if self._numbering.is_contents(properties):
            return
        read = _Paragraph()
        self._runs(element, read)
        text = self._pending + "".join(read.text)
        self._pending = ""
        mark = child(properties, "rPr") if properties is not None else None
        if mark is not None and child(mark, "del") is not None:
            # The end of the paragraph was deleted: it goes on in the next.
            self._pending = text
            text = ""
        if text.strip():
            number = self._numbering.next(properties)
            at = 0
            for part in text.split("\n"):
                if part.strip():
                    yield [(number + part.strip(), place, at + len(part) - len(part.lstrip()))]
                    number = ""
                at += len(part) + 1
        for box in read.boxes:
            yield from self._blocks(box, self._count("text box"))

    def _runs(self, parent: Element, read: _Paragraph) -> None:
        for element in children(parent):
            name = local(element)
            if name == "r" and _is_hidden(element):
                continue
            if name == "t":
                read.text.append(element.text or "")
            elif name in _BLANKS:
                read.text.append(_BLANKS[name])
            elif name in _NOTES:
                self._notes.append((_NOTES[name], attribute(element, "id")))
            elif name in ("drawing", "pict", "object"):
                read.boxes += _boxes(element)
            elif name in _INSIDE or name.startswith("oMath"):
                self._runs(element, read)

    def _table(self, table: Element, place: str) -> Iterator[Line]:
        place = f"{place}, {self._count('table')}" if place else self._count("table")
        rows: list[list[Cell]] = []
        for number, row in enumerate(_rows(table), 1):
            cells: list[Cell] = [Cell([])] * _grid_before(row)
            for element in _cells(row):
                properties = child(element, "tcPr")
                merge = child(properties, "vMerge") if properties is not None else None
                lines = list(self._blocks(element, f"{place}, row {number}"))
                if merge is not None and attribute(merge, "val") != "restart":
                    lines = []
                cells.append(Cell(lines, goes_on=merge is not None and attribute(merge, "val") != "restart"))
                cells += [Cell([], spanned=True)] * (_span(properties) - 1)
            rows.append(cells)
        yield from lines_of_table(rows)


def _rows(table: Element) -> Iterator[Element]:
    for element in children(table):
        if local(element) == "tr":
            properties = child(element, "trPr")
            if properties is None or child(properties, "del") is None:
                yield element
        elif local(element) in _INSIDE:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in children(row):
        if local(element) == "tc":
            yield element
        elif local(element) in _INSIDE:
            yield from _cells(element)


def _span(properties: Element | None) -> int:
    span = child(properties, "gridSpan") if properties is not None else None
    return min(_number(span), 100)


def _grid_before(row: Element) -> int:
    properties = child(row, "trPr")
    before = child(properties, "gridBefore") if properties is not None else None
    return min(_number(before), 100) if before is not None else 0


def _number(element: Element | None) -> int:
    value = attribute(element, "val") if element is not None else ""
    return int(value) if value.isdecimal() else 1


def _is_contents(element: Element) -> bool:
    """Tell a table of contents that Word keeps."""
    properties = child(element, "sdtPr")
    part = child(properties, "docPartObj") if properties is not None else None
    gallery = child(part, "docPartGallery") if part is not None else None
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def _is_hidden(run: Element) -> bool:
    properties = child(run, "rPr")
    hidden = child(properties, "vanish") if properties is not None else None
    return hidden is not None and attribute(hidden, "val") not in ("0", "false")


def _boxes(element: Element) -> list[Element]:
    """Return the contents of the text boxes in a drawing, each once, though Word writes them for old programs a second time."""
    found: list[Element] = []
    for inner in children(element):
        found += [inner] if local(inner) == "txbxContent" else _boxes(inner)
    return found
