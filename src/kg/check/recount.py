"""Counts the figures of a text, knowing nothing of how extraction finds them: the other side of the books.

An Arabic number always counts. A Chinese numeral counts when a word that can be counted follows: 三名 does, 三峡 and 进一步 do not.
"""

import re
from collections.abc import Iterator

_DIGITS = "〇零一二两三四五六七八九十百廿卅"
# 千 of 千米 and 千瓦 belongs to the unit.
_NUMERAL = rf"(?:[{_DIGITS}]|千(?![米瓦克伏]))"
# Measure words and what is counted without one, in one string where a single character is enough.
_COUNTED = (
    "个名位人户家所座处项件套台条批期次场轮届回例份类种级岗组年岁月日天周载元亩里米吨斤克升倍村乡镇县市省区州地方国口头只匹羽尾株棵辆间栋幢眼门册本"
    "张笔款箱袋瓶片块盏顶床架部篇幅道把副双粒枚根车单股样宗首盒堂班节讲"
)
# 三对口支援 and 三支援新疆 count nothing, 三支援疆医疗队 does.
_WORDS = (
    "对(?![口接外])|支(?!援[^疆藏青]|[持付教医农])|号人|千[米瓦克伏]|公里|公顷|公斤|平方米|平方公里|立方米|大类|小时|分钟|学时|课时|季度|学期|分之|[%％]|成[，。；、以左多]"
)
# 余, 多 or 几 between a number and what it counts, and 来 after a round one: 300来人, but 一来人手不足.
_ODD = "(?:[余多几]|(?<=[0十百千万亿廿卅])来)"
# 壹佰万元, 叁拾名; 队伍 and 大陆 are words.
_ONES = "壹贰叁肆伍陆柒捌玖"
_FORMAL = rf"(?<![队大收])(?:[{_ONES}](?=[拾佰仟])|[{_ONES}拾佰仟](?=[万亿]*[元圆]|[万亿]+[{_ONES}]))[{_ONES}拾佰仟零万亿]*"
# More or less than a half: 过半学生, but 过半年
_HALF = "(?<=[过近逾大超])(?<![不走经通路越].)半(?![年月天日小夜载个生百数山路途程世])"
_FIGURE = re.compile(
    rf"\d+(?:{_ODD}?[百千万亿]+){{0,2}}|半(?=数(?![据字量控码学]))|{_HALF}|{_FORMAL}|百分之{_NUMERAL}+|(?<!分之)[一二两三四五六七八九十]+分之[{_DIGITS}]+"
    rf"|(?:{_NUMERAL}(?:{_NUMERAL}|[万亿])*(?:{_ODD}[万亿]+)?|(?<=[近超逾约过上数几])[万亿]+|万(?=余))(?={_ODD}?(?:[{_COUNTED}]|{_WORDS}))"
)
_DIGIT = re.compile(rf"[\d{_DIGITS}千万亿半首壹贰叁肆伍陆柒捌玖拾佰仟]")


def recount(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the numerals between two offsets that count something, with their scale: 1400 of 1400余个, 60亿 of 近60亿元."""
    yield from (match.span() for match in _FIGURE.finditer(text, start, end))


def has_numeral(text: str) -> bool:
    return bool(_DIGIT.search(text))
