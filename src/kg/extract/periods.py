"""When a deed was done: the time that is told nearest before it, anchored in the bulletin's own year.

A period is ``2018``, ``2018-09`` or ``2018-2020``; ``2018-`` has gone on since, and ``-2018`` up to then, where the other end is not told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.numerals import chinese_value
from kg.extract.reading import within
from kg.model import BlockKind, Bulletin, Coverage

_YEAR = "(?:19|20)[0-9]{2}"
_HEADS = (BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE)
# So early in a year, 全年 is the year before, and 12月 its last month.
_EARLY = 3
_MANY = 10
# The year of a headline, but not that of an issue or a plan.
_HEADED = re.compile(f"(?<![0-9—－–~至-])({_YEAR})年(?!第|[—－–~至-])")
# A number that is none of a time: 今年1至8月 has none.
_FIGURE = re.compile("(?<![0-9])[0-9]+(?![0-9]|[至—-]?[0-9]*[月日年])")
_DAY = "(?:[0-9]{1,2}日|底|末|初|中旬|上旬|下旬)?"
_TO = "[—－–~至到-]+"
_ONE_YEAR = re.compile(f"{_YEAR}(?:-[0-9]{{2}})?")


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of text that tells a time, as ``2018``, ``2018-09`` or ``2018-2020``.

    ``coverage`` says whether what is told of it is of one year, or adds up over several or up to it, whichever these are.
    """

    start: int
    end: int
    period: str
    coverage: Coverage | None = None


_UNTOLD = Time(-1, -1, "")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@follows_lexicon
@cache
def _pattern() -> re.Pattern[str]:
    words = load("periods")
    since, until, span = words["since"], words["until"], words["span"]
    told = "|".join(
        (
            rf"(?P<from>{_YEAR})年?{_TO}(?P<to>{_YEAR})年?",
            rf"(?P<year>{_YEAR})年度?(?:(?P<month>1[0-2]|0?[1-9])月{_DAY}(?P<months>{_TO}[0-9]{{1,2}}月{_DAY})?)?",
            rf"(?P<relative>{_any(words['relative'])})(?:(?:{_any(words['part']['words'])})|(?P<relative_month>1[0-2]|[1-9])月{_DAY}(?P<relative_months>{_TO}[0-9]{{1,2}}月{_DAY})?)?",
            rf"[“\"]?(?P<plan>{_any(words['plan'])})[”\"]?(?:(?P<first>{_any(words['plan_year']['first'])})|(?P<last>{_any(words['plan_year']['last'])})|期间|时期)?",
            rf"(?P<part>{_any(words['part']['words'])})",
            rf"(?P<same>{_any(words['same']['words'])})",
            rf"(?P<this_month>{_any(words['present']['month'])})|(?P<by_now>{_any(words['present']['by_now'])})",
            rf"(?P<near>{_any(span['before'])})(?P<of>[0-9]{{1,2}}|[一二两三四五六七八九十]+)年(?:{_any(span['after'])})?",
            rf"(?P<count>[0-9]{{1,2}}|[一二两三四五六七八九十]+)年(?:{_any(span['after'])}|(?P<within>{_any(span['within'])}))",
            rf"(?<![0-9.])(?P<bare>1[0-2]|[1-9])月{_DAY}(?P<bare_months>{_TO}[0-9]{{1,2}}月{_DAY})?(?![0-9])",
        )
    )
    return re.compile(
        rf"(?P<compared>{_any(words['compared']['before'])})?(?:(?P<until>{_any(until['words'])})|(?:^|(?<=[，。；：、]))(?P<upto>{_any(until['opening'])}))?"
        rf"(?P<opening>{_any(since['opening'])})?(?:{told})"
        rf"(?P<since>(?(opening)[^，。；]{{0,24}}?)(?:{_any(since['closing'])})|[^，。；]{{0,24}}?(?:{_any(since['words'])}))?(?P<against>{_any(words['compared']['after'])})?",
        re.MULTILINE,
    )


@dataclass(frozen=True, slots=True)
class Anchor:
    """The year and month from which a bulletin speaks; None where it does not tell. It is never the year of today, nor guessed from a plan."""

    year: int | None
    month: int | None = None

    @property
    def full_year(self) -> int | None:
        """The last year that was over, or nearly so: in January, 全年 and 五年来 end with the year before."""
        return self.year - 1 if self.year and self.month and self.month <= _EARLY else self.year


def headed_time(bulletin: Bulletin, start: int, end: int) -> Time:
    """Return the one year that the headlines between two offsets name: 2021年工作总结, but not 2019年第2期 or 2017—2021年规划."""
    heads = [b for b in within(bulletin.blocks, start, end) if b.kind in _HEADS]
    named = [m for b in heads for m in _HEADED.finditer(bulletin.text, b.start, b.end)]
    return Time(*named[0].span(), named[0][1], Coverage.IN_YEAR) if len({m[1] for m in named}) == 1 else _UNTOLD


