"""The SPARQL 1.1 Protocol as its clients rely on it: SPARQLWrapper, curl, and requests that are wrong on purpose."""

import csv
import io
import json
import socket
import subprocess
import threading
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
import SPARQLWrapper
from pyoxigraph import NamedNode, RdfFormat, parse

from serving import Server, serving

NAMES = "SELECT ?name { ?p a aid:Place ; rdfs:label ?name } ORDER BY ?name"
FORM = "application/x-www-form-urlencoded"
GRAPH = "https://w3id.org/assistance-kg/graph/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def curl(server: Server, *arguments: str) -> str:
    return subprocess.run(["curl", "-sS", *arguments, f"{server.url}/sparql"], check=True, capture_output=True, encoding="utf-8").stdout


def wrapper(server: Server, query: str, **settings: str) -> SPARQLWrapper.SPARQLWrapper:
    client = SPARQLWrapper.SPARQLWrapper(f"{server.url}/sparql", **settings)
    client.setQuery(query)
    return client


@pytest.mark.parametrize(("method", "style"), [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")])
def test_sparqlwrapper_selects_by_every_way_to_ask(server: Server, method: str, style: str) -> None:
    client = wrapper(server, NAMES, returnFormat=SPARQLWrapper.JSON)
    client.setMethod(method)
    client.setRequestMethod(style)
    names = {row["name"]["value"] for row in client.query().convert()["results"]["bindings"]}
    assert {"平武县", "衢江区"} <= names


def test_sparqlwrapper_reads_every_form_of_a_table(server: Server) -> None:
    def text(form: str) -> str:
        answer = wrapper(server, NAMES, returnFormat=form).query().convert()
        if form == SPARQLWrapper.JSON:
            return json.dumps(answer, ensure_ascii=False)
        return answer.toxml() if form == SPARQLWrapper.XML else answer.decode()

    found = {form: text(form) for form in (SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV, SPARQLWrapper.TSV)}
    assert [form for form, text in found.items() if "平武县" not in text] == []


def test_sparqlwrapper_reads_graphs_and_truth(server: Server) -> None:
    graph = wrapper(server, "CONSTRUCT { ?p rdfs:label ?name } { ?p a aid:Place ; rdfs:label ?name }", returnFormat=SPARQLWrapper.TURTLE)
    assert "平武县" in graph.query().convert().decode()
    truth = wrapper(server, "ASK { ?p rdfs:label '平武县'@zh }", returnFormat=SPARQLWrapper.JSON)
    assert truth.query().convert()["boolean"] is True


def test_sparqlwrapper_is_told_what_is_wrong_with_a_query(server: Server) -> None:
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="line 1, column"):
        wrapper(server, "SELECT ?name { ?p a aid:Place ; rdfs:label ?name").query()


@pytest.mark.parametrize("media", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
def test_curl_gets_a_table_in_the_form_it_accepts(server: Server, media: str) -> None:
    text = curl(server, "-i", "-H", f"Accept: {media}", "--data-urlencode", f"query={NAMES}")
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    assert f"content-type: {media}" in head.lower()
    readers = {
        "application/sparql-results+json": lambda: [row["name"]["value"] for row in json.loads(body)["results"]["bindings"]],
        "application/sparql-results+xml": lambda: [e.text for e in ElementTree.fromstring(body).iter("{http://www.w3.org/2005/sparql-results#}literal")],
        "text/csv": lambda: [row["name"] for row in csv.DictReader(io.StringIO(body))],
        "text/tab-separated-values": lambda: [line.removesuffix("@zh").strip('"') for line in body.splitlines()[1:]],
    }
    assert "平武县" in readers[media]()


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_curl_gets_a_graph_in_the_form_it_accepts(server: Server, media: str, form: RdfFormat) -> None:
    text = curl(server, "-i", "-G", "-H", f"Accept: {media}", "--data-urlencode", "query=DESCRIBE id:place-510727")
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    assert f"content-type: {media}" in head.lower()
    assert NamedNode("https://w3id.org/assistance-kg/id/place-510727") in {quad.subject for quad in parse(body, format=form)}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
def test_a_table_comes_in_the_form_that_is_liked_best(server: Server, accept: str, kind: str) -> None:
    assert server.query("ASK {}", accept).kind == kind


def test_without_named_graphs_a_query_is_asked_of_all_bulletins_as_one(server: Server) -> None:
    everything = int(server.rows(COUNT)[0]["n"])
    named = int(server.rows("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }")[0]["n"])
    assert everything == named > 5000


def test_a_request_names_the_graphs_to_ask(server: Server) -> None:
    places = int(server.rows(COUNT, **{"default-graph-uri": GRAPH + "places"})[0]["n"])
    graphs = server.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": GRAPH + "derived"})
    assert 0 < places < 1000
    assert graphs == [{"g": GRAPH + "derived"}]
    assert server.rows(COUNT, **{"named-graph-uri": GRAPH + "derived"}) == [{"n": "0"}]


def test_the_graphs_of_a_request_come_before_those_of_its_query(server: Server) -> None:
    query = COUNT.replace("{", f"FROM <{GRAPH}derived> {{", 1)
    own, other = (int(server.rows(query, **parameters)[0]["n"]) for parameters in ({}, {"default-graph-uri": GRAPH + "places"}))
    assert own == int(server.rows(COUNT, **{"default-graph-uri": GRAPH + "derived"})[0]["n"])
    assert other == int(server.rows(COUNT, **{"default-graph-uri": GRAPH + "places"})[0]["n"]) != own


def test_several_default_graphs_are_asked_as_one(server: Server) -> None:
    parameters = urlencode([("query", COUNT), ("default-graph-uri", GRAPH + "places"), ("default-graph-uri", GRAPH + "derived")])
    answer = json.loads(server.ask(f"/sparql?{parameters}").body)
    both = int(answer["results"]["bindings"][0]["n"]["value"])
    assert both == sum(int(server.rows(COUNT, **{"default-graph-uri": GRAPH + name})[0]["n"]) for name in ("places", "derived"))


def test_a_query_that_is_posted_as_it_is_takes_its_graphs_from_the_address(server: Server) -> None:
    path = f"/sparql?default-graph-uri={quote(GRAPH + 'places', safe='')}"
    answer = server.ask(path, method="POST", body=COUNT.encode(), content_type="application/sparql-query; charset=UTF-8", accept="text/csv")
    assert answer.status == 200
    assert 0 < int(answer.text.split()[1]) < 1000


@pytest.mark.parametrize(
    ("path", "request_", "status", "said"),
    [
        ("?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, 400, "one parameter query"),
        ("?default-graph-uri=http://example.org/", {}, 400, "one parameter query"),
        ("?query=ASK%20%7B%7D&default-graph-uri=places", {}, 400, "no absolute IRI"),
        ("?query=%FF", {}, 400, "not UTF-8"),
        ("?query=SELECT", {}, 400, "line 1"),
        ("?query=ASK%20%7B%7D", {"accept": "image/png"}, 406, "application/sparql-results+json"),
        ("?query=DESCRIBE%20id:x", {"accept": "text/csv"}, 406, "a graph"),
        ("?query=ASK%20%7B%7D", {"accept": "text/turtle"}, 406, "a table"),
        ("?update=CLEAR%20ALL", {}, 403, "no updates"),
        ("", {"method": "DELETE"}, 405, "GET or POST"),
        ("", {"method": "POST", "body": b"query=ASK%20%7B%7D"}, 415, "application/sparql-query"),
        ("", {"method": "POST", "body": b"{}", "content_type": "application/json"}, 415, "application/sparql-query"),
        ("", {"method": "POST", "body": b"ASK {}", "content_type": "application/sparql-query; charset=latin-1"}, 415, "UTF-8"),
        ("", {"method": "POST", "body": b"ASK { \xff }", "content_type": "application/sparql-query"}, 400, "not UTF-8"),
        ("", {"method": "POST", "body": b"quary=ASK", "content_type": FORM}, 400, "one parameter query"),
        ("", {"method": "POST", "body": b"update=CLEAR%20ALL", "content_type": FORM}, 403, "no updates"),
        ("", {"method": "POST", "body": b"CLEAR ALL", "content_type": "application/sparql-update"}, 403, "no updates"),
        ("", {"method": "POST", "body": b"CLEAR ALL", "content_type": "application/sparql-query"}, 400, "line 1"),
        ("", {"method": "POST", "body": b"LOAD <http://127.0.0.1/>", "content_type": "application/sparql-query"}, 400, "line 1"),
    ],
)
def test_a_wrong_request_gets_the_status_of_the_protocol(server: Server, path: str, request_: dict[str, str], status: int, said: str) -> None:
    answer = server.ask(f"/sparql{path}", **request_)
    assert (answer.status, answer.kind) == (status, "text/plain")
    assert said in answer.text


def test_an_address_without_a_query_describes_the_service(server: Server) -> None:
    answer = server.ask("/sparql", accept="text/turtle")
    objects = {(quad.predicate.value.partition("#")[2], getattr(quad.object, "value", "")) for quad in parse(answer.body, format=RdfFormat.TURTLE)}
    assert ("endpoint", f"{server.url}/sparql") in objects
    assert ("feature", "http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph") in objects
    assert ("name", GRAPH + "sichuan-2019-2") in objects
    browser = server.ask("/sparql", accept="text/html,*/*;q=0.8")
    assert (browser.status, browser.headers["location"]) == (303, "/query")


def test_a_head_has_no_body(server: Server) -> None:
    answer = server.ask("/sparql?query=ASK%20%7B%7D", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_pages_of_this_machine_may_ask_and_others_may_not(server: Server) -> None:
    own, other = (server.ask("/sparql?query=ASK%20%7B%7D", origin=origin) for origin in ("http://localhost:3000", "https://example.org"))
    assert own.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "access-control-allow-origin" not in other.headers


def test_a_browser_may_look_before_it_posts(server: Server) -> None:
    asked = {"access_control_request_method": "POST", "access_control_request_headers": "content-type"}
    own, other = (server.ask("/sparql", method="OPTIONS", origin=origin, **asked) for origin in ("http://127.0.0.1:5000", "https://example.org"))
    assert (own.status, own.headers["access-control-allow-origin"]) == (200, "http://127.0.0.1:5000")
    assert "POST" in own.headers["access-control-allow-methods"]
    assert other.status == 400


def test_other_origins_may_ask_where_the_server_is_told_so(built: Path) -> None:
    with serving(built, options="origins=['https://example.org']") as server:
        answers = {origin: server.ask("/sparql?query=ASK%20%7B%7D", origin=origin) for origin in ("https://example.org", "https://example.com")}
    assert answers["https://example.org"].headers["access-control-allow-origin"] == "https://example.org"
    assert "access-control-allow-origin" not in answers["https://example.com"].headers


def test_a_page_elsewhere_cannot_reach_it_under_a_name_of_its_own(server: Server) -> None:
    assert server.ask("/sparql?query=ASK%20%7B%7D", host="evil.example").status == 400


class Listener:
    """A machine elsewhere, which counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.calls = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/sparql"


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <URL> { ?s ?p ?o } }", "SELECT * # a comment ends here\r { SERVICE <URL> { ?s ?p ?o } }"])
def test_no_query_calls_another_machine(server: Server, query: str) -> None:
    listener = Listener()
    answer = server.query(query.replace("URL", listener.url))
    assert (answer.status, listener.calls) == (400, 0)
    assert "asks another machine" in answer.text
    listener.socket.close()


def test_a_query_calls_another_machine_where_the_server_is_told_so(built: Path) -> None:
    listener = Listener()
    with serving(built, options="federated=True") as server:
        server.query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}")
    assert listener.calls > 0
    listener.socket.close()
