"""The lines of a page while it is being found out which of them are content: pieces of text that know where they stand in the page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.read.source import Passage, Source

DATE = re.compile(r"[\[(（【]?\s*(?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）】]?")
_HAN = re.compile("[\u3400-\u9fff]")
_SENTENCE = re.compile("[。；]")
_LONG = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a line; ``offset`` is where they stand in the page, ``link`` numbers the link to another page that they are in, if any."""

    text: str
    offset: int
    link: int = 0


@dataclass(slots=True)
class Cell:
    """A cell of a table, with the lines in it."""

    row: "Row"
    colspan: int = 1
    rowspan: int = 1
    lines: list["Line"] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row of a table; ``layout`` says that it only puts parts of the page beside each other."""

    table: "Table"
    number: int
    cells: list[Cell] = field(default_factory=list)
    layout: bool = False


@dataclass(slots=True)
class Table:
    """A table; ``spans`` holds for a column the cell that reaches down into it, and the number of the last row that it reaches."""

    rows: list[Row] = field(default_factory=list)
    spans: dict[int, tuple[int, Cell, bool]] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """A line of a page."""

    pieces: list[Piece]
    cell: Cell | None = None
    heading: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def plain(self) -> str:
        """What is in no link."""
        return "".join(piece.text for piece in self.pieces if not piece.link)

    @property
    def links(self) -> int:
        return len({piece.link for piece in self.pieces if piece.link})

    @property
    def weight(self) -> int:
        """How many characters of it are surely content: prose, and figures in a table."""
        text = self.text
        told = _SENTENCE.search(text) or len(self.plain) > _LONG
        figures = self.cell is not None and re.search(r"\d", DATE.sub("", self.plain))
        return len(text) if told or figures else 0

    @property
    def leads_elsewhere(self) -> bool:
        """Tell whether nothing but links, with their dates, stands in it."""
        return self.links > 0 and not self.heading and not _SENTENCE.search(self.text) and not _HAN.search(DATE.sub("", self.plain))

    @property
    def is_date(self) -> bool:
        return DATE.fullmatch(self.text.strip()) is not None


@dataclass(frozen=True, slots=True)
class Region:
    """The lines of an element that goes by its name as furniture, or is hidden: from ``first`` to before ``end``."""

    first: int
    end: int


# What a page knows better than the text in it; of the rest, the day of the bulletin before all, the text does.
_KNOWN_BETTER = ("publisher", "published", "url")


def to_source(lines: Iterable[Line], said: Mapping[str, str], place: str = "") -> Source:
    """Return the text of some lines, each piece with its way back into the page, and what is ``said`` of it beside the text."""
    texts: list[str] = []
    passages: list[Passage] = []
    length = following = 0
    for line in lines:
        for piece in line.pieces:
            if not passages or piece.offset != following:
                passages.append(Passage(length, place, piece.offset))
            texts.append(piece.text)
            length += len(piece.text)
            following = piece.offset + len(piece.text)
        texts.append("\n")
        length += 1
        following = -1
    better = {field: value for field, value in said.items() if field in _KNOWN_BETTER}
    rest = {field: value for field, value in said.items() if field not in _KNOWN_BETTER}
    if "published" in better:
        rest["date"] = better["published"]
    return Source("".join(texts), better, tuple(passages) or (Passage(0, place),), rest)
