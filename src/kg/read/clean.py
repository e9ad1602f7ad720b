"""Clean text with the way back: each character of the clean text knows its offset in the file's text."""

import html
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u9fff]")

# A simplified page may say 繁體版 once; of a traditional text about a quarter of the characters change.
_TRADITIONAL_SHARE = 0.05

_INVISIBLE = (
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_NOISE = re.compile(
    "|".join(
        (
            r"(?P<entity>&(?:amp;)*(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z]{2,31}\d{0,2};|nbsp(?![A-Za-z;])))",
            r"(?P<newline>\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029])",
            rf"(?P<invisible>{_INVISIBLE})",
            r"(?P<blank>[\u00a0\u2000-\u200a\u202f\u205f])",
            # Digits, letters and 万．, but no Chinese punctuation: （） and ， stay as the bulletin has them.
            r"(?P<wide>[０-９Ａ-Ｚａ-ｚ％\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f])",
            # 24．4亿元, but not the list number in 1．2016年.
            r"(?P<point>(?<=[0-9０-９])(?:．(?![0-9０-９]{4}年)|－)(?=[0-9０-９]))",
            rf"(?P<pinyin>(?<=[\u4e00-\u9fff])[(（][a-zü]{{0,5}}[{_TONES}][a-zü]{{0,5}}[)）])",
            # Also where the two are parted by what nobody sees.
            rf"(?P<doubled>([，。；：、])(?:{_INVISIBLE}*\9)+)",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text; ``offsets[i]`` is where its character ``i`` stands in the file's text, and the last offset is the length of that text."""

    text: str
    offsets: "array[int]"


def clean(text: str) -> Clean:
    """Return the text without what is no writing: entities, invisible characters, full-width digits, traditional characters."""
    pieces: list[str] = []
    offsets = array("l")
    position = 0
    for noise in _NOISE.finditer(text):
        replacement = _replace(noise)
        pieces += (text[position : noise.start()], replacement)
        offsets.extend(range(position, noise.start()))
        offsets.extend([noise.start()] * len(replacement))
        position = noise.end()
    pieces.append(text[position:])
    offsets.extend(range(position, len(text) + 1))
    return Clean(_simplify("".join(pieces)), offsets)


def _replace(noise: re.Match[str]) -> str:
    written = noise.group()
    match noise.lastgroup:
        case "entity":
            return _unescape(written)
        case "newline":
            return "\n"
        case "blank":
            return " "
        case "wide" | "point":
            return unicodedata.normalize("NFKC", written)
        case "invisible" | "pinyin":
            return ""
        case _:
            return written[0]


def _unescape(entity: str) -> str:
    character = html.unescape("&" + entity.replace("&", "").replace("amp;", "").removesuffix(";") + ";") if entity != "&amp;" else "&"
    if character.startswith("&") and character != "&":
        return entity
    return _NOISE.sub(_replace, character)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplify(text: str) -> str:
    """Return a traditional text in simplified characters, as long as it was; a simplified one as it is."""
    simplified = "\n".join(map(_simplify_line, text.split("\n")))
    changed = sum(a != b for a, b in zip(text, simplified, strict=True))
    return simplified if changed > _TRADITIONAL_SHARE * len(_HAN.findall(text)) else text


def _simplify_line(line: str) -> str:
    simplified: str = _converter().convert(line)
    if len(simplified) == len(line):
        return simplified
    # Some phrases change their length; one character at a time never does.
    return "".join(s if len(s := _converter().convert(c)) == 1 else c for c in line)
