"""What a figure counts, in the words of the text."""

import re
from functools import cache

from kg.extract.lexicon import follows_lexicon, load

_QUOTES = str.maketrans(dict.fromkeys("“”\"（）()「」", " "))
_YEARS = re.compile("^(?:[0-9]{2,4}年|[0-9]{1,2}月|[0-9]+日|[0-9年月日底初、—－-]+(?:年|月|日|底|初))")
_CLAUSE_END = re.compile("[，。；：！？\n]")
_JOINTS = re.compile("^(?:[、—的及和 　]|以及)+|(?:[、—的及和 　]|以及|的基础上)+$")
# A noun phrase of a bulletin is seldom longer; what is longer has a clause in it.
_LONGEST = 24


@follows_lexicon
@cache
def _pattern(group: str) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, load("about")[group]["words"]), key=len, reverse=True))
    return re.compile({"stop": f"(?:{words})", "leading": f"(?:{words})+$", "opening": f"^(?:{words})"}[group])


def about(before: str, after: str) -> str:
    """Return what stands after a figure in its clause, up to where the sentence goes on, else what stands before it; verbatim."""
    return _following(after) or _preceding(before) or _following(after, whole=True)


def _following(after: str, *, whole: bool = False) -> str:
    text = after.removeprefix("的")
    if not whole:
        text = _pattern("stop").split(text, maxsplit=1)[0]
    text = _bare(_CLAUSE_END.split(text, maxsplit=1)[0])
    return text if len(text) > 1 and len(text) <= _LONGEST else ""


def _preceding(before: str) -> str:
    text = _pattern("leading").sub("", _bare(before))
    while shorter := _pattern("opening").sub("", _YEARS.sub("", text)):
        if shorter == text:
            break
        text = shorter
    return _bare(text[-_LONGEST:])


def _bare(text: str) -> str:
    """Return a text without what joins it to others; where a quotation mark or bracket is left open, its longest part."""
    text = max(text.translate(_QUOTES).split() or [""], key=len) if _open(text) else text
    return _JOINTS.sub("", text)


def _open(text: str) -> bool:
    return any(text.count(left) != text.count(right) for left, right in ("“”", "（）", "()"))
