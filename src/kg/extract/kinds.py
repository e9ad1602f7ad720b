"""Which kind of action a figure tells of.

The words of ``lexicon/kinds.toml`` speak by how near they stand; how much each counts,
beside the characters around the figure, is learned from data/train (data/train/learn.py).
"""

import re
from functools import cache
from typing import NamedTuple

from kg.extract.lexicon import load
from kg.extract.linear import load_linear
from kg.extract.reading import Figure
from kg.extract.surroundings import Surroundings

Features = dict[str, float]


class Choice(NamedTuple):
    """The kind, and the word that spoke for it most."""

    kind: str
    trigger: str


class View(NamedTuple):
    """A figure and what stands around it, as written and with names masked."""

    figure: Figure
    around: Surroundings
    bare: Surroundings


@cache
def _words(kind: str, group: str) -> re.Pattern[str]:
    words = sorted(load("kinds")[kind][group], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or "(?!)")


def _near(text: str, pattern: re.Pattern[str], span: int, *, reverse: bool) -> tuple[float, str]:
    """Return how near, from 0 to 1, a word of the pattern stands to the figure's side of the text, and the word."""
    matches = list(pattern.finditer(text))
    if not matches:
        return 0.0, ""
    best = matches[-1] if reverse else matches[0]
    gap = len(text) - best.end() if reverse else best.start()
    return max(0.0, 1.0 - gap / span), best[0]


def _barred(kind: str, unit: str) -> bool:
    never = load("kinds")[kind]["never_units"]
    return unit in never or (kind != "subsidy" and unit.split("/")[0] in never)


def _spoken(kind: str, figure: Figure, around: Surroundings) -> tuple[Features, str]:
    """Return how strongly the words of a kind speak, by where they stand, and the one that speaks most."""
    counted, verbs = _words(kind, "counted"), _words(kind, "verbs")
    nearest = {
        "counted after": _near(around.after[:14], counted, 12, reverse=False),
        "counted before": _near(around.clause[-16:], counted, 14, reverse=True),
        "counted in clause": _near(around.own[-16:], counted, 14, reverse=True),
        "verb before": _near(around.clause[-30:], verbs, 40, reverse=True),
        "verb in clause": _near(around.own[-30:], verbs, 30, reverse=True),
        "verb after": _near(around.after[:16], verbs, 24, reverse=False),
    }
    features = {f"{name}: {kind}": value for name, (value, _) in nearest.items()}
    features[f"context: {kind}"] = 1.0 if _words(kind, "context").search(around.sentence) else 0.0
    features[f"unit: {kind}"] = 1.0 if figure.unit in load("kinds")[kind]["units"] else 0.0
    features[f"all: {kind}"] = -0.5 if _barred(kind, figure.unit) else _together(features, kind)
    return features, max(nearest.values())[1]


def _together(features: Features, kind: str) -> float:
    weights = {"counted after": 1.6, "counted before": 1.5, "verb before": 1.1, "verb after": 0.6, "context": 0.35, "unit": 0.55}
    return sum(weight * features[f"{name}: {kind}"] for name, weight in weights.items())


def _grams(text: str, where: str, lengths: tuple[int, ...]) -> set[str]:
    return {f"{where}~{text[i : i + n]}" for n in lengths for i in range(len(text) - n + 1)}


def kind_features(view: View) -> tuple[Features, dict[str, str]]:
    """Return the features of a figure and, for each kind, the word that speaks for it."""
    figure, around, bare = view
    features: Features = {"always": 1.0, f"unit={figure.unit}": 1.0}
    if figure.unit.startswith("元"):
        features["unit=money"] = 1.0
    if "/" in figure.unit:
        features["unit=rate"] = 1.0
    triggers = {}
    for kind in load("kinds"):
        spoken, triggers[kind] = _spoken(kind, figure, around)
        features |= {name: value for name, value in spoken.items() if value}
    near = _grams(bare.after[:10], "after", (1, 2, 3, 4)) | _grams(bare.own[-12:], "before", (1, 2, 3, 4))
    near |= {f"next~{bare.after[:n]}" for n in (1, 2, 3, 4)} | {f"last~{bare.own[-n:]}" for n in (1, 2, 3, 4)}
    features |= dict.fromkeys(sorted(near), 1.0)
    features |= dict.fromkeys(sorted(_grams(bare.sentence, "sentence", (2,))), 0.3)
    return features, triggers


def choose_kind(*views: View) -> Choice:
    """Return the kind that the words around the figures of one thing speak for; ``other`` where no word does."""
    model = load_linear("kinds")
    scores, triggers = dict.fromkeys(model.labels, 0.0), dict.fromkeys(model.labels, "")
    for view in views:
        features, words = kind_features(view)
        for kind, score in model.scores(features).items():
            scores[kind] += score
            triggers[kind] = triggers[kind] or words.get(kind, "")
    kind = max(sorted(scores), key=lambda k: scores[k])
    if not any(triggers.values()) and scores[kind] < 0:
        return Choice("other", "")
    return Choice(kind, triggers[kind])
