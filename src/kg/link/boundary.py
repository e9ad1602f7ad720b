"""Where a name begins: after the last word that cannot be part of it (援建甲洼镇, 帮扶喜德县人民医院)."""

from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.extract.lexicon import follows_lexicon, load
from kg.link.gazetteer import gazetteer


@follows_lexicon
@cache
def _words() -> tuple[AhoCorasick, int]:
    """Return what finds the words, and how many of them hold another one without ending there; these come first."""
    lexicon = load("places")["boundary"]
    held, ends = (sorted(words, key=len, reverse=True) for words in ([*lexicon["within"], *_names(lexicon["words"])], lexicon["words"]))
    return AhoCorasick([*held, *ends], matchkind=MatchKind.LeftmostFirst), len(held)


def _names(ends: list[str]) -> list[str]:
    """Return the names of places, parties and firms that hold a boundary word, but those that are words themselves: 福建, 建始, 民建, 美的."""
    table, names, automaton = gazetteer(), load("names"), AhoCorasick(ends)
    known = {*table.full, *table.usual, *table.short, *names["parties"]["names"], *names["firms"]["names"]}
    return sorted(form for form in known.difference(ends, names["everyday"]["words"]) if automaton.find_matches_as_indexes(form))


def after_boundary(text: str, start: int, end: int, *, ending: int | None = None) -> int:
    """Return where the last boundary word in ``text[start:end]`` ends, else ``start``; ``ending`` is the end of the name (加工|厂, not 加工)."""
    words, held = _words()
    found = words.find_matches_as_indexes(text[start : ending or end])
    return max((start + stop for word, _, stop in found if word >= held and start + stop <= end), default=start)
