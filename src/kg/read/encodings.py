"""The bytes of a file as characters: in the encoding in which they read as Chinese, whatever the file says of itself."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from kg.errors import InputError
from kg.read.words import characters

_SAVE = "save it as plain text in UTF-8"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# The names that pages give their encoding, to the largest of its family: what is declared as GB2312 has characters of GBK, too.
_FAMILIES = (
    (re.compile("utf-?8|unicode-1-1-utf-8"), "utf-8"),
    (re.compile("gb|x-gbk|csgb|cp936|ms936|936|euc-cn|iso-ir-58|chinese"), "gb18030"),
    (re.compile("big5|x-x-big5|cn-big5|csbig5|cp950|ms950|950"), "big5hkscs"),
    (re.compile("utf-?16be|unicodefffe"), "utf-16-be"),
    (re.compile("utf-?16|ucs-2|unicode|iso-10646"), "utf-16-le"),
)
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5hkscs": "Big5", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}

_BEYOND_ASCII = re.compile(b"[\x80-\xff]|\\0")
_TELLING_TEXT = re.compile(r"[^\x00-\x7f]+")
_LONG_ASCII = re.compile(b"([\x01-\x7f]{2})[\x01-\x7f]{62,}")
_SEARCHED = 1 << 20
_SAMPLE = 1 << 14
_LEAST_SHARE = 0.1
_MOST_DAMAGED = 0.01
# Of fewer characters the share tells little: a list of three names.
_LEAST = 20
_DAMAGE = 3
_SHOWN = 12


def decode(data: bytes, name: str, *, declared: Sequence[str] = ()) -> str:
    """Return the text of some bytes; a character that is damaged is U+FFFD. Raises InputError where they do not read as text in any encoding.

    A byte order mark decides; then what the bytes read best as, and between equals what is ``declared``.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data.removeprefix(bom), name, encoding)
    return _checked(data, name, _best(data, declared))


def _best(data: bytes, declared: Sequence[str]) -> str:
    sample = _sample(data)
    # Text in UTF-16 has blanks, digits or ends of lines, and so bytes that are 0, which nothing else has.
    tried = [e for e in dict.fromkeys([*_families(declared), *_ENCODINGS, *_WIDE]) if e not in _WIDE or b"\0" in sample]
    shares = {encoding: _share(Counter(sample.decode(encoding, "replace"))) for encoding in tried}
    return max(tried, key=lambda encoding: shares[encoding])


def _families(declared: Sequence[str]) -> Iterator[str]:
    for charset in declared:
        yield from (encoding for pattern, encoding in _FAMILIES if pattern.match(charset.lower()))


def _sample(data: bytes) -> bytes:
    """Return bytes that tell: from the first on that is no ASCII, without the long scripts and tags of a page."""
    first = _BEYOND_ASCII.search(data)
    # Two bytes make a character of UTF-16, so that it has to begin at an even one; the second byte of one in GBK may be ASCII.
    start = max(0, first.start() - 2) // 2 * 2 if first else 0
    return _LONG_ASCII.sub(rb"\1", data[start : start + _SEARCHED])[:_SAMPLE]


def _share(counts: Counter[str]) -> float:
    """Return which part of the characters beyond ASCII are frequent ones, less those that no text has."""
    beyond = sum(n for c, n in counts.items() if c > "\x7f" or c == "\0")
    frequent = sum(n for c, n in counts.items() if c in _frequent())
    return (frequent - _DAMAGE * (counts["\ufffd"] + counts["\0"])) / beyond if beyond else 0.0


@cache
def _frequent() -> frozenset[str]:
    return frozenset("".join(characters("simplified") + characters("traditional")))


def _checked(data: bytes, name: str, encoding: str) -> str:
    """Return the text where it reads as one; some damaged characters of many are left to those who know what is content."""
    text = data.decode(encoding, "replace")
    telling = "".join(_TELLING_TEXT.findall(text, 0, 4 * _SAMPLE))
    share = _share(Counter(telling)) if telling else 1.0
    garbled = len(telling) >= _LEAST and share < _LEAST_SHARE and _is_scrambled(telling)
    if "\0" in text or (b"\0" in data and (garbled or share < _LEAST_SHARE)):
        raise InputError(f"{name} is a binary file, not text: {_SAVE}")
    lost = text.count("\ufffd")
    if lost and lost > _MOST_DAMAGED * sum(map(len, _TELLING_TEXT.findall(text))) and (damage := _damage(data, encoding, share)):
        raise InputError(f"{name} {damage}: {_SAVE}")
    if garbled:
        shown = telling[:_SHOWN]
        raise InputError(f"{name} reads as no Chinese ({shown}…), for it was garbled when it was saved: get it again from its source")
    return text


def _damage(data: bytes, encoding: str, share: float) -> str:
    """Say what is wrong with bytes that are not of an encoding throughout; nothing where they are."""
    wrong: dict[str, int] = {}
    for tried in ("utf-8", encoding):
        try:
            data.decode(tried)
        except UnicodeDecodeError as error:
            wrong[tried] = error.start
    if encoding not in wrong:
        return ""
    if share < _LEAST_SHARE:
        return f"is neither UTF-8 (byte {wrong.get('utf-8', 0)} is wrong), UTF-16, GB18030 nor Big5 text"
    return f"is {_NAMES[encoding]} text, but damaged from byte {wrong[encoding]} on"


def _is_scrambled(characters: str) -> bool:
    """Tell whether Chinese characters are among them, or such Latin ones as they become when they are garbled."""
    return any("\u3400" <= c <= "\u9fff" or "\x80" <= c <= "\xff" for c in characters)
