"""Where in its bulletin an offset stands: in which report, under which of its numbered parts."""

from bisect import bisect_right
from collections.abc import Sequence

from kg.model import Article, Section


class Outline:
    """The reports of a bulletin and their parts, in the order of the text, so that no offset is looked for in all of them."""

    def __init__(self, articles: Sequence[Article]):
        self._articles = articles
        self._starts = [article.start for article in articles]
        self._labels: dict[int, tuple[list[int], list[str]]] = {}

    def article(self, offset: int) -> Article | None:
        """Return the report that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        return self._articles[index] if index >= 0 and offset < self._articles[index].end else None

    def section(self, article: Article, offset: int) -> str:
        """Return the labels of the parts that hold an offset, from the outermost: 三、一是; of a part without a number its heading."""
        if article.index not in self._labels:
            self._labels[article.index] = _labels(article)
        starts, labels = self._labels[article.index]
        index = bisect_right(starts, offset) - 1
        return labels[index] if index >= 0 else ""


def _labels(article: Article) -> tuple[list[int], list[str]]:
    """Return from which offset on which labels hold."""
    starting: dict[int, list[Section]] = {}
    for section in article.sections:
        starting.setdefault(section.start, []).append(section)
    starts = sorted({*starting, *(section.end for section in article.sections)})
    holding: list[Section] = []
    labels = []
    for start in starts:
        holding = [s for s in [*holding, *starting.get(start, ())] if start < s.end]
        labels.append("".join(s.label or s.heading for s in sorted(holding, key=lambda s: s.depth)))
    return starts, labels
