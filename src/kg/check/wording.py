"""What a report says in its own words, in Chinese and English."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kg.extract.lexicon import follows_lexicon, load

Label = dict[str, str]
"""One text in both languages: ``zh`` and ``en``."""


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("texts.toml").read_text("utf-8"))


def text_of(key: str, group: str = "", **values: object) -> Label:
    """Return a text of the report with what stands in braces filled in."""
    table = _texts()[group] if group else _texts()
    return {language: table[key][language].format(**values) for language in ("zh", "en")}


@follows_lexicon
@cache
def _reasons() -> dict[str, Label]:
    return {r["key"]: {"zh": r["zh"], "en": r["en"]} for r in load("left_out")["reason"]}


def reason_of(key: str) -> Label:
    """Return why a figure is left out; a reason that the lexicon does not know speaks for itself."""
    return dict(_reasons().get(key, {"zh": key, "en": key}))
