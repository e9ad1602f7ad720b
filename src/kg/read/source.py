"""What a format makes of a file: its text before cleaning, what the file says of its publication, and the way back into the file."""

from bisect import bisect_right
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
    """A file's text with the passages that it was put together from, in order; ``fields`` are those of a sidecar file, as the file has them.

    ``fallback`` has such fields, too, for where the text itself says nothing.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[Passage, ...] = (Passage(0),)
    fallback: Mapping[str, str] = field(default_factory=dict)

    def locate(self, offset: int) -> tuple[str, int]:
        """Return where a character of the text stands: the place in the file, and the offset there."""
        passage = self.passages[bisect_right(self.passages, offset, key=lambda passage: passage.start) - 1]
        return passage.place, passage.offset + offset - passage.start
