"""Titles, headlines and headings without a number, among the short lines of a text."""

import re

from kg.model import BlockKind
from kg.read.imprint import read_imprint
from kg.read.lines import IMPRINT, LONG, OUTSIDE, Line
from kg.read.words import layout

_LONGEST = 45
_NAMED_LENGTH = 12
_MOST_SIGNING = 4
_OPEN_END = re.compile(r"[，,、：:；;—]$")
_NUMBERED = re.compile(r"(?:\d{1,2}[.．、]|[（(]?\d{1,2}[)）]|[①-⑳])")
_CELLS = re.compile(r"\S(?:\s{2,}|　|\t|\s/\s)\S")
_ISSUE = re.compile(r"第\s?[\d一二三四五六七八九十]+\s?期")
_SPACED = re.compile(r"(?:[一-龥][ 　]+)+[一-龥]")
# What a headline may follow in the course of a text: a sentence that has ended.
_ENDED = re.compile(r"[。！？!?…][”’」』）)]*$|[”）)]$")


def mark_headlines(lines: list[Line]) -> None:
    """Mark the lines at the head of a text, and those in its course that open a report or a part of one."""
    content = [line for line in lines if line.kind not in OUTSIDE]
    body = next((i for i, line in enumerate(content) if line.is_prose or line.kind is BlockKind.HEADING), len(content))
    body = _mark_head(content[:body])
    titled = any(line.kind is BlockKind.TITLE for line in content[:body])
    boundaries = {id(line) for before, line in zip([None, *lines], lines, strict=False) if before and before.kind in OUTSIDE}
    for i in range(max(body, 1), len(content)):
        line, before = content[i], content[i - 1]
        ended = before.kind is BlockKind.PARAGRAPH and _ENDED.search(before.text) is not None
        opens = ended or id(line) in boundaries or before.kind in IMPRINT or before.kind is BlockKind.TITLE
        if before.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADLINE) and line.is_short and (line.is_dashed or line.is_bracketed):
            line.kind = BlockKind.SUBHEADLINE
        elif not opens or line.is_dashed or not _can_head(line):
            continue
        elif titled and _is_masthead(line.text):
            line.kind = BlockKind.TITLE
        elif _before_prose(content, i + 1):
            line.kind = BlockKind.HEADLINE if _is_headline(line.text, titled=titled) else BlockKind.HEADING


def _mark_head(head: list[Line]) -> int:
    """Mark title, headline and what stands below it; return how many lines the head has."""
    named: list[Line] = []
    size = len(head)
    for i, line in enumerate(head):
        # 名　称：关于……的通报 stands in the box above the headline itself.
        if line.kind in IMPRINT or (named and line.is_salutation) or (not named and _is_particular(line)):
            continue
        if line.is_short and (line.is_bracketed or (named and line.is_dashed)):
            line.kind = BlockKind.SUBHEADLINE if named else line.kind
        elif _can_head(line, first=not named) and not line.is_dashed:
            named.append(line)
        else:
            size = i
            break
    title = next((line for line in named if _is_masthead(line.text)), None) or next((line for line in named if _has_bulletin_word(line.text)), None)
    for line in named:
        line.kind = BlockKind.SUBHEADLINE
    if title:
        title.kind = BlockKind.TITLE
    if headline := next((line for line in named if line is not title), None):
        headline.kind = BlockKind.HEADLINE
    return size


def _can_head(line: Line, *, first: bool = False) -> bool:
    """Tell whether a line may be a headline: short, whole, neither row nor list number nor salutation."""
    if line.kind is not BlockKind.PARAGRAPH or line.is_bracketed or line.is_formula or _OPEN_END.search(line.text) or _NUMBERED.match(line.text):
        return False
    if _is_particular(line) or _is_caption(line.text):
        return False
    if first:
        return len(line.text) <= LONG and not re.search("[。；;]", line.text)
    row = _CELLS.search(line.text) and (re.search(r"\d", line.text) or len(_CELLS.findall(line.text)) > 1)
    return line.is_short and len(line.text) <= _LONGEST and not (row and not _is_masthead(line.text))


