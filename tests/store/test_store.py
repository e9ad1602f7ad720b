"""What the store promises: the same content from the same input, any number of readers, and a clear word where there is none."""

import filecmp
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.errors import InputError
from kg.model import Records
from kg.rdf import quads
from kg.rdf.namespaces import ONTOLOGY
from kg.resources import ontology_files
from kg.store import ask, open_store, write_store
from miniature import miniature

ROOT = Path(__file__).parents[2]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def dump(store: Store) -> list[str]:
    """Return the store as sorted N-Quads."""
    return sorted(map(str, store))


def files(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def build(inputs: Path, folder: Path, seed: str) -> Path:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", str(inputs), "-o", "build"]
    run = subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return folder / "build"


def test_two_builds_are_the_same_bytes_but_for_the_store_and_that_holds_the_same_quads(built: Path, tmp_path: Path) -> None:
    again = build(ROOT / "data" / "bulletins", tmp_path, "1")
    outside = {name for name in files(built) if not name.startswith("store")}
    assert outside == {name for name in files(again) if not name.startswith("store")}
    assert filecmp.cmpfiles(built, again, outside, shallow=False)[1:] == ([], [])
    assert dump(open_store(built)) == dump(open_store(again))


def test_the_store_holds_what_the_trig_file_holds_and_the_ontology(built: Path) -> None:
    written = {str(quad) for quad in parse(path=str(built / "graph.trig"), format=RdfFormat.TRIG)}
    terms = (triple for path in ontology_files() for triple in parse(path=str(path)))
    held = {str(quad) for quad in open_store(built)}
    assert written <= held
    assert len(held) - len(written) == len({str(Quad(q.subject, q.predicate, q.object)) for q in terms})
    assert all(ONTOLOGY in line for line in held - written)


def test_a_store_holds_no_blank_node_that_would_be_named_anew_in_every_build(store: Store) -> None:
    assert "_:" not in {str(term)[:2] for quad in store for term in (quad.subject, quad.object)}


def test_two_readers_at_once_read_the_same_and_leave_the_files_alone(built: Path) -> None:
    before = {name: (built / name).stat().st_mtime_ns for name in files(built)}
    first, second = open_store(built), open_store(built)
    assert ask(first, COUNT) == ask(second, COUNT)
    assert {name: (built / name).stat().st_mtime_ns for name in files(built)} == before


def test_a_store_is_read_only(built: Path) -> None:
    store = open_store(built)
    with pytest.raises(RuntimeError, match="only possible on read-write"):
        store.add(quads(miniature())[0])


def test_a_store_tells_nothing_of_the_folder_that_it_was_made_in(tmp_path: Path) -> None:
    write_store(quads(miniature()), tmp_path)
    telling = [file.name for file in (tmp_path / "store").iterdir() if os.fsencode(tmp_path.name) in file.read_bytes()]
    assert telling == []


def test_a_build_over_a_build_replaces_its_store_while_a_reader_still_reads_the_former(tmp_path: Path) -> None:
    news = tmp_path / "news.txt"
    news.write_text("浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金3600万元。", encoding="utf-8")
    former = open_store(build(news, tmp_path, "0"))
    news.write_text("浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金48万元。", encoding="utf-8")
    store = open_store(build(news, tmp_path, "0"))
    assert "36000000" in str(list(former.quads_for_pattern(None, None, None)))
    assert "480000" in str(list(store))
    assert "36000000" not in str(list(store))


def many(count: int, **changed: str) -> Records:
    """Return a bulletin for each number below ``count``, with one action of its own; what ``changed`` says of b3 is its action's topic."""
    records = miniature()
    bulletins, actions = [], []
    for number in range(count):
        name = f"b{number}"
        evidence = (replace(records.actions[0].evidence[0], bulletin=name),)
        about = changed.get(name, "项目")
        bulletins.append(replace(records.bulletins[0], id=name))
        actions.append(replace(records.actions[0], id=f"action-{number}", about=about, evidence=evidence, measures=()))
    return replace(records, bulletins=tuple(bulletins), actions=tuple(actions))


def written(records: Records, folder: Path, former: Path | None = None) -> Path:
    folder.mkdir()
    write_store(quads(records), folder, former=former)
    return folder


def shared(first: Path, second: Path) -> int:
    """Count the files that two stores have together."""
    return len({f.stat().st_ino for f in (first / "store").iterdir()} & {f.stat().st_ino for f in (second / "store").iterdir()})


@pytest.mark.parametrize(
    "now",
    [many(40, b3="资金"), many(39), many(41), many(40), replace(many(40), entities=many(40).entities[1:])],
    ids=["changed", "withdrawn", "added", "the same", "another place"],
)
def test_a_store_made_of_a_former_one_holds_what_one_made_anew_holds(now: Records, tmp_path: Path) -> None:
    former = written(many(40), tmp_path / "former")
    before = dump(Store.read_only(str(former / "store")))
    updated, anew = written(now, tmp_path / "updated", former), written(now, tmp_path / "anew")
    first, second = Store.read_only(str(updated / "store")), Store.read_only(str(anew / "store"))
    assert dump(first) == dump(second)
    assert set(first.named_graphs()) == set(second.named_graphs())
    assert (updated / "store" / "graphs.json").read_bytes() == (anew / "store" / "graphs.json").read_bytes()
    assert shared(former, updated) > 0
    assert shared(former, anew) == 0
    assert dump(Store.read_only(str(former / "store"))) == before


def test_a_store_that_is_updated_again_and_again_stays_right(tmp_path: Path) -> None:
    former = written(many(30), tmp_path / "0")
    for step in range(1, 5):
        former = written(many(30 + step, b3=f"第{step}次", b7=f"第{step % 2}次"), tmp_path / str(step), former)
    anew = written(many(34, b3="第4次", b7="第0次"), tmp_path / "anew")
    assert dump(Store.read_only(str(former / "store"))) == dump(Store.read_only(str(anew / "store")))


@pytest.mark.parametrize("broken", ["graphs.json", "CURRENT"])
def test_a_former_store_that_is_broken_or_of_another_version_is_made_anew(broken: str, tmp_path: Path) -> None:
    former = written(many(30), tmp_path / "former")
    (former / "store" / broken).write_text("?", encoding="utf-8")
    updated = written(many(30), tmp_path / "updated", former)
    assert dump(Store.read_only(str(updated / "store"))) == dump(Store.read_only(str(written(many(30), tmp_path / "anew") / "store")))


def test_a_build_over_a_build_replaces_the_graphs_of_the_bulletins_that_changed(tmp_path: Path) -> None:
    def write(number: int, amount: int) -> None:
        text = f"浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县第{number}批财政帮扶资金{amount}万元。"
        (tmp_path / "news" / f"{number}.txt").write_text(text, encoding="utf-8")

    (tmp_path / "news").mkdir()
    for number in range(24):
        write(number, 100 + number)
    former = shutil.copytree(build(tmp_path / "news", tmp_path, "0"), tmp_path / "former", copy_function=os.link)
    write(3, 777)
    (tmp_path / "news" / "4.txt").unlink()
    write(30, 888)
    over = build(tmp_path / "news", tmp_path, "0")
    assert shared(former, over) > 0
    (tmp_path / "anew").mkdir()
    anew = build(tmp_path / "news", tmp_path / "anew", "0")
    assert dump(open_store(over)) == dump(open_store(anew))
    assert "7770000" in str(dump(open_store(over)))
    assert (over / "store" / "graphs.json").read_bytes() == (anew / "store" / "graphs.json").read_bytes()


def test_a_store_is_open_in_milliseconds(built: Path) -> None:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        open_store(built)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.05


def test_a_build_without_a_store_says_what_to_do(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    with pytest.raises(InputError, match=r"build does not exist: make one with kg build INPUT"):
        open_store(folder)
    folder.mkdir()
    shutil.copy(built / "build.json", folder)
    with pytest.raises(InputError, match=r"build has no store: make the build anew with kg build INPUT -o "):
        open_store(folder)
    (folder / "store").mkdir()
    with pytest.raises(InputError, match=r"store cannot be opened \(.*\): make the build anew"):
        open_store(folder)
