"""Which actions are meant: by kind, parties, programme, year, status and sector, each given as people write it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from kg.errors import QueryError, listed, nearest
from kg.model import Action, Entity, Level, Records
from kg.rdf.periods import interval_of
from kg.rdf.vocabulary import key_of, vocabulary


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; what is empty chooses all.

    ``kind``, ``status`` and ``sector`` are keys or labels in either language (``funding``, 资金). ``party`` is on any side. With ``within``, a
    place stands for all places in it, too. ``year`` chooses what is told to have gone on in it: nothing without a time. ``level`` is that of
    the places on both sides.
    """

    kind: str = ""
    provider: str = ""
    recipient: str = ""
    party: str = ""
    programme: str = ""
    year: int | str | None = None
    status: str = ""
    sector: str = ""
    level: str = ""
    within: bool = False


def sides_of(choice: Choice, find: Callable[[str], str], inner: Callable[[str], Collection[str]]) -> dict[str, frozenset[str]]:
    """Return the ids that are meant on each side (``party``: any) for which a name is given; ``find`` gives the id of a name.

    ``inner`` gives what lies in a place, which ``within`` includes.
    """
    named = {"provider": choice.provider, "recipient": choice.recipient, "party": choice.party}
    nodes = {side: find(name) for side, name in named.items() if name}
    return {side: frozenset({node, *(inner(node) if choice.within else ())}) for side, node in nodes.items()}


def choose(records: Records, choice: Choice, sides: Mapping[str, Collection[str]], programmes: Callable[[], Collection[str]]) -> list[Action]:
    """Return the actions among records that are meant; raises QueryError, with the nearest, for what nothing is called.

    ``sides`` are those of ``sides_of``, ``programmes`` gives all that may be asked for.
    """
    tests = list(_tests(records, choice, sides, programmes))
    return [action for action in records.actions if all(test(action) for test in tests)]


def kind_of(choice: Choice) -> str:
    """Return the key of the kind that is meant; nothing where all are. Raises QueryError for what is no kind."""
    return key_of(vocabulary().kinds, choice.kind, "kind of action") if choice.kind else ""


def _tests(
    records: Records, choice: Choice, sides: Mapping[str, Collection[str]], programmes: Callable[[], Collection[str]]
) -> Iterator[Callable[[Action], bool]]:
    words = vocabulary()
    if kind := kind_of(choice):
        yield lambda action: action.kind == kind
    if choice.status:
        status = key_of(words.schemes["status"], choice.status, "status")
        yield lambda action: action.status.value == status
    if choice.sector:
        sector = key_of(words.schemes["sector"], choice.sector, "sector")
        yield lambda action: sector in action.sector
    yield from (partial(_takes_part, side, frozenset(parties)) for side, parties in sides.items())
    if choice.programme:
        programme = _programme(programmes(), choice.programme)
        yield lambda action: programme in (action.programme, action.about)
    if choice.year is not None:
        year = _year(choice.year)
        yield lambda action: goes_on_in(action.period, year)
    if choice.level:
        yield _at_level(records, choice.level)


def _takes_part(side: str, parties: frozenset[str], action: Action) -> bool:
    on = (*action.provider, *action.recipient, *action.through) if side == "party" else getattr(action, side)
    return not parties.isdisjoint(on)


def _at_level(records: Records, level: str) -> Callable[[Action], bool]:
    wanted = level_of(level)
    fitting = {entity.id for entity in records.entities if entity.level is wanted}
    return lambda action: bool(action.provider and action.recipient) and fitting.issuperset((*action.provider, *action.recipient))


def level_of(name: str) -> Level:
    """Return the administrative level of a key or label (``county``, 县级); raises QueryError where it is none."""
    return Level(key_of(vocabulary().schemes["level"], name, "level"))


def programmes_of(actions: Iterable[Action]) -> list[str]:
    """Return the programmes that actions are of, and what pairings are about."""
    return sorted({word for action in actions for word in (action.programme, action.about if action.kind == "pairing" else "") if word})


def _programme(known: Collection[str], name: str) -> str:
    if name not in known:
        raise QueryError(f"the graph knows no programme {name}: {nearest(name, known) or f'it has {listed(known)}'}")
    return name


def _year(year: int | str) -> int:
    text = str(year)
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise QueryError(f"{year} is no year: write four digits, such as 2018")
    return int(text)


def goes_on_in(period: str, year: int) -> bool:
    """Tell whether a period as records write it (2018, 2018-09, 2016-2021, 2018-, -2021) has a part in a year; nothing has none."""
    if not period:
        return False
    first, last = interval_of(period)
    return (not first or int(first[:4]) <= year) and (not last or year <= int(last[:4]))


def inner_places(records: Records) -> dict[str, list[str]]:
    """Return the ids of what lies in each place, however deep."""
    inner: dict[str, list[str]] = {}
    parents = parents_of(records)
    for entity in records.entities:
        for above in lineage(entity.id, parents)[1:]:
            inner.setdefault(above, []).append(entity.id)
    return inner


def parents_of(records: Records) -> dict[str, str]:
    return {entity.id: entity.parent for entity in (*records.entities, *records.regions)}


def lineage(node: str, parents: Mapping[str, str]) -> list[str]:
    """Return a place and those that it lies in, the smallest first."""
    found = [node]
    while above := parents.get(found[-1], ""):
        found.append(above)
    return found


def province_of(node: str, parents: Mapping[str, str], entities: Mapping[str, Entity]) -> str:
    """Return the name of the province that something lies in, or is; nothing where that is not known."""
    return next((entities[above].name for above in lineage(node, parents) if above in entities and entities[above].level is Level.PROVINCE), "")
