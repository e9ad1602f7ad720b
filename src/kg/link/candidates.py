"""Which places a name may mean, with the years in which each was called so, as a table."""

from collections.abc import Iterator
from itertools import chain

from kg.errors import QueryError
from kg.extract.lexicon import load
from kg.link.gazetteer import Place, gazetteer
from kg.link.likeness import nearest_names
from kg.link.villages import find_villages
from kg.model import Level
from kg.terminal import pad, width

_COLUMNS = ("name", "English", "level", "in", "code", "years", "ID", "other names of the place")
_LEVELS = tuple(Level)
_TODAY = 9999
_NEAREST = 5


def find_candidates(name: str, *, year: int | None = None, within: str = "") -> list[Place]:
    """Return the records of all places of a full, usual or short name, from provinces down; ``within`` is any name of a place above.

    Raises QueryError, with the nearest names, where there is none.
    """
    found = _named(name, below=True)
    if not found:
        raise QueryError(f"the gazetteer has no place called {name}: {_advice(name)}")
    outer = {p.id for p in _named(within)} if within else set()
    if within and not outer:
        raise QueryError(f"the gazetteer has no place called {within} to look in: {_advice(within)}")
    meant = [p for p in found if year is None or p.held_in(year)]
    meant = [p for p in meant if not outer or outer & {a.id for a in _above(p, year)}]
    if not meant:
        limits = f"{f' in {within}' if within else ''}{f' in {year}' if year is not None else ''}"
        raise QueryError(f"no place was called {name}{limits}: kg places {name} lists those elsewhere and of other years")
    return sorted(meant, key=lambda p: (_LEVELS.index(p.level), p.sort, p.id, p.start))


def format_candidates(places: list[Place], *, year: int | None = None) -> str:
    """Return the records as a table, one to a line; what lies above a place is that of ``year``, else of its last year."""
    rows = [_COLUMNS, *(_row(p, year) for p in places)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(pad(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def full_name(place: Place, year: int | None) -> str:
    """Return the name of a record with those of the places above it in that year: 四川省绵阳市平武县."""
    return _names_above(place, year) + place.name


def _named(name: str, *, below: bool = False) -> list[Place]:
    """Return the records of a name; ``below`` adds villages, and townships of all kinds by their bare name (飞龙: 飞龙乡, 飞龙镇)."""
    table = gazetteer()
    places = [*chain.from_iterable(names.get(name, ()) for names in (table.full, table.usual, table.short, table.zones)), *table.townships(name)]
    if below:
        places += (p for kind in load("places")["below"]["township"] for p in table.townships(name + kind))
        places += find_villages(name)
    return list(dict.fromkeys(places))


def _above(place: Place, year: int | None) -> Iterator[Place]:
    """Yield the places above a record, the nearest first."""
    current: Place | None = place
    wanted = _TODAY if year is None else year
    last = place.end
    while current and (current := gazetteer().above(current, min(max(wanted, current.start), current.end, last))):
        yield current


def _names_above(place: Place, year: int | None) -> str:
    return "".join(p.name for p in reversed(list(_above(place, year))))


def _row(place: Place, year: int | None) -> tuple[str, ...]:
    level = f"{place.sort} ({place.level})" if place.sort else str(place.level)
    return place.name, place.english, level, _names_above(place, year), place.code, _years(place.start, place.end), place.id, _other_names(place)


def _years(start: int, end: int) -> str:
    return f"{start}–" if end == _TODAY else str(start) if start == end else f"{start}–{end}"


def _other_names(place: Place) -> str:
    """Return what the place was called before and after: 衢县 (1985–2000)."""
    others: dict[str, list[Place]] = {}
    for record in gazetteer().records(place.id):
        if record.name != place.name:
            others.setdefault(record.name, []).append(record)
    spans = sorted((min(p.start for p in records), max(p.end for p in records), name) for name, records in others.items())
    return "、".join(f"{name} ({_years(start, end)})" for start, end, name in spans)


def _advice(name: str) -> str:
    table = gazetteer()
    near = nearest_names(name, [*table.full, *table.usual, *table.short, *table.zones], _NEAREST)
    return f"nearest are {'、'.join(near)}" if near else "give its official name, such as 平武县"
