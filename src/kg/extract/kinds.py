"""Which kind of action a figure tells of.

The words of ``lexicon/kinds.toml`` speak by how near they stand; how much each counts,
beside the characters around the figure, is learned from data/train (data/train/learn.py).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, reduce
from itertools import chain
from operator import add
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.linear import SCALE, Linear, Totals, load_linear
from kg.extract.reading import Figure
from kg.extract.surroundings import Surroundings

Features = dict[str, float]
# A text, the place where it stands, the feature that it makes, and the value of that.
Told = tuple[str, str, str, float]
# How much the pairs of characters of the sentence count, beside those near the figure.
_FAR = 0.3
_LENGTHS = (1, 2, 3, 4)
_WORD = re.compile("[一-龥]+")


class Choice(NamedTuple):
    """The kind, and the word that spoke for it most."""

    kind: str
    trigger: str


class View(NamedTuple):
    """A figure and what stands around it, as written and with names masked."""

    figure: Figure
    around: Surroundings
    bare: Surroundings


class Window(NamedTuple):
    """Where words of a group speak: so many characters ``ahead`` of the figure or behind it, fading out over ``span``."""

    name: str
    group: str
    size: int
    span: int
    ahead: bool
    own: bool = False


_WINDOWS = (
    Window("counted after", "counted", 14, 12, ahead=False),
    Window("counted before", "counted", 16, 14, ahead=True),
    Window("counted in clause", "counted", 16, 14, ahead=True, own=True),
    Window("verb before", "verbs", 30, 40, ahead=True),
    Window("verb in clause", "verbs", 30, 30, ahead=True, own=True),
    Window("verb after", "verbs", 16, 24, ahead=False),
)
_AHEAD, _BEHIND = (max(w.size for w in _WINDOWS if w.ahead is ahead) for ahead in (True, False))
_WINDOWS_AHEAD, _WINDOWS_BEHIND = (
    {group: [w for w in _WINDOWS if w.group == group and w.ahead is ahead] for group in ("counted", "verbs")} for ahead in (True, False)
)
_NOTHING = (0.0, "")
# How much what speaks for a kind counts together.
_WEIGHTS = {"counted after": 1.6, "counted before": 1.5, "verb before": 1.1, "verb after": 0.6, "context": 0.35, "unit": 0.55}
_BARRED = -0.5
# Where no word of the lexicon speaks and the foremost kind leads by fewer points, what the characters near a figure say is a guess:
# of such figures of data/train that a model had not seen, it was right of two in five.
_UNSURE = 0.25


class _Words:
    """All words of some groups of the lexicon, found in one pass over a text."""

    def __init__(self, *groups: str):
        speaking: dict[str, list[tuple[str, str]]] = {}
        for kind, words in load("kinds").items():
            for group in groups:
                for word in words[group]:
                    speaking.setdefault(word, []).append((kind, group))
        self._words = list(speaking)
        self._speaking = list(speaking.values())
        self._automaton = AhoCorasick(self._words)

    def find(self, text: str) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Return where the words of each kind and group stand, from left to right, of those that begin together the longest first."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        for index, start, end in sorted(hits, key=_from_left):
            for speaking in self._speaking[index]:
                found.setdefault(speaking, []).append((start, end))
        return found


def _from_left(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[1], -hit[2]


@follows_lexicon
@cache
def _near_words() -> _Words:
    return _Words("counted", "verbs")


@follows_lexicon
@cache
def _context_words() -> _Words:
    return _Words("context")


# The figures of a sentence come one after another and share what the whole of it tells.
@follows_lexicon
@lru_cache(maxsize=16)
def _contexts(sentence: str) -> list[str]:
    """Return the kinds that a word of the sentence speaks for."""
    return [kind for kind, _ in _context_words().find(sentence)]


def _near(text: str, spots: Sequence[tuple[int, int]], window: Window, own: int) -> tuple[float, str]:
    """Return how near, from 0 to 1, a word stands to the figure's side of the text, and the word.

    ``spots`` are its words from left to right; the figure's own clause begins at ``own``.
    """
    if window.ahead:
        low, best = max(len(text) - window.size, own if window.own else 0), None
        for spot in spots:
            if spot[0] >= low:
                best, low = spot, spot[1]
        if best is None:
            return _NOTHING
        return max(0.0, 1.0 - (len(text) - best[1]) / window.span), text[best[0] : best[1]]
    best = next((spot for spot in spots if spot[1] <= window.size), None)
    return (max(0.0, 1.0 - best[0] / window.span), text[best[0] : best[1]]) if best else _NOTHING


class Unit(NamedTuple):
    """The kinds that a unit speaks for, those that do not take it, and the features of both where no word speaks for them."""

    kinds: frozenset[str]
    barred: frozenset[str]
    features: Features


@follows_lexicon
@cache
def _of_unit(unit: str) -> Unit:
    kinds, whole = load("kinds").items(), unit.split("/")[0]
    meant = [kind for kind, words in kinds if unit in words["units"]]
    barred = [kind for kind, words in kinds if unit in words["never_units"] or (kind != "subsidy" and whole in words["never_units"])]
    features = {f"unit: {kind}": 1.0 for kind in meant}
    features |= {f"all: {kind}": _WEIGHTS["unit"] for kind in meant}
    features |= {f"all: {kind}": _BARRED for kind in barred}
    return Unit(frozenset(meant), frozenset(barred), features)


def _sides(around: Surroundings) -> tuple[str, str]:
    """Return what speaks ahead of a figure and behind it.

    The clause before does not, where a figure opens its own and what is counted and done stands behind: 结对49对，49家企业落户.
    """
    behind = around.after[:_BEHIND]
    told = _near_words().find(behind) if not around.own.strip() else {}
    alone = any((kind, "verbs") in told for kind, group in told if group == "counted")
    return (around.own if alone else around.clause)[-_AHEAD:], behind


def _spoken(figure: Figure, around: Surroundings) -> tuple[Features, dict[str, str]]:
    """Return how strongly the words of each kind speak, by where they stand, and of each kind that a word speaks for the one that does so most."""
    ahead, behind = _sides(around)
    own = len(ahead) - len(around.own)
    told: dict[str, Features] = {}
    nearest: dict[str, tuple[float, str]] = {}
    for windows, text in ((_WINDOWS_AHEAD, ahead), (_WINDOWS_BEHIND, behind)):
        for (kind, group), spots in _near_words().find(text).items():
            values = told.setdefault(kind, Features())
            for window in windows[group]:
                near = _near(text, spots, window, own)
                values[window.name] = near[0]
                nearest[kind] = max(nearest.get(kind, _NOTHING), near)
    for kind in _contexts(around.sentence):
        told.setdefault(kind, Features())["context"] = 1.0
    unit = _of_unit(figure.unit)
    features = unit.features.copy()
    for kind, values in told.items():
        if kind in unit.kinds:
            values["unit"] = 1.0
        if kind not in unit.barred:
            values["all"] = sum([weight * values[name] for name, weight in _WEIGHTS.items() if name in values])
        for name, value in values.items():
            if value:
                features[f"{name}: {kind}"] = value
    return features, {kind: word for kind, (_, word) in nearest.items() if word}


def _pieces(text: str, lengths: tuple[int, ...]) -> set[str]:
    return {text[i : i + n] for n in lengths for i in range(len(text) - n + 1)}


def _stretches(bare: Surroundings) -> dict[str, str]:
    """Return the stretches of text near a figure of which each piece counts."""
    return {"after~": bare.after[:10], "before~": bare.own[-12:]}


def _touching(bare: Surroundings) -> set[str]:
    """Return the characters that a figure stands between."""
    return {f"next~{bare.after[:n]}" for n in _LENGTHS} | {f"last~{bare.own[-n:]}" for n in _LENGTHS}


def _words(view: View) -> tuple[Features, dict[str, str]]:
    """Return what the words and the unit tell and, for each kind, the word that speaks for it."""
    figure, around, _ = view
    features: Features = {"always": 1.0, f"unit={figure.unit}": 1.0}
    if figure.unit.startswith("元"):
        features["unit=money"] = 1.0
    if "/" in figure.unit:
        features["unit=rate"] = 1.0
    spoken, triggers = _spoken(figure, around)
    return features | spoken, triggers


def kind_features(view: View) -> Features:
    """Return the features of a figure."""
    features, _ = _words(view)
    near = {where + piece for where, text in _stretches(view.bare).items() for piece in _pieces(text, _LENGTHS)}
    features |= dict.fromkeys(sorted(near | _touching(view.bare)), 1.0)
    return features | dict.fromkeys(sorted(f"sentence~{piece}" for piece in _pieces(view.bare.sentence, (2,))), _FAR)


def _near_rows(model: Linear, bare: Surroundings) -> set[int]:
    """Return the rows of the characters near a figure in the model."""
    return model.rows(_touching(bare)).union(*(model.pieces(where).within(text) for where, text in _stretches(bare).items()))


@lru_cache(maxsize=16)
def _far(sentence: str) -> Totals:
    """Return what the pairs of characters of a sentence count for each kind."""
    model = load_linear("kinds")
    return _FAR * model.totals({}, model.pieces("sentence~").within(sentence))


def _totals(views: Sequence[View]) -> tuple[Totals, dict[str, str]]:
    """Return the score of each kind, and the words that speak for some."""
    model = load_linear("kinds")
    triggers: dict[str, str] = {}
    told: list[Totals] = []
    for view in views:
        features, words = _words(view)
        told += [model.totals(features, _near_rows(model, view.bare)), _far(view.bare.sentence)]
        triggers = words | triggers
    return reduce(add, told), triggers


def choose_kind(*views: View) -> Choice:
    """Return the kind that the words around the figures of one thing speak for, else the characters; ``other`` where these leave it open."""
    totals, triggers = _totals(views)
    labels, (best, second) = load_linear("kinds").labels, _foremost(totals)
    if not triggers and totals[best] - totals[second] < _UNSURE * SCALE:
        return Choice("other", views[0].figure.unit)
    return Choice(labels[best], triggers.get(labels[best], "") or _characters_for(views, totals))


def _characters_for(views: Sequence[View], totals: Totals) -> str:
    """Return the characters near the figures that speak most for a kind, where no word of the lexicon does."""
    reasons = _reasons(chain.from_iterable(map(_told_near, views)), *_foremost(totals))
    return next((r.text for r in reasons if r.points > 0 and _WORD.fullmatch(r.text)), "")


class Reason(NamedTuple):
    """What speaks for the kind that was chosen rather than the second one: a word, unit or characters, where they stand, and by how much."""

    text: str
    where: str
    points: float


class Weighed(NamedTuple):
    """The two kinds that score highest, by how many points the first leads, and what makes the lead, the most telling first."""

    kind: str
    second: str
    lead: float
    reasons: list[Reason]


def weigh_kind(*views: View) -> Weighed:
    """Return why figures are of the kind that ``choose_kind`` gives, or between which two it is left open: the reasons add up to the lead."""
    labels, (totals, _) = load_linear("kinds").labels, _totals(views)
    best, second = _foremost(totals)
    reasons = _reasons(chain.from_iterable(map(_told, views)), best, second)
    return Weighed(labels[best], labels[second], float(totals[best] - totals[second]) / SCALE, reasons)


def _foremost(totals: Totals) -> tuple[int, int]:
    """Return the two kinds that score highest, by their place among the labels; the first is the one that is chosen."""
    second, best = (int(index) for index in totals.argsort(kind="stable")[-2:])
    return int(totals.argmax()) if totals[best] == totals[second] else best, second


def _reasons(told: Iterable[Told], best: int, second: int) -> list[Reason]:
    """Return what some features count for a kind rather than another one, those of one text and place together, the most telling first."""
    weights = load_linear("kinds").weights
    found: dict[tuple[str, str], float] = {}
    for text, where, feature, value in told:
        if row := weights.get(feature):
            key = (text, where)
            found[key] = found.get(key, 0.0) + (row[best] - row[second]) * value / SCALE
    return sorted((Reason(*key, points) for key, points in found.items()), key=lambda r: (-abs(r.points), r))


def _told(view: View) -> Iterator[Told]:
    """Yield each feature of a figure with its value, and the text and the place that it stands for."""
    yield from _told_near(view)
    yield from ((piece, "sentence", f"sentence~{piece}", _FAR) for piece in _pieces(view.bare.sentence, (2,)))


def _told_near(view: View) -> Iterator[Told]:
    """Yield the features of a figure but for those of its sentence."""
    features, _ = _words(view)
    said = _said(view)
    for name, value in features.items():
        where, _, kind = name.partition(": ")
        if kind:
            yield said.get((where, kind), view.figure.unit), where, name, value
        else:
            yield view.figure.unit if name != "always" else "", name.partition("=")[0], name, value
    near = {(where, piece) for where, text in _stretches(view.bare).items() for piece in _pieces(text, _LENGTHS)}
    for where, piece in sorted(near | {(f"{name.partition('~')[0]}~", name.partition("~")[2]) for name in _touching(view.bare)}):
        yield piece, where.removesuffix("~"), where + piece, 1.0


def _said(view: View) -> dict[tuple[str, str], str]:
    """Return the word by which each window speaks for each kind; of the context the first one."""
    ahead, behind = _sides(view.around)
    found = {True: _near_words().find(ahead), False: _near_words().find(behind)}
    said: dict[tuple[str, str], str] = {}
    for window in _WINDOWS:
        for (kind, group), spots in found[window.ahead].items():
            if group == window.group:
                said[window.name, kind] = _near(ahead if window.ahead else behind, spots, window, len(ahead) - len(view.around.own))[1]
                said.setdefault(("all", kind), said[window.name, kind])
    for (kind, _), spots in _context_words().find(view.around.sentence).items():
        said["context", kind] = view.around.sentence[slice(*spots[0])]
        said.setdefault(("all", kind), said["context", kind])
    return said
