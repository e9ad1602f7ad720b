"""Which of the places that share a name is meant: the one that its context contains; a tie stays a tie."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from kg.link.gazetteer import Gazetteer, Place
from kg.model import Level


@dataclass(slots=True)
class Context:
    """What decides between places of one name, the strongest first: places of the article, of the bulletin, of its publisher (entity ids).

    Each set holds the places above the named ones too; ``named`` are those alone that are named themselves.
    """

    year: int
    article: set[str] = field(default_factory=set)
    bulletin: set[str] = field(default_factory=set)
    publisher: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def nearest_in_time(candidates: Iterable[Place], year: int) -> list[Place]:
    """Return one record per place: those valid in the year if there are any, else each as it was nearest to it."""
    places = list(candidates)
    valid = [p for p in places if p.held_in(year)]
    best: dict[str, Place] = {}
    for place in valid or places:
        known = best.get(place.id)
        if known is None or _distance(place, year) < _distance(known, year):
            best[place.id] = place
    return list(best.values())


def _distance(place: Place, year: int) -> int:
    return 0 if place.held_in(year) else min(abs(place.start - year), abs(place.end - year))


def _one_per_parent(places: list[Place], year: int, gazetteer: Gazetteer) -> list[Place]:
    """Return one of those townships that are one place under two codes, because the county above was recoded (飞龙乡 of 简阳市)."""
    best: dict[str, Place] = {}
    for place in places:
        above = gazetteer.above(place, place.start) if place.level is Level.TOWNSHIP else None
        key = above.id if above else place.id
        if key not in best or _distance(place, year) < _distance(best[key], year):
            best[key] = place
    return list(best.values())


# From here on it is the prefecture, the county or the place itself that is named.
_CLOSE = 3


def _nearness(place: Place, others: Collection[str], context: Context, gazetteer: Gazetteer) -> int:
    """Say how closely others hold a place: 4 it is among them, 3 its prefecture or county is, 1 its province is and is named, 0 nothing."""
    above = gazetteer.ancestors(place.id, context.year)
    if place.id in others:
        return 4
    if any(a in others for a in above[:-1]):
        return 3
    return 1 if above and above[-1] in others and above[-1] in context.named else 0


def narrow(candidates: Iterable[Place], context: Context, gazetteer: Gazetteer, chain: str = "") -> list[Place]:
    """Return the places that may be meant: one, or several for a tie; ``chain`` is the id of the place named right before (四川省绵阳市|平武县)."""
    candidates = list(candidates)
    if len(candidates) == 1:
        return candidates
    places = _one_per_parent(nearest_in_time(candidates, context.year), context.year, gazetteer)
    if chain:
        within = [p for p in places if chain in gazetteer.ancestors(p.id, context.year)]
        places = within or places
    # A province that is named says less of a place than a publisher from its own prefecture; that of the other side of a pairing says nothing.
    for least in (_CLOSE, 1):
        for others in (context.article, context.bulletin, context.publisher):
            if len(places) == 1:
                return places
            nearness = [_nearness(p, others, context, gazetteer) for p in places]
            best = max(nearness, default=0)
            if best >= least:
                places = [p for p, near in zip(places, nearness, strict=True) if near == best]
    return places
