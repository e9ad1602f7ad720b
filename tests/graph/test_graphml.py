"""What graph.graphml promises: networkx reads back what was written, and nothing in it that Gephi's reader drops, merges or misreads.

The rules are those of Gephi's ImporterGraphML and its import container; each is held on the build of data/bulletins and on hostile names.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

import kg
from kg.graph import to_networkx, write_graphml
from kg.model import Records
from miniature import MIANYANG, PINGWU, QUJIANG, action, bulletin, hostile, measure, miniature, quote

NS = "{http://graphml.graphdrawing.org/xmlns}"
TYPES = {"boolean": bool, "int": int, "long": int, "float": float, "double": float, "string": str}
GEPHI_PROPERTIES = {"label", "nodelabel", "edgelabel", "x", "y", "z", "xpos", "ypos", "zpos", "size", "r", "g", "b", "color", "weight", "Edge Weight"}
GEPHI_COLUMNS = {"id", "label", "timeset", "interval", "weight", "source", "target"}
EVIL = "A & <b> & & \x00\x0b\x1f\x7f\x85\ud800\ufffe\r\n\t]]>\u2028 \"'\U0010ffff"


def evil() -> Records:
    """The hostile records, with what XML cannot hold in every text."""
    records = hostile()
    entities = tuple(replace(e, name=e.name and e.name + EVIL, aliases=(EVIL,), code=EVIL) for e in records.entities)
    actions = tuple(replace(a, about=EVIL, programme=EVIL, period=EVIL, kind=a.kind + EVIL) for a in records.actions)
    return replace(records, entities=entities, actions=actions)


@pytest.fixture(params=["build", "miniature", "hostile", "empty"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file to hold the rules against."""
    if request.param == "build":
        return request.getfixturevalue("built") / "graph.graphml"
    write_graphml(to_networkx({"miniature": miniature(), "hostile": evil(), "empty": Records()}[request.param]), tmp_path / "graph.graphml")
    return tmp_path / "graph.graphml"


def keys(file: Path) -> list[dict[str, str]]:
    return [element.attrib for element in ElementTree.parse(file).getroot().iter(f"{NS}key")]


