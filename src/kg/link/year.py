"""The year whose administrative divisions a bulletin speaks of."""

import re
from functools import lru_cache

from kg.model import Bulletin

_YEAR = re.compile(r"(?:19[89]|20\d)\d(?<!\d{5})(?=年|-|/|\.)")
# Where a bulletin tells no year: the divisions of today.
LATEST = 2100


# Asked for each place of a bulletin.
@lru_cache(maxsize=2)
def _told(text: str) -> int:
    """Return the last year that a text dates something in."""
    return max((int(y) for y in _YEAR.findall(text)), default=LATEST)


def year_of(bulletin: Bulletin) -> int:
    """Return the year of a bulletin: of its date, else of its publication, else the last year that its text dates something in (2018年).

    A register without a date has none: its rows have theirs.
    """
    for date in (bulletin.date, bulletin.published):
        if date[:4].isdigit():
            return int(date[:4])
    return LATEST if bulletin.columns else _told(bulletin.text)
