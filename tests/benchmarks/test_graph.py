"""The benchmark of the graph: its build is of our shape, and a question about one party takes less than 50 ms among very many statements."""

import importlib.util
import statistics
import sys
from pathlib import Path

import pytest

import kg
from kg.check.grounding import reread
from kg.tables import read_records

PATH = Path(__file__).parents[2] / "benchmarks" / "graph.py"
SPEC = importlib.util.spec_from_file_location("benchmark_graph", PATH)
assert SPEC
assert SPEC.loader
benchmark = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = benchmark
SPEC.loader.exec_module(benchmark)

QUICK = {
    *("kg.load", "place by id", "place by name, or which of several is meant", "pairings of a county", "pairings of a city"),
    *("pairings of a province", "actions of a county", "neighbourhood of a county by pairings", "neighbourhood of a county"),
}


def test_the_build_that_is_measured_is_of_our_shape_and_every_quote_stands_where_it_says(tmp_path: Path) -> None:
    benchmark.make(tmp_path / "build", 500)
    records = read_records(tmp_path / "build")
    assert len(records.actions) == 500
    assert not reread(records).faults
    parties = {party for action in records.actions for party in (*action.provider, *action.recipient)}
    met = [entity for entity in records.entities if entity.id in parties]
    assert {entity.type.value for entity in met} == {"place", "enterprise", "school", "hospital"}
    assert {entity.level for entity in met if entity.level} >= {"county", "prefecture", "province"}
    graph = kg.load(tmp_path / "build")
    assert sum(len(graph.actions(party=party)) for party in parties) == 1000


@pytest.mark.slow
def test_a_question_about_one_party_among_100_000_statements_takes_less_than_50_ms_and_fills_nothing(tmp_path: Path) -> None:
    benchmark.make(tmp_path / "build", 100_000)
    before = benchmark.memory()
    answers = {answer.question: answer for answer in benchmark.measure(tmp_path / "build", asked=40)}
    assert set(answers) > QUICK
    medians = {question: statistics.median(answers[question].times) for question in QUICK}
    assert {question: median for question, median in medians.items() if median >= 50} == {}
    # All of it in memory is a gigabyte.
    assert benchmark.memory() - before < 200
