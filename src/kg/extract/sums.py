"""Finds which figures are sums of others, and which only repeat or compare: what remains may be added up.

A total counts and its parts do not: 安排1250万元，其中九龙县1050万元、简阳市200万元 is 1250万元 once.
Figures that happen to add up are no sum: a word, a colon or brackets must say so, or the chance be too small.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.cells import Cells, Placed
from kg.extract.lexicon import load
from kg.extract.reading import Reading, last_before, punctuated
from kg.model import Action, BlockKind, Measure, Role, Status

# How far behind a total its parts may be spread, in characters.
_NEAR = 160


@dataclass(frozen=True, slots=True)
class _Entry:
    """One figure with its action, in the order of the text."""

    action: Action
    measure: Measure

    @property
    def id(self) -> str:
        return self.measure.id

    @property
    def value(self) -> Decimal:
        return self.measure.value

    @property
    def start(self) -> int:
        return self.measure.evidence.start

    @property
    def end(self) -> int:
        return self.measure.evidence.end

    @property
    def adds_up(self) -> bool:
        """Shares and rates do not add up, and of a range nobody knows what to add."""
        return self.measure.upper is None and "/" not in self.measure.unit and self.measure.unit not in load("units")["measure"]["shares"]

    def is_like(self, other: "_Entry") -> bool:
        """Tell whether the units can be added: people are people, by whatever measure word."""
        units = {self.measure.unit, other.measure.unit}
        return self.adds_up and (self.counts_the_same(other) or any(units <= {*group} for group in load("roles")["sums"]["alike"]))

    def counts_the_same(self, other: "_Entry") -> bool:
        """Tell whether the units are one: 4个项目 are none of 9家企业, though 4个 and 5家 may make nine."""
        return self.measure.unit == other.measure.unit or {self.measure.unit, other.measure.unit} <= {*load("roles")["sums"]["people"]}

    def fits_into(self, total: "_Entry") -> bool:
        """Tell whether it can be a part of a total: no larger, and nothing planned of what is done."""
        return self.value <= total.value and not (self.action.status is Status.PLANNED and total.action.status is Status.DONE)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return a pattern with the words of the lexicon in it: ``{parts}`` stands for any of its ``parts``."""
    words = {name: f"(?:{'|'.join(sorted(listed, key=len, reverse=True))})" for name, listed in load("roles")["sums"].items() if name != "alike"}
    return re.compile(re.sub(r"\{([a-z_]+)\}", lambda m: words[m[1]], template), re.DOTALL)


_SENTENCE_END = re.compile("[。！？\n]")


