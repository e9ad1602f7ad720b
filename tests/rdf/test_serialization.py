"""Whatever form the graph is written in, it is the same graph, the same bytes each time, and the records can be read out of it again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

import kg
from kg.errors import InputError
from kg.model import Action, Article, Bulletin
from kg.rdf import quads, write_jsonld, write_nquads, write_trig, write_turtle
from kg.rdf.namespaces import PREFIXES
from kg.rdf.read import read_rdf
from kg.tables import read_records
from miniature import PINGWU, QUJIANG, action, bulletin, miniature, quote

ROOT = Path(__file__).parents[2]
WRITERS = {"trig": write_trig, "nq": write_nquads, "jsonld": write_jsonld}
FORMATS = {"trig": pyoxigraph.RdfFormat.TRIG, "nq": pyoxigraph.RdfFormat.N_QUADS, "jsonld": pyoxigraph.RdfFormat.JSON_LD}


@pytest.mark.parametrize("form", WRITERS)
def test_each_form_read_by_pyoxigraph_gives_the_quads_that_were_written(form: str, tmp_path: Path) -> None:
    written, path = quads(miniature()), tmp_path / f"graph.{form}"
    WRITERS[form](written, path)
    assert set(pyoxigraph.parse(path=str(path), format=FORMATS[form])) == set(written)


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning:rdflib")
@pytest.mark.parametrize("form", WRITERS)
def test_each_form_read_and_written_by_rdflib_gives_an_isomorphic_graph(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph.{form}"
    WRITERS[form](quads(miniature()), path)
    first = Dataset()
    first.parse(path, format={"nq": "nquads", "jsonld": "json-ld"}.get(form, form))
    again = Dataset()
    again.parse(data=first.serialize(format="nquads"), format="nquads")
    names = {graph.identifier for graph in first.graphs() if len(graph)}
    assert len(names) == 4
    assert all(isomorphic(first.graph(name), again.graph(name)) for name in names)
    assert sum(len(first.graph(name)) for name in names) == len(quads(miniature()))


def test_turtle_has_the_statements_of_all_graphs_once_to_pyoxigraph_and_to_rdflib(tmp_path: Path) -> None:
    written, path = quads(miniature()), tmp_path / "graph.ttl"
    write_turtle(written, path)
    expected = {(q.subject, q.predicate, q.object) for q in written}
    read = [(q.subject, q.predicate, q.object) for q in pyoxigraph.parse(path=str(path))]
    assert len(read) == len(expected)
    assert set(read) == expected
    first = Graph().parse(path)
    assert len(first) == len(expected)
    assert isomorphic(first, Graph().parse(data=first.serialize(format="nt"), format="nt"))


@pytest.mark.parametrize("form", [*WRITERS, "ttl"])
def test_the_same_records_give_the_same_bytes(form: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for file in files:
        (WRITERS | {"ttl": write_turtle})[form](quads(miniature()), file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_context_beside_the_ontology_is_the_one_in_the_files_and_has_our_prefixes(built: Path) -> None:
    published = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert json.loads((built / "graph.jsonld").read_text(encoding="utf-8"))["@context"] == published == {"@version": 1.1, **PREFIXES}


def _unordered(record: Action) -> Action:
    sides: dict[str, Any] = {name: tuple(sorted(getattr(record, name))) for name in ("provider", "recipient", "through", "sector")}
    return replace(record, measures=tuple(sorted(record.measures, key=lambda m: (m.evidence.start, m.id))), **sides)


def _told(record: Bulletin) -> Bulletin:
    articles = tuple(Article(a.index, a.title, 0, 0) for a in record.articles)
    return replace(record, text="", blocks=(), origins=(), articles=articles)


@pytest.mark.parametrize("form", ["trig", "ttl", "nq", "jsonld"])
def test_the_records_can_be_read_back_from_the_rdf_of_a_build_alone(built: Path, form: str) -> None:
    records, read = read_records(built), read_rdf(built / f"graph.{form}")
    assert {a.id: a for a in read.actions} == {a.id: _unordered(a) for a in records.actions}
    assert (read.entities, read.regions) == (records.entities, records.regions)
    assert read.left_out == records.left_out
    assert read.bulletins == tuple(map(_told, records.bulletins))


def test_the_graph_of_a_build_is_the_same_from_its_rdf_alone(built: Path) -> None:
    whole, alone = kg.load(built), kg.load(built / "graph.trig")
    assert dict(alone.nodes(data=True)) == dict(whole.nodes(data=True))
    assert set(alone.edges(keys=True)) == set(whole.edges(keys=True))
    for *edge, found in alone.edges(keys=True, data=True):
        expected = whole.edges[tuple(edge)]
        assert {k: set(v) if isinstance(v, tuple) else v for k, v in found.items()} == {
            k: set(v) if isinstance(v, tuple) else v for k, v in expected.items()
        }


def test_the_sentence_that_states_an_action_is_told_from_one_that_says_it_again(tmp_path: Path) -> None:
    b = bulletin()
    first, again = quote(b, "衢江选派医疗、教育、农技等41名专业技术骨干赴平武开展对口帮扶"), quote(b, "衢江平武“无问西东”铺就协作“康庄大道”")
    stated = replace(action("personnel", [QUJIANG], [PINGWU], first), evidence=(first, again))
    write_nquads(quads(replace(miniature(), actions=(stated,))), tmp_path / "graph.nq")
    assert [a.evidence for a in read_rdf(tmp_path / "graph.nq").actions] == [(first, again)]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("graph.csv", "", "is no RDF that can be read: name a file that ends in .trig, .ttl, .nq, .jsonld"),
        ("graph.trig", "{", "is not what kg writes"),
        ("graph.ttl", "<x:a> a <https://w3id.org/assistance-kg/ontology#Action> .", "is not what kg writes"),
    ],
)
def test_what_is_no_graph_of_ours_is_an_error_in_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read_rdf(tmp_path / name)
    assert "\n" not in str(caught.value)
