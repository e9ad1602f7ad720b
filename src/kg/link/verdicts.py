"""Judgements of statements: accepted, rejected, or one field corrected, each under its id; what a text says stays as it is beside.

A rejected statement stays on record under that rank: it is in no answer, and none of its figures counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.check.grounding import unlinked
from kg.errors import InputError
from kg.extract.lexicon import load
from kg.link.identifiers import normal_name
from kg.link.judgements import Judgement, Verdict
from kg.model import Action, Entity, Measure, Rank, Records


@dataclass(frozen=True, slots=True)
class Ruled:
    """Records as judgements leave them, and the judgements that match nothing in them."""

    records: Records
    unmatched: tuple[InputError, ...]


def rule(records: Records, judgements: Iterable[Judgement]) -> Ruled:
    """Return the records under the judgements of statements, applied in their order; the others are passed over."""
    actions = {action.id: action for action in records.actions}
    unmatched = []
    for judgement in judgements:
        if not isinstance(judgement.verdict, Verdict):
            continue
        try:
            action = actions.get(judgement.name)
            if action is None:
                raise InputError(f"matches nothing: no statement has the id {judgement.name}")
            actions[action.id] = _ruled(action, judgement, records)
        except InputError as error:
            unmatched.append(InputError(f"{judgement.where} {error}: correct it or take it out"))
    kept = {a.id: a for a in unlinked([a for a in actions.values() if a.rank is not Rank.REJECTED])}
    return Ruled(replace(records, actions=tuple(kept.get(i, action) for i, action in actions.items())), tuple(unmatched))


def _ruled(action: Action, judgement: Judgement, records: Records) -> Action:
    noted = replace(action, judged=(*action.judged, judgement.note))
    if judgement.verdict is Verdict.REJECT:
        return replace(noted, rank=Rank.REJECTED, measures=tuple(map(_discounted, action.measures)))
    if judgement.verdict is Verdict.ACCEPT:
        return replace(noted, rank=None)
    changed = _corrected(action, judgement, records)
    return replace(noted, **changed, judged=(*action.judged, f"{judgement.field}: {judgement.note}"))


def _discounted(measure: Measure) -> Measure:
    return replace(measure, role=None, total="", repeats="", counts_in_totals=False, counts_in_year=False)


def _corrected(action: Action, judgement: Judgement, records: Records) -> dict[str, Any]:
    """Return the field of an action as a judgement has it; raises InputError for what its bulletin does not name, or what is there already."""
    field, value = judgement.field, judgement.other
    if field in ("provider", "recipient", "through"):
        found: Any = tuple(_party(name, action, records.entities) for name in value.split("、"))
    elif field == "kind" and value not in load("kinds"):
        raise InputError(f"gives the kind {value}, which is none: give one of {', '.join(sorted(load('kinds')))}")
    else:
        found = value
    if getattr(action, field) == found:
        raise InputError(f"matches nothing: the {field} of {action.id} is {value} by itself")
    return {field: found}


def _party(name: str, action: Action, entities: Sequence[Entity]) -> str:
    told = {e.bulletin for e in action.evidence}
    for entity in entities:
        names = {normal_name(n) for n in (entity.name, *entity.aliases)}
        if (entity.id == name or normal_name(name) in names) and told & {m.bulletin for m in entity.mentions}:
            return entity.id
    raise InputError(f"names {name}, whom the bulletin of {action.id} does not name")
