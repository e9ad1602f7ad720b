"""Learn the weights of the extraction's models from the annotated texts beside this file, and write them into the package.

    python data/train/learn.py            # learn from all, write src/kg/extract/weights/
    python data/train/learn.py --judge    # leave texts out in turn and print how often the left-out ones are read rightly

Three models: ``kinds`` says what a figure tells of, ``topic`` which pair an article is about, ``roles`` who gives and who receives.
Judged are the texts like those that the extraction is for; the others, made to be hard, are learned from only, and not by ``topic``, which
reads worse with them. Needs scikit-learn (the extra ``dev``).
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import choice
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kg.evaluate import write_tables_of
from kg.extract import linear, roles
from kg.extract.actions import ArticleReader, Statement
from kg.extract.kinds import Features, kind_features
from kg.extract.parties import NOBODY, Frame, Party, Sides
from kg.extract.pipeline import COMPONENTS, read_statements
from kg.extract.reading import Figure, Reading
from kg.read import read_bulletin

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "gold"))
import score  # noqa: E402  the scorer is a script beside the gold annotations

FOLDS = 6
# The families of texts (README.md) that are made of what the extraction got wrong.
HARD = ("t6", "t7", "t8")
# A feature of the kinds must stand with this many figures to be learned from.
RARE = 3
KINDS_STRENGTH = 1.0
TOPIC_RESTRAINT = 1.0
ROLES_RESTRAINT = 20.0

Fact = dict[str, Any]


def aligned(reading: Reading, facts: Sequence[Fact]) -> dict[Figure, Fact]:
    """Return the fact that each figure of a text states: the nearest in order with its value and unit."""
    left = dict(enumerate(f for f in facts if f["value"] is not None))
    out, last = {}, -1
    for figure in sorted((f for f in reading.figures if not f.reason), key=lambda f: f.start):
        fitting = [i for i, f in left.items() if score.near(float(figure.value), f["value"]) and score.same_unit(figure.unit, f["unit"])]
        if fitting:
            last = min(fitting, key=lambda i: (abs(i - last - 1), i))
            out[figure] = left.pop(last)
    return out


@dataclass(eq=False)
class Text:
    """One annotated text with what the models are to learn from it."""

    folder: Path
    mains: list[Sides] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reading = read_statements(read_bulletin(self.folder / "text.txt"), components=COMPONENTS[: COMPONENTS.index("kg_actions")])
        self.facts = score.read(self.folder / "facts.jsonl")
        self.names = score.Names(score.read(self.folder / "entities.jsonl"))
        self.aligned = aligned(self.reading, self.facts)
        frame = Frame(self.reading)
        self.articles = [ArticleReader(frame, article) for article in self.reading.bulletin.articles]
        self.topics = [reader.topic.candidates() for reader in self.articles]

    def named(self, party: Party) -> frozenset[str]:
        return frozenset(self.names.one(self.reading.entities[n].name) for n in party)

    def kinds(self) -> Iterator[tuple[Features, list[str]]]:
        """Yield the features of each figure and the kinds that it may be read as."""
        for reader in self.articles:
            for sentence in reader.sentences:
                for figure, fact in self.aligned.items():
                    if sentence[0] <= figure.start < sentence[1]:
                        yield kind_features(reader.view(figure, sentence)), [fact["kind"], *fact.get("alt_kinds", [])]

    def topic(self) -> Iterator[choice.Case]:
        """Yield the pairs that the text may be about, if it has one article; right is the one that most of its facts have."""
        stated = Counter((self.names.all(f["provider"]), self.names.all(f["recipient"])) for f in self.facts)
        most = max(stated.values(), default=0)
        if len(self.topics) == 1:
            pairs = self.topics[0]
            meant = [stated[self.named(s.providers), self.named(s.recipients)] == most for s in pairs]
            yield choice.Case(list(pairs.values()), meant)

    def roles(self) -> Iterator[choice.Case]:
        """Yield the pairs that may give and receive in each statement with figures, by the articles' pairs that ``mains`` holds."""
        for reader, main in zip(self.articles, self.mains, strict=True):
            casting = reader.casting(main)
            for scene, statement in reader.scenes(main):
                for fact in self.told(statement):
                    pairs = casting.candidates(scene)
                    yield choice.Case(list(pairs.values()), [self._right(fact, statement.share.of(sides)) for sides in pairs])

    def told(self, statement: Statement) -> list[Fact]:
        """Return the facts of a statement: those of its figures, once for all its shares, or the agreement of its title."""
        if statement.share.index:
            return []
        if statement.figures:
            return [self.aligned[f] for f in statement.figures if f in self.aligned]
        title = score.norm(statement.about)
        titled = [f for f in self.facts if f["kind"] == "agreement" and f["value"] is None]
        return [f for f in titled if score.norm(f["what"]) in title or title in score.norm(f["what"])][:1]

    def _right(self, fact: Fact, sides: Sides) -> bool:
        gives = self.named(sides.providers) in self.names.readings(fact, "provider")
        return gives and self.named(sides.recipients) in self.names.readings(fact, "recipient")

    def settle(self, weights: choice.Weights) -> None:
        """Write down which pair each article is about by a model of the topic."""
        best = [max(pairs, key=lambda s: choice.score(weights, pairs[s]), default=NOBODY) for pairs in self.topics]
        self.mains = [reader.topic.settled(sides) for reader, sides in zip(self.articles, best, strict=True)]


