"""The address of a view with what is to be shown in it: a year, a place, some kinds."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from kg.errors import QueryError
from kg.output import find_view
from kg.views.wording import load_table


def address_of(folder: Path, name: str, *, year: int | None = None, place: str = "", kinds: Sequence[str] = (), lang: str = "zh") -> str:
    """Return the file address of a view of a build; raises QueryError for a view, place or kind that it does not know."""
    page = find_view(folder, name).resolve().as_uri()
    known = load_table("style")["kinds"]
    if unknown := [kind for kind in kinds if kind not in known]:
        raise QueryError(f"there is no kind called {unknown[0]}: there are {', '.join(known)}")
    asked = {"lang": lang if lang != "zh" else "", "node": _entity(folder, place), "year": str(year) if year else "", "kind": ",".join(kinds)}
    state = urlencode({key: value for key, value in asked.items() if value})
    return f"{page}#{state}" if state else page


def _entity(folder: Path, name: str) -> str:
    if not name:
        return ""
    # Imported late: it should not delay a view that asks for no name.
    from kg.explain.indexed import entity_of

    return entity_of(folder, name).id
