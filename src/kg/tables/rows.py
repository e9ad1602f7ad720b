"""Records as rows, ready for JSON; ``actions`` and ``entities`` are in the input format of data/gold/score.py.

That knows what is done and what is planned: what is ``committed`` is planned there, and says so beside.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kg.model import Action, Bulletin, Entity, Evidence, LeftOut, Measure, Merge, Records, Refusal, Ruling, Status

Row = dict[str, Any]


def to_rows(records: Records) -> dict[str, Iterator[Row]]:
    """Return the rows of each table; ``copies``, ``measures``, ``evidence`` and ``judgements`` say again, one a row, what the others hold."""
    named = {e.id: e for e in records.entities}
    return {
        "bulletins": map(_bulletin, records.bulletins),
        "copies": ({"bulletin": b.id, **_fields(c)} for b in records.bulletins for c in b.copies),
        "entities": map(_entity, records.entities),
        "actions": (_action(a, named) for a in records.actions),
        "measures": ({"action": a.id, **_measure(m)} for a in records.actions for m in a.measures),
        "evidence": _evidences(records),
        "left_out": map(_left_out, records.left_out),
        "refused": map(_refusal, records.refused),
        "regions": map(_entity, records.regions),
        "merges": map(_merge, records.merges),
        "judgements": _judgements(records, named),
    }


def _number(value: Decimal | None) -> int | float | str | None:
    """Return a value as JSON can hold it without changing it: as text where a float would round it."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return near if Decimal(repr(near := float(value))) == value else str(value)


def _fields(record: object, *without: str) -> Row:
    slots: tuple[str, ...] = type(record).__slots__  # type: ignore[attr-defined]
    return {name: getattr(record, name) for name in slots if name not in without}


def _evidence(evidence: Evidence) -> Row:
    return _fields(evidence)


def _bulletin(bulletin: Bulletin) -> Row:
    articles = [{**_fields(a, "sections"), "sections": [_fields(s) for s in a.sections]} for a in bulletin.articles]
    blocks = [[b.kind, b.start, b.end] for b in bulletin.blocks]
    origins = [[o.start, o.place, o.offset, o.end] for o in bulletin.origins]
    plain = _fields(bulletin, "text", "blocks", "articles", "origins", "copies")
    return {**plain, "copies": [_fields(c) for c in bulletin.copies], "articles": articles, "blocks": blocks, "origins": origins}


def _entity(entity: Entity) -> Row:
    lists = {"aliases": list(entity.aliases), "mentions": [_evidence(m) for m in entity.mentions], "candidates": list(entity.candidates)}
    return {**_fields(entity), **lists}


def _measure(measure: Measure) -> Row:
    value = {"value": _number(measure.value), "max": _number(measure.upper)}
    return {"id": measure.id, **value, **_fields(measure, "id", "value", "upper"), "evidence": _evidence(measure.evidence)}


def _action(action: Action, named: dict[str, Entity]) -> Row:
    def parties(ids: tuple[str, ...]) -> list[Row]:
        return [{"id": i, "name": named[i].name, "type": named[i].type} for i in ids]

    people = {role: parties(getattr(action, role)) for role in ("provider", "recipient", "through")}
    measures, quotes = [_measure(m) for m in action.measures], [_evidence(e) for e in action.evidence]
    status = {"status": Status.DONE if action.status.is_done else Status.PLANNED, "committed": action.status is Status.COMMITTED}
    words = {f"{told}_evidence": _evidence(word) if word else None for told, word in _words(action)}
    lists = {"sector": list(action.sector), "judged": list(map(_ruling, action.judged)), "measures": measures, "evidence": quotes}
    return {**_fields(action), **people, **status, **words, **lists}


def _words(action: Action) -> tuple[tuple[str, Evidence | None], ...]:
    return ("status", action.status_evidence), ("period", action.period_evidence)


def _evidences(records: Records) -> Iterator[Row]:
    """Yield what states an action, tells its status or period, gives a figure, or names an entity; ``of`` is the id of that record."""
    for action in records.actions:
        yield from ({"of": action.id, "record": "action", **_evidence(e)} for e in action.evidence)
        yield from ({"of": action.id, "record": told, **_evidence(word)} for told, word in _words(action) if word)
        yield from ({"of": m.id, "record": "measure", **_evidence(m.evidence)} for m in action.measures)
    for entity in records.entities:
        yield from ({"of": entity.id, "record": "entity", **_evidence(e)} for e in entity.mentions)


def _ruling(ruling: Ruling) -> Row:
    quoted = _evidence(ruling.evidence) if ruling.evidence else None
    return {**_fields(ruling), "before": list(ruling.before), "after": list(ruling.after), "evidence": quoted, "note": ruling.note}


def _merge(merge: Merge) -> Row:
    return {**_fields(merge), "judged": _ruling(merge.judged) if merge.judged else None}


def _judgements(records: Records, named: dict[str, Entity]) -> Iterator[Row]:
    """Yield each judgement once, with its action or the body that it has changed (``of``) and the names of parties instead of their ids."""
    of_names = {(merge.judged.id, merge.entity): merge.judged for merge in records.merges if merge.judged}
    judged = [*((a.id, ruling) for a in records.actions for ruling in a.judged), *((body, ruling) for (_, body), ruling in of_names.items())]
    for of, ruling in judged:
        values = {side: [named[v].name if v in named else v for v in getattr(ruling, side)] for side in ("before", "after")}
        yield {"judgement": ruling.id, "of": of, **_ruling(ruling), **values}


def _left_out(left_out: LeftOut) -> Row:
    return {**_evidence(left_out.evidence), "reason": left_out.reason}


def _refusal(refusal: Refusal) -> Row:
    evidence = _evidence(refusal.evidence) if refusal.evidence else None
    return {"record": refusal.record, "fault": refusal.fault, "evidence": evidence}
