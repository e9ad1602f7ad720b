"""Rows as CSV for spreadsheets: flat, one record a line, lists joined by ``；``; what is meant for programs is in JSON Lines."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.tables.rows import Row

_EVIDENCE = ("bulletin", "start", "end", "quote", "article", "section")

COLUMNS: dict[str, tuple[str, ...]] = {
    "bulletins": (
        *("id", "title", "issue", "issuer", "publisher", "source", "url", "date", "published", "file", "sha256"),
        *("copies", "supersedes", "articles", "columns"),
    ),
    "copies": ("id", "bulletin", "similarity", "title", "publisher", "source", "url", "published", "file", "sha256"),
    "entities": ("id", "type", "name", "aliases", "code", "level", "parent", "valid_from", "valid_to", "lat", "lon", "english", "mentions"),
    "actions": (
        *("id", "kind", "provider", "recipient", "through", "programme", "about", "sector", "status", "status_word", "period"),
        *("period_word", "coverage", "measures", "rule", "trigger"),
        *("provider_id", "recipient_id", "through_id", "superseded_by", "rank", "judged", *_EVIDENCE),
    ),
    "measures": (
        *("id", "action", "value", "max", "unit", "unit_text", "bound", "role", "total", "repeats", "counts_in_totals", "counts_in_year"),
        *_EVIDENCE,
    ),
    "evidence": ("of", "record", *_EVIDENCE),
    "left_out": ("reason", *_EVIDENCE),
    "refused": ("record", "fault", *_EVIDENCE),
    "regions": ("id", "name", "code", "level", "parent", "valid_from", "valid_to", "lat", "lon", "english"),
    "merges": ("entity", "name", "bulletin", "means", "note"),
    "judgements": ("judgement", "of", "verdict", "field", "before", "after", "who", "when", "why", *_EVIDENCE),
}


def write_sheet(
    path: Path,
    table: str,
    rows: Iterable[Row],
    heads: Sequence[str] | None = None,
    shown: Callable[[str, Any], Any] = lambda column, value: value,
) -> None:
    """Write one table as RFC 4180 has it; the byte order mark tells Excel that it is UTF-8.

    ``heads`` are other names for its columns, ``shown`` makes of a value what stands in its cell.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(heads or COLUMNS[table])
        for row in map(flatten, rows):
            writer.writerow([_cell(shown(column, row.get(column))) for column in COLUMNS[table]])


def flatten(row: Row) -> Row:
    """Return a row with its first evidence spread out, its parties as names and ids, its measures and words as written, its articles by number."""
    flat = dict(row)
    evidence = row.get("evidence")
    flat |= (evidence[0] if isinstance(evidence, list) else evidence) if evidence else {}
    for role in ("provider", "recipient", "through"):
        if role in row:
            flat |= {role: [p["name"] for p in row[role]], f"{role}_id": [p["id"] for p in row[role]]}
    for told in ("status", "period"):
        if f"{told}_evidence" in row:
            word = row[f"{told}_evidence"]
            flat[f"{told}_word"] = word["quote"] if word else ""
    flat |= {"status": "committed"} if row.get("committed") else {}
    if isinstance(judged := row.get("judged"), list):
        flat["judged"] = [ruling["note"] for ruling in judged]
    elif judged:
        flat["note"] = judged["note"]
    if "measures" in row:
        flat["measures"] = [m["evidence"]["quote"] for m in row["measures"]]
    for counted in ("articles", "copies", "mentions"):
        if counted in row:
            flat[counted] = len(row[counted])
    return flat


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        value = "；".join(map(str, value))
    # A spreadsheet runs text that begins like a formula; the bulletins are not ours, so none of theirs is run.
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
