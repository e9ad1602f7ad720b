"""What the RDF promises of registers: a graph for each, with its description; what is unchecked apart, in no answer that does not ask for it."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.extract.pipeline import extract_records
from kg.model import Bulletin, Records
from kg.rdf import quads, validate, write_trig, write_turtle
from kg.rdf.namespaces import expand
from kg.rdf.read import read_rdf
from kg.read.registers import read_registers
from kg.store import ask, open_store, write_store
from kg.tables import read_records, write_tables, write_texts

TABLE = """provider,provider_province,recipient,recipient_province,programme,from_year,to_year,source_url,checked
衢江区,浙江省,平武县,四川省,东西部扶贫协作,2018,2021,https://example.org,yes
宁波市,浙江省,凉山彝族自治州,四川省,东西部协作,2021,,,no
"""


@pytest.fixture(scope="module")
def records() -> Records:
    known = {"title": "浙川结对关系", "source": "公开网页", "date": "2021-06-01"}
    return extract_records(read_registers(TABLE.encode(), ".csv", "pairs.csv", metadata=known, columns={}, sha256="0" * 64)[0])


def _graphs(statements: list[Quad]) -> set[str]:
    return {q.graph_name.value.rpartition("/")[2] for q in statements}


def _register(records: Records) -> Bulletin:
    (register,) = records.bulletins
    return register


def test_a_register_has_a_graph_with_its_source_date_hash_and_version(records: Records) -> None:
    statements, register = quads(records), _register(records)
    assert _graphs(statements) == {register.id, f"{register.id}-unchecked", "places", "derived", "derived-unchecked", "catalogue"}
    own = {(q.predicate.value, q.object.value) for q in statements if q.graph_name.value.endswith(register.id)}
    wanted = {"dc:source": "公开网页", "dcterms:date": "2021-06-01", "aid:sha256": "0" * 64, "rdf:type": expand("aid:Register")}
    assert {(expand(name), value) for name, value in wanted.items()} <= own
    assert {name for name, _ in own} >= {expand("prov:wasGeneratedBy"), expand("prov:wasDerivedFrom")}


def test_what_is_unchecked_stands_in_graphs_of_its_own_and_not_where_all_graphs_are_one(records: Records, tmp_path: Path) -> None:
    statements = quads(records)
    unchecked = next(a for a in records.actions if a.rank)
    about = {q.graph_name.value.rpartition("/")[2] for q in statements if q.subject.value.endswith(unchecked.id)}
    assert about == {f"{_register(records).id}-unchecked"}
    write_turtle(statements, tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert unchecked.id not in text
    assert "aid:rank" not in text
    assert text.count("aid:assists id:") == 1
    assert validate(tmp_path / "graph.ttl") == []


def test_no_query_counts_what_is_unchecked_unless_asked_to(records: Records, tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text('{"program": "kg"}', encoding="utf-8")
    write_store(quads(records), tmp_path)
    for query in ("SELECT ?a { ?a aid:assists ?b }", "SELECT ?p { ?p a aid:Pairing }", "SELECT ?p { GRAPH ?g { ?p a aid:Pairing } }"):
        assert len(ask(open_store(tmp_path), query).rows) == 1
        assert len(ask(open_store(tmp_path, unchecked=True), query).rows) == 2
    (found,) = ask(open_store(tmp_path, unchecked=True), "SELECT ?p { ?p aid:rank aid:rank-unchecked }").rows
    assert found


def test_a_build_without_unchecked_rows_has_one_store(records: Records, tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text('{"program": "kg"}', encoding="utf-8")
    write_store(quads(replace(records, actions=tuple(a for a in records.actions if not a.rank))), tmp_path)
    assert not (tmp_path / "store-unchecked").exists()
    assert len(ask(open_store(tmp_path, unchecked=True), "SELECT ?p { ?p a aid:Pairing }").rows) == 1


def test_registers_come_back_from_tables_and_all_that_rdf_holds_from_rdf(records: Records, tmp_path: Path) -> None:
    write_tables(records, tmp_path / "tables")
    write_texts(records, tmp_path / "texts")
    assert read_records(tmp_path) == records
    write_trig(quads(records), tmp_path / "graph.trig")
    again = read_rdf(tmp_path / "graph.trig")
    assert again.actions == records.actions
    kept = {f.name for f in fields(Bulletin)} - {"text", "blocks", "articles", "origins"}
    assert [getattr(_register(again), name) for name in sorted(kept)] == [getattr(_register(records), name) for name in sorted(kept)]
