"""What a format makes of a file: its text before cleaning, what the file says of its publication, and the way back into the file."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
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

    ``fallback`` has such fields, too, for where the text itself says nothing: what a page says of itself, or a program wrote into the file unasked.
    ``missing`` tells, a sentence each, what of the file could not be read though the rest could.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[Passage, ...] = (Passage(0),)
    fallback: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def locate(self, offset: int) -> tuple[str, int]:
        """Return where a character of the text stands: the place in the file, and the offset there."""
        passage = self.passages[bisect_right(self.passages, offset, key=lambda passage: passage.start) - 1]
        return passage.place, passage.offset + offset - passage.start


Line = list[tuple[str, str, int]]
"""A line as it is put together: pieces of text, each with its place in the file and its offset there."""


def from_lines(lines: Iterable[Line]) -> tuple[str, tuple[Passage, ...]]:
    """Return the text of some lines, and the way back."""
    pieces: list[str] = []
    passages: list[Passage] = []
    length = 0
    for line in lines:
        if pieces:
            pieces.append("\n")
            length += 1
        for text, place, offset in line:
            passages.append(Passage(length, place, offset))
            pieces.append(text)
            length += len(text)
    return "".join(pieces), tuple(passages) or (Passage(0),)
