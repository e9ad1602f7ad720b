"""What people ask of the graph. A party is given by its id, its name or a short form of it; answers are edges, in the order of the texts.

An edge ``(provider, recipient, action)`` opens its attributes: ``graph.edges[edge]["quote"]``.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

import networkx as nx

from kg.errors import QueryError
from kg.graph.conversion import NOT_STATED
from kg.graph.parties import is_unnamed
from kg.model import Action, Entity, EntityType, Evidence, Records

Edge = tuple[str, str, str]

PAIRING = "pairing"

_SCALES = "百千万亿余多"


class Figure(NamedTuple):
    """One figure of a statement, and the sentence that it stands in.

    ``text`` is the figure as written, at ``start`` to ``end`` of the bulletin's text; ``value`` (to ``upper``, if it is a range) is in the
    base unit. ``status`` tells what was done from what is committed or planned. Add up only what ``counts_in_totals``: the rest is a part of a
    total that is counted, or said before; by year, only what ``counts_in_year``. ``coverage`` is ``cumulative``, ``in_year`` or nothing.
    """

    action: str
    kind: str
    provider: str
    recipient: str
    about: str
    text: str
    value: Decimal
    upper: Decimal | None
    unit: str
    bound: str
    status: str
    period: str
    role: str
    counts_in_totals: bool
    counts_in_year: bool
    coverage: str
    sector: tuple[str, ...]
    sentence: str
    bulletin: str
    start: int
    end: int


def find(graph: nx.MultiDiGraph, name: str) -> str:
    """Return the node of a name, a short form of one, or an id; raises QueryError where none or several are meant.

    >>> import kg
    >>> from kg.graph import find
    >>> find(kg.load("build"), "平武")
    'place-510727'
    """
    # Imported late: it reads bulletins, too, which takes longer to load than a graph.
    from kg.explain import find_entity

    if name in graph:
        return name
    named = ((node, d["type"], d["name"], d["aliases"], d["parent"]) for node, d in graph.nodes(data=True) if not is_unnamed(node))
    entities = tuple(Entity(node, EntityType(kind), title, aliases, parent=parent) for node, kind, title, aliases, parent in named)
    return find_entity(Records(entities=entities), name).id


def statements(graph: nx.MultiDiGraph, party: str, *, kind: str = "") -> list[Edge]:
    """Return all that a party gives, gets or carries out for others, of one kind or of all.

    >>> import kg
    >>> from kg.graph import statements
    >>> graph = kg.load("build")
    >>> [graph.edges[edge]["quote"][:10] for edge in statements(graph, "浙江通恒公司", kind="investment")]
    ['浙江通恒公司与平武县']
    """
    node = find(graph, party)
    return _sorted(graph, (edge for edge in graph.edges(keys=True) if node in edge[:2] or node in graph.edges[edge]["through"]), kind)


def pairings(graph: nx.MultiDiGraph, party: str) -> list[Edge]:
    """Return with whom a party is paired: the relation itself and what is counted of it (结对28对), whichever side the party is on.

    >>> import kg
    >>> from kg.graph import pairings
    >>> graph = kg.load("build")
    >>> provider, recipient, action = pairings(graph, "平武县")[0]
    >>> graph.nodes[provider]["name"], graph.nodes[recipient]["name"]
    ('衢江区', '平武县')
    """
    return statements(graph, party, kind=PAIRING)


def between(graph: nx.MultiDiGraph, provider: str, recipient: str, *, kind: str = "") -> list[Edge]:
    """Return what one party gave another; the other way round is another question.

    >>> import kg
    >>> from kg.graph import between
    >>> graph = kg.load("build")
    >>> {graph.edges[edge]["kind"] for edge in between(graph, "平武县", "衢江区")}
    {'personnel'}
    """
    giver, taker = find(graph, provider), find(graph, recipient)
    keys = graph[giver][taker] if graph.has_edge(giver, taker) else ()
    return _sorted(graph, ((giver, taker, key) for key in keys), kind)


def figures(graph: nx.MultiDiGraph, edges: Iterable[Edge]) -> list[Figure]:
    """Return the figures of some edges with their sentences; those of an action that has several edges come once.

    >>> import kg
    >>> from kg.graph import between, figures
    >>> graph = kg.load("build")
    >>> figure = next(f for f in figures(graph, between(graph, "衢江区", "平武县", kind="funding")) if f.text == "534万元")
    >>> figure.value, figure.unit, figure.status
    (Decimal('5340000'), '元', 'done')
    >>> "落实社会帮扶资金534万元" in figure.sentence
    True
    """
    found = {edge[2]: edge for edge in edges}
    return [figure for edge in _sorted(graph, found.values()) for figure in _figures(graph, edge)]


def require_base(unit: str, actions: Iterable[Action]) -> None:
    """Raise QueryError for a unit with a scale (万元), in which figures of some actions may be written, and none is kept."""
    plain = unit.lstrip(_SCALES)
    if plain == unit:
        return
    kept = {(measure.unit_text.lstrip(_SCALES), measure.unit) for action in actions for measure in action.measures}
    bases = sorted({base for written, base in kept if plain in (written, base)})
    if bases and unit not in {base for _, base in kept}:
        raise QueryError(f"figures are in base units, and {unit} is none: ask for {plain if plain in bases else ' or '.join(bases)}")


def _sorted(graph: nx.MultiDiGraph, edges: Iterable[Edge], kind: str = "") -> list[Edge]:
    def place(edge: Edge) -> tuple[str, int, int, Edge]:
        said = graph.edges[edge]
        # Of several statements in one sentence, the one whose figure is named first.
        return said["bulletin"], said["start"], min((m.evidence.start for m in said["measures"]), default=said["start"]), edge

    return sorted((edge for edge in edges if kind in ("", graph.edges[edge]["kind"])), key=place)


def _figures(graph: nx.MultiDiGraph, edge: Edge) -> Iterator[Figure]:
    of = graph.edges[edge]

    def names(parties: tuple[str, ...]) -> str:
        return "、".join(graph.nodes[party]["name"] for party in parties) or NOT_STATED

    for m in sorted(of["measures"], key=lambda m: (m.evidence.start, m.id)):
        yield Figure(
            action=of["action"],
            kind=of["kind"],
            provider=names(of["provider"]),
            recipient=names(of["recipient"]),
            about=of["about"],
            text=m.evidence.quote,
            value=m.value,
            upper=m.upper,
            unit=m.unit,
            bound=m.bound.value,
            status=of["status"],
            period=of["period"],
            role=m.role.value if m.role else "",
            counts_in_totals=m.counts_in_totals,
            counts_in_year=m.counts_in_year,
            coverage=of["coverage"] or "",
            sector=of["sector"],
            sentence=_sentence(m.evidence, of["evidence"]),
            bulletin=m.evidence.bulletin,
            start=m.evidence.start,
            end=m.evidence.end,
        )


def _sentence(figure: Evidence, sentences: tuple[Evidence, ...]) -> str:
    """Return the one among an action's sentences that holds a figure."""
    holding = (s for s in sentences if s.bulletin == figure.bulletin and s.start <= figure.start and figure.end <= s.end)
    return next(holding, sentences[0]).quote
