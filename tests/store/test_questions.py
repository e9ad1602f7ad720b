"""The questions that have a name: right answers on the founding bulletin, and soundness on bulletins made to tempt them."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, Triple, serialize

from kg.errors import QueryError
from kg.model import Action, Bound, Coverage, Records, Role, Status
from kg.rdf.namespaces import shorten
from kg.store import Answer, Question, ask, bound_query, find_question, format_answer, format_questions, questions
from miniature import MIANYANG, PINGWU, QUJIANG, QUZHOU, action, bulletin, measure, miniature, place, quote

ROOT = Path(__file__).parents[2]
# What the texts of data/gold are asked about, where the example of a question would say nothing new.
ASKED = {
    "who-assists": {"place": "凉山州"},
    "what-gave": {"giver": "宁波市", "taker": "凉山州"},
    "about-organization": {"organization": "中山大学"},
    "whom-assists": {"place": "广东省"},
    "active-in-year": {"year": "2022"},
    "amounts-by-unit": {"kind": "project"},
    "doubtful-figures": {"place": "小金县"},
    "silent-since": {"year": "2026"},
}
QUERIES = sorted((ROOT / "ontology" / "queries").glob("*.rq"))
StoreOf = Callable[[Records], Store]


def answer(store: Store, name: str, **values: str) -> Answer:
    return ask(store, bound_query(store, find_question(name), values))


def rows(found: Answer) -> list[dict[str, str]]:
    return [{c: getattr(t, "value", "") for c, t in zip(found.columns, row, strict=True)} for row in found.rows]


def funding(*actions: Action) -> Records:
    return replace(miniature(), actions=tuple(sorted(actions, key=lambda a: a.id)))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_answers_on_the_founding_bulletin_are_those_beside_the_question(path: Path, store: Store, golden: Callable[[Path, str], None]) -> None:
    question = next(q for q in questions().values() if path.stem.endswith(q.name))
    golden(path.with_suffix(".csv"), format_answer(answer(store, question.name, **question.parameters), "csv") + "\n")


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_answers_on_the_annotated_texts_are_those_beside_the_question(path: Path, gold_store: Store, golden: Callable[[Path, str], None]) -> None:
    question = next(q for q in questions().values() if path.stem.endswith(q.name))
    found = answer(gold_store, question.name, **(question.parameters | ASKED.get(question.name, {})))
    golden(path.with_suffix(".gold.csv"), format_answer(found, "csv") + "\n")
    assert found.rows


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_question_runs_as_it_stands_in_any_sparql_tool(path: Path, told_of_everything: Records, store_of: StoreOf) -> None:
    from rdflib import Graph

    everything = store_of(told_of_everything)
    query = path.read_text(encoding="utf-8")
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in everything]
    theirs = Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt").query(query)
    found = [[str(term if term is not None else "") for term in row] for row in theirs]  # type: ignore[union-attr]
    assert found == [list(row.values()) for row in rows(ask(everything, query))]
    assert found


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_question_takes_fifteen_lines_at_most(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith(("#", "PREFIX"))]
    assert len(lines) <= 15
    assert max(map(len, lines)) <= 150


def test_questions_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in QUERIES] == [f"cq{n:02}" for n in range(1, len(QUERIES) + 1)]


@pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.name)
def test_the_query_as_it_stands_asks_about_the_examples_that_it_names(question: Question, store: Store) -> None:
    bound = bound_query(store, question, question.parameters)
    assert re.sub(r"<(\S+)> }", lambda m: f"{shorten(m[1])} }}", bound) == question.query


def test_who_assists_gives_the_sentence_of_the_relation_before_those_that_count_pairs(store_of: StoreOf) -> None:
    told = action("pairing", [QUJIANG], [PINGWU], quote(bulletin(), "衢江平武"))
    records = miniature()
    store = store_of(replace(records, actions=tuple(sorted((*records.actions, told), key=lambda a: a.id))))
    (row,) = rows(answer(store, "who-assists", place="平武县"))
    assert (row["provider"], row["provider_within"], row["statements"], row["quote"]) == ("衢江区", "衢州市", "2", "衢江平武")


def test_who_assists_a_prefecture_names_who_assists_its_counties(store_of: StoreOf) -> None:
    (row,) = rows(answer(store_of(miniature()), "who-assists", place="绵阳"))
    assert (row["provider"], row["recipient"]) == ("衢江区", "平武县")


def test_what_was_given_has_each_figure_once_with_bound_status_and_sentence(store_of: StoreOf) -> None:
    found = rows(answer(store_of(miniature()), "what-gave", giver="衢江区", taker="平武县"))
    assert [row["figure"] for row in found] == ["534万元", "28对", "41名"]
    assert found[0] | {"statement": ""} == {
        "kind": "funding 资金", "about": "社会帮扶资金", "figure": "534万元", "value": "5340000", "upper": "", "unit": "元", "bound": "exact",
        "status": "done 已完成", "period": "", "in_totals": "true", "providers": "衢江区", "recipients": "平武县",
        "quote": "落实社会帮扶资金534万元", "statement": "",
    }  # fmt: skip


def test_a_direction_is_not_its_opposite(store_of: StoreOf) -> None:
    found = rows(answer(store_of(miniature()), "what-gave", giver="平武县", taker="衢江区"))
    assert [row["figure"] for row in found] == ["3名"]


def test_a_statement_without_a_figure_is_told_too(store_of: StoreOf) -> None:
    agreed = action("agreement", [QUJIANG], [PINGWU], quote(bulletin(), "“康庄大道”"), about="康庄大道")
    (row,) = rows(answer(store_of(funding(agreed)), "what-gave", giver="衢江", taker="平武"))
    assert (row["kind"], row["about"], row["figure"]) == ("agreement 协议与规划", "康庄大道", "")


def test_a_statement_in_two_sentences_with_two_figures_is_two_rows_not_four(store_of: StoreOf) -> None:
    b = bulletin()
    twice = action("personnel", [QUJIANG], [PINGWU], quote(b, "衢江选派"), measure(b, "41名", 41, "名"), measure(b, "6家", 6, "家"))
    twice = replace(twice, evidence=(*twice.evidence, quote(b, "赴平武开展对口帮扶")))
    assert [row["figure"] for row in rows(answer(store_of(funding(twice)), "what-gave", giver="衢江", taker="平武"))] == ["6家", "41名"]


def test_what_several_receive_together_names_them_all(store_of: StoreOf) -> None:
    b = bulletin()
    shared = action("funding", [QUJIANG], [PINGWU, MIANYANG], quote(b, "534万元"), measure(b, "534万元", 5340000, "元"))
    (row,) = rows(answer(store_of(funding(shared)), "what-gave", giver="衢江", taker="平武"))
    assert set(row["recipients"].split("、")) == {"平武县", "绵阳市"}


def test_money_by_year_takes_the_year_of_a_cumulative_total_and_never_the_total(store_of: StoreOf) -> None:
    b = bulletin()
    whole = replace(measure(b, "50亿", 1250, "元"), role=Role.TOTAL)
    year = replace(measure(b, "3.3亿元", 1050, "元", total=whole.id, counts=False), role=Role.PART, counts_in_year=True)
    store = store_of(funding(
        replace(action("funding", [QUJIANG], [PINGWU], quote(b, "50亿"), whole), period="2012-2018", coverage=Coverage.CUMULATIVE),
        replace(action("funding", [QUJIANG], [PINGWU], quote(b, "3.3亿元"), year), period="2018-09", coverage=Coverage.IN_YEAR),
    ))  # fmt: skip
    (row,) = rows(answer(store, "money-by-year"))
    assert (row["provider"], row["year"], row["yuan"]) == ("衢州市衢江区", "2018", "1050")
    (total,) = rows(answer(store, "money-by-provider"))
    assert total["yuan"] == "1250"


def test_what_serves_two_sectors_is_in_the_row_of_each(store_of: StoreOf) -> None:
    b = bulletin()
    given = action("funding", [QUJIANG], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 534, "元"))
    found = rows(answer(store_of(funding(replace(given, sector=("health", "education")))), "by-sector"))
    assert [(row["sector"], row["statements"], row["yuan"]) for row in found] == [("education 教育", "1", "534"), ("health 医疗卫生", "1", "534")]


def test_a_sum_of_money_counts_no_part_and_keeps_plans_apart_from_deeds(store_of: StoreOf) -> None:
    b = bulletin()
    whole = replace(measure(b, "50亿", 1250, "元"), role=Role.TOTAL)
    part = replace(measure(b, "3.3亿元", 1050, "元", total=whole.id, counts=False), role=Role.PART)
    store = store_of(funding(
        action("funding", [QUJIANG], [PINGWU], quote(b, "50亿"), whole, status=Status.PLANNED),
        action("funding", [QUJIANG], [PINGWU], quote(b, "3.3亿元"), part, status=Status.PLANNED),
        action("funding", [QUJIANG], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 534, "元")),
    ))  # fmt: skip
    found = rows(answer(store, "money-by-provider"))
    assert [(r["provider"], r["status"], r["yuan"], r["as_written"]) for r in found] == [
        ("衢州市衢江区", "planned 计划中", "1250", "50亿"),
        ("衢州市衢江区", "done 已完成", "534", "534万元"),
    ]


def test_what_several_give_together_counts_once(store_of: StoreOf) -> None:
    b = bulletin()
    together = action("funding", [QUZHOU, QUJIANG], [PINGWU, MIANYANG], quote(b, "50亿"), measure(b, "50亿", 100, "元"))
    again = action("funding", [QUJIANG, QUZHOU], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 10, "元"))
    alone = action("funding", [QUJIANG], [PINGWU, MIANYANG], quote(b, "3.3亿元"), measure(b, "3.3亿元", 1, "元"))
    found = rows(answer(store_of(funding(together, again, alone)), "money-by-provider"))
    assert [(r["provider"], r["yuan"]) for r in found] == [("衢州市、衢州市衢江区", "110"), ("衢州市衢江区", "1")]


def test_places_of_one_name_are_not_added_up(store_of: StoreOf) -> None:
    b = bulletin()
    first, second = place("330883", "白云区", parent="place-330800"), place("510783", "白云区", parent="place-510700")
    records = funding(
        action("funding", [first], [PINGWU], quote(b, "50亿"), measure(b, "50亿", 100, "元")),
        action("funding", [second], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 5, "元")),
    )
    store = store_of(replace(records, entities=(*records.entities, first, second)))
    assert [(r["provider"], r["yuan"]) for r in rows(answer(store, "money-by-provider"))] == [("衢州市白云区", "100"), ("绵阳市白云区", "5")]


def test_a_sum_says_what_bounds_went_into_it_and_where_ranges_end(store_of: StoreOf) -> None:
    b = bulletin()
    between = replace(measure(b, "50亿", 100, "元", Bound.RANGE), upper=Decimal(200))
    store = store_of(funding(
        action("funding", [QUJIANG], [PINGWU], quote(b, "50亿"), between),
        action("funding", [QUJIANG], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 5, "元", Bound.OVER)),
    ))  # fmt: skip
    (row,) = rows(answer(store, "money-by-provider"))
    assert (row["yuan"], row["yuan_upper"], sorted(row["bounds"].split(", "))) == ("105", "205", ["over", "range"])


def test_money_of_an_unnamed_giver_is_not_lost_and_rates_and_investments_are_no_gifts(store_of: StoreOf) -> None:
    b = bulletin()
    store = store_of(funding(
        action("funding", [], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 534, "元")),
        action("subsidy", [QUJIANG], [PINGWU], quote(b, "50亿"), measure(b, "50亿", 1000, "元/月")),
        action("investment", [QUJIANG], [PINGWU], quote(b, "3.3亿元"), measure(b, "3.3亿元", 330000000, "元")),
    ))  # fmt: skip
    assert [(r["provider"], r["yuan"]) for r in rows(answer(store, "money-by-provider"))] == [("not stated 未写明", "534")]


def test_people_are_summed_by_direction_persons_apart_from_person_times(store_of: StoreOf) -> None:
    b = bulletin()
    store = store_of(funding(
        action("personnel", [QUJIANG], [PINGWU], quote(b, "41名"), measure(b, "41名", 41, "名")),
        action("personnel", [QUJIANG], [PINGWU], quote(b, "65名"), measure(b, "65名", 2, "人")),
        action("personnel", [QUJIANG], [PINGWU], quote(b, "3名"), measure(b, "3名", 3, "人次")),
        action("personnel", [PINGWU], [QUJIANG], quote(b, "28对"), measure(b, "28对", 28, "名")),
        action("personnel", [PINGWU], [QUJIANG], quote(b, "6家"), measure(b, "6家", 6, "批")),
    ))  # fmt: skip
    assert [(r["from"], r["to"], r["people"], r["unit"]) for r in rows(answer(store, "people-sent"))] == [
        ("绵阳市平武县", "衢州市衢江区", "28", "人"),
        ("衢州市衢江区", "绵阳市平武县", "43", "人"),
        ("衢州市衢江区", "绵阳市平武县", "3", "人次"),
    ]


def test_an_organization_is_found_as_a_party_and_where_a_sentence_only_names_it(store: Store) -> None:
    def roles(organization: str) -> set[str]:
        return {row["role"] for row in rows(answer(store, "about-organization", organization=organization))}

    assert roles("浙江通恒公司") == {"provider 给予方"}
    assert roles("衢州职业技术学院") <= {"recipient 接受方", "through 实施方", "mention 提及"}
    assert roles("隆之汇") == {"mention 提及"}


def test_a_party_is_found_by_short_form_id_and_iri(store: Store) -> None:
    found = [answer(store, "who-assists", place=name) for name in ("平武县", "平武", "place-510727", "id:place-510727")]
    assert all(other == found[0] for other in found)
    assert found[0].rows


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("who-assists", {}, "who-assists needs --place, such as --place 平武县"),
        ("who-assists", {"place": "平武县", "town": "x"}, "who-assists has no parameter --town: it takes --place"),
        ("people-sent", {"place": "平武县"}, "people-sent has no parameter --place: it takes none"),
        ("money-by-provider", {"yeer": "2018"}, "money-by-provider has no parameter --yeer: did you mean --year?"),
        ("money-by-provider", {"year": "18"}, "--year 18 is no year: write four digits, such as --year 2018"),
        ("who-assists", {"place": "平武线"}, r"knows nothing called 平武线: nearest are .*平武县 \(place-510727\)"),
        ("active-in-year", {"year": "2018年"}, "--year 2018年 is no year: write four digits, such as --year 2018"),
        ("active-in-year", {"year": '2018" }'}, "is no year"),
        ("amounts-by-unit", {"kind": "money"}, "--kind money is no kind of action: it is one of agreement, employment, .*training"),
        ("who-assist", {}, "there is no question who-assist: did you mean who-assists"),
    ],
)
def test_what_a_question_lacks_is_said(name: str, values: dict[str, str], said: str, store: Store) -> None:
    with pytest.raises(QueryError, match=said):
        answer(store, name, **values)


@pytest.mark.parametrize("text", ["平武县' } DELETE", "> } UNION { ?x ?y ?z", "id:place-510727> } #", '"@zh', "?x", "\\"])
def test_what_a_user_writes_never_becomes_part_of_the_query(text: str, store: Store) -> None:
    with pytest.raises(QueryError, match="the build knows nothing called"):
        bound_query(store, find_question("who-assists"), {"place": text})


@pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.name)
def test_another_value_changes_nothing_but_the_values_of_the_question(question: Question, store: Store) -> None:
    query = bound_query(store, question, {name: {"year": "1999", "kind": "资金"}.get(name, "龙王村") for name in question.parameters})
    others = re.findall(r'\{ (?:<https://w3id.org/assistance-kg/(?:id/place-\S+|ontology#Funding)>|"1999") \}', query)
    assert len(others) == len(question.parameters)
    changed = [line for line, before in zip(query.splitlines(), question.query.splitlines(), strict=True) if line != before]
    assert len(changed) == len(question.parameters)
    assert all(line.strip().startswith("VALUES ?") for line in changed)


def test_the_list_tells_each_question_in_both_languages_with_its_command() -> None:
    lines = format_questions().split("\n")
    assert lines[0] == "Who assists a place, or a place within it 谁帮扶某地（含其下辖地方）"
    assert lines[1] == "  kg ask who-assists --place 平武县"
    assert "  kg ask money-by-provider [--year 2018]" in lines
    assert len(lines) == 2 * len(QUERIES)
