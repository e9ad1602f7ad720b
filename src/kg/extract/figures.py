"""Finds every figure of a bulletin: its value, unit and bound, or the reason why it is no statement about assistance."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.cells import Placed
from kg.extract.lexicon import follows_lexicon, load
from kg.extract.lexicon.shorthand import expanded
from kg.extract.numerals import FORMAL_DIGITS, FORMAL_SCALES, SCALES, both_ends, chinese_value, scale_value
from kg.extract.reading import CONTENT, NAMING, Figure, Reading, punctuated
from kg.model import BlockKind, Bound, EntityType

_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_DIGIT = "〇零一二两三四五六七八九"
# 千 of 千米 and 千瓦 belongs to the unit.
_THOUSAND = "千(?![米瓦克伏])"
_SMALL = rf"(?:[{_DIGIT}十百廿卅]|{_THOUSAND})+"
# 三千五百, 一亿二千(万), 三点五(亿元)
_CHINESE = rf"{_SMALL}(?:[万亿]+{_SMALL})*(?:点[{_DIGIT}]+(?=[万亿%％个倍公元亩吨米]))?"
# 壹佰万, 叁拾, 伍(元); 队伍 and 大陆 are words.
_FORMAL = (
    rf"(?<![队大收])(?:[{FORMAL_DIGITS}][{FORMAL_SCALES}]|[{FORMAL_DIGITS}{FORMAL_SCALES}](?=[万亿]*[元圆]|[万亿]+[{FORMAL_DIGITS}]))"
    rf"[{FORMAL_DIGITS}{FORMAL_SCALES}零]*(?:[万亿]+[{FORMAL_DIGITS}{FORMAL_SCALES}零]+)*"
)
# The last character of a number whose scale is part of its unit, and of one in words: 2|千万元, 二千|万元
_NUMERAL = rf"[\d{_DIGIT}十廿卅{FORMAL_DIGITS}{FORMAL_SCALES}]"
_WORDED = rf"(?:{_NUMERAL}|百|{_THOUSAND})"
# 半数 and 过半, and no 半数据 or 过半年
_HALF = "半(?=数(?![据字量控码学]))|(?<=[过近逾大超])半(?![年月天日小夜载个生百数山路途程世])"
_SCALE = rf"百|{_THOUSAND}|万|亿"
# What follows a scale within the same number: 3亿2000万元, 3亿2千余(万元), 1万5千名, 1万二千五百名, 1万二三千名.
_MORE = (
    rf"(?<=亿)(?:{_ARABIC}|{_CHINESE})(?:千万|百万|万|[百千]?(?=[余多]万))"
    rf"|(?<=万)(?:\d{_THOUSAND}|[{_DIGIT}]{{1,2}}{_THOUSAND}[{_DIGIT}百十]*+|\d{{4}}(?![\d.]))"
)
# What may stand between a number and its scale: 3600 万元, 三年一个亿 (which is said of money only).
_PARTED = r"(?P<spoken>个(?=亿(?!级)))|[ 　](?=[百千]?[万亿])"
_DASH = "[-—–~～至到]{1,2}"
# A number with 万 or 亿 and no unit is money after one of these: 协议总投资近60亿.
_MONEY = ("资", "金", "值", "税", "款", "收入")
# What an item's number stands behind, within a line, and what follows it there: 主要做法：1.加强领导；2、选派教师; 有（1）选派, and no 学校（3）所
_ITEM_AHEAD, _ITEM_BEHIND = re.compile(r"(?:[：:；;。！？，]|[ 　])[ 　]?$"), re.compile(r"[.．、)）](?!\d)")
_BRACKETED_ITEM = re.compile(r"[)）](?=[一-龥])")
_LIST_NUMBER = re.compile(r"\d{1,2}[.．、)）](?!\d(?!\d{3}年))|[一二三四五六七八九十]+[、)）]|[一二三四五六七八九十]是")
# 一名, where 一百二十名 and 一点五公里 say how many
_ONE = re.compile(f"一(?![{_DIGIT}点十百千])")
_CLAUSE_START = re.compile("[，。；、（(：]")
_HAN = re.compile("[一-龥〇]+")
_SPEECH = re.compile(r"[说道表示介绍][，:：]?“([^”]+)”|“([^”]{8,}[。，？！])”")


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


class _Patterns(NamedTuple):
    number: re.Pattern[str]
    unit: re.Pattern[str]
    before: re.Pattern[str]
    upper: re.Pattern[str]
    after: re.Pattern[str]
    counted: re.Pattern[str]
    each: re.Pattern[str]
    next_digit: re.Pattern[str]


@follows_lexicon
@cache
def _patterns() -> _Patterns:
    units = load("units")
    bound = units["bound"]
    words = [w for group in units["measure"].values() for w in group] + units["money"]["units"] + list(units["spoken"])
    # 300来人, 十来亿; but 300来自湖北的人, 一来人手不足
    near = _any([*SCALES, *words, *units["counted"]["nouns"], *(w for ws in units["uncounted"].values() for w in ws)])
    over = _any(bound["infix"]["over"])
    infix = rf"{over}|(?<=[0十百千万亿廿卅])(?:{_any(bound['infix']['about'])})(?={near})"
    per = _any(list(units["rates"]["per"]))
    # 100万支持 and 三对口 measure nothing.
    measureless = rf"(?:(?<=[万亿])|(?!{_any(units['unmeasured']['unless'])}))(?:{_any(units['unmeasured']['words'])})"
    bounding = _any([w for ws in bound["prefix"].values() for w in ws])
    return _Patterns(
        number=re.compile(
            rf"(?P<share>百分之)?(?P<a>{_ARABIC}|{_CHINESE}|{_FORMAL}|{_HALF}|(?<=[近超逾约数几过上])[万亿]|万(?=余))(?P<i1>{infix})?(?:{_PARTED})?(?P<s>(?:{_SCALE})+)?"
            rf"(?P<more>(?:{_MORE})(?![百千万亿]))?(?:(?P<i2>{infix})(?P<t>[万亿]+)?)?"
        ),
        unit=re.compile(
            rf"[ 　]?(?!{measureless})(?P<u>{_any(words)})(?:(?P<i3>{over})(?!次))?"
            rf"(?:[/／每](?P<per>(?:{per})(?:[/／·每]?(?:{per}))?))?"
        ),
        before=re.compile(rf"(?<![{''.join(bound['words_in_about'])}])({bounding})(?:到|至|为)?[ ]?$"),
        upper=re.compile(rf"{_DASH}(?P<a>{_ARABIC}|{_CHINESE})(?P<i1>{infix})?(?P<s>(?:{_SCALE})+)?(?P<i2>{infix})?"),
        after=re.compile(_any([w for ws in bound["suffix"].values() for w in ws])),
        counted=re.compile(_any(units["counted"]["nouns"])),
        each=re.compile(rf"每(?:个|名)?({per})|(户|亩|村)均"),
        next_digit=re.compile("、(?P<a>[二三四五六七八九])(?P<s>[十百千万亿]+)?"),
    )


@follows_lexicon
@cache
def _reasons() -> list[tuple[str, re.Pattern[str]]]:
    return [(str(r["key"]), re.compile(expanded(pattern))) for r in load("left_out")["reason"] for pattern in r["patterns"]]


def _excluded(text: str) -> list[tuple[int, int, str]]:
    """Return the spans of a block that hold no fact, first reason first."""
    spans = [(m.start(), m.end(), key) for key, pattern in _reasons() for m in pattern.finditer(text)]
    spans += [(m.start(), m.end(), "speech") for m in _SPEECH.finditer(text)]
    return spans


def _bound(words: dict[str, Any], before: str, inside: str, after: str) -> Bound:
    """Return what the first of the words before, inside and after a number makes of it; none is empty where there is none."""
    for place, word in (("prefix", before), ("infix", inside), ("suffix", after)):
        for bound, forms in words[place].items():
            if word in forms:
                return Bound(bound)
    return Bound.EXACT


def _value(number: str, scale: str, more: str = "") -> Decimal:
    # A Chinese number is one numeral with its scale: 三千五百 and 万.
    value = Decimal(number.replace(",", "")) * scale_value(scale) if number[0].isdigit() else chinese_value(number + scale)
    if more:
        digits = more.rstrip("百千万")
        value += _value(digits, more[len(digits) :]) if digits else chinese_value(more)
    return value


def _ends(number: str, scale: str, more: str = "") -> tuple[Decimal, Decimal | None]:
    """Return the value of a number, or the two that one numeral spans: 三四百, 十七八, 1万二三千."""
    if more and (ends := both_ends(more)):
        return _value(number, scale, ends[0]), _value(number, scale, ends[1])
    if not more and (ends := both_ends(number)):
        return _value(ends[0], scale), _value(ends[1], scale)
    return _value(number, scale, more), None


def _parts(match: re.Match[str]) -> tuple[str, str]:
    """Return the scale of a number and what follows it within the number; the last of them may go on after the word of bound: 2千余万."""
    scale, more, tail = (match[name] or "" for name in ("s", "more", "t"))
    return (scale, more + tail) if more else (scale + tail, "")


def _shared(number: str, upper: re.Match[str], high: Decimal) -> Decimal:
    """Return the lower end of a range with the scale of the upper one, which may be within its numeral: 1—2亿, 三至五千元."""
    scale = upper["s"] or ""
    whole = upper["a"] + scale
    low = _ends(number, whole[len(whole.rstrip("百千万亿")) :])[0]
    return low if low < high else _ends(number, scale)[0]


def _rate(unit: str, text: str, start: int, per: str | None) -> str:
    """Return the unit of money with its denominator, from the stroke after it or from the words before it."""
    rates = load("units")["rates"]
    if unit != "元":
        return unit
    if per:
        parts = re.findall(_any(list(rates["per"])), per)
        timed = [p for p in parts if p in rates["time"]]
        return f"元/{rates['per'][(timed or parts)[-1]]}"
    clause = _CLAUSE_START.split(text[max(0, start - 24) : start])[-1]
    each = _patterns().each.findall(clause)
    parts = [a or b for a, b in each]
    timed = [p for p in parts if p in rates["time"]]
    if parts and not (timed == parts and not any(w in clause for w in ("补", "资", "奖", "每人", "每月"))):
        return f"元/{rates['per'][(timed or parts)[-1]]}"
    for key, denominator in (("monthly", "月"), ("yearly", "年"), ("daily", "日")):
        if any(word in clause for word in rates[key]):
            return f"元/{denominator}"
    return unit


# Numerals that may count the names of a list, and what joins these.
_FEW = frozenset("两二三四五六七八九")
_JOINING = frozenset("、和与及")
# Signs before a numeral that make it one of a list: 第三、五名; 一、二、三名
_LISTING = ("", "第", "、")


class _Scanner:
    """Reads the figures of one block; offsets in the block, shifted to the bulletin's at the end."""

    def __init__(self, text: str, shift: int, named: list[tuple[int, int, str]]):
        self.text, self.shift, self.named, self.read = text, shift, named, 0

    @cached_property
    def excluded(self) -> list[tuple[int, int, str]]:
        """The spans that hold no fact; asked for only where there is a number."""
        return _excluded(self.text) + [(a - self.shift, b - self.shift, reason) for a, b, reason in self.named]

    def scan(self) -> list[Figure]:
        """Return the figures from left to right; ``read`` is how far they reach, and none takes a word of the one before."""
        figures, patterns = [], _patterns()
        while match := patterns.number.search(self.text, self.read):
            figure = self._figure(match)
            self.read = match.end() if figure else match.end("a")
            if figure:
                figures.append(figure)
                self.read = max(self.read, figure.end - self.shift)
        return figures

    def _figure(self, match: re.Match[str]) -> Figure | None:
        reason = next((key for a, b, key in self.excluded if a <= match.start("a") < b), "")
        end = match.end()
        unit = _patterns().unit.match(self.text, end)
        if match["spoken"] and unit and unit["u"] not in load("units")["money"]["units"]:
            unit = None
        wider = None if reason else self._range(match, unit)
        if wider and wider[1] > wider[0]:
            return self._finish(match, *wider, reason)
        # 10—5个 is no range, and the second number is read by itself.
        return self._finish(match, *_ends(match["a"], *_parts(match)), end, unit, reason)

    def _range(self, match: re.Match[str], unit: re.Match[str] | None) -> tuple[Decimal, Decimal, int, re.Match[str] | None] | None:
        """Return both ends of what may be a range, where it ends and its unit: 1—2亿, 20—30名, 三至五个."""
        patterns, text, scale = _patterns(), self.text, _parts(match)[0]
        if spread := self._spread(match):
            return spread
        upper = patterns.upper.match(text, unit.end() if unit else match.end())
        if not upper or match["a"][0].isdigit() != upper["a"][0].isdigit():
            return None
        low, (least, most) = _ends(match["a"], scale)[0], _ends(upper["a"], upper["s"] or "")
        high = most or least
        second = patterns.unit.match(text, upper.end())
        if second and (not unit or unit["u"] == second["u"]):
            return low if scale or unit else _shared(match["a"], upper, high), high, upper.end(), second
        if upper["s"] and not unit:
            # 税收1—2亿: the scale stands for both, and the unit is understood.
            return low if scale else _shared(match["a"], upper, high), high, upper.end(), None
        return None

    def _spread(self, match: re.Match[str]) -> tuple[Decimal, Decimal, int, re.Match[str] | None] | None:
        """Return what ``_range`` does of two Chinese numerals side by side that say one number: 三、五名, 十三、四人, 二、三百户."""
        second = self._beside(match)
        if second is None or self._shares_out(match.start()):
            return None
        low, high = both_ends(match["a"] + second["a"]) or ("", "")
        return _value(low, second["s"] or ""), _value(high, second["s"] or ""), second.end(), _patterns().unit.match(self.text, second.end())

    def _beside(self, match: re.Match[str]) -> re.Match[str] | None:
        """Return the numeral that stands beside one and is the next higher digit with the unit of both, if any."""
        second = _patterns().next_digit.match(self.text, match.end())
        unit = _patterns().unit.match(self.text, second.end()) if second else None
        if not second or not unit or unit["u"] not in load("units")["spread"]["units"] or not both_ends(match["a"] + second["a"]):
            return None
        return second if self.text[match.start() - 1 : match.start()] not in _LISTING else None

    def _shares_out(self, start: int) -> bool:
        clause = _CLAUSE_START.split(self.text[self.read : start])[-1]
        return any(word in clause for word in load("units")["spread"]["unless"])

    def _finish(
        self, match: re.Match[str], low: Decimal, high: Decimal | None, end: int, unit_match: re.Match[str] | None, reason: str
    ) -> Figure | None:
        patterns, text, units = _patterns(), self.text, load("units")
        inside = match["i1"] or match["i2"] or ""
        arabic, scaled = match["a"][0].isdigit(), bool(match["s"]) or match["a"][-1] in "万亿" or text[end - 1] in "万亿"
        unit, per = "", None
        if unit_match:
            unit, per, inside, end = unit_match["u"], unit_match["per"], inside or unit_match["i3"] or "", unit_match.end()
            unit = units["spoken"].get(unit, unit)
        elif match["share"]:
            unit = "%"
        elif arabic and patterns.counted.match(text, end):
            unit = units["counted"]["unit"]
        elif match["spoken"] or (scaled and self._is_money(match.start(), end)):
            unit = "元"
        # A formal numeral is a figure whatever follows it, as one in Arabic digits is.
        if not arabic and match["a"][0] not in FORMAL_DIGITS + FORMAL_SCALES and not unit:
            return self._uncounted(match, low, reason)
        numeral = _WORDED if not (match["more"] or match["a"])[0].isdigit() else _NUMERAL
        unit_text = re.sub(f"^.*{numeral}", "", text[match.start("a") : end]).lstrip("余多几来") or unit
        if unit in units["money"]["units"]:
            unit = _rate(units["money"]["base"], text, match.start(), per)
        before = patterns.before.search(text[max(self.read, match.start() - 6) : match.start()])
        after = patterns.after.match(text, end)
        bound = Bound.RANGE if high is not None else _bound(units["bound"], before[1] if before else "", inside, after[0] if after else "")
        start = match.start() - (len(before[0]) if before else 0)
        end = after.end() if after and bound != Bound.RANGE else end
        word = text[self.read : match.start()][-1:]
        another = text[: match.start() - 1][-1:] in units["bound"]["words_in_over"]
        if match["a"][0] in "十百千万亿" and word in units["before_scale"] and not before and not another:
            # 上百名 is a hundred and more, 数百名 no number at all.
            bound, reason = (Bound.OVER, reason) if units["before_scale"][word] == "over" else (bound, reason or "indefinite")
            start = min(start, match.start() - 1)
        reason = reason or self._place_reason(match.start(), end, unit)
        return Figure(start + self.shift, end + self.shift, low, high, unit, unit_text, bound, reason)

    def _is_money(self, start: int, end: int) -> bool:
        return any(w in self.text[max(0, start - 14) : start] for w in _MONEY) or "规模" in self.text[end : end + 12]

    def _uncounted(self, match: re.Match[str], value: Decimal, reason: str) -> Figure | None:
        """Return a Chinese numeral that counts no measure but is a figure all the same (两地, 十年来); 一些 and 进一步 are words, not figures."""
        start, end = match.start(), match.end()
        words = load("units")["uncounted"]
        word, key = next(((w, key) for key, ws in words.items() for w in ws if self.text.startswith(w, end)), ("", reason))
        span = next((s for s in self.excluded if s[0] <= match.start("a") < s[1] and s[2] not in ("name", "title")), None)
        if not word and not span:
            # 分别选派三、五名: the first of them has no unit of its own.
            shared = self._beside(match) is not None and self._shares_out(start)
            return Figure(start + self.shift, end + self.shift, value, None, "", "", Bound.EXACT, "no_unit") if shared else None
        end += len(word)
        if span and span[2] in ("ordinal", "share"):
            start = max(self.read, min(start, span[0]))
        if span and span[2] != "ordinal" and _HAN.fullmatch(self.text, start, span[1]):
            end = max(end, span[1])
        return Figure(start + self.shift, end + self.shift, value, None, "", "", Bound.EXACT, reason or key)

    def _place_reason(self, start: int, end: int, unit: str) -> str:
        head = self.text[:start].strip(" 　（(◆●·*")
        if not head and _LIST_NUMBER.match(self.text[start:].lstrip("（(")):
            return "list_number"
        if not unit:
            return "list_number" if self._numbers_item(start, end, head) else "no_unit"
        number = self.text[start:end]
        if not _ONE.match(number) or re.search("[万亿]", number):
            return ""
        if not re.match("[，。；、）和及]|$", self.text[end:]):
            return "indefinite"
        return "indefinite" if self.text[max(0, start - 1) : start] in ("", "，", "。", "“", "、", "第") else ""

    def _numbers_item(self, start: int, end: int, head: str) -> bool:
        """Say whether a bare number is that of an item, at the head of a line or within it."""
        text = self.text
        if text[start - 1 : start] in ("（", "(") and (closed := _BRACKETED_ITEM.match(text, end)):
            return not _patterns().unit.match(text, closed.end())
        return bool(_ITEM_BEHIND.match(text, end)) and (not head or bool(_ITEM_AHEAD.search(text, 0, start)))


