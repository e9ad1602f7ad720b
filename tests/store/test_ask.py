"""What asking promises: an answer from this build alone, or the place in the query that stands in its way."""

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.errors import QueryError
from kg.model import Records
from kg.rdf.namespaces import PREFIXES
from kg.store import ask
from miniature import miniature

PLACES = "SELECT ?name { ?place a aid:Place ; rdfs:label ?name } ORDER BY ?name"


def names(store: Store, query: str) -> list[str]:
    return [term.value for (term,) in ask(store, query).rows if isinstance(term, Literal)]


def refusal(store: Store, query: str) -> str:
    with pytest.raises(QueryError) as caught:
        ask(store, query)
    return str(caught.value)


def test_rows_come_under_their_columns_with_our_prefixes_undeclared(store_of: Callable[[Records], Store]) -> None:
    answer = ask(store_of(miniature()), "SELECT ?place ?name ?none { ?place aid:code '510727' ; rdfs:label ?name }")
    assert answer.columns == ("place", "name", "none")
    assert answer.rows == ((NamedNode(PREFIXES["id"] + "place-510727"), Literal("平武县", language="zh"), None),)


def test_all_graphs_are_one(store_of: Callable[[Records], Store]) -> None:
    # The action is in the bulletin's graph, the place in another, the edge in a third.
    query = "ASK { ?action aid:recipient ?place . ?place rdfs:label '平武县'@zh . ?giver aid:funds ?place }"
    assert ask(store_of(miniature()), query).truth is True


def test_from_asks_one_bulletin_alone(store_of: Callable[[Records], Store]) -> None:
    store = store_of(miniature())
    assert ask(store, "ASK FROM graph:sichuan-2019-2 { ?x a aid:Funding }").truth is True
    assert ask(store, "ASK FROM graph:places { ?x a aid:Funding }").truth is False
    assert ask(store, "ASK { ?from rdfs:label '平武县'@zh }").truth is True


def test_graphs_can_be_told_apart(store_of: Callable[[Records], Store]) -> None:
    rows = ask(store_of(miniature()), "SELECT DISTINCT ?graph { GRAPH ?graph { ?x ?p ?y } }").rows
    assert {str(row[0].value).removeprefix(PREFIXES["graph"]) for row in rows if isinstance(row[0], NamedNode)} == {
        "sichuan-2019-2", "places", "derived", "catalogue", "https://w3id.org/assistance-kg/ontology",
    }  # fmt: skip


def test_statements_come_in_an_order_of_their_own(store: Store) -> None:
    answer = ask(store, "DESCRIBE id:place-510727")
    assert answer.triples
    assert list(answer.triples) == sorted(answer.triples, key=str)


UPDATES = [
    "INSERT DATA { id:a a aid:Place }",
    "delete where { ?s ?p ?o }",
    "DROP ALL",
    "# SELECT\nCLEAR ALL",
    "PREFIX x: <http://example.org/> LOAD <http://example.org/>",
    "WITH graph:places DELETE { ?s ?p ?o } WHERE {}",
]


@pytest.mark.parametrize("update", UPDATES)
def test_changes_are_refused_by_their_name(store: Store, update: str) -> None:
    assert "would change the build, which a query only reads: use ASK, CONSTRUCT, DESCRIBE or SELECT" in refusal(store, update)


def test_no_other_machine_is_asked(store: Store) -> None:
    said = refusal(store, "SELECT * {\n  service <http://localhost:8080/sparql> { ?s ?p ?o }\n}")
    assert said.startswith("query, line 2, column 3: SERVICE asks another machine, and an answer comes from this build alone")


def test_words_within_texts_names_and_comments_are_no_commands(store: Store) -> None:
    query = 'SELECT ?service { # SERVICE <http://x> DROP\n ?insert rdfs:label \'SERVICE aidd:x \\\' DELETE\', """FROM " x:y""" }'
    assert ask(store, query).rows == ()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?x { ?x a aidd:Place }", "line 1, column 18: unknown prefix aidd: did you mean aid: or id:?"),
        ("SELECT ?x {\n\t?x zzzz:Place 1 }", "line 2, column 5: unknown prefix zzzz: declare it, or use aid, dc, dcat, dcterms"),
        ("SELECT ?x { ?x a aid:Plase }", "line 1, column 18: the ontology has no term aid:Plase: did you mean aid:Place?"),
        ("SELECT ?x { ?x aid:Measure 1 ; aid:mesure 2 }", "the ontology has no term aid:mesure: did you mean aid:measure or aid:Measure"),
        ("SELECT ?x { ?x a aid:Place。 }", "the ontology has no term aid:Place。: did you mean aid:Place?"),
        ("SELECT ?x { ?x aid:qqqqq 1 }", "no term aid:qqqqq: SELECT ?term { ?term rdfs:isDefinedBy ?ontology } lists all"),
        ("PREFIX a: <https://w3id.org/assistance-kg/ontology#> ASK { ?x a:provder ?y }", "no term a:provder: did you mean aid:provider"),
        ("ASK { ?x <https://w3id.org/assistance-kg/ontology#provder> ?y }", "#provder>: did you mean aid:provider"),
    ],
)  # fmt: skip
def test_an_unknown_prefix_or_term_is_answered_with_the_nearest(store: Store, query: str, said: str) -> None:
    assert said in refusal(store, query)


def test_prefixes_of_ones_own_and_blank_nodes_are_known(store: Store) -> None:
    assert ask(store, "PREFIX ours: <http://example.org/> ASK { _:b ours:Plase ?y }").truth is False


def test_a_function_that_nobody_has_is_named(store: Store) -> None:
    said = refusal(store, "SELECT (<http://example.org/f>(1) AS ?x) {}")
    assert "cannot be run: The custom function <http://example.org/f> is not supported" in said


def test_a_name_with_a_full_stop_after_it_is_itself(store: Store) -> None:
    assert names(store, PLACES.replace("?place a aid:Place ;", "?place a aid:Place. ?place"))
