"""Whom registers say is meant where an article leaves out who gives or receives: for each statement its partner of that time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.extract.background import Scene
from kg.extract.origins import Origin, Source
from kg.extract.parties import Frame, Pairing, Party, Sides
from kg.extract.registered import Registered, years_of
from kg.link.year import year_of
from kg.model import Action, EntityType


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who gives and receives, where the two come from, and the row of a register that tells one of them, if one does."""

    sides: Sides
    sources: tuple[Source, Source]
    row: Action | None = None


class Partners:
    """What registers tell of the parties of one article: ``main`` is the pair that its text is about, ``stated`` are the pairings in it."""

    def __init__(self, frame: Frame, main: Sides, stated: Sequence[Pairing], programme: str):
        self.frame, self.main, self.stated, self.programme = frame, main, stated, programme
        self._pairs: dict[tuple[int, int], tuple[Sides, Action | None]] = {}

    @property
    def _registered(self) -> Registered:
        return self.frame.reading.registered or Registered()

    @cached_property
    def _year(self) -> int:
        return year_of(self.frame.reading.bulletin)

    def pair(self, period: str = "") -> Sides:
        """Return the article's pair as it was in a period, else in the bulletin's year: with the registered partner where the text leaves one out."""
        return self._pair(period)[0]

    def _pair(self, period: str) -> tuple[Sides, Action | None]:
        if bool(self.main.providers) is bool(self.main.recipients):
            return self.main, None
        years = years_of(period, self._year)
        if years not in self._pairs:
            self._pairs[years] = self._registered.completed(self.main, years, self.programme)
            self._introduce(self._pairs[years][1])
        return self._pairs[years]

    def resolve(self, sides: Sides, sources: tuple[Source, Source], scene: Scene, period: str) -> Resolved:
        """Return the parties of a statement with those that a register tells: the article's partner, or who helps one whom its pair is not about."""
        completed, row = self._pair(period)
        giver, taker = (self._by_register(*of, completed) if row else of[0] for of in zip(sources, _both(sides), strict=True))
        for giving, (helper, helped), source in ((True, _both(sides), giver), (False, _both(sides)[::-1], taker)):
            rows = self._instead(helper, helped, source, period)
            if rows is not None:
                known = {p.provider for p in rows}
                # Who is named just before is meant by the text; with it and a register at odds, nobody is.
                row = rows[0] if len(known) == 1 and not _names(scene, helper) else None
                party, source = (row.provider, Source(Origin.REGISTER)) if row else ((), Source(Origin.NOBODY))
                return Resolved(Sides(party, helped), (source, taker), row) if giving else Resolved(Sides(helped, party), (giver, source), row)
        return Resolved(sides, (giver, taker), row if Origin.REGISTER in (giver.origin, taker.origin) else None)

    def _by_register(self, source: Source, party: Party, completed: Sides) -> Source:
        """Return where a party comes from, where that is no place in the text but the row of a register."""
        elided = party and party in _both(completed) and party not in _both(self.main)
        return Source(Origin.REGISTER) if elided and not source.spans else source

    def _instead(self, helper: Party, helped: Party, source: Source, period: str) -> list[Action] | None:
        """Return the rows that name who helps one whom the article's pair is not about, where its helper was taken only because none is named.

        None where the helper stands: the text states the two as paired, or registers know no other place of the same part of the country;
        a county may have a helper there and one in its own province. Whom a row tells helps those of its row.
        """
        if not helped or self._is_stated(helper, helped) or any(self.frame.linked(helped, side) for side in _both(self.main)):
            return None
        rows = self._registered.helping(helped, years_of(period, self._year), self.programme)
        for row in rows:
            self._introduce(row)
        if source.origin is Origin.REGISTER:
            return rows
        places = all(self.frame.reading.entities[name].type is EntityType.PLACE for name in helper)
        rival = all(self.frame.part(helper) == self.frame.part(row.provider) for row in rows)
        kin = any(self.frame.related(name, row.provider) for row in rows for name in helper)
        return rows if source.origin is Origin.ARTICLE and places and rows and rival and not kin else None

    def _is_stated(self, giver: Party, taker: Party) -> bool:
        sides = {*giver}, {*taker}
        return any(sides[0] & {*p.providers} and sides[1] & {*p.recipients} for p in self.stated)

    def _introduce(self, row: Action | None) -> None:
        for party in (*row.provider, *row.recipient) if row else ():
            self.frame.reading.entities.setdefault(party, replace(self._registered.entities[party], aliases=(), mentions=()))


def _both(sides: Sides) -> tuple[Party, Party]:
    return sides.providers, sides.recipients


def _names(scene: Scene, party: Collection[str]) -> bool:
    """Tell whether what stands before a statement in its part names somebody."""
    return any({*party} & {*group.entities} for groups in scene.earlier for group in groups)
