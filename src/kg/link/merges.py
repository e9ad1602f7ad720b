"""Which names stand for which bodies, as a record: every merge of a build, and by what it was made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Entity, Means, Merge


def united_merges(merges: Iterable[Merge], entities: Iterable[Entity]) -> tuple[Merge, ...]:
    """Return the merges of all bulletins, sorted, each once, as far as their entities have passed the gate.

    Where a body stands in full in several bulletins, or in several spellings, each of these is a merge by name and place; where it
    stands in full once, that is the name that the others stand for, and no merge.
    """
    of_entity: dict[str, set[Merge]] = defaultdict(set)
    for merge in merges:
        of_entity[merge.entity].add(merge)
    named = {(e.id, m.bulletin, m.quote) for e in entities for m in e.mentions}
    united: list[Merge] = []
    for found in of_entity.values():
        standing = {m for m in found if (m.entity, m.bulletin, m.name) in named}
        full = {m for m in standing if m.means is Means.FULL}
        united += standing - full
        united += [replace(m, means=Means.PLACE) for m in full] if len(full) > 1 else []
    return tuple(sorted(united, key=lambda m: (m.entity, m.bulletin, m.name, m.means)))
