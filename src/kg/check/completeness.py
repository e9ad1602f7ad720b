"""Whether every figure of a bulletin is in a statement or among those left out, and in one of them only.

Where a clause says 各, one figure stands for each of several, and is in as many statements. Of a register it is rows that are counted: each
states a pairing or is listed.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.check.recount import has_numeral, recount
from kg.model import BlockKind, Bulletin, Evidence, Records

# How far back in its clause the word may stand that makes a figure hold for each of several.
_CLAUSE = 60
# What stands here must not be captured: a second copy would count everything twice.
_OUTSIDE = frozenset({BlockKind.FURNITURE, BlockKind.COPY})


class Flaw(StrEnum):
    """How the books can fail to add up."""

    MISSING = "missing"
    TWICE = "twice"
    EMPTY = "empty"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A figure that is in neither book, in both, or in one without standing in the text's content; ``around`` is what stands around it."""

    flaw: Flaw
    evidence: Evidence
    around: str


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of one bulletin, or the ``rows`` of a register; a range such as 1—2亿 is one figure.

    Where it adds up, ``figures`` is ``captured`` and all that is left out.
    """

    bulletin: str
    figures: int
    captured: int
    left_out: Mapping[str, int]
    discrepancies: tuple[Discrepancy, ...]
    rows: bool = False

    @property
    def adds_up(self) -> bool:
        return not self.discrepancies and self.figures == self.captured + sum(self.left_out.values())


def reasons_in(counted: Iterable[Account]) -> dict[str, int]:
    """Return how much is left out for each reason, the most frequent first."""
    reasons: Counter[str] = Counter()
    for account in counted:
        reasons.update(account.left_out)
    return dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))


def accounts(records: Records) -> list[Account]:
    """Return the account of each bulletin, the figures in its text counted anew."""
    captured: dict[str, list[Evidence]] = defaultdict(list)
    left_out: dict[str, list[Evidence]] = defaultdict(list)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    stating: dict[str, list[Evidence]] = defaultdict(list)
    for action in records.actions:
        for measure in action.measures:
            captured[measure.evidence.bulletin].append(measure.evidence)
    for figure in records.left_out:
        left_out[figure.evidence.bulletin].append(figure.evidence)
        reasons[figure.evidence.bulletin][figure.reason] += 1
    for action in records.actions:
        for row in action.evidence:
            stating[row.bulletin].append(row)
    return [
        _register_account(b, stating[b.id], left_out[b.id], reasons[b.id])
        if b.columns
        else _account(b, captured[b.id], left_out[b.id], dict(sorted(reasons[b.id].items())))
        for b in records.bulletins
    ]


def _register_account(register: Bulletin, stating: Sequence[Evidence], left_out: Sequence[Evidence], reasons: Mapping[str, int]) -> Account:
    """Return the account of a register's rows."""
    rows = [(b.start, b.end) for b in register.blocks if b.kind is BlockKind.PARAGRAPH]
    held, listed = ({(e.start, e.end) for e in booked} for booked in (stating, left_out))
    quotes = {row: Evidence(register.id, *row, register.text[slice(*row)]) for row in rows}
    flawed = [(Flaw.MISSING, row) for row in rows if row not in held | listed] + [(Flaw.TWICE, row) for row in rows if row in held & listed]
    found = tuple(Discrepancy(flaw, quotes[row], "") for flaw, row in flawed)
    return Account(register.id, len(rows), len(held.intersection(rows)), dict(sorted(reasons.items())), found, rows=True)


def _account(bulletin: Bulletin, captured: Sequence[Evidence], left_out: Sequence[Evidence], reasons: Mapping[str, int]) -> Account:
    booked = sorted((*captured, *left_out), key=lambda e: (e.start, e.end))
    missing = list(_missing(bulletin, booked))
    found = [Discrepancy(Flaw.MISSING, e, _around(bulletin.text, e)) for e in missing]
    found += [Discrepancy(Flaw.TWICE, e, _around(bulletin.text, e)) for e in _twice(bulletin, booked, set(left_out))]
    found += [Discrepancy(Flaw.EMPTY, e, _around(bulletin.text, e)) for e in booked if not has_numeral(bulletin.text[e.start : e.end])]
    outside = [b for b in bulletin.blocks if b.kind in _OUTSIDE]
    found += [Discrepancy(Flaw.OUTSIDE, e, _around(bulletin.text, e)) for e in captured if any(b.start <= e.start < b.end for b in outside)]
    figures = len({(e.start, e.end) for e in booked}) + len(missing)
    found.sort(key=lambda d: (d.evidence.start, d.flaw))
    return Account(bulletin.id, figures, len({(e.start, e.end) for e in captured}), reasons, tuple(found))


def _missing(bulletin: Bulletin, booked: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield what counts something and stands in no entry as a whole."""
    starts = [e.start for e in booked]
    for block in bulletin.blocks:
        for start, end in recount(bulletin.text, block.start, block.end):
            entry = bisect_right(starts, start) - 1
            if entry < 0 or booked[entry].end < end:
                yield Evidence(bulletin.id, start, end, bulletin.text[start:end])


def _twice(bulletin: Bulletin, booked: Sequence[Evidence], left_out: Collection[Evidence]) -> Iterator[Evidence]:
    """Yield what is booked again, unless it is captured once for each of several."""
    reached, last = -1, None
    for entry in booked:
        again = entry == last and entry not in left_out and _for_each(bulletin.text, entry.start)
        if entry.start < reached and not again:
            yield entry
        reached, last = max(reached, entry.end), entry


def _for_each(text: str, figure: int) -> bool:
    """Say whether the clause of a figure says that it holds for each of several."""
    clause = re.split("[，；。\n]", text[max(0, figure - _CLAUSE) : figure])[-1]
    return "各" in clause


def _around(text: str, evidence: Evidence) -> str:
    return text[max(0, evidence.start - 12) : evidence.end + 12].replace("\n", " ")
