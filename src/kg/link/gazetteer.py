"""The administrative divisions of China with the years in which each name and code held, from provinces to townships; zones beside them."""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import ahocorasick_rs

from kg.extract.lexicon import follows_lexicon, load
from kg.link.identifiers import place_id
from kg.model import Level
from kg.resources import locate

_LEVELS = {"1": Level.PROVINCE, "2": Level.PREFECTURE, "3": Level.COUNTY, "4": Level.TOWNSHIP}
# Plain endings of a full name; what is left without them is the short form (平武县: 平武), if two characters are left (理县: none).
_ENDINGS = ("特别行政区", "地区", "林区", "特区", "矿区", "新区", "省", "市", "县", "区", "旗", "盟", "州")
# The short form of a place that was gone before is a word again: 动力 (动力区, until 2005), 升平 (升平区, until 2002).
_SHORT_SINCE = 2010
# 察哈尔右翼前旗 is called 察右前旗.
_BANNER = re.compile("(.).+([左右])翼([前中后])旗")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it was called and coded from ``start`` to ``end`` (years, both included); ``parent`` is the code of the place above.

    ``datum`` is what ``lat`` and ``lon`` refer to (GCJ-02 or WGS 84). ``english`` is the name in pinyin with its kind: Pingwu County.
    ``sort`` is empty for an administrative division, ``zone`` for a development zone, ``division`` for one of the corps (兵团);
    these have no code, and ``level`` is that of the divisions they rank with.
    """

    id: str
    code: str
    name: str
    level: Level
    parent: str
    start: int
    end: int
    lat: float | None
    lon: float | None
    datum: str = ""
    english: str = ""
    sort: str = ""

    def held_in(self, year: int) -> bool:
        """Tell whether the name and code were in force in that year."""
        return self.start <= year <= self.end


class Hit(NamedTuple):
    """A name of the table found in a text; ``usual`` forms end in the kind of place (石柱县, 甘孜州), ``short`` ones do not (平武)."""

    start: int
    end: int
    form: str


def _from_row(row: str) -> Place:
    key, code, name, level, parent, start, end, lat, lon, datum, english, *marks = row.split(",")
    return Place(
        place_id(key),
        code,
        name,
        _LEVELS[level],
        parent,
        int(start),
        int(end),
        float(lat) if lat else None,
        float(lon) if lon else None,
        datum,
        english,
        marks[0] if marks else "",
    )


@follows_lexicon
@cache
def _peoples() -> tuple[str, ...]:
    return tuple(sorted(load("places")["peoples"], key=len, reverse=True))


def _without_peoples(name: str) -> str:
    """Return an autonomous place's proper name: 黔西南 of 黔西南布依族苗族, 东乡 of 东乡族."""
    while people := next((p for p in _peoples() if name.endswith(p)), ""):
        if len(name) - len(people) < 2:
            return name.removesuffix("族")
        name = name.removesuffix(people)
    return name


