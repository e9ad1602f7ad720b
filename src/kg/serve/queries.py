"""The queries that the server asks itself: SPARQL files with places for IRIs, which are filled with IRIs and nothing else."""

from functools import cache
from pathlib import Path
from string import Template

from pyoxigraph import NamedNode

from kg.rdf.namespaces import PREFIXES
from kg.serve.errors import RequestError

_FOLDER = Path(__file__).parent / "asked"
_FEDERATED = "<http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery>"


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.rq").read_text(encoding="utf-8"))


def node_of(text: str) -> NamedNode:
    """Return an IRI; raises RequestError for what is none."""
    try:
        return NamedNode(text)
    except ValueError as error:
        raise RequestError(404, f"{text} is no IRI: {error}") from error


def service_query(base: str, *, federated: bool) -> str:
    """Return the query that describes a service whose addresses begin with ``base``."""
    return _template("service").substitute(base=node_of(base).value, federated=_FEDERATED if federated else "")


def catalogue_query(base: str) -> str:
    """Return the query that describes the data and where they can be had."""
    return _template("catalogue").substitute(base=node_of(base).value)


def about_query(name: str, it: NamedNode, **further: int) -> str:
    """Return one of the queries about one thing: ``about``, ``graph``, ``exists``, ``shown``."""
    return _template(name).substitute(it=str(it), **further)


def thing_of(identifier: str) -> NamedNode:
    """Return the IRI of the thing with an id."""
    return node_of(PREFIXES["id"] + identifier)


def graph_of(name: str) -> NamedNode:
    """Return the IRI of the graph with a name."""
    return node_of(PREFIXES["graph"] + name)
