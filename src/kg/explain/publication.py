"""What a build holds of a bulletin: who published it, which files hold it again, and which issue corrects which."""

from kg.explain.wording import property_of
from kg.model import Bulletin, Copy, Records
from kg.terminal import wrap


def publication(records: Records, bulletin: Bulletin, *, columns: int | None) -> str:
    """Return what is known of a bulletin, and what it has made of the graph."""
    told = {name: getattr(bulletin, name) for name in ("issue", "issuer", "publisher", "source", "url", "date", "published", "file")}
    statements = sum(action.evidence[0].bulletin == bulletin.id for action in records.actions)
    lines = [f"{bulletin.title or bulletin.file} ({bulletin.id})", ""]
    lines += [wrap(f"{name}: {value}", columns, "  ") for name, value in told.items() if value]
    lines += [wrap(line, columns, "  ") for line in editions_of(bulletin.id, records)]
    return "\n".join([*lines, f"  {statements} statement{'s' * (statements != 1)}"])


def editions_of(identifier: str, records: Records) -> list[str]:
    """Return a line for each other file that holds a bulletin, for the issue that it corrects and for the one that corrects it."""
    bulletin = next((b for b in records.bulletins if b.id == identifier), None)
    if bulletin is None:
        return []
    lines = [_copy(copy) for copy in bulletin.copies]
    lines += [f"supersedes 更正: {bulletin.supersedes}"] if bulletin.supersedes else []
    return lines + [f"{property_of('supersededBy')}: {later.id}" for later in records.bulletins if later.supersedes == identifier]


def _copy(copy: Copy) -> str:
    told = (copy.file, copy.title, copy.publisher or copy.source, copy.published, copy.url, f"{copy.similarity:.0%} alike")
    return f"also in 另见: {', '.join(filter(None, told))}"
