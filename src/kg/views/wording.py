"""Everything a page says in its own words, in Chinese and English: its texts, and the labels of kinds, types and values."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

Label = dict[str, str]
"""One text in both languages: ``zh`` and ``en``."""

_HERE = Path(__file__).parent


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return one of the data tables beside this module (``style``, ``texts``, ``labels``); not to be changed."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def label_of(group: str, key: str) -> Label:
    """Return the label of a value; one that nobody has labelled yet speaks for itself."""
    label = load_table("labels").get(group, {}).get(key)
    return {"zh": label["zh"], "en": label["en"]} if label else {"zh": key, "en": key}


def labels_of(group: str, keys: list[str]) -> dict[str, Label]:
    return {key: label_of(group, key) for key in keys}
