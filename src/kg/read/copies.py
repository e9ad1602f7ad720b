"""What stands a second time in a text: a page that was saved twice, a summary that repeats it."""

import re
from collections.abc import Iterator

from kg.model import BlockKind
from kg.read.lines import OUTSIDE, Line
from kg.read.words import layout

# A sentence of this length is not said twice by chance, a shorter one may be: 一是加强组织领导。
_TELLING = 30
_CLAUSE = re.compile(r"[^。！？；;，,：:\n]+")
_SUMMARY = re.compile(r"^[【\[（]?[^】\]）：:]{2,6}[】\]）：:]+")
# A figure with what it counts: 9家 is not 9对.
_FIGURE = re.compile(r"\d[\d.]*[百千万亿]*(?:个?[^\d\s，。；、：])?|[一二两三四五六七八九十百千万亿]+[^\d\s，。；、：是]")
_BULLETS = ("●", "•", "·", "◆", "■", "▲", "★", "○", "◎")


def mark_copies(lines: list[Line]) -> None:
    """Mark prose that has been said before, whatever has come again beside it, and summaries that say nothing of their own."""
    _mark_contents(lines)
    content = [line for line in lines if line.kind not in OUTSIDE]
    again = _mark_prose(content)
    for run in (list(zip(content, again, strict=True)), list(zip(content, again, strict=True))[::-1]):
        beside = False
        for line, repeated in run:
            if repeated and beside:
                line.kind = BlockKind.COPY
            beside = line.kind is BlockKind.COPY
    _mark_summaries(content)


def _mark_contents(lines: list[Line]) -> None:
    """Mark a table of contents: the lines below 本期要目 that come again further down."""
    later: dict[str, int] = {_entry(line.text): i for i, line in enumerate(lines) if line.is_short}
    for i, line in enumerate(lines):
        if line.kind is not BlockKind.PARAGRAPH or re.sub(r"[\s【】：:]", "", line.text) not in layout("contents"):
            continue
        for j in range(i + 1, len(lines)):
            if not lines[j].is_short or later[_entry(lines[j].text)] == j:
                break
            line.kind = BlockKind.FURNITURE
            lines[j].kind = BlockKind.COPY
        return


def _entry(text: str) -> str:
    """The headline in a line of contents: without its bullet, its leader and its page."""
    return re.sub(r"[\s.…·]*[(（]?\d*[)）]?$", "", compared(text).lstrip("".join(layout("bullets")) + "•·"))


def _mark_prose(content: list[Line]) -> list[bool]:
    """Mark long prose of which every sentence has been said before, and tell of each line whether it has stood before."""
    lines: set[str] = set()
    sentences: set[str] = set()
    again = []
    for line in content:
        bare = compared(line.text)
        parts = [part for part in re.split("(?<=[。！？])", bare) if part]
        if line.is_prose and len(bare) >= _TELLING and all(part in sentences for part in parts):
            line.kind = BlockKind.COPY
        again.append(bare in lines)
        lines.add(bare)
        sentences.update(parts)
    return again


def _mark_summaries(content: list[Line]) -> None:
    """Mark 内容提要：…… where the rest of the text has each of its figures, or, where it has none, one of its clauses."""
    told = [line for line in content if line.kind not in OUTSIDE]
    summaries = list(_summaries(told))
    inside = {id(line) for summary in summaries for line in summary}
    rest = "。".join(compared(line.text) for line in told if id(line) not in inside) if summaries else ""
    said, counted = set(_CLAUSE.findall(rest)), set(_FIGURE.findall(rest))
    for summary in summaries:
        own = "。".join(compared(_SUMMARY.sub("", line.text)) for line in summary)
        figures = _FIGURE.findall(own)
        if counted.issuperset(figures) and (figures or not said.isdisjoint(_CLAUSE.findall(own))):
            for line in summary:
                line.kind = BlockKind.COPY


def _summaries(content: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each summary: the one that its label opens, or those below a label of its own line, one of prose or a list."""
    labels = layout("summaries")
    openings = tuple(f"{bracket}{word}" for word in labels for bracket in ("", "【", "[", "（"))
    for i, line in enumerate(content):
        if not line.text.startswith(openings):
            continue
        if line.text.strip("【】[]（）：: ") not in labels:
            yield [line]
            continue
        end = i + 1
        while end < len(content) and content[end].text.startswith(_BULLETS):
            end += 1
        yield content[i : max(end, i + 2)]


def compared(text: str) -> str:
    """Return a text as it is compared: copies differ in blanks and in the width of their punctuation."""
    return re.sub(r"\s", "", text).translate(_WIDTHS)


_WIDTHS = str.maketrans(",;:!?()", "，；：！？（）")
