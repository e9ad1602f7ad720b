"""Reads the amounts that a quote states, knowing nothing of how extraction reads them: what a value is held against."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
# 壹佰万 is 一百万, 廿三 is 二十三.
_PLAIN = str.maketrans(dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True)) | {"廿": "二十", "卅": "三十"})
_LARGE = {"万": 10**4, "亿": 10**8}
_CHINESE = "〇零一二两三四五六七八九十百千万亿"
_ARABIC = r"\d[\d,]*(?:\.\d+)?"
# 千 of 千米 and 千瓦 belongs to the unit.
_SCALE = "[十百万亿]|千(?![米瓦克伏])"
# What may part a number from its scale: 三个亿, 3600 万.
_NUMERAL = re.compile(rf"(?:{_ARABIC}|{_SCALE}|[〇零一二两三四五六七八九点余多几来]|(?<=[\d{_CHINESE}])(?:个(?=亿)|[ 　](?=[百千]?[万亿])))+")
_PIECE = re.compile(rf"{_ARABIC}|[〇零一二两三四五六七八九]+(?:点[〇零一二三四五六七八九]+)?|[十百千万亿]")
_EITHER = re.compile("([一二两三四五六七八九])([一二两三四五六七八九])(?=[十百千万亿余多]|$)")
# 三、五名 is said for 三五名.
_LISTED = re.compile("(?<=[一二三四五六七八])、(?=[二三四五六七八九])")
_DASH = re.compile("[-—–~～至到]{1,2}")


def amounts(quote: str) -> frozenset[Decimal]:
    """Return every amount that can be read in a quote: 300 and 400 in 三四百名; in 1—2亿 the scale stands for both.

    >>> sorted(map(int, amounts("1—2亿")))
    [100000000, 200000000]
    """
    quote = _LISTED.sub("", quote.translate(_PLAIN))
    numerals = list(_NUMERAL.finditer(quote))
    found: set[Decimal] = set()
    for first, second in zip_longest(numerals, numerals[1:]):
        scale = Decimal(1)
        if second and _DASH.fullmatch(quote, first.end(), second.start()) and first.group()[-1] not in "十百千万亿":
            scale = _sum_of(re.sub(".*[^十百千万亿]", "", second.group().rstrip("余多几来"))) or scale
        found |= {value * scale for value in _readings(first.group())}
    return frozenset(found)


def _readings(numeral: str) -> Iterator[Decimal]:
    yield _sum_of(numeral)
    if either := _EITHER.search(numeral):
        yield from (_sum_of(numeral[: either.start()] + digit + numeral[either.end() :]) for digit in either.groups())


def _sum_of(numeral: str) -> Decimal:
    """Return the value of one numeral, read from left to right: 3亿2000万, 一万二千, 六千五."""
    total, section, pending, last = Decimal(0), Decimal(0), None, 0
    for piece in _PIECE.findall(numeral):
        if piece in _LARGE:
            # 一万亿 multiplies what stands before, 三亿五千万 adds to it; 0万 is nothing, 万 alone one of it.
            bare = not section and pending is None
            section += pending or 0
            total = (total or 1) * Decimal(_LARGE[piece]) if bare else total + section * _LARGE[piece]
            section, pending, last = Decimal(0), None, _LARGE[piece]
        elif piece in _SMALL:
            section, pending, last = section + (1 if pending is None else pending) * _SMALL[piece], None, _SMALL[piece]
        else:
            pending = _number(piece)
    if pending is not None and last > 10 and re.search("[百千万亿][一二三四五六七八九][余多几来]?$", numeral):
        pending *= last // 10
    return total + section + (pending or 0)


def _number(piece: str) -> Decimal:
    if piece[0].isdigit():
        return Decimal(piece.replace(",", ""))
    return Decimal("".join("." if c == "点" else str(_DIGITS[c]) for c in piece))
