"""The figures of a bulletin one by one, each with its action: what sums and repeats are found among."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.status import falls_short
from kg.model import Action, Measure


@dataclass(frozen=True, slots=True)
class Entry:
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

    def is_like(self, other: "Entry") -> bool:
        """Tell whether the units can be added: people are people, by whatever measure word."""
        return self.adds_up and _are_alike(self.measure.unit, other.measure.unit)

    def counts_the_same(self, other: "Entry") -> bool:
        """Tell whether the units are one: 4个项目 are none of 9家企业, though 4个 and 5家 may make nine."""
        return _are_one(self.measure.unit, other.measure.unit)

    @property
    def falls_short(self) -> bool:
        """Whether it is what has not come to its end of something that may be done as a whole: 投入500万元，其中200万元未到位."""
        word = self.action.status_evidence
        return not self.action.status.is_done and word is not None and falls_short(word.quote)

    def fits_into(self, total: "Entry") -> bool:
        """Tell whether it can be a part of a total: no larger, and nothing of what is done that is only planned."""
        return self.value <= total.value and (self.action.status.is_done or not total.action.status.is_done or self.falls_short)

    def counts_with(self, total: Action) -> bool:
        """Tell whether every sum that takes in the action of a total takes in this part of it thereby.

        Sums are of one kind, and of what is done apart from what is ahead. So what is done of a plan counts beside the plan, and a part that a
        judgement has set apart from the kind of its total counts in its own; where the text alone is read so, 其中 is the better witness:
        培训79名，其中贫困人口60名就业. What is still ahead of a total that is done counts with it all the same: 投入500万元，其中200万元未到位.
        Parties part nothing: a part counts with those of its total, who gave or got the whole.
        """
        judged = any(ruling.field == "kind" for ruling in (*self.action.judged, *total.judged))
        alike = self.action.kind == total.kind or not judged
        return alike and (total.status.is_done or not self.action.status.is_done)


def entries_of(actions: Iterable[Action]) -> list[Entry]:
    """Return the figures of some actions in the order of the text."""
    return sorted((Entry(a, m) for a in actions for m in a.measures), key=lambda e: (e.start, e.id))


def totals_above(figure: str, part_of: Mapping[str, str]) -> Iterator[str]:
    """Yield the total that a figure is a part of, the total of that one, and so on; all are ids, and none comes twice."""
    seen = {figure}
    while (figure := part_of.get(figure, "")) and figure not in seen:
        seen.add(figure)
        yield figure


@follows_lexicon
@cache
def _are_one(unit: str, other: str) -> bool:
    return unit == other or {unit, other} <= {*load("roles")["sums"]["people"]}


@follows_lexicon
@cache
def _are_alike(unit: str, other: str) -> bool:
    return _are_one(unit, other) or any({unit, other} <= {*group} for group in load("roles")["sums"]["alike"])


@follows_lexicon
@cache
def sums_pattern(template: str) -> re.Pattern[str]:
    """Return a pattern with the words of the lexicon in it: ``{parts}`` stands for any of its ``parts``."""
    words = {name: f"(?:{'|'.join(sorted(listed, key=len, reverse=True))})" for name, listed in load("roles")["sums"].items() if name != "alike"}
    return re.compile(re.sub(r"\{([a-z_]+)\}", lambda m: words[m[1]], template), re.DOTALL)