class _Sums:
    """Links the figures of one bulletin; its patterns see the text with full-width punctuation."""

    def __init__(self, text: str, entries: Sequence[_Entry], cells: Cells):
        self.text, self.entries, self.cells = text, entries, cells
        self.celled = [(entry, placed) for entry in entries if (placed := cells.at(entry.start))]
        self.part_of: dict[str, str] = {}
        self.aside: set[str] = set()
        self.find()

    def find(self) -> None:
        """Fill ``part_of``, the id of the total of each part, and ``aside``, what else a total holds already."""
        for index, total in enumerate(self.entries):
            if not total.adds_up:
                continue
            following = [] if self.cells.at(total.start) else list(self._following(index))
            parts = self._in_table(total) or self._announced(total, following) or self._listed(total, following) or self._spread(index)
            rest = following[len(parts) :] if parts and parts[0] in following else following
            # A total can be parted in more than one way: 项目19个，其中住房类5个…，目前已完工16个. One of them is enough.
            first, *others = [p for p in (parts, self._added_up(index) or self._table_above(total), self._progress(total, rest)) if p] or [[]]
            for part in first:
                if self.part_of.get(total.id) != part.id:
                    self.part_of.setdefault(part.id, total.id)
            self.aside |= {p.id for parting in others for p in parting if p.action.status is total.action.status}

    def _in_table(self, total: _Entry) -> list[_Entry]:
        """Return the figures that a cell of a row or column of totals adds up by what it says, whether or not they come to its figure."""
        place = self.cells.at(total.start)
        if place is None or not (place.sums_row or place.sums_column):
            return []
        along = self._column(place) if place.sums_row else self._row(place)
        return [entry for entry in along if entry.is_like(total)]

    def _column(self, total: Placed) -> list[_Entry]:
        """Return the figures above a cell up to the row of totals before it."""
        column = [(e, p) for e, p in self.celled if p.table is total.table and p.cell.column == total.cell.column and p.row < total.row]
        return [e for e, _ in reversed(list(takewhile(lambda pair: not pair[1].sums_row, reversed(column))))]

    def _row(self, total: Placed) -> list[_Entry]:
        return [e for e, p in self.celled if p.table is total.table and p.row == total.row and not p.sums_column]

    def _table_above(self, total: _Entry) -> list[_Entry]:
        """Return the column of the table right above that comes to the total of the line below it: 合计资金800万元."""
        if not self.celled or not self._says_total(total) or self.cells.at(total.start):
            return []
        before = self.text[: self.text.rfind("\n", 0, total.start)].rstrip()
        if not before:
            return []
        table = next((p.table for p in self.cells.in_line(len(before) - 1)), None)
        columns = {p.cell.column for _, p in self.celled if p.table is table}
        found = ([e for e, p in self.celled if p.table is table and p.cell.column == column and e.is_like(total)] for column in sorted(columns))
        return next((parts for parts in found if len(parts) > 1 and sum(p.value for p in parts) == total.value), [])

    def _says_total(self, total: _Entry) -> bool:
        return _pattern("{total}[^，。；\n]{0,12}$").search(self.text[max(0, total.start - 16) : total.start]) is not None

    def _between(self, first: _Entry, second: _Entry) -> str:
        return self.text[first.end : second.start]

    def _behind(self, index: int) -> Iterator[_Entry]:
        # Not by islice, which goes over all that stands before.
        return (self.entries[i] for i in range(index + 1, len(self.entries)))

    def _following(self, index: int) -> Iterator[_Entry]:
        """Yield the figures of like units after one, to the end of its sentence, or of the next one where that opens with 其中."""
        total = self.entries[index]
        stop, lines = _pattern(r"[。！？\n](?!\s*{parts})"), _pattern(r"{parts}：\s*\n.*")
        listed = False
        for entry in self._behind(index):
            if not listed:
                between = self._between(total, entry)
                # 规划项目38个，分别为： and a line for each, however many follow.
                listed = lines.search(between) is not None
                if stop.search(lines.sub("", between)):
                    return
            if entry.is_like(total):
                yield entry

    def _level(self, total: _Entry, following: Sequence[_Entry]) -> list[_Entry]:
        """Return the figures in the same brackets as the first: of 其中市级1050万元（其中教育600万元）、区级200万元 the first and the last."""
        starts = [total.end, *(entry.start for entry in following)]
        steps = (self.text.count("（", a, b) - self.text.count("）", a, b) for a, b in pairwise(starts))
        depths = list(zip(following, accumulate(steps), strict=True))
        inside = list(takewhile(lambda pair: pair[1] >= depths[0][1], depths))
        return [entry for entry, depth in inside if depth == depths[0][1]]

    def _announced(self, total: _Entry, following: Sequence[_Entry]) -> list[_Entry]:
        """Return the parts that 其中 announces, with or without the proof of the sum."""
        opening = _pattern("{parts}").search(self._between(total, following[0])) if following else None
        if not opening:
            return []
        following = self._level(total, following)
        if exact := self._exact(total, following):
            return exact
        before, after = self._between(total, following[0])[: opening.start()], self._between(total, following[0])[opening.end() :]
        anew = bool(re.search("[。！？\n]", before))
        # 税收5.6亿元。其中，华立公司投资3.2亿元 takes up something else; and what stands behind a semicolon stands apart.
        first = following[0]
        apart = re.search("[。；]", after) or (anew and first.action.kind != total.action.kind)
        if apart or not first.fits_into(total) or not first.counts_the_same(total):
            return []
        return self._run(total, following, anew=anew)

    def _run(self, total: _Entry, following: Sequence[_Entry], *, anew: bool) -> list[_Entry]:
        """Return the first part and those in a bare list with it; a sentence that opens with 其中 speaks of the total to its end."""
        parts = [following[0]]
        for entry in following[1:]:
            # 产业3255.5万元、劳务716.5万元: a list sign holds together what a comma may not, even where the parts come to more than the whole.
            gap = "[^。！？]*" if anew else "[、和及][^，。；、）]{0,24}|，[^，。；、）]{0,8}"
            between = self._between(parts[-1], entry)
            listed = between.startswith("、") and entry.fits_into(total) and entry.counts_the_same(total)
            like = entry.action.kind == parts[0].action.kind and sum(p.value for p in parts) + entry.value <= total.value
            if not (listed or like) or not re.fullmatch(gap, between):
                break
            parts.append(entry)
        return parts

    def _listed(self, total: _Entry, following: Sequence[_Entry]) -> list[_Entry]:
        """Return parts that add up exactly, in brackets or behind a colon."""
        if len(following) < 2:
            return []
        opening = re.match("：|[^，。；：（）]{0,16}（", self._between(total, following[0]))
        return self._exact(total, self._level(total, following)) if opening else []

    def _spread(self, index: int) -> list[_Entry]:
        """Return parts in the sentences behind that add up exactly and no chance: by the word 其余, or three and more to a precise total."""
        total = self.entries[index]
        near = takewhile(lambda e: e.start - total.end < _NEAR, self._behind(index))
        exact = self._exact(total, [e for e in near if e.is_like(total)])
        if exact and _pattern("{remainder}$").search(self.text[max(0, exact[-1].start - 4) : exact[-1].start]):
            return exact
        alike = all(e.action.kind == total.action.kind for e in exact)
        return exact if alike and len(exact) > 2 and len(total.value.normalize().as_tuple().digits) > 2 else []

    def _added_up(self, index: int) -> list[_Entry]:
        """Return the figures before a total that it adds up: 甲10万元、乙20万元，共30万元."""
        total = self.entries[index]
        if not self._says_total(total):
            return []
        before = (self.entries[i] for i in reversed(range(index)))
        near = takewhile(lambda e: not re.search("[。！？\n](?!加上)", self._between(e, total)), before)
        return self._exact(total, [e for e in near if e.is_like(total)])

    def _progress(self, total: _Entry, following: Sequence[_Entry]) -> list[_Entry]:
        """Return the figures right behind that only say how far the total has come: 安排项目19个，已完工16个，余下3个."""
        parts: list[_Entry] = []
        for entry in following:
            before = re.split("[，；、]", self.text[total.end : entry.start])[-1] if "，" in self.text[total.end : entry.start] else ""
            alone = _pattern("{so_far}*{progress}+").fullmatch(before)
            if not alone or entry.id in self.aside or not entry.fits_into(total) or sum(p.value for p in parts) + entry.value > total.value:
                break
            parts.append(entry)
        return parts

    def _exact(self, total: _Entry, parts: Sequence[_Entry]) -> list[_Entry]:
        """Return the first two or more figures that add up to the total exactly, if any."""
        added = Decimal(0)
        for count, part in enumerate(parts, 1):
            added += part.value
            if added >= total.value:
                return list(parts[:count]) if added == total.value and count > 1 else []
        return []


