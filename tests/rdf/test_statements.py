"""What the RDF promises to a query: every field of the records, every class by its own name and by the one above it, no blank node."""

from dataclasses import fields, replace
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.model import Action, Bulletin, Copy, Entity, Measure, Records, Ruling
from kg.rdf import quads
from kg.rdf.mapping import ACTION, BULLETIN, COPY, ENTITY, JUDGEMENT, MEASURE, PART, POST, Field
from kg.rdf.namespaces import expand
from kg.rdf.organizations import Part, Post
from kg.rdf.terms import node
from kg.rdf.vocabulary import read_vocabulary
from kg.resources import locate
from miniature import PINGWU, QUJIANG, action, bulletin, measure, miniature, quote

# What statements.py writes as nodes of their own, or as the node itself.
_NODES = {"id", "kind", "type", "evidence", "mentions", "measures", "text", "blocks", "articles", "origins", "copies"}
_NODES |= {"judged", "who", "field", "before", "after"}


def of(statements: list[Quad], subject: str, predicate: str) -> set[str]:
    wanted = (expand(subject), expand(predicate))
    return {q.object.value for q in statements if (q.subject.value, q.predicate.value) == wanted}


@pytest.mark.parametrize(
    ("record", "mapping"),
    [
        *[(Action, ACTION), (Bulletin, BULLETIN), (Copy, COPY), (Entity, ENTITY), (Measure, MEASURE), (Part, PART), (Post, POST)],
        (Ruling, JUDGEMENT),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_no_field_of_a_record_is_lost(record: type, mapping: tuple[Field, ...]) -> None:
    assert {f.name for f in fields(record)} - _NODES == {f.name for f in mapping}  # type: ignore[arg-type]


def test_the_sector_the_period_and_the_programme_of_an_action_can_be_asked_for() -> None:
    action = replace(miniature().actions[0], sector=("industry", "environment"), period="2018", programme="东西部扶贫协作")
    statements = quads(replace(miniature(), actions=(action,)))
    assert of(statements, f"id:{action.id}", "aid:sector") == {expand("aid:sector-industry"), expand("aid:sector-environment")}
    assert of(statements, f"id:{action.id}", "aid:period") == {"2018"}
    assert of(statements, f"id:{action.id}", "aid:programme") == {"东西部扶贫协作"}


def test_a_place_is_an_entity_an_action_an_action_and_its_sentence_evidence_without_inference() -> None:
    statements = quads(miniature())
    action = next(a for a in miniature().actions if a.kind == "funding")
    sentence = f"id:evidence-{bulletin().id}-{action.evidence[0].start}-{action.evidence[0].end}"
    assert of(statements, "id:place-510727", "rdf:type") == {expand("aid:Place"), expand("aid:Entity")}
    assert of(statements, f"id:{action.id}", "rdf:type") == {expand("aid:Funding"), expand("aid:Action")}
    assert of(statements, sentence, "rdf:type") == {expand("oa:SpecificResource"), expand("aid:Evidence")}


@pytest.mark.parametrize(
    ("value", "written"), [("3.3E+8", "330000000"), ("330000000.0", "330000000"), ("10.486", "10.486"), ("100", "100"), ("0.50", "0.5")]
)
def test_an_amount_is_written_in_full_and_as_a_store_would_write_it(value: str, written: str) -> None:
    b = bulletin()
    figure = replace(measure(b, "3.3亿元", 0, "元"), value=Decimal(value))
    statements = quads(replace(miniature(), actions=(action("funding", [QUJIANG], [PINGWU], figure.evidence, figure),)))
    assert of(statements, f"id:{figure.id}", "aid:value") == {written}


def test_a_bulletin_has_a_graph_of_its_own_and_places_one_for_all() -> None:
    named = replace(PINGWU, mentions=(quote(bulletin(), "平武县"),))
    records = miniature()
    statements = quads(replace(records, entities=tuple(named if e.id == PINGWU.id else e for e in records.entities)))
    graphs = {q.graph_name.value.rpartition("/")[2] for q in statements}
    assert graphs == {"sichuan-2019-2", "places", "derived", "catalogue"}
    about = {q.graph_name.value.rpartition("/")[2] for q in statements if q.predicate.value == expand("aid:mention")}
    assert about == {"sichuan-2019-2"}


def test_no_node_is_blank_and_no_statement_stands_twice() -> None:
    statements = quads(miniature())
    assert all(isinstance(q.subject, NamedNode) for q in statements)
    assert len(set(map(str, statements))) == len(statements)


def test_records_without_anything_give_no_statement() -> None:
    assert quads(Records()) == []


def test_a_place_is_labelled_in_english_beside_its_chinese_names() -> None:
    pingwu = replace(PINGWU, english="Pingwu County", aliases=("平武",))
    statements = quads(replace(miniature(), entities=tuple(pingwu if e.id == pingwu.id else e for e in miniature().entities)))
    labels = [q.object for q in statements if (q.subject.value, q.predicate.value) == (expand(f"id:{pingwu.id}"), expand("skos:altLabel"))]
    assert {(label.value, label.language) for label in labels} == {("Pingwu County", "en"), ("平武", "zh")}


def test_a_period_is_an_interval_a_unit_one_of_qudt_and_a_programme_a_concept() -> None:
    whole = miniature()
    given = replace(next(a for a in whole.actions if a.kind == "funding"), period="2018-09", programme="东西部扶贫协作")
    statements = quads(replace(whole, actions=(given,)))
    assert of(statements, f"id:{given.id}", "dcterms:temporal") == {expand("id:period-2018-09")}
    assert of(statements, "id:period-2018-09", "time:hasEnd") == {expand("id:day-2018-09-30")}
    assert of(statements, "id:day-2018-09-30", "time:inXSDDate") == {"2018-09-30"}
    assert of(statements, f"id:{given.measures[0].id}", "qudt:hasUnit") == {expand("unit:CCY_CNY")}
    assert of(statements, f"id:{given.id}", "aid:inProgramme") == {expand("aid:programme-east-west-poverty")}


def test_a_unit_and_a_programme_of_words_of_ones_own_stay_words() -> None:
    whole = miniature()
    given = next(a for a in whole.actions if a.kind == "funding")
    own = replace(given, programme="希望工程", measures=(replace(given.measures[0], unit="畦"),))
    statements = quads(replace(whole, actions=(own,)))
    assert of(statements, f"id:{own.id}", "aid:programme") == {"希望工程"}
    assert of(statements, f"id:{own.id}", "aid:inProgramme") == of(statements, f"id:{own.measures[0].id}", "qudt:hasUnit") == set()


def test_a_place_has_its_point() -> None:
    placed = replace(PINGWU, lat=32.41, lon=104.53)
    statements = quads(replace(miniature(), entities=tuple(placed if e.id == placed.id else e for e in miniature().entities)))
    assert of(statements, f"id:{PINGWU.id}-point", "geosparql:asWKT") == {"POINT(104.53 32.41)"}


def test_each_graph_says_what_it_was_made_from_and_by_which_version() -> None:
    statements = quads(miniature())
    names = {q.graph_name for q in statements}
    for name in names - {node("graph:catalogue")}:
        (made,) = {q.object.value for q in statements if (q.graph_name, q.subject, q.predicate) == (name, name, node("prov:wasGeneratedBy"))}
        assert made == expand(f"id:build-{version('assistance-kg')}")
    assert of(statements, "graph:sichuan-2019-2", "prov:wasDerivedFrom") == {expand("id:sichuan-2019-2")}
    assert of(statements, "id:dataset", "void:subset") == {name.value for name in names - {node("graph:catalogue")}}


def test_the_catalogue_counts_the_statements_of_all_graphs() -> None:
    statements = quads(miniature())
    held = {(q.subject, q.predicate, q.object) for q in statements if q.graph_name != node("graph:catalogue")}
    assert of(statements, "id:dataset", "void:triples") == {str(len(held))}
    assert of(statements, "id:dataset-class-aid-Measure", "void:entities") == {"7"}
    assert of(statements, "id:dataset-property-aid-measure", "void:triples") == {"7"}


def test_a_new_kind_is_written_with_its_class_and_its_direct_edge(tmp_path: Path) -> None:
    declared = tmp_path / "ontology.ttl"
    loan = ['rdfs:label "贷款"@zh', "rdfs:subClassOf aid:Action", "aid:directEdge aid:lendsTo", 'skos:notation "loan"']
    declared.write_text(
        locate("ontology/assistance.ttl").read_text(encoding="utf-8") + "\naid:Loan\n    " + " ;\n    ".join(loan) + " .\n", encoding="utf-8"
    )
    given = replace(next(a for a in miniature().actions if a.kind == "funding"), kind="loan")
    statements = quads(replace(miniature(), actions=(given,)), words=read_vocabulary(declared))
    assert of(statements, f"id:{given.id}", "rdf:type") == {expand("aid:Loan"), expand("aid:Action")}
    assert of(statements, f"id:{QUJIANG.id}", "aid:lendsTo") == {expand(f"id:{PINGWU.id}")}
