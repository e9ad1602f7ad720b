"""Where the files that ship with the package lie: inside the wheel, or in a checkout beside ``src``."""

from pathlib import Path

from kg.errors import InputError

_PACKAGE = Path(__file__).parent


def ontology_files() -> list[Path]:
    """Return the paths of the ontology: its terms, and the schemes of values that have a file of their own."""
    return [locate("ontology/assistance.ttl"), *sorted(locate("ontology/schemes").glob("*.ttl"))]


def locate(name: str) -> Path:
    """Return the path of a shipped file or folder, such as ``ontology/assistance.ttl`` (relative to the project's root)."""
    for root in (_PACKAGE / "_resources", _PACKAGE.parents[1]):
        if (root / name).exists():
            return root / name
    raise InputError(f"{name} is missing from this installation of assistance-kg: install it again")
