"""Chinese numerals: 二百一十, 十, 百, 两千, 一亿二千万, 六千五, 三点五, 廿三, the formal 壹佰万, and two in one: 十七八."""

import re
from decimal import Decimal

DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2", "半": "0.5"}
SCALES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
FORMAL_DIGITS, FORMAL_SCALES = "壹贰叁肆伍陆柒捌玖", "拾佰仟"
_PLAIN = str.maketrans(dict(zip(FORMAL_DIGITS + FORMAL_SCALES, "一二三四五六七八九十百千", strict=True)) | {"廿": "二十", "卅": "三十"})
# Two digits side by side, one higher than the other, are the ends of a range: 十七八, 两三百.
_TWO_DIGITS = re.compile("(?<![〇零一二两三四五六七八九])([一二三四五六七八九两])([二两三四五六七八九])(?![〇零一二两三四五六七八九])")


def chinese_value(numeral: str) -> Decimal:
    """Return the value of a numeral; a leading scale counts as one of it (百 is 100), a digit after one as the next lower (六千五 is 6500).

    >>> chinese_value("二百一十"), chinese_value("一亿二千万"), chinese_value("三点五"), chinese_value("壹佰万")
    (Decimal('210'), Decimal('120000000'), Decimal('3.5'), Decimal('1000000'))
    """
    numeral = numeral.translate(_PLAIN)
    whole, _, decimals = numeral.partition("点")
    scaled = decimals.rstrip("十百千万亿")
    value = _whole(whole) + (Decimal(f"0.{_digits(scaled)}") if scaled else 0)
    return value * scale_value(decimals[len(scaled) :])


def both_ends(numeral: str) -> tuple[str, str] | None:
    """Return the two numerals that one spans, or nothing where it says one number.

    >>> both_ends("十七八"), both_ends("三四百"), both_ends("二十")
    (('十七', '十八'), ('三百', '四百'), None)
    """
    whole, point, _ = numeral.partition("点")
    match = _TWO_DIGITS.search(whole)
    if point or not match or DIGITS[match[1]] >= DIGITS[match[2]]:
        return None
    low, high = (whole[: match.start()] + digit + whole[match.end() :] for digit in match.groups())
    return low, high


def scale_value(scales: str) -> Decimal:
    """Return what scales one after another multiply by: 百万 is a million, and none is one."""
    value = Decimal(1)
    for scale in scales:
        value *= SCALES[scale]
    return value


def _digits(numeral: str) -> str:
    return "".join(DIGITS[c] for c in numeral)


def _whole(numeral: str) -> Decimal:
    scale = next((s for s in "亿万千百十" if s in numeral), "")
    if not scale:
        return Decimal(_digits(numeral) or 0)
    head, _, tail = numeral.rpartition(scale)
    value = (_whole(head) or Decimal(1)) * SCALES[scale]
    if scale != "十" and len(tail) == 1 and tail in DIGITS:
        return value + _whole(tail) * SCALES[scale] / 10
    return value + _whole(tail)
