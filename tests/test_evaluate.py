"""What the figures of `kg evaluate` promise, and the floors below which extraction must not fall."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluate import COLUMNS, Score, annotated_folders, evaluate, format_misses, format_scores
from kg.resources import locate

GOLD = locate("data/gold/score.py").parent
FOUNDING = GOLD / "sichuan-2019-2"


def assert_reached(score: Score, group: str, figure: str, floor: float) -> None:
    reached = score.figures[group][figure]
    assert reached is not None
    assert reached >= floor


@pytest.fixture(scope="module")
def founding() -> Score:
    return evaluate([FOUNDING])[0]


@pytest.mark.parametrize(
    ("group", "figure", "floor"),
    [
        ("facts", "f1", 0.95),
        ("figure", "r", 0.99),
        ("figure", "p", 0.97),
        ("entities", "f1", 0.95),
        ("places", "f1", 1.0),
        ("organizations", "f1", 0.95),
        ("pairings", "f1", 1.0),
        ("agreements", "r", 1.0),
        ("figure+bound", "f1", 0.98),
    ],
)
def test_the_founding_bulletin_is_read_at_least_this_well(founding: Score, group: str, figure: str, floor: float) -> None:
    assert_reached(founding, group, figure, floor)


@pytest.fixture(scope="module")
def together() -> Score:
    return evaluate([GOLD])[-1]


@pytest.mark.parametrize(
    ("group", "figure", "floor"),
    [
        ("facts", "f1", 0.85),
        ("figure", "r", 0.985),
        ("figure", "p", 0.95),
        ("figure+kind", "f1", 0.95),
        ("figure+roles", "f1", 0.88),
        ("figure+bound", "f1", 0.97),
        ("places", "f1", 0.97),
        ("organizations", "f1", 0.92),
        ("pairings", "f1", 0.92),
        ("agreements", "r", 0.95),
    ],
)
def test_all_annotated_bulletins_are_read_at_least_this_well(together: Score, group: str, figure: str, floor: float) -> None:
    assert_reached(together, group, figure, floor)


@pytest.fixture(scope="module")
def unseen() -> Score:
    return evaluate([GOLD.parent / "held_out"])[-1]


@pytest.mark.parametrize(
    ("group", "figure", "floor"),
    [
        ("facts", "f1", 0.8),
        ("figure", "r", 0.98),
        ("figure", "p", 0.96),
        ("figure+kind", "f1", 0.92),
        ("figure+roles", "f1", 0.84),
        ("figure+bound", "f1", 0.96),
        ("places", "f1", 0.95),
        ("organizations", "f1", 0.9),
        ("pairings", "f1", 0.75),
        ("agreements", "r", 0.95),
    ],
)
def test_bulletins_that_nothing_is_learned_from_are_read_at_least_this_well(unseen: Score, group: str, figure: str, floor: float) -> None:
    assert_reached(unseen, group, figure, floor)


def test_the_figures_are_those_of_the_scorer(tmp_path: Path) -> None:
    from kg.extract.pipeline import extract_records
    from kg.read import read_bulletin
    from kg.tables import write_tables

    write_tables(extract_records([read_bulletin(FOUNDING / "text.txt")]), tmp_path)
    run = subprocess.run([sys.executable, GOLD / "score.py", FOUNDING, tmp_path], capture_output=True, check=True, encoding="utf-8")
    assert [{"folder": s.folder, **s.figures} for s in evaluate([FOUNDING])] == [json.loads(line) for line in run.stdout.splitlines()]


def test_all_together_is_the_last_score_and_adds_up_what_was_asked_for() -> None:
    *single, together = evaluate([FOUNDING, GOLD / "deyang-suining-2022"])
    assert [s.folder for s in single] == ["sichuan-2019-2", "deyang-suining-2022"]
    assert together.folder == "ALL"
    assert together.figures["figure"]["n"] == sum(s.figures["figure"]["n"] or 0 for s in single)


def test_misses_are_listed_only_when_asked_for() -> None:
    text = GOLD / "linzhi-gongliu-2025"
    assert format_misses(evaluate([text])) == ""
    asked, _ = evaluate([text], misses=True)
    assert asked.misses
    assert [line.partition(": ")[0] for line in format_misses([asked]).splitlines()[1:] if line[0] != " "] == [miss.sort for miss in asked.misses]


def test_a_folder_of_folders_stands_for_the_annotated_ones_in_it() -> None:
    assert FOUNDING in annotated_folders([GOLD])
    assert len(annotated_folders([GOLD])) == 9


def test_files_beside_the_folders_are_passed_over() -> None:
    assert annotated_folders([GOLD / "README.md", FOUNDING, GOLD / "score.py"]) == [FOUNDING]


def test_a_folder_without_annotation_is_an_error_that_names_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("衢江区帮扶平武县。", encoding="utf-8")
    with pytest.raises(InputError, match=r"no annotated bulletin in .*facts\.jsonl"):
        evaluate([tmp_path])


def test_a_path_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere does not exist"):
        evaluate([tmp_path / "nowhere"])


def test_columns_stand_under_their_headings_whatever_the_folder_is_called() -> None:
    figures = {group: {"p": 1.0, "r": 0.5, "f1": 2 / 3, "n": 4} for _, group, _ in COLUMNS}
    undefined = {"p": None, "r": None, "f1": None, "n": 0}
    heading, chinese, latin = format_scores([Score("衢江平武", figures), Score("ALL", {**figures, "pairings": undefined})]).splitlines()
    assert heading.split()[:3] == ["folder", "facts", "figure"]
    # A Chinese character is two columns wide, and one code point.
    assert len(chinese) + 4 == len(latin) == len(heading)
    assert chinese.split() == ["衢江平武", "0.6667", "1.0000", "0.5000", *["0.6667"] * 8, "0.5000"]
    assert latin.split()[-2:] == ["–", "0.5000"]
