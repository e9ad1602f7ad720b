"""Every term of others that we use was read where they publish it; reused.toml says where."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib.namespace
from rdflib.namespace import DefinedNamespace

from kg.rdf.mapping import ACTION, BULLETIN, COPY, ENTITY, JUDGEMENT, MEASURE, PART, POST
from kg.rdf.namespaces import BASE, expand

ONTOLOGY = Path(__file__).parents[2] / "ontology"
READ = tomllib.loads(Path(__file__).with_name("reused.toml").read_text(encoding="utf-8"))
DOCUMENTS = set(READ.pop("documents"))
LISTED = {base + term for base, entry in READ.items() for term in entry["terms"].split()}
CLOSED = [n for n in vars(rdflib.namespace).values() if isinstance(n, type) and issubclass(n, DefinedNamespace) and n is not DefinedNamespace]


def _closed(iri: str) -> list[type[DefinedNamespace]]:
    """Return the vocabularies of rdflib that have all terms of a namespace; it writes that of WGS84 with https."""
    return [n for n in CLOSED if iri.replace("http://www.w3.org/2003/", "https://www.w3.org/2003/").startswith(str(n._NS))]


def _iris(paths: Iterable[Path]) -> Iterator[str]:
    for quad in (quad for path in paths for quad in pyoxigraph.parse(path=str(path))):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, pyoxigraph.Literal):
                yield term.datatype.value
            elif isinstance(term, pyoxigraph.NamedNode):
                yield term.value


def test_every_term_of_others_in_the_ontology_and_the_graph_was_read_and_no_other_is_listed(built: Path) -> None:
    files = [path for path in sorted(ONTOLOGY.rglob("*.ttl")) if "invalid" not in path.parts]
    written = {expand(field.predicate) for mapping in (ACTION, BULLETIN, COPY, ENTITY, JUDGEMENT, MEASURE, PART, POST) for field in mapping}
    used = {iri for iri in {*_iris([*files, built / "graph.trig"]), *written} if not iri.startswith(BASE)}
    assert sorted(used - DOCUMENTS) == sorted(LISTED)


@pytest.mark.parametrize("base", READ)
def test_each_vocabulary_says_where_it_was_read(base: str) -> None:
    assert READ[base]["read"]
    assert READ[base]["terms"].split() == sorted(set(READ[base]["terms"].split()))


@pytest.mark.parametrize("iri", sorted(iri for iri in LISTED if _closed(iri)))
def test_a_term_of_a_vocabulary_that_rdflib_has_in_full_is_one_of_it(iri: str) -> None:
    assert any(iri.rpartition("#")[2].rpartition("/")[2] in vocabulary for vocabulary in _closed(iri))
