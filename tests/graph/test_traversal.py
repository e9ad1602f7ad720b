"""What the questions to the graph promise: the right edges, in the order of the text, and no figure twice."""

import doctest
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

import kg
import kg.graph.conversion
import kg.graph.traversal
from kg.errors import QueryError
from kg.graph import between, figures, find, pairings, statements, to_networkx
from kg.model import Bound, Evidence, Records, Role
from miniature import COLLEGE, MIANYANG, PINGWU, QUJIANG, TONGHENG, action, bulletin, measure, miniature, quote

GRAPH = to_networkx(miniature())


@pytest.mark.parametrize("module", [kg, kg.graph.conversion, kg.graph.traversal], ids=lambda module: module.__name__)
def test_the_examples_in_the_documentation_run_after_make_graph(module: ModuleType, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.parent)
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("name", ["平武县", "平武", "place-510727"])
def test_a_node_is_found_by_name_short_form_and_id(name: str) -> None:
    assert find(GRAPH, name) == PINGWU.id


def test_an_unknown_name_is_answered_with_the_nearest_everywhere() -> None:
    with pytest.raises(QueryError, match=r"knows nothing called 平武线: nearest are 绵阳市平武县 \(place-510727\)"):
        between(GRAPH, "衢江区", "平武线")
    with pytest.raises(QueryError, match="knows nothing called"):
        pairings(GRAPH, "未写明")


def test_what_was_given_one_way_is_not_what_came_back() -> None:
    forth, back = between(GRAPH, "衢江区", "平武县"), between(GRAPH, "平武县", "衢江区")
    assert [GRAPH.edges[edge]["quote"] for edge in back] == ["平武选派3名医疗骨干赴衢江区挂职学习"]
    assert [GRAPH.edges[edge]["kind"] for edge in forth] == ["personnel", "pairing", "funding"]
    assert between(GRAPH, "衢江区", "浙江通恒公司") == []


def test_answers_come_in_the_order_of_the_text() -> None:
    starts = [GRAPH.edges[edge]["start"] for edge in statements(GRAPH, "平武县")]
    assert starts == sorted(starts)
    assert len(starts) == 6


def test_statements_of_one_sentence_come_in_the_order_of_their_figures() -> None:
    sentence = quote(bulletin(), "完成医院结对28对,落实社会帮扶资金534万元")
    first = action("pairing", [QUJIANG], [PINGWU], sentence, measure(bulletin(), "28对", 28, "对"))
    second = replace(action("funding", [QUJIANG], [PINGWU], sentence, measure(bulletin(), "534万元", 5340000, "元")), id="action-0")
    graph = to_networkx(Records(entities=(QUJIANG, PINGWU), actions=(second, first)))
    assert [figure.text for figure in figures(graph, graph.edges)] == ["28对", "534万元"]
    assert [key for *_, key in between(graph, "衢江区", "平武县")] == [first.id, second.id]


def test_pairings_are_found_from_either_side() -> None:
    assert pairings(GRAPH, "衢江区") == pairings(GRAPH, "平武县") != []


def test_statements_of_a_body_hold_what_it_carries_out_for_others() -> None:
    assert [GRAPH.edges[edge]["kind"] for edge in statements(GRAPH, COLLEGE.id)] == ["training"]
    assert [GRAPH.edges[edge]["status"] for edge in statements(GRAPH, TONGHENG.id, kind="investment")] == ["planned"]


def test_a_figure_comes_with_its_value_its_sentence_and_its_place() -> None:
    (figure,) = figures(GRAPH, between(GRAPH, "衢江区", "平武县", kind="funding"))
    assert (figure.provider, figure.recipient, figure.text, figure.value, figure.unit) == ("衢江区", "平武县", "534万元", Decimal(5340000), "元")
    assert bulletin().text[figure.start : figure.end] == figure.text
    assert figure.sentence == "落实社会帮扶资金534万元"


def test_a_figure_keeps_bound_range_role_and_status() -> None:
    whole = replace(measure(bulletin(), "3.3亿元", 330000000, "元"), upper=Decimal(340000000), bound=Bound.RANGE, role=Role.TOTAL)
    given = replace(action("investment", [QUJIANG], [MIANYANG], quote(bulletin(), "完成投资3.3亿元"), whole), period="2018")
    graph = to_networkx(Records(entities=(QUJIANG, MIANYANG), actions=(given,)))
    (figure,) = figures(graph, graph.edges)
    assert (figure.upper, figure.bound, figure.role, figure.status, figure.period) == (Decimal(340000000), "range", "total", "done", "2018")


def test_the_figures_of_an_action_with_several_edges_come_once() -> None:
    source = bulletin()
    given = action("funding", [QUJIANG], [PINGWU, MIANYANG], quote(source, "落实社会帮扶资金534万元"), measure(source, "534万元", 5340000, "元"))
    graph = to_networkx(Records(entities=(QUJIANG, PINGWU, MIANYANG), actions=(given,)))
    assert len(graph.edges) == 2
    (figure,) = figures(graph, graph.edges)
    assert figure.recipient == "平武县、绵阳市"


def test_a_part_says_that_adding_it_up_would_count_it_twice() -> None:
    source = bulletin()
    whole = measure(source, "3.3亿元", 330000000, "元")
    part = measure(source, "534万元", 5340000, "元", total=whole.id, counts=False)
    sentence = Evidence(source.id, 0, len(source.text), source.text, 0)
    graph = to_networkx(Records(entities=(QUJIANG, PINGWU), actions=(action("funding", [QUJIANG], [PINGWU], sentence, whole, part),)))
    assert sum(figure.value for figure in figures(graph, graph.edges) if figure.counts_in_totals) == Decimal(330000000)


def test_a_figure_quotes_the_sentence_that_holds_it_where_an_action_has_two() -> None:
    source = bulletin()
    first, second = quote(source, "完成医院结对28对"), quote(source, "落实社会帮扶资金534万元")
    given = replace(action("funding", [QUJIANG], [PINGWU], first, measure(source, "534万元", 5340000, "元")), evidence=(first, second))
    graph = to_networkx(Records(entities=(QUJIANG, PINGWU), actions=(given,)))
    assert [figure.sentence for figure in figures(graph, graph.edges)] == ["落实社会帮扶资金534万元"]


def test_every_figure_of_a_build_stands_where_it_says(built: Path) -> None:
    graph = kg.load(built)
    found = figures(graph, graph.edges)
    assert len(found) == len({(figure.action, figure.start, figure.end) for figure in found}) > 90
    for figure in found:
        text = (built / "texts" / f"{figure.bulletin}.txt").read_text(encoding="utf-8")
        assert text[figure.start : figure.end] == figure.text
        assert figure.text in figure.sentence
