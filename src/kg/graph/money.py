"""Sums of money that count nothing twice: what makes up another figure, or only says it again, is in none."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from kg.errors import QueryError
from kg.graph.graphml import MONEY
from kg.model import Action, Measure, Records

NOT_STATED = "not stated 未写明"

FIELDS = ("provider", "recipient", "year", "status", "kind", "programme", "sector")
SUMS = ("yuan", "yuan_upper", "bounds", "figures", "as_written")


def sums(records: Records, actions: Sequence[Action], by: Sequence[str]) -> list[dict[str, Any]]:
    """Return a row for each group of figures of money: the largest first, or by its fields where years are among them.

    What several give or get together is a group of its own, and so is what serves several sectors. By year, only what counts in one year is
    added up, and what tells no time is in no row; else what counts in totals. Of a range, ``yuan`` has the lower end, ``yuan_upper`` the
    upper one. Raises QueryError for an unknown field.
    """
    if unknown := [field for field in by if field not in FIELDS]:
        raise QueryError(f"money cannot be told by {unknown[0]}: it can by {', '.join(FIELDS)}")
    titles = _titles(records)
    groups: dict[tuple[str, ...], list[Measure]] = {}
    labels: dict[tuple[str, ...], dict[str, str]] = {}
    for action, measure in _counted(actions, by_year="year" in by):
        values = [_FIELDS[field](action) for field in by]
        key = tuple("\n".join(value) for value in values)
        groups.setdefault(key, []).append(measure)
        labels.setdefault(key, {field: _label(field, value, titles) for field, value in zip(by, values, strict=True)})
    rows = [{**labels[key], **_sum(measures)} for key, measures in groups.items()]
    return sorted(rows, key=lambda row: (0 if "year" in by else -row["yuan"], *(row[field] for field in by)))


def _counted(actions: Sequence[Action], *, by_year: bool) -> Iterator[tuple[Action, Measure]]:
    for action in actions:
        for measure in action.measures:
            counts = measure.counts_in_year and action.period if by_year else measure.counts_in_totals
            if measure.unit == MONEY and counts:
                yield action, measure


def _sum(measures: Sequence[Measure]) -> dict[str, Any]:
    ordered = sorted(measures, key=lambda m: (-m.value, m.evidence.quote))
    return {
        "yuan": sum((m.value for m in ordered), Decimal(0)),
        "yuan_upper": sum((m.value if m.upper is None else m.upper for m in ordered), Decimal(0)),
        "bounds": ", ".join(dict.fromkeys(m.bound.value for m in ordered)),
        "figures": len(ordered),
        "as_written": " + ".join(m.evidence.quote for m in ordered),
    }


_FIELDS: dict[str, Callable[[Action], tuple[str, ...]]] = {
    "provider": lambda action: tuple(sorted(set(action.provider))),
    "recipient": lambda action: tuple(sorted(set(action.recipient))),
    "year": lambda action: (action.period[:4],),
    "status": lambda action: (action.status.value,),
    "kind": lambda action: (action.kind,),
    "programme": lambda action: (action.programme,),
    "sector": lambda action: tuple(sorted(action.sector)),
}


def _label(field: str, values: Sequence[str], titles: dict[str, str]) -> str:
    text = "、".join(titles.get(value, value) for value in values)
    return text or (NOT_STATED if field in ("provider", "recipient") else "")


def _titles(records: Records) -> dict[str, str]:
    """Return the name of each entity after that of the place above it, which tells places of one name apart."""
    names = {entity.id: entity.name for entity in (*records.entities, *records.regions)}
    return {entity.id: names.get(entity.parent, "") + entity.name for entity in records.entities}
