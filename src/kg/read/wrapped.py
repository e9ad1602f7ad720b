"""Lines that a program has broken to fit a page, as printed and mailed texts have them: 财政帮扶资 / 金3600万元."""

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.terminal import width

# A line of a broken paragraph is as wide as the page, or by a character or two less where punctuation must not begin a line.
_SLACK = 4
_NARROWEST, _WIDEST = 30, 110
_FEWEST = 3
_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(r"[ \t　]*\n[ \t　]*")
_ENDED = re.compile(r"[。！？!?；;：:…][”’」』）)]*\s*$")
# What opens a line of its own: an indent, a label, a bullet; and cells are a row of a table.
_OPENS = re.compile(
    r"[ \t　]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|[一二三四五六七八九十]是|第[一二三四五六七八九十]+[章节部条]|[•·●◆■★☆▲【○◎*—-]"
)
_CELLS = re.compile(r"\S(?:[ ]{2,}|　|\t)\S")


def find_wraps(text: str) -> Iterator[re.Match[str]]:
    """Yield the breaks within paragraphs of a text whose lines all fit one page; none of a text whose paragraphs are whole."""
    lines = list(_LINE.finditer(text))
    page = max((width(line.group().rstrip()) for line in lines), default=0)
    if not _NARROWEST <= page <= _WIDEST:
        return
    wraps: list[re.Match[str]] = []
    run: list[re.Match[str]] = []
    for line, following in pairwise(lines):
        if text[line.end() : following.start()].strip(" \t") == "\n" and _goes_on(line.group(), following.group(), page):
            run.append(line)
        else:
            # Rows and headlines may be as wide as the page, but no sentence ends in them.
            wraps += run if run and _ENDED.search(line.group()) else []
            run = []
    wraps += run if run and _ENDED.search(lines[-1].group()) else []
    if len(wraps) >= _FEWEST:
        yield from (found for line in wraps if (found := _BREAK.match(text, _end(line))))


def _end(line: re.Match[str]) -> int:
    return line.start() + len(line.group().rstrip(" \t　"))


def _goes_on(line: str, following: str, page: int) -> bool:
    """Tell whether a line is full, unfinished, and goes on in the next."""
    return page - width(line.rstrip()) <= _SLACK and not _ENDED.search(line) and not _OPENS.match(following) and not _CELLS.search(line.strip())
