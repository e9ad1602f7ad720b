"""Finds every figure of a bulletin: its value, unit and bound, or the reason why it is no statement about assistance."""

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import load
from kg.extract.numerals import SCALES, chinese_value
from kg.extract.reading import CONTENT, NAMING, Figure, Reading, punctuated
from kg.model import BlockKind, Bound, EntityType

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = "[〇零一二两三四五六七八九十百千]+"
_SCALE = r"百万|千万|万亿|百|千(?![米瓦克伏])|万|亿"
_DASH = "[-—–~～至到]{1,2}"
# A number with 万 or 亿 and no unit is money after one of these: 协议总投资近60亿.
_MONEY = ("资", "金", "值", "税", "款", "收入")
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


@cache
def _patterns() -> _Patterns:
    units = load("units")
    bound = units["bound"]
    words = [w for group in units["measure"].values() for w in group] + units["money"]["units"]
    infix = _any(bound["infix"]["over"])
    per = _any(list(units["rates"]["per"]))
    return _Patterns(
        number=re.compile(
            rf"(?P<a>{_ARABIC}|{_CHINESE}|(?<=[近超逾约数过上])(?:百|千)?[万亿])(?P<i1>{infix})?(?P<s>(?:{_SCALE})+)?(?P<i2>{infix})?"
        ),
        unit=re.compile(rf"[ 　]?(?P<u>{_any(words)})(?:(?P<i3>{infix})(?!次))?(?:[/／每](?P<per>(?:{per})(?:[/／·每]?(?:{per}))?))?"),
        before=re.compile(rf"({_any([w for ws in bound['prefix'].values() for w in ws])})(?:到|至|为)?[ ]?$"),
        upper=re.compile(rf"{_DASH}(?P<a>{_ARABIC}|{_CHINESE})(?P<i1>{infix})?(?P<s>(?:{_SCALE})+)?(?P<i2>{infix})?"),
        after=re.compile(_any([w for ws in bound["suffix"].values() for w in ws])),
        counted=re.compile(_any(units["counted"]["nouns"])),
    )


@cache
def _reasons() -> list[tuple[str, re.Pattern[str]]]:
    shorthand = {"Y": r"(?<!\d)(?:19|20)\d{2}", "A": r"(?:\d+|[一二两三四五六七八九十百半]+)", "N": r"\d{1,2}", "C": "[一二两三四五六七八九十]{1,3}"}
    out = []
    for reason in load("left_out")["reason"]:
        for pattern in reason["patterns"]:
            expanded = re.sub(r"(?<![A-Za-z\\\[-])[YANC](?![A-Za-z\]-])", lambda m: shorthand[m[0]], pattern)
            out.append((str(reason["key"]), re.compile(expanded)))
    return out


def _excluded(text: str) -> list[tuple[int, int, str]]:
    """Return the spans of a block that hold no fact, first reason first."""
    spans = [(m.start(), m.end(), key) for key, pattern in _reasons() for m in pattern.finditer(text)]
    spans += [(m.start(), m.end(), "speech") for m in _SPEECH.finditer(text)]
    return spans


def _bound(words: dict[str, Any], before: str, inside: bool, after: str) -> Bound:
    for bound, forms in words["prefix"].items():
        if before in forms and before:
            return Bound(bound)
    if inside:
        return Bound.OVER
    for bound, forms in words["suffix"].items():
        if after in forms and after:
            return Bound(bound)
    return Bound.EXACT


def _value(number: str, scale: str | None) -> Decimal:
    if number[0].isdigit():
        value = Decimal(number.replace(",", ""))
    else:
        value = chinese_value(number) if number[0] not in "万亿" or len(number) > 1 else Decimal(1) * SCALES[number]
    for part in re.findall("百万|千万|万亿|百|千|万|亿", scale or ""):
        value *= SCALES[part]
    return value


def _rate(unit: str, text: str, start: int, per: str | None) -> str:
    """Return the unit of money with its denominator, from the stroke after it or from the words before it."""
    rates = load("units")["rates"]
    if unit != "元":
        return unit
    if per:
        parts = re.findall(_any(list(rates["per"])), per)
        timed = [p for p in parts if p in rates["time"]]
        return f"元/{rates['per'][(timed or parts)[-1]]}"
    clause = re.split("[，。；、（(：]", text[max(0, start - 24) : start])[-1]
    each = re.findall(rf"每(?:个|名)?({_any(list(rates['per']))})|(户|亩|村)均", clause)
    parts = [a or b for a, b in each]
    timed = [p for p in parts if p in rates["time"]]
    if parts and not (timed == parts and not any(w in clause for w in ("补", "资", "奖", "每人", "每月"))):
        return f"元/{rates['per'][(timed or parts)[-1]]}"
    for key, denominator in (("monthly", "月"), ("yearly", "年"), ("daily", "日")):
        if any(word in clause for word in rates[key]):
            return f"元/{denominator}"
    return unit


