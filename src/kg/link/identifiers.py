"""Identifiers derived from content: the same input gets the same ids in every build, on any machine."""

import hashlib
import unicodedata

from kg.model import EntityType


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]


def normal_name(name: str) -> str:
    """Return the name as it is compared: compatibility forms folded, quotation marks, brackets and blanks dropped."""
    return "".join(c for c in unicodedata.normalize("NFKC", name) if not c.isspace() and c not in "《》“”\"'‘’「」")


def bulletin_id(text: str) -> str:
    """Return the id of a bulletin from its clean text."""
    return f"bulletin-{_digest(text)}"


def register_id(text: str) -> str:
    """Return the id of a register from its clean text."""
    return f"register-{_digest(text)}"


def copy_id(bulletin: str, file: str, sha256: str, url: str) -> str:
    """Return the id of another publication of a bulletin from where it was found."""
    return f"copy-{_digest(bulletin, file, sha256, url)}"


def place_id(code: str) -> str:
    """Return the id of a place that the gazetteer knows."""
    return f"place-{code}"


def entity_id(entity_type: EntityType, name: str, place: str = "") -> str:
    """Return the id of any other entity: from its type, its normalised name and, where names repeat, the id of its place."""
    return f"{entity_type}-{_digest(entity_type, normal_name(name), place)}"


def action_id(bulletin: str, start: int, end: int, kind: str, share: int = 0) -> str:
    """Return the id of an action from the span that states it, its kind, and which it is of several that one figure states (甲、乙各3人)."""
    return f"action-{_digest(bulletin, start, end, kind, *_further(share))}"


def measure_id(bulletin: str, start: int, end: int, share: int = 0) -> str:
    """Return the id of a measure from the span of its figure, and which it is of several that the figure stands for."""
    return f"measure-{_digest(bulletin, start, end, *_further(share))}"


def judgement_id(*parts: object) -> str:
    """Return the id of a judgement from all that it says."""
    return f"judgement-{_digest(*parts)}"


def agent_id(name: str) -> str:
    """Return the id of somebody who has judged, from the name that the judgement gives."""
    return f"agent-{_digest(name)}"


def _further(share: int) -> tuple[int, ...]:
    return (share,) if share else ()
