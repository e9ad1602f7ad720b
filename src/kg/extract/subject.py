"""Whether a bulletin is about assistance at all."""

from kg.extract.lexicon import load
from kg.extract.reading import CONTENT
from kg.model import Bulletin


def tells_of_assistance(bulletin: Bulletin) -> bool:
    """Tell whether the content of a bulletin has a word of assistance; without one its figures are those of a report on anything."""
    words = load("roles")["assistance"]["words"]
    return any(word in bulletin.text[b.start : b.end] for b in bulletin.blocks if b.kind in CONTENT for word in words)