def _scan_cell(text: str, placed: Placed, named: list[tuple[int, int, str]]) -> list[Figure]:
    """Return the figures of one cell of a table; a bare number is read with the unit that its row, its column or the table names."""
    cell, unit = placed.cell, text[slice(*placed.unit)] if placed.unit else ""
    figures = _Scanner(text[cell.start : cell.end] + unit, cell.start, named).scan()
    within = [f for f in figures if f.start < cell.end]
    return [replace(f, end=min(f.end, cell.end), reason="list_number" if placed.numbers_rows else f.reason) for f in within]


def _named_spans(reading: Reading) -> tuple[list[int], list[tuple[int, int, str]]]:
    spans = sorted((m.start, m.end, "title" if m.type == EntityType.DOCUMENT else "name") for m in reading.mentions if not m.nested)
    return [s[0] for s in spans], spans


def _counts_names(text: str, figure: Figure, names: Sequence[tuple[int, int, str]]) -> bool:
    """Say whether a Chinese numeral only counts the names listed right before it: 延寿、绥滨两个县."""
    if figure.reason or figure.upper is not None or text[figure.start] not in _FEW:
        return False
    count, begin = 0, figure.start
    for start, end, _ in reversed(names):
        if end <= begin:
            if text[end:begin] not in ({""} if not count else _JOINING):
                break
            count, begin = count + 1, start
    return count == figure.value


