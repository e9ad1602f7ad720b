"""What kg view prints: the address of a page, with what is to be shown in it."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main


def view(built: Path, *words: str) -> str:
    run = CliRunner().invoke(main, ["view", *words, "--build", str(built)])
    return run.output.strip() if run.exit_code == 0 else f"{run.exit_code} {run.output}"


@pytest.mark.parametrize("name", ["index", "network", "map", "flows", "timeline", "table"])
def test_every_view_has_an_address(built: Path, name: str) -> None:
    assert view(built, name) == (built / "views" / f"{name}.html").resolve().as_uri()


def test_the_text_of_a_bulletin_has_an_address(built: Path) -> None:
    text = (built / "views" / "source" / "sichuan-2019-2.html").resolve().as_uri()
    assert view(built, "source") == view(built, "source/sichuan-2019-2") == text


def test_year_place_and_kind_go_into_the_address(built: Path) -> None:
    address = view(built, "map", "--year", "2018", "--place", "平武", "--kind", "funding", "--kind", "training", "--lang", "en")
    assert address.endswith("/views/map.html#lang=en&node=place-510727&year=2018&kind=funding%2Ctraining")


UNKNOWN = [
    (["atlas"], "it has flows, index"),
    (["map", "--place", "平舞"], "nearest are"),
    (["map", "--kind", "gift"], "there are pairing"),
]


@pytest.mark.parametrize(("words", "told"), UNKNOWN)
def test_what_is_unknown_is_answered_with_what_is_known(built: Path, words: list[str], told: str) -> None:
    answer = view(built, *words)
    assert answer.startswith("2 ")
    assert told in answer


def test_a_view_is_found_without_spacy(built: Path) -> None:
    ask = "import sys, pathlib; from kg.views.address import address_of; address_of(pathlib.Path(sys.argv[1]), 'map', place='平武县')"
    assert subprocess.run([sys.executable, "-c", f"{ask}; sys.exit('spacy' in sys.modules)", str(built)]).returncode == 0
