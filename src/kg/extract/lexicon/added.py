"""A file of a user's own words, which a build adds to those of the lexicon.

It is TOML with the tables of the lexicon, each below the name of its file; ``kg lexicon`` lists them all:

    [kinds.training]               # a word that shows a kind of action
    counted = ["夜校"]

    [units.measure]                # a measure word
    things = ["畦"]

    [units.rates.per]              # of a table of pairs, a pair
    "畦" = "畦"

    [organizations.endings]        # how names end
    cooperative = ["互助社"]

    [[left_out.reason]]            # patterns for a reason why figures are left out; a reason of one's own has zh and en, too
    key = "background"
    patterns = ["绿化率[\\\\d.]+%"]

    [names.groups]                 # a body known by name wherever it is named
    "某某集团有限公司" = ["某某集团"]
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.extract.lexicon import load, tables
from kg.extract.lexicon.groups import is_open
from kg.extract.lexicon.shorthand import expanded
from kg.model import EntityType

# What the tables of provinces name is what the gazetteer has.
_CLOSED = ("names.provinces",)
_REASON = ("key", "zh", "en", "patterns")
# Words are looked for as they stand: signs of regular expressions in them would mean something else in some groups.
_SIGNS = re.compile(r"[\\^$*+?{}\[\]()|\s]")


def read_added(path: Path) -> dict[str, dict[str, Any]]:
    """Read a file of own words; raises InputError where it is no such file, or where it names a table or group that the lexicon lacks."""
    try:
        added = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): name a file of words with --lexicon") from error
    except ValueError as error:
        raise InputError(f"{path} is no TOML in UTF-8 ({error}): see kg build --help for its form") from error
    for name, words in added.items():
        if name not in tables():
            raise InputError(f"{path} has {name}: {_instead(name, tables())}; kg lexicon lists all")
        _check(load(name), words, name, path)
    return added


def _check(own: Any, more: Any, where: str, path: Path) -> None:
    """Raise InputError where something added is not of the form of what it is added to."""
    if where in _CLOSED or not isinstance(own, Mapping | list):
        raise InputError(f"{path}: nothing can be added to {where}: leave it out")
    if isinstance(own, Mapping):
        if not isinstance(more, Mapping):
            raise InputError(f"{path}: {where} is a table: write [{where}] with its groups below it")
        for key, value in more.items():
            _check_entry(own, key, value, where, path)
    elif own and isinstance(own[0], Mapping):
        _check_reasons(own, more, where, path)
    else:
        _check_words(own, more, where, path)


def _check_entry(own: Mapping[str, Any], key: str, value: Any, where: str, path: Path) -> None:
    if key in own and (not is_open(own) or isinstance(own[key], Mapping | list)):
        _check(own[key], value, f"{where}.{key}", path)
    elif not is_open(own):
        raise InputError(f"{path} has {where}.{key}: {_instead(key, own)}; kg lexicon {where.partition('.')[0]} lists all")
    elif key in own and own[key] != value:
        raise InputError(f"{path}: {where} has {key} = {own[key]} already: leave it out")
    else:
        _check_pair(own, key, value, where, path)


def _check_pair(own: Mapping[str, Any], key: str, value: Any, where: str, path: Path) -> None:
    """Raise InputError where a new pair is not of the form of those that the table has."""
    example, stands = next(iter(own.items()))
    _check_words([], [key], where, path)
    fits = type(value) is type(stands) and (not isinstance(stands, Mapping) or value.keys() == stands.keys())
    if isinstance(stands, list) and fits:
        fits = len(value) == len(stands) or isinstance(stands[0], str)
        fits = fits and all(type(item) is type(stands[0]) and item for item in value)
    if isinstance(stands, Mapping) and fits:
        fits = all(isinstance(value[k], list) and value[k] for k in stands) and {*value["types"]} <= {*EntityType}
    if not fits:
        raise InputError(f"{path}: {where}.{key} is not of the form of the others: write it as {example} = {stands}")


def _check_reasons(own: list[Any], more: Any, where: str, path: Path) -> None:
    if not isinstance(more, list) or not all(isinstance(table, Mapping) for table in more):
        raise InputError(f"{path}: write [[{where}]], once for each reason")
    known = {table["key"] for table in own}
    for table in more:
        if missing := [k for k in (("key", "patterns") if table.get("key") in known else _REASON) if not table.get(k)]:
            raise InputError(f"{path}: a [[{where}]] has no {missing[0]}: give key and patterns, and zh and en where the reason is new")
        if unknown := sorted(table.keys() - {*_REASON}):
            raise InputError(f"{path}: a [[{where}]] has {unknown[0]}, which means nothing there: give {', '.join(_REASON)}")
        for pattern in _texts(table["patterns"], f"{where}.{table['key']}.patterns", path):
            _check_pattern(pattern, f"{where}.{table['key']}", path)


def _check_pattern(pattern: str, where: str, path: Path) -> None:
    try:
        empty = re.compile(expanded(pattern)).match("")
    except re.error as error:
        raise InputError(f"{path}: {where} has the pattern {pattern}, which is no regular expression ({error}): correct it") from error
    if empty:
        raise InputError(f"{path}: {where} has the pattern {pattern}, which fits where nothing stands: make it ask for a character")


def _check_words(own: list[Any], more: Any, where: str, path: Path) -> None:
    if own and isinstance(own[0], list):
        raise InputError(f"{path}: nothing can be added to {where}: leave it out")
    for word in _texts(more, where, path):
        if sign := _SIGNS.search(word):
            raise InputError(f"{path}: {where} has {word!r} with {sign[0]!r} in it: words are looked for as they stand, write it without")


def _texts(value: Any, where: str, path: Path) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise InputError(f'{path}: {where} is a list of words: write {where.rpartition(".")[2]} = ["…", "…"]')
    return value


def _instead(name: str, known: Iterable[str]) -> str:
    """Return what a name that the lexicon lacks may have meant."""
    near = get_close_matches(name, list(known), n=1)
    return f"the lexicon has no {name}, it has {near[0] if near else ', '.join(known)}"
