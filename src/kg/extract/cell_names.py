"""The names in a cell of a register: one or a list, each with the region that the cell itself puts before it (湖北省：秭归县、巴东县)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryError
from kg.link.candidates import find_candidates
from kg.link.gazetteer import Place, gazetteer
from kg.model import Level
from kg.read.registers import Cell

_APART = "、，,；;"
_OPENING, _CLOSING = "（(：:", "）)"
_BRACKETED = re.compile("(.+?) *[（(]([^（）()]+)[）)]")
_BLANK_IN_CHINESE = re.compile("(?<=[\u3400-\u9fff）)]) +(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a cell writes it; ``region`` is what stands before it there."""

    cell: Cell
    region: str = ""

    @property
    def text(self) -> str:
        """The name without the blanks that only set it (平 武 县)."""
        return _BLANK_IN_CHINESE.sub("", self.cell.text)

    @property
    def bracketed(self) -> tuple["Name", "Name"] | None:
        """The name without what stands in brackets at its end, and what stands there: 秭归县（湖北省）."""
        if not (match := _BRACKETED.fullmatch(self.cell.text)):
            return None
        start = self.cell.start
        name, inside = (Name(Cell(start + match.start(n), start + match.end(n), match[n]), self.region) for n in (1, 2))
        return name, inside


def names_in(cell: Cell) -> Iterator[Name]:
    """Yield the names of a cell in their order; lines within it have become blanks, which part names of two characters or more."""
    region, start, bracket = "", 0, False
    for at, character in enumerate(cell.text + _APART[0]):
        if character in _OPENING and is_region(held := cell.text[start:at].strip()):
            region, start, bracket = held, at + 1, character in "（("
        elif character in _APART or (bracket and character in _CLOSING):
            yield from _parted(cell, start, at, region)
            start = at + 1
            if character in "；;" + _CLOSING:
                region, bracket = "", False


def is_short_for(short: str, name: str) -> bool:
    """Tell whether a name of two characters or more is made of another one's, in their order: 中科院 of 中国科学院."""
    characters = iter(name)
    return len(short) > 1 and all(character in characters for character in short)


def region_before(name: str) -> str:
    """Return the province that a name begins with: 湖北省 of 湖北省秭归县."""
    return next((name[:end] for end in range(len(name) - 2, 1, -1) if is_province(name[:end])), "")


def is_province(name: str) -> bool:
    return any(p.level is Level.PROVINCE for p in _called(name))


def is_region(name: str) -> bool:
    """Tell whether a name is that of a province, a prefecture or a city with counties, in full or for short."""
    return any(p.level in (Level.PROVINCE, Level.PREFECTURE) for p in _called(name))


def _called(name: str) -> list[Place]:
    table = gazetteer()
    return [*table.full.get(name, ()), *table.usual.get(name, ()), *table.short.get(name, ())]


def _holds(region: str, name: str) -> bool:
    try:
        return bool(find_candidates(name, within=region))
    except QueryError:
        return False


def _parted(cell: Cell, start: int, end: int, region: str) -> Iterator[Name]:
    """Yield the name between two separators, or several that only blanks part; a region at the head of these is that of the others."""
    parts = list(filter(None, _BLANK_IN_CHINESE.split(cell.text[start:end].strip())))
    if any(len(part) == 1 for part in parts):
        parts = [" ".join(parts)]
    for part, following in zip(parts, (*parts[1:], ""), strict=False):
        begin = cell.text.index(part, start)
        start = begin + len(part)
        if following and is_region(part) and _holds(part, following):
            region = part
        else:
            yield Name(Cell(cell.start + begin, cell.start + start, part), region)
