"""Every shape has data that it must refuse; data as the build writes it conforms, and is refused with almost any of its statements gone."""

import random
import re
import time
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import Quad, Triple, parse
from rdflib import Graph, URIRef

from kg.rdf import validate
from kg.rdf.namespaces import expand, shorten
from kg.resources import ontology_files

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SHAPES = ONTOLOGY / "shapes" / "data.shacl.ttl"
VALID, INVALID = (sorted((ONTOLOGY / "examples" / folder).glob("*.ttl")) for folder in ("valid", "invalid"))


def _names(path: Path) -> set[str]:
    return {violation.shape.rpartition("#")[2] for violation in validate(path)}


def test_every_shape_has_an_example_that_breaks_it() -> None:
    text = SHAPES.read_text(encoding="utf-8")
    shapes = {line.removeprefix("shape:") for line in text.splitlines() if line.startswith("shape:")}
    assert shapes == {path.stem for path in INVALID}


def test_every_shape_says_in_both_languages_what_is_wrong() -> None:
    for block in re.findall(r"^shape:.+?(?=\n\n|\Z)", SHAPES.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        assert re.findall(r'sh:message ".+"@(\w+)', block) == ["en", "zh"], block


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_the_example_breaks_its_shape_and_no_other(path: Path) -> None:
    assert _names(path) == {path.stem}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_examples_conform(path: Path) -> None:
    assert validate(path) == []


def test_a_second_engine_finds_the_same_in_every_example() -> None:
    shapes, ontology = Graph().parse(SHAPES), Graph()
    for file in ontology_files():
        ontology.parse(file)
    for path in (*VALID, *INVALID):
        _, report, _ = pyshacl.validate(Graph().parse(path) + ontology, shacl_graph=shapes, inference="none")
        assert isinstance(report, Graph)
        results = report.objects(None, URIRef(expand("sh:result")))
        found = {str(report.value(result, URIRef(expand("sh:sourceShape")))).rpartition("#")[2] for result in results}
        assert found == _names(path), path.name


def test_the_graph_of_the_founding_bulletin_conforms(built: Path) -> None:
    assert validate(built / "graph.ttl") == []


def test_a_hundred_thousand_statements_are_asked_in_under_twenty_seconds(built: Path, tmp_path: Path) -> None:
    statements = [f"{Triple(q.subject, q.predicate, q.object)} .\n" for q in parse(path=str(built / "graph.ttl"))]
    # The counts of a catalogue are those of one build.
    own = "".join(line for line in statements if "/id/dataset" not in line)
    many = [re.sub(r"(/assistance-kg/(?:id|graph)/)", rf"\g<1>{n}-", own) for n in range(100_000 // own.count("\n") + 1)]
    path = tmp_path / "graph.ttl"
    path.write_text("".join(many), encoding="utf-8")
    assert "".join(many).count("\n") > 100_000
    began = time.perf_counter()
    assert validate(path) == []
    assert time.perf_counter() - began < 20


# What is missed only by the count of the catalogue: an action may serve no sector of the scheme, may be cumulative and have no period, a sentence
# need not stand in a section that has a label, and a bulletin need not say who receives, or who gives, or of what rank a post is.
OPTIONAL = {"aid:sector", "aid:coverage", "aid:section", "aid:recipient", "aid:provider", "org:role"}


@pytest.mark.parametrize("deletions", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_a_shape_catches_the_deletion_of_almost_any_statement_of_an_action(built: Path, tmp_path: Path, deletions: int) -> None:
    statements = {str(Triple(q.subject, q.predicate, q.object)): q for q in parse(path=str(built / "graph.ttl"))}
    missed, damaged = [], tmp_path / "graph.ttl"
    for gone in random.Random(0).sample(_of_actions(statements), deletions):
        damaged.write_text("".join(f"{line} .\n" for line in statements if line != gone), encoding="utf-8")
        found = _names(damaged)
        assert found, f"nothing misses {gone}"
        if found == {"dataset-counts"}:
            missed.append(shorten(statements[gone].predicate.value))
    assert len(missed) <= deletions * 0.05
    assert set(missed) <= OPTIONAL


def _of_actions(statements: dict[str, Quad]) -> list[str]:
    """Return the statements of each action, its figures, its evidence, its period and its post."""
    names = ("aid:evidence", "aid:statusEvidence", "aid:periodEvidence", "aid:measure", "aid:post", "oa:hasSelector", "dcterms:temporal")
    inner = {expand(name) for name in names}
    of: dict[str, list[str]] = {}
    for line, quad in statements.items():
        of.setdefault(quad.subject.value, []).append(line)
    todo = [q.subject.value for q in statements.values() if (q.predicate.value, q.object.value) == (expand("rdf:type"), expand("aid:Action"))]
    found: dict[str, None] = {}
    while todo:
        lines = [line for line in of.get(todo.pop(), ()) if line not in found]
        found |= dict.fromkeys(lines)
        todo += [statements[line].object.value for line in lines if statements[line].predicate.value in inner]
    return sorted(found)
