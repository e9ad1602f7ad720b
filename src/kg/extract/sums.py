"""Finds which figures are sums of others, and which only repeat or compare: what remains may be added up.

A total counts and its parts do not: 安排1250万元，其中九龙县1050万元、简阳市200万元 is 1250万元 once.
Figures that happen to add up are no sum: a word, a colon or brackets must say so, or the chance be too small.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, islice, pairwise, takewhile

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.cells import Cells, Placed
from kg.extract.cumulative import counts_in_year, find_held
from kg.extract.entries import Entry, entries_of, sums_pattern, totals_above
from kg.extract.reading import Reading, punctuated
from kg.extract.repeats import find_repeats, merge_repeats
from kg.extract.settled import corrected, settled_with_totals
from kg.model import Measure, Role

_SENTENCE_END = re.compile("[。！？\n]")
# So many figures may tell how far another one has come.
_FEW = 8
# How far behind a total its parts may be spread, in characters.
_NEAR = 160


class _Sums:
    """Links the figures of one bulletin; its patterns see the text with full-width punctuation."""

    def __init__(self, text: str, entries: Sequence[Entry], cells: Cells):
        self.text, self.entries, self.cells = text, entries, cells
        self.celled = [(entry, placed) for entry in entries if (placed := cells.at(entry.start))]
        # Where what is added up in words ends (。加上 goes on); the first stands before the text.
        self.ends = [-1, *(m.start() for m in re.finditer("[。！？\n](?!加上)", text))]
        self.part_of: dict[str, str] = {}
        self.aside: set[str] = set()
        self.find()

    def find(self) -> None:
        """Fill ``part_of``, the id of the total of each part, and ``aside``, what else a total holds already."""
        for index, total in enumerate(self.entries):
            if not total.adds_up:
                continue
            following = [] if self.cells.at(total.start) else self._led(index)
            parts = self._in_table(total) or self._announced(total, following) or self._listed(total, following) or self._spread(index)
            rest = following[len(parts) :] if parts and parts[0] in following else following
            # A total can be parted in more than one way: 项目19个，其中住房类5个…，目前已完工16个. One of them is enough.
            first, *others = [p for p in (parts, self._added_up(index) or self._table_above(total), self._progress(total, rest)) if p] or [[]]
            for part in first:
                if self.part_of.get(total.id) != part.id:
                    self.part_of.setdefault(part.id, total.id)
            self.aside |= {p.id for parting in others for p in parting if p.action.status.is_done == total.action.status.is_done}

    def _in_table(self, total: Entry) -> list[Entry]:
        """Return the figures that a cell of a row or column of totals adds up by what it says, whether or not they come to its figure."""
        place = self.cells.at(total.start)
        if place is None or not (place.sums_row or place.sums_column):
            return []
        along = self._column(place) if place.sums_row else self._row(place)
        return [entry for entry in along if entry.is_like(total)]

    def _column(self, total: Placed) -> list[Entry]:
        """Return the figures above a cell up to the row of totals before it."""
        column = [(e, p) for e, p in self.celled if p.table is total.table and p.cell.column == total.cell.column and p.row < total.row]
        return [e for e, _ in reversed(list(takewhile(lambda pair: not pair[1].sums_row, reversed(column))))]

    def _row(self, total: Placed) -> list[Entry]:
        return [e for e, p in self.celled if p.table is total.table and p.row == total.row and not p.sums_column]

    def _table_above(self, total: Entry) -> list[Entry]:
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

    def _says_total(self, total: Entry) -> bool:
        return sums_pattern("{total}[^，。；\n]{0,12}$").search(self.text[max(0, total.start - 16) : total.start]) is not None

    def _between(self, first: Entry, second: Entry) -> str:
        return self.text[first.end : second.start]

    def _behind(self, index: int) -> Iterator[Entry]:
        # Not by islice, which goes over all that stands before.
        return (self.entries[i] for i in range(index + 1, len(self.entries)))

    def _led(self, index: int) -> list[Entry]:
        """Return the figures behind one that may be its parts: all where something leads to the first, else those that may tell its progress."""
        behind = self._following(index)
        first = list(islice(behind, 1))
        led = first and sums_pattern("[：（]|{parts}").search(self._between(self.entries[index], first[0]))
        return [*first, *(behind if led else islice(behind, _FEW))]

    def _following(self, index: int) -> Iterator[Entry]:
        """Yield the figures of like units after one, to the end of its sentence, or of the next one where that opens with 其中."""
        total = self.entries[index]
        stop, lines = sums_pattern(r"[。！？\n](?!\s*{parts})"), sums_pattern(r"{parts}：\s*\n.*")
        listed, ended, end = False, False, total.end
        for entry in self._behind(index):
            ended = ended or _SENTENCE_END.search(self.text, end, entry.start) is not None
            end = entry.end
            if ended and not listed:
                between = self._between(total, entry)
                # 规划项目38个，分别为： and a line for each, however many follow.
                listed = lines.search(between) is not None
                if stop.search(lines.sub("", between)):
                    return
            if entry.is_like(total):
                yield entry

    def _level(self, total: Entry, following: Sequence[Entry]) -> list[Entry]:
        """Return the figures in the same brackets as the first: of 其中市级1050万元（其中教育600万元）、区级200万元 the first and the last."""
        starts = [total.end, *(entry.start for entry in following)]
        steps = (self.text.count("（", a, b) - self.text.count("）", a, b) for a, b in pairwise(starts))
        depths = list(zip(following, accumulate(steps), strict=True))
        inside = list(takewhile(lambda pair: pair[1] >= depths[0][1], depths))
        return [entry for entry, depth in inside if depth == depths[0][1]]

    def _announced(self, total: Entry, following: Sequence[Entry]) -> list[Entry]:
        """Return the parts that 其中 announces, with or without the proof of the sum."""
        opening = sums_pattern("{parts}").search(self._between(total, following[0])) if following else None
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

    def _run(self, total: Entry, following: Sequence[Entry], *, anew: bool) -> list[Entry]:
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

    def _listed(self, total: Entry, following: Sequence[Entry]) -> list[Entry]:
        """Return parts that add up exactly, in brackets or behind a colon."""
        if len(following) < 2:
            return []
        opening = re.match("：|[^，。；：（）]{0,16}（", self._between(total, following[0]))
        return self._exact(total, self._level(total, following)) if opening else []

    def _spread(self, index: int) -> list[Entry]:
        """Return parts in the sentences behind that add up exactly and no chance: by the word 其余, or three and more to a precise total."""
        total = self.entries[index]
        near = takewhile(lambda e: e.start - total.end < _NEAR, self._behind(index))
        exact = self._exact(total, (e for e in near if e.is_like(total)))
        if exact and sums_pattern("{remainder}$").search(self.text[max(0, exact[-1].start - 4) : exact[-1].start]):
            return exact
        alike = all(e.action.kind == total.action.kind for e in exact)
        return exact if alike and len(exact) > 2 and len(total.value.normalize().as_tuple().digits) > 2 else []

    def _added_up(self, index: int) -> list[Entry]:
        """Return the figures before a total that it adds up: 甲10万元、乙20万元，共30万元."""
        total = self.entries[index]
        if not self._says_total(total):
            return []
        before = (self.entries[i] for i in reversed(range(index)))
        ended = self.ends[bisect_left(self.ends, total.start) - 1]
        return self._exact(total, (e for e in takewhile(lambda e: e.end > ended, before) if e.is_like(total)))

    def _progress(self, total: Entry, following: Sequence[Entry]) -> list[Entry]:
        """Return the figures right behind that only say how far the total has come: 安排项目19个，已完工16个，余下3个."""
        parts: list[Entry] = []
        for entry in following:
            before = re.split("[，；、]", self.text[total.end : entry.start])[-1] if "，" in self.text[total.end : entry.start] else ""
            alone = sums_pattern("{so_far}*{progress}+").fullmatch(before)
            if not alone or entry.id in self.aside or not entry.fits_into(total) or sum(p.value for p in parts) + entry.value > total.value:
                break
            parts.append(entry)
        return parts

    def _exact(self, total: Entry, parts: Iterable[Entry]) -> list[Entry]:
        """Return the first two or more figures that add up to the total exactly, if any; none behind these is looked at."""
        added, taken = Decimal(0), []
        for part in parts:
            added += part.value
            taken.append(part)
            if added >= total.value:
                return taken if added == total.value and len(taken) > 1 else []
        return []


def _compares(text: str, entry: Entry) -> bool:
    """Tell whether a figure is no amount of its own but a difference, a mark or a former state: 比去年多3000万元; 由6家增加到19家."""
    before, after = text[max(0, entry.start - 20) : entry.start], text[entry.end : entry.end + 16]
    if sums_pattern("{compared}[^，。；]{0,12}{difference}$").search(before):
        return True
    held = sums_pattern("{compared}[^，。；]{0,12}$").search(before) and sums_pattern("(?:{difference}|{change})").match(after)
    former = sums_pattern("[由从][^，。；由从]{0,10}$").search(before) and sums_pattern("[^，。；]{0,3}{change}[^，。；]{0,2}[到至为]").match(after)
    return bool(held or former)


@Language.component("kg_sums")
def find_sums(doc: Doc) -> Doc:
    """Mark the measures of ``doc._.reading.actions`` as totals, parts and repeats, say which of them count, and join what repeats."""
    reading: Reading = doc._.reading
    text = punctuated(reading.bulletin.text)
    entries = entries_of(reading.actions)
    compared = {e.id for e in entries if _compares(text, e)}
    sums = _Sums(text, [e for e in entries if e.id not in compared], reading.cells)
    part_of = dict(sums.part_of)
    repeats = find_repeats(reading, text, entries)
    # What adds up and what says again is as the text has it; how it counts is as judgements have it.
    actions = corrected(reading, {i: repeats.first(i) for i in repeats.of}, part_of)
    settled = settled_with_totals(text, actions, part_of, reading.corrected)
    entries = entries_of(settled.values())
    aside = compared | sums.aside | repeats.of.keys() | repeats.sides
    part_of |= find_held(text, [e for e in entries if e.id not in aside], part_of)
    of = {e.id: e.action for e in entries}
    totals = set(part_of.values())

    def marked(entry: Entry) -> Measure:
        total = part_of.get(entry.id, "")
        role = Role.PART if total else Role.TOTAL if entry.id in totals else None
        within = any(entry.counts_with(of[above]) for above in totals_above(entry.id, part_of))
        said, alone = repeats.first(entry.id), entry.id not in aside
        return replace(
            entry.measure, role=role, total=total, repeats=said if said != entry.id else "", counts_in_totals=alone and not within,
            counts_in_year=alone and counts_in_year(entry, of, part_of),
        )  # fmt: skip

    done = [replace(a, measures=tuple(marked(Entry(a, m)) for m in a.measures)) for a in settled.values()]
    reading.actions[:] = merge_repeats(done, {m.id: m.repeats for a in done for m in a.measures if m.repeats})
    return doc
