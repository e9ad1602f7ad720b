"""The words of ``elements.toml``, and what they tell of an element."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORDS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("elements.toml").read_text("utf-8"))


@cache
def elements(key: str) -> frozenset[str]:
    """Return the words that ``elements.toml`` lists under this key."""
    return frozenset(_table()[key])


@cache
def meta_names(field: str) -> tuple[str, ...]:
    """Return the names of the <meta> that say this field, the most telling first."""
    return tuple(_table()["fields"][field])


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Tell whether a browser does not show an element; what is only invisible may be shown by a script (visibility: hidden)."""
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")) is not None


def is_furniture_by_name(name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element goes by its name, role, class or id as furniture of the page."""
    if name in elements("furniture") or attributes.get("role", "").lower() in elements("roles"):
        return True
    if name in ("html", "body", "main", "article", "form"):
        return False
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return any(word.lower() in elements("words") for word in _WORDS.findall(named))
