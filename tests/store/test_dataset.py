"""What rdflib is given: the store of a build itself, all graphs as one, and a clear word where that cannot be."""

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

import kg
from kg.errors import InputError
from kg.store import ask, open_store

QUERY = "SELECT ?provider ?recipient { ?provider aid:assists ?recipient } ORDER BY ?provider ?recipient"


def test_rdflib_finds_what_the_store_finds_with_our_prefixes_undeclared(built: Path, store: Store) -> None:
    dataset = kg.load(built).rdflib()
    assert [[str(term) for term in row] for row in dataset.query(QUERY)] == [[getattr(t, "value", "") for t in row] for row in ask(store, QUERY).rows]
    assert len(dataset) == len({(quad.subject, quad.predicate, quad.object) for quad in store})


def test_rdflib_sees_a_graph_for_each_bulletin(built: Path, store: Store) -> None:
    graphs = {str(graph.identifier) for graph in kg.load(built).rdflib().graphs()}
    assert {graph.value for graph in store.named_graphs() if hasattr(graph, "value")} <= graphs


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib itself uses what it deprecates
def test_rdflib_cannot_change_a_build(built: Path) -> None:
    dataset = kg.load(built).rdflib()
    with pytest.raises(RuntimeError, match="read-write"):
        dataset.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("c")))


def test_a_file_of_rdf_is_a_dataset_too(built: Path) -> None:
    assert len(list(kg.load(built / "graph.trig").rdflib().query(QUERY))) == len(ask(open_store(built), QUERY).rows)


def test_what_networkx_makes_of_a_graph_is_of_no_build(built: Path) -> None:
    with pytest.raises(InputError, match=r"this graph was made of another: ask the one that kg\.load gave"):
        kg.load(built).copy().rdflib()


def test_where_rdflib_is_missing_it_is_told_how_to_get_it(built: Path) -> None:
    code = """
import sys, kg
from kg.errors import KgError
sys.modules["oxrdflib"] = None
try:
    kg.load("build").rdflib()
except KgError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=built.parent, capture_output=True, encoding="utf-8")
    assert run.stdout.startswith("rdflib cannot be used (")
    assert run.stdout.endswith("): pip install 'assistance-kg[rdflib]'\n")
