"""The lexicon as text: each group with what it is for, an example, and its words."""

import json
from collections.abc import Sequence
from difflib import get_close_matches

from kg.errors import QueryError
from kg.extract.lexicon import tables
from kg.extract.lexicon.groups import Comment, Group, groups, heading
from kg.terminal import wrap


def find_groups(name: str = "") -> list[Group]:
    """Return the groups of a file (``kinds``), of a table (``kinds.training``), or one group (``units.measure.people``); all without a name.

    Raises QueryError for a name that the lexicon does not have.
    """
    every = [group for file in tables() for group in groups(file)]
    found = [group for group in every if not name or f"{group.path}.".startswith(f"{name}.")]
    if not found:
        known = [*tables(), *(group.path for group in every)]
        near = get_close_matches(name, known, n=3)
        raise QueryError(f"the lexicon has no {name}: {'nearest are ' if near else 'it has '}{', '.join(near or tables())}")
    return found


def format_lexicon(found: Sequence[Group], *, columns: int | None = None) -> str:
    """Return groups as text, below the headings of their files; what several groups of a table share is said once."""
    lines: list[str] = []
    file, said = "", Comment("", "")
    for group in found:
        if group.file != file:
            file = group.file
            lines += [*([""] if lines else []), file, wrap(heading(file), columns, "  ")]
        if group.comment != said:
            said = group.comment
            lines += ["", wrap(said.text, columns, "  "), wrap(f"e.g. 例: {said.example}", columns, "  ")]
        lines += [f"  {group.path} ({len(group.words)})", *(wrap(line, columns, "    ") for line in _lines(group))]
    return "\n".join(lines)


def _lines(group: Group) -> Sequence[str]:
    """Return the words of a group in one line; of patterns and pairs, which have signs in them, one a line."""
    return group.words if any("、" in word or "=" in word for word in group.words) else ["、".join(group.words)]


def format_json(found: Sequence[Group]) -> str:
    """Return groups as a JSON list of objects: ``group``, ``comment``, ``example``, ``words``."""
    rows = [{"group": g.path, "comment": g.comment.text, "example": g.comment.example, "words": g.words} for g in found]
    return json.dumps(rows, ensure_ascii=False, indent=2)
