"""The lines around a text that say who published it, when, and under what number: 来源：省扶贫开发局  2019年1月15日."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.model import BlockKind
from kg.read.dates import CLOCK, DATE
from kg.read.lines import LONG
from kg.read.words import furniture_items, layout

# The parts of such a line; a line is an imprint where each of its parts is one of these.
FIELDS = ("source", "writer", "editor", "date", "own_date", "issuer", "counter", "number", "widget")
_CERTAIN = frozenset({*FIELDS, "day", "issue", "contributed"})
_LONGEST_NAME = 40

_YEAR_IN_BRACKETS = re.compile(r"[\[(（【](\d{4})[\])）】](?=第?\d+号)")
_WIDE_NAME = re.compile(r"(?<![^\s|｜])(?:[一-龥][ 　]+)+[一-龥](?=\s*[:：])")
_SEPARATORS = re.compile(r"[\s|｜()（）【】\[\];；,，]+")
_ISSUE = re.compile(r"(?:\d{4}年)?(?:总?第[\d一二三四五六七八九十百]+期|第[\d一二三四五六七八九十]+号)")
_NUMBER = re.compile(r"[一-龥]{2,14}〔\d{4}〕第?\d+号(?:附件)?")
_MONTH_AND_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_PERSON = re.compile(r"[一-龥]{1,3}[某×X]{0,2}|[一-龥]{2,4}(?:[、·][一-龥]{2,4})*")
# 原创 张三 广东扶贫 2020-10-22 19:00: who is named last before a time of day has put it on the net, the others have written it.
_STAMPED = re.compile(rf"\s*(?:[一-龥·]{{2,8}}\s+){{1,3}}(?P<site>[一-龥·]{{2,8}})\s+(?:{DATE.pattern})\s+{CLOCK.pattern}\s*")
_PHONE = re.compile(r"[\d—×Xx*+-]{7,}")
_PATTERNS = (("day", DATE), ("blank", CLOCK), ("blank", _MONTH_AND_DAY), ("issue", _ISSUE), ("number", _NUMBER), ("blank", _PHONE))


@dataclass(frozen=True, slots=True)
class Imprint:
    """The parts of a line, each with what it is; ``certain`` where it can be nothing else but a line of publication.

    ``signed`` says that it stands below the name of an office, as the date of a letter does.
    """

    parts: tuple[tuple[str, str], ...]
    certain: bool
    signed: bool = False

    def of(self, *names: str) -> list[str]:
        """Return the values of the parts of these names, in order, without empty ones."""
        return [value for name, value in self.parts if name in names and value]

    @property
    def kind(self) -> BlockKind:
        names = {name for name, _ in self.parts}
        if "issuer" in names:
            return BlockKind.ISSUER
        if names & {"source", "writer", "contributed"}:
            return BlockKind.SOURCE
        if "office" in names:
            return BlockKind.ISSUER
        if "media" in names:
            return BlockKind.SOURCE
        return BlockKind.DATELINE if names & {"day", "date", "own_date", "issue", "number"} else BlockKind.FURNITURE


@lru_cache(1 << 14)
def read_imprint(line: str, *, signed: bool = False) -> Imprint | None:
    """Return the parts of a line of publication; None where it says anything else."""
    if len(line) > 2 * LONG or "。" in line:
        return None
    bare = line.lstrip("•·　 ")
    named = _WIDE_NAME.sub(lambda name: "".join(name.group().split()), _YEAR_IN_BRACKETS.sub(r"〔\1〕", bare))
    spaced = DATE.sub(lambda day: f" {''.join(day.group().split())} ", named)
    stamped = _STAMPED.fullmatch(spaced)
    parts: list[tuple[str, str]] = []
    for word in filter(None, _SEPARATORS.split(re.sub(r"\s*([:：])\s*", r"\1", spaced))):
        part = ("media", word) if stamped and word == stamped["site"] else _part(word, parts) or (("writer", word) if stamped else None)
        if part is None:
            return None
        parts.append(part)
    names = {name for name, _ in parts}
    if bare.startswith("【") and names == {"writer"}:
        return None  # 【记者手记】 heads a part.
    bracketed = bare[:1] in "（(【" and bare[-1:] in "）)】" and bool(names & {"office", "media"})
    return Imprint(tuple(parts), bracketed or bool(names & _CERTAIN), signed) if names - {"blank"} else None


def _part(word: str, before: list[tuple[str, str]]) -> tuple[str, str] | None:
    if field := _fields().match(word):
        name = next(name for name in FIELDS if field["name"] in layout(name, "fields"))
        return name, field["value"]
    if name := next((name for name, pattern in _PATTERNS if pattern.fullmatch(word)), ""):
        return name, word
    if writer := next((w for w in layout("writers") if word.startswith(w) and len(word) <= len(w) + 4), ""):
        return "writer", word[len(writer) :]
    if word in furniture_items() or (before and word in layout("done")):
        return "blank", word
    if body := _body(word):
        return body
    named = {name for name, _ in before} & {"writer", "office", "media", "source", "contributed"}
    return ("blank", word) if named and _PERSON.fullmatch(word) else None


def _body(word: str) -> tuple[str, str] | None:
    """Return who a word names: a contributor (县扶贫办供稿), a publisher of news (丹阳日报), or an office (县教育局)."""
    if len(word) > _LONGEST_NAME or re.search("[：:“”《》！？]", word):
        return None
    for ending in layout("contributed") + layout("compiled"):
        name = word.removesuffix(ending)
        if name != word and name.endswith(layout("offices") + layout("media")):
            return "issuer" if ending in layout("compiled") else "contributed", name
        if name != word and name.endswith(layout("writers")):
            return "writer", ""
    if word.endswith(layout("media")):
        return "media", word
    return ("office", word) if word.endswith(layout("offices")) else None


@cache
def _fields() -> re.Pattern[str]:
    names = sorted({name for field in FIELDS for name in layout(field, "fields")}, key=lambda name: (-len(name), name))
    return re.compile(f"(?P<name>{'|'.join(map(re.escape, names))})[:：](?P<value>.*)")