def values(file: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Yield each value of the file with the declaration of its key."""
    declared = {key["id"]: key for key in keys(file)}
    for element in ElementTree.parse(file).getroot().iter(f"{NS}data"):
        assert len(element) == 0, "a value holds text alone"
        yield declared[element.attrib["key"]], element.text or ""


def test_a_build_holds_the_graph_that_kg_load_gives(built: Path, tmp_path: Path) -> None:
    write_graphml(kg.load(built), tmp_path / "again.graphml")
    assert (tmp_path / "again.graphml").read_bytes() == (built / "graph.graphml").read_bytes()


def test_networkx_reads_the_same_nodes_edges_and_values(built: Path) -> None:
    read, graph = nx.read_graphml(built / "graph.graphml", force_multigraph=True), kg.load(built)
    assert {node: data["label"] for node, data in read.nodes(data=True)} == dict(graph.nodes(data="name"))
    assert sorted((*edge, action) for *edge, action in read.edges(data="action")) == sorted(graph.edges(keys=True))
    for giver, taker, data in read.edges(data=True):
        edge = graph.edges[giver, taker, data["action"]]
        names = ("kind", "status", "programme", "about", "period", "quote", "bulletin", "start", "end", "section")
        assert {name: data.get(name, "") for name in names} == {name: edge[name] for name in names}
    for node, data in read.nodes(data=True):
        assert (data.get("lat"), data.get("lon"), data.get("code", "")) == tuple(graph.nodes[node][name] for name in ("lat", "lon", "code"))


def test_the_declaration_names_the_encoding(file: Path) -> None:
    assert file.read_bytes().startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    file.read_bytes().decode()


def test_there_is_one_directed_graph_and_nothing_that_gephi_ignores(file: Path) -> None:
    root = ElementTree.parse(file).getroot()
    (graph,) = root.iter(f"{NS}graph")
    assert graph.attrib == {"edgedefault": "directed"}
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= {"graphml", "key", "graph", "node", "edge", "data"}
    assert all(parent.tag == f"{NS}graph" for parent in root.iter() if parent.find(f"{NS}node") is not None or parent.find(f"{NS}edge") is not None)


def test_every_key_has_a_type_and_a_home_that_gephi_knows(file: Path) -> None:
    assert all(key["for"] in ("node", "edge") and key["attr.type"] in TYPES for key in keys(file))


def test_key_ids_stay_different_in_lower_case_and_are_no_column_of_gephis(file: Path) -> None:
    ids = [key["id"].lower() for key in keys(file)]
    assert len(set(ids)) == len(ids)
    assert GEPHI_COLUMNS.isdisjoint(ids)
    assert all(re.fullmatch(r"\w+", i) for i in ids)


def test_only_label_and_weight_are_taken_for_gephis_own_properties(file: Path) -> None:
    taken = [(key["for"], key["attr.name"]) for key in keys(file) if GEPHI_PROPERTIES & {key["id"], key["attr.name"]}]
    assert sorted(taken) == [("edge", "label"), ("edge", "weight"), ("node", "label")]


def test_every_node_and_every_edge_has_an_id_of_its_own_without_blanks(file: Path) -> None:
    root = ElementTree.parse(file).getroot()
    for tag in ("node", "edge"):
        ids = [element.attrib["id"] for element in root.iter(NS + tag)]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"\S+", i) for i in ids)


def test_every_edge_joins_declared_nodes_and_has_a_type(file: Path) -> None:
    root = ElementTree.parse(file).getroot()
    nodes = {element.attrib["id"] for element in root.iter(f"{NS}node")}
    for edge in root.iter(f"{NS}edge"):
        assert {edge.attrib["source"], edge.attrib["target"]} <= nodes
        assert edge.attrib["label"].strip()


def test_every_node_has_a_label_and_every_edge_a_label_and_a_weight_above_zero(file: Path) -> None:
    read = nx.read_graphml(file, force_multigraph=True)
    assert all(data["label"].strip() for _, data in read.nodes(data=True))
    assert all(data["label"].strip() and data["weight"] > 0 for *_, data in read.edges(data=True))


def test_every_value_is_plain_text_of_its_type_in_one_line(file: Path) -> None:
    for key, text in values(file):
        assert text.strip(), "an empty value stands for nothing known and is left out"
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", text)
        TYPES[key["attr.type"]](text)


def test_no_value_is_cut_into_pieces_by_references(file: Path) -> None:
    values_only = re.findall(r"<data [^>]*>(.*?)</data>", file.read_text(encoding="utf-8"))
    assert not any("&" in value for value in values_only if not value.startswith("<![CDATA["))


def test_hostile_text_comes_back_as_text(tmp_path: Path) -> None:
    write_graphml(to_networkx(evil()), tmp_path / "graph.graphml")
    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert {data["about"] for *_, data in read.edges(data=True)} == {"A & <b> & &" + " " * 11 + "]]>  \"'\U0010ffff"}
    assert read.nodes["place-x"]["label"].startswith('𠮷𠮷村<img src=x onerror="window.hacked=1">\'"&</script>')
    assert read.nodes["school-nameless"]["label"] == "school-nameless"


def test_a_blank_stands_for_each_character_that_xml_cannot_hold_so_that_offsets_fit(tmp_path: Path) -> None:
    records = miniature()
    first = replace(records.actions[0].evidence[0], quote="资金\x0b534\n万元")
    write_graphml(to_networkx(replace(records, actions=(replace(records.actions[0], evidence=(first,)),))), tmp_path / "graph.graphml")
    ((*_, data),) = nx.read_graphml(tmp_path / "graph.graphml").edges(data=True)
    assert data["quote"] == "资金 534 万元"


def test_weights_count_statements(built: Path) -> None:
    read = nx.read_graphml(built / "graph.graphml", force_multigraph=True)
    assert read.size(weight="weight") == read.number_of_edges() == kg.load(built).number_of_edges()


def test_money_may_be_added_up_and_what_is_given_jointly_stands_apart(tmp_path: Path) -> None:
    source = bulletin()
    whole = measure(source, "3.3亿元", 330000000, "元")
    part = measure(source, "534万元", 5340000, "元", total=whole.id, counts=False)
    joint = action("funding", [QUJIANG], [PINGWU, MIANYANG], quote(source, "完成投资3.3亿元"), whole)
    single = action("funding", [QUJIANG], [PINGWU], quote(source, "落实社会帮扶资金534万元"), part)
    agreed = action("investment", [QUJIANG], [PINGWU], quote(source, "总投资50亿"), measure(source, "50亿", 5 * 10**9, "元"))
    sent = action("personnel", [QUJIANG], [PINGWU], quote(source, "41名专业技术骨干"), measure(source, "41名", 41, "名"))
    records = Records((source,), (MIANYANG, QUJIANG, PINGWU), (joint, single, agreed, sent))
    write_graphml(to_networkx(records), tmp_path / "graph.graphml")
    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert [yuan for *_, yuan in read.edges(data="yuan") if yuan] == [5e9]
    assert [yuan for *_, yuan in read.edges(data="joint_yuan") if yuan] == [3.3e8, 3.3e8]
    assert {figures for *_, figures in read.edges(data="figures")} == {"3.3亿元", "534万元", "50亿", "41名"}
