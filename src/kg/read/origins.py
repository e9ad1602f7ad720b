"""The way back from a bulletin's clean text into the file that it was read from."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Bulletin, Evidence, Origin
from kg.read.clean import Clean
from kg.read.source import Passage


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where in a file something stands: from ``start`` to ``end`` of ``place`` (``page 3``; nothing for the file's own characters, as decoded)."""

    file: str
    place: str
    start: int
    end: int

    def __str__(self) -> str:
        where = f"{self.place}, characters" if self.place else "characters"
        return f"{self.file} {where} {self.start}-{self.end}"


def find_origins(cleaned: Clean, passages: Sequence[Passage]) -> tuple[Origin, ...]:
    """Return the stretches of a clean text that stand in one piece in the file, in order."""
    offsets, ends = cleaned.offsets, cleaned.ends
    starts = [passage.start for passage in passages]
    opening = frozenset(starts)

    def goes_on(i: int) -> bool:
        """Tell whether a character follows the one before it in the file, and that one stands for itself only."""
        return offsets[i] == ends[i - 1] == offsets[i - 1] + 1 and offsets[i] not in opening

    lows = [i for i in range(len(cleaned.text)) if not i or not goes_on(i)]
    origins = []
    for low, high in zip(lows, [*lows[1:], len(cleaned.text)], strict=True):
        passage = passages[bisect_right(starts, offsets[low]) - 1]
        shift = passage.offset - passage.start
        origins.append(Origin(low, passage.place, offsets[low] + shift, ends[high - 1] + shift))
    return tuple(origins)


def find_in_file(bulletin: Bulletin, evidence: Evidence) -> tuple[Whereabouts, ...]:
    """Return where evidence stands in the file of its bulletin: one stretch for each place of the file that it reaches into.

    Cleaning the characters there gives the quote, but for line breaks that a page's width made. Empty where the bulletin does not know
    where its text came from.
    """
    found: list[Whereabouts] = []
    starts = [origin.start for origin in bulletin.origins]
    for number in range(max(0, bisect_right(starts, evidence.start) - 1), len(starts)):
        origin = bulletin.origins[number]
        if origin.start >= evidence.end:
            break
        following = starts[number + 1] if number + 1 < len(starts) else len(bulletin.text)
        start = origin.offset + max(0, evidence.start - origin.start)
        end = origin.end if evidence.end >= following else origin.offset + evidence.end - origin.start
        if found and found[-1].place == origin.place and found[-1].start <= start:
            found[-1] = Whereabouts(bulletin.file, origin.place, found[-1].start, end)
        else:
            found.append(Whereabouts(bulletin.file, origin.place, start, end))
    return tuple(found)
