"""The reports within a bulletin, and their numbered sections."""

import re

from kg.model import Article, Block, BlockKind, Section
from kg.read.words import layout

_CONTENT = (BlockKind.HEADLINE, BlockKind.SUBHEADLINE, BlockKind.HEADING, BlockKind.PARAGRAPH)
_LABEL = re.compile(
    r"(?P<han>(?<![一-龥\d])[一二三四五六七八九十]{1,3}、(?!二|三|四))|(?P<bracket>[（(][一二三四五六七八九十]{1,3}[)）])"
    r"|(?P<digit>(?<![\d.])\d{1,2}[.．、](?!\d(?!\d{3}年)))|(?P<point>(?<![一-龥])[一二三四五六七八九十]{1,2}是)|(?P<bracketed>【[^】]{1,12}】)"
)


def find_articles(text: str, blocks: list[Block]) -> tuple[Article, ...]:
    """Return the reports of a text: each headline that has prose after it opens one, and so does 又讯 at the head of a paragraph."""
    starts: list[tuple[int, str]] = []
    prose = True
    for block in blocks:
        if block.kind not in _CONTENT:
            continue
        line = text[block.start : block.end]
        case = line.startswith("【") and line[1:].startswith(layout("cases"))
        headed = block.kind is BlockKind.HEADLINE and prose and (case or not _LABEL.match(line))
        if headed or not starts or line.startswith(layout("further_reports")):
            starts.append((block.start, line if block.kind is BlockKind.HEADLINE else ""))
            prose = False
        prose = prose or (block.kind is BlockKind.PARAGRAPH and "。" in line)
    ends = [*(s for s, _ in starts[1:]), max((b.end for b in blocks if b.kind in _CONTENT), default=0)][: len(starts)]
    return tuple(Article(i, t, s, e, _sections(text, blocks, s, e)) for i, ((s, t), e) in enumerate(zip(starts, ends, strict=True)))


def _sections(text: str, blocks: list[Block], start: int, end: int) -> tuple[Section, ...]:
    found: list[tuple[int, str, str]] = []
    for block in blocks:
        if block.kind not in _CONTENT or not start <= block.start < end:
            continue
        for match in _LABEL.finditer(text, block.start, block.end):
            style = match.lastgroup or ""
            opening = match.start() == block.start or text[match.start() - 1] in "。；;！？：: 　"
            if opening and (style != "digit" or match.start() == block.start):
                found.append((match.start(), style, match.group()))
    depths: dict[str, int] = {}
    for _, style, _ in found:
        depths.setdefault(style, len(depths) + 1)
    out = []
    for i, (offset, style, label) in enumerate(found):
        depth = depths[style]
        closing = next((o for o, s, _ in found[i + 1 :] if depths[s] <= depth), end)
        heading = re.split("[。\n]", text[offset + len(label) : closing], maxsplit=1)[0][:40]
        out.append(Section(label, heading, depth, offset, closing))
    return tuple(out)
