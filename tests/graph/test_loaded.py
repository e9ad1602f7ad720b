"""What a loaded graph promises: it answers what people ask, counts nothing twice, and says what it cannot."""

import base64
import doctest
import html.parser
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import networkx as nx
import pytest

import kg
import kg.graph.loaded
import kg.graph.picture
from kg.errors import InputError, KgError, QueryError
from kg.graph import to_networkx
from kg.graph.loaded import LoadedGraph
from kg.model import Level, Rank, Records, Status
from miniature import MIANYANG, PINGWU, QUJIANG, QUZHOU, action, bulletin, measure, miniature, place, quote

ZHEJIANG = place("330000", "浙江省", Level.PROVINCE)
SICHUAN = place("510000", "四川省", Level.PROVINCE)
METHODS = [name for name in vars(LoadedGraph) if not name.startswith("_") and callable(getattr(LoadedGraph, name))]


@pytest.fixture(scope="module")
def graph(built: Path) -> LoadedGraph:
    return kg.load(built)


def placed(*actions: object) -> LoadedGraph:
    """The graph of some actions among two counties, their cities and provinces."""
    above = [replace(QUZHOU, parent=ZHEJIANG.id), replace(MIANYANG, parent=SICHUAN.id), ZHEJIANG, SICHUAN]
    return to_networkx(Records((bulletin(),), (QUJIANG, PINGWU, *above), actions))  # type: ignore[arg-type]


def given(period: str = "", **told: object) -> object:
    source = bulletin()
    money = measure(source, "534万元", 5340000, "元")
    return replace(action("funding", [QUJIANG], [PINGWU], quote(source, "落实社会帮扶资金534万元"), money), period=period, **told)


