"""How far one bulletin stands in another: what a copy may change, and what makes two texts of one pattern two bulletins."""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.link.gazetteer import Hit, gazetteer
from kg.model import BlockKind, Bulletin
from kg.read.copies import compared
from kg.read.words import layout

_TELLING = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_HEADS = (BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE)
# Five characters come again by chance in a text on another matter seldom enough.
_SHINGLE = 5
# Of a copy, so much must stand in the other, and so little may be its own wording.
_LEAST_SHARED = 0.8
_MOST_OWN = 0.1
# Of fewer characters, a text says too little to be told from another but by its headline.
_SHORT = 30
# A passage that differs over more characters than these is another passage.
_MOST_REWORDED = 400
# 理县 with a character changed may be anything.
_SHORTEST = 2

_CLAUSE = re.compile(r"[^。！？；，、：\n]+[。！？；，、：\n]*")
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_FIGURE = re.compile(r"\d[\d.]*[百千万亿]*|[〇零一二两三四五六七八九十百千万亿]+")
# A figure in a headline that is no date and no number of an issue.
_COUNT = re.compile(r"\d[\d.]*[百千万亿]*(?![\d.年期月日号])")


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a bulletin tells, as it is compared: without blanks, headlines, lines of publication and furniture.

    ``shingles`` are the hashes of all its stretches of a few characters, sorted, each once.
    """

    bulletin: Bulletin
    text: str
    heads: str
    figures: tuple[str, ...]
    shingles: npt.NDArray[np.uint32]


def content_of(bulletin: Bulletin) -> Content:
    """Return what a bulletin tells."""
    text, heads = (_lines(bulletin, kinds) for kinds in (_TELLING, _HEADS))
    hashes = {zlib.crc32(text[i : i + _SHINGLE].encode()) for i in range(max(1, len(text) - _SHINGLE + 1))}
    return Content(bulletin, text, heads, _figures(text), np.array(sorted(hashes), dtype=np.uint32))


def _lines(bulletin: Bulletin, kinds: Iterable[BlockKind]) -> str:
    lines = (compared(bulletin.text[block.start : block.end]) for block in bulletin.blocks if block.kind in kinds)
    return _THOUSANDS.sub("", "\n".join(lines))


def _figures(text: str) -> tuple[str, ...]:
    return tuple(figure.rstrip(".") for figure in _FIGURE.findall(text))


def shared(whole: Content, part: Content) -> float:
    """Return which share of a text's stretches stand in another."""
    found: npt.NDArray[Any] = np.intersect1d(whole.shingles, part.shingles, assume_unique=True)
    return float(found.size) / part.shingles.size


def resemblance(first: Content, second: Content) -> float:
    """Return which share of the stretches of both texts stands in both."""
    found: npt.NDArray[Any] = np.intersect1d(first.shingles, second.shingles, assume_unique=True)
    return float(found.size) / (first.shingles.size + second.shingles.size - found.size)


def places_in(text: str) -> set[str]:
    """Return the names of places in a text, but for those within a longer one: 寿宁县 is not 宁县."""
    return {hit.form for hit in _places(text)}


def _places(text: str) -> Iterator[Hit]:
    end = 0
    for hit in sorted(gazetteer().hits(text), key=lambda hit: (hit.start, -hit.end)):
        if hit.end > end:
            yield hit
            end = hit.end


def is_copy(whole: Content, part: Content) -> bool:
    """Tell whether a text says nothing that another does not: the same, but for passages cut, another headline, a few characters changed.

    Every figure it tells must stand in the other, in the same order and the same passage, and every place or body it names: two
    bulletins of one office and one pattern differ in these.
    """
    if not _within(part.figures, whole.figures) or not _headed(part) <= places_in(whole.heads + whole.text):
        return False
    if not set(_COUNT.findall(part.heads)) <= {*_COUNT.findall(whole.heads), *whole.figures}:
        return False
    if len(part.text) < _SHORT:
        return part.text == whole.text and part.heads == whole.heads
    if part.text == whole.text:
        return True
    return shared(whole, part) >= _LEAST_SHARED and _own(whole.text, part.text) <= _MOST_OWN * len(part.text)


def _own(whole: str, part: str) -> float:
    """Return how many characters a text has of its own wording; more than it has altogether where it says other things in them."""
    theirs, ours = _CLAUSE.findall(whole), _CLAUSE.findall(part)
    own = 0
    for tag, low, high, first, last in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        there, here = "".join(theirs[low:high]), "".join(ours[first:last])
        if tag == "equal" or not here:
            continue
        if not _within(_figures(here), _figures(there)) or _names_others(here, there if tag == "replace" else whole):
            return 2 * len(part)
        own += len(here) - (_matching(there, here) if max(len(there), len(here)) <= _MOST_REWORDED else 0)
    return own


def _matching(there: str, here: str) -> int:
    return sum(block.size for block in SequenceMatcher(None, there, here, autojunk=False).get_matching_blocks())


def _within(figures: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether figures stand among others in the same order."""
    remaining = iter(others)
    return all(figure in remaining for figure in figures)


def _headed(content: Content) -> set[str]:
    """Return the places that headlines name. Short names count only where the text names no place itself, for 同心 is seldom the county."""
    full = places_in(content.heads) - gazetteer().short.keys()
    return full if places_in(content.text) - gazetteer().short.keys() else places_in(content.heads)


def _names_others(here: str, there: str) -> bool:
    """Tell whether a passage names whom another does not name, names one more often, or names them in another order.

    A name with a slip is the one that the other has: 天与市 is 天津市 where all else agrees.
    """
    ours, theirs = _names(here), _names(there)
    if _within(_forms(ours), _forms(theirs)):
        return False
    known = set(_forms(theirs))
    slips = [slip for name in known for slip in _slips(name, here)]
    meant = {_meant(name, slips) if name.form not in known else name for name in ours}
    told = {*theirs, *(slip for name in {name.form for name in meant} for slip in _slips(name, there))}
    return not _within(_forms(meant), _forms(told))


def _forms(names: Iterable[Hit]) -> list[str]:
    return [name.form for name in sorted(names)]


def _meant(name: Hit, slips: Iterable[Hit]) -> Hit:
    return next((slip for slip in slips if slip.start < name.end <= slip.end), name)


def _names(text: str) -> set[Hit]:
    """Return the places that a text names, and the last characters of what may be other names: 人民医院 is one, 中医医院 another."""
    names = set(_places(text))
    ends = {place.end for place in names}
    for suffix in layout("suffixes", "names"):
        found = (m for m in re.finditer(suffix, text) if m.end() not in ends and not text.startswith(layout("other_words", "names"), m.start()))
        starts = ((max(0, m.start() - 2), m.end()) for m in found)
        names |= {Hit(start, end, text[start:end]) for start, end in starts}
    return names


def _slips(name: str, text: str) -> set[Hit]:
    """Return where the full name of a place stands but for a character, in what is no place itself."""
    if len(name) <= _SHORTEST or name not in gazetteer().full:
        return set()
    taken = [(place.start, place.end) for place in _places(text)]
    nearly = "|".join(f"{name[:i]}[一-龥]?{name[i + 1 :]}" for i in range(len(name)))
    found = re.finditer(nearly, text)
    return {Hit(m.start(), m.end(), name) for m in found if all(m.end() <= start or m.start() >= end for start, end in taken)}
