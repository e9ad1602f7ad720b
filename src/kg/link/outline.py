"""Where in its bulletin an offset stands: in which report, under which of its numbered parts."""

from bisect import bisect_right
from collections.abc import Sequence

from kg.model import Article, Section


class Outline:
    """The reports of a bulletin and their parts, in the order of the text, so that no offset is looked for in all of them."""

    def __init__(self, articles: Sequence[Article]):
        self._articles = articles
        self._starts = [article.start for article in articles]
        self._holding: dict[int, tuple[list[int], list[tuple[Section, ...]]]] = {}

    def article(self, offset: int) -> Article | None:
        """Return the report that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        return self._articles[index] if index >= 0 and offset < self._articles[index].end else None

    def section(self, article: Article, offset: int) -> str:
        """Return the labels of the parts that hold an offset, from the outermost: 三、一是; of a part without a number its heading."""
        return "".join(s.label or s.heading for s in self.sections(article, offset))

    def sections(self, article: Article, offset: int) -> tuple[Section, ...]:
        """Return the parts that hold an offset, from the outermost."""
        if article.index not in self._holding:
            self._holding[article.index] = _holding(article)
        starts, holding = self._holding[article.index]
        index = bisect_right(starts, offset) - 1
        return holding[index] if index >= 0 else ()


def _holding(article: Article) -> tuple[list[int], list[tuple[Section, ...]]]:
    """Return from which offset on which parts hold."""
    starting: dict[int, list[Section]] = {}
    for section in article.sections:
        starting.setdefault(section.start, []).append(section)
    starts = sorted({*starting, *(section.end for section in article.sections)})
    holding: list[Section] = []
    held = []
    for start in starts:
        holding = [s for s in [*holding, *starting.get(start, ())] if start < s.end]
        held.append(tuple(sorted(holding, key=lambda s: s.depth)))
    return starts, held
