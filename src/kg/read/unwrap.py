"""Lines that were broken by the width of a page, joined again into the paragraphs that they were."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from kg.read.dates import DATE
from kg.read.labels import find_labels
from kg.read.source import Passage, Source

# Widths that pages and mail programs break lines at, in Chinese characters: 公文 have 28 to a line, a newspaper's column has fewer, mail 38.
_NARROWEST, _WIDEST = 16, 60
# So many lines must reach the edge before one believes that there is an edge.
_FEWEST = 4
# Programs that set no straight edge leave a line short by so many characters.
_RAGGED = 1.5
# By so much a word may be too long for the room at the end of a row and be said to fit in, for both are measured.
_ROUGHLY = -0.02

_TOKEN = re.compile(r"[（《“‘【「『(\[]*(?:[A-Za-z0-9]+(?:[.,:/%-][A-Za-z0-9]+)*|.)[，。、；：！？）》】”’」』…％,.;:!?)%\]]*")
_ENDED = re.compile(r"[。！？；：!?;:…][”’」』）)》]*$")
_LISTS = re.compile("[：:]$")
_OPEN = re.compile(r"[，、,《“‘（(【—]$")
_CLAUSES = re.compile("[，。；、,;]")
_CELLS = re.compile(r"\S(?:\t|[ 　]{2,}|\s[|｜]\s)\S")
_BULLET = re.compile(r"[•·●○■□◆◇▲△★☆※◎►-]\s*|[—－─]{2}|--")
_LINE = re.compile(r"([^\r\n\v\f\x85\u2028\u2029]*)(?:\r\n|[\r\n\v\f\x85\u2028\u2029]|\Z)")


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is set; ``left`` and ``right`` are its ends from the left edge of its column and ``limit`` is the right edge, in one unit.

    ``size`` is the width of its Chinese characters, ``apart`` tells of a blank line above it, ``alone`` that it is never joined (the row of a table).
    """

    text: str
    left: float
    right: float
    limit: float
    place: str = ""
    offset: int = 0
    size: float = 1.0
    apart: bool = False
    alone: bool = False


