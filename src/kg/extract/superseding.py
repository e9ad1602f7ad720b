"""What a bulletin states that a later issue corrects is kept, marked, and counts no more."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import Action, Bulletin


def known_formers(bulletins: Sequence[Bulletin]) -> list[Bulletin]:
    """Return the bulletins without the mention of former issues that are not among them."""
    known = {b.id for b in bulletins}
    return [b if not b.supersedes or b.supersedes in known else replace(b, supersedes="") for b in bulletins]


def mark_superseded(actions: Iterable[Action], bulletins: Sequence[Bulletin]) -> list[Action]:
    """Return the actions, those of superseded bulletins with the id of the one that corrects theirs and no figure that counts in totals."""
    later = {b.supersedes: b.id for b in sorted(bulletins, key=lambda b: b.id) if b.supersedes}
    return [_superseded(a, later[a.evidence[0].bulletin]) if a.evidence[0].bulletin in later else a for a in actions]


def _superseded(action: Action, by: str) -> Action:
    return replace(action, superseded_by=by, measures=tuple(replace(m, counts_in_totals=False, counts_in_year=False) for m in action.measures))
