"""When a deed was done: the time that is told nearest before it, anchored in the bulletin's own year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import load
from kg.link.year import LATEST, year_of
from kg.model import Bulletin

_YEAR = "(?:19|20)[0-9]{2}"


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of text that tells a time, as ``2018``, ``2018-09`` or ``2018-2020``."""

    start: int
    end: int
    period: str


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    words = load("periods")
    relative, until, since = (_any(words["relative"]), _any(words["until"]["words"]), _any(words["since"]["words"]))
    return re.compile(
        f"(?P<until>{until})?(?:(?P<from>{_YEAR})年?[—－–~至到-]+(?P<to>{_YEAR})年?"
        f"|(?P<year>{_YEAR})年(?:(?P<month>[0-9]{{1,2}})月(?:[0-9]{{1,2}}日)?(?![—－–~至到-]))?|(?P<relative>{relative})"
        f"|(?<![0-9.])(?P<bare>1[0-2]|[1-9])月(?:[0-9]{{1,2}}日|底|初|中旬|上旬|下旬)?(?![0-9]))(?P<since>[^，。；]{{0,24}}?(?:{since}))?"
    )


class Times:
    """The times that one bulletin tells."""

    def __init__(self, bulletin: Bulletin, text: str):
        self.text = text
        self.year = year_of(bulletin)

    def find(self, start: int, end: int) -> list[Time]:
        """Return the times told between two offsets, in order; a bare month takes the year before it."""
        out: list[Time] = []
        year = self.year
        for match in _pattern().finditer(self.text, start, end):
            period = self._period(match, year)
            if period and self.year < LATEST:
                year = int(period[:4]) if match["year"] else year
                out.append(Time(match.start(), match.end(), period))
        return out

    def _period(self, match: re.Match[str], year: int) -> str:
        if match["from"]:
            return f"{match['from']}-{match['to']}"
        if match["relative"]:
            return str(self.year + load("periods")["relative"][match["relative"]])
        if match["bare"]:
            return f"{year}-{int(match['bare']):02}"
        if match["since"] and int(match["year"]) < self.year:
            return f"{match['year']}-{self.year}"
        return f"{match['year']}-{int(match['month']):02}" if match["month"] and not match["until"] else match["year"]
