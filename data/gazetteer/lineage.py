"""Which names and codes are one place: each episode of a place has at most one before it and one after it."""

from collections.abc import Iterable
from dataclasses import dataclass

ALWAYS = 9999


@dataclass(frozen=True, slots=True, order=True)
class Episode:
    """A place as it was called, coded and contained from ``start`` to ``end`` (years, both included; 9999: to this day).

    ``level`` is 1 province, 2 prefecture, 3 county, 4 township; ``parent`` the code of the place above.
    """

    level: int
    code: str
    start: int
    name: str
    parent: str
    end: int


Link = tuple[Episode, Episode]


def chains(episodes: Iterable[Episode], links: Iterable[Link]) -> list[list[Episode]]:
    """Return the episodes of each place in order; of links that contradict each other the first counts.

    No place changes its level: 通辽市, a county until 1998, is another place than the prefecture of this name since.
    """
    after: dict[Episode, Episode] = {}
    before: dict[Episode, Episode] = {}
    for old, new in links:
        if old not in after and new not in before and old.level == new.level and old.end + 1 == new.start:
            after[old] = new
            before[new] = old
    found = []
    for first in sorted(e for e in episodes if e not in before):
        chain = [first]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        found.append(chain)
    return found


def only_pairs(pairs: Iterable[Link]) -> list[Link]:
    """Return the pairs whose both sides stand in no other pair."""
    listed = sorted(set(pairs))
    olds, news = _counted(old for old, _ in listed), _counted(new for _, new in listed)
    return [(old, new) for old, new in listed if olds[old] == news[new] == 1]


def _counted(episodes: Iterable[Episode]) -> dict[Episode, int]:
    counts: dict[Episode, int] = {}
    for episode in episodes:
        counts[episode] = counts.get(episode, 0) + 1
    return counts


def identify(places: Iterable[list[Episode]], year: int) -> dict[Episode, str]:
    """Return the id of each episode's place: the code it had in ``year``, else the nearest in time to it.

    A code may pass to another place: the one that held it nearer to that year has it, the other its next code, or the code with its first year.
    """

    def distance(episode: Episode) -> int:
        return max(episode.start - year, year - episode.end, 0)

    taken: set[str] = set()
    ids: dict[Episode, str] = {}
    for chain in sorted((sorted(place, key=distance) for place in places), key=lambda chain: (distance(chain[0]), chain[0])):
        first = min(e.start for e in chain)
        key = next((e.code for e in chain if e.code not in taken), f"{chain[0].code}-{first}")
        taken.add(key)
        ids |= dict.fromkeys(chain, key)
    return ids