def join_rows(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the paragraphs that rows make, in their order."""
    marked = _are_marked(rows)
    body = median_low([row.size for row in rows]) if rows else 0.0
    paragraphs: list[list[Row]] = []
    for i, row in enumerate(rows):
        following = rows[i + 1] if i + 1 < len(rows) else None
        above = paragraphs[-1] if paragraphs else []
        if above and (_is_title(above[-1], row, body) or _continues(above, row, following, marked=marked)):
            above.append(row)
        else:
            paragraphs.append([row])
    return paragraphs


def glue(before: str, after: str) -> str:
    """Return what stands between two rows of a paragraph: a blank between words of Latin letters, nothing in Chinese."""
    return " " if re.search("[A-Za-z,.;:)]$", before) and re.match("[A-Za-z(]", after) else ""


def fits(before: Row, text: str, spare: float = _ROUGHLY) -> bool:
    """Tell whether the first word of a text would have found room at the end of a row, with so much to spare: then the break there is meant."""
    word = _TOKEN.match(text)
    return before.right + ((em_width(word.group()) if word else 1) + spare) * before.size <= before.limit


def common_edge(lefts: Sequence[float]) -> float:
    """Return where most rows begin, the leftmost of such places."""
    counts = Counter(round(left, 1) for left in lefts)
    return min(left for left, count in counts.items() if count >= 0.9 * max(counts.values()))


def em_width(text: str) -> float:
    """Return the width of a text in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def has_ended(text: str) -> bool:
    """Tell whether a text ends with a sentence."""
    return _ENDED.search(text) is not None


def _are_marked(rows: Sequence[Row]) -> bool:
    """Tell whether paragraphs begin with an indentation or below a blank line, so that what has neither goes on: 　　近年来."""
    opening = [b.apart or b.left >= 1.2 * b.size for a, b in pairwise(rows) if not a.alone and not b.alone and fits(a, b.text, _RAGGED)]
    return sum(opening) > 0.7 * len(opening)


def _continues(paragraph: list[Row], row: Row, following: Row | None, *, marked: bool) -> bool:
    first, before = paragraph[0], paragraph[-1]
    # The line of a date is its own, however full the one above: 2025-06-10 below a headline.
    if before.alone or row.alone or row.apart or DATE.fullmatch(row.text) or abs(before.size - row.size) > 0.15 * before.size:
        return False
    # Where paragraphs are marked, a ragged edge misleads nobody.
    if fits(before, row.text, _RAGGED if marked else _ROUGHLY):
        return False
    ended = has_ended(before.text)
    deeper = (row.left - before.left) / row.size
    if deeper > 0.8:
        # A list whose items hang on their labels.
        return before is first and not ended and _is_item(before.text)
    if before is first and row.left >= 1.2 * row.size and deeper > -0.8:
        return not ended and not _is_item(row.text) and (_OPEN.search(before.text) is not None or _is_indented_whole(row, following))
    if marked:
        return not _BULLET.match(row.text)
    # A line that is full and ends a sentence ends its paragraph more seldom than not: paragraphs have several sentences.
    return not _LISTS.search(before.text) and (_OPEN.search(before.text) is not None or not _is_item(row.text))


def _is_title(before: Row, row: Row, body: float) -> bool:
    """Tell two lines of one headline: in large characters, both centred, the first long."""
    large = min(before.size, row.size) > 1.15 * body and abs(before.size - row.size) < 0.05 * body
    centred = all(abs(r.left + r.right - r.limit) < 2 * r.size for r in (before, row))
    return large and centred and before.right - before.left > 0.6 * before.limit and not row.apart and not _BULLET.match(row.text)


def _is_indented_whole(row: Row, following: Row | None) -> bool:
    """Tell whether an indented row opens no paragraph: the next begins below it, though it is full."""
    return following is not None and abs(following.left - row.left) < 0.8 * row.size and not fits(row, following.text, _RAGGED)


def _is_item(text: str) -> bool:
    """Tell whether a row opens with what numbers a part or an item of a list."""
    return _BULLET.match(text) is not None or any(label.start == 0 for label in find_labels(text, 0, min(len(text), 12)))


def unwrap(source: Source) -> Source:
    """Return a plain text without the line breaks of a fixed width; where its lines don't show such a width, as it is."""
    breaks = [found for run in _runs(source.text) for found in _breaks(run)]
    if not breaks:
        return source
    pieces: list[str] = []
    passages = [Passage(0)]
    position = length = 0
    for start, end, between in breaks:
        pieces += (source.text[position:start], between)
        length += start - position + len(between)
        passages.append(Passage(length, offset=end))
        position = end
    pieces.append(source.text[position:])
    return replace(source, text="".join(pieces), passages=tuple(passages))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a plain text: ``gap`` is the number of blank lines above it."""

    text: str
    indent: str
    start: int
    gap: int


def _runs(text: str) -> Iterator[list[_Line]]:
    """Yield the lines that stand together without one that is longer than any page is wide."""
    run: list[_Line] = []
    gap = 0
    for match in _LINE.finditer(text):
        bare = match.group(1).strip()
        if not bare:
            gap += 1
            continue
        indent = match.group(1)[: len(match.group(1)) - len(match.group(1).lstrip())]
        if len(match.group(1)) > 2 * _WIDEST or em_width(match.group(1)) > _WIDEST:
            yield run
            run = []
        else:
            run.append(_Line(bare, indent, match.start() + len(indent), gap))
        gap = 0
    yield run


def _breaks(run: list[_Line]) -> list[tuple[int, int, str]]:
    """Return where in a run lines are joined: end of one, start of the next, and what comes between."""
    # Programs break lines by the width of the characters, or by their number.
    measures: list[Callable[[str], float]] = [em_width, len]
    limit, _, measure = max(((*_limit(run, measure), measure) for measure in measures), key=lambda found: found[1])
    if not limit:
        return []
    ends = [measure(line.indent + line.text) for line in run]
    gap = Counter(b.gap for a, b, end in zip(run, run[1:], ends, strict=False) if _is_full(end, limit) and not has_ended(a.text))
    usual = gap.most_common(1)[0][0]
    # Where all lines are set in, none of them opens a paragraph by that.
    edge = common_edge([measure(line.indent) for line in run])
    rows = [
        Row(
            line.text,
            measure(line.indent) - edge,
            end,
            limit,
            offset=line.start,
            apart=line.gap > usual,
            alone=end > limit + 1 or _CELLS.search(line.text) is not None,
        )
        for line, end in zip(run, ends, strict=True)
    ]
    joined = (pair for paragraph in join_rows(rows) for pair in pairwise(paragraph))
    return [(a.offset + len(a.text), b.offset, glue(a.text, b.text)) for a, b in joined]


def _limit(run: list[_Line], measure: Callable[[str], float]) -> tuple[float, int]:
    """Return the width that lines of a run were broken at and how many end close to it; 0 where the lines don't show one.

    Where there is one, many lines end close to it, whatever the sentence; nearly none are longer.
    """
    lines = [line for line in run if not _CELLS.search(line.text)]
    ends = [measure(line.indent + line.text) for line in lines]
    limit = max(sorted(set(ends), reverse=True), key=lambda end: sum(_is_full(other, end) for other in ends), default=0.0)
    full = [line.text for line, end in zip(lines, ends, strict=True) if _is_full(end, limit)]
    long = sum(end > limit / 2 for end in ends)
    longer = sum(end > limit + 1 for end in ends)
    broken = sum(not has_ended(text) for text in full)
    prose = sum(_CLAUSES.search(text) is not None for text in full)
    shown = len(full) >= max(_FEWEST, 0.35 * long) and longer <= 0.25 * len(full) and min(broken, prose) >= 0.6 * len(full)
    close = sum(limit - 1 < end <= limit for end in ends)
    return (limit, close) if limit >= _NARROWEST and shown else (0.0, 0)


def _is_full(end: float, limit: float) -> bool:
    return limit - 2 < end <= limit