@pytest.mark.parametrize("module", [kg, kg.graph.loaded, kg.graph.picture], ids=lambda module: module.__name__)
def test_the_examples_run_after_make_graph(module: ModuleType, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build").symlink_to(built)
    monkeypatch.chdir(tmp_path)
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("method", METHODS)
def test_every_public_method_has_an_example(method: str) -> None:
    assert ">>> " in (getattr(LoadedGraph, method).__doc__ or "")


def test_the_methods_that_people_ask_by_are_there() -> None:
    asked = {"place", "pairings", "actions", "neighbourhood", "path", "money", "sparql", "to_networkx", "explain", "left_out"}
    assert asked <= set(METHODS)


def test_money_of_the_founding_bulletin_is_what_a_reader_adds_up(graph: LoadedGraph) -> None:
    told = {(r.provider, r.recipient, r.status): r.yuan for r in graph.money(by=["provider", "recipient", "status"], status="").itertuples()}
    qujiang, pingwu = "衢州市衢江区", "绵阳市平武县"
    assert told[qujiang, pingwu, "done"] == 5_340_000  # 落实社会帮扶资金534万元
    assert told[qujiang, pingwu, "planned"] == 100_000_000  # 一亿
    # 2000万元 + 约170余万元 + 21万余元 + 5000元 + 2400元
    assert told["成都市青白江区", "甘孜藏族自治州九龙县", "done"] == 20_000_000 + 1_700_000 + 210_000 + 5_000 + 2_400
    # 1250万元, to two counties together; its parts, 1050万元 and 200万元, are not counted again.
    joint = [yuan for (provider, _, status), yuan in told.items() if (provider, status) == ("成都市青白江区", "committed")]
    assert joint == [12_500_000]
    assert len(told) == 4


def test_what_several_give_together_is_counted_once() -> None:
    source = bulletin()
    money = measure(source, "534万元", 5340000, "元")
    both = action("funding", [QUJIANG, QUZHOU], [PINGWU, MIANYANG], quote(source, "落实社会帮扶资金534万元"), money)
    graph = placed(both)
    assert len(graph.edges) == 4
    assert graph.money()["yuan"].to_list() == graph.money(by="status")["yuan"].to_list() == [5_340_000]
    assert graph.to_networkx("county", "money").edges[QUJIANG.id, PINGWU.id]["weight"] == 0
    assert graph.to_networkx("county", "money").edges[QUJIANG.id, PINGWU.id]["joint_money"] == 5_340_000


def test_money_by_year_has_no_cumulative_figure() -> None:
    graph = placed(given("2016-2018"))
    assert graph.money()["yuan"].sum() == 5_340_000
    assert graph.money(by="year").empty
    assert graph.money(year=2017).empty


def test_a_sum_that_is_not_whole_is_not_rounded() -> None:
    source = bulletin()
    half = replace(measure(source, "534万元", 0, "元"), value=Decimal("0.5"))
    graph = placed(action("funding", [QUJIANG], [PINGWU], quote(source, "落实社会帮扶资金534万元"), half))
    assert graph.money()["yuan"].to_list() == [0.5]


def test_money_cannot_be_told_by_what_it_does_not_have(graph: LoadedGraph) -> None:
    with pytest.raises(QueryError, match="money cannot be told by month: it can by provider"):
        graph.money(by="month")


@pytest.mark.parametrize(
    ("period", "years"),
    [("2018", {2018}), ("2018-09", {2018}), ("2016-2018", {2016, 2018}), ("2018-", {2018, 2020}), ("-2016", {2015, 2016})],
)
def test_a_year_chooses_what_went_on_in_it(period: str, years: set[int]) -> None:
    graph = placed(given(period))
    assert {year for year in (2015, 2016, 2018, 2020) if len(graph.actions(year=year))} == years


def test_what_tells_no_time_is_in_no_year() -> None:
    assert len(placed(given()).actions()) == 1
    assert placed(given()).actions(year=2018).empty


def test_statements_are_chosen_by_label_and_key_alike(graph: LoadedGraph) -> None:
    assert graph.actions(kind="资金").equals(graph.actions(kind="funding"))
    assert graph.actions(status="planned")["status"].unique().tolist() == ["planned"]
    assert set(graph.actions(party="通恒公司")["provider"]) == {"浙江通恒公司"}
    assert not graph.actions(sector="教育").empty
    assert set(graph.figures(unit="元", kind="资金")["unit"]) == {"元"}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"kind": "fundin"}, "fundin is no kind of action: did you mean funding"),
        ({"status": "未来"}, "未来 is no status: it is one of committed, done, planned"),
        ({"provider": "衢红区"}, "nearest are 衢州市衢江区"),
        ({"programme": "东西部扶贫合作"}, "did you mean 东西部扶贫协作"),
        ({"year": "去年"}, "去年 is no year: write four digits"),
    ],
)
def test_what_nothing_is_called_is_answered_with_the_nearest(graph: LoadedGraph, asked: dict[str, str], answer: str) -> None:
    with pytest.raises(QueryError, match=answer):
        graph.actions(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda graph: graph.figures(unit="万元"), "figures are in base units, and 万元 is none: ask for 元$"),
        (lambda graph: graph.figures(unit="亿", kind="investment"), "figures are in base units, and 亿 is none: ask for 元$"),
        (lambda graph: graph.neighbourhood("平武县", hops=-1), "-1 is no number of steps: hops is a whole number from 0 on"),
        (lambda graph: graph.to_networkx(weight="money"), "choose with a level, such as level='county'"),
        (lambda graph: graph.to_networkx(status="done"), "choose with a level"),
        (lambda graph: graph.above("平五县"), r"nearest are 绵阳市平武县"),
        (lambda graph: graph.ask("who-assists"), 'who-assists needs place=, such as place="平武县"'),
        (lambda graph: graph.ask("who-assists", plac="平武县"), r"has no parameter plac=: did you mean place=\?"),
        (lambda graph: graph.ask("money-by-provider", year="去年"), 'year="去年" is no year: write four digits, such as year="2018"'),
    ],
)
def test_what_cannot_be_asked_is_told_in_the_words_of_python(graph: LoadedGraph, ask: Callable[[LoadedGraph], object], answer: str) -> None:
    with pytest.raises(QueryError, match=answer):
        ask(graph)


