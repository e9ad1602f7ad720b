"""What people and programs get by the addresses of the data: pages with the sentences, files, and nothing that is not theirs."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from serving import Server

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PLACE = "https://w3id.org/assistance-kg/id/place-510727"
FORMS = {"text/turtle": RdfFormat.TURTLE, "application/ld+json": RdfFormat.JSON_LD, "application/n-triples": RdfFormat.N_TRIPLES}


def test_the_entrance_leads_to_all_there_is(server: Server) -> None:
    page = server.ask("/", accept=BROWSER)
    assert page.status == 200
    for address in ("/views/network.html", "/report.html", "/query", "/ontology", "/data", "/sparql", "/.well-known/void"):
        assert f'href="{address}"' in page.text
        assert server.ask(address, accept=BROWSER).status in (200, 303)


def test_a_thing_sends_on_to_what_is_said_of_it(server: Server) -> None:
    answer = server.ask("/id/place-510727", accept="text/turtle")
    assert (answer.status, answer.headers["location"]) == (303, "/entity/place-510727")


def test_a_page_shows_the_sentence_behind_every_statement_with_its_figure_marked(server: Server) -> None:
    page = server.ask("/entity/place-510727", accept=BROWSER)
    assert page.status == 200
    rows = server.rows("SELECT DISTINCT ?quote { ?a aid:recipient id:place-510727 ; aid:evidence/oa:hasSelector/oa:exact ?quote }")
    shown = page.text.replace("<mark>", "").replace("</mark>", "")
    more = server.ask("/entity/place-510727?from=50", accept=BROWSER).text.replace("<mark>", "").replace("</mark>", "")
    assert [row["quote"] for row in rows if row["quote"] not in shown + more] == []
    assert "“3年<mark>一亿</mark>”的协作帮扶规模" in page.text


def test_a_page_is_in_both_languages(server: Server) -> None:
    page = server.ask("/entity/place-510727", accept=BROWSER).text
    for words in ("简报所述", "What the bulletins say", "行政区划代码", "Pingwu County"):
        assert words in page


@pytest.mark.parametrize("media", FORMS)
def test_a_thing_comes_as_data_to_whom_data_are_acceptable(server: Server, media: str) -> None:
    answer = server.ask("/entity/place-510727", accept=media)
    assert (answer.status, answer.kind, answer.headers["vary"].partition(",")[0]) == (200, media, "Accept")
    quads = list(parse(answer.body, format=FORMS[media]))
    assert any(quad.subject == NamedNode(PLACE) and getattr(quad.object, "value", "") == "平武县" for quad in quads)
    assert any(quad.object == NamedNode(PLACE) for quad in quads)


def test_a_statement_comes_with_the_sentence_that_states_it(server: Server) -> None:
    (row, *_) = server.rows("SELECT ?a ?quote { ?a a aid:Funding ; aid:evidence/oa:hasSelector/oa:exact ?quote } ORDER BY ?a")
    name = row["a"].rpartition("/")[2]
    assert row["quote"] in server.ask(f"/entity/{name}.ttl").text
    assert row["quote"] in server.ask(f"/entity/{name}", accept=BROWSER).text.replace("<mark>", "").replace("</mark>", "")


def test_everything_that_the_data_name_has_a_page(server: Server) -> None:
    rows = server.rows("SELECT ?type (SAMPLE(?s) AS ?one) { ?s a ?type FILTER(STRSTARTS(STR(?s), STR(id:))) } GROUP BY ?type ORDER BY ?type")
    pages = {row["one"]: server.ask("/entity/" + row["one"].rpartition("/id/")[2], accept=BROWSER).status for row in rows}
    assert len(rows) > 20
    assert [iri for iri, status in pages.items() if status != 200] == []


def test_what_is_not_there_is_said_to_be_missing(server: Server) -> None:
    page, data = (server.ask("/entity/place-000000", accept=accept) for accept in (BROWSER, "text/turtle"))
    assert (page.status, page.kind, data.status, data.kind) == (404, "text/html", 404, "text/plain")
    assert "place-000000" in page.text
    assert "place-000000" in data.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "x> ?p ?o } #", '"><img src=x>'])
def test_a_name_from_an_address_is_never_markup_or_part_of_a_query(server: Server, name: str) -> None:
    answer = server.ask("/entity/" + quote(name, safe=""), accept=BROWSER)
    assert answer.status == 404
    assert name not in answer.text or answer.kind == "text/plain"


def test_a_term_of_the_ontology_stands_at_its_own_name(server: Server) -> None:
    page = server.ask("/ontology", accept=BROWSER)
    assert 'id="provider"' in page.text
    assert "给予、派出或承担的一方" in page.text
    turtle = server.ask("/ontology", accept="text/turtle")
    assert NamedNode("https://w3id.org/assistance-kg/ontology#provider") in {quad.subject for quad in parse(turtle.body, format=RdfFormat.TURTLE)}


def test_a_named_graph_comes_alone(server: Server) -> None:
    answer = server.ask("/graph/derived", accept="application/n-triples")
    (row,) = server.rows("SELECT (COUNT(*) AS ?n) { GRAPH graph:derived { ?s ?p ?o } }")
    assert len(answer.body.splitlines()) == int(row["n"])
    assert server.ask("/graph/nothing").status == 404


def test_the_description_of_the_data_says_where_they_are(server: Server) -> None:
    text = server.ask("/.well-known/void", accept="application/n-triples").text
    assert f"<http://rdfs.org/ns/void#sparqlEndpoint> <{server.url}/sparql>" in text
    assert f"<http://rdfs.org/ns/void#dataDump> <{server.url}/data/graph.trig>" in text


def test_the_files_of_a_build_can_be_taken(server: Server, built: Path) -> None:
    page = server.ask("/data", accept=BROWSER).text
    for name, kind in {"graph.trig": "application/trig", "tables/actions.csv": "text/csv", "texts/sichuan-2019-2.txt": "text/plain"}.items():
        answer = server.ask(f"/data/{name}")
        assert f'href="/data/{name}"' in page
        assert (answer.status, answer.kind, answer.body) == (200, kind, (built / name).read_bytes())


@pytest.mark.parametrize(
    "path",
    [
        "/data/store/CURRENT",
        "/data/../pyproject.toml",
        "/data/tables/../store/CURRENT",
        "/data/tables/..%2f..%2f..%2fetc%2fpasswd",
        "/views/../build.json",
        "/views/..%2fbuild.json",
        "/views/%2e%2e/store/CURRENT",
        "/assets/../server.py",
        "/assets/..%2fserver.py",
        "/data//etc/passwd",
        "/data/secret.txt",
    ],
)
def test_no_address_leads_out_of_what_is_served(server: Server, built: Path, path: str) -> None:
    (built / "secret.txt").write_text("secret", encoding="utf-8")
    try:
        answer = server.ask(path)
    finally:
        (built / "secret.txt").unlink()
    assert answer.status == 404
    assert len(answer.body) < 100


def test_health_tells_of_the_workers(server: Server) -> None:
    health = json.loads(server.ask("/healthz").body)
    assert health["status"] == "ok"
    assert health["workers"] >= health["idle"] >= 1
