"""The page of the ontology is made from it, and what it tells to ask can be asked."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.rdf import vocabulary
from kg.store import ask, open_store
from make_ontology import PAGE, page

QUERIES = re.findall(r"```sparql\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_is_what_make_docs_makes_of_the_ontology(golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, page())


def test_the_page_names_every_term_of_the_ontology() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [iri for iri in vocabulary().terms if f"{iri.rpartition('#')[2].rpartition('/')[2]}`" not in text] == []


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_every_query_of_the_page_has_an_answer_in_the_founding_build(query: str, built: Path) -> None:
    assert len(ask(open_store(built), query).rows) > 0


def test_the_page_shows_how_to_ask() -> None:
    assert len(QUERIES) == 3
