"""The parts of a report, by their numbers and headings, one within another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Block, BlockKind, Section
from kg.read.labels import Label, find_labels

_HEADING = re.compile("[^。；;：:\n]{1,40}(?=[。：:\n]|$)")


@dataclass(slots=True)
class _Part:
    """A section that is being built; ``parent`` and ``before`` (its elder sibling) are indices, -1 where there is none."""

    label: Label
    block: int
    depth: int
    parent: int
    before: int
    end: int = 0
    last_block: int = 0


def find_sections(text: str, blocks: Sequence[Block], end: int) -> tuple[Section, ...]:
    """Return the parts in the blocks of one report, which ends at ``end``, in order."""
    parts = _nest(text, blocks)
    _close(parts, blocks, end)
    _trim(parts, blocks)
    return tuple(Section(p.label.text, _heading(text, p, blocks[p.block]), p.depth, p.label.start, p.end) for p in parts)


def _nest(text: str, blocks: Sequence[Block]) -> list[_Part]:
    parts: list[_Part] = []
    open_parts: list[int] = []
    for number, block in enumerate(blocks):
        for label in _labels(text, block):
            depth = _depth(label, [parts[i].label for i in open_parts])
            if depth is None:
                continue
            before = open_parts[depth] if depth < len(open_parts) and parts[open_parts[depth]].label.style == label.style else -1
            del open_parts[depth:]
            parts.append(_Part(label, number, depth + 1, open_parts[-1] if open_parts else -1, before))
            open_parts.append(len(parts) - 1)
    return parts


def _labels(text: str, block: Block) -> list[Label]:
    """Return the labels in a line; a heading without one (产业协作) opens a part all the same."""
    found = find_labels(text, block.start, block.end)
    if block.kind is BlockKind.HEADING and not any(label.start == block.start for label in found):
        return [Label("plain", "", 0, block.start, block.start, inline=False), *found]
    return found


def _depth(label: Label, above: list[Label]) -> int | None:
    """Return how many of the open labels stay above a new one; None where it does not fit their series."""
    for depth in reversed(range(len(above))):
        if above[depth].style == label.style:
            # A series goes on or begins anew; within a line nothing else is a label.
            return depth if not label.inline or label.number in (1, above[depth].number + 1) else None
    if label.inline and label.number != 1:
        return None
    depth = len(above)
    while depth and not label.inline and _yields(above[depth - 1], label):
        depth -= 1
    return depth


def _yields(above: Label, label: Label) -> bool:
    """Tell whether an open part ends where another style begins: （一） at 一、, and what stands within a line at any label of the next."""
    return above.inline or (label.rank is not None and above.rank is not None and above.rank > label.rank)


def _close(parts: list[_Part], blocks: Sequence[Block], end: int) -> None:
    """Let each part end where the next of its depth or above begins."""
    open_parts: list[_Part] = []
    for part in parts:
        while open_parts and open_parts[-1].depth >= part.depth:
            closed = open_parts.pop()
            closed.end, closed.last_block = part.label.start, max(closed.block, part.block - (not part.label.inline))
        open_parts.append(part)
    for part in open_parts:
        part.end, part.last_block = end, len(blocks) - 1


def _trim(parts: list[_Part], blocks: Sequence[Block]) -> None:
    """Let the last of a series of single paragraphs end with its paragraph: what follows speaks for the whole."""
    followed = {part.before for part in parts}
    single = [part.last_block == part.block for part in parts]
    for i, part in enumerate(parts):
        # What is labelled behind the paragraph that its parent ends with is a part of its own.
        if part.parent >= 0 and part.label.start < parts[part.parent].end < part.end:
            part.end, part.last_block = parts[part.parent].end, parts[part.parent].last_block
        if i in followed or blocks[part.block].kind is BlockKind.HEADING:
            continue
        if part.last_block > part.block and (part.label.inline or (part.before >= 0 and single[part.before])):
            part.end, part.last_block = blocks[part.block].end, part.block


def _heading(text: str, part: _Part, block: Block) -> str:
    """Return what names a part: the line of a heading, or the words before the first 。 or ： where more follows."""
    stop = min(part.end, block.end)
    if block.kind is BlockKind.HEADING and not part.label.inline:
        return text[part.label.end : stop].strip()
    match = _HEADING.match(text, part.label.end, stop)
    return match.group().strip() if match and text[match.end() + 1 : stop].strip() else ""
