"""Which issue of a bulletin corrects a former one; the next month's issue, of the same pattern with other figures, does not."""

import re

from kg.link.identifiers import normal_name
from kg.model import BlockKind, Bulletin
from kg.read.likeness import Content, shared
from kg.read.lines import LONG, SENTENCE_END
from kg.read.words import layout

# A corrected issue has the text of the former but for what is corrected.
_LEAST_ALIKE = 0.6
_OUTSIDE = (BlockKind.FURNITURE, BlockKind.COPY)


def corrects(later: Content, former: Content) -> bool:
    """Tell whether a bulletin is a later issue of another, which differs in what it states.

    It has the same title, number and office, as far as both tell. That it is no other bulletin is told by its number, where that and
    the office are known, or by its own words (更正, 修订版); and it must not be the earlier one.
    """
    new, old = later.bulletin, former.bulletin
    if min(shared(later, former), shared(former, later)) < _LEAST_ALIKE or not _same_head(later, former):
        return False
    days = new.published or new.date, old.published or old.date
    is_later = all(days) and days[0] > days[1]
    if is_later and _same_number(new, old):
        return True
    return _says_so(new) and (is_later or (not _says_so(old) and (not all(days) or days[0] == days[1])))


def _same_head(later: Content, former: Content) -> bool:
    new, old = later.bulletin, former.bulletin
    titles = _titles(later) & _titles(former)
    told = ((new.issue, old.issue), (new.issuer, old.issuer))
    return bool(titles) and all(a == b for a, b in told if a and b)


def _same_number(new: Bulletin, old: Bulletin) -> bool:
    """Tell whether both have the same number of the same office; 第2期 comes again each year."""
    dated = "年" in new.issue or (new.date[:4] == old.date[:4] != "")
    return bool(new.issue and new.issue == old.issue and new.issuer and new.issuer == old.issuer and dated)


def _titles(content: Content) -> set[str]:
    """Return the lines of a head without what says that it is a correction: （更正）, 更正：, （修订版）."""
    words = "|".join(map(re.escape, layout("marks", "corrections")))
    return {plain for line in content.heads.split("\n") if (plain := re.sub(f"[（(【]?(?:{words})[）)】：]?", "", normal_name(line)))}


def _says_so(bulletin: Bulletin) -> bool:
    """Tell whether a bulletin calls itself a correction: in a line that is no sentence, or in a sentence that can mean nothing else."""
    for block in bulletin.blocks:
        line = bulletin.text[block.start : block.end]
        if block.kind in _OUTSIDE:
            continue
        if len(line) <= LONG and not SENTENCE_END.search(line) and any(word in line for word in layout("marks", "corrections")):
            return True
        if any(word in line for word in layout("sentences", "corrections")):
            return True
    return False
