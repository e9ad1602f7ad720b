"""What each line of a text is: title, headline, paragraph, a line of source or issuer, furniture of the page, or a copy of what stands before."""

import re
from dataclasses import replace

from kg.model import Block, BlockKind
from kg.read.dates import DATE
from kg.read.words import furniture, layout

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_SENTENCE_END = re.compile("[。！？；;]")
_PARTS = re.compile(r"[\s|｜>»/·•【】\[\]()（）:：]+")
_HEADING = re.compile("(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+部分)")
_DATED = re.compile("日期|时间|^[（(]?[\\d•]|　|   ")
_NO_HEADLINE = re.compile(r"[，,：:]$|\d[^期]?$|^\d+[.．、]")
_PROSE = 60


def find_blocks(text: str) -> list[Block]:
    """Return the non-blank lines of a text, in order, each with what it is."""
    blocks = [Block(_kind(m.group()), m.start(), m.end()) for m in _LINE.finditer(text)]
    return _copies(text, _headlines(text, blocks))


def _kind(line: str) -> BlockKind:
    if _is_furniture(line):
        return BlockKind.FURNITURE
    bare = line.lstrip("•·　 (（【")
    if any(re.match(rf"{re.escape(w)}\s*[:：]", bare) for w in layout("source", "fields")):
        return BlockKind.SOURCE
    short = len(line) <= _PROSE and not _SENTENCE_END.search(line)
    if short and DATE.search(line) and (_DATED.search(line) or DATE.fullmatch(line.strip("（）()• "))):
        office = any(word in line for word in ("办公室", "局", "委员会", "领导小组")) and not re.search("日期|时间", line)
        return BlockKind.ISSUER if office else BlockKind.DATELINE
    if short and _HEADING.match(line):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _is_furniture(line: str) -> bool:
    parts = [p for p in _PARTS.split(line) if p]
    items = set(furniture("items"))
    bare = line.lstrip("•·　 【[")
    if parts and sum(p in items for p in parts) >= max(1, len(parts) * 2 // 3) and not _SENTENCE_END.search(line):
        return True
    if not _SENTENCE_END.search(line) and (re.search("[>»]", line) or (line.endswith(furniture("site_endings")) and len(line) < 12)):
        return True
    if len(line) < _PROSE * 2 and any(mark in line for mark in furniture("marks")):
        return True
    return "。" not in line and len(line) < _PROSE and bare.startswith(furniture("openings") + furniture("edge_openings"))


def _headlines(text: str, blocks: list[Block]) -> list[Block]:
    """Make short lines without a sentence's end, before prose, headlines; the first that names a kind of bulletin its title."""
    out = list(blocks)
    for i, block in enumerate(blocks):
        line = text[block.start : block.end]
        if block.kind is not BlockKind.PARAGRAPH or len(line) > 45 or _SENTENCE_END.search(line) or _NO_HEADLINE.search(line):
            continue
        if line.startswith(("——", "—", "--")):
            out[i] = replace(block, kind=BlockKind.SUBHEADLINE)
        elif any(word in line for word in layout("bulletin_words")) and not any(b.kind is BlockKind.TITLE for b in out[:i]):
            out[i] = replace(block, kind=BlockKind.TITLE)
        elif _before_prose(text, blocks[i + 1 :]):
            out[i] = replace(block, kind=BlockKind.HEADLINE)
    return out


def _before_prose(text: str, following: list[Block]) -> bool:
    for block in following[:4]:
        line = text[block.start : block.end]
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and (len(line) > _PROSE or _SENTENCE_END.search(line))):
            return True
        if block.kind is BlockKind.PARAGRAPH and not line.startswith("—"):
            return False
    return False


def _copies(text: str, blocks: list[Block]) -> list[Block]:
    """Mark what stands a second time as a copy, once a long paragraph has come again."""
    seen: set[str] = set()
    out = []
    for block in blocks:
        line = re.sub(r"\s", "", text[block.start : block.end])
        again = line in seen and block.kind is not BlockKind.FURNITURE and len(line) > 8
        seen.add(line)
        out.append(replace(block, kind=BlockKind.COPY) if again else block)
    return out