@Language.component("kg_figures")
def find_figures(doc: Doc) -> Doc:
    """Write ``doc._.reading.figures``: every figure of the text, those outside the content with the place as the reason."""
    reading: Reading = doc._.reading
    text = punctuated(reading.bulletin.text)
    starts, spans = _named_spans(reading)
    outside = {BlockKind.FURNITURE: "furniture", BlockKind.COPY: "copy"}
    for block in reading.bulletin.blocks:
        low, high = bisect_right(starts, block.start - 1), bisect_right(starts, block.end)
        if row := reading.cells.in_line(block.start):
            figures = [f for placed in row for f in _scan_cell(text, placed, spans[low:high])]
        else:
            figures = _Scanner(text[block.start : block.end], block.start, spans[low:high]).scan()
            figures = [replace(f, reason="reference") if _counts_names(text, f, spans[low:high]) else f for f in figures]
        if block.kind not in CONTENT:
            place = outside.get(block.kind, "publication") if block.kind not in NAMING else "publication"
            figures = [Figure(f.start, f.end, f.value, f.upper, f.unit, f.unit_text, f.bound, place) for f in figures]
        reading.figures += figures
    doc.spans["figures"] = [Span(doc, f.start, f.end, label=f.reason or "figure") for f in reading.figures]
    return doc
