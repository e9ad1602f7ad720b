"""The words of ``furniture.toml``, ``layout.toml``, ``characters.toml`` and ``registers.toml``, as the modules of this package ask for them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def furniture(key: str) -> tuple[str, ...]:
    """Return the words that ``furniture.toml`` lists under this key, the longest first."""
    return _longest_first(_table("furniture")[key])


@cache
def furniture_items() -> frozenset[str]:
    """Return the items of menus, to be looked up."""
    return frozenset(furniture("items") + furniture("home"))


@cache
def layout(key: str, table: str = "") -> tuple[str, ...]:
    """Return the words that ``layout.toml`` lists under this key, the longest first."""
    words = _table("layout")
    return _longest_first((words[table] if table else words)[key])


@cache
def characters(script: str) -> tuple[str, ...]:
    """Return the frequent characters of a script, ``simplified`` or ``traditional``."""
    return tuple(_table("characters")[script])


def registers(table: str = "columns") -> dict[str, list[str]]:
    """Return the words of a table of ``registers.toml``: by what a column holds its headers."""
    words: dict[str, list[str]] = _table("registers")[table]
    return words


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
