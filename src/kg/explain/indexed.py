"""The records that explain a name, read through the index of a build: those that it is about, not all."""

from dataclasses import replace
from pathlib import Path

from kg.explain.lookup import find_entity, nearest
from kg.index import Index, open_index
from kg.index.parts import Parts, reading
from kg.link.identifiers import normal_name
from kg.model import Entity, EntityType, Records
from kg.rdf.namespaces import identifier
from kg.tables import read_records


def records_about(folder: Path, name: str) -> Records:
    """Return the records of a build that explain a name, or all where it has no index; raises InputError where the folder is none."""
    index = open_index(folder)
    return told_of(index, name) if index else read_records(folder)


def entity_of(folder: Path, name: str) -> Entity:
    """Return the entity of a name in a build; raises QueryError, with the nearest, where none or several are meant."""
    index = open_index(folder)
    if index is None:
        return find_entity(read_records(folder), name)
    with reading(index) as part:
        return find_entity(named(part, name), name)


def named(part: Parts, name: str, kind: EntityType | None = None) -> Records:
    """Return what may be called so, or else the nearest, with the places above: ``find_entity`` says of these what it says of all."""
    wanted = normal_name(name)
    found = part.asked.named(name.strip(), wanted, kind) or nearest(part.asked.names(kind), wanted)
    return Records(entities=part.places(found), regions=part.places(part.asked.above(found)))


def told_of(index: Index, name: str) -> Records:
    """Return records of which ``explain`` tells what it tells of all records of the build; raises QueryError for a name that nothing bears."""
    key = identifier(name).strip()
    with reading(index) as part:
        if found := part.asked.stating(key):
            return _of_statement(part, found)
        if part.asked.is_bulletin(key):
            return part.completed(part.statements(part.asked.stated_in(key)), {key, *part.asked.correcting([key])})
        return _of_entity(part, find_entity(named(part, key), key).id)


def _of_statement(part: Parts, found: list[int]) -> Records:
    (action,) = part.statements(found).actions
    summed = part.asked.summing([m.id for m in action.measures], [m.total for m in action.measures if m.total])
    told = part.statements([*found, *summed], named=[action.programme])
    return part.completed(told, part.asked.correcting([evidence.bulletin for evidence in action.evidence]))


def _of_entity(part: Parts, key: str) -> Records:
    if found := part.asked.concerning(key):
        return part.completed(part.statements(found, named=[key]))
    entity = part.whole(key)
    # Of what no bulletin names, what lies within it is told.
    held = part.statements([], named=[key] if entity.mentions else [key, *part.asked.inner(key)])
    told = replace(held, entities=tuple(entity if other.id == key else other for other in held.entities))
    return part.completed(told, {mention.bulletin for mention in entity.mentions})
