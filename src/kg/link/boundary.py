"""Where a name begins: after the last word that cannot be part of it (援建甲洼镇, 帮扶喜德县人民医院)."""

from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.extract.lexicon import load


@cache
def _words() -> tuple[AhoCorasick, int]:
    """Return what finds the words, and how many of them hold another one without ending there; these come first."""
    lexicon = load("places")["boundary"]
    held, ends = (sorted(lexicon[name], key=len, reverse=True) for name in ("within", "words"))
    return AhoCorasick([*held, *ends], matchkind=MatchKind.LeftmostFirst), len(held)


def after_boundary(text: str, start: int, end: int, *, ending: int | None = None) -> int:
    """Return where the last boundary word in ``text[start:end]`` ends, else ``start``; ``ending`` is the end of the name (加工|厂, not 加工)."""
    words, held = _words()
    found = words.find_matches_as_indexes(text[start : ending or end])
    return max((start + stop for word, _, stop in found if word >= held and start + stop <= end), default=start)
