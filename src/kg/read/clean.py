"""Clean text with the way back: each character of the clean text knows which characters of the file's text it stands for."""

import html
import re
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass

from kg.read.simplified import simplify

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
# As input methods write it: ɡ and ɑ of the phonetic alphabet, tones as marks of their own, several syllables, a capital at the beginning.
_LETTERS = rf"A-Za-zü{_TONES}ɡɑ\u0300-\u030c"

# What is no writing at all. It goes first, so that what stands around it is found to stand together: ，&nbsp;， and 对\u200b（duì）.
_ENCODED = re.compile(
    "|".join(
        (
            r"(?P<entity>&(?:amp;)*(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z]{2,31}\d{0,2};|nbsp(?![A-Za-z;])))",
            r"(?P<newline>\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029])",
            r"(?P<invisible>[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff])",
            r"(?P<blank>[\u00a0\u2000-\u200a\u202f\u205f])",
        )
    )
)
_NOISE = re.compile(
    "|".join(
        (
            # Digits, letters and 万．, but no Chinese punctuation: （） and ， stay as the bulletin has them.
            r"(?P<wide>[０-９Ａ-Ｚａ-ｚ％\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f])",
            # 24．4亿元, but not the list number in 1．2016年.
            r"(?P<point>(?<=[0-9０-９])(?:．(?![0-9０-９]{4}年)|－)(?=[0-9０-９]))",
            # 3，600万元 has a comma for thousands, 100，200，300 is too rare a way to list.
            r"(?P<thousands>(?<=[0-9０-９])，(?=[0-9０-９]{3}(?![0-9０-９])))",
            rf"(?P<pinyin>(?<=[\u4e00-\u9fff])[(（](?=[^()（）]*[{_TONES}\u0300-\u030c])[{_LETTERS}][{_LETTERS} '’·-]{{0,30}}[)）])",
            # 到位资金，。 ends in the stronger of the two.
            r"(?P<stray>[，、；]+(?=[。！？]))",
            r"(?P<doubled>([，。；：、])(?:[，、；]*\7)+)",
        )
    )
)
_THOUSANDS = re.compile(r"(?<![\d.．])\d{1,3}(?:[,，]\d{3})*$")


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text; its character ``i`` stands for the characters from ``offsets[i]`` to ``ends[i]`` of the file's text.

    ``offsets`` has one more, the length of the file's text.
    """

    text: str
    offsets: "array[int]"
    ends: "array[int]"


def clean(text: str) -> Clean:
    """Return the text without what is no writing: entities, invisible characters, full-width digits, traditional characters."""
    cleaned = Clean(text, array("l", range(len(text) + 1)), array("l", range(1, len(text) + 1)))
    # Again, for &#38;#19975; is an entity within an entity.
    for _ in range(3):
        cleaned = _rewrite(cleaned, _ENCODED, _decode)
    cleaned = _rewrite(cleaned, _NOISE, _normalize)
    return Clean(simplify(cleaned.text), cleaned.offsets, cleaned.ends)


def _rewrite(former: Clean, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Clean:
    """Return a text with what a pattern finds in it replaced; what is put in stands for all that it replaces."""
    pieces: list[str] = []
    offsets, ends = array("l"), array("l")
    position = 0
    for noise in pattern.finditer(former.text):
        start, end = noise.span()
        replacement = replace(noise)
        pieces += (former.text[position:start], replacement)
        offsets += former.offsets[position:start] + array("l", [former.offsets[start]] * len(replacement))
        ends += former.ends[position:start] + array("l", [former.ends[end - 1]] * len(replacement))
        position = end
    if not pieces:
        return former
    pieces.append(former.text[position:])
    return Clean("".join(pieces), offsets + former.offsets[position:], ends + former.ends[position:])


def _decode(noise: re.Match[str]) -> str:
    match noise.lastgroup:
        case "entity":
            return _unescape(noise.group())
        case "newline":
            return "\n"
        case "blank":
            return " "
        case _:
            return ""


def _unescape(entity: str) -> str:
    character = html.unescape("&" + entity.replace("&", "").replace("amp;", "").removesuffix(";") + ";") if entity != "&amp;" else "&"
    return entity if character.startswith("&") and character != "&" else character


def _normalize(noise: re.Match[str]) -> str:
    match noise.lastgroup:
        case "wide" | "point":
            return unicodedata.normalize("NFKC", noise.group())
        case "thousands":
            return "," if _THOUSANDS.search(noise.string[max(0, noise.start() - 24) : noise.start()]) else noise.group()
        case "doubled":
            return noise.group()[0]
        case _:
            return ""
