"""The tokens of a SPARQL query and their places, which messages about a query point to."""

import re
from typing import NamedTuple

from kg.terminal import width

# What names may hold by the grammar of SPARQL: Chinese, too, and the full-width punctuation that an input method leaves behind.
_LETTER = r"\w\u00B7\u203F\u2040\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
_CHAR = _LETTER + "-"
_TOKEN = re.compile(
    rf"""
    (?:\s|\#[^\n\r]*)*+(?:
      (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<variable>[?$][{_LETTER}]+)
    | (?P<name>(?:[^\W\d](?:[{_CHAR}.]*[{_CHAR}])?)?:(?:[{_CHAR}:%]|\\.|\.(?=[{_CHAR}:%.]))*)
    | (?P<word>[^\W\d][{_CHAR}]*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<sign>@[A-Za-z]+(?:-\w+)*|\^\^|\|\||&&|!=|<=|>=|.)
    | (?P<end>\Z))
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """``kind`` is iri, string, variable, name (with a prefix), word, number or sign."""

    kind: str
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of the keywords, which may be in small letters."""
        return self.kind == "word" and self.text.upper() in words


def tokenize(query: str) -> list[Token]:
    """Return the tokens of a query, without blanks and comments."""
    return [Token(kind, m[kind], m.start(kind)) for m in _TOKEN.finditer(query) if (kind := m.lastgroup) and kind != "end"]


def located(query: str, offset: int, what: str) -> str:
    """Return a message with the line and column of an offset, both from 1, and the line with a mark under the place."""
    before = query[:offset]
    line, column = before.count("\n") + 1, offset - before.rfind("\n")
    shown = (query.splitlines() or [""])[min(line, len(query.splitlines()) or 1) - 1]
    indent = re.sub(r"[^\t]", lambda m: " " * width(m[0]), shown[: column - 1])
    return f"query, line {line}, column {column}: {what}\n  {shown}\n  {indent}^"
