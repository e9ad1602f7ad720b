"""The numbers that Word computes for automatic lists and headings, and that stand nowhere in a document's text: 一、（一）1."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from kg.read.package import attribute, child, inside, local

_LEVELS = 9
_TRUE = ("1", "true")
_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}


class Numbering:
    """The lists of one document, and how far each has been counted."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {attribute(s, "styleId"): s for s in _named(styles, "style")}
        self._default = next((i for i, s in self._styles.items() if attribute(s, "default") in _TRUE and attribute(s, "type") == "paragraph"), "")
        self._abstract = {attribute(a, "abstractNumId"): a for a in _named(numbering, "abstractNum")}
        self._lists = {attribute(n, "numId"): n for n in _named(numbering, "num")}
        self._counts: dict[str, list[int]] = {}
        self._started: set[tuple[str, int]] = set()

    def is_contents(self, properties: Element | None) -> bool:
        """Tell whether a paragraph is a line of a table of contents: its style says so."""
        style = self._styles.get(_value(properties, "pStyle"))
        return style is not None and _value(style, "name").lower().startswith("toc ")

    def next(self, properties: Element | None) -> str:
        """Return the number of the next paragraph, with what separates it from the text; nothing where it has none."""
        identifier, level = self._place(properties)
        number = self._lists.get(identifier)
        abstract = self._abstract_of(number) if number is not None else None
        if number is None or abstract is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(attribute(abstract, "abstractNumId"), [0] * _LEVELS)
        self._count(counts, number, abstract, level)
        definition = self._level(number, abstract, level)
        text = _value(definition, "lvlText")
        if _value(definition, "numFmt") == "bullet":
            return _bullet(text)
        legal = child(definition, "isLgl") is not None if definition is not None else False
        for depth in range(level + 1):
            # 1.1 below no 1 is written as if there were one.
            form = "decimal" if legal else _value(self._level(number, abstract, depth), "numFmt")
            text = text.replace(f"%{depth + 1}", write_number(counts[depth] or self._start(number, abstract, depth), form))
        if not text or text[-1] in "、.．)）】" or _value(definition, "suff") == "nothing":
            return text
        return text + " "

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """Return list and level of a paragraph: its own, or those of its style or of one that this is based on."""
        own = child(properties, "numPr") if properties is not None else None
        style = _value(properties, "pStyle") or self._default
        seen: set[str] = set()
        level = _value(own, "ilvl")
        identifier = _value(own, "numId")
        while not identifier and style in self._styles and style not in seen:
            seen.add(style)
            inherited = child(self._styles[style], "pPr")
            numbered = child(inherited, "numPr") if inherited is not None else None
            if identifier := _value(numbered, "numId"):
                level = level or self._level_of_style(identifier, style) or _value(numbered, "ilvl")
            style = _value(self._styles[style], "basedOn")
        return identifier, int(level) if level.isdecimal() else 0

    def _level_of_style(self, identifier: str, style: str) -> str:
        number = self._lists.get(identifier)
        abstract = self._abstract_of(number) if number is not None else None
        levels = _named(abstract, "lvl")
        return next((attribute(level, "ilvl") for level in levels if _value(level, "pStyle") == style), "")

    def _abstract_of(self, number: Element) -> Element | None:
        abstract = self._abstract.get(_value(number, "abstractNumId"))
        link = _value(abstract, "numStyleLink")
        if not link:
            return abstract
        return next((a for a in self._abstract.values() if _value(a, "styleLink") == link), abstract)

    def _level(self, number: Element, abstract: Element, level: int) -> Element | None:
        override = next((o for o in _named(number, "lvlOverride") if attribute(o, "ilvl") == str(level)), None)
        own = child(override, "lvl") if override is not None else None
        return own if own is not None else next((lv for lv in _named(abstract, "lvl") if attribute(lv, "ilvl") == str(level)), None)

    def _count(self, counts: list[int], number: Element, abstract: Element, level: int) -> None:
        override = next((o for o in _named(number, "lvlOverride") if attribute(o, "ilvl") == str(level)), None)
        begin = _value(override, "startOverride")
        key = (attribute(number, "numId"), level)
        if begin.isdecimal() and key not in self._started:
            counts[level] = int(begin)
        else:
            counts[level] = counts[level] + 1 if counts[level] else self._start(number, abstract, level)
        self._started.add(key)
        for depth in range(level + 1, _LEVELS):
            restart = _value(self._level(number, abstract, depth), "lvlRestart")
            if restart != "0" and not (restart.isdecimal() and level + 1 > int(restart)):
                counts[depth] = 0

    def _start(self, number: Element, abstract: Element, level: int) -> int:
        start = _value(self._level(number, abstract, level), "start")
        return int(start) if start.isdecimal() else 1


def write_number(number: int, form: str) -> str:
    """Return a number in one of Word's forms (``numFmt``); an unknown one, or a number beyond its signs, in digits."""
    if form == "none":
        return ""
    return _FORMS.get(form, str)(number) or str(number)


def _chinese(number: int, digits: str = _HAN, units: str = "十百千") -> str:
    if not 0 < number < 10_000:
        return ""
    written = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += digits[digit] + (units[power - 1] if power else "")
        elif written and not written.endswith(digits[0]):
            written += digits[0]
    written = written.rstrip(digits[0])
    return written[1:] if written.startswith("一十") else written


def _roman(number: int) -> str:
    if number >= 4000:
        return ""
    written = ""
    for sign, value in _ROMAN.items():
        times, number = divmod(number, value)
        written += sign * times
    return written


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else ""


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else ""


def _sign(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else ""


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": lambda number: _chinese(number).replace("〇", "零"),
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda number: "".join(_HAN[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join(_HAN[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: _chinese(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _chinese(number, _LEGAL, "拾佰仟"),
    "ideographTraditional": _sign(_STEMS),
    "ideographZodiac": _sign(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
}


def _bullet(text: str) -> str:
    # Most bullets are signs of a symbol font, which are other characters, or none, in any other font.
    return f"{text} " if text and text in "●○■□◆◇▲△★☆※◎►•·—–-" else "• "


def _named(element: Element | None, name: str) -> list[Element]:
    return [inner for inner in inside(element) if local(inner) == name]


def _value(element: Element | None, name: str) -> str:
    inner = child(element, name) if element is not None else None
    return attribute(inner, "val") if inner is not None else ""
