"""What stands a second time in a text: a page that was saved twice, a summary that repeats it."""

import re

from kg.model import BlockKind
from kg.read.lines import OUTSIDE, Line
from kg.read.words import layout

# A sentence of this length is not said twice by chance, a shorter one may be: 一是加强组织领导。
_TELLING = 30
_CLAUSE = re.compile(r"[^。！？；;，,：:\n]+")
_SUMMARY = re.compile(r"^[【\[（]?[^】\]）：:]{2,6}[】\]）：:]+")
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿]")


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
    """Mark 内容提要：…… where the rest of the text has each of its clauses that tell a number."""
    openings = tuple(f"{bracket}{word}" for word in layout("summaries") for bracket in ("", "【", "[", "（"))
    summaries = [line for line in content if line.kind not in OUTSIDE and line.text.startswith(openings)]
    if not summaries:
        return
    said = {clause for line in content if not line.text.startswith(openings) for clause in _clauses(line.text)}
    for line in summaries:
        own = _clauses(_SUMMARY.sub("", line.text))
        if any(clause in said for clause in own) and all(clause in said for clause in own if _NUMBER.search(clause)):
            line.kind = BlockKind.COPY


def _clauses(text: str) -> list[str]:
    return _CLAUSE.findall(compared(text))


def compared(text: str) -> str:
    """Return a text as it is compared: copies differ in blanks and in the width of their punctuation."""
    return re.sub(r"\s", "", text).translate(_WIDTHS)


_WIDTHS = str.maketrans(",;:!?()", "，；：！？（）")
