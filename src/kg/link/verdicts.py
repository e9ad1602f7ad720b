"""Judgements of statements: accepted, rejected, or one field corrected, each under its id; what a text says stays as it is beside.

A rejected statement stays on record under that rank: it is in no answer, and none of its figures counts.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from kg.check.grounding import unlinked
from kg.errors import InputError, QueryError, nearest
from kg.extract.origins import as_judged
from kg.extract.periods import coverage_of
from kg.link.identifiers import normal_name
from kg.link.judgements import NAMES, Judgement, contradicted, contradiction
from kg.model import Action, Entity, Evidence, Measure, Rank, Records, Ruling, Verdict
from kg.rdf.periods import interval_of
from kg.rdf.vocabulary import Term, key_of, vocabulary

Fields = Mapping[str, Any]
_PARTIES = ("provider", "recipient", "through")


@dataclass(frozen=True, slots=True)
class Ruled:
    """What judgements come to: the fields that they change, by the id of the action, and what is said of those that do not hold, by their ids."""

    changes: Mapping[str, Fields]
    unmatched: Mapping[str, InputError]

    @property
    def corrected(self) -> dict[str, Fields]:
        """The changes of those of which a field is otherwise: the place of their figures in sums, and what their parts take from them, hang on it."""
        return {key: fields for key, fields in self.changes.items() if not fields.keys() <= {"rank", "judged"}}

    def apply(self, records: Records) -> Records:
        """Return the records under the judgements; what is left of a sum without what was rejected counts by itself."""
        actions = [_under(action, self.changes.get(action.id, {})) for action in records.actions]
        rejected = {a.id: replace(a, measures=tuple(map(_discounted, a.measures))) for a in actions if a.rank is Rank.REJECTED}
        kept = {a.id: a for a in unlinked([a for a in actions if a.id not in rejected])}
        return replace(records, actions=tuple((kept | rejected)[a.id] for a in actions))


def rule(records: Records, judgements: Iterable[Judgement]) -> Ruled:
    """Return what the judgements of statements change in some records; those of names are passed over, and of contradicting ones none holds."""
    actions = {action.id: action for action in records.actions}
    changes: dict[str, dict[str, Any]] = {}
    unmatched = {}
    judged = [judgement for judgement in judgements if judgement.verdict not in NAMES]
    clashes = clashing(records, judged)
    for judgement in judged:
        try:
            action = _judged(judgement, actions)
            found, ruling = _changed(action, judgement, records.entities)
        except InputError as error:
            unmatched[judgement.id] = InputError(f"{judgement.where} {error}: correct it or take it out")
            continue
        if other := clashes.get(judgement.id):
            unmatched[judgement.id] = contradiction(judgement, other)
            continue
        fields = changes.setdefault(action.id, {"judged": action.judged})
        fields |= {**found, "judged": (*fields["judged"], ruling)}
    return Ruled(changes, unmatched)


def clashing(records: Records, judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Return, by the id of each judgement of a statement that another one contradicts, that one: accepted and rejected, or two values of a field."""
    actions = {action.id: action for action in records.actions}
    claims: list[tuple[Judgement, Hashable, Hashable]] = []
    for judgement in judgements:
        action = actions.get(judgement.name)
        if action is None or judgement.verdict in NAMES:
            continue
        # What cannot be applied contradicts nothing, and is told by itself.
        with suppress(InputError):
            correcting = judgement.verdict is Verdict.CORRECT
            value = _value(action, judgement, records.entities) if correcting else judgement.verdict
            claims.append((judgement, (action.id, judgement.field), value))
    return contradicted(claims)


def _judged(judgement: Judgement, actions: Mapping[str, Action]) -> Action:
    if judgement.name in actions:
        return actions[judgement.name]
    # Of ids only a slip of the pen is near: all of them look alike.
    meant = nearest(judgement.name, actions, likeness=0.85) or "kg explain gives them"
    raise InputError(f"matches nothing: no statement has the id {judgement.name} ({meant})")


def _changed(action: Action, judgement: Judgement, entities: Sequence[Entity]) -> tuple[dict[str, Any], Ruling]:
    if judgement.verdict is Verdict.CORRECT:
        return _corrected(action, judgement, entities)
    return {"rank": Rank.REJECTED if judgement.verdict is Verdict.REJECT else None}, judgement.ruling(evidence=action.evidence[0])


def _under(action: Action, fields: Fields) -> Action:
    # A part may have been read by what its total was judged to be.
    judged = tuple(dict.fromkeys((*fields.get("judged", ()), *action.judged)))
    return replace(action, **{**fields, "judged": judged})


def _discounted(measure: Measure) -> Measure:
    return replace(measure, role=None, total="", repeats="", counts_in_totals=False, counts_in_year=False)


def _corrected(action: Action, judgement: Judgement, entities: Sequence[Entity]) -> tuple[dict[str, Any], Ruling]:
    """Return the fields of an action as a correction has them; raises InputError for whom the build does not name, or what is there already."""
    field, before, found = judgement.field, getattr(action, judgement.field), _value(action, judgement, entities)
    if before == found:
        raise InputError(f"matches nothing: the {field} of {action.id} is {judgement.other} by itself")
    # No word of the text tells what it says otherwise.
    rest: dict[str, Any] = {f"{field}_evidence": None} if field in ("status", "period") else {}
    rest |= {"coverage": coverage_of(found)} if field == "period" else {}
    rest |= {"rule": as_judged(action.rule, field)} if field in _PARTIES else {}
    return {field: found, **rest}, judgement.ruling(_texts(before), _texts(found), _told(action, field))


def _value(action: Action, judgement: Judgement, entities: Sequence[Entity]) -> Any:
    """Return what a correction says that a field of an action is."""
    field, value = judgement.field, judgement.other
    if field in _PARTIES:
        return tuple(_party(name, action, entities) for name in value.split("、"))
    return type(getattr(action, field))(_read(field, value))


def _texts(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def _told(action: Action, field: str) -> Evidence:
    words = {"status": action.status_evidence, "period": action.period_evidence}.get(field)
    return words or action.evidence[0]


def _read(field: str, value: str) -> str:
    """Return a value as the records hold it; raises InputError where the field can have no such value."""
    try:
        if field == "period":
            interval_of(value)
        terms: dict[str, Mapping[str, Term]] = {"kind": vocabulary().kinds, "status": vocabulary().schemes["status"]}
        return key_of(terms[field], value, field) if field in terms else value
    except (QueryError, ValueError) as error:
        raise InputError(f"cannot be applied: {error}") from error


def _party(name: str, action: Action, entities: Sequence[Entity]) -> str:
    """Return the id of an entity that a bulletin of an action names, else of the one of that name in the build."""
    told = {e.bulletin for e in action.evidence}
    here = [e for e in entities if told & {m.bulletin for m in e.mentions}]
    if meant := _called(name, here):
        return meant[0]
    if len(meant := _called(name, entities)) == 1:
        return meant[0]
    if meant:
        raise InputError(f"names {name}, as {len(meant)} of the build are called: give the id of one, {' or '.join(sorted(meant))}")
    called = {n for e in entities for n in (e.name, *e.aliases)}
    raise InputError(f"names {name}, whom no bulletin and no register of the build names{_or(name, called)}")


def _called(name: str, entities: Iterable[Entity]) -> list[str]:
    return [e.id for e in entities if e.id == name or normal_name(name) in {normal_name(n) for n in (e.name, *e.aliases)}]


def _or(name: str, known: Collection[str]) -> str:
    return f" ({meant})" if (meant := nearest(name, known)) else ""
