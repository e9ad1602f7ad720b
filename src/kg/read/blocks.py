"""What each line of a text is: title, headline, paragraph, a line of publication, furniture of the page, or a copy of what stands before."""

import re

from kg.model import Block, BlockKind
from kg.read.copies import mark_copies
from kg.read.furniture import is_furniture, mark_edges
from kg.read.headlines import mark_headlines, mark_signatures
from kg.read.imprint import read_imprint
from kg.read.lines import LONG, SENTENCE_END, split_lines

_HEADING = re.compile("(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+(?:部分|[章篇节]))")


def find_blocks(text: str) -> list[Block]:
    """Return the non-blank lines of a text, in order, each with what it is."""
    lines = split_lines(text)
    for line in lines:
        line.kind = _kind(line.text)
    mark_edges(lines)
    mark_copies(lines)
    mark_signatures(lines)
    mark_headlines(lines)
    return [Block(line.kind, line.start, line.end) for line in lines]


def _kind(line: str) -> BlockKind:
    """Return what a line is by itself."""
    imprint = read_imprint(line)
    if imprint and imprint.certain:
        return imprint.kind
    if is_furniture(line):
        return BlockKind.FURNITURE
    if len(line) <= LONG and not SENTENCE_END.search(line) and _HEADING.match(line):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH
