"""Which column of a table of pairings holds what: by its header (``registers.toml``), or as the file beside the table says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import islice, product
from pathlib import Path

from kg.errors import InputError
from kg.link.identifiers import normal_name
from kg.read.words import registers

SIDES = ("provider", "recipient")
UNUSED = "-"
Columns = Mapping[str, str | Sequence[str]]
"""What the file beside a table says: what a column holds = its header, ``ignore`` = those that say nothing of pairings."""

# From wide to narrow: who stands on a side is in the narrowest of its columns, the others say where that lies.
_NARROWING = ("_province", "_city", "", "_town", "_village", "_unit")
_IN_BRACKETS = re.compile("[（(][^（）()]*[)）]|[_：:*]")
# Readings of a header row that are tried, for tables with hundreds of columns of one name.
_MOST = 4096


def columns_of(side: str, held: Sequence[str]) -> list[str]:
    """Return those of some columns that tell of a side, from wide to narrow; a province alone is not somebody."""
    found = [side + part for part in _NARROWING if side + part in held]
    return [] if found == [side + _NARROWING[0]] else found


def find_columns(row: Sequence[str], columns: Columns) -> list[str]:
    """Return what each column holds, nothing for one that is not known; of several readings the first that makes a pairing."""
    possible = [_keys(header, columns) for header in row]
    return list(next(filter(_are_whole, islice(product(*possible), _MOST)), None) or [keys[0] for keys in possible])


def missing_sides(keys: Sequence[str]) -> list[str]:
    return [side for side in SIDES if not columns_of(side, keys)]


def check_columns(row: Sequence[str], keys: Sequence[str], columns: Columns, where: str) -> None:
    """Refuse two columns of one meaning, and columns of the file beside the table that it lacks."""
    if twice := _twice(keys):
        both = "、".join(header for header, key in zip(row, keys, strict=True) if key == twice)
        raise InputError(f"{where} has two columns for the {twice}: {both}: leave one of them out under [columns], ignore = […]")
    wanted = [header for value in columns.values() for header in ([value] if isinstance(value, str) else value)]
    if lost := [header for header in wanted if header not in row]:
        near = get_close_matches(lost[0], row, 1)
        raise InputError(f"{where} has no column {lost[0]}, which [columns] names: {f'did you mean {near[0]}?' if near else 'take it out there'}")


def unknown_columns(row: Sequence[str], keys: Sequence[str]) -> Iterator[str]:
    """Yield for each column that is not known what to do about it."""
    for header in (header for header, key in zip(row, keys, strict=True) if header and not key):
        near = get_close_matches(_plain(header), _known(), 1)
        hint = f"did you mean {near[0]}? " if near else ""
        remedy = f'Say what it holds in a .toml beside the table, [columns], or pass it over: ignore = ["{header}"]'
        yield f"{header}, which was passed over: {hint}{remedy}"


def lacking(rows: Sequence[Sequence[str]], columns: Columns, name: str) -> InputError:
    """Return what to say of a table of which no row names the columns that a pairing needs."""
    best = max(rows, key=lambda row: sum(map(bool, find_columns(row, columns))), default=())
    missing = missing_sides(find_columns(best, columns)) or list(SIDES)
    found = "、".join(filter(None, best)) or "its columns"
    beside = Path(name).with_suffix(".toml").name
    return InputError(
        f"no column for the {' and the '.join(missing)} among {found}: call it {' and '.join(missing)}, "
        f'or say which it is in {beside}: [columns], {missing[0]} = "…"'
    )


def sort_of(header: str) -> str:
    """Return the sort of body that a header tells of (医院: hospital), nothing where it tells of none."""
    plain = _plain(header)
    return next((sort for sort, words in registers("sorts").items() if any(word in plain for word in words)), "")


def _are_whole(keys: Sequence[str]) -> bool:
    return not _twice(keys) and not missing_sides(keys)


def _twice(keys: Sequence[str]) -> str:
    named = [key for key in keys if key and key != UNUSED]
    return next((key for n, key in enumerate(named) if key in named[:n]), "")


def _keys(header: str, columns: Columns) -> tuple[str, ...]:
    """Return what a column of this header may hold: UNUSED for one to be ignored, nothing for one that is not known."""
    if header in columns.get("ignore", ()):
        return (UNUSED,)
    if told := next((key for key, value in columns.items() if value == header), ""):
        return (told,)
    return tuple(key for key in _known().get(_plain(header), ()) if key not in columns) or ("",)


def _plain(header: str) -> str:
    return normal_name(_IN_BRACKETS.sub("", header)).lower()


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Return what columns may hold by their headers."""
    known: dict[str, tuple[str, ...]] = {_plain(header): (UNUSED,) for header in registers("numbering")["headers"]}
    for key in sorted(registers(), key=_comes_second):
        for header in map(_plain, registers()[key]):
            known[header] = (*known.get(header, ()), key)
    return known


def _comes_second(key: str) -> bool:
    """Tell whether a header that may stand on both sides is less likely to mean this: a body helps, a place is helped (单位、县)."""
    return key.startswith(SIDES[1]) is key.endswith(_NARROWING[-1])
