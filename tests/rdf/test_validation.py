"""Every shape has data that it must refuse; data as the build writes it conforms."""

from pathlib import Path

import pytest

from kg.rdf import validate

ONTOLOGY = Path(__file__).parents[2] / "ontology"
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))


def _names(path: Path) -> set[str]:
    return {violation.shape.rpartition("#")[2] for violation in validate(path)}


def test_every_shape_has_an_example_that_breaks_it() -> None:
    text = (ONTOLOGY / "shapes" / "data.shacl.ttl").read_text(encoding="utf-8")
    shapes = {line.removeprefix("shape:") for line in text.splitlines() if line.startswith("shape:")}
    assert shapes == {path.stem for path in INVALID}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_the_example_breaks_its_shape_and_no_other(path: Path) -> None:
    assert _names(path) == {path.stem}


@pytest.mark.parametrize("path", sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl")), ids=lambda path: path.stem)
def test_valid_examples_conform(path: Path) -> None:
    assert validate(path) == []


def test_the_graph_of_the_founding_bulletin_conforms(built: Path) -> None:
    assert validate(built / "graph.ttl") == []
