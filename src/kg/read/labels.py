"""The labels that number the parts of a text: 第一部分, 一、, （一）, 1., （1）, ①, 一是, 【资金】."""

import re
from dataclasses import dataclass

_HAN = "一二三四五六七八九十"
_RANKS = {"part": 0, "han": 1, "bracket": 2, "digit": 3, "digit_bracket": 4, "circle": 5}
"""Which style stands above which; 一是 and 【资金】 stand wherever they are put."""

_LABEL = re.compile(
    rf"(?P<part>第[{_HAN}]{{1,3}}(?:部分|[章篇]))"
    # Not the list in 一、二、三产业 nor the quarters in 三、四季度.
    rf"|(?P<han>(?<![一-龥\d])[{_HAN}]{{1,3}}[、.．](?![{_HAN}]{{1,2}}(?:[、产季级线等]|[{_HAN}]{{2}}月)))"
    rf"|(?P<bracket>[（(][{_HAN}]{{1,3}}[)）])"
    r"|(?P<digit>(?<![\d.])\d{1,2}[.．、](?!\d(?!\d{3}年)))"
    r"|(?P<digit_bracket>[（(]?\d{1,2}[)）])"
    r"|(?P<circle>[①-⑳])"
    rf"|(?P<point>(?<![一-龥])[{_HAN}]{{1,2}}是)"
    r"|(?P<named>【[^】]{1,12}】)"
)
# What a label within a line follows.
_BEFORE = "。；;！？：: 　"
_INLINE = frozenset({"han", "bracket", "circle", "point"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a text: ``number`` is its place in its series (0 where it has none), ``inline`` whether it stands within a line."""

    style: str
    text: str
    number: int
    start: int
    end: int
    inline: bool

    @property
    def rank(self) -> int | None:
        return _RANKS.get(self.style)


def find_labels(text: str, start: int, end: int) -> list[Label]:
    """Return what may be labels in one line of a text; whether they are, their series must tell."""
    found = []
    for match in _LABEL.finditer(text, start, end):
        style = match.lastgroup or ""
        inline = match.start() > start
        if not inline or (style in _INLINE and text[match.start() - 1] in _BEFORE):
            found.append(Label(style, match.group(), _number(match.group()), match.start(), match.end(), inline))
    return found


def _number(label: str) -> int:
    if numeral := re.search(f"[{_HAN}]+", label):
        tens, ten, ones = numeral.group().rpartition("十")
        return (10 * (_HAN.find(tens) + 1 if tens else 1) if ten else 0) + (_HAN.find(ones) + 1 if ones else 0)
    if digits := re.search(r"\d+", label):
        return int(digits.group())
    return ord(label[0]) - ord("①") + 1 if "①" <= label[0] <= "⑳" else 0
