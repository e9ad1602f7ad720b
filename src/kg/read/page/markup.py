"""Tags and texts of HTML with their offsets, in linear time whatever the page is: no tree, no depth, nothing lost that a browser shows.

The standard library's parser goes over the rest of the page again at each comment or tag that never ends; parsers that build trees keep no offsets.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = r"</?(?P<name>[A-Za-z][\w:.-]*+)(?=[\s/>])"
_TAG = re.compile(_NAME + r"(?P<rest>(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+|[\"'])*+)>", re.ASCII)
# Where a quotation mark is never closed, a tag ends at its first >.
_LOOSE_TAG = re.compile(_NAME + "(?P<rest>[^>]*+)>", re.ASCII)
_COMMENT = re.compile(r"<!--(?:-?>|(?P<comment>.*?)--!?>)", re.DOTALL)
_OTHER = re.compile("<(?:[!?]|/(?![A-Za-z]))[^>]*+>")
_TAG_START = re.compile(_NAME, re.ASCII)
_OPENING = re.compile("<(?=[!?/]|[A-Za-z])")
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")

# What stands in these is no markup: it ends at their end tag only.
_RAW = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})
_CODE = frozenset({"script", "style"})


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a page: ``kind`` is ``text``, ``raw`` (what stands in ``name``, such as a script), ``start``, ``end`` or ``comment``."""

    kind: str
    start: int
    end: int
    name: str = ""
    rest: str = ""

    def attributes(self) -> dict[str, str]:
        """Return the attributes of a start tag by their names in lower case; the first of a name counts."""
        found: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(self.rest):
            found.setdefault(name.lower(), html.unescape("".join(values)))
        return found


def find_tokens(page: str) -> Iterator[Token]:
    """Yield the texts, tags and comments of a page, in order."""
    yield from _Tokenizer(page).tokens()


class _Tokenizer:
    """``never`` holds what was looked for and does not stand in the rest of the page, so that it is looked for once."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.never: set[str] = set()

    def tokens(self) -> Iterator[Token]:
        text = position = 0
        while opening := _OPENING.search(self.page, position):
            token = self._markup(opening.start())
            if token is None:
                position = opening.start() + 1
                continue
            if text < opening.start():
                yield Token("text", text, opening.start())
            text = position = token.end
            if token.kind == "start" and token.name in _RAW:
                raw = self._raw(token)
                yield from (token, raw) if raw else ()
                text = position = raw.end if raw else position
            else:
                yield token
        if text < len(self.page):
            yield Token("text", text, len(self.page))

    def _markup(self, start: int) -> Token | None:
        """Return the tag or comment that begins here; None where nothing ends it, so that it is text."""
        if self.page.startswith("<!--", start) and (comment := self._match(_COMMENT, start)):
            return Token("comment", start, comment.end(), rest=comment["comment"] or "")
        if not _is_tag(self.page, start):
            other = self._match(_OTHER, start)
            return Token("comment", start, other.end()) if other else None
        tag = self._match(_TAG, start) or self._match(_LOOSE_TAG, start)
        kind = "end" if self.page[start + 1] == "/" else "start"
        return Token(kind, start, tag.end(), tag["name"].lower(), tag["rest"]) if tag else None

    def _match(self, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
        """Match where there may be an end; what has none once, with the whole rest of the page to look through, has none later."""
        if pattern.pattern in self.never:
            return None
        match = pattern.match(self.page, start)
        if not match:
            self.never.add(pattern.pattern)
        return match

    def _raw(self, start: Token) -> Token | None:
        """Return what stands in a script or the like; where it has no end, a script takes the rest of the page, and <title> is passed over."""
        if start.name not in self.never:
            if ending := re.compile(rf"</{start.name}(?=[\s/>])", re.IGNORECASE).search(self.page, start.end):
                return Token("raw", start.end, ending.start(), start.name)
            self.never.add(start.name)
        return Token("raw", start.end, len(self.page), start.name) if start.name in _CODE else None


def _is_tag(page: str, start: int) -> bool:
    """<p and </p, but not 收入<X元: names of elements have no Chinese in them."""
    return _TAG_START.match(page, start) is not None
