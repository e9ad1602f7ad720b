"""Judgements of names: which bodies are one, and which names of a body are another, bulletin by bulletin."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import InputError
from kg.extract.reading import Judged
from kg.link.identifiers import entity_id, normal_name
from kg.link.judgements import NAMES, NO_BODIES, Judgement, contradicted, contradiction
from kg.model import Entity, Means, Verdict

_Changes = dict[str, dict[tuple[str, str], Judged]]
_Bodies = Mapping[str, Sequence[Entity]]


@dataclass(frozen=True, slots=True)
class Decided:
    """What judgements come to in some bulletins: by bulletin what its names stand for instead, and what is said of those that do not hold."""

    changes: Mapping[str, Mapping[tuple[str, str], Judged]]
    unmatched: Mapping[str, InputError]


def decide(judgements: Iterable[Judgement], read: _Bodies) -> Decided:
    """Return what judgements change in the bulletins, ``read`` being the entities of each as the texts alone give them."""
    bodies = {bulletin: [e for e in entities if e.type not in NO_BODIES] for bulletin, entities in read.items()}
    changes: _Changes = {}
    unmatched: dict[str, InputError] = {}
    follow: list[tuple[Judgement, _Changes]] = []
    for judgement in judgements:
        if judgement.verdict not in NAMES:
            continue
        found = _split(judgement, bodies) if judgement.verdict is Verdict.SPLIT else _merged(judgement, bodies)
        if isinstance(found, str):
            unmatched[judgement.id] = InputError(f"{judgement.where} {found}: correct it or take it out")
        else:
            follow.append((judgement, found))
    clashes = contradicted(claim for judgement, found in follow if judgement.verdict is Verdict.MERGE for claim in _claims(judgement, found))
    for judgement, found in follow:
        if other := clashes.get(judgement.id):
            unmatched[judgement.id] = contradiction(judgement, other)
            continue
        for bulletin, names in found.items():
            changes.setdefault(bulletin, {}).update(names)
    return Decided(changes, unmatched)


def _claims(judgement: Judgement, changes: _Changes) -> Iterator[tuple[Judgement, Hashable, Hashable]]:
    """Yield into which body a merge takes each name."""
    for bulletin, names in changes.items():
        yield from ((judgement, (bulletin, name), judged.entity.id) for name, judged in names.items())


def _names(entity: Entity) -> set[str]:
    return {normal_name(name) for name in (entity.name, *entity.aliases)}


def _bears(entity: Entity, name: str) -> bool:
    return entity.id == name or normal_name(name) in _names(entity)


def _holding(judgement: Judgement, bodies: _Bodies) -> list[tuple[str, Entity]]:
    """Return the bodies of the judgement's name, with the bulletins that name them so."""
    here = bodies if not judgement.bulletin else {judgement.bulletin: bodies.get(judgement.bulletin, ())}
    found = [(bulletin, body) for bulletin, named in here.items() for body in named if _bears(body, judgement.name)]
    return [(bulletin, body) for bulletin, body in found if judgement.type in (None, body.type)]


def _split(judgement: Judgement, bodies: _Bodies) -> _Changes | str:
    changes: _Changes = {}
    for bulletin, body in _holding(judgement, bodies):
        name, whole = (body.name if body.id == said else said for said in (judgement.name, judgement.other))
        itself = normal_name(whole) == normal_name(name)
        here = not itself and _bears(body, whole)
        elsewhere = (b for at, named in bodies.items() if at != bulletin for b in named if b.id == body.id)
        if not here and not any(itself or _bears(b, whole) for b in elsewhere):
            continue
        # All that stands for the body in a bulletin goes with its name, but where the other name stands there too.
        names = {normal_name(name)} if here else _names(body)
        other = Entity(entity_id(body.type, name, " ".join(filter(None, (body.id, judgement.bulletin)))), body.type, name)
        judged = Judged(other, Means.APART, judgement.ruling([whole], [name]))
        changes.setdefault(bulletin, {}).update({(body.id, written): judged for written in names})
    return changes or f"matches nothing: no body is called both {judgement.name} and {judgement.other}"


def _merged(judgement: Judgement, bodies: _Bodies) -> _Changes | str:
    held = _holding(judgement, bodies)
    wanted = {b.id: b for named in bodies.values() for b in named if b.type is judgement.type and _bears(b, judgement.other)}
    for name, ids in ((judgement.name, {body.id for _, body in held}), (judgement.other, set(wanted))):
        if len(ids) != 1:
            return f"matches {'nothing: no' if not ids else f'{len(ids)} bodies:'} {judgement.type} is called {name}"
    (target,) = wanted.values()
    body = held[0][1]
    if body.id == target.id:
        return f"matches nothing: {judgement.name} and {judgement.other} are one by themselves"
    name = body.name if body.id == judgement.name else judgement.name
    judged = Judged(replace(target, aliases=(), mentions=()), Means.SAME, judgement.ruling([name], [target.name]))
    changes: _Changes = {}
    for bulletin, body in held:
        changes.setdefault(bulletin, {}).update({(body.id, written): judged for written in _names(body)})
    return changes