def _compares(text: str, entry: _Entry) -> bool:
    """Tell whether a figure is no amount of its own but a difference, a mark or a former state: 比去年多3000万元; 由6家增加到19家."""
    before, after = text[max(0, entry.start - 20) : entry.start], text[entry.end : entry.end + 16]
    if _pattern("{compared}[^，。；]{0,12}{difference}$").search(before):
        return True
    held = _pattern("{compared}[^，。；]{0,12}$").search(before) and _pattern("(?:{difference}|{change})").match(after)
    former = _pattern("[由从][^，。；由从]{0,10}$").search(before) and _pattern("[^，。；]{0,3}{change}[^，。；]{0,2}[到至为]").match(after)
    return bool(held or former)


def _says_done(text: str, entry: _Entry) -> bool:
    """Tell whether the clause of a part says that it is done; else it is planned as its total is: 预算中安排1250万元，其中安排1050万元."""
    clause = re.split("[，。；、]", text[text.rfind("。", 0, entry.start) + 1 : entry.start])[-1]
    return any(word in clause for word in load("roles")["status"]["done"])


def _repeated(text: str, entries: Sequence[_Entry]) -> set[str]:
    """Return the ids of figures that say again what stands before: of the same kind and status, of parties in common, told in the same words."""
    seen: dict[tuple[object, ...], _Formers] = {}
    again = set()
    for entry in entries:
        measure = entry.measure
        key = (measure.value, measure.upper, measure.unit, entry.action.kind, entry.action.status)
        if measure.value > 1:
            formers = seen.setdefault(key, _Formers(text))
            if formers.hold(entry):
                again.add(measure.id)
            formers.near.append(entry)
    return again


