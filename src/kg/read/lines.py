"""The lines of a text while it is being found out what each of them is."""

import re
from dataclasses import dataclass

from kg.model import BlockKind
from kg.read.words import layout

OUTSIDE = frozenset({BlockKind.FURNITURE, BlockKind.COPY})
"""Kinds of lines that belong to no report."""

IMPRINT = frozenset({BlockKind.SOURCE, BlockKind.ISSUER, BlockKind.DATELINE})
"""Kinds of lines that say who published a text, when and under what number."""

LONG = 60
"""A line of more characters is prose, whatever it ends in."""

SENTENCE_END = re.compile("[。！？；;]")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BRACKETED = re.compile(r"[（(【\[][^（(【\[]*(?:[（(][^（）()]*[)）][^（(【\[]*)*[)）】\]]")


@dataclass(slots=True)
class Line:
    """One line that is not blank: where it stands, what it says, and what it has been found to be so far."""

    start: int
    end: int
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH

    @property
    def is_prose(self) -> bool:
        return self.kind is BlockKind.PARAGRAPH and (len(self.text) > LONG or SENTENCE_END.search(self.text) is not None)

    @property
    def is_short(self) -> bool:
        """A line that may be a headline, a name, a cell: no sentence ends in it."""
        return self.kind is BlockKind.PARAGRAPH and not self.is_prose

    @property
    def is_bracketed(self) -> bool:
        """（截至8月31日）"""
        return len(self.text) <= LONG and _BRACKETED.fullmatch(self.text) is not None

    @property
    def is_salutation(self) -> bool:
        """各有关单位："""
        return self.is_short and self.text.endswith(("：", ":"))

    @property
    def is_dashed(self) -> bool:
        """——山东省对口帮扶工作综述"""
        return self.text.startswith(("—", "--", "－－", "──"))

    @property
    def is_formula(self) -> bool:
        """敬礼！"""
        return self.text.rstrip("！!。") in layout("formulas")


def split_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, in order."""
    return [Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text)]