def fit_kinds(rows: Sequence[tuple[Features, list[str]]]) -> tuple[DictVectorizer, LogisticRegression]:
    """Return a logistic model of the kinds and the columns of its features."""
    seen = Counter(name for features, _ in rows for name in features)
    columns = DictVectorizer()
    table = columns.fit_transform([{n: v for n, v in features.items() if seen[n] >= RARE} for features, _ in rows])
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")
    return columns, LogisticRegression(C=KINDS_STRENGTH, max_iter=300).fit(table, [kinds[0] for _, kinds in rows])


def fit_topic(texts: Sequence[Text]) -> choice.Weights:
    return choice.fit([case for text in texts for case in text.topic()], restraint=TOPIC_RESTRAINT)


def fit_roles(texts: Sequence[Text]) -> choice.Weights:
    return choice.fit([case for text in texts for case in text.roles()], restraint=ROLES_RESTRAINT)


def folds(texts: Sequence[Text]) -> list[tuple[list[Text], list[Text]]]:
    """Return the texts parted in turn into those to learn from and those left out."""
    return [([t for i, t in enumerate(texts) if i % FOLDS != k], [t for i, t in enumerate(texts) if i % FOLDS == k]) for k in range(FOLDS)]


def settle(texts: Sequence[Text], hard: Sequence[Text]) -> None:
    """Give each text the topics of a model that has not seen it, as an unseen text would have them."""
    for known, unknown in (*folds(texts), (texts, hard)):
        weights = fit_topic(known)
        for text in unknown:
            text.settle(weights)


def right_kinds(known: Sequence[Text], unknown: Sequence[Text]) -> tuple[int, int]:
    columns, model = fit_kinds([row for text in known for row in text.kinds()])
    rows = [row for text in unknown for row in text.kinds()]
    table = columns.transform([features for features, _ in rows])
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")
    return sum(kind in kinds for (_, kinds), kind in zip(rows, model.predict(table), strict=True)), len(rows)


def right_cases(weights: choice.Weights, cases: Sequence[choice.Case]) -> tuple[int, int]:
    return sum(case.right[choice.best(weights, case)] for case in cases), len(cases)


def write_models(texts: Sequence[Text], hard: Sequence[Text], folder: Path) -> None:
    """Learn the three models and write them into a folder."""
    columns, model = fit_kinds([row for text in (*texts, *hard) for row in text.kinds()])
    names = columns.get_feature_names_out()
    linear.write_linear("kinds", tuple(model.classes_), {name: tuple(model.coef_[:, i]) for i, name in enumerate(names)}, folder=folder)
    linear.write_linear("topic", ("fit",), {name: (weight,) for name, weight in fit_topic(texts).items()}, folder=folder)
    settle(texts, hard)
    linear.write_linear("roles", ("fit",), {name: (weight,) for name, weight in fit_roles([*texts, *hard]).items()}, folder=folder)


def read_by(models: Path, folders: Sequence[Path], by_rule: bool) -> Counter[tuple[str, str]]:
    """Return the scorer's counts over texts read by the models of a folder, or with the parties of the rules; for a process of its own."""
    linear.FOLDER = models
    if by_rule:
        roles.Casting.best = lambda self, stage: stage.scene.rule  # type: ignore[method-assign]
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as tables:
        for folder in folders:
            write_tables_of(folder / "text.txt", Path(tables, folder.name))
            counts += score.score(folder, Path(tables, folder.name))[0]
    return counts


def judge_facts(texts: Sequence[Text], hard: Sequence[Text]) -> dict[str, dict[str, float | None]]:
    """Return what `kg evaluate` says of texts that the models have not seen, with giver and taker by rule alone and by the model."""
    totals: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as apart, tempfile.TemporaryDirectory() as models:
        for known, unknown in folds(texts):
            write_models(known, hard, Path(models))
            for by_rule, counts in totals.items():
                counts += apart.apply(read_by, (Path(models), [text.folder for text in unknown], by_rule))
    groups = ("facts", "figure+kind", "figure+roles")
    return {("rules" if by_rule else "model"): {g: score.figures(counts)[g]["f1"] for g in groups} for by_rule, counts in totals.items()}


def judge(texts: Sequence[Text], hard: Sequence[Text]) -> dict[str, float]:
    """Return the share that models read rightly of texts that they have not seen."""
    settle(texts, hard)
    counts: dict[str, list[tuple[int, int]]] = {"kinds": [], "topic": [], "roles": []}
    for known, unknown in folds(texts):
        counts["kinds"].append(right_kinds([*known, *hard], unknown))
        counts["topic"].append(right_cases(fit_topic(known), [case for text in unknown for case in text.topic()]))
        counts["roles"].append(right_cases(fit_roles([*known, *hard]), [case for text in unknown for case in text.roles()]))
    return {name: round(sum(right for right, _ in pairs) / sum(all_ for _, all_ in pairs), 4) for name, pairs in counts.items()}


def annotated() -> tuple[list[Text], list[Text]]:
    """Return the texts that the models are judged by, and the hard ones."""
    everything = [Text(path.parent) for path in sorted(HERE.glob("*/facts.jsonl"))]
    hard = [text for text in everything if text.folder.name.startswith(HARD)]
    return [text for text in everything if text not in hard], hard


def main() -> None:
    """Learn, or judge, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", action="store_true", help="leave texts out in turn; write nothing")
    judging = parser.parse_args().judge
    texts, hard = annotated()
    if judging:
        print(json.dumps({"right": judge(texts, hard), "facts": judge_facts(texts, hard)}))
    else:
        write_models(texts, hard, linear.FOLDER)


if __name__ == "__main__":
    main()
