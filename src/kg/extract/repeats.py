"""Finds which figures only say again what others say, in a headline, in a summary, on the next page: they are of one action.

A headline may round: 3800多个 is the 3842个 of its text. Where the digits are the same and the scale is not, nothing is said again; that is a
contradiction (``kg.check.contradictions``).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from kg.extract.entries import Entry
from kg.extract.reading import Reading, last_before
from kg.model import Action, BlockKind, Bound, Measure

_HEADLINES = frozenset({BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE})
_SENTENCE_END = re.compile("[。！？\n]")


@dataclass(slots=True)
class Repeats:
    """Which figure each one says again (``of``, ids), and which are the other side of a pair that counts already (``sides``)."""

    of: dict[str, str] = field(default_factory=dict)
    sides: set[str] = field(default_factory=set)

    def first(self, figure: str) -> str:
        """Return the figure that one says again in the end, itself where it is the first."""
        while figure in self.of:
            figure = self.of[figure]
        return figure


def find_repeats(reading: Reading, text: str, entries: Sequence[Entry]) -> Repeats:
    """Return what figures, given in the order of the text, say again of each other."""
    repeats = Repeats(_announced(reading, entries))
    seen: dict[tuple[object, ...], _Formers] = {}
    for entry in entries:
        measure = entry.measure
        if measure.value <= 1 or entry.id in repeats.of:
            continue
        key = (measure.value, measure.upper, measure.unit, entry.action.kind, entry.action.status)
        formers = seen.setdefault(key, _Formers(text))
        if former := formers.said_before(entry):
            repeats.of[entry.id] = former
        elif formers.is_other_side(entry):
            repeats.sides.add(entry.id)
        formers.near.append(entry)
    return repeats


def _announced(reading: Reading, entries: Sequence[Entry]) -> dict[str, str]:
    """Return for the figures of headlines those of the text below that say the same in whatever words, as they stand or in full."""
    blocks = reading.blocks(_HEADLINES)
    above = [e for e in entries if (block := last_before(blocks, e.start)) and e.start < block.end]
    heads = {e.id for e in above}
    below = sorted((e for e in entries if e.id not in heads), key=lambda e: (e.value, e.start))
    values = [e.value for e in below]

    def told(entry: Entry, first: int, last: int) -> list[Entry]:
        found = (e for e in below[first:last] if e.counts_the_same(entry) and e.measure.upper == entry.measure.upper and _below(entry, e))
        return sorted(found, key=lambda e: (e.action.kind != entry.action.kind, e.start))

    out = {}
    for entry in above:
        low, high = _rounded(entry.measure)
        same = told(entry, bisect_left(values, entry.value), bisect_right(values, entry.value))
        full = (e for e in told(entry, bisect_left(values, low), bisect_left(values, high)) if _is_full(entry, e))
        if found := next(iter([*same, *full]), None):
            out[entry.id] = found.id
    return out


def _is_full(headline: Entry, entry: Entry) -> bool:
    """Tell whether a figure may be what a headline rounds: exact, of the same kind, time and parties."""
    alike = entry.action.kind == headline.action.kind and wording_of(headline.action).may_be(wording_of(entry.action))
    return alike and entry.measure.bound is Bound.EXACT


def _below(headline: Entry, entry: Entry) -> bool:
    """Tell whether a headline stands above the report of a figure."""
    article = headline.measure.evidence.article
    return article in (None, entry.measure.evidence.article)


def _rounded(measure: Measure) -> tuple[Decimal, Decimal]:
    """Return from where to where (not included) the amounts lie that a headline may write as this figure: 3800多 from 3800 to below 3900."""
    value, digits = measure.value, measure.value.normalize().as_tuple()
    if measure.upper is not None or not value or not isinstance(digits.exponent, int):
        return value, value
    step = Decimal(1).scaleb(digits.exponent)
    # 1000多名 is not 1900名.
    step = step if value < 100 else min(step, Decimal(1).scaleb(value.adjusted() - 1))
    if measure.bound is Bound.OVER:
        return value, value + step
    if measure.bound is Bound.ABOUT:
        return value - step, value + step / 2
    # 4.6亿元 is 4.58亿元, but 3个 is 3个.
    return (value - step / 2, value + step / 2) if len(digits.digits) > 1 and step >= 10 else (value, value)


class Wording(NamedTuple):
    """How a figure is told: in which words, of when, of whom."""

    words: frozenset[str]
    period: str
    provider: tuple[str, ...]
    recipient: tuple[str, ...]

    def is_like(self, other: "Wording") -> bool:
        """Tell whether half of the pairs of characters of the shorter one are the other's."""
        return 2 * len(self.words & other.words) >= min(len(self.words), len(other.words)) > 0

    def may_be(self, other: "Wording") -> bool:
        """Tell whether another sentence can speak of the same: of one time, of parties in common."""
        apart = self.period and other.period and self.period != other.period
        return not apart and self.has_parties_of(other)

    def has_parties_of(self, other: "Wording") -> bool:
        """Tell whether the parties may be the same: some in common on each side that both name."""
        sides = ((self.provider, other.provider), (self.recipient, other.recipient))
        return all(not a or not b or set(a) & set(b) for a, b in sides)

    def is_again(self, other: "Wording") -> bool:
        """Tell whether another sentence can say the same, in like words."""
        return self.is_like(other) and self.may_be(other)


