"""Which bulletins have been published more than once, and which a later issue has corrected: no fault, but what a sum rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.check.wording import Label, text_of
from kg.model import Copy, Records


@dataclass(frozen=True, slots=True)
class Published:
    """A bulletin that stands in another file too; its statements count once."""

    bulletin: str
    copy: Copy


@dataclass(frozen=True, slots=True)
class Superseded:
    """A bulletin that a later one corrects; none of its figures counts."""

    bulletin: str
    by: str
    statements: int
    figures: int


def editions(records: Records) -> Iterator[Published | Superseded]:
    """Yield the copies, then what is superseded, in the order of the bulletins."""
    for bulletin in records.bulletins:
        yield from (Published(bulletin.id, copy) for copy in bulletin.copies)
    for later in records.bulletins:
        if later.supersedes:
            actions = [a for a in records.actions if a.superseded_by == later.id]
            yield Superseded(later.supersedes, later.id, len(actions), sum(len(a.measures) for a in actions))


def edition_of(found: Published | Superseded) -> Label:
    """Return one of them in words."""
    if isinstance(found, Superseded):
        said = {"bulletin": found.bulletin, "by": found.by, "statements": found.statements, "figures": found.figures}
        return text_of("superseded", "edition", **said)
    copy = found.copy
    source = " ".join(filter(None, (copy.publisher or copy.source, copy.published, copy.url)))
    return text_of("copy", "edition", bulletin=found.bulletin, file=copy.file, source=source and f" ({source})", alike=f"{copy.similarity:.0%}")
