"""A server is asked as a build is asked, and answers the same."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Store

from kg.cli import main
from kg.errors import QueryError, RemoteError
from kg.store import ask, bound_query, format_answer, questions
from kg.store.connection import Connection
from kg.store.remote import Remote, declare_prefixes
from kg.store.tokens import tokenize
from servers import Asked, Oxigraph, Said, fake

JSON = {"Content-Type": "application/sparql-results+json"}
YES = Said(body=b'{"head":{},"boolean":true}', headers=JSON)
NO = Said(body=b'{"head":{},"boolean":false}', headers=JSON)
QUERY = "SELECT ?name { ?place a aid:Place ; aid:code '513400' ; rdfs:label ?name }"


@pytest.fixture
def remote(gold_server: Oxigraph) -> Remote:
    return Remote(Connection(gold_server.query))


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *words], input=stdin)


@pytest.mark.parametrize("name", questions())
def test_every_question_has_the_same_answer_on_a_server(name: str, gold_store: Store, remote: Remote) -> None:
    question = questions()[name]
    examples = {key: {"平武县": "凉山州", "衢江区": "宁波市"}.get(value, value) for key, value in question.parameters.items()}
    query = bound_query(gold_store, question, examples)
    assert bound_query(remote, question, examples) == query
    theirs, ours = ask(remote, query), ask(gold_store, query)
    assert theirs == ours
    assert ours.rows
    assert [format_answer(theirs, form) for form in ("table", "csv", "json")] == [format_answer(ours, form) for form in ("table", "csv", "json")]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?x aid:assists ?y }",
        "ASK { ?x aid:assists 1 }",
        "CONSTRUCT { ?a aid:assists ?b } WHERE { ?a aid:assists ?b }",
        "describe id:place-513400",
        "SELECT (COUNT(*) AS ?n) FROM graph:derived { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:derived { ?s ?p ?o } }",
        "PREFIX aid: <urn:else> PREFIX a: <https://w3id.org/assistance-kg/ontology#> SELECT ?x { ?x a a:School } ORDER BY ?x",
        "# 甘孜\nSELECT ?x ?none { ?x aid:code '513400' }",
    ],
)
def test_every_kind_of_query_has_the_same_answer_on_a_server(query: str, gold_store: Store, remote: Remote) -> None:
    assert ask(remote, query) == ask(gold_store, query)


def test_the_command_asks_a_server_inline_from_a_file_from_standard_input_and_by_name(gold_server: Oxigraph, tmp_path: Path) -> None:
    file = tmp_path / "question.rq"
    file.write_text(QUERY, encoding="utf-8")
    there = ["--endpoint", gold_server.query]
    ways = [run(*there, QUERY), run(*there, "--file", str(file)), run(*there, "-", stdin=QUERY)]
    assert [way.stdout for way in ways] == ["name\n──────────────\n凉山彝族自治州\n(1 row)\n"] * 3
    assert run(*there, QUERY, "--format", "csv").stdout == "name\n凉山彝族自治州\n"
    assert json.loads(run(*there, QUERY, "--format", "json").stdout)["head"] == {"vars": ["name"]}
    assert 'rdfs:label "凉山彝族自治州"@zh' in run(*there, "DESCRIBE id:place-513400", "--format", "turtle").stdout
    assert "宁波市" in run(*there, "--name", "who-assists", "--place", "凉山").stdout


def test_prefixes_of_ours_are_declared_where_they_are_missing_and_lines_keep_their_numbers() -> None:
    query = "PREFIX id: <urn:id>\nSELECT ?x # rdf:type\n{ ?x a aid:Place ; rdfs:label 'skos:x' ; id:a id:b ; _:c ex:d }"
    declared = declare_prefixes(query, tokenize(query))
    assert declared == ("PREFIX aid: <https://w3id.org/assistance-kg/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + query)


def test_a_mistake_is_shown_in_the_query_as_it_was_asked_and_else_in_the_server_s_words(remote: Remote) -> None:
    with pytest.raises(QueryError, match="query, line 1, column 27: expected OPTIONAL"):
        ask(remote, "SELECT ?x { ?x a aid:Place")
    with pytest.raises(QueryError, match=r"the ontology has no term aid:Plase: did you mean aid:Place\?"):
        ask(remote, "SELECT ?x { ?x a aid:Plase }")
    with (
        fake(lambda asked: Said(400, b"no such function") if b"COUNT" in asked.body else YES) as server,
        pytest.raises(QueryError, match=r"answered 400 \(no such function\): it cannot read the query"),
    ):
        ask(Remote(Connection(server.url)), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_an_inner_error_that_a_query_causes_is_not_caused_again() -> None:
    with (
        fake(lambda asked: Said(500, b"out of memory") if b"COUNT" in asked.body else YES) as server,
        pytest.raises(RemoteError, match=r"answered 500 \(out of memory\): see its log"),
    ):
        ask(Remote(Connection(server.url)), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert sum(b"COUNT" in asked.body for asked in server.asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        Said(body=b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}},', headers=JSON),
        Said(body=b'{"head":{"vars":["s"]},"results":{"bindings":[]}}The SPARQL operation has been cancelled', headers=JSON),
        Said(body=b"<urn:a> <urn:b> <urn:c> .\nThe SPARQL operation has been cancelled", headers={"Content-Type": "application/n-triples"}),
    ],
)
def test_an_answer_that_breaks_off_is_no_answer(said: Said) -> None:
    with (
        fake(lambda asked: YES if asked.body.startswith(b"query=ASK") else said) as server,
        pytest.raises(RemoteError, match="broke off its answer, or wrote it wrong"),
    ):
        ask(Remote(Connection(server.url)), "SELECT ?s { ?s ?p ?o }")


@pytest.mark.parametrize("media", ["application/pdf", ""])
def test_an_answer_in_another_format_is_told(media: str) -> None:
    with (
        fake(lambda asked: Said(body=b"%PDF", headers={"Content-Type": media})) as server,
        pytest.raises(RemoteError, match=f"answers in {media or 'a format that it does not name'}, not in SPARQL results or RDF"),
    ):
        ask(Remote(Connection(server.url)), "ASK {}")


def test_results_in_xml_and_turtle_are_read_too() -> None:
    xml = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'

    def answer(asked: Asked) -> Said:
        if asked.headers["Accept"].startswith("application/n-triples"):
            return Said(body=b"@prefix u: <urn:> . u:a u:b u:c .", headers={"Content-Type": "text/turtle;charset=utf-8"})
        return Said(body=xml, headers={"Content-Type": "application/sparql-results+xml"})

    with fake(answer) as server:
        remote = Remote(Connection(server.url))
        assert ask(remote, "ASK {}").truth is True
        assert [str(triple) for triple in ask(remote, "CONSTRUCT WHERE { ?s ?p ?o }").triples or ()] == ["<urn:a> <urn:b> <urn:c>"]


def test_a_server_that_holds_its_graphs_apart_is_told_not_asked_half() -> None:
    def apart(asked: Asked) -> Said:
        return YES if parse_qs(asked.body.decode())["query"] == ["ASK { GRAPH ?g { ?s ?p ?o } }"] else NO

    with fake(apart) as server:
        remote = Remote(Connection(server.url))
        with pytest.raises(RemoteError, match="holds its graphs apart: its default graph must hold all others, too"):
            ask(remote, "ASK { ?x aid:assists ?y }")
        assert ask(remote, "ASK FROM graph:derived { ?x aid:assists ?y }").truth is False


def test_a_server_without_named_graphs_is_asked_its_only_graph(server: Oxigraph) -> None:
    server.do("INSERT DATA { <urn:a> <urn:b> 1 }")
    assert len(ask(Remote(Connection(server.query)), "SELECT * { ?s ?p ?o }").rows) == 1


def test_a_server_without_our_data_knows_no_place(server: Oxigraph) -> None:
    with pytest.raises(QueryError, match="平武县"):
        bound_query(Remote(Connection(server.query)), questions()["who-assists"], {"place": "平武县"})
    nothing = Said(body=b'{"head":{"vars":["entity","type","name","parent","aliases"]},"results":{"bindings":[{}]}}', headers=JSON)
    with fake(lambda asked: YES if asked.body.startswith(b"query=ASK") else nothing) as grouping, pytest.raises(QueryError, match="平武县"):
        bound_query(Remote(Connection(grouping.url)), questions()["who-assists"], {"place": "平武县"})


def test_a_default_graph_beside_the_others_does_not_hide_them(server: Oxigraph) -> None:
    server.do("INSERT DATA { <urn:a> <urn:b> 1 GRAPH <urn:g> { <urn:a> <urn:b> 2 } }")
    assert [str(row[0]) for row in ask(Remote(Connection(server.query)), "SELECT ?o { <urn:a> <urn:b> ?o FILTER(?o = 2) }").rows] == [
        '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'
    ]


def test_the_command_tells_a_mistake_in_a_line(gold_server: Oxigraph) -> None:
    result = run("--endpoint", gold_server.url, "ASK {}")
    assert (result.exit_code, result.stdout) == (2, "")
    what = "queries go to another address there, such as …/query or …/sparql"
    assert result.stderr == f"kg: {gold_server.url} answered 404 (POST / is not supported by this server): {what}\n"
