"""Villages and communities, by name instead of by committee."""

import csv
import io
import re
from collections.abc import Iterator

from packages import Package

YEAR = 2018
COLUMNS = ("code", "name")
_COMMITTEE = re.compile("(?<=[村区查])(?:村?民|居民?)?委(?:员)?会$")


def read_villages(package: Package) -> Iterator[tuple[str, str]]:
    """Yield code (its first nine digits are those of the township) and name, sorted by code: 协义村 for 协义村村民委员会."""
    rows = csv.DictReader(io.StringIO(package.read("dist/villages.csv")))
    yield from sorted((row["code"], plain(row["name"])) for row in rows)


def plain(name: str) -> str:
    """Return the name of a village or community for that of its committee; a committee of neither (居委会) keeps its own."""
    return re.sub("村村$", "村", _COMMITTEE.sub("", name)) if _COMMITTEE.search(name) else name
