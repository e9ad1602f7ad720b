"""What a user means by a name or an id."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from kg.errors import QueryError
from kg.link.identifiers import normal_name
from kg.model import Action, Entity, EntityType, Measure, Records

_NEAREST = 5
_ALIKE = 0.4
_LISTED = 10


def find_entity(records: Records, name: str) -> Entity:
    """Return the entity of a name, alias, short form or id; raises QueryError where none or several are meant."""
    wanted = normal_name(name)
    known = (*records.entities, *records.regions)
    by_id = {entity.id: entity for entity in known}
    if name.strip() in by_id:
        return by_id[name.strip()]
    for matches in _RULES:
        found = [entity for entity in known if wanted and matches(entity, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(f"{name} may be {_listed(found, by_id)}: name one by its full name or its ID")
    near = [by_id[key] for key in nearest(((entity.id, name) for entity in known for name in _names(entity)), wanted)]
    advice = f"nearest are {_listed(near, by_id)}" if near else "tables/entities.csv in the build lists all names"
    raise QueryError(f"the build knows nothing called {name}: {advice}")


def find_statement(records: Records, key: str) -> tuple[Action, Measure | None] | None:
    """Return the action of an action's or a measure's id, and the measure."""
    for action in records.actions:
        if action.id == key:
            return action, None
        for measure in action.measures:
            if measure.id == key:
                return action, measure
    return None


def _names(entity: Entity) -> Iterable[str]:
    return map(normal_name, (entity.name, *entity.aliases))


# From the surest to the loosest; a looser rule is asked only where the surer ones find nothing.
_RULES: tuple[Callable[[Entity, str], bool], ...] = (
    lambda entity, wanted: normal_name(entity.name) == wanted,
    lambda entity, wanted: wanted in _names(entity),
    lambda entity, wanted: len(wanted) > 1 and entity.type is EntityType.PLACE and any(n.startswith(wanted) for n in _names(entity)),
    lambda entity, wanted: len(wanted) > 1 and any(wanted in n for n in _names(entity)),
)


def nearest(names: Iterable[tuple[str, str]], wanted: str) -> list[str]:
    """Return the ids of the nearest names, the nearest first, from pairs of an id and a name of it in the form of ``normal_name``."""
    matcher, likeness = SequenceMatcher(None, "", wanted), dict[str, float]()
    for key, name in names:
        matcher.set_seq1(name)
        # The quick ratios are never below the ratio, which takes many times as long.
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            likeness[key] = max(matcher.ratio(), likeness.get(key, 0))
    ranked = sorted(likeness, key=lambda key: (-likeness[key], key))
    return [key for key in ranked[:_NEAREST] if likeness[key] >= _ALIKE]


def _listed(entities: Iterable[Entity], by_id: dict[str, Entity]) -> str:
    listed = list(entities)
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    return ", ".join(f"{(by_id[e.parent].name if e.parent in by_id else '') + e.name} ({e.id})" for e in listed[:_LISTED]) + more
