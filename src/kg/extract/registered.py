"""What registers tell beside bulletins: who is paired with a place in a year, and which statement of a bulletin a row says again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.extract.parties import Party, Sides
from kg.link.gazetteer import gazetteer
from kg.link.year import year_of
from kg.model import Action, Bulletin, Entity, EntityType, Evidence, Records
from kg.rdf.periods import interval_of

Years = tuple[int, int]
"""The first and the last of some years, both included."""
_UNTOLD, _OPEN = 0, 9999


@dataclass(frozen=True)
class Registered:
    """The pairings of registers that somebody has checked, with the entities that they are between."""

    pairings: tuple[Action, ...] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)

    @cached_property
    def witnesses(self) -> dict[Evidence, frozenset[str]]:
        """Whom each row names."""
        named: dict[Evidence, set[str]] = defaultdict(set)
        for pairing in self.pairings:
            for row in pairing.evidence:
                named[row].update(pairing.provider, pairing.recipient)
        return {row: frozenset(parties) for row, parties in named.items()}

    @cached_property
    def _of(self) -> dict[str, list[Action]]:
        """The pairings by each of their parties."""
        of: dict[str, list[Action]] = defaultdict(list)
        for pairing in self.pairings:
            for party in (*pairing.provider, *pairing.recipient):
                of[party].append(pairing)
        return of

    def _has_body(self, pairing: Action) -> bool:
        """Tell whether a party of a pairing is a body; a division of the corps is a place in all but its type."""
        parties = (*pairing.provider, *pairing.recipient)
        return not all(self.entities[party].type is EntityType.PLACE or gazetteer().records(party) for party in parties)

    def completed(self, sides: Sides, years: Years, programme: str) -> tuple[Sides, Action | None]:
        """Return a pair of which one side is not told with the one partner that registers have for the other side in some years, if they have one.

        Of several partners that of the programme counts, if the text names one; with several left, or none for all of the years, nobody is
        guessed. A body is meant only where the text names its programme: most counties have more helpers of this kind than a register tells.
        """
        if bool(sides.providers) is bool(sides.recipients):
            return sides, None
        meant = self._meant(sides, years, programme)
        if len({(p.provider, p.recipient) for p in meant}) != 1 or not (whole := [p for p in meant if _covers(p, years)]):
            return sides, None
        return Sides(whole[0].provider, whole[0].recipient), whole[0]

    def helping(self, recipient: Party, years: Years, programme: str) -> list[Action]:
        """Return the pairings of those who help somebody in some years, of which a text may mean one; none where none is known for all of them."""
        meant = self._meant(Sides((), recipient), years, programme) if recipient else []
        return [p for p in meant if _covers(p, years)]

    def _meant(self, sides: Sides, years: Years, programme: str) -> list[Action]:
        known = sides.providers or sides.recipients
        if len(known) > 1:
            return []
        held = [p for p in self._of.get(known[0], ()) if _overlaps(p, years) and known == (p.provider if sides.providers else p.recipient)]
        return [p for p in held if programme and programme in p.programme] or [p for p in held if not self._has_body(p)]


def registered_in(records: Records) -> Registered:
    """Return what the registers of a build tell."""
    known = {b.id for b in records.bulletins if b.columns}
    rows = [(a, tuple(e for e in a.evidence if e.bulletin in known)) for a in records.actions if a.kind == "pairing" and a.rank is None]
    return Registered(tuple(replace(a, evidence=quotes) for a, quotes in rows if quotes), {e.id: e for e in records.entities})


def years_of(period: str, year: int) -> Years:
    """Return the years of a statement's period, else ``year``, that of its bulletin, up to which goes what has no end."""
    first, last = _years(period) if period else (year, year)
    return first, max(first, year) if last == _OPEN else last


def _years(period: str) -> Years:
    """Return the first and the last year of a period, _UNTOLD and _OPEN where it does not tell them."""
    begin, end = interval_of(period)
    return int(begin[:4] or _UNTOLD), int(end[:4] or _OPEN)


def _row_years(row: Action) -> Years | None:
    """Return the years in which a row's pairing held; None where its beginning is not told."""
    years = _years(row.period) if row.period else (_UNTOLD, _OPEN)
    return years if years[0] != _UNTOLD else None


def _overlaps(row: Action, years: Years) -> bool:
    held = _row_years(row)
    return held is not None and held[0] <= years[1] and years[0] <= held[1]


