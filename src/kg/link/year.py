"""The year whose administrative divisions a bulletin speaks of."""

import re

from kg.model import Bulletin

_YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?=年|-|/|\.)")
# Where a bulletin tells no year: the divisions of today.
LATEST = 2100


def year_of(bulletin: Bulletin) -> int:
    """Return the year of a bulletin: of its date, else of its publication, else the last year that its text dates something in (2018年)."""
    for date in (bulletin.date, bulletin.published):
        if date[:4].isdigit():
            return int(date[:4])
    return max((int(y) for y in _YEAR.findall(bulletin.text)), default=LATEST)
