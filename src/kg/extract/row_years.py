"""The years that a register's row tells, however its cells write them: 2018, 2018年3月, 2018-03-01, 2018年起, 2018—2020年."""

import re
from functools import cache

from kg.extract.row_sides import RefusedError, evidence_of
from kg.model import Bulletin, Evidence
from kg.read.registers import Cell, Row
from kg.read.words import registers

_COLUMNS = ("from_year", "to_year")
_YEAR = r"(?:19[4-9]|20\d)\d"
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_TIME = "(?: 0?0:00(?::00)?)?"
# What is behind a year may say when in it, to a month or a day.
_WITHIN = rf"(?:年?度?|年{_MONTH}月(?:份|{_DAY}[日号])?|[-./]{_MONTH}(?:[-./]{_DAY}{_TIME})?|(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])?)"
_TO = "[—－–~～至到-]+"
_NUMERALS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "000123456789" + "0123456789")


@cache
def _pattern() -> re.Pattern[str]:
    since, until = ("|".join(map(re.escape, registers("years")[key])) for key in ("since", "until"))
    return re.compile(rf"(?P<first>{_YEAR}){_WITHIN}(?:{since}|{_TO}(?P<last>{_YEAR}){_WITHIN})?(?:{until})?")


def period_of(register: Bulletin, row: Row) -> tuple[str, Evidence | None]:
    """Return the period of a row, with the cells that tell it: 2018-2021, 2018- or -2021; raises RefusedError where one of them tells no year."""
    cells = [row.cells.get(key) for key in _COLUMNS]
    (first, end), (other, last) = (_years(cell, key) for cell, key in zip(cells, _COLUMNS, strict=True))
    # Of a cell with two years each counts in its own column, and the other one where that is empty.
    last = last or other or end
    if first and last and first > last:
        raise RefusedError("row_year", "to_year", f"{last} is before {first}: correct one of them")
    if not first and not last:
        return "", None
    spans = [(c.start, c.end) for c in cells if c and c.text]
    period = first if first == last else f"{first}-{last}"
    return period, evidence_of(register, row, min(start for start, _ in spans), max(end for _, end in spans))


def _years(cell: Cell | None, column: str) -> tuple[str, str]:
    """Return the year of a cell, and that up to which it tells, if it tells of two."""
    if cell is None or not cell.text or (column == "to_year" and cell.text in registers("years")["open"]):
        return "", ""
    if not (told := _pattern().fullmatch(cell.text.translate(_NUMERALS))):
        raise RefusedError("row_year", column, f"{cell.text} is no year: write four digits, such as 2018, or leave it empty")
    return told["first"], told["last"] or ""
