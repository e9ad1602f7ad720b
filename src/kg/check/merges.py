"""How many names were taken for bodies, and by what: no fault, but what the entities rest on."""

from collections import Counter
from collections.abc import Iterator

from kg.check.wording import Label, text_of
from kg.model import Means, Records


def counted_merges(records: Records) -> dict[Means, int]:
    """Return how many merges of each kind a build holds, without the kinds that it has none of."""
    counts = Counter(merge.means for merge in records.merges)
    return {means: counts[means] for means in Means if counts[means]}


def merge_lines(records: Records) -> Iterator[Label]:
    """Yield the counts in words, one line a kind."""
    for means, count in counted_merges(records).items():
        why = text_of(means, "means")
        yield {language: text_of("counted", "merge", why=why[language], n=count)[language] for language in why}
