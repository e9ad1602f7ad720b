"""The ontology says what every term means, in both languages, and is all that a new kind of action needs."""

import re
from pathlib import Path

import pytest

from kg.extract.lexicon import load
from kg.model import Bound, Coverage, EntityType, Level, Rank, Role, Status
from kg.rdf import vocabulary
from kg.rdf.mapping import ACTION, BULLETIN, COPY, ENTITY, MEASURE
from kg.rdf.namespaces import PREFIXES, expand
from kg.rdf.vocabulary import read_vocabulary

ROOT = Path(__file__).parents[2]
TURTLE = (ROOT / "ontology" / "assistance.ttl").read_text(encoding="utf-8")
SCHEMES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "ontology" / "schemes").glob("*.ttl"))}
_BLOCK = re.compile(r"^(?:aid|unit):\S+\n.+?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
TERMS, VALUES = _BLOCK.findall(TURTLE), [block for text in SCHEMES.values() for block in _BLOCK.findall(text)]


@pytest.mark.parametrize("block", [*TERMS, *VALUES], ids=lambda block: block.split("\n")[0])
def test_every_term_has_labels_definitions_and_one_example(block: str) -> None:
    for predicate in ("rdfs:label", "skos:definition"):
        assert sorted(re.findall(rf'{predicate} ".+"@(\w+)', block)) == ["en", "zh"]
    assert len(re.findall(r'skos:example "(.+)"@zh', block)) == 1


def test_terms_are_sorted_one_to_a_block() -> None:
    for text in (TURTLE, *SCHEMES.values()):
        names = [block.split("\n")[0].removeprefix("aid:") for block in _BLOCK.findall(text)]
        assert names == sorted(set(names), key=lambda name: (name.lower(), name))


def test_every_example_quotes_a_text_of_the_project() -> None:
    files = [*sorted((ROOT / "data").glob("*/*/text.txt")), *sorted((ROOT / "data" / "registers").glob("*.*"))]
    texts = "".join(path.read_text(encoding="utf-8") for path in files)
    examples = re.findall(r'skos:example "(.+)"@zh', "".join([TURTLE, *SCHEMES.values()]))
    assert [example for example in examples if example not in texts] == []


def test_every_key_of_the_records_is_a_term() -> None:
    words = vocabulary()
    assert set(words.kinds) == {*load("kinds"), "other"}
    assert set(words.types) == {str(t) for t in EntityType}
    assert (set(words.schemes["kind"]), set(words.schemes["type"])) == (set(words.kinds), set(words.types))
    for scheme, values in {"status": Status, "bound": Bound, "role": Role, "level": Level, "coverage": Coverage, "rank": Rank}.items():
        assert set(words.schemes[scheme]) == {str(v) for v in values}


def test_every_sector_and_programme_of_the_lexicon_is_a_value_of_its_scheme() -> None:
    assert set(load("sectors")) - {"none"} == set(vocabulary().schemes["sector"])
    assert set(load("roles")["programme"]["names"]) == set(vocabulary().schemes["programme"])


def test_every_value_of_a_scheme_has_labels_that_skos_tools_read() -> None:
    for block in (*TERMS, *VALUES):
        if re.search(r"\ba .*skos:Concept\b", block):
            assert re.findall(r"rdfs:label (.+) ;", block) == re.findall(r"skos:prefLabel (.+) ;", block)


def test_every_property_of_ours_that_is_written_is_declared() -> None:
    written = [expand(f.predicate) for f in (*ACTION, *BULLETIN, *COPY, *ENTITY, *MEASURE)]
    assert [iri for iri in written if iri.startswith(PREFIXES["aid"]) and iri not in vocabulary().terms] == []


def test_a_new_kind_needs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "ontology.ttl"
    loan = ['rdfs:label "贷款"@zh', "rdfs:subClassOf aid:Action", "aid:directEdge aid:lendsTo", 'skos:notation "loan"']
    path.write_text(TURTLE + "\naid:Loan\n    " + " ;\n    ".join(loan) + " .\n", encoding="utf-8")
    kind = read_vocabulary(path).kinds["loan"]
    assert (kind.label.zh, kind.edge) == ("贷款", PREFIXES["aid"] + "lendsTo")
