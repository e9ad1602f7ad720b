"""The page of the Python interface is made from it, and names all that is public."""

import re
from collections.abc import Callable
from pathlib import Path

import kg
from kg.graph.loaded import LoadedGraph
from make_api import PAGE, page

QUESTIONS = re.findall(r"`graph\.(\w+)\(", PAGE.read_text(encoding="utf-8"))


def test_the_page_is_what_make_docs_makes_of_the_docstrings(golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, page())


def test_the_page_has_every_public_method_and_no_private_one() -> None:
    shown = re.findall(r"^### `(\w+)\.(\w+)`$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    public = [name for name, method in vars(LoadedGraph).items() if callable(method) and not name.startswith("_")]
    assert [name for owner, name in shown if owner == "graph"] == public
    assert [name for owner, name in shown if owner == "kg"] == kg.__all__


def test_the_page_is_markdown_that_shows_examples_as_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("```") % 2 == 0
    outside = re.sub(r"```.+?```", "", text, flags=re.DOTALL)
    assert ">>>" not in outside
    assert "``" not in outside


def test_each_question_of_the_table_is_asked_by_a_method_that_is_there() -> None:
    assert QUESTIONS
    assert all(hasattr(LoadedGraph, name) for name in QUESTIONS)
