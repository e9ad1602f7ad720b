"""Calendar dates as bulletins write them, in ISO form."""

import re
from datetime import date

_DIGITS = "〇一二三四五六七八九"
_NUMERAL = "〇零○Ｏ一二三四五六七八九十"
DATE = re.compile(
    rf"(?P<y>(?:19|20)\d\d)(?:\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日|[-/.](?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})(?!\d))"
    rf"|(?P<yc>[一二][{_NUMERAL}]{{3}})年(?P<mc>[{_NUMERAL}]{{1,3}})月(?P<dc>[{_NUMERAL}]{{1,3}})日"
)
CLOCK = re.compile(r"(?<!\d)\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|时\d{1,2}分(?:\d{1,2}秒)?)(?!\d)")


def to_iso(match: re.Match[str]) -> str:
    """Return what DATE has matched as YYYY-MM-DD; an empty string where there is no such day (2019-02-30)."""
    if match["yc"]:
        numbers = (_year(match["yc"]), _number(match["mc"]), _number(match["dc"]))
    else:
        numbers = (int(match["y"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
    try:
        return date(*numbers).isoformat()
    except ValueError:
        return ""


def find_dates(text: str) -> list[str]:
    """Return the dates that a text names, in order."""
    return [iso for match in DATE.finditer(text) if (iso := to_iso(match))]


def _year(numeral: str) -> int:
    return int("".join(str(_digit(c)) for c in numeral))


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return ((_digit(tens) if tens else 1) * 10 if ten else 0) + (_digit(ones) if ones else 0)


def _digit(numeral: str) -> int:
    return max(0, _DIGITS.find(numeral))
