"""Which names may mean several places, for their bulletin does not tell: no fault, and never guessed, but a reader may know."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.link.gazetteer import Place, gazetteer
from kg.link.year import year_of
from kg.model import Entity, Evidence, Records


@dataclass(frozen=True, slots=True)
class Tie:
    """A name where it stands first, and the places that it may mean, as they were in the year of its bulletin."""

    place: Entity
    mention: Evidence
    candidates: tuple[Place, ...]
    year: int


def ties(records: Records) -> Iterator[Tie]:
    """Yield the names that may mean several places, in the order of the bulletins."""
    years = {b.id: year_of(b) for b in records.bulletins}
    tied = [e for e in records.entities if e.candidates]
    for place in sorted(tied, key=lambda e: (e.mentions[0].bulletin, e.mentions[0].start)):
        mention = place.mentions[0]
        year = years[mention.bulletin]
        known = (gazetteer().in_year(candidate, year) for candidate in place.candidates)
        yield Tie(place, mention, tuple(sorted(filter(None, known), key=lambda p: p.code)), year)
