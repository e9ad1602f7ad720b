"""Gives each place name its place of the gazetteer, and makes the places that the gazetteer lacks."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from kg.extract.lexicon import follows_lexicon
from kg.extract.reading import Reading
from kg.link.choice import Context, narrow, nearest_in_time
from kg.link.gazetteer import Gazetteer, Place, gazetteer
from kg.link.identifiers import entity_id
from kg.model import Bulletin, Entity, EntityType, Level


@dataclass(slots=True)
class Found:
    """A place name at its offsets; ``places`` are the records it may stand for, none for a name that the table does not have.

    Once linked, several ``places`` without a ``place`` are a tie.
    """

    start: int
    end: int
    name: str
    places: list[Place] = field(default_factory=list)
    level: Level | None = None
    place: Place | None = None
    parent: str = ""
    zone: bool = False


# Bulletins name the same places again and again.
@follows_lexicon
@lru_cache(maxsize=1 << 14)
def place_entity(place: Place, year: int) -> Entity:
    """Return the entity of a place of the gazetteer, as it was in a year."""
    above = gazetteer().above(place, year)
    return Entity(
        place.id,
        EntityType.PLACE,
        place.name,
        code=place.code,
        level=place.level,
        parent=above.id if above else "",
        valid_from=place.start,
        valid_to=None if place.end == 9999 else place.end,
        lat=place.lat,
        lon=place.lon,
        english=place.english,
    )


def publishing_places(bulletin: Bulletin, table: Gazetteer) -> list[Place]:
    """Return the places that the names of a bulletin's issuer, publisher and source state in full."""
    hits = table.hits("，".join((bulletin.issuer, bulletin.publisher, bulletin.source)))
    return [p for h in hits for p in table.full.get(h.form) or table.usual.get(h.form, [])]


class Linker:
    """Gives each name that was found its place: by containment, the article before the bulletin before the publisher."""

    def __init__(self, reading: Reading, found: list[Found], table: Gazetteer, year: int) -> None:
        self.reading, self.found, self.table, self.year = reading, found, table, year
        self.bulletin: set[str] = set()
        self.articles: dict[int, set[str]] = {}
        publishers = publishing_places(reading.bulletin, table)
        self.publisher = {i for p in publishers for i in self._with_ancestors(p)}
        self.named = {p.id for p in publishers}
        # 贵州省 of 贵州省平塘县 tells where 平塘县 lies, not who else is meant.
        self._starts = {f.start for f in found}
        self._alone = Context(year)

    def _with_ancestors(self, place: Place) -> tuple[str, ...]:
        return (place.id, *self.table.ancestors(place.id, self.year))

    def article(self, offset: int) -> int:
        """Return the index of the article at an offset, -1 outside of all."""
        article = self.reading.outline.article(offset)
        return article.index if article else -1

    def link(self) -> None:
        """Choose a place for each name: first where only one can be meant, then where the others decide."""
        for sure in (True, False):
            for i, found in enumerate(self.found):
                if found.places and not found.zone and found.place is None:
                    self._choose(i, found, sure=sure)
        self._take_over()
        self._make_missing()

    def _chain(self, i: int) -> str:
        before = self.found[i - 1] if i else None
        return before.place.id if before and before.end == self.found[i].start and before.place else ""

    def _choose(self, i: int, found: Found, *, sure: bool) -> None:
        if len(found.places) > 1:
            meant = narrow(found.places, self._alone if sure else self._context(found), self.table, self._chain(i))
        else:
            meant = found.places
        if len(meant) == 1:
            self._settle(found, meant[0])
        elif not sure:
            found.places = meant

    def _context(self, found: Found) -> Context:
        return Context(self.year, self.articles.get(self.article(found.start), set()), self.bulletin, self.publisher, self.named)

    def _settle(self, found: Found, place: Place) -> None:
        found.place, found.level = place, place.level
        named = self._with_ancestors(place)
        self.articles.setdefault(self.article(found.start), set()).update(named)
        self.bulletin.update(named)
        if found.end not in self._starts:
            self.named.add(place.id)

    def _take_over(self) -> None:
        """Let a name that stayed a tie mean what the same name means elsewhere in the bulletin, if that is one place."""
        known: dict[str, dict[str, Place]] = {}
        for found in self.found:
            if found.place:
                known.setdefault(found.name, {})[found.place.id] = found.place
        for found in self.found:
            elsewhere = list(known.get(found.name, {}).values())
            if found.place is None and not found.zone and len(elsewhere) == 1 and elsewhere[0] in found.places:
                found.place = elsewhere[0]

    def _make_missing(self) -> None:
        """Give the names that the table lacks their parent: the place named right before, else the county of the last one named."""
        last = ""
        parents: dict[str, set[str]] = {}
        for i, found in enumerate(self.found):
            if found.zone:
                found.parent = next((p.id for p in found.places), "") if len({p.id for p in found.places}) == 1 else ""
                found.place = self._zone(found)
            elif not found.places:
                before = self.found[i - 1] if i else None
                chained = before is not None and before.end == found.start
                if before and chained:
                    found.parent = self._id(before)
                    parents.setdefault(found.name, set()).add(found.parent)
                else:
                    # 龙安镇龙王村 … 龙王村: the one named with its township, if there is but one.
                    found.parent = next(iter(parents[found.name])) if len(parents.get(found.name, ())) == 1 else last
                if found.level is Level.TOWNSHIP:
                    self._look_up(found)
            place = found.place
            if place and place.level is Level.TOWNSHIP:
                above = self.table.above(place, self.year)
                last = above.id if above else last
            elif place and place.level is Level.COUNTY:
                last = place.id

    def _zone(self, found: Found) -> Place | None:
        """Return the zone of the table that is so called in this city."""
        zones = (p for p in self.table.zones.get(found.name, ()) if p.held_in(self.year) and found.parent in self.table.ancestors(p.id, self.year))
        return next(zones, None)

    def _look_up(self, found: Found) -> None:
        """Prefer a township of the table to a made one: that below its parent or, without a parent, that which the context leaves."""
        places = nearest_in_time(self.table.townships(found.name), self.year)
        if found.parent:
            places = [p for p in places if found.parent in self.table.ancestors(p.id, self.year)]
        else:
            places = narrow(places, self._context(found), self.table)
        if len(places) == 1:
            self._settle(found, places[0])
        found.places = places

    def _id(self, found: Found) -> str:
        """Return the id of a name; where no place of the table is meant, not even as a parent, it holds for the bulletin alone."""
        if found.place:
            return found.place.id
        return entity_id(EntityType.PLACE, self._made_name(found), found.parent or self.reading.bulletin.id)

    def entity(self, found: Found) -> Entity:
        """Return the entity of a name; a tie and a place that the table lacks have no code, a tie has candidates."""
        place = found.place
        if place is None:
            level = found.level or self._common_level(found)
            candidates = () if found.zone else tuple(sorted({p.id for p in found.places}))
            return Entity(self._id(found), EntityType.PLACE, self._made_name(found), level=level, parent=found.parent, candidates=candidates)
        entity = place_entity(place, self.year)
        # A zone goes by the name that the bulletin gives it: 成都高新区, not 成都高新技术产业开发区.
        return replace(entity, name=found.name) if place.sort else entity

    def _made_name(self, found: Found) -> str:
        """Return the official form of an ambiguous short form, if all it may stand for agree in it."""
        names = {p.name for p in found.places}
        return names.pop() if len(names) == 1 and not found.zone else found.name

    def _common_level(self, found: Found) -> Level | None:
        levels = {p.level for p in found.places}
        return levels.pop() if len(levels) == 1 else None