def test_what_is_asked_in_a_base_unit_and_is_not_there_is_no_error(graph: LoadedGraph) -> None:
    assert graph.figures(unit="元", kind="personnel").empty
    assert graph.figures(unit="万元", kind="personnel").empty


def test_of_many_programmes_an_error_names_some_and_counts_the_rest() -> None:
    graph = placed(*(given(programme=f"第{i:02}号帮扶", id=f"action-{i}") for i in range(13)))
    with pytest.raises(QueryError, match=r"第09号帮扶 and 3 more$"):
        graph.actions(programme="x")


def test_what_a_place_lies_in_is_found_by_its_name(graph: LoadedGraph) -> None:
    assert graph.above("平武") == graph.above(graph.place("平武县")) == ["绵阳市", "四川省"]


def test_a_place_is_no_body(graph: LoadedGraph) -> None:
    assert graph.place("平武") == "place-510727"
    assert graph.entity("通恒公司").name == "浙江通恒公司"
    with pytest.raises(QueryError, match=r"通恒公司 is no place: it is 浙江通恒公司 \(enterprise-\w+\), of type enterprise; graph\.entity finds it"):
        graph.place("通恒公司")
    with pytest.raises(QueryError, match="knows nothing called 火星"):
        graph.place("火星")


def test_a_place_stands_for_what_lies_in_it_where_that_is_asked_for() -> None:
    graph = placed(given())
    assert graph.actions(provider="浙江省").empty
    assert len(graph.actions(provider="浙江省", within=True)) == len(graph.actions(provider="衢州市", recipient="四川省", within=True)) == 1


def test_pairings_are_the_relations_and_not_what_is_counted_of_them(graph: LoadedGraph) -> None:
    pairs = graph.pairings(recipient="平武县")
    assert pairs[["provider", "provider_province", "recipient_province"]].values.tolist() == [["衢江区", "浙江省", "四川省"]]
    assert len(graph.actions(kind="pairing", recipient="平武县")) > 1
    assert set(graph.pairings(level="county")["recipient"]) == {"平武县", "九龙县"}


def test_what_is_unchecked_is_in_no_answer_unless_asked_for() -> None:
    row = replace(action("pairing", [QUJIANG], [PINGWU], quote(bulletin(), "衢江平武")), rank=Rank.UNCHECKED)
    records = Records((bulletin(),), (QUJIANG, PINGWU), (row,))
    assert to_networkx(records).pairings().empty
    assert to_networkx(records, unchecked=True).pairings()["rank"].to_list() == ["unchecked"]


def test_a_neighbourhood_is_a_graph_to_ask_again(graph: LoadedGraph) -> None:
    near = graph.neighbourhood("通恒公司")
    assert {near.nodes[node]["name"] for node in near} == {"浙江通恒公司", "平武县"}
    assert len(near.actions()) == graph.degree("enterprise-dfe66225e7d8")
    assert graph.neighbourhood("通恒公司", hops=2).number_of_nodes() > 2
    assert {kind for *_, kind in graph.neighbourhood("平武县", kinds=["资金", "training"]).edges(data="kind")} == {"funding", "training"}
    with pytest.raises(InputError, match="ask the one that kg"):
        near.sparql("ASK { ?s ?p ?o }")


def test_a_graph_of_one_bulletin_is_that_of_a_build_of_it_alone(graph: LoadedGraph, national: Path) -> None:
    one = kg.load(national).bulletin("sichuan-2019-2")
    assert set(one.edges) == set(graph.edges)
    assert set(one) == set(graph)
    with pytest.raises(QueryError, match="has no bulletin sichuan-2019: did you mean sichuan-2019-2"):
        graph.bulletin("sichuan-2019")


def test_a_way_between_two_is_told_step_by_step(graph: LoadedGraph) -> None:
    way = graph.path("衢江区", "通恒公司")
    assert way[["from", "direction", "to"]].values.tolist() == [["衢江区", "↔", "平武县"], ["平武县", "←", "浙江通恒公司"]]
    assert way["quote"].str.len().min() > 0
    assert graph.path("平武县", "九龙县").empty
    assert graph.path("平武县", "平武").empty


