"""Which names a build takes for a body, and why: a line each."""

from collections.abc import Iterator

from kg.check.wording import text_of
from kg.explain.wording import ruling_of
from kg.model import Entity, Means, Merge, Records


def merges_of(entity: Entity, records: Records) -> Iterator[str]:
    """Yield a line for each name that stands for an entity in a bulletin: 省扶贫开发局 in bulletin-…: completed from its place."""
    for merge in records.merges:
        if merge.entity == entity.id:
            yield f"{'≠' if merge.means is Means.APART else '='} {merge.name}, {merge.bulletin}: {_why(merge)}"


def _why(merge: Merge) -> str:
    label = text_of(merge.means, "means")
    return " ".join(filter(None, (label["en"], label["zh"], ruling_of(merge.judged, {}) if merge.judged else "")))
