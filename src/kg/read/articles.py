"""The reports within a bulletin."""

from bisect import bisect_left

from kg.model import Article, Block, BlockKind
from kg.read.headlines import plain_title
from kg.read.lines import IMPRINT, OUTSIDE
from kg.read.sections import find_sections
from kg.read.words import layout

_PARTS = (BlockKind.HEADING, BlockKind.PARAGRAPH)


def find_articles(text: str, blocks: list[Block]) -> tuple[Article, ...]:
    """Return the reports of a text: each headline that has prose before it opens one, and so do 又讯 and the paragraphs of a collection."""
    inside = [block for block in blocks if block.kind not in OUTSIDE]
    starts = _starts(text, inside)
    offsets = [block.start for block in inside]
    articles = []
    for index, start in enumerate(starts):
        first = bisect_left(offsets, start)
        last = bisect_left(offsets, starts[index + 1]) if index + 1 < len(starts) else len(inside)
        own = inside[first:last]
        # The lines of publication below a text are no part of its last section.
        end = max(block.end for block in own if block.kind not in IMPRINT)
        sections = find_sections(text, [block for block in own if block.kind in _PARTS], end)
        articles.append(Article(index, _title(text, own, inside if len(starts) == 1 else own), start, own[-1].end, sections))
    return tuple(articles)


def _starts(text: str, blocks: list[Block]) -> list[int]:
    title = next((text[block.start : block.end] for block in blocks if block.kind is BlockKind.TITLE), "")
    collection = any(word in title for word in layout("collections"))
    starts: list[int] = []
    told = True
    for block in blocks:
        if block.kind in IMPRINT or (block.kind is BlockKind.TITLE and not (starts and told)):
            continue
        line = text[block.start : block.end]
        headed = block.kind in (BlockKind.HEADLINE, BlockKind.TITLE) and told
        item = collection and block.kind is BlockKind.PARAGRAPH and line.startswith(layout("bullets")) and told
        if not starts or headed or item or line.startswith(layout("further_reports")):
            starts.append(block.start)
            told = False
        told = told or (block.kind is BlockKind.PARAGRAPH and "。" in line)
    return starts


def _title(text: str, own: list[Block], all_blocks: list[Block]) -> str:
    """Return the headline of a report; the only one without a headline has the title of the bulletin."""
    headline = next((block for block in own if block.kind is BlockKind.HEADLINE), None)
    title = headline or next((block for block in all_blocks if block.kind is BlockKind.TITLE), None)
    return plain_title(text[title.start : title.end]) if title else ""
