"""What the table knows beside the divisions of the country: zones by names of their own, and divisions of the corps that are one with a city."""

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.lexicon import follows_lexicon, load
from kg.link.choice import nearest_in_time
from kg.link.gazetteer import Place, gazetteer
from kg.link.linker import Found

_NUMERAL = "[一二三四五六七八九十]"
_CORPS = "(?:(?:新疆生产建设)?兵团)?"
_DIVISION = re.compile(f"{_CORPS}第?({_NUMERAL}+)师$")
_LONGEST = len("新疆生产建设兵团第十四师")
# What follows makes another word of it: 第六师|医院, 第一师|范, 五师|八十三团.
_OTHER = f"{_NUMERAL}|[医范傅资生市]"


@follows_lexicon
@cache
def _own_names() -> dict[str, list[Place]]:
    """Return the zones by the names that need no city before them (大鹏新区) or hold one that is no part of a chain (苏州工业园区)."""
    named: dict[str, list[Place]] = {}
    for form, places in gazetteer().zones.items():
        zone = places[0]
        forms = [f for f, others in gazetteer().zones.items() if others[0].id == zone.id]
        longer = any(form != other and form.endswith(other) for other in forms)
        if zone.sort == "zone" and not longer and not zone.name.endswith(tuple(load("places")["zones"]["park"])) and not _after_city(form, zone):
            named[form] = places
    return named


def _after_city(form: str, zone: Place) -> bool:
    """Tell whether a name is that of the city with a word for zones, which are read as they stand in a text (成都|高新区, 兰州|新区)."""
    city = next((form.removesuffix(word) for word in load("places")["zones"]["place"] if form.endswith(word)), "")
    table = gazetteer()
    return any(p.code == zone.parent for p in (*table.full.get(city, ()), *table.short.get(city, ())))


@follows_lexicon
@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_own_names(), key=len, reverse=True)))


def named_zones(text: str, start: int, end: int, year: int) -> Iterator[Found]:
    """Yield the zones of the table that a stretch of text names by names of their own."""
    for match in _pattern().finditer(text, start, end):
        yield Found(match.start(), match.end(), match[0], nearest_in_time(_own_names()[match[0]], year))


def division_start(text: str, city: Found) -> int:
    """Return where a city's name begins with its division of the corps (第六师|五家渠市), else where it begins."""
    if not text.endswith("师", 0, city.start):
        return city.start
    match = _DIVISION.search(text, max(city.start - _LONGEST, 0), city.start)
    return match.start() if match and f"第{match[1]}师{city.name}" in gazetteer().zones else city.start


def bare_divisions(text: str, cities: list[Found]) -> Iterator[Found]:
    """Yield where the divisions of some cities, named with them before (六师五家渠市), stand for these alone (六师)."""
    numbered: dict[str, Found] = {}
    for city in cities:
        if division := _DIVISION.match(text[city.start : city.end].removesuffix(city.name)):
            numbered.setdefault(division[1], city)
    for number, city in numbered.items():
        for match in re.finditer(f"(?<!{_NUMERAL}){_CORPS}第?{number}师(?!{_OTHER})", text):
            yield Found(match.start(), match.end(), city.name, city.places)
