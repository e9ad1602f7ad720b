"""What tables, columns and values are called in Chinese and English."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.check.wording import reason_of, text_of
from kg.rdf import vocabulary
from kg.rdf.vocabulary import Term

Name = dict[str, str]


@cache
def load_fields() -> dict[str, dict[str, Name]]:
    """Return ``tables``, ``columns`` and ``records`` (values of that column) with what each is called (``zh``) and means (``en``)."""
    return tomllib.loads(Path(__file__).with_name("fields.toml").read_text(encoding="utf-8"))


def in_chinese(column: str, value: Any) -> Any:
    """Return a value as Chinese readers know it: the label of a key, 是 or 否; anything else as it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return [in_chinese(column, item) for item in value]
    if column in _WORDED and value:
        return _WORDED[column](value).get("zh", value)
    term = _terms(column).get(value) if isinstance(value, str) else None
    return term.label.zh if term and term.label.zh else value


_WORDED: Mapping[str, Callable[[str], Name]] = {
    "fault": lambda key: text_of(key, "fault"),
    "field": lambda key: load_fields()["columns"][key],
    "means": lambda key: text_of(key, "means"),
    "reason": reason_of,
    "record": lambda key: load_fields()["records"].get(key, {}),
}
"""Columns of keys that no scheme of the ontology has."""

_CODED = frozenset(("level", "sector", "status", "coverage", "rank", "bound", "role", "verdict"))


def _terms(column: str) -> Mapping[str, Term]:
    words = vocabulary()
    if column in ("before", "after"):
        return words.kinds | words.schemes["status"]
    coded = words.schemes.get(column, {}) if column in _CODED else {}
    return words.kinds if column == "kind" else words.types if column == "type" else coded