def wording_of(action: Action) -> Wording:
    """Return how an action is told."""
    words = frozenset(action.about[i : i + 2] for i in range(len(action.about) - 1))
    return Wording(words, action.period, action.provider, action.recipient)


class _Formers:
    """The figures told so far that are the same: those of the sentence that goes on, and in which wordings those before, with the first of each."""

    def __init__(self, text: str):
        self.text = text
        self.near: list[Entry] = []
        self.far: dict[Wording, str] = {}

    def said_before(self, entry: Entry) -> str:
        """Return the figure of a sentence before that one says again, if any."""
        if self.near and _SENTENCE_END.search(self.text, self.near[-1].end, entry.start):
            for former in self.near:
                self.far.setdefault(wording_of(former.action), former.id)
            self.near = []
        wording = wording_of(entry.action)
        return next((figure for told, figure in self.far.items() if wording.is_again(told)), "")

    def is_other_side(self, entry: Entry) -> bool:
        """Tell whether a figure is the other side of a pairing in its sentence: 8所学校分别与我县8所学校结对."""
        return any(self._pairs(e, entry) for e in self.near)

    def _pairs(self, first: Entry, second: Entry) -> bool:
        between = self.text[first.end : second.start]
        sides = first.action.kind == "pairing" and bool(re.search("[与和同]", between)) and "；" not in between
        return sides and (wording_of(first.action).is_like(wording_of(second.action)) or not re.search(r"\d", between))


def said_again(actions: Sequence[Action], of: Mapping[str, str]) -> dict[str, str]:
    """Return for each action whose every figure says again one of another action the id of that one; ``of`` has the figure that each repeats."""
    held = {m.id: a for a in actions for m in a.measures}
    found = {}
    for action in actions:
        said = {held[of[m.id]].id for m in action.measures if of.get(m.id) in held}
        if len(said) == 1 and action.id not in said and all(m.id in of for m in action.measures):
            found[action.id] = said.pop()
    return found


def merge_repeats(actions: Sequence[Action], of: Mapping[str, str]) -> list[Action]:
    """Return the actions, those whose every figure says again one of another action as further evidence and figures of that one.

    ``of`` has the figure that each repeats in the end. A headline that is read to be of another kind or of other parties stays by itself.
    """
    known = {a.id: a for a in actions}
    again: dict[str, list[Action]] = {}
    gone = set()
    for key, of_action in said_again(actions, of).items():
        action, first = known[key], known[of_action]
        if first.kind == action.kind and wording_of(first).may_be(wording_of(action)):
            again.setdefault(first.id, []).append(action)
            gone.add(action.id)
    return [_merged(a, again.get(a.id, ())) for a in actions if a.id not in gone]


def _merged(action: Action, again: Sequence[Action]) -> Action:
    """Return an action with what says it again: evidence and figures, and the parties and the time that it does not tell itself."""
    if not again:
        return action
    told = [action, *again]
    timed = next((a for a in told if a.period), action)
    return replace(
        action,
        provider=next((a.provider for a in told if a.provider), ()),
        recipient=next((a.recipient for a in told if a.recipient), ()),
        evidence=tuple(dict.fromkeys(e for a in told for e in a.evidence)),
        measures=tuple(m for a in told for m in a.measures),
        period=timed.period,
        coverage=timed.coverage,
        period_evidence=timed.period_evidence,
        sector=tuple(dict.fromkeys(s for a in told for s in a.sector)),
    )
