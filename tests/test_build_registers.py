"""A build of bulletins and registers together, as ``make graph`` makes it."""

import csv
import json
import subprocess
import sys
from pathlib import Path

from kg.building import Built, summary
from kg.explain import explain
from kg.store import ask, bound_query, find_question, open_store
from kg.tables import read_records

ROOT = Path(__file__).parents[1]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", "from kg.cli import main; main()", *words], capture_output=True, encoding="utf-8")


def test_a_build_tells_how_many_rows_nobody_has_checked(national: Path) -> None:
    told = summary(Built(read_records(national), (), national, {}))
    assert "registers   6: 363 rows, 55 of them unchecked, 0 left out" in told


def test_each_row_of_the_registers_states_a_pairing_and_all_checks_pass(national: Path) -> None:
    report = json.loads((national / "report.json").read_text(encoding="utf-8"))
    assert report["passed"]
    rows = report["completeness"]["registers"]
    assert (rows["rows"], rows["captured"], rows["left_out"]) == (363, 363, 0)
    assert sum(register["captured"] for register in rows["registers"]) == 363


def test_registers_are_counted_apart_from_bulletins_and_rows_from_figures(national: Path) -> None:
    report = json.loads((national / "report.json").read_text(encoding="utf-8"))
    counts, book = report["counts"], report["completeness"]
    assert (counts["bulletins"], counts["registers"], counts["articles"]) == (1, 6, 2)
    assert book["figures"] == book["captured"] + book["left_out"] == sum(b["figures"] for b in book["bulletins"])
    assert len(book["bulletins"]) == 1


def test_two_of_the_rows_are_stated_in_the_founding_bulletin_too(national: Path) -> None:
    records = read_records(national)
    named = {e.id: e.name for e in records.entities}
    both = [a for a in records.actions if len({e.bulletin for e in a.evidence}) > 1]
    assert {(named[a.provider[0]], named[a.recipient[0]]) for a in both} == {("衢江区", "平武县"), ("青白江区", "九龙县")}


def test_what_is_unchecked_is_told_as_such_everywhere(national: Path) -> None:
    records = read_records(national)
    row = next(a for a in records.actions if a.rank)
    assert "unchecked 未核实" in explain(records, row.id)
    assert "unchecked 未核实" in explain(records, row.recipient[0])
    with (national / "tables" / "actions.csv").open(encoding="utf-8-sig", newline="") as table:
        assert row.id in {line["id"] for line in csv.DictReader(table) if line["rank"] == "unchecked"}
    page = (national / "views" / "network.html").read_text(encoding="utf-8")
    assert '"rank":"unchecked"' in page
    assert '>unchecked<' not in (national / "graph.graphml").read_text(encoding="utf-8")


def test_registers_answer_what_bulletins_alone_do_not(national: Path) -> None:
    def rows(name: str, *, unchecked: bool = False, **values: str) -> list[dict[str, str]]:
        store = open_store(national, unchecked=unchecked)
        found = ask(store, bound_query(store, find_question(name), values))
        return [{c: getattr(t, "value", "") for c, t in zip(found.columns, row, strict=True)} for row in found.rows]

    assert [r["provider"] for r in rows("who-assists", place="林周县")] == []
    assert [r["provider"] for r in rows("who-assists", place="林周县", unchecked=True)] == ["苏州市"]
    several = {r["recipient"]: int(r["providers"]) for r in rows("several-providers")}
    assert several["日喀则市"] == 4
    chains = [r["chain"] for r in rows("longest-chain")]
    assert "浙江省→四川省 > 衢江区→平武县" in " ".join(chains)


def test_an_answer_that_is_empty_tells_how_much_there_would_be_with_what_is_unchecked(national: Path) -> None:
    asked = ("ask", "who-assists", "--build", str(national), "--place")
    assert "no rows: nothing in this build matches; 1 unchecked 未核实 would: ask with --unchecked" in run(*asked, "林周县").stdout
    assert "1 unchecked 未核实 would" in run(*asked, "林周县", "--format", "csv").stderr
    assert "(1 row)" in run(*asked, "林周县", "--unchecked").stdout
    graph = ("query", "CONSTRUCT { ?s aid:rank ?rank } WHERE { ?s aid:rank ?rank }", "--build", str(national))
    assert run(*graph).stdout == "# no statement: nothing in this build matches; 55 unchecked 未核实 would: ask with --unchecked\n"
    assert run("query", "SELECT ?s { ?s a aid:Nothing }", "--build", str(national)).returncode == 2
    assert run("query", "SELECT ?s { ?s aid:about 'x' }", "--build", str(national)).stdout == "no rows: nothing in this build matches\n"


def test_what_is_told_of_a_place_counts_the_registers_that_say_so_too(national: Path) -> None:
    records = read_records(national)
    stated = [a for a in records.actions if "place-510727" in (*a.provider, *a.recipient, *a.through)]
    registers = {b.id for b in records.bulletins if b.columns} & {e.bulletin for a in stated for e in a.evidence}
    assert registers
    told = f" in 1 bulletin and {len(registers)} register{'s' * (len(registers) != 1)}"
    assert told in explain(records, "平武县")


def test_a_bad_row_and_a_bad_file_are_named_and_the_rest_is_built(tmp_path: Path) -> None:
    head = "帮扶方,帮扶方省份,受援方,受援方省份"
    (tmp_path / "a.csv").write_text(f"{head}\n衢江区,浙江省,平武县,四川省\n衢江区,浙江省,平武厦县,四川省\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("甲,乙\n衢江区,平武县\n", encoding="utf-8")
    done = run("build", str(tmp_path), "-o", str(tmp_path / "build"))
    assert done.returncode == 2
    assert "a.csv, row 3, column recipient: 四川省 has no place called 平武厦县: did you mean" in done.stderr
    assert "b.csv has no column for the provider and the recipient among 甲、乙" in done.stderr
    assert "registers   1: 1 rows, 0 of them unchecked, 1 left out" in done.stdout
    left_out = (tmp_path / "build" / "tables" / "left_out.csv").read_text(encoding="utf-8-sig")
    assert "row_place" in left_out
    assert "平武厦县" in left_out


def test_a_table_without_a_usable_row_is_named_and_its_rows_are_on_record(tmp_path: Path) -> None:
    head = "帮扶方,帮扶方省份,受援方,受援方省份"
    (tmp_path / "a.csv").write_text(f"{head}\n衢江区,浙江省,平武县,四川省\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{head}\n衢江区,浙江省,平武厦县,四川省\n", encoding="utf-8")
    done = run("build", str(tmp_path), "-o", str(tmp_path / "build"))
    assert done.returncode == 2
    assert "b.csv has no row that states a pairing" in done.stderr
    with (tmp_path / "build" / "tables" / "left_out.csv").open(encoding="utf-8-sig", newline="") as table:
        (line,) = csv.DictReader(table)
    assert line["reason"] == "row_place"
    assert "平武厦县" in line["quote"]
    report = json.loads((tmp_path / "build" / "report.json").read_text(encoding="utf-8"))
    rows = report["completeness"]["registers"]
    assert (rows["rows"], rows["captured"], rows["left_out"]) == (2, 1, 1)
    assert report["passed"]
    assert "平武厦县" in (tmp_path / "build" / "report.html").read_text(encoding="utf-8")
    assert run("build", str(tmp_path / "b.csv"), "-o", str(tmp_path / "none")).returncode == 2
    assert not (tmp_path / "none").exists()
