"""The ontology is as its own shapes want it, in OWL 2 DL, and no reasoner finds it at odds with itself or with the data."""

from pathlib import Path

import owlrl
import pyoxigraph
import pytest
from pyowl2_profiles import detect_profiles
from rdflib import Graph, Namespace

from kg.rdf import validate_ontology
from kg.rdf.namespaces import PREFIXES
from kg.resources import ontology_files

ONTOLOGY = Path(__file__).parents[2] / "ontology"
EXAMPLES = ONTOLOGY / "examples" / "style"
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
AID = Namespace(PREFIXES["aid"])


def _ontology() -> Graph:
    graph = Graph()
    for file in ontology_files():
        graph.parse(file)
    return graph


def test_the_ontology_keeps_to_its_style() -> None:
    assert validate_ontology(*ontology_files()) == []


def test_every_shape_of_style_has_an_example_that_breaks_it() -> None:
    text = (ONTOLOGY / "shapes" / "style.shacl.ttl").read_text(encoding="utf-8")
    assert {line.removeprefix("shape:") for line in text.splitlines() if line.startswith("shape:")} == {path.stem for path in INVALID}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_the_example_breaks_its_shape_and_no_other(path: Path) -> None:
    assert {violation.shape.rpartition("#")[2] for violation in validate_ontology(path)} == {path.stem}


def test_a_kind_that_is_declared_in_full_keeps_to_the_style() -> None:
    assert validate_ontology(EXAMPLES / "valid" / "kind.ttl") == []


def test_the_ontology_is_in_owl_2_dl() -> None:
    store = pyoxigraph.Store()
    for file in ontology_files():
        store.bulk_load(path=str(file))
    found = detect_profiles(store)
    assert found["dl"]["in_profile"], found["dl"]


def test_a_profile_check_finds_what_is_not_in_owl_2_dl() -> None:
    store = pyoxigraph.Store()
    store.load("<x:a> <x:undeclared> <x:b> .", format=pyoxigraph.RdfFormat.TURTLE)
    assert not detect_profiles(store)["dl"]["in_profile"]


def _errors(graph: Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(text) for text in graph.objects(None, Namespace("http://www.daml.org/2002/03/agents/agent-ont#").error)]


def test_a_reasoner_finds_no_inconsistency_in_the_ontology_and_its_examples() -> None:
    graph = _ontology()
    for path in sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl")):
        graph.parse(path)
    assert _errors(graph) == []


def test_a_reasoner_finds_one_that_is_there() -> None:
    graph = _ontology()
    graph.parse(data=f"<x:a> a <{AID.Place}> , <{AID.Measure}> .", format="turtle")
    assert _errors(graph) != []