def test_a_network_of_a_level_lifts_what_lies_within() -> None:
    network = placed(given()).to_networkx("province", "money")
    assert list(network.edges(data="weight")) == [(ZHEJIANG.id, SICHUAN.id, 5_340_000)]
    assert network.nodes[ZHEJIANG.id]["name"] == "浙江省"
    assert placed(given(status=Status.PLANNED)).to_networkx("province", "money").size() == 0
    assert placed(given(status=Status.PLANNED)).to_networkx("province").size(weight="weight") == 1


def test_a_network_of_a_level_counts_what_has_no_place_in_it(graph: LoadedGraph) -> None:
    assert graph.to_networkx("county").graph["outside"] == len(graph.actions(party="通恒公司"))
    with pytest.raises(QueryError, match="an edge has no weight people"):
        graph.to_networkx("county", "people")
    with pytest.raises(QueryError, match="bezirk is no level"):
        graph.to_networkx("bezirk")


def test_a_plain_copy_is_of_networkx_alone(graph: LoadedGraph) -> None:
    plain = graph.to_networkx()
    assert type(plain) is nx.MultiDiGraph
    assert nx.utils.graphs_equal(plain, graph)
    with pytest.raises(InputError, match="made of another"):
        graph.subgraph(["place-510727"]).copy().actions()


def test_sparql_answers_are_plain_values(graph: LoadedGraph) -> None:
    assert graph.sparql("ASK { ?place a aid:Place }") is True
    table = graph.sparql("SELECT (COUNT(?a) AS ?n) (SUM(?v) AS ?sum) WHERE { ?a aid:measure/aid:value ?v }")
    assert table.loc[0, "n"] == len(graph.figures())
    assert table.dtypes.astype(str).to_list()[0] == "int64"
    assert list(graph.sparql("CONSTRUCT { ?p a aid:Place } WHERE { ?p a aid:Place }")) == ["subject", "predicate", "object"]
    assert len(graph.sparql("SELECT ?p WHERE { ?p a aid:Place }", limit=2)) == 2


def test_explaining_reads_as_lines_in_a_notebook(graph: LoadedGraph) -> None:
    told = graph.explain(graph.place("平武县"))
    assert told.startswith("平武县 (place 行政区划, county 县级, code 510727")
    assert told._repr_html_().startswith("<pre")  # type: ignore[attr-defined]


def test_what_is_left_out_tells_why(graph: LoadedGraph) -> None:
    table = graph.left_out()
    assert len(table) == len(graph.records.left_out) > 0
    assert table["reason"].str.len().min() > 0
    assert set(table.loc[table["reason"] == "date", "why"]) == {"日期 a date or a time of day"}
    assert not table["why"].str.isascii().any()


def test_without_pandas_an_error_says_what_to_install(graph: LoadedGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgError, match=r"pip install 'assistance-kg\[pandas\]'"):
        graph.pairings()


def test_without_matplotlib_an_error_says_what_to_install(graph: LoadedGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "kg.graph.picture", raising=False)
    with pytest.raises(KgError, match=r"pip install 'assistance-kg\[matplotlib\]'"):
        graph._ipython_display_()


def test_a_node_shows_a_table_of_facts(graph: LoadedGraph) -> None:
    node = graph.place("平武县")
    assert node.facts()["得到资金（已落实）money got, done"] == "5,340,000 元 = 534万元"
    assert node.facts()["由谁帮扶 helped by"] == "衢江区"
    assert "<td style='text-align:left'>510727</td>" in node._repr_html_()


def test_a_name_cannot_write_markup_into_a_notebook() -> None:
    named = to_networkx(replace(miniature(), entities=(replace(PINGWU, name="<script>平武</script>"), *miniature().entities[1:])))
    assert "<script>" not in named.place(PINGWU.id)._repr_html_()


