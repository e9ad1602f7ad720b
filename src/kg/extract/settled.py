"""Statements as judgements and the totals of their figures have them, before sums are told: parts follow their total."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from kg.extract.entries import Entry, entries_of, totals_above
from kg.extract.lexicon import load
from kg.extract.origins import as_judged
from kg.extract.reading import Reading
from kg.extract.repeats import said_again
from kg.model import Action, Ruling

# In what parts are corrected with their total; of status and time they may have words of their own (settled_with_totals).
_SIDES = ("provider", "recipient", "through")
_FOLLOWED = ("kind", *_SIDES, "programme")


def corrected(reading: Reading, of: Mapping[str, str], part_of: Mapping[str, str]) -> list[Action]:
    """Return the actions as judgements have corrected them; what only says one again is corrected with it, and parts are with their total.

    A part follows its total in a field in which both were read alike: 安排帮扶资金1250万元，其中财政资金1050万元 are of one kind. A judgement of
    the part itself goes before, and each part has the judgements that it follows. ``of`` has the figure that each repeats, ``part_of`` the
    total of each part.
    """
    if not reading.corrected:
        return reading.actions
    again = said_again(reading.actions, of)
    changes = {a.id: reading.corrected.get(again.get(a.id, a.id), {}) for a in reading.actions}
    holding = {m.id: a for a in reading.actions for m in a.measures}

    def followed(action: Action, field: str) -> Action | None:
        if field in changes[action.id] or not all(m.id in part_of for m in action.measures):
            return None
        wholes = (holding[total] for m in action.measures[:1] for total in totals_above(m.id, part_of))
        alike = takewhile(lambda whole: getattr(whole, field) == getattr(action, field), wholes)
        return next((whole for whole in alike if field in changes[whole.id]), None)

    def changed(action: Action) -> Action:
        found = replace(action, **changes[action.id])
        for field in _FOLLOWED:
            if whole := followed(action, field):
                whole = replace(whole, **changes[whole.id])
                rule = as_judged(found.rule, field) if field in _SIDES else found.rule
                found = replace(found, **{field: getattr(whole, field)}, rule=rule, judged=(*found.judged, *_rulings(whole, field)))
        return found

    return [changed(action) for action in reading.actions]


def settled_with_totals(
    text: str, actions: Sequence[Action], part_of: Mapping[str, str], judged: Mapping[str, Mapping[str, Any]]
) -> dict[str, Action]:
    """Return the actions by their id, parts with the status and the time of their total where neither they nor judgements tell any."""
    entries = entries_of(actions)
    of = {e.id: e.action for e in entries}
    parts: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.id in part_of:
            parts.setdefault(entry.action.id, []).append(entry)

    def settled(action: Action) -> Action:
        wholes = [(p, of[part_of[p.id]]) for p in parts.get(action.id, ())]
        told = next((w for p, w in wholes if (not w.status.is_done or _rulings(w, "status")) and not _says_done(text, p)), None)
        if told and action.status.is_done and "status" not in judged.get(action.id, ()):
            rulings = (*action.judged, *_rulings(told, "status"))
            action = replace(action, status=told.status, status_evidence=told.status_evidence, judged=rulings)
        if wholes and not action.period and not action.coverage:
            whole = wholes[0][1]
            when: dict[str, Any] = {"period": whole.period, "coverage": whole.coverage, "period_evidence": whole.period_evidence}
            action = replace(action, **when, judged=(*action.judged, *_rulings(whole, "period")))
        return action

    return {action.id: settled(action) for action in actions}


def _rulings(action: Action, field: str) -> tuple[Ruling, ...]:
    return tuple(ruling for ruling in action.judged if ruling.field == field)


def _says_done(text: str, entry: Entry) -> bool:
    """Tell whether the clause of a part says that it is done; else it is planned as its total is: 预算中安排1250万元，其中安排1050万元."""
    clause = re.split("[，。；、]", text[text.rfind("。", 0, entry.start) + 1 : entry.start])[-1]
    return any(word in clause for word in load("roles")["status"]["done"])
