"""What a bulletin states, to be compared with what it states in another format."""

import html
from collections import Counter
from functools import cache
from pathlib import Path

from kg.extract.pipeline import extract_records
from kg.model import Bulletin
from kg.read import read_bulletin
from printing import lines_of

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(file.parent for file in (ROOT / "data" / "gold").glob("*/text.txt"))

# What differs, and why: (bulletin, format) -> statements only in the text, statements only in the format.
DIFFERENCES: dict[tuple[str, str], tuple[list[str], list[str]]] = {}

Statements = Counter[str]


def statements(bulletin: Bulletin) -> Statements:
    """Entities by type and name, actions by kind, parties by name and figures."""
    records = extract_records([bulletin])
    names = {entity.id: entity.name for entity in records.entities}
    found = Counter(f"{entity.type} {entity.name}" for entity in records.entities)
    for action in records.actions:
        parties = [",".join(sorted(names[party] for party in side)) for side in (action.provider, action.recipient)]
        measures = [f"{m.bound} {m.value} {m.upper or ''} {m.unit_text}" for m in action.measures]
        found[f"{action.kind} {action.status} {action.period} {' -> '.join(parties)}: {'; '.join(measures)}"] += 1
    return found


@cache
def of_text(folder: Path) -> Statements:
    return statements(read_bulletin(folder / "text.txt"))


def printed(folder: Path) -> list[str]:
    """The lines that a printer gets: a browser or word processor has long read &ldquo; as “."""
    return lines_of(html.unescape((folder / "text.txt").read_text(encoding="utf-8")))


def check(folder: Path, form: str, bulletin: Bulletin) -> None:
    expected, found = of_text(folder), statements(bulletin)
    assert len(expected) > 20
    assert (sorted((expected - found).elements()), sorted((found - expected).elements())) == DIFFERENCES.get((folder.name, form), ([], []))
