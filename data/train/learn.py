"""Learn the weights of the extraction's models from the annotated texts beside this file, and write them into the package.

    python data/train/learn.py            # learn from all, write src/kg/extract/weights/
    python data/train/learn.py --judge    # leave texts out in turn and print how often the left-out ones are read rightly

Needs scikit-learn (the extra ``dev``).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from kg.extract.kinds import Features, kind_features
from kg.extract.linear import write_linear
from kg.extract.pipeline import COMPONENTS, read_statements
from kg.extract.reading import Figure, Reading, punctuated
from kg.extract.surroundings import SENTENCE, around, clause_of, masked, plain
from kg.read import read_bulletin

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "gold"))
import score  # noqa: E402  the scorer is a script beside the gold annotations

# A feature must stand with this many figures to be learned from.
RARE = 3
STRENGTH = 0.05

Fact = dict[str, Any]


def aligned(reading: Reading, facts: Sequence[Fact]) -> Iterator[tuple[Figure, Fact]]:
    """Yield each figure of a text with the fact that it states: the nearest in order with its value and unit."""
    left = dict(enumerate(f for f in facts if f["value"] is not None))
    last = -1
    for figure in sorted((f for f in reading.figures if not f.reason), key=lambda f: f.start):
        fitting = [i for i, f in left.items() if score.near(float(figure.value), f["value"]) and score.same_unit(figure.unit, f["unit"])]
        if fitting:
            last = min(fitting, key=lambda i: (abs(i - last - 1), i))
            yield figure, left.pop(last)


def examples(folder: Path) -> Iterator[tuple[Features, list[str]]]:
    """Yield the features of each figure of a text and the kinds that it may be read as."""
    reading = read_statements(read_bulletin(folder / "text.txt"), components=COMPONENTS[: COMPONENTS.index("kg_actions")])
    text, bare = punctuated(reading.bulletin.text), masked(reading)
    sentences = [(m.start(), m.end()) for m in SENTENCE.finditer(text)]
    for figure, fact in aligned(reading, score.read(folder / "facts.jsonl")):
        clause = clause_of(text, figure, next(s for s in sentences if s[0] <= figure.start < s[1]))
        features, _ = kind_features(figure, around(text, figure, clause), plain(around(bare, figure, clause)))
        yield features, [fact["kind"], *fact.get("alt_kinds", [])]


def fit(features: Sequence[Features], kinds: Sequence[str]) -> tuple[DictVectorizer, LinearSVC]:
    """Return a linear model of the kinds, one against the rest, and the columns of its features."""
    seen = Counter(name for row in features for name in row)
    columns = DictVectorizer()
    table = columns.fit_transform([{n: v for n, v in row.items() if seen[n] >= RARE} for row in features])
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")
    return columns, LinearSVC(C=STRENGTH, random_state=0).fit(table, kinds)


def judge(rows: Sequence[tuple[Features, list[str]]], texts: Sequence[int]) -> float:
    """Return the share of figures read rightly by models that were learned without their text."""
    features, kinds = [f for f, _ in rows], [k[0] for _, k in rows]
    right = 0
    for known, unknown in GroupKFold(5).split(features, kinds, texts):
        columns, model = fit([features[i] for i in known], [kinds[i] for i in known])
        table = columns.transform([features[i] for i in unknown])
        table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")
        right += sum(kind in rows[i][1] for i, kind in zip(unknown, model.predict(table), strict=True))
    return right / len(rows)


def main() -> None:
    """Learn, or judge, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", action="store_true", help="leave texts out in turn; write nothing")
    folders = sorted(path.parent for path in HERE.glob("*/facts.jsonl"))
    rows = [(number, row) for number, folder in enumerate(folders) for row in examples(folder)]
    if parser.parse_args().judge:
        print(json.dumps({"figures": len(rows), "kind": round(judge([r for _, r in rows], [n for n, _ in rows]), 4)}))
        return
    columns, model = fit([f for _, (f, _) in rows], [k[0] for _, (_, k) in rows])
    weights = {name: tuple(model.coef_[:, i]) for i, name in enumerate(columns.get_feature_names_out())}
    write_linear("kinds", tuple(model.classes_), weights)


if __name__ == "__main__":
    main()