def short_forms(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the usual forms (石柱县) and the short forms (石柱) of an official name."""
    words = load("names")
    usual = tuple(words["usual"].get(name, ()))
    if name in words["provinces"]:
        for ending in ("省", "市", "自治区"):
            name = name.removesuffix(ending)
        return (), (_without_peoples(name),)
    if "自治" in name:
        base, kind = name.rsplit("自治", 1)
        proper = _without_peoples(base)
        return (*usual, proper + kind, f"{proper}自治{kind}"), (proper,) if len(proper) > 1 else ()
    if name.endswith("族区"):
        proper = _without_peoples(name.removesuffix("区"))
        return (f"{proper}区",), (proper,) if len(proper) > 1 else ()
    if banner := _BANNER.fullmatch(name):
        usual = (*usual, "".join(banner.groups()) + "旗")
    ending = next((e for e in _ENDINGS if name.endswith(e) and len(name) - len(e) > 1), "")
    return usual, (name.removesuffix(ending),) if ending else ()


class Gazetteer:
    """The table and what is derived from it; townships, nine tenths of it, are read only when one is asked for."""

    def __init__(self, table: str, zones: str = "") -> None:
        """``table`` is the text of places.csv: sorted by level, townships last; ``zones`` that of zones.csv."""
        rows = table.splitlines()[1:]
        first = next((i for i, row in enumerate(rows) if row.split(",", 4)[3] == "4"), len(rows))
        self._township_rows = rows[first:]
        self.full: dict[str, list[Place]] = defaultdict(list)
        self.usual: dict[str, list[Place]] = defaultdict(list)
        self.short: dict[str, list[Place]] = defaultdict(list)
        self._by_id: dict[str, list[Place]] = defaultdict(list)
        self._by_code: dict[str, list[Place]] = defaultdict(list)
        for place in map(_from_row, rows[:first]):
            self.full[place.name].append(place)
            self._by_id[place.id].append(place)
            self._by_code[place.code].append(place)
        for name, places in self.full.items():
            usual, short = short_forms(name)
            for form in usual:
                self.usual[form] += places
            lasting = [p for p in places if any(record.end >= _SHORT_SINCE for record in self._by_id[p.id])]
            for form in short if lasting else ():
                self.short[form] += lasting
        self._zone_rows = zones.splitlines()[1:]

    @cached_property
    def zones(self) -> dict[str, list[Place]]:
        """Development zones and divisions of the corps by each of their names; ``hits`` does not look for these in texts."""
        named: dict[str, list[Place]] = defaultdict(list)
        for row in self._zone_rows:
            place = _from_row(row)
            for form in (place.name, *filter(None, row.split(",")[12].split("|"))):
                named[form].append(place)
        return dict(named)

    @cached_property
    def _zone_ids(self) -> dict[str, list[Place]]:
        return {place.id: [place] for places in self.zones.values() for place in places}

    @cached_property
    def _townships(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for row in self._township_rows:
            named.setdefault(row.split(",", 3)[2], []).append(row)
        return named

    @cached_property
    def _township_lengths(self) -> dict[str, list[int]]:
        """How long the names of townships are that end in the same two characters, the longest first: no others are looked for."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._townships:
            lengths[name[-2:]].add(len(name))
        return {end: sorted(known, reverse=True) for end, known in lengths.items()}

    @cached_property
    def _township_ids(self) -> dict[str, list[str]]:
        keyed: dict[str, list[str]] = {}
        for row in self._township_rows:
            keyed.setdefault(place_id(row.split(",", 1)[0]), []).append(row)
        return keyed

    @cached_property
    def _patterns(self) -> list[str]:
        return sorted({*self.full, *self.usual, *self.short})

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(self._patterns)

    @cached_property
    def province_forms(self) -> tuple[str, ...]:
        """The short forms of the provinces: 四川, 内蒙古."""
        return tuple(form for form, places in self.short.items() if places[0].level is Level.PROVINCE)

    def hits(self, text: str, start: int = 0, end: int | None = None) -> list[Hit]:
        """Find all names of provinces, prefectures and counties in a text or a stretch of it, overlapping ones too; offsets are those of the text."""
        forms = self._patterns
        found = self._automaton.find_matches_as_indexes(text[start:end], overlapping=True)
        return [Hit(start + s, start + e, forms[i]) for i, s, e in found]

    def townships(self, name: str) -> list[Place]:
        """Return the townships of this full name."""
        if name not in self._named and name in self._townships:
            self._named[name] = [_from_row(row) for row in self._townships[name]]
        return self._named.get(name, [])

    @cached_property
    def _named(self) -> dict[str, list[Place]]:
        """What has been asked of ``townships``: some names are those of hundreds."""
        return {}

    def township_names(self, text: str, begins: range, end: int) -> Iterator[str]:
        """Yield the names of townships that end at an offset of a text and begin at one of others, the longest first."""
        for length in self._township_lengths.get(text[end - 2 : end], ()):
            if end - length in begins and (name := text[end - length : end]) in self._townships:
                yield name

    def records(self, place: str) -> list[Place]:
        """Return what a place (an entity id) was called and coded, in the order of the table."""
        return self._by_id.get(place) or self._zone_ids.get(place) or [_from_row(row) for row in self._township_ids.get(place, ())]

    def in_year(self, place: str, year: int) -> Place | None:
        """Return a place as it was in that year, else as it was nearest to it."""
        records = self.records(place)
        return min(records, key=lambda p: 0 if p.held_in(year) else min(abs(p.start - year), abs(p.end - year)), default=None)

    def level(self, place: str) -> Level | None:
        """Return the level of a place (an entity id)."""
        records = self.records(place)
        return records[0].level if records else None

    def above(self, place: Place, year: int) -> Place | None:
        """Return the place directly above, as it was in that year.

        A county without a prefecture (神农架林区) has its province above it, a township of a zone that is no county the prefecture.
        """
        if not place.parent:
            return None
        for code in (place.parent, f"{place.parent[:4]}00", f"{place.parent[:2]}0000"):
            if records := self.coded(code):
                return min(records, key=lambda p: 0 if p.held_in(year) else min(abs(p.start - year), abs(p.end - year)))
        return None

    def coded(self, code: str) -> list[Place]:
        """Return the records of a code; those of townships, which only villages ask for, are looked for in all rows."""
        if len(code) < 9:
            return self._by_code.get(code, [])
        return [_from_row(row) for row in self._township_rows if row.split(",", 2)[1] == code]

    def ancestors(self, place: str, year: int) -> tuple[str, ...]:
        """Return the ids of the places above a place (an entity id) in that year, the nearest first."""
        if (place, year) not in self._lines:
            self._lines[place, year] = tuple(self._ascend(place, year))
        return self._lines[place, year]

    @cached_property
    def _lines(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """What has been asked of ``ancestors``: bulletins name the same places again and again."""
        return {}

    def _ascend(self, place: str, year: int) -> Iterator[str]:
        current = self.in_year(place, year)
        while current and (current := self.above(current, min(max(year, current.start), current.end))):
            yield current.id

    def contains(self, outer: str, inner: str, year: int = 9999) -> bool:
        """Tell whether a place lies in another one, both given as entity ids."""
        return outer in self.ancestors(inner, year)


@follows_lexicon
@cache
def gazetteer() -> Gazetteer:
    """Return the table that is shipped with the package, read once."""
    table = gzip.decompress(locate("data/gazetteer/places.csv.gz").read_bytes()).decode()
    return Gazetteer(table, locate("data/gazetteer/zones.csv").read_text(encoding="utf-8"))
