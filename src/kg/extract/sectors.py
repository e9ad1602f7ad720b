"""Which fields of life a statement serves (education, health, industry …), told by the words around its figures; several where the text says so.

The nearest words speak: those of the clause, else those of the clauses beside it that have no figure, else of all such clauses of the sentence,
else the heading above, else who receives and what kind of action it is.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.reading import Reading, punctuated
from kg.model import Action, EntityType, Evidence

Sectors = tuple[str, ...]

# Names tell who acts, not for what (农业银行, 教育部); these say what is done.
_TELLING = frozenset({EntityType.PROJECT, EntityType.DOCUMENT, EntityType.PARK})
_NAME = "\ue000"
_BREAK = re.compile("[，；：。！？\n]")
# What leads from one figure of a clause to the next: 学校165对、医疗单位41对.
_AND = re.compile("[、和及]")
_SENTENCE_END = "。！？\n"
# A sentence or heading of more goes on about everything.
_FEW = 2
_NONE = "none"


@follows_lexicon
@cache
def _words() -> tuple[AhoCorasick, list[str]]:
    listed = [(word, sector) for sector, told in load("sectors").items() for word in told["words"]]
    return AhoCorasick([word for word, _ in listed], matchkind=MatchKind.LeftmostLongest), [sector for _, sector in listed]


@follows_lexicon
@cache
def _told_by(group: str, key: str) -> frozenset[str]:
    """Return the sectors that a type of body (``bodies``) or a kind of action (``kinds``) tells, or that a kind is never of (``never_kinds``)."""
    return frozenset(sector for sector, told in load("sectors").items() if key in told[group])


def sectors_in(text: str) -> frozenset[str]:
    """Return the sectors that the words of a text tell."""
    automaton, sectors = _words()
    return frozenset(sectors[index] for index, _, _ in automaton.find_matches_as_indexes(text)) - {_NONE}


class _Clauses:
    """The clauses of a bulletin from one mark to the next, and which of them have figures."""

    def __init__(self, text: str, figures: list[int]):
        ends = [*(m.end() for m in _BREAK.finditer(text)), len(text)]
        self.text = text
        self.starts = [0, *ends[:-1]]
        self.ends = ends
        self.bare = [bisect_left(figures, low) == bisect_left(figures, high) for low, high in zip(self.starts, ends, strict=True)]
        self._sentences: dict[int, frozenset[str]] = {}

    def at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def sectors(self, index: int) -> frozenset[str]:
        """Return what a clause without figures tells; nothing for any other."""
        return sectors_in(self.text[self.starts[index] : self.ends[index]]) if 0 <= index < len(self.bare) and self.bare[index] else frozenset()

    def beside(self, index: int) -> frozenset[str]:
        """Return what the clauses before and behind one in its sentence tell."""
        before = frozenset() if index == 0 or self._closes(index - 1) else self.sectors(index - 1)
        return before | (frozenset() if self._closes(index) else self.sectors(index + 1))

    def of_sentence(self, index: int) -> frozenset[str]:
        """Return what the clauses without figures of the sentence of one tell, nothing where these are too many sectors."""
        first = index
        while first and first not in self._sentences and not self._ends_sentence(first - 1):
            first -= 1
        if first not in self._sentences:
            last = first
            while last + 1 < len(self.bare) and not self._ends_sentence(last):
                last += 1
            told = frozenset[str]().union(*(self.sectors(i) for i in range(first, last + 1)))
            self._sentences |= dict.fromkeys(range(first, last + 1), told if len(told) <= _FEW else frozenset())
        return self._sentences[first]

    def _ends_sentence(self, index: int) -> bool:
        return self.text[self.ends[index] - 1 : self.ends[index]] in _SENTENCE_END

    def _closes(self, index: int) -> bool:
        return self._ends_sentence(index) or self.text[self.ends[index] - 1 : self.ends[index]] == "；"


class _Reader:
    """Reads the sectors of what one bulletin states."""

    def __init__(self, reading: Reading):
        self.reading = reading
        signs = list(punctuated(reading.bulletin.text))
        for mention in reading.mentions:
            if mention.type not in _TELLING and not mention.nested:
                signs[mention.start : mention.end] = _NAME * (mention.end - mention.start)
        self.text = "".join(signs)
        figures = sorted((m.evidence for a in reading.actions for m in a.measures), key=lambda e: e.start)
        self.starts, self.ends = [e.start for e in figures], [e.end for e in figures]
        self.clauses = _Clauses(self.text, self.starts)

    def of(self, action: Action) -> Sectors:
        """Return the sectors of an action, in the order of the lexicon."""
        never = _told_by("never_kinds", action.kind)
        told = next(filter(None, (told - never for told in self._ways(action))), frozenset())
        return tuple(sector for sector in load("sectors") if sector in told)

    def _ways(self, action: Action) -> Iterator[frozenset[str]]:
        """Yield what each place that may tell the sectors tells, the nearest first."""
        figures = [m.evidence for m in action.measures]
        at = [self.clauses.at(e.start) for e in figures]
        yield sectors_in(action.about) if not figures else frozenset().union(*map(self._own, figures))
        yield frozenset().union(*map(self.clauses.beside, at))
        yield frozenset().union(*map(self.clauses.of_sentence, at))
        yield self._heading(action.evidence[0])
        yield frozenset().union(*(_told_by("bodies", self.reading.entities[party].type) for party in action.recipient))
        yield _told_by("kinds", action.kind)

    def _own(self, figure: Evidence) -> frozenset[str]:
        """Return what the words of a figure's clause tell, from the figure before it to what leads to the next one; a cell has its names, too."""
        low, high = self.clauses.starts[self.clauses.at(figure.start)], self.clauses.ends[self.clauses.at(figure.end - 1)]
        before, behind = bisect_right(self.ends, figure.start) - 1, bisect_left(self.starts, figure.end)
        if before >= 0 and low < self.ends[before]:
            sign = _AND.search(self.text, self.ends[before], figure.start)
            low = sign.start() if sign else self.ends[before]
        if behind < len(self.starts) and self.starts[behind] < high:
            sign = _AND.search(self.text, figure.end, self.starts[behind])
            high = sign.start() if sign else self.starts[behind]
        placed = self.reading.cells.at(figure.start)
        return sectors_in(self.text[low:high]) | (sectors_in(self.reading.cells.said(placed.names, self.text)) if placed else frozenset())

    def _heading(self, quote: Evidence) -> frozenset[str]:
        """Return what the innermost heading above that is of few sectors tells."""
        article = self.reading.outline.article(quote.start)
        if article is None:
            return frozenset()
        told = (sectors_in(s.heading) for s in reversed(self.reading.outline.sections(article, quote.start)))
        return next((sectors for sectors in told if 0 < len(sectors) <= _FEW), frozenset())


@Language.component("kg_sectors")
def find_sectors(doc: Doc) -> Doc:
    """Write into ``doc._.reading.actions`` which sectors each action serves."""
    reading: Reading = doc._.reading
    reader = _Reader(reading)
    reading.actions[:] = [replace(action, sector=reader.of(action)) for action in reading.actions]
    return doc
