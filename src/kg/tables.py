"""The records of a build as JSON Lines, one file per kind of record; ``actions`` and ``entities`` are in the scorer's input format."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.model import Action, Bulletin, Entity, Evidence, LeftOut, Measure, Records

Row = dict[str, Any]


def write_tables(records: Records, folder: Path) -> None:
    """Write entities, actions, left_out and bulletins into a folder, one JSON object a line, UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    named = {e.id: e for e in records.entities}
    tables: dict[str, Iterator[Row]] = {
        "bulletins": map(_bulletin_row, records.bulletins),
        "entities": map(_entity_row, records.entities),
        "actions": (_action_row(a, named) for a in records.actions),
        "left_out": map(_left_out_row, records.left_out),
    }
    for name, rows in tables.items():
        _write_lines(folder / f"{name}.jsonl", rows)


def _write_lines(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _evidence(evidence: Evidence) -> Row:
    return {name: getattr(evidence, name) for name in Evidence.__slots__}


def _bulletin_row(bulletin: Bulletin) -> Row:
    plain = {name: getattr(bulletin, name) for name in Bulletin.__slots__ if name not in ("text", "blocks", "articles")}
    return {**plain, "articles": [{"index": a.index, "title": a.title, "start": a.start, "end": a.end} for a in bulletin.articles]}


def _entity_row(entity: Entity) -> Row:
    row = {name: getattr(entity, name) for name in Entity.__slots__}
    return {**row, "aliases": list(entity.aliases), "mentions": [_evidence(m) for m in entity.mentions]}


def _measure(measure: Measure) -> Row:
    row = {name: getattr(measure, name) for name in Measure.__slots__ if name != "upper"}
    return {**row, "value": _number(measure.value), "max": _number(measure.upper), "evidence": _evidence(measure.evidence)}


def _action_row(action: Action, named: dict[str, Entity]) -> Row:
    def parties(ids: tuple[str, ...]) -> list[Row]:
        return [{"id": i, "name": named[i].name, "type": named[i].type} for i in ids]

    row = {name: getattr(action, name) for name in Action.__slots__}
    people = {role: parties(getattr(action, role)) for role in ("provider", "recipient", "through")}
    measures, quotes = [_measure(m) for m in action.measures], [_evidence(e) for e in action.evidence]
    return {**row, **people, "sector": list(action.sector), "measures": measures, "evidence": quotes}


def _left_out_row(left_out: LeftOut) -> Row:
    return {**_evidence(left_out.evidence), "reason": left_out.reason}
