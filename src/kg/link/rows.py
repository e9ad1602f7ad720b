"""Which place a cell of a register names: by its code where the table has it, else by its name and province, as things stood in the row's year."""

from kg.errors import InputError, QueryError
from kg.link.candidates import find_candidates
from kg.link.choice import nearest_in_time
from kg.link.gazetteer import Place, gazetteer
from kg.link.identifiers import entity_id
from kg.link.likeness import nearest_names
from kg.link.linker import place_entity
from kg.link.year import year_of
from kg.model import Bulletin, Entity, EntityType, Level

_TODAY = 9999


def named_place(name: str, province: str, code: str, year: int, register: Bulletin) -> Entity:
    """Return the place of a name as it stood in a year, or a tie where its row does not tell which is meant.

    A register calls places by the names of its own time: 日喀则市 since 1995 is the prefecture that was 日喀则地区 then, not the county that was
    called so. A division of the corps (兵团) is a body, as in bulletins. A tie holds for the register alone. Raises InputError, with the nearest
    names, where there is no such place.
    """
    places = _coded(code, name) if code else _placed(name, province)
    meant = nearest_in_time(places, year_of(register))
    if len(meant) > 1:
        return Entity(entity_id(EntityType.PLACE, name, register.id), EntityType.PLACE, name, candidates=tuple(sorted(p.id for p in meant)))
    place = gazetteer().in_year(meant[0].id, year) or meant[0]
    if place.sort == "division":
        return Entity(place.id, EntityType.AGENCY, place.name)
    return place_entity(place, year)


def _coded(code: str, name: str) -> list[Place]:
    places = gazetteer().coded(code)
    if not places:
        raise InputError(f"no place has the code {code}: give the six digits of GB/T 2260, or leave the cell empty")
    if name not in {form for p in places for record in gazetteer().records(p.id) for form in (record.name, record.name[:-1])}:
        raise InputError(f"the code {code} is that of {places[-1].name}, not of {name}: correct one of them")
    return places


def _placed(name: str, province: str) -> list[Place]:
    """Return the places of a name in a province; a name may also begin with those above it (浙江省宁波市鄞州区, 湖北秭归县)."""
    try:
        found = find_candidates(name, within="" if name == province else province)
    except QueryError as error:
        for cut in range(len(name) - 2, 1, -1):
            head = name[:cut]
            if (gazetteer().full.get(head) or head in gazetteer().province_forms) and (found := _within(name[cut:], head)):
                break
        else:
            raise InputError(_advised(name, province, error)) from error
    # 通江 is a county before it is a township; a village takes part in no register by its name alone.
    ranked = [p for p in found if p.level not in (Level.TOWNSHIP, Level.VILLAGE)]
    return ranked or found


def _within(name: str, outer: str) -> list[Place]:
    try:
        return find_candidates(name, within=outer)
    except QueryError:
        return []


def _advised(name: str, province: str, error: QueryError) -> str:
    """Return what is wrong with a name, with the nearest name in its province, if there is one."""
    table = gazetteer()
    outer = {p.id for p in table.full.get(province, ())}
    inside = [form for form, places in table.full.items() if any(outer & set(table.ancestors(p.id, _TODAY)) for p in places)] if outer else []
    near = nearest_names(name, inside, 3)
    return f"{province} has no place called {name}: did you mean {'、'.join(near)}?" if near else str(error)
