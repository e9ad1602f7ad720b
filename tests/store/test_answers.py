"""How an answer reads: tables for people, whole and exact values for programs."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Triple, parse, parse_query_results

from kg.errors import OutputError, QueryError
from kg.rdf.namespaces import PREFIXES
from kg.store import Answer, ask, form_of, format_answer, write_answer
from kg.terminal import width

XSD = PREFIXES["xsd"]
PLACE = NamedNode(PREFIXES["id"] + "place-510727")


def amount(text: str, datatype: str = "decimal") -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


ANSWER = Answer(
    ("place", "name", "yuan", "since"),
    ((PLACE, Literal("平武县", language="zh"), amount("36000000"), amount("1985", "integer")),
     (None, Literal("衢江"), amount("10.486"), None)),
)  # fmt: skip


def test_a_table_is_straight_under_chinese_and_amounts_stand_to_the_right() -> None:
    assert format_answer(ANSWER, "table").split("\n") == [
        "place            name          yuan  since",
        "───────────────  ──────  ──────────  ─────",
        "id:place-510727  平武县  36,000,000   1985",
        "                 衢江        10.486",
        "(2 rows)",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("36000000", "36,000,000"), ("999", "999"), ("-0.5", "-0.5"), ("-1234.56789", "-1,234.56789"), ("1E12", "1E12"), ("INF", "INF")],
)
def test_an_amount_is_grouped_and_keeps_its_sign_and_every_digit(value: str, shown: str) -> None:
    assert format_answer(Answer(("x",), ((amount(value, "double"),),)), "table").split("\n")[2].strip() == shown


def test_a_table_fits_into_its_terminal_and_says_where_it_was_cut() -> None:
    quote = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县"
    answer = Answer(("name", "quote"), ((Literal("平武县"), Literal(quote)),))
    lines = format_answer(answer, "table", columns=40).split("\n")
    assert max(map(width, lines)) <= 40
    assert lines[2] == "平武县  浙江省衢州市衢江区东西部扶贫协…"
    assert quote in format_answer(answer, "table")
    assert "…" in format_answer(Answer(("quote",), ((Literal(quote * 2),),)), "table")


def test_rows_too_wide_for_a_terminal_become_blocks_in_which_nothing_is_lost() -> None:
    wide = Answer(tuple("abcdefgh"), ((*(Literal(f"平武县贫困户{c}") for c in "1234567"), None),))
    text = format_answer(wide, "table", columns=80)
    assert text.split("\n")[0] == "a  平武县贫困户1"
    assert text.split("\n")[-2:] == ["", "(1 row)"]
    assert "h" not in text


def test_nothing_found_is_said_in_words() -> None:
    assert format_answer(Answer(("x",)), "table") == "no rows: nothing in this build matches"
    assert format_answer(Answer(triples=()), "table") == "# no statement: nothing in this build matches"
    assert format_answer(Answer(("x",)), "csv") == "x"
    assert json.loads(format_answer(Answer(("x",)), "json")) == {"head": {"vars": ["x"]}, "results": {"bindings": []}}


def test_yes_and_no() -> None:
    assert [format_answer(Answer(truth=truth), "table") for truth in (True, False)] == ["yes", "no"]
    assert format_answer(Answer(truth=False), "csv") == "answer\nfalse"
    assert json.loads(format_answer(Answer(truth=True), "json")) == {"head": {}, "boolean": True}


def test_csv_holds_whole_values_and_no_decoration() -> None:
    quote = "落实“社会”帮扶资金,534万元\n" * 20
    text = format_answer(replace(ANSWER, rows=(*ANSWER.rows, (PLACE, Literal(quote), amount("1e3", "double"), None))), "csv")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(ANSWER.columns)
    assert rows[1] == [PLACE.value, "平武县", "36000000", "1985"]
    assert rows[3][1:3] == [quote, "1e3"]


def test_json_is_that_of_sparql_results() -> None:
    answer = replace(ANSWER, rows=(*ANSWER.rows, (BlankNode("b"), Literal('a"b'), Triple(PLACE, PLACE, Literal("x")), None)))
    bindings = json.loads(format_answer(answer, "json"))["results"]["bindings"]
    assert bindings[0] == {
        "place": {"type": "uri", "value": PLACE.value},
        "name": {"type": "literal", "value": "平武县", "xml:lang": "zh"},
        "yuan": {"type": "literal", "value": "36000000", "datatype": XSD + "decimal"},
        "since": {"type": "literal", "value": "1985", "datatype": XSD + "integer"},
    }
    assert bindings[1] == {"name": {"type": "literal", "value": "衢江"}, "yuan": {"type": "literal", "value": "10.486", "datatype": XSD + "decimal"}}
    assert bindings[2]["place"] == {"type": "bnode", "value": "b"}
    assert bindings[2]["yuan"]["value"]["object"] == {"type": "literal", "value": "x"}


def test_json_and_the_store_s_own_agree(store: Store) -> None:
    from pyoxigraph import QueryResultsFormat, QuerySolutions

    query = "SELECT * { ?x ?p ?y } ORDER BY ?x ?p ?y LIMIT 500"
    results = store.query(query, use_default_graph_as_union=True)
    assert isinstance(results, QuerySolutions)
    assert json.loads(format_answer(ask(store, query), "json")) == json.loads(results.serialize(format=QueryResultsFormat.JSON) or b"")


def test_a_graph_comes_as_turtle_with_the_prefixes_that_it_uses(store: Store) -> None:
    answer = ask(store, "CONSTRUCT { ?a aid:assists ?b } WHERE { ?a aid:assists ?b }")
    text = format_answer(answer, "turtle")
    assert format_answer(answer, "table") == text
    assert [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")] == ["aid:", "id:"]
    assert sorted(str(quad.triple) for quad in parse(text.encode(), format=RdfFormat.TURTLE)) == sorted(map(str, answer.triples or ()))
    assert "id:place-330803 aid:assists id:place-510727" in text


CONTROL = Answer(("x",), ((Literal("a\tb\n“c” \"d\" \\ \x0b<&>"),), (Literal("平武县", language="zh"),), (None,)))


def test_tsv_and_xml_hold_whole_terms_as_sparql_1_1_has_them() -> None:
    assert format_answer(CONTROL, "tsv").split("\n") == ["?x", '"a\\tb\\n“c” \\"d\\" \\\\ \x0b<&>"', '"平武县"@zh', ""]
    assert format_answer(ANSWER, "tsv").split("\n")[1] == f'<{PLACE.value}>\t"平武县"@zh\t"36000000"^^<{XSD}decimal>\t1985'
    results = ElementTree.fromstring(format_answer(CONTROL, "xml"))
    assert [node.text for node in results.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ['a\tb\n“c” "d" \\ �<&>', "平武县"]
    assert format_answer(Answer(truth=True), "tsv") == "true"
    assert "<boolean>false</boolean>" in format_answer(Answer(truth=False), "xml")


@pytest.mark.parametrize(("form", "name"), [("tsv", "TSV"), ("xml", "XML"), ("json", "JSON")])
def test_a_program_reads_the_same_terms_from_every_form(form: str, name: str, store: Store) -> None:
    answer = ask(store, "SELECT * { ?x ?p ?y } ORDER BY ?x ?p ?y LIMIT 500")
    read = parse_query_results(format_answer(answer, form).encode(), format=getattr(QueryResultsFormat, name))
    assert isinstance(read, QuerySolutions)
    assert tuple(tuple(row[c] for c in answer.columns) for row in read) == answer.rows


def test_markdown_is_a_table_in_which_a_text_is_only_itself() -> None:
    assert format_answer(ANSWER, "markdown").split("\n") == [
        "| place | name | yuan | since |",
        "| --- | --- | ---: | --- |",
        "| id:place-510727 | 平武县 | 36,000,000 | 1985 |",
        "|  | 衢江 | 10.486 |  |",
    ]
    evil = Answer(("x",), ((Literal("a|b *c* [d](e) <img>\n`f`\\"),),))
    assert format_answer(evil, "markdown").split("\n")[2:] == ["| a\\|b \\*c\\* \\[d\\](e) \\<img\\> \\`f\\`\\\\ |"]
    assert format_answer(Answer(truth=True), "markdown").split("\n")[2] == "| true |"


def test_parquet_holds_numbers_as_numbers_and_all_else_as_text(tmp_path: Path) -> None:
    import duckdb

    columns = ("place", "name", "yuan", "since", "bad", "yes", "rate", "vast", "none")
    given = (PLACE, Literal("平武县\0", language="zh"), amount("10.486"), amount("-5", "integer"), amount("x", "integer"), Literal(True))
    answer = Answer(columns, ((*given, amount("2.5e0", "double"), amount("9" * 30, "integer"), None), (None,) * 9))
    write_answer(answer, "parquet", tmp_path / "it's [1].parquet")
    (tmp_path / "it's [1].parquet").rename(tmp_path / "plain.parquet")
    found = duckdb.sql(f"SELECT * FROM '{tmp_path / 'plain.parquet'}'")
    assert found.fetchall() == [
        (PLACE.value, "平武县\0", Decimal("10.486"), -5, "x", True, 2.5, "9" * 30, None),
        (None,) * 9,
    ]
    assert list(map(str, found.types)) == ["VARCHAR"] * 2 + ["DECIMAL(38,18)", "BIGINT", "VARCHAR", "BOOLEAN", "DOUBLE", "VARCHAR", "VARCHAR"]
    assert [file.name for file in tmp_path.iterdir()] == ["plain.parquet"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    write_answer(ANSWER, "csv", file)
    before = file.read_bytes()
    assert before.decode() == format_answer(ANSWER, "csv") + "\n"
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE give a graph"):
        write_answer(ANSWER, "turtle", file)
    with pytest.raises(QueryError, match="differ in capitals alone"):
        write_answer(Answer(("a", "A"), ()), "parquet", file)
    with pytest.raises(OutputError, match=r"answer\.csv cannot be written \(No such file or directory\): name another file with -o"):
        write_answer(ANSWER, "csv", tmp_path / "nowhere" / "answer.csv")
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == ["answer.csv"]


@pytest.mark.parametrize(("name", "form"), [("a.PARQUET", "parquet"), ("a.b.md", "markdown"), ("a.srx", "xml"), ("a", "table"), ("a.txt", "table")])
def test_the_ending_of_a_file_tells_its_form(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


def test_a_table_says_where_there_are_more_rows_than_it_has() -> None:
    assert format_answer(replace(ANSWER, cut=True), "table").endswith("\n(2 rows, and there are more)")


def test_a_form_that_does_not_fit_is_answered_with_one_that_does() -> None:
    with pytest.raises(QueryError, match="the answer is a graph, and csv holds tables: ask for --format turtle"):
        format_answer(Answer(triples=()), "csv")
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE give a graph: ask for --format table, csv or json"):
        format_answer(Answer(("x",)), "turtle")


def test_no_text_of_a_bulletin_steers_the_terminal_or_breaks_the_table() -> None:
    text = format_answer(Answer(("x",), ((Literal("平\x1b[31m武\u202e县\n\t一"),),)), "table")
    assert text.split("\n")[2] == "平�[31m武�县 一"
