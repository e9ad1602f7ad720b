"""Chinese numerals: 二百一十, 十, 百, 三千, 两."""

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
SCALES |= {"百万": Decimal(10**6), "千万": Decimal(10**7), "万亿": Decimal(10**12)}


def chinese_value(numeral: str) -> Decimal:
    """Return the value of a numeral such as 二百一十; a leading scale counts as one of it (百 is 100).

    >>> chinese_value("二百一十"), chinese_value("十"), chinese_value("百万")
    (Decimal('210'), Decimal('10'), Decimal('1000000'))
    """
    total, section, digit = Decimal(0), Decimal(0), Decimal(0)
    pending = False
    for char in numeral:
        if char in DIGITS:
            digit = digit * 10 + DIGITS[char] if pending and char in DIGITS and digit else Decimal(DIGITS[char])
            pending = True
        elif char in "万亿":
            total, section, digit, pending = (total + section + digit or Decimal(1)) * SCALES[char], Decimal(0), Decimal(0), False
        else:
            section += (digit or Decimal(1)) * SCALES[char]
            digit, pending = Decimal(0), False
    return total + section + digit
