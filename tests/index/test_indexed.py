"""What the index of a build promises: a question about a party reads the lines that it is about, and gives what reading all gives."""

import copy
import os
import pickle
import shutil
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.errors import InputError, KgError
from kg.explain import explain
from kg.explain.indexed import told_of
from kg.graph import to_networkx
from kg.graph.loaded import LoadedGraph
from kg.index import open_index
from kg.index.index import FILE
from kg.index.parts import reading
from kg.index.writing import write_index
from kg.model import Records
from kg.tables import read_records, write_tables, write_texts
from miniature import hostile, miniature

PINGWU = "place-510727"
QUESTIONS: dict[str, Callable[[LoadedGraph, str], Any]] = {
    "entity": lambda graph, name: str(graph.entity(name)),
    "place": lambda graph, name: str(graph.place(name)),
    "above": lambda graph, name: graph.above(name),
    "facts": lambda graph, name: graph.entity(name).facts(),
    "explain": lambda graph, name: graph.explain(name),
    "pairings": lambda graph, name: graph.pairings(party=name),
    "pairings of all within, at a level": lambda graph, name: graph.pairings(provider=name, within=True, level="county"),
    "actions of a programme": lambda graph, name: graph.actions(recipient=name, programme="东西部扶贫协作"),
    "actions of an unknown programme": lambda graph, name: graph.actions(party=name, programme="东西部扶贫合作"),
    "actions between two": lambda graph, name: graph.actions(provider=name, recipient=PINGWU, year=2018),
    "figures": lambda graph, name: graph.figures(party=name, unit="元"),
    "money": lambda graph, name: graph.money(by=["provider", "recipient"], party=name, within=True, status=""),
    "neighbourhood": lambda graph, name: graph.neighbourhood(name).records,
    "its nodes": lambda graph, name: list(graph.neighbourhood(name).nodes(data=True)),
    "its edges": lambda graph, name: sorted(graph.neighbourhood(name, 2, ["pairing", "资金"]).edges),
    "path": lambda graph, name: graph.path(name, PINGWU),
}


@pytest.fixture
def moved(built: Path, tmp_path: Path) -> Path:
    """A build that may be written to."""
    return Path(shutil.copytree(built, tmp_path / "build", ignore=shutil.ignore_patterns("store*", "views", "graph.*")))


def told(question: Callable[[LoadedGraph, str], Any], graph: LoadedGraph, name: str) -> Any:
    try:
        return question(graph, name)
    except KgError as error:
        return str(error)


def same(one: Any, other: Any) -> bool:
    return bool(one.equals(other)) if hasattr(one, "equals") and hasattr(other, "equals") else bool(one == other)


@pytest.mark.parametrize("unchecked", [False, True])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_answer_that_reading_all_gives(question: str, unchecked: bool, national: Path) -> None:
    indexed, whole = kg.load(national, unchecked=unchecked), to_networkx(read_records(national), unchecked=unchecked)
    entities = [*whole.records.entities, *whole.records.regions]
    names = [entity.id for entity in entities[::17]] + [entity.name for entity in entities[5::37]]
    for name in [*names, PINGWU, "平武", "平五县", "四川", "四川省", "通恒", "协作", "县", "", "nothing"]:
        one, other = (told(QUESTIONS[question], graph, name) for graph in (indexed, whole))
        assert same(one, other), name
    assert not indexed.is_filled


def test_a_graph_of_one_bulletin_is_the_same_by_the_index(national: Path) -> None:
    indexed, whole = kg.load(national), to_networkx(read_records(national))
    for key in [bulletin.id for bulletin in whole.records.bulletins] + ["sichuan-2019"]:
        one, other = (told(lambda graph, key: graph.bulletin(key).records, graph, key) for graph in (indexed, whole))
        assert one == other, key


def test_every_statement_figure_and_bulletin_is_explained_as_all_records_explain_it(built: Path) -> None:
    records, index = read_records(built), open_index(built)
    assert index
    figures = [measure.id for action in records.actions for measure in action.measures]
    for key in [*(action.id for action in records.actions), *figures, *(bulletin.id for bulletin in records.bulletins)]:
        assert explain(told_of(index, key), key) == explain(records, key)


@pytest.mark.parametrize("records", [miniature(), hostile(), Records()], ids=["miniature", "hostile", "empty"])
def test_all_lines_together_are_all_records(records: Records, tmp_path: Path) -> None:
    write_tables(records, tmp_path / "tables")
    write_texts(records, tmp_path / "texts")
    write_index(tmp_path)
    index = open_index(tmp_path)
    assert index
    bulletins = [bulletin.id for bulletin in records.bulletins]
    with reading(index) as part:
        statements = part.statements(range(len(records.actions)), [entity.id for entity in records.entities], mentions=bulletins)
        assert part.completed(statements, bulletins) == records


