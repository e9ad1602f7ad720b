"""Villages and communities at the end of 2018: a part of the gazetteer that is there only after ``make gazetteer VILLAGES=1``."""

import gzip
import re
from functools import cache

from kg.errors import InputError
from kg.link.gazetteer import Place
from kg.link.identifiers import place_id
from kg.model import Level
from kg.resources import locate

_YEAR = 2018


def find_villages(name: str) -> list[Place]:
    """Return the villages of this full name; none where the part was not made."""
    found = re.findall(f"^(\\d{{12}}),{re.escape(name)}$", _table(), re.MULTILINE)
    return [Place(place_id(code), code, name, Level.VILLAGE, code[:9], _YEAR, _YEAR, None, None) for code in found]


@cache
def _table() -> str:
    """Return the text of the table: its 660,000 rows are searched, not held apart."""
    try:
        return gzip.decompress(locate("data/gazetteer/villages-2018.csv.gz").read_bytes()).decode()
    except InputError:
        return ""
