"""Which kind of action a figure tells of: by what is counted and what is done, weighted by nearness; the words are in ``lexicon/kinds.toml``."""

import re
from functools import cache
from typing import NamedTuple

from kg.extract.lexicon import load
from kg.extract.reading import Figure


class Choice(NamedTuple):
    """The kind, and the word that spoke for it most."""

    kind: str
    trigger: str


@cache
def _words(kind: str, group: str) -> re.Pattern[str]:
    words = sorted(load("kinds")[kind][group], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or "(?!)")


def _near(text: str, pattern: re.Pattern[str], span: int, reverse: bool) -> tuple[float, str]:
    """Return how near, from 0 to 1, a word of the pattern stands to the figure's side of the text, and the word."""
    matches = list(pattern.finditer(text))
    if not matches:
        return 0.0, ""
    best = matches[-1] if reverse else matches[0]
    gap = len(text) - best.end() if reverse else best.start()
    return max(0.0, 1.0 - gap / span), best[0]


def _score(kind: str, figure: Figure, clause: str, after: str, sentence: str) -> tuple[float, str]:
    words = load("kinds")[kind]
    base = figure.unit.split("/")[0] if "/" in figure.unit and kind != "subsidy" else figure.unit
    if base in words["never_units"] or figure.unit in words["never_units"]:
        return -1.0, ""
    head, found_head = _near(after[:14], _words(kind, "counted"), 12, reverse=False)
    tail, found_tail = _near(clause[-16:], _words(kind, "counted"), 14, reverse=True)
    verb, found_verb = _near(clause[-30:], _words(kind, "verbs"), 40, reverse=True)
    later, found_later = _near(after[:16], _words(kind, "verbs"), 24, reverse=False)
    context = 1.0 if _words(kind, "context").search(sentence) else 0.0
    unit = 1.0 if figure.unit in words["units"] else 0.0
    parts = [(3.2 * head, found_head), (3.0 * tail, found_tail), (2.2 * verb, found_verb), (1.2 * later, found_later)]
    return sum(p for p, _ in parts) + 0.7 * context + 1.1 * unit, max(parts)[1]


def choose_kind(figure: Figure, clause: str, after: str, sentence: str) -> Choice:
    """Return the kind that the words around a figure speak for; ``other`` where none does.

    ``clause`` is the text before the figure back to the clause's start, ``after`` what follows it to the clause's end.
    """
    scored = [(*_score(kind, figure, clause, after, sentence), kind) for kind in load("kinds")]
    score, trigger, kind = max(scored, key=lambda s: s[0])
    return Choice(kind, trigger) if score > 0.3 else Choice("other", "")
