"""Which column of a table of pairings holds what: by its header (``registers.toml``), or as the file beside the table says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import islice, product
from pathlib import Path

from kg.errors import InputError
from kg.link.identifiers import normal_name
from kg.read.simplified import simplified
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


def find_columns(row: Sequence[str], columns: Columns, above: Sequence[str] = ()) -> list[str]:
    """Return what each column holds, nothing for one that is not known; of several readings the first that makes a pairing.

    ``above`` is the row above, where a header takes two: 东部 over 省份 and 县.
    """
    upper = list(_spread(above, row)) if above else [""] * len(row)
    possible = [_keys_below(over, header, columns) for over, header in zip(upper, row, strict=True)]
    return list(next(filter(_are_whole, islice(product(*possible), _MOST)), None) or [keys[0] for keys in possible])


def goes_on(row: Sequence[str], below: Sequence[str], columns: Columns) -> bool:
    """Tell whether a row of headers goes on in the next one: names columns in several cells, and says nothing else."""
    if len(set(filter(None, row))) < 2:
        return False  # a title
    said = [(over, header) for over, header in zip(_spread(row, below), below, strict=True) if header]
    return sum(over != header for over, header in said) > 1 and all(_keys(header, columns) != ("",) or over == header for over, header in said)


def is_header(text: str) -> bool:
    return _plain(text) in _known()


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


def _spread(row: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    """Yield what stands over each cell of the next row; a cell that reaches over several stands over all of them."""
    last = ""
    for index, header in enumerate(below):
        over = row[index] if index < len(row) else ""
        last = over or last
        yield last if header else over


def _keys_below(over: str, header: str, columns: Columns) -> tuple[str, ...]:
    """Return what a column may hold whose header takes two rows: by both together, else the lower one on the side that the upper one tells."""
    if not header or header == over or not over:
        return _keys(header or over, columns)
    if (together := _keys(over + header, columns)) != ("",):
        return together
    sides = {side for key in _keys(over, columns) for side in SIDES if key.startswith(side)}
    alone = _keys(header, columns)
    return tuple(key for key in alone if len(sides) == 1 and key.startswith(tuple(sides))) or alone


def _plain(header: str) -> str:
    return simplified(normal_name(_IN_BRACKETS.sub("", header)).lower())


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Return what columns may hold by their headers."""
    known: dict[str, tuple[str, ...]] = {_plain(header): (UNUSED,) for header in registers("numbering")["headers"]}
    for key in sorted(registers(), key=_likelihood):
        for header in map(_plain, registers()[key]):
            known[header] = (*known.get(header, ()), key)
    return known


def _likelihood(key: str) -> tuple[bool, bool]:
    """Return what sorts the meanings of a header, the likeliest first: a body helps, a place is helped (单位、县); a province is where they lie."""
    return key.startswith(SIDES[1]) is key.endswith(_NARROWING[-1]), not key.endswith(_NARROWING[0])
