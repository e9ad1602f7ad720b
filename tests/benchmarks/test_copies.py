"""On a corpus of real texts, copies of them and texts of the same pattern, no two bulletins are ever taken for one."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg.read import read_text
from kg.read.editions import unite

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def copies() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_of_copies", ROOT / "benchmarks" / "copies.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # Where dataclasses look for the module that they are defined in.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_no_two_bulletins_are_put_together_and_most_copies_are_found(copies: ModuleType) -> None:
    corpus = copies.make_corpus(250, seed=3)
    found = set(copies.pairs_found(unite([read_text(file.text, file=file.name) for file in corpus])))
    made = copies.pairs_made(corpus)
    assert len({file.group for file in corpus}) == 175
    assert found - made == set()
    assert len(made & found) >= 0.8 * len(made)


def test_what_is_put_together_does_not_depend_on_the_order(copies: ModuleType) -> None:
    bulletins = [read_text(file.text, file=file.name) for file in copies.make_corpus(120, seed=5)]
    united = {b.file: b for b in unite(bulletins)}
    assert {b.file: b for b in unite(bulletins[::-1])} == united
