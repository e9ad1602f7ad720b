"""Which actions are meant: by kind, parties, programme, year, status and sector, each given as people write it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from kg.errors import QueryError, nearest
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


def choose(records: Records, actions: Collection[Action], choice: Choice, find: Callable[[str], str]) -> list[Action]:
    """Return the actions that are meant; ``find`` gives the id of a name. Raises QueryError, with the nearest, for what nothing is called."""
    tests = list(_tests(records, actions, choice, find))
    return [action for action in actions if all(test(action) for test in tests)]


def _tests(records: Records, actions: Collection[Action], choice: Choice, find: Callable[[str], str]) -> Iterator[Callable[[Action], bool]]:
    words = vocabulary()
    if choice.kind:
        kind = key_of(words.kinds, choice.kind, "kind of action")
        yield lambda action: action.kind == kind
    if choice.status:
        status = key_of(words.schemes["status"], choice.status, "status")
        yield lambda action: action.status.value == status
    if choice.sector:
        sector = key_of(words.schemes["sector"], choice.sector, "sector")
        yield lambda action: sector in action.sector
    yield from _of_parties(records, choice, find)
    if choice.programme:
        programme = _programme(actions, choice.programme)
        yield lambda action: programme in (action.programme, action.about)
    if choice.year is not None:
        year = _year(choice.year)
        yield lambda action: goes_on_in(action.period, year)
    if choice.level:
        yield _at_level(records, choice.level)


def _of_parties(records: Records, choice: Choice, find: Callable[[str], str]) -> Iterator[Callable[[Action], bool]]:
    inner = inner_places(records) if choice.within else {}

    def meant(name: str) -> frozenset[str]:
        node = find(name)
        return frozenset({node, *inner.get(node, ())})

    if choice.provider:
        providers = meant(choice.provider)
        yield lambda action: not providers.isdisjoint(action.provider)
    if choice.recipient:
        recipients = meant(choice.recipient)
        yield lambda action: not recipients.isdisjoint(action.recipient)
    if choice.party:
        parties = meant(choice.party)
        yield lambda action: not parties.isdisjoint((*action.provider, *action.recipient, *action.through))


def _at_level(records: Records, level: str) -> Callable[[Action], bool]:
    wanted = level_of(level)
    fitting = {entity.id for entity in records.entities if entity.level is wanted}
    return lambda action: bool(action.provider and action.recipient) and fitting.issuperset((*action.provider, *action.recipient))


def level_of(name: str) -> Level:
    """Return the administrative level of a key or label (``county``, 县级); raises QueryError where it is none."""
    return Level(key_of(vocabulary().schemes["level"], name, "level"))


def _programme(actions: Collection[Action], name: str) -> str:
    known = sorted({word for action in actions for word in (action.programme, action.about if action.kind == "pairing" else "") if word})
    if name not in known:
        raise QueryError(f"the graph knows no programme {name}: {nearest(name, known) or 'it has ' + '、'.join(known[:10])}")
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
