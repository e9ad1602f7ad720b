"""The words that extraction goes by: one TOML file per concern, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """Return the lexicon file of this name, such as ``units``."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