def _is_particular(line: Line) -> bool:
    """地点：平武县体育馆, and 名　称：……"""
    return re.sub(r"\s", "", re.split("[：:]", line.text)[0]) in layout("particulars")


def _is_caption(text: str) -> bool:
    """图为衢江区医生在平武县义诊, and 义诊现场（张三 摄）"""
    return text.startswith(layout("captions")) or text.rstrip("）)").endswith(layout("pictured"))


def _is_headline(text: str, *, titled: bool) -> bool:
    """Tell the headline of a report from the heading of a part: it names whom it is about, or stands at length in a bulletin with a title."""
    return text.startswith(layout("bullets")) or _is_case(text) or _has_name(text) or (titled and len(text) >= _NAMED_LENGTH)


def plain_title(headline: str) -> str:
    """Return a headline without what only sets it: 感谢信 for 感 谢 信, and without the bullet before it."""
    bare = headline.lstrip("".join(layout("bullets")) + " 　")
    return re.sub("[ 　]", "", bare) if _SPACED.fullmatch(bare) else bare


def _is_case(text: str) -> bool:
    """【案例一】跨越山海的情谊"""
    return text.startswith("【") and text[1:].startswith(layout("cases"))


def _before_prose(content: list[Line], start: int) -> bool:
    """Tell whether prose or a numbered heading comes next, after lines of publication, a second line of the headline and a salutation."""
    following = (line for line in content[start : start + 6] if line.kind not in IMPRINT and not line.is_dashed and not line.is_salutation)
    after = next(following, None)
    return after is not None and (after.is_prose or after.kind is BlockKind.HEADING)


def _has_bulletin_word(text: str) -> bool:
    return any(word in text for word in layout("bulletin_words"))


def _is_masthead(text: str) -> bool:
    return _has_bulletin_word(text) and _ISSUE.search(text) is not None


def _has_name(text: str) -> bool:
    """Tell whether a line names a place or body by its last character: 新津区, 中山大学, but not 园区 or 贫困县."""
    for suffix in layout("suffixes", "names"):
        for match in re.finditer(suffix, text):
            stem = text[: match.start()]
            if (
                re.search("[一-龥]{2}$", stem)
                and not stem.endswith(layout("no_stems", "names"))
                and not stem.endswith(layout("no_stem_endings", "names"))
                and not text.startswith(layout("other_words", "names"), match.start())
            ):
                return True
    return False


def mark_signatures(lines: list[Line]) -> None:
    """Mark offices that stand alone above a date or at the very end, or at the head beside the headline: 巴楚县教育局 / 2020年11月16日."""
    content = [line for line in lines if line.kind not in OUTSIDE]
    for i in range(len(content) - 1, -1, -1):
        if i + 1 == len(content) or content[i + 1].kind in IMPRINT:
            _mark_offices([content[i]])
    _undo_lists(content)
    first = next((i for i, line in enumerate(content) if line.is_prose or line.kind is BlockKind.HEADING), len(content))
    head = [line for line in content[:first] if line.kind is BlockKind.PARAGRAPH and not line.is_salutation]
    if any(read_imprint(line.text) is None for line in head):
        _mark_offices(head)


def _mark_offices(lines: list[Line]) -> None:
    for line in lines:
        imprint = read_imprint(line.text) if line.is_short else None
        if imprint and imprint.kind in IMPRINT:
            line.kind = imprint.kind


def _undo_lists(content: list[Line]) -> None:
    """Take back what is a list of offices, not a signature: 成员单位： / 县教育局 / 县卫健局."""
    start = 0
    for end in range(1, len(content) + 1):
        if end < len(content) and content[end].kind in IMPRINT and content[start].kind in IMPRINT:
            continue
        run = [line for line in content[start:end] if line.kind is BlockKind.ISSUER and not _is_certain(line)]
        listed = start > 0 and content[start - 1].text.endswith(("：", ":")) and not content[start - 1].is_formula
        if listed or len(run) > _MOST_SIGNING:
            for line in run:
                line.kind = BlockKind.PARAGRAPH
        start = end


def _is_certain(line: Line) -> bool:
    imprint = read_imprint(line.text)
    return imprint is not None and imprint.certain
