"""A large graph seen from farther away: its places by what they lie in, all other bodies by what they are."""

from dataclasses import replace

from kg.model import Action, Entity, EntityType, Level, Records
from kg.views.wording import label_of

ALL = "all"
"""The kind of every action in such a picture: one line between two groups, or lines would be all that one sees."""

_ORDER = tuple(Level)


def grouped(records: Records, level: Level) -> Records:
    """Return the records with places of this level, or what lies above it, in the place of all that lies in them.

    Actions keep their order and figures, so that a sum of a group counts what the sum of its statements counts. A body that is no place
    stands for all of its type, with the id ``type-…``.
    """
    known = {entity.id: entity for entity in (*records.entities, *records.regions)}
    group = {entity.id: _group(entity, level, known) for entity in records.entities}
    entities = {found.id: found for found in group.values()}

    def parties(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(group[name].id for name in ids))

    def lifted(action: Action) -> Action:
        return replace(action, kind=ALL, provider=parties(action.provider), recipient=parties(action.recipient), through=())

    return replace(records, entities=tuple(entities[name] for name in sorted(entities)), actions=tuple(map(lifted, records.actions)))


def _group(entity: Entity, level: Level, known: dict[str, Entity]) -> Entity:
    if entity.type is not EntityType.PLACE:
        return Entity(f"type-{entity.type}", entity.type, label_of("types", entity.type)["zh"])
    seen = {entity.id}
    while entity.level and _ORDER.index(entity.level) > _ORDER.index(level) and entity.parent in known and entity.parent not in seen:
        entity = known[entity.parent]
        seen.add(entity.id)
    return entity