def _announcing(reading: Reading, entries: Sequence[_Entry]) -> set[str]:
    """Return the ids of figures in headlines that the text below says again, in whatever words."""
    blocks = reading.blocks(frozenset({BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE}))
    above = {e.id for e in entries if (block := last_before(blocks, e.start)) and e.start < block.end}
    below: dict[Decimal, dict[str, _Entry]] = {}
    for entry in entries:
        if entry.id not in above:
            below.setdefault(entry.value, {}).setdefault(entry.measure.unit, entry)
    return {e.id for e in entries if e.id in above and any(map(e.counts_the_same, below.get(e.value, {}).values()))}


class _Wording(NamedTuple):
    """How a figure is told: in which words, of when, of whom."""

    words: frozenset[str]
    period: str
    provider: tuple[str, ...]
    recipient: tuple[str, ...]

    def is_like(self, other: "_Wording") -> bool:
        """Tell whether half of the pairs of characters of the shorter one are the other's."""
        return 2 * len(self.words & other.words) >= min(len(self.words), len(other.words)) > 0

    def is_again(self, other: "_Wording") -> bool:
        """Tell whether another sentence can say the same: in like words, of one time, of parties in common."""
        apart = self.period and other.period and self.period != other.period
        sides = ((self.provider, other.provider), (self.recipient, other.recipient))
        return not apart and self.is_like(other) and all(not a or not b or set(a) & set(b) for a, b in sides)


def _wording(action: Action) -> _Wording:
    words = frozenset(action.about[i : i + 2] for i in range(len(action.about) - 1))
    return _Wording(words, action.period, action.provider, action.recipient)


class _Formers:
    """The figures told so far that are the same: those of the sentence that goes on, and in which wordings those before."""

    def __init__(self, text: str):
        self.text = text
        self.near: list[_Entry] = []
        self.far: dict[_Wording, None] = {}

    def hold(self, entry: _Entry) -> bool:
        """Tell whether a figure says again what one of them says."""
        ended = [e for e in self.near if _SENTENCE_END.search(self.text, e.end, entry.start)]
        self.near = [e for e in self.near if e not in ended]
        self.far |= {_wording(e.action): None for e in ended}
        wording = _wording(entry.action)
        return any(map(wording.is_again, self.far)) or any(self._pairs(e, entry) for e in self.near)

    def _pairs(self, first: _Entry, second: _Entry) -> bool:
        """In one sentence only the two sides of a pairing are one figure: 8所学校分别与我县8所学校结对."""
        between = self.text[first.end : second.start]
        sides = first.action.kind == "pairing" and bool(re.search("[与和同]", between)) and "；" not in between
        return sides and (_wording(first.action).is_like(_wording(second.action)) or not re.search(r"\d", between))


@Language.component("kg_sums")
def find_sums(doc: Doc) -> Doc:
    """Mark the measures of ``doc._.reading.actions`` as totals and parts, and say which of them count."""
    reading: Reading = doc._.reading
    text = punctuated(reading.bulletin.text)
    entries = sorted((_Entry(a, m) for a in reading.actions for m in a.measures), key=lambda e: (e.start, e.id))
    compared = {e.id for e in entries if _compares(text, e)}
    sums = _Sums(text, [e for e in entries if e.id not in compared], reading.cells)
    part_of = sums.part_of
    status, periods = {e.id: e.action.status for e in entries}, {e.id: e.action.period for e in entries}
    headlines = _announcing(reading, entries)
    aside = compared | sums.aside | headlines | _repeated(text, [e for e in entries if e.id not in headlines])

    of_action: dict[str, list[_Entry]] = {}
    for entry in entries:
        of_action.setdefault(entry.action.id, []).append(entry)

    def settled(action: Action) -> Action:
        parts = [e for e in of_action.get(action.id, ()) if e.id in part_of]
        planned = any(status[part_of[p.id]] is Status.PLANNED and not _says_done(text, p) for p in parts)
        period = action.period or next((periods[part_of[p.id]] for p in parts), "")
        return replace(action, status=Status.PLANNED if planned else action.status, period=period)

    settle = {a.id: settled(a) for a in reading.actions}
    status |= {m.id: a.status for a in settle.values() for m in a.measures}

    totals = set(part_of.values())

    def marked(measure: Measure) -> Measure:
        total = part_of.get(measure.id, "")
        role = Role.PART if total else Role.TOTAL if measure.id in totals else None
        # What is done of something planned counts as done, and the plan as planned.
        within = bool(total) and status[total] is status[measure.id]
        return replace(measure, role=role, total=total, counts_in_totals=not within and measure.id not in aside)

    reading.actions[:] = [replace(settle[a.id], measures=tuple(map(marked, a.measures))) for a in reading.actions]
    return doc
