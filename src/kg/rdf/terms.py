"""Nodes and literals, as all that is written here names them."""

from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import PREFIXES, expand

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


@cache
def node(name: str) -> NamedNode:
    """Return the node of a prefixed name."""
    return NamedNode(expand(name))


def thing(identifier: str) -> NamedNode:
    """Return the node of the record with an id."""
    return NamedNode(PREFIXES["id"] + identifier)


def graph(name: str) -> NamedNode:
    """Return the name of a graph: a bulletin's id, ``places``, ``derived`` or ``catalogue``."""
    return NamedNode(PREFIXES["graph"] + name)


LANGUAGES = {"chinese": "zh", "english": "en"}


def literal(form: str, value: object) -> Literal:
    """Return a value as one of the forms of ``kg.rdf.mapping`` that are literals."""
    if form in LANGUAGES:
        return Literal(str(value), language=LANGUAGES[form])
    text = str(value).lower() if form == "boolean" else str(value)
    if form == "decimal":
        # As a store would write it: 330000000, not 3.3E+8 or 330000000.0.
        text = f"{Decimal(text):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal(text, datatype=node(f"xsd:{form}"))
