"""The lexicon can be read on a terminal, and by programs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import QueryError
from kg.extract.lexicon.listing import find_groups, format_lexicon


def listed(*arguments: str) -> str:
    run = CliRunner().invoke(main, ["lexicon", *arguments])
    assert run.exit_code == 0, run.stderr
    return run.stdout


def test_a_group_is_listed_with_what_it_is_for_an_example_and_its_words() -> None:
    assert listed("units.measure.people").splitlines() == [
        "units",
        "  What figures count in, and the words around a figure that bound it. 计量单位与数字前后的用词",
        "",
        "  Measure words for people.",
        "  e.g. 例: 41名专业技术骨干",
        "  units.measure.people (8)",
        "    人次、名次、人、名、位、员、户次、户",
    ]


def test_what_the_groups_of_a_table_share_is_said_once() -> None:
    assert listed("kinds.training").count("e.g. 例: 举办培训16期") == 1


def test_patterns_and_pairs_stand_in_lines_of_their_own() -> None:
    assert "    今年 = 0\n    本年 = 0\n" in listed("periods.relative")
    assert "    “[0-9]" not in listed("left_out")
    assert "\n    N月N[日号]\n" in listed("left_out")


def test_lines_are_no_wider_than_the_terminal() -> None:
    lines = format_lexicon(find_groups("kinds"), columns=60).splitlines()
    assert len(lines) > 60
    assert max(map(len, lines)) <= 60


def test_all_files_are_listed_without_a_name() -> None:
    text = listed()
    assert all(f"\n{file}\n" in f"\n{text}" for file in ("about", "kinds", "left_out", "units", "names"))


def test_the_lexicon_is_listed_as_json() -> None:
    (group,) = json.loads(listed("kinds.pairing.units", "--json"))
    assert group == {
        "group": "kinds.pairing.units",
        "comment": "Two sides are paired.",
        "example": "医院结对28对; 与市中区17个街道结成对子",
        "words": ["对"],
    }


def test_own_words_are_listed_among_the_others(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[units.measure]\npeople = ["口子"]\n', encoding="utf-8")
    assert listed("units.measure.people", "--lexicon", str(tmp_path / "words.toml")).endswith("户、口子\n")
    assert "口子" not in listed("units.measure.people")


def test_a_name_that_the_lexicon_lacks_is_told_with_those_near_it() -> None:
    with pytest.raises(QueryError, match=r"the lexicon has no kinds\.trainin: nearest are kinds\.training"):
        find_groups("kinds.trainin")
