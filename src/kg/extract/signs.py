"""Where the characters that stand for provinces do so (闽宁协作资金, 赴粤务工), and not in a brand (闽宁模式)."""

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.lexicon import follows_lexicon, load
from kg.model import Block


@follows_lexicon
@cache
def _pattern() -> re.Pattern[str]:
    words = load("places")
    sign = f"[{''.join(load('names')['provinces'].values())}]"
    signs = {name: "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) for name, forms in words["signs"].items()}
    joint = f"{signs['both']}|(?:{signs['relation']})*(?:{signs['joint']})"
    alone = f"(?<=[{''.join(words['signs']['to'])}].)(?={signs['there']})"
    # A sign comes first, whatever stands before it: where none is, nothing else is tried.
    return re.compile(f"{sign}(?:(?<!{sign}.){sign}(?={joint})|{alone})")


def signs_of_provinces(text: str, blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of two signs, or of one, that stand for their provinces; which these are is not asked here."""
    for block in blocks:
        for match in _pattern().finditer(text, block.start, block.end):
            yield match.span()
