"""The period of an action as an interval of OWL-Time: ``2018-09`` begins on 1 September 2018 and ends on the 30th."""

import calendar
import re
from typing import NamedTuple

_MONTH = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")
_YEARS = re.compile("([0-9]{4})?(-?)([0-9]{4})?")


class Interval(NamedTuple):
    """The first and the last day, as xsd:date writes them; nothing where the text does not tell the end."""

    begin: str
    end: str


def interval_of(period: str) -> Interval:
    """Return the days of a period as the records write it: ``2018``, ``2018-09``, ``2018-2020``, ``2018-`` or ``-2018``.

    Raises ValueError where it is none of these.
    """
    if _MONTH.fullmatch(period):
        year, month = map(int, period.split("-"))
        return Interval(f"{period}-01", f"{period}-{calendar.monthrange(year, month)[1]:02}")
    years = _YEARS.fullmatch(period)
    if years is None or not (years[1] or years[3]) or (years[3] and (not years[2] or years[3] < (years[1] or ""))):
        raise ValueError(f"{period!r} is no period: 2018, 2018-09, 2018-2020, 2018- and -2018 are")
    first, last = years[1], years[3] if years[2] else years[1]
    return Interval(f"{first}-01-01" if first else "", f"{last}-12-31" if last else "")