TEXTS = ("浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金3600万元。", "成都市青白江区对口支援甘孜州九龙县。")


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: graph.sparql("ASK { id:place-510727 a aid:Place }"),
        lambda graph: graph.ask("who-assists", place="平武县"),
        lambda graph: graph.rdflib(),
        lambda graph: graph.pairings(party="平武县"),
    ],
    ids=["sparql", "ask", "rdflib", "pairings"],
)
def test_a_build_made_anew_answers_for_no_graph_of_the_former(ask: Callable[[LoadedGraph], object], tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text(TEXTS[0], encoding="utf-8")
    former = kg.build(text, out=tmp_path / "graph")
    assert ask(former) is not None
    text.write_text(TEXTS[1], encoding="utf-8")
    kg.build(text, out=tmp_path / "graph")
    with pytest.raises(InputError, match=r"has been made anew since it was loaded: load it again with kg\.load"):
        ask(former)


def test_a_loaded_graph_is_asked_from_any_folder(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(built.parent)
    graph = kg.load(built.name)
    monkeypatch.chdir(tmp_path)
    assert graph.sparql("ASK { id:place-510727 a aid:Place }") is True


@pytest.mark.parametrize("make", [lambda graph: graph.copy(), lambda graph: graph.subgraph(["place-510727"])], ids=["copy", "subgraph"])
def test_what_networkx_makes_of_a_graph_shows_how_large_it_is(
    graph: LoadedGraph, make: Callable[[LoadedGraph], LoadedGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    from IPython.core.formatters import DisplayFormatter

    outputs: list[object] = []
    monkeypatch.setattr("IPython.display.display", lambda *objects: outputs.extend(objects))
    made = make(graph)
    made._ipython_display_()
    (told,) = [DisplayFormatter().format(output)[0] for output in outputs]
    assert told == {"text/plain": f"LoadedGraph with {len(made)} nodes and {made.number_of_edges()} edges"}


def test_a_picture_and_its_page_are_laid_out_once(graph: LoadedGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.views.layout

    packed: list[object] = []
    pack = kg.views.layout.pack
    monkeypatch.setattr("kg.views.layout.pack", lambda *given: packed.append(given) or pack(*given))
    monkeypatch.setattr("IPython.display.display", lambda *objects: None)
    kg.views.layout._laid_out.cache_clear()
    graph.neighbourhood("平武县")._ipython_display_()
    assert len(packed) == 1


@pytest.fixture
def shown(graph: LoadedGraph, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What a notebook gets to show for a graph, in order, by its form."""
    from IPython.core.formatters import DisplayFormatter

    outputs: list[object] = []
    monkeypatch.setattr("IPython.display.display", lambda *objects: outputs.extend(objects))
    graph.neighbourhood("平武县")._ipython_display_()
    return [DisplayFormatter().format(output)[0] for output in outputs]


def test_a_graph_shows_a_picture_first_then_a_page_in_a_frame_that_reaches_nothing(shown: list[dict[str, object]]) -> None:
    picture, page = shown
    assert base64.b64decode(str(picture["image/png"])).startswith(b"\x89PNG")
    frames: list[dict[str, str | None]] = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            frames.extend([dict(attrs)] * (tag == "iframe"))

    Reader().feed(str(page["text/html"]))
    (frame,) = frames
    assert frame["sandbox"] == "allow-scripts"
    assert "default-src 'none'" in str(frame["srcdoc"])


def test_a_build_from_python_warns_of_what_it_could_not_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金3600万元。", encoding="utf-8")
    Path("b.xyz").write_bytes(b"\x00\x01")
    with pytest.warns(UserWarning, match="b.xyz"):
        graph = kg.build("a.txt", "b.xyz", out="graph")
    assert graph.money(year=2018)["yuan"].to_list() == [36_000_000]
    assert graph.folder == Path("graph")


def test_a_build_loads_quickly(built: Path) -> None:
    began = time.process_time()
    kg.load(built)
    assert time.process_time() - began < 0.3
