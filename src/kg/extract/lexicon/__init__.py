"""The words that extraction goes by: one TOML file per concern, and for a time the words that a user adds to them."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kg.resources import locate

_FOLDER = Path(__file__).parent
# Names are no words: the gazetteer keeps them, and they are read and added to as words are.
NAMES = "names"


class _Kept(Protocol):
    @property
    def cache_clear(self) -> Callable[[], None]: ...


_KeptFunction = TypeVar("_KeptFunction", bound=_Kept)
_following: list[_Kept] = []
_added: dict[str, Mapping[str, Any]] = {}


def follows_lexicon(kept: _KeptFunction) -> _KeptFunction:
    """Let a function that keeps its results (``functools.cache``) forget them whenever other words hold."""
    _following.append(kept)
    return kept


def tables() -> list[str]:
    """Return the names of all files, that of names last."""
    return [*sorted(path.stem for path in _FOLDER.glob("*.toml")), NAMES]


def path_of(name: str) -> Path:
    return locate("data/gazetteer/names.toml") if name == NAMES else _FOLDER / f"{name}.toml"


@follows_lexicon
@cache
def load(name: str) -> dict[str, Any]:
    """Return the lexicon file of this name, such as ``units``, with the words that are added to it."""
    words = tomllib.loads(path_of(name).read_text(encoding="utf-8"))
    return merged(words, _added.get(name, {}))


def merged(words: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with what another one of the same form adds; a word that is there already is not there twice."""
    out = dict(words)
    for key, more in added.items():
        own = out.get(key)
        out[key] = merged(own, more) if isinstance(own, Mapping) else _joined(own, more) if isinstance(own, list) else more
    return out


def _joined(own: list[Any], more: list[Any]) -> list[Any]:
    if not own or not isinstance(own[0], Mapping):
        return [*own, *(word for word in more if word not in own)]
    # Tables in a list are told apart by their keys: [[reason]].
    known = {table["key"]: table for table in own}
    for table in more:
        known[table["key"]] = merged(known.get(table["key"], {}), table)
    return list(known.values())


@contextmanager
def adding(words: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Add words (``added.read_added``) for as long as the context lasts; it holds for the whole process."""
    before = dict(_added)
    _hold(words)
    try:
        yield
    finally:
        _hold(before)


def _hold(words: Mapping[str, Mapping[str, Any]]) -> None:
    if words == _added:
        return
    _added.clear()
    _added.update(words)
    for kept in _following:
        kept.cache_clear()
