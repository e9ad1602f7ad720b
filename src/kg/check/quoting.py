"""Figures in the words that stand around them, with their places."""

from collections.abc import Iterable, Iterator, Sequence

from kg.check.sums import Sum, Verdict
from kg.model import Evidence, Measure

# What is shown around a figure, and between two that are farther apart than that.
_AROUND = 24
_ENDS = "。！？；;\n"
_SIGNS = {Verdict.EQUAL: "=", Verdict.LESS: "⊃", Verdict.MORE: "≠"}


def equation(found: Sum) -> str:
    """Return a sum as the text writes its figures: 20个 = 10个 + 2个 + 7个 + 1个; ⊃ where the parts are but some of it."""
    return f"{found.total.evidence.quote} {_SIGNS[found.verdict]} {' + '.join(part.evidence.quote for part in found.parts)}"


def pieces(text: str, figures: Iterable[Evidence], around: int = _AROUND) -> Iterator[tuple[str, bool]]:
    """Yield the words around some figures of one text, in order, each with whether it is a figure; what lies far from all is an ellipsis."""
    end = 0
    for figure in sorted(figures, key=lambda e: e.start):
        before = text[end : figure.start]
        if not end:
            before = _last(before, around)
        elif len(before) > 2 * around:
            before = f"{before[:around]}…{before[-around:]}"
        yield before, False
        yield text[figure.start : figure.end], True
        end = figure.end
    yield _first(text[end:], around), False


def _last(text: str, around: int) -> str:
    """Return the end of a text from where its last sentence begins, if that is near."""
    near = text[-around:]
    start = max(near.rfind(sign) for sign in _ENDS) + 1
    return near[start:] if start or near == text else f"…{near}"


def _first(text: str, around: int) -> str:
    near = text[:around]
    ends = [at for sign in _ENDS if (at := near.find(sign)) >= 0]
    return near[: min(ends) + 1] if ends else near if near == text else f"{near}…"


def passage(text: str, measures: Sequence[Measure]) -> str:
    """Return the words around some figures on one line, the figures between « and »."""
    shown = "".join(f"«{words}»" if figure else words for words, figure in pieces(text, [m.evidence for m in measures]))
    return " ".join(shown.split())
