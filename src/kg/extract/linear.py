"""Linear models: features with weights learned from data/train, kept as text so that each weight can be read and compared."""

import gzip
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from kg.errors import InputError

Totals = NDArray[np.float64]

FOLDER = Path(__file__).parent / "weights"
# Weights are kept as whole thousandths.
SCALE = 1000


def bucket(number: int, most: int = 3) -> str:
    """Return a small number as it is and a larger one as ``most+``: a feature for each, not one that grows."""
    return str(number) if number < most else f"{most}+"


class Pieces:
    """The rows of the features that quote a piece of text, found in one pass: thousands of names need not be put together to be looked up."""

    def __init__(self, rows: Mapping[str, int]):
        self._rows = list(rows.values())
        self._automaton = AhoCorasick(list(rows))

    def within(self, text: str) -> set[int]:
        """Return the rows of the pieces that stand somewhere in a text."""
        return {self._rows[index] for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}


class Linear:
    """Scores labels by the sum of the weights of the features at hand; features that were never seen in training count nothing."""

    def __init__(self, labels: tuple[str, ...], weights: Mapping[str, tuple[int, ...]]):
        self.labels, self.weights = labels, weights
        self._table = np.array(list(weights.values()), dtype=float).reshape(-1, len(labels))
        self._row = {name: row for row, name in enumerate(weights)}
        self._pieces: dict[str, Pieces] = {}
        self._first = {name: row[0] for name, row in weights.items()}

    def totals(self, features: Mapping[str, float], there: Iterable[int] = ()) -> Totals:
        """Return the score of each label, in thousandths, by features with values and by the rows of others that are simply there."""
        known = [name for name in features if name in self._row]
        values = np.array([features[name] for name in known])
        rows = self._table.take([*map(self._row.__getitem__, known), *there], axis=0)
        # Not as a product of matrices, which adds up in another order on another processor.
        rows[: len(known)] *= values[:, np.newaxis]
        totals: Totals = np.add.reduce(rows)
        return totals

    def rows(self, names: Iterable[str]) -> set[int]:
        """Return the rows of some features, as far as the model knows them."""
        return {self._row[name] for name in names if name in self._row}

    def pieces(self, beginning: str) -> Pieces:
        """Return the features that begin so, to be found by how they go on."""
        if beginning not in self._pieces:
            self._pieces[beginning] = Pieces({name.removeprefix(beginning): row for name, row in self._row.items() if name.startswith(beginning)})
        return self._pieces[beginning]

    def score(self, features: Iterable[str]) -> int:
        """Return the score of features that are there or not, by a model with a single label, in thousandths."""
        return sum(filter(None, map(self._first.get, features)))


@cache
def load_linear(name: str) -> Linear:
    """Return the model of a name, from ``weights/NAME.tsv.gz``: the labels in the first line, then one feature a line with its weights."""
    path = FOLDER / f"{name}.tsv.gz"
    if not path.is_file():
        raise InputError(f"{path.name} is missing from this installation of assistance-kg: install it again")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        labels = tuple(next(lines).rstrip("\n").split("\t")[1:])
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return Linear(labels, {json.loads(f'"{row[0]}"'): tuple(int(w or 0) for w in row[1:]) for row in rows})


def write_linear(name: str, labels: tuple[str, ...], weights: Mapping[str, tuple[float, ...]], *, folder: Path = FOLDER) -> None:
    """Write a model, features sorted; the same weights give the same bytes."""
    rows = [("feature", *labels)]
    for feature in sorted(weights):
        kept = tuple(round(w * SCALE) for w in weights[feature])
        if any(kept):
            # A feature may quote the end of a line.
            rows.append((json.dumps(feature, ensure_ascii=False)[1:-1], *(str(w or "") for w in kept)))
    folder.mkdir(exist_ok=True)
    content = "".join("\t".join(row) + "\n" for row in rows).encode()
    (folder / f"{name}.tsv.gz").write_bytes(gzip.compress(content, mtime=0))