def _covers(row: Action, years: Years) -> bool:
    """Tell whether a row's pairing held from the first to the last of some years; up to the last where the first is not told."""
    held = _row_years(row)
    return held is not None and (years[0] == _UNTOLD or held[0] <= years[0]) and years[1] <= held[1]


def unite_pairings(actions: Iterable[Action], bulletins: Sequence[Bulletin]) -> list[Action]:
    """Return actions with each registered pairing once: rows that say the same are one, and one that a bulletin states is evidence there.

    A bulletin's statement keeps its id, and takes time and programme from the row where it tells none; no time from one that is unchecked.
    """
    years = {b.id: year_of(b) for b in bulletins}
    tables = {b.id for b in bulletins if b.columns}
    stated = [a for a in actions if a.evidence[0].bulletin not in tables]
    rows: dict[tuple[object, ...], list[Action]] = defaultdict(list)
    for action in _united_rows([a for a in actions if a.evidence[0].bulletin in tables]):
        rows[action.provider, action.recipient].append(action)
    taken: set[str] = set()
    out = []
    for action in stated:
        row = _same(action, rows.get((action.provider, action.recipient), []), years[action.evidence[0].bulletin])
        out.append(_said_again(action, row) if row else action)
        taken |= {row.id} if row else set()
    return [*out, *(row for same in rows.values() for row in same if row.id not in taken)]


def _same(action: Action, rows: Sequence[Action], year: int) -> Action | None:
    """Return the row of the pairing that a bulletin states, if there is one that may be meant and no other."""
    if action.kind != "pairing" or action.measures or action.superseded_by:
        return None
    held = [row for row in rows if _row_years(row) is None or _covers(row, (year, year))]
    meant = held if len(held) == 1 else [row for row in held if row.programme == action.programme]
    return meant[0] if len(meant) == 1 else None


def _said_again(action: Action, row: Action) -> Action:
    told = not action.period and (row.rank is None or row.rank is action.rank)
    period, quote = (row.period, row.period_evidence) if told else (action.period, action.period_evidence)
    programme, evidence = action.programme or row.programme, (*action.evidence, *row.evidence)
    return replace(action, evidence=evidence, programme=programme, period=period, period_evidence=quote)


def _united_rows(rows: Iterable[Action]) -> list[Action]:
    """Return rows of one pair and programme as one where their times overlap or adjoin, or where one tells none; its time is the widest.

    What one has checked is checked. A row that nobody has checked widens no time of one that somebody has: where it overlaps that it is
    evidence, where it only adjoins it stays a pairing of its own.
    """
    groups: dict[tuple[object, ...], list[Action]] = defaultdict(list)
    for row in sorted(rows, key=_row_order):
        same = groups[row.provider, row.recipient, row.programme]
        told = [n for n, known in enumerate(same) if _are_one(known, row)]
        if len(told) == 1:
            same[told[0]] = _widened(same[told[0]], row)
        else:
            same.append(row)
    return [row for same in groups.values() for row in same]


def _row_order(row: Action) -> tuple[object, ...]:
    """Return what sorts rows so that each meets those that it may be one with: the checked first, by their beginnings, without a time last."""
    return row.rank is not None, not row.period, _known_years(row), row.evidence[0].bulletin, row.evidence[0].start, row.id


def _known_years(row: Action) -> Years:
    """Return the years in which a row's pairing held for sure: of one of which only the end is told, its last year."""
    first, last = _years(row.period) if row.period else (_UNTOLD, _OPEN)
    return (last, last) if first == _UNTOLD else (first, last)


def _are_one(known: Action, row: Action) -> bool:
    if not (known.period and row.period):
        return True
    (first, last), (begin, end) = _known_years(known), _known_years(row)
    # 2016–2020 and 2021–.
    gap = 1 if known.rank is row.rank else 0
    return begin <= last + gap and first <= end + gap


def _widened(known: Action, row: Action) -> Action:
    """Return a pairing with what a further row tells of it."""
    united = _said_again(known, row)
    if not (known.period and row.period) or known.rank is not row.rank:
        return united
    told = _years(known.period), _years(row.period)
    first, last = min((first for first, _ in told if first != _UNTOLD), default=_UNTOLD), max(last for _, last in told)
    period = str(first) if first == last else f"{first or ''}-{'' if last == _OPEN else last}"
    return replace(united, period=period, period_evidence=row.period_evidence if period == row.period else known.period_evidence)
