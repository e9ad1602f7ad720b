"""Sums asked of the tables: the answer that the graph gives, term by term, and quickly over a country."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import InputError, QueryError
from kg.model import Action, Bound, Coverage, Measure, Records, Role, Status
from kg.output import write_manifest
from kg.rdf import quads
from kg.store import Answer, ask, ask_tables, bound_query, bound_terms, find_question, open_store, questions, write_store
from kg.tables import write_tables
from miniature import MIANYANG, PINGWU, QUJIANG, QUZHOU, action, bulletin, measure, miniature, quote

IN_SQL = [question for question in questions().values() if question.sql]


@pytest.fixture
def build_of(tmp_path: Path) -> Callable[[Records], Path]:
    """Return a folder with the store and the tables of some records."""

    def make(records: Records) -> Path:
        write_store(quads(records), tmp_path)
        write_tables(records, tmp_path / "tables")
        write_manifest(records.bulletins, [], tmp_path)
        return tmp_path

    return make


def both(build: Path, name: str, **values: str) -> tuple[Answer, Answer]:
    question, store = find_question(name), open_store(build)
    return ask(store, bound_query(store, question, values)), ask_tables(build, question, bound_terms(store, question, values))


def ways(name: str) -> list[dict[str, str]]:
    """Return the values to ask a question about: each kind, each year, and without a year."""
    if name == "amounts-by-unit":
        return [{"kind": kind} for kind in ("project", "output", "funding", "personnel", "employment", "outcome")]
    return [{}, *({"year": str(year)} for year in range(2012, 2025) if find_question(name).optional)]


def test_all_that_adds_up_over_a_country_is_asked_in_sql_too() -> None:
    # Posts are in the graph alone.
    adding = {q.name for q in questions().values() if "SUM(" in q.query and "{ id:" not in q.query and "aid:post" not in q.query}
    assert adding == {q.name for q in IN_SQL}
    assert len(adding) == 11


@pytest.mark.parametrize("name", [q.name for q in IN_SQL])
def test_the_tables_answer_as_the_graph_does_on_the_annotated_texts(name: str, gold_build: Path) -> None:
    answers = [both(gold_build, name, **values) for values in ways(name)]
    assert all(graph == tables for graph, tables in answers)
    assert any(graph.rows for graph, _ in answers)


@pytest.mark.parametrize("name", [q.name for q in IN_SQL])
def test_the_tables_answer_as_the_graph_does_on_what_tempts_them(name: str, build_of: Callable[[Records], Path]) -> None:
    build = build_of(tempting())
    for values in ways(name):
        graph, tables = both(build, name, **values)
        assert graph == tables
        assert graph.rows or values


def tempting() -> Records:
    """Return records with all that could be counted twice or told apart wrongly: joint parties, parts, ranges, corrections, what has no name."""
    b = bulletin()

    def money(words: str, value: int, **how: Any) -> Measure:
        return replace(measure(b, words, value, "元"), **how)

    whole = money("50亿", 1250, role=Role.TOTAL)
    part = money("3.3亿元", 1050, total=whole.id, role=Role.PART, counts_in_totals=False, counts_in_year=True)
    other = money("6家", 300, total=whole.id, role=Role.PART, counts_in_totals=False)
    told = [
        replace(action("funding", [QUJIANG, QUZHOU], [MIANYANG, PINGWU], quote(b, "50亿"), whole, part, other), period="2012-2018"),
        replace(action("funding", [QUZHOU, QUJIANG], [PINGWU], quote(b, "3.3亿元"), money("41名", 7, bound=Bound.OVER)), period="2018-09"),
        action("funding", [], [PINGWU], quote(b, "534万元"), money("534万元", 5, upper=Decimal("7.25"), bound=Bound.RANGE)),
        replace(action("funding", [QUJIANG], [], quote(b, "6家"), money("3名", 5, counts_in_year=True)), period="2018", coverage=Coverage.IN_YEAR),
        replace(action("funding", [QUJIANG], [PINGWU], quote(b, "41名"), money("65名", 9, counts_in_totals=False)), superseded_by="later"),
        action("investment", [QUJIANG], [PINGWU], quote(b, "28对"), money("28对", 11), status=Status.PLANNED),
        action("pairing", [QUJIANG], [PINGWU], quote(b, "衢江平武")),
        action("personnel", [PINGWU, MIANYANG], [QUJIANG], quote(b, "3名"), measure(b, "3名", 3, "名"), about="干部"),
        action("personnel", [PINGWU, MIANYANG], [QUJIANG], quote(b, "65名"), measure(b, "65名", 3, "人次", Bound.ABOUT)),
        replace(action("training", [QUJIANG], [PINGWU], quote(b, "65名"), measure(b, "65名", 65, "名")), sector=("health", "education")),
        action("training", [QUJIANG], [PINGWU], quote(b, "41名"), measure(b, "41名", 41, "人"), about="教师"),
        action("employment", [QUJIANG], [PINGWU], quote(b, "41名"), measure(b, "41名", 3500, "元/月"), measure(b, "3名", 2, "位"), about="岗位"),
        action("employment", [QUJIANG], [PINGWU], quote(b, "6家"), measure(b, "6家", 6, "个"), about="公益性岗位"),
        replace(action("project", [QUJIANG], [PINGWU], quote(b, "3.3亿元"), measure(b, "6家", 6, "个")), sector=("health",)),
        action("output", [QUJIANG], [PINGWU], quote(b, "28对"), measure(b, "28对", 28, "亩"), measure(b, "3名", 3, "%"), about="苗木"),
    ]
    return replace(miniature(), actions=tuple(sorted(map(_apart, told), key=lambda a: a.id)))


def _apart(told: Action) -> Action:
    """Return an action whose figures have ids of their own, though another has its figures from the same words."""

    def own(identifier: str) -> str:
        return identifier and f"{identifier}-{told.id}"

    return replace(told, measures=tuple(replace(m, id=own(m.id), total=own(m.total)) for m in told.measures))


def test_a_sum_is_nothing_in_both_where_a_figure_is_too_large_to_add_up(build_of: Callable[[Records], Path]) -> None:
    b = bulletin()
    vast = replace(measure(b, "50亿", 1, "元"), value=Decimal(10) ** 30)
    given = action("funding", [QUJIANG], [PINGWU], quote(b, "50亿"), vast, measure(b, "534万元", 5, "元"))
    graph, tables = both(build_of(replace(miniature(), actions=(given,))), "money-by-provider")
    assert [getattr(t, "value", None) for t in tables.rows[0]][:3] == ["衢州市衢江区", "done 已完成", None]
    assert graph.rows[0][:4] == tables.rows[0][:4]


def test_only_the_first_rows_are_given_where_so_many_are_asked_for(gold_build: Path) -> None:
    question = find_question("people-sent")
    whole, first = (ask_tables(gold_build, question, {}, limit=limit) for limit in (None, 3))
    assert (first.rows, first.cut, whole.cut) == (whole.rows[:3], True, False)


def test_a_question_without_sql_and_a_build_without_tables_say_so(gold_build: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="longest-chain is asked of the graph alone"):
        ask_tables(gold_build, find_question("longest-chain"), {})
    write_manifest([], [], tmp_path)
    with pytest.raises(InputError, match="has no Parquet tables: make the build anew"):
        ask_tables(tmp_path, find_question("people-sent"), {})


@pytest.mark.parametrize("engine", ["sparql", "tables", "auto"])
def test_the_command_gives_the_same_by_either_engine(engine: str, gold_build: Path) -> None:
    words = ["ask", "amounts-by-unit", "--kind", "项目", "--build", str(gold_build), "--format", "csv"]
    asked = [CliRunner().invoke(main, [*words, *more]) for more in ([], ["--engine", engine])]
    assert asked[0].stdout == asked[1].stdout
    assert "38" in asked[0].stdout


def test_a_small_build_is_asked_without_loading_duckdb(gold_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.request.ask_tables", lambda *a, **k: pytest.fail("the tables were asked"))
    asked = CliRunner().invoke(main, ["ask", "people-sent", "--build", str(gold_build)], catch_exceptions=False)
    assert asked.exit_code == 0


def test_a_large_build_is_asked_by_its_tables(gold_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.request._WORTH_TABLES", 1)
    monkeypatch.setattr("kg.store.request.ask", lambda *a, **k: pytest.fail("the graph was asked"))
    assert CliRunner().invoke(main, ["ask", "people-sent", "--build", str(gold_build)], catch_exceptions=False).exit_code == 0
