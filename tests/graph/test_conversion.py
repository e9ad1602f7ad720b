"""What the networkx graph promises: every action, every figure exact, every attribute where one expects it."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.errors import InputError
from kg.graph import is_unnamed, pairs, to_networkx
from kg.model import Records
from kg.tables import read_records
from miniature import COLLEGE, MIANYANG, PINGWU, QUJIANG, QUZHOU, action, bulletin, hostile, miniature, quote

SENTENCE = quote(bulletin(), "落实社会帮扶资金534万元")


@pytest.mark.parametrize("records", [miniature(), hostile()], ids=["miniature", "hostile"])
def test_every_entity_is_a_node_and_every_action_an_edge(records: Records) -> None:
    graph = to_networkx(records)
    assert {node for node in graph if not is_unnamed(node)} == {entity.id for entity in records.entities}
    assert {key for *_, key in graph.edges(keys=True)} == {a.id for a in records.actions}


def test_no_action_of_a_build_is_lost(built: Path) -> None:
    graph, records = kg.load(built), read_records(built)
    assert {key for *_, key in graph.edges(keys=True)} == {a.id for a in records.actions}
    assert set(graph) >= {e.id for e in records.entities}


def test_a_node_tells_what_is_known_of_a_place() -> None:
    place = replace(PINGWU, aliases=("平武",), lat=32.4097, lon=104.5556)
    node = to_networkx(Records(entities=(place,))).nodes["place-510727"]
    assert (node["name"], node["type"], node["level"], node["code"], node["parent"]) == ("平武县", "place", "county", "510727", "place-510700")
    assert (node["aliases"], node["lat"], node["lon"]) == (("平武",), 32.4097, 104.5556)


def test_an_edge_leads_from_giver_to_receiver_and_tells_what_was_given_and_where_it_is_stated() -> None:
    graph = to_networkx(miniature())
    key = next(a.id for a in miniature().actions if a.kind == "funding")
    edge = graph.edges[QUJIANG.id, PINGWU.id, key]
    assert (edge["action"], edge["kind"], edge["status"], edge["about"]) == (key, "funding", "done", "社会帮扶资金")
    assert bulletin().text[edge["start"] : edge["end"]] == edge["quote"] == "落实社会帮扶资金534万元"
    assert [measure.value for measure in edge["measures"]] == [Decimal(5340000)]


def test_an_action_of_several_parties_has_an_edge_for_each_pair_under_one_key() -> None:
    given = action("funding", [QUJIANG, QUZHOU], [PINGWU, MIANYANG], SENTENCE)
    edges = to_networkx(Records(actions=(given,))).edges(keys=True)
    assert set(edges) == {(giver.id, taker.id, given.id) for giver in (QUJIANG, QUZHOU) for taker in (PINGWU, MIANYANG)}


def test_who_carries_an_action_out_is_told_on_its_edge_and_is_no_party() -> None:
    graph = to_networkx(miniature())
    assert [data["through"] for *_, data in graph.edges(data=True) if data["kind"] == "training"] == [(COLLEGE.id,)]
    assert graph.degree(COLLEGE.id) == 0


def test_where_both_sides_are_both_nobody_gives_to_itself() -> None:
    assert pairs(action("exchange", [QUJIANG, PINGWU], [QUJIANG, PINGWU], SENTENCE)) == [(QUJIANG.id, PINGWU.id), (PINGWU.id, QUJIANG.id)]
    assert pairs(action("exchange", [QUJIANG], [QUJIANG], SENTENCE)) == [(QUJIANG.id, QUJIANG.id)]


def test_whoever_is_not_named_joins_nobody_with_anybody() -> None:
    alone = [action("output", [], [party], SENTENCE) for party in (PINGWU, MIANYANG)]
    named = replace(action("output", [QUJIANG], [], SENTENCE), id="action-given")
    graph = to_networkx(Records(entities=(PINGWU, MIANYANG, QUJIANG), actions=(*alone, named)))
    assert nx.number_weakly_connected_components(graph) == 3
    assert {data["type"] for node, data in graph.nodes(data=True) if is_unnamed(node)} == {"unnamed"}


def test_an_action_without_any_named_party_is_an_edge_too() -> None:
    (edge,) = to_networkx(Records(actions=(action("output", [], [], SENTENCE),))).edges
    assert all(map(is_unnamed, edge[:2]))
    assert edge[0] != edge[1]


@pytest.mark.parametrize("records", [miniature(), hostile()], ids=["miniature", "hostile"])
def test_all_nodes_and_all_edges_have_the_same_attributes(records: Records) -> None:
    graph = to_networkx(records)
    assert len({frozenset(data) for _, data in graph.nodes(data=True)}) == 1
    assert len({frozenset(data) for *_, data in graph.edges(data=True)}) == 1


def test_no_attribute_is_lost_when_networkx_turns_the_graph_into_plain_data() -> None:
    graph = to_networkx(miniature())
    again = nx.node_link_graph(nx.node_link_data(graph, edges="edges"), edges="edges")
    assert nx.utils.graphs_equal(again, graph)


def test_a_folder_that_is_no_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no build: make one with kg build"):
        kg.load(tmp_path)


def test_importing_kg_costs_nothing_and_loading_a_build_loads_no_spacy(built: Path) -> None:
    code = "import sys, kg; assert 'networkx' not in sys.modules; print(len(kg.load('build').edges)); assert 'spacy' not in sys.modules"
    run = subprocess.run([sys.executable, "-c", code], cwd=built.parent, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 0
