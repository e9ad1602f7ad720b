"""Traditional characters -> simplified ones, phrase by phrase, each text as long as it was."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u9fff]")

# A simplified page may say 繁體版 once; of a traditional text about a quarter of the characters change.
_TRADITIONAL_SHARE = 0.05
# A traditional paragraph in a simplified text, such as a letter from Hong Kong, is told by itself; 乾县 in a short line is no sign of one.
_PARAGRAPH_SHARE = 0.15
_PARAGRAPH = 20


def simplify(text: str) -> str:
    """Return a traditional text, or the traditional paragraphs of any, in simplified characters, as long as it was."""
    lines = text.split("\n")
    simplified = [_simplify_line(line) for line in lines]
    if _share(text, "\n".join(simplified)) > _TRADITIONAL_SHARE:
        return "\n".join(simplified)
    return "\n".join(new if _is_paragraph(old) and _share(old, new) > _PARAGRAPH_SHARE else old for old, new in zip(lines, simplified, strict=True))


def simplified(phrase: str) -> str:
    """Return a short phrase of either script in simplified characters: 幫扶方."""
    return _simplify_line(phrase) if _HAN.search(phrase) else phrase


def _is_paragraph(line: str) -> bool:
    return len(line) >= _PARAGRAPH


def _share(text: str, simplified: str) -> float:
    """Return how many of the Chinese characters of a text change."""
    changed = sum(a != b for a, b in zip(text, simplified, strict=True))
    return changed / max(1, len(_HAN.findall(text)))


@cache
def _converter() -> "OpenCC":
    # Imported late, so that an answer from a build need not wait for it.
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplify_line(line: str) -> str:
    simplified: str = _converter().convert(line)
    if len(simplified) == len(line):
        return simplified
    # Some phrases change their length; one character at a time never does.
    return "".join(s if len(s := _converter().convert(c)) == 1 else c for c in line)
