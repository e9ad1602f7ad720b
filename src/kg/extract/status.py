"""How far a thing has come, and the word that says so: what no word says to be still ahead, or not yet reached, is done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import follows_lexicon, load
from kg.model import Article, Status

Span = tuple[int, int]

# How far before its clause a word may speak for a statement: 计划带动7830人就业、惠及5万多户.
_LEADING = 30
_BRACKETED = re.compile("[（(][^（）()]*[)）]$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands, in offsets of the text; its figures or its title begin ``at``.

    ``clause`` are the stretches that speak of it alone, the last of them its own; a cell of a table has the names of its row and column, too.
    ``title`` is the plan or agreement that its sentence names last before its figures. ``invested`` is money of an enterprise.
    """

    sentence: Span
    clause: Sequence[Span]
    at: int
    title: Span | None = None
    invested: bool = False

    @property
    def leading(self) -> Sequence[Span]:
        """The clause with a little before it; a cell of a table has nothing before it."""
        if len(self.clause) > 1:
            return self.clause
        low, high = self.clause[0]
        return [(max(self.sentence[0], low - _LEADING), high)]


class Standing:
    """Reads the status of what one article states; ``text`` is the bulletin's, punctuated, and ``masked`` without what names say: 将乐县."""

    def __init__(self, text: str, masked: str, article: Article):
        self.text, self.masked = text, masked
        words = load("roles")["status"]
        self.is_plan = any(w in article.title for w in words["plan"]) and not any(w in article.title for w in words["account"])
        title = text.find(article.title, article.start, article.end) if self.is_plan else -1
        self.plan = self._find("plan", [(title, title + len(article.title))]) if title >= 0 else None

    def of(self, place: Place) -> tuple[Status, Span | None]:
        """Return the status of a statement and the word that says so, if any does."""
        if word := self._find("done", place.clause):
            return Status.DONE, word
        if word := self._find("under_way", place.clause):
            return Status.COMMITTED, word
        if word := self._find("not_yet", place.clause) or self._find("planned", place.clause) or self._find("ahead", place.leading):
            return self._ahead(place.clause if word[0] >= place.clause[-1][0] else place.leading, word)
        if word := self.laid_down(place):
            return (Status.COMMITTED if self._binds(place.title) else Status.PLANNED), word
        if self.is_plan and not self._find("over", [(place.sentence[0], place.clause[-1][1])]):
            return Status.PLANNED, self.plan
        if place.invested and (word := self._find("signed", place.leading)):
            return self._ahead(place.leading, word)
        return Status.DONE, None

    def laid_down(self, place: Place) -> Span | None:
        """Return the word that says that the title before a statement lays its figures down: 制定《规划》，明确“3年一亿”的规模."""
        between = (place.title[1], place.at) if place.title else (0, 0)
        return None if "；" in self.text[slice(*between)] else self._find("laid_down", [between])

    def _ahead(self, stretches: Sequence[Span], word: Span) -> tuple[Status, Span]:
        """Tell what is signed or budgeted from what is only planned: 拟签约 is planned."""
        committed = self._find("committed", stretches)
        if committed and not self._find("open", stretches):
            return Status.COMMITTED, committed
        return Status.PLANNED, word

    def _binds(self, title: Span | None) -> bool:
        name = self.text[slice(*title)].strip("《》") if title else ""
        return _BRACKETED.sub("", name).endswith(tuple(load("roles")["status"]["binding"]))

    def _find(self, group: str, stretches: Sequence[Span]) -> Span | None:
        """Return the first word of a group in some stretches of the text."""
        found = (match for low, high in stretches for match in _words(group).finditer(self.masked, low, high))
        return next((match.span() for match in found if match["word"]), None)


def falls_short(word: str) -> bool:
    """Tell whether the word of a status says of something given that it has not come to its end: 尚未到位, 在建."""
    return any(match["word"] for group in ("under_way", "not_yet") if (match := _words(group).fullmatch(word)))


@follows_lexicon
@cache
def _words(group: str) -> re.Pattern[str]:
    """Return a pattern of the words of a group; what only looks like one matches without being one, as does one that is not yet true."""
    words, others, reached, not_yet = (_any(load("roles")["status"][name]) for name in (group, "others", "reached", "not_yet"))
    unreached = f"(?:{not_yet})(?:{reached})"
    if group == "not_yet":
        return re.compile(f"(?:{others})|(?P<word>{unreached})")
    return re.compile(f"(?:{others}|{unreached})|(?P<word>{words})")


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
