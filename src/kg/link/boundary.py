"""Where a name begins: after the last word that cannot be part of it (援建甲洼镇, 帮扶喜德县人民医院)."""

import re
from functools import cache

from kg.extract.lexicon import load


@cache
def _words() -> re.Pattern[str]:
    lexicon = load("places")["boundary"]
    held = "|".join(sorted(map(re.escape, lexicon["within"]), key=len, reverse=True))
    ends = "|".join(sorted(map(re.escape, lexicon["words"]), key=len, reverse=True))
    return re.compile(f"(?:{held})|({ends})")


def after_boundary(text: str, start: int, end: int, *, ending: int | None = None) -> int:
    """Return where the last boundary word in ``text[start:end]`` ends, else ``start``; ``ending`` is the end of the name (加工|厂, not 加工)."""
    last = start
    for match in _words().finditer(text, start, ending or end):
        if match[1] and match.end() <= end:
            last = match.end()
    return last
