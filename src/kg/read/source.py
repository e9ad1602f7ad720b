"""What a format makes of a file: its text before cleaning, what the file says of its publication, and the way back into the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passage:
    """From ``start`` of the text on, it stands in the file at ``place`` (``page 3``, ``paragraph 12``; nothing for the file's own characters).

    ``offset`` is where in that place the first character stands, in characters of the file as decoded.
    """

    start: int
    place: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text with the passages that it was put together from, in order; ``fields`` are those of a sidecar file, as the file has them."""

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[Passage, ...] = (Passage(0),)
