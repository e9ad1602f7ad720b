"""What is asked of a graph, as pandas data frames: a row for each pairing, action, figure or sum."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.graph.choice import parents_of, province_of
from kg.graph.parties import pairs
from kg.graph.traversal import Figure
from kg.model import Action, Entity, LeftOut, Records
from kg.rdf.namespaces import PREFIXES, shorten
from kg.store.ask import Answer, Term

if TYPE_CHECKING:
    import pandas

PAIRING = ("provider", "recipient", "programme", "about", "period", "provider_province", "recipient_province", "rank")
EVIDENCE = ("bulletin", "start", "end", "quote")
ACTION = ("kind", "provider", "recipient", "about", "figures", "status", "period", "programme", "sector", "through", "rank")
LEFT_OUT = ("quote", "reason", "why", "section", "bulletin", "start", "end")
IDS = ("provider_id", "recipient_id", "action")

_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset(_XSD + name for name in ("integer", "int", "long"))


def to_frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> "pandas.DataFrame":
    """Return rows as a data frame. Exact decimals become whole numbers where all of a column are whole, else floats.

    Raises KgError where pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise KgError(f"tables are pandas data frames, and pandas cannot be used ({error}): pip install 'assistance-kg[pandas]'") from error
    held = [tuple(row.get(column) for column in columns) for row in rows]
    series = {column: _plain([row[i] for row in held]) for i, column in enumerate(columns)}
    return pandas.DataFrame(series, columns=list(columns))


def _plain(values: list[Any]) -> list[Any]:
    numbers = [value for value in values if isinstance(value, Decimal)]
    if not numbers:
        return values
    whole = len(numbers) == len(values) and all(value == value.to_integral_value() for value in numbers)
    return [(int(value) if whole else float(value)) if isinstance(value, Decimal) else value for value in values]


def pairing_rows(records: Records, actions: Iterable[Action]) -> list[dict[str, Any]]:
    """Return a row for each provider and recipient of some pairings."""
    known = {entity.id: entity for entity in (*records.entities, *records.regions)}
    parents = parents_of(records)
    rows = []
    for action in actions:
        for provider, recipient in pairs(action):
            of = {"provider_province": province_of(provider, parents, known), "recipient_province": province_of(recipient, parents, known)}
            ids = {"provider_id": provider, "recipient_id": recipient}
            names = {"provider": _name(provider, known), "recipient": _name(recipient, known)}
            rows.append({**_told(action), **names, **of, **ids})
    return rows


def action_rows(records: Records, actions: Iterable[Action]) -> list[dict[str, Any]]:
    """Return a row for each action, however many are on either side; several names are parted by 、."""
    known = {entity.id: entity for entity in records.entities}

    def row(action: Action) -> dict[str, Any]:
        names = {role: "、".join(known[i].name for i in getattr(action, role)) for role in ("provider", "recipient", "through")}
        ids = {f"{role}_id": "、".join(getattr(action, role)) for role in ("provider", "recipient")}
        return {**_told(action), **names, **ids}

    return [row(action) for action in actions]


def figure_rows(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Return a row for each figure; of a range, ``upper`` is the other end, else the value itself."""
    return [{**figure._asdict(), "sector": "、".join(figure.sector), "upper": _upper(figure)} for figure in figures]


def _upper(figure: Figure) -> Decimal:
    return figure.value if figure.upper is None else figure.upper


def left_out_rows(records: Records) -> list[dict[str, Any]]:
    """Return a row for each figure that is in no statement, with the key of the reason and what it says in both languages."""
    from kg.check.wording import reason_of

    def row(figure: LeftOut) -> dict[str, Any]:
        why = reason_of(figure.reason)
        told = {"reason": figure.reason, "why": f"{why['zh']} {why['en']}"}
        return {name: getattr(figure.evidence, name) for name in ("section", *EVIDENCE)} | told

    return [row(figure) for figure in records.left_out]


def answer_frame(answer: Answer) -> "pandas.DataFrame | bool":
    """Return an answer as a data frame, its terms as plain values: our ids as they are, other IRIs shortened; truth for ASK."""
    if answer.truth is not None:
        return answer.truth
    columns = answer.columns or ("subject", "predicate", "object")
    rows = answer.rows if answer.triples is None else tuple((t.subject, t.predicate, t.object) for t in answer.triples)
    return to_frame(({c: _value(term) for c, term in zip(columns, row, strict=True)} for row in rows), columns)


def _value(term: Term | None) -> Any:
    if isinstance(term, NamedNode):
        return shorten(term.value).removeprefix("id:")
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    datatype = term.datatype.value
    if datatype in _INTEGERS:
        return int(term.value)
    if datatype == _XSD + "decimal":
        return Decimal(term.value)
    if datatype in (_XSD + "double", _XSD + "float"):
        return float(term.value)
    return term.value in ("true", "1") if datatype == _XSD + "boolean" else term.value


def _name(node: str, known: Mapping[str, Entity]) -> str:
    return known[node].name if node in known else ""


def _told(action: Action) -> dict[str, Any]:
    first = action.evidence[0]
    plain = {name: getattr(action, name) for name in ("kind", "programme", "about", "period")}
    figures = {"figures": "、".join(m.evidence.quote for m in action.measures), "sector": "、".join(action.sector)}
    state = {"status": action.status.value, "rank": action.rank.value if action.rank else "", "action": action.id}
    return {**plain, **figures, **state, **{name: getattr(first, name) for name in EVIDENCE}}
