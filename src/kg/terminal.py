"""Text for terminals, where a Chinese character is two columns wide and a line may break between any two of them."""

import re
import unicodedata

# What never stands alone at a line's edge: a number or word is one piece, with the punctuation that opens and closes it.
_PIECE = re.compile("[《“‘（(【\\[]*(?:«[^»]{1,30}»|[A-Za-z0-9.·_/-]+|[^\\s])[，。、；：！？）》”’】,;:!?)%\\]]*(?: ·)?|\\s+")


def width(text: str) -> int:
    """Return the number of columns that a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int | None, indent: str = "") -> str:
    """Return a text in lines of at most so many columns, each indented; in one line without ``columns``."""
    if columns is None:
        return indent + " ".join(text.split())
    lines, line = [], ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if line.strip() and width(indent + line + piece.rstrip()) > columns:
            lines.append(indent + line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, indent + line.rstrip()])