class _Scanner:
    """Reads the figures of one block; offsets in the block, shifted to the bulletin's at the end."""

    def __init__(self, text: str, shift: int, named: list[tuple[int, int, str]]):
        self.text, self.shift = text, shift
        self.excluded = _excluded(text) + [(a - shift, b - shift, reason) for a, b, reason in named]

    def scan(self) -> list[Figure]:
        figures, position, patterns = [], 0, _patterns()
        while match := patterns.number.search(self.text, position):
            figure = self._figure(match)
            position = match.end()
            if figure:
                figures.append(figure)
                position = max(position, figure.end - self.shift)
        return figures

    def _figure(self, match: re.Match[str]) -> Figure | None:
        patterns, text = _patterns(), self.text
        number, scale = match["a"], match["s"]
        arabic = number[0].isdigit()
        reason = next((key for a, b, key in self.excluded if a <= match.start("a") < b), "")
        end, inside = match.end(), bool(match["i1"] or match["i2"])
        unit_match = patterns.unit.match(text, end)
        low, high = _value(number, scale), None
        upper = patterns.upper.match(text, unit_match.end() if unit_match else end)
        if upper and not reason and (arabic == upper["a"][0].isdigit()):
            second = patterns.unit.match(text, upper.end())
            if second and (not unit_match or unit_match["u"] == second["u"]):
                high = _value(upper["a"], upper["s"])
                low = low if scale or unit_match else _value(number, upper["s"])
                end, unit_match = upper.end(), second
            elif upper["s"] and not unit_match:
                # 税收1—2亿: the scale stands for both, and the unit is understood.
                high, low, end = _value(upper["a"], upper["s"]), low if scale else _value(number, upper["s"]), upper.end()
        if not arabic and high is None and not scale and (pair := re.fullmatch("([一二三四五六七八九])([一二三四五六七八九])([十百千]?)", number)):
            low, high = chinese_value(pair[1] + pair[3]), chinese_value(pair[2] + pair[3])
        return self._finish(match, end, unit_match, low, high, inside, reason)

    def _finish(
        self, match: re.Match[str], end: int, unit_match: re.Match[str] | None, low: Decimal, high: Decimal | None, inside: bool, reason: str
    ) -> Figure | None:
        patterns, text, units = _patterns(), self.text, load("units")
        arabic, scaled = match["a"][0].isdigit(), bool(match["s"]) or match["a"][-1] in "万亿" or text[end - 1] in "万亿"
        unit, per = "", None
        if unit_match:
            unit, per, inside, end = unit_match["u"], unit_match["per"], inside or bool(unit_match["i3"]), unit_match.end()
        elif arabic and patterns.counted.match(text, end):
            unit = units["counted"]["unit"]
        elif scaled and (any(w in text[max(0, match.start() - 14) : match.start()] for w in _MONEY) or "规模" in text[end : end + 12]):
            unit = "元"
        if not arabic and not unit_match and unit != "元":
            return None
        unit_text = text[match.start("s") if match["s"] else match.end("a") : end].lstrip("余多") or unit
        if unit in units["money"]["units"]:
            unit = _rate(units["money"]["base"], text, match.start(), per)
        before = patterns.before.search(text[: match.start()][-6:])
        after = patterns.after.match(text, end)
        bound = Bound.RANGE if high is not None else _bound(units["bound"], before[1] if before else "", inside, after[0] if after else "")
        start = match.start() - (len(before[0]) if before else 0)
        end = after.end() if after and bound != Bound.RANGE else end
        reason = reason or self._place_reason(match.start(), end, unit, arabic)
        return Figure(start + self.shift, end + self.shift, low, high, unit, unit_text, bound, reason)

    def _place_reason(self, start: int, end: int, unit: str, arabic: bool) -> str:
        head = self.text[:start].strip(" 　（(◆●·*")
        if not head and re.match(r"[\d]{1,2}[.．、)）]|[一二三四五六七八九十]+[、)）]|[一二三四五六七八九十]是", self.text[start:].lstrip("（(")):
            return "list_number"
        if not unit:
            return "list_number" if re.match("[.．、)）]", self.text[end:]) and not head else "no_unit"
        number = self.text[start:end]
        if not arabic and not re.search("[万亿]", number) and number[0] == "一" and not re.match("[，。；、）和及]|$", self.text[end:]):
            return "indefinite"
        if number[0] != "一" or re.search("[万亿]", number):
            return ""
        return "indefinite" if self.text[max(0, start - 1) : start] in ("", "，", "。", "“", "、", "第") else ""


def _named_spans(reading: Reading) -> tuple[list[int], list[tuple[int, int, str]]]:
    spans = sorted((m.start, m.end, "title" if m.type == EntityType.DOCUMENT else "name") for m in reading.mentions if not m.nested)
    return [s[0] for s in spans], spans


@Language.component("kg_figures")
def find_figures(doc: Doc) -> Doc:
    """Write ``doc._.reading.figures``: every figure of the text, those outside the content with the place as the reason."""
    reading: Reading = doc._.reading
    text = punctuated(reading.bulletin.text)
    starts, spans = _named_spans(reading)
    outside = {BlockKind.FURNITURE: "furniture", BlockKind.COPY: "copy"}
    for block in reading.bulletin.blocks:
        low, high = bisect_right(starts, block.start - 1), bisect_right(starts, block.end)
        figures = _Scanner(text[block.start : block.end], block.start, spans[low:high]).scan()
        if block.kind not in CONTENT:
            place = outside.get(block.kind, "publication") if block.kind not in NAMING else "publication"
            figures = [Figure(f.start, f.end, f.value, f.upper, f.unit, f.unit_text, f.bound, place) for f in figures]
        reading.figures += figures
    doc.spans["figures"] = [span for f in reading.figures if (span := doc.char_span(f.start, f.end, label=f.reason or "figure"))]
    return doc
