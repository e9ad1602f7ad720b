"""What a later issue corrects is kept as it was, and counts no more: in records, tables, RDF, the checks and what explain says."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.check.report import check, to_json
from kg.cli import main
from kg.explain import explain
from kg.extract.pipeline import extract_records
from kg.model import Records
from kg.rdf import quads, validate, write_turtle
from kg.rdf.namespaces import expand
from kg.read import read_text
from kg.read.editions import unite
from kg.store import ask, open_store
from kg.tables import read_records, write_tables, write_texts

TEXT = (
    "浙江省衢州市衢江区东西部扶贫协作帮扶四川省绵阳市平武县{}\n发布日期：2019-0{}-15\n"
    "2018年，衢江区投入平武县财政帮扶资金{}万元，选派41名专业技术骨干赴平武县开展对口帮扶，其中教师20名、医生21名，受到当地群众好评。"
)
FORMER = read_text(TEXT.format("", 1, 3600), file="former.txt", metadata={"id": "former"})
LATER = read_text(TEXT.format("（更正）", 2, 3700), file="later.txt", metadata={"id": "later"})
COPY = read_text(TEXT.format("", 1, 3600) + "\n责任编辑：张三", file="copy.txt", metadata={"publisher": "平武县人民政府"}, sha256="0" * 64)


@pytest.fixture(scope="module")
def records() -> Records:
    return extract_records(unite([FORMER, LATER, COPY]))


def test_both_are_kept_and_only_the_correction_counts(records: Records) -> None:
    money = [(a.evidence[0].bulletin, int(m.value), m.counts_in_totals) for a in records.actions for m in a.measures if m.unit == "元"]
    assert money == [("former", 36_000_000, False), ("later", 37_000_000, True)]


def test_every_statement_of_the_former_says_what_supersedes_it(records: Records) -> None:
    assert {(a.evidence[0].bulletin, a.superseded_by) for a in records.actions} == {("former", "later"), ("later", "")}
    assert not any(m.counts_in_totals for a in records.actions if a.superseded_by for m in a.measures)


def test_a_former_issue_that_is_not_there_is_not_named() -> None:
    (later,) = [b for b in unite([FORMER, LATER]) if b.supersedes]
    (kept,) = extract_records([later]).bulletins
    assert kept.supersedes == ""


def test_copies_and_corrections_come_back_from_the_tables(records: Records, tmp_path: Path) -> None:
    write_tables(records, tmp_path / "tables")
    write_texts(records, tmp_path / "texts")
    assert read_records(tmp_path) == records
    sheet = (tmp_path / "tables" / "copies.csv").read_text(encoding="utf-8-sig")
    assert "former,1.0" in sheet
    assert "平武县人民政府" in sheet


def test_the_rdf_links_them_and_draws_no_edge_from_what_is_superseded(records: Records) -> None:
    statements = {(q.subject.value, q.predicate.value, q.object.value, q.graph_name.value) for q in quads(records)}
    spo = {s[:3] for s in statements}
    assert (expand("id:later"), expand("dcterms:replaces"), expand("id:former")) in spo
    (copy,) = {s for s, p, o in spo if (p, o) == (expand("rdf:type"), expand("aid:Copy"))}
    assert (copy, expand("prov:alternateOf"), expand("id:former")) in spo
    only_former = Records(records.bulletins, records.entities, tuple(a for a in records.actions if a.superseded_by))
    assert only_former.actions
    assert [q for q in quads(only_former) if q.graph_name.value == expand("graph:derived")] == []


def test_the_graph_of_a_correction_conforms_to_the_shapes(records: Records, tmp_path: Path) -> None:
    write_turtle(quads(records), tmp_path / "graph.ttl")
    assert validate(tmp_path / "graph.ttl") == []


def test_explain_and_the_checks_tell_of_both(records: Records) -> None:
    former = next(a for a in records.actions if a.superseded_by)
    assert "superseded by 被更正于 later" in explain(records, "平武县")
    assert "also in 另见: copy.txt" in explain(records, former.id)
    assert "supersedes 更正: former" in explain(records, "later")
    told = to_json(check(records, None))["editions"]
    assert [(t.get("copy_of"), t.get("superseded")) for t in told] == [("former", None), (None, "former")]
    assert told[1]["figures"] == sum(len(a.measures) for a in records.actions if a.superseded_by)


def test_a_build_tells_of_copies_and_corrections_and_its_questions_answer_by_what_holds(tmp_path: Path) -> None:
    for name, text in (("a", TEXT.format("", 1, 3600)), ("b", TEXT.format("", 1, 3600)), ("c", TEXT.format("（更正）", 2, 3700))):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    run = CliRunner().invoke(main, ["build", *(str(tmp_path / f"{n}.txt") for n in "cba"), "-o", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    assert "2 (1 copy, 1 superseded)" in run.stdout
    manifest = (tmp_path / "out" / "build.json").read_text(encoding="utf-8")
    assert [manifest.count(f'"{name}.txt"') for name in "abc"] == [1, 1, 1]
    answer = ask(open_store(tmp_path / "out"), "SELECT (SUM(?v) AS ?sum) { ?m aid:unit '元' ; aid:value ?v ; aid:countsInTotals true }")
    assert "37000000" in str(answer)
