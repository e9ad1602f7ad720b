"""The alignments tie our terms to those of others, closely only where they mean the same."""

from pathlib import Path

import pyoxigraph
import pytest

from kg.rdf import vocabulary
from kg.rdf.namespaces import PREFIXES, expand

FILES = sorted((Path(__file__).parents[2] / "ontology" / "alignments").glob("*.ttl"))
MATCHES = {expand(f"skos:{name}") for name in ("closeMatch", "broadMatch", "relatedMatch")}


def _statements(path: Path) -> list[tuple[str, str, str]]:
    quads = pyoxigraph.parse(path=str(path))
    return [(str(q.subject).strip("<>"), q.predicate.value, q.object.value) for q in quads if not isinstance(q.object, pyoxigraph.Triple)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_alignment_speaks_of_declared_terms_and_matches_them_with_those_of_others(path: Path) -> None:
    terms = [s for s in _statements(path) if s[0].startswith(PREFIXES["aid"])]
    assert {subject for subject, *_ in terms} <= set(vocabulary().terms)
    assert {predicate for _, predicate, _ in terms} <= {*MATCHES, expand("skos:note")}
    assert not [o for _, predicate, o in terms if predicate in MATCHES and o.startswith(PREFIXES["aid"])]


def test_a_budget_is_a_commitment_a_hope_a_pledge_and_an_investment_no_aid() -> None:
    iati = _statements(next(path for path in FILES if path.stem == "iati"))
    codes = {(s.rpartition("#")[2], o.rpartition("#")[2]) for s, p, o in iati if p == expand("skos:closeMatch") and "transactiontype" in o}
    assert codes == {("status-committed", "2"), ("status-planned", "12"), ("status-done", "3")}
    assert [p for s, p, _ in iati if s == expand("aid:Investment")] == [expand("skos:note")] * 2
