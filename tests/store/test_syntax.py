"""What a wrong query is told: the very place, and everything that could stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError
from kg.store import ask
from kg.store.tokens import tokenize

GOOD = "SELECT ?y (COUNT(?x) AS ?n) { ?x a ?y ; aid:about '平武县'@zh ; aid:measure/aid:value ?v . FILTER(?v > 1.5e3) } GROUP BY ?y LIMIT 3"


def said(query: str) -> str:
    with pytest.raises(QueryError) as caught:
        ask(Store(), query)
    return str(caught.value)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC ?x { ?x a aid:Place }", "line 1, column 1: expected SELECT, ASK, CONSTRUCT, DESCRIBE or PREFIX, not SELEC"),
        ("谁帮扶平武县", "line 1, column 1: expected SELECT, ASK, CONSTRUCT, DESCRIBE or PREFIX, not 谁帮扶平武县"),
        ("", "line 1, column 1: expected SELECT, ASK, CONSTRUCT, DESCRIBE or PREFIX, but the query ends here"),
        ("SELECT x { ?x a aid:Place }", "line 1, column 8: expected a variable, DISTINCT, ‘(’ or ‘*’, not x"),
        ("SELECT ?x, ?y { ?x a ?y }", "line 1, column 10: expected a variable, FROM, WHERE, ‘{’ or ‘(’, not ,"),
        ("SELECT ?x\nWHERE ?x a aid:Place }", "line 2, column 7: expected ‘{’, not ?x"),
        ("SELECT ?x { ?x aid:provider }", "line 1, column 29: expected a variable, a name such as aid:provider, a text in quotation marks, a number"),
        ("SELECT ?x {\n  ?x a aid:Place ;", "line 2, column 19: expected a variable, a name such as aid:provider, OPTIONAL, FILTER"),
        ("SELECT ?x { ?x a ?y } ORDER ?x", "line 1, column 29: expected BY, not ?x"),
        ("SELECT ?x { ?x a ?y } LIMIT ten", "line 1, column 29: expected a number, not ten"),
        ("SELECT (SUM(?v) as n) { ?m aid:value ?v }", "line 1, column 20: expected a variable, not n"),
        ("SELECT ?x { ?x rdfs:label '平武县'@zh } }", "line 1, column 38: expected VALUES, GROUP, ORDER, HAVING, LIMIT or OFFSET, not }"),
        ("SELECT ?x {\n  ?x rdfs:label \"平武县 }", "line 2, column 17: this quotation mark has no second \" in its line"),
    ],
)  # fmt: skip
def test_the_place_is_told_and_what_was_expected(query: str, message: str) -> None:
    assert message in said(query)


def test_a_long_text_in_the_wrong_place_is_not_repeated_at_length() -> None:
    message, *_ = said('SELECT """' + "平武县\n" * 30 + '""" { ?x ?p ?y }').split("\n")
    assert message.startswith('query, line 1, column 8: expected a variable, DISTINCT, ‘(’ or ‘*’, not """平武县 平武县')
    assert len(message) < 120


@pytest.mark.parametrize("query", ["SELECT * {\n ?x a ?y BIND(1 AS ?x) }", "SELECT ?y\n (COUNT(?z) AS ?x) { ?x a ?y ; ?p ?z } GROUP BY ?x ?y"])
def test_a_variable_that_is_given_a_second_value_is_named(query: str) -> None:
    assert "line 2, column " in said(query)
    assert "?x has a value already: call this one otherwise" in said(query)


def test_the_line_is_shown_with_a_mark_under_the_place_however_wide_its_characters() -> None:
    *_, line, mark = said("SELECT ?x {\n?x rdfs:label '平武县'@zh ] }").split("\n")
    assert line == "  ?x rdfs:label '平武县'@zh ] }"
    assert mark == "  " + " " * len("?x rdfs:label '______'@zh ") + "^"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }", "SELECT contains a variable that is unbound"),
        ("SELECT * { ?x a ?y } GROUP BY ?x", "SELECT * is not authorized with GROUP BY"),
        ("SELECT ?x ?x { ?x a ?y }", "Duplicated variable name in SELECT"),
    ],
)
def test_a_well_formed_query_without_a_meaning_is_told_why(query: str, message: str) -> None:
    assert f"the query is no question: {message}" in said(query)


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(["]", "€", "SELECT", " 3 ", "'", '"', "{", "?", ":", "\n@"]))
def test_no_slip_of_the_pen_ends_in_anything_but_a_place_in_the_query(at: int, slip: str) -> None:
    query = GOOD[:at] + slip + GOOD[at:]
    message = ""
    try:
        ask(Store(), query)
    except QueryError as error:
        message = str(error)
    assert not message or message.startswith(("query, line 1, column ", "query, line 2, column "))


@given(st.text(alphabet="aidS?$:<>{}()'\"\\#.;,@^|=/*+-1e平。 \n", max_size=60))
def test_tokens_and_the_blanks_between_them_are_the_whole_query(query: str) -> None:
    end = 0
    for token in tokenize(query):
        assert query[token.start : token.start + len(token.text)] == token.text
        between = query[end : token.start]
        assert not between.strip() or between.lstrip().startswith("#")
        end = token.start + len(token.text)
