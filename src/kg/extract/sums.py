"""Finds which figures are sums of others, and which only say again what was said: what remains may be added up.

A total counts and its parts do not: 安排1250万元，其中九龙县1050万元、简阳市200万元 is 1250万元 once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import load
from kg.extract.reading import Reading, punctuated
from kg.model import Action, Bound, Measure, Role, Status


@dataclass(frozen=True, slots=True)
class _Entry:
    """One figure with its action, in the order of the text."""

    action: Action
    measure: Measure

    @property
    def start(self) -> int:
        return self.measure.evidence.start

    @property
    def end(self) -> int:
        return self.measure.evidence.end


def _units(unit: str, alike: str = "alike") -> frozenset[str]:
    """Return the units that can be added to one: people are people, by whatever measure word."""
    return next((frozenset(group) for group in load("roles")["sums"][alike] if unit in group), frozenset({unit}))


class _Sums:
    def __init__(self, text: str, entries: Sequence[_Entry]):
        self.text, self.entries = text, entries
        words = load("roles")["sums"]
        self.opening = re.compile("|".join(words["parts"]))
        self.closing = re.compile(f"(?:{'|'.join(words['total'])})[^，。；]{{0,12}}$")
        self.part_of: dict[str, str] = {}

    def find(self) -> dict[str, str]:
        """Return the id of the total of each part."""
        for index, entry in enumerate(self.entries):
            if entry.measure.id not in self.part_of and entry.measure.upper is None:
                parts = self._announced(index) or self._listed(index) or self._added_up(index)
                self.part_of |= {part.measure.id: entry.measure.id for part in parts if part.measure.id not in self.part_of}
        return self.part_of

    def _following(self, index: int, stop: str, *, proven: bool = False) -> Iterator[_Entry]:
        """Yield the figures after one that could be added up to it, up to the end that ``stop`` names; ``proven`` if only an exact sum will do."""
        total = self.entries[index]
        units = _units(total.measure.unit) | (_units(total.measure.unit, "proven") if proven else frozenset())
        for entry in self.entries[index + 1 :]:
            if re.search(stop, self.text[total.end : entry.start]):
                return
            if entry.measure.unit in units and entry.measure.upper is None:
                yield entry

    def _announced(self, index: int) -> list[_Entry]:
        """Return the parts that 其中 announces, in the sentence of a total or opening the next one."""
        total = self.entries[index]
        following = list(self._following(index, "\n|[。！？](?!其中)"))
        if not following or not (opening := self.opening.search(self.text[total.end : following[0].start])):
            return []
        between = self.text[total.end + opening.end() : following[0].start]
        if exact := self._exact(total, following):
            return exact
        # Without the proof of the sum: the figure right after the word, and those in a bare list with it.
        if re.search("[。；]", between) or following[0].measure.value > total.measure.value:
            return []
        parts = [following[0]]
        for entry in following[1:]:
            bare = re.fullmatch("[、，和及]?[^，。；、]{0,8}", self.text[parts[-1].end : entry.start])
            if not bare or sum(p.measure.value for p in parts) + entry.measure.value > total.measure.value:
                break
            parts.append(entry)
        return parts

    def _listed(self, index: int) -> list[_Entry]:
        """Return two or more figures of the same kind right after a total that add up to it without a word to say so."""
        total = self.entries[index]
        alike = [e for e in self._following(index, "[。！？\n]", proven=True) if e.action.kind == total.action.kind]
        # 1000余亩、600余亩、400余亩 add up by chance only.
        return self._exact(total, alike) if all(e.measure.bound is Bound.EXACT for e in (total, *alike)) else []

    def _added_up(self, index: int) -> list[_Entry]:
        """Return the figures before a total that it adds up: 甲10万元、乙20万元，共30万元."""
        total = self.entries[index]
        if not self.closing.search(self.text[max(0, total.start - 16) : total.start]):
            return []
        units = _units(total.measure.unit)
        before = [e for e in self.entries[:index] if e.measure.unit in units and not re.search("[。！？\n]", self.text[e.end : total.start])]
        return self._exact(total, before[::-1])

    def _exact(self, total: _Entry, parts: Sequence[_Entry]) -> list[_Entry]:
        """Return the first two or more figures that add up to the total exactly, if any."""
        added = Decimal(0)
        for count, part in enumerate(parts, 1):
            added += part.measure.value
            if added >= total.measure.value:
                return list(parts[:count]) if added == total.measure.value and count > 1 else []
        return []


def _repeated(entries: Sequence[_Entry]) -> set[str]:
    """Return the ids of figures that say again what stands before: same figure, kind, parties and status, told in the same words."""
    seen: dict[tuple[object, ...], list[str]] = {}
    again = set()
    for entry in entries:
        action, measure = entry.action, entry.measure
        figure = (measure.value, measure.upper, measure.unit, measure.bound is Bound.EXACT)
        key = (*figure, action.kind, action.provider, action.recipient, action.status)
        words = [w for w in seen.get(key, []) if _alike(w, action.about)]
        if words and measure.value > 1:
            again.add(measure.id)
        seen.setdefault(key, []).append(action.about)
    return again


def _alike(first: str, second: str) -> bool:
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (first, second)]
    return 2 * len(pairs[0] & pairs[1]) >= min(map(len, pairs)) > 0


@Language.component("kg_sums")
def find_sums(doc: Doc) -> Doc:
    """Mark the measures of ``doc._.reading.actions`` as totals and parts, and say which of them count."""
    reading: Reading = doc._.reading
    entries = sorted((_Entry(a, m) for a in reading.actions for m in a.measures), key=lambda e: (e.start, e.measure.id))
    part_of = _Sums(punctuated(reading.bulletin.text), entries).find()
    totals, again = set(part_of.values()), _repeated(entries)

    def marked(measure: Measure) -> Measure:
        total = part_of.get(measure.id, "")
        role = Role.PART if total else Role.TOTAL if measure.id in totals else None
        return replace(measure, role=role, total=total, counts_in_totals=not total and measure.id not in again)

    planned = {m.id for a in reading.actions if a.status is Status.PLANNED for m in a.measures}

    def status(action: Action) -> Status:
        """A part of what is planned is planned: 预算安排1250万元，其中安排九龙县1050万元."""
        return Status.PLANNED if any(part_of.get(m.id) in planned for m in action.measures) else action.status

    reading.actions[:] = [replace(a, measures=tuple(map(marked, a.measures)), status=status(a)) for a in reading.actions]
    return doc