def test_a_question_about_a_party_reads_no_line_of_others(moved: Path) -> None:
    expected = kg.load(moved).pairings(recipient="平武县")
    spoilt = 0
    for table in ("actions", "entities", "left_out", "bulletins"):
        path = moved / "tables" / f"{table}.jsonl"
        lines = path.read_bytes().split(b"\n")
        ours = [PINGWU.encode() in line or b"place-330803" in line or b"place-33" in line[:20] or b"place-51" in line[:20] for line in lines]
        path.write_bytes(b"\n".join(line if kept else b"x" * len(line) for line, kept in zip(lines, ours, strict=True)))
        spoilt += ours.count(False)
    assert spoilt > 100
    graph = kg.load(moved)
    assert graph.pairings(recipient="平武县").equals(expected)
    assert graph.place("平武").name == "平武县"
    with pytest.raises(InputError, match=r"\.jsonl, line \d+ is broken"):
        graph.number_of_edges()


def test_loading_reads_no_table_and_takes_a_tenth_of_reading_all(built: Path) -> None:
    def quickest(work: Callable[[], object]) -> float:
        taken = []
        for _ in range(5):
            began = time.process_time()
            work()
            taken.append(time.process_time() - began)
        return min(taken)

    assert quickest(lambda: kg.load(built)) < quickest(lambda: read_records(built)) / 10


def test_networkx_is_filled_when_it_is_first_looked_at(built: Path) -> None:
    graph = kg.load(built)
    near = graph.neighbourhood("平武县")
    assert len(graph.actions(party="平武县")) == near.number_of_edges()
    assert not graph.is_filled
    assert nx.number_weakly_connected_components(graph) > 1
    assert graph.is_filled
    assert nx.utils.graphs_equal(nx.MultiDiGraph(graph), nx.MultiDiGraph(to_networkx(read_records(built))))


def test_answers_follow_a_graph_that_was_changed(built: Path) -> None:
    graph = kg.load(built)
    assert not graph.actions(party="平武县").empty
    graph.remove_node(PINGWU)
    assert graph.actions(party="平武县").empty
    assert graph.neighbourhood("平武县").number_of_edges() == 0
    new = kg.load(built)
    new.add_edge("a", "b", kind="funding")
    assert new.number_of_edges() == kg.load(built).number_of_edges() + 1


def test_a_graph_can_be_copied_sent_to_a_process_and_asked_from_threads(built: Path) -> None:
    graph = kg.load(built)
    expected = graph.actions(party="平武县")
    for other in (pickle.loads(pickle.dumps(graph)), copy.deepcopy(graph), pickle.loads(pickle.dumps(graph.neighbourhood("平武县")))):
        assert not other.is_filled
        assert other.actions(party="平武县").equals(expected)
        assert len(other.left_out()) > 0
    with ThreadPoolExecutor(4) as pool:
        assert all(table.equals(expected) for table in pool.map(lambda _: graph.actions(party="平武县"), range(8)))


def test_a_build_that_was_made_anew_is_told_to_be_loaded_again(moved: Path) -> None:
    graph = kg.load(moved)
    near = graph.neighbourhood("平武县")
    # Another file under the same name, as a new build has it.
    shutil.copy(moved / FILE, moved / "other")
    os.utime(moved / "other", ns=(1, 1))
    (moved / "other").replace(moved / FILE)
    for question in (lambda: graph.place("平武县"), lambda: graph.records, lambda: near.records):
        with pytest.raises(InputError, match=r"has been made anew since it was loaded: load it again with kg\.load"):
            question()
    assert near.number_of_edges() == len(kg.load(moved).actions(party="平武县"))


def spoil(path: Path, at: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + 20] = b"?" * 20
    path.write_bytes(data)


@pytest.mark.parametrize(
    "undo",
    [
        lambda build: (build / FILE).unlink(),
        lambda build: (build / FILE).write_bytes(b""),
        lambda build: spoil(build / FILE),
        lambda build: (build / "tables" / "actions.jsonl").write_bytes((build / "tables" / "actions.jsonl").read_bytes() + b"\n"),
    ],
    ids=["none", "empty", "broken", "of other tables"],
)
def test_without_an_index_of_its_tables_a_build_is_read_as_a_whole(undo: Callable[[Path], object], moved: Path) -> None:
    expected = kg.load(moved).actions(party="平武县")
    undo(moved)
    assert open_index(moved) is None
    assert kg.load(moved).actions(party="平武县").equals(expected)
    result = CliRunner().invoke(main, ["explain", "平武县", "--build", str(moved)])
    assert result.output.startswith("平武县 (place")


def test_a_line_that_is_not_what_the_index_says_is_named(moved: Path) -> None:
    graph = kg.load(moved)
    path = moved / "tables" / "entities.jsonl"
    path.write_bytes(path.read_bytes().replace(PINGWU.encode(), b"place-510728"))
    with pytest.raises(InputError, match=r"entities\.jsonl, byte \d+ is not place-510727, as index.sqlite says: build it again with kg build"):
        graph.place("平武县")


def test_an_index_that_is_not_of_its_tables_is_found_by_the_check(moved: Path, built: Path) -> None:
    shutil.copy(built / "graph.ttl", moved)
    with closing(sqlite3.connect(moved / FILE)) as connection:
        connection.execute("DELETE FROM party WHERE kind = 'pairing'")
        connection.commit()
    result = CliRunner().invoke(main, ["check", "--build", str(moved)])
    assert result.exit_code == 2
    assert "is not the index of its tables: build it again with kg build" in result.output