def anchor_of(bulletin: Bulletin, head: Time) -> Anchor:
    """Return the time of a bulletin: of its date, else the year of its headline (2018年工作总结), which goes first early in the next year."""
    date, headed = bulletin.date or bulletin.published, int(head.period) if head.period else None
    if not re.match(r"\d{4}-\d{2}", date):
        return Anchor(headed)
    year, month = int(date[:4]), int(date[5:7])
    return Anchor(headed, 12) if headed == year - 1 and month <= _EARLY else Anchor(year, month)


class Times:
    """The times that one article of a bulletin tells, from ``start`` to ``end``."""

    def __init__(self, bulletin: Bulletin, text: str, start: int, end: int):
        self.text = text
        own = headed_time(bulletin, start, end)
        self.headed = own if own.period else headed_time(bulletin, 0, start)
        self.anchor = anchor_of(bulletin, self.headed)
        self._before: tuple[int, int, list[Time]] = (-1, -1, [])
        self._here: tuple[int, int, list[Time]] = (-1, -1, [])
        self._beginnings = [(m.start(), int(m["year"])) for m in _pattern().finditer(text, start, end) if m["year"] and m["since"]]

    def last(self, start: int, end: int, closed: Sequence[tuple[int, int]] = ()) -> Time:
        """Return the time told last between two offsets; where there and before in the paragraph none is told, the year of the headline.

        What no word tells begins at -1.

        What is told last but not known (今年 of a bulletin without a date) is nothing, not what was told before it. Times within what is
        ``closed`` are not those of a deed.
        """
        paragraph = self.text.rfind("\n", 0, start) + 1
        before = self._told_before(paragraph, start)
        times = reversed(self._told_in(start, end, before))
        told = next((time for time in times if not any(a <= time.start < b for a, b in closed)), None)
        return told or (_UNTOLD if before else self.headed)

    def of_figure(self, start: int, end: int, figure: int, closed: Sequence[tuple[int, int]] = ()) -> Time:
        """Return the time of a figure in its sentence, which a word may make cumulative: 2019年投入3000万元，累计投入1.2亿元.

        Where nothing stands between the year and 累计 it is of that year alone: 2019年累计投入3000万元.
        """
        time = self.last(start, end, closed)
        here = start <= time.start < end
        since = max(self.text.rfind("；", start, figure) + 1, time.end if here else start)
        word = max((self.text.rfind(w, since, figure), len(w)) for w in load("periods")["cumulative"]["words"])
        alone = here and time.coverage is Coverage.IN_YEAR and not _FIGURE.search(self.text, time.end, word[0])
        if time.coverage is Coverage.CUMULATIVE or word[0] < 0 or alone:
            return time
        period = f"-{time.period[:4]}" if _ONE_YEAR.fullmatch(time.period) else time.period
        return Time(word[0], sum(word), period, Coverage.CUMULATIVE)

    def _told_before(self, paragraph: int, start: int) -> list[Time]:
        """Return the times told from where a paragraph begins to a sentence of it, going on from those of the sentence before."""
        known, end, times = self._before
        # No time goes on behind 。, so that what was found up to one stays as it is.
        if known != paragraph or end > start or (end < start and self.text[end - 1] != "。"):
            end, times = paragraph, []
        times = self.find(end, start, after=times) if end < start else times
        self._before = paragraph, start, times
        return times

    def _told_in(self, start: int, end: int, before: Sequence[Time]) -> list[Time]:
        """Return the times told from where a sentence begins to one of its clauses, going on from those of the clauses before."""
        known, low, times = self._here
        if known != start or end < low:
            low, times = start, []
        times = self.find(low, end, before=before, after=times)
        # No time goes on behind a sign that ends a clause, so that what was found up to one stays as it is.
        clause = max(low, *(self.text.rfind(sign, low, end) for sign in "，。；"))
        self._here = start, clause, [time for time in times if time.start < clause]
        return times

    def find(self, start: int, end: int, *, before: Sequence[Time] = (), after: Sequence[Time] = ()) -> list[Time]:
        """Return the times told between two offsets, in order, those that hang on what the bulletin does not say with an empty period.

        Those of the same stretch that are known are given as ``after`` and returned with the others.
        """
        out = list(after)
        for match in _pattern().finditer(self.text, start, end):
            if match["compared"] or match["against"]:
                continue
            period = self._period(match, _told(out), before)
            # 2017年、2018年分别援建7个、2个
            if out and self.text[out[-1].end : match.start()] == "、":
                period = ""
            coverage = _coverage(match, period)
            if match["bare"] and (match["until"] or match["upto"]) and out and out[-1].coverage is Coverage.IN_YEAR:
                # 今年安排2.86亿元，截至5月底完成1.03亿元
                period, coverage = out[-1].period[:4], Coverage.IN_YEAR
            out.append(Time(match.start(), match.end(), period, coverage))
        return out

    def _period(self, match: re.Match[str], told: int | None, before: Sequence[Time]) -> str:
        """Return the period that a match tells; nothing where it hangs on what the bulletin does not say."""
        year = self.anchor.year
        if match["this_month"]:
            return f"{year}-{self.anchor.month:02}" if year and self.anchor.month else ""
        if match["by_now"]:
            return self._until(year, match.start()) if match["until"] else ""
        low, high = self._years(match, told, before)
        if not low:
            return ""
        if match["until"] or match["upto"]:
            return self._until(high, match.start())
        if (match["since"] or match["opening"]) and not match["near"] and not match["count"]:
            return _range(low, year) if year and low <= year else f"{low}-"
        month = match["month"] or match["relative_month"] or match["bare"]
        if month and not (match["months"] or match["relative_months"] or match["bare_months"]):
            return f"{low}-{int(month):02}"
        return _range(low, high)

    def _years(self, match: re.Match[str], told: int | None, before: Sequence[Time]) -> tuple[int | None, int | None]:
        """Return the first and the last year that a match tells, as far as they are known.

        ``told`` is the year told last in the sentence, ``before`` are the times told before it in the paragraph.
        """
        words, anchor = load("periods"), self.anchor
        if match["from"]:
            return int(match["from"]), int(match["to"])
        if match["plan"]:
            low, high = words["plan"][match["plan"]]
            return high if match["last"] else low, low if match["first"] else high
        if match["year"]:
            year: int | None = int(match["year"])
        elif match["relative"]:
            year = anchor.year + words["relative"][match["relative"]] if anchor.year else None
        elif match["part"]:
            year = told or _told(before) or anchor.full_year
        elif match["same"]:
            year = told
        elif match["bare"]:
            month = next((time for time in reversed(before) if len(time.period) == len("2019-06")), None)
            year = self._year_of_month(int(match["bare"]), match.end(), told or _told([month] if month else []))
        else:
            return self._span(match)
        return year, year

    def _year_of_month(self, month: int, end: int, told: int | None) -> int | None:
        """Return the year of a month without one: the one told, else the bulletin's, but 12月 in January is the last one, unless it lies ahead."""
        year, now = self.anchor.year, self.anchor.month
        ahead = any(word in self.text[end : end + 8] for word in load("periods")["ahead"]["words"])
        if told and not (ahead and told == (year or told) - 1):
            return told
        if not year or not now or month <= now or ahead:
            return year
        return year - 1 if now <= _EARLY else None

    def _span(self, match: re.Match[str]) -> tuple[int | None, int | None]:
        """Return the years of 近三年 and 五年来: up to the bulletin's own, from the year that the text tells as the beginning if that fits."""
        numeral, last = match["of"] or match["count"], self.anchor.full_year
        count = int(numeral) if numeral.isdigit() else int(chinese_value(numeral))
        if not last or not count:
            return None, None
        begun = self._begun(match.start())
        if begun and last - begun in (count - 1, count):
            return begun, last
        # 三十年来 is a round number, and 两年间 ends in the past.
        return (None, None) if match["within"] or count >= _MANY else (last - max(1, count - 1), last)

    def _until(self, year: int | None, at: int) -> str:
        """Return what goes on up to a year, from the beginning that the text has told, or from now on to what lies ahead."""
        if year is None:
            return ""
        if self.anchor.year and year > self.anchor.year:
            return f"{self.anchor.year}-{year}"
        begun = self._begun(at)
        return _range(begun, year) if begun and begun <= year else f"-{year}"

    def _begun(self, at: int) -> int | None:
        """Return the year told last before an offset as the one from which something has gone on."""
        return next((year for start, year in reversed(self._beginnings) if start < at), None)


def coverage_of(period: str) -> Coverage:
    """Return whether what is told of a period is of one year."""
    return Coverage.IN_YEAR if _ONE_YEAR.fullmatch(period) else Coverage.CUMULATIVE


def _coverage(match: re.Match[str], period: str) -> Coverage | None:
    """Tell a time of one year from one that is longer or goes on up to a point: 截至2018年底, 自2012年以来, 2018—2020年; 今年以来 is of one year."""
    if period:
        return coverage_of(period)
    begun = (match["since"] or match["opening"]) and not match["relative"]
    if match["until"] or match["upto"] or match["near"] or match["count"] or match["from"] or begun:
        return Coverage.CUMULATIVE
    return None if match["by_now"] else Coverage.IN_YEAR


def _told(times: Sequence[Time]) -> int | None:
    """Return the year told last."""
    return next((int(years[-1]) for time in reversed(times) if (years := re.findall(_YEAR, time.period))), None)


def _range(low: int | None, high: int | None) -> str:
    return str(low) if low == high else f"{low}-{high}"
