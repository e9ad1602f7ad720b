"""Judgements: a file in which somebody has written down which names are two bodies and which are one, for a build to follow.

Nothing of the bulletins or of a build is edited: a build without the file, or without a table of it, is as before. The file is TOML:

    [[apart]]                      # two names that a build takes for one body are two
    name = "云南省凤庆县人民医院"
    from = "凤庆县人民医院"        # another name of the body; the same name where the bulletin is given
    bulletin = "bulletin-…"        # may be left out: in every bulletin
    who = "李华"
    when = 2024-05-01
    why = "省属分院，与县医院不是一家"

    [[same]]                       # two bodies of a build are one
    name = "隆之汇公司"
    as = "四川省九龙县隆之汇农业发展有限公司"
    type = "enterprise"
    bulletin = "bulletin-…"        # may be left out
    who = "李华"
    when = 2024-05-01
    why = "电话核实"

    [[reject]]                     # a statement is wrong: it is kept as rejected, in no answer and no sum
    id = "action-…"
    who = "李华"
    when = 2024-05-01
    why = "与原文附表不符"

    [[accept]]                     # one that is unchecked is right
    [[correct]]                    # one field of a statement is otherwise
    field = "provider"             # or recipient, through, kind, programme, about
    value = "衢江区"               # several parties are parted by 、; the bulletin must name them

``name``, ``from`` and ``as`` are names as bulletins write them, full names, or ids.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.extract.reading import Judged
from kg.link.identifiers import entity_id, normal_name
from kg.model import Entity, EntityType, Means


class Verdict(StrEnum):
    """What a judgement says of a statement."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"


FIELDS = ("provider", "recipient", "through", "kind", "programme", "about")
_SIGNED = ("who", "when", "why")
_KEYS: dict[Means | Verdict, tuple[str, ...]] = {
    Means.APART: ("name", "from", *_SIGNED),
    Means.SAME: ("name", "as", "type", *_SIGNED),
    Verdict.ACCEPT: ("id", *_SIGNED),
    Verdict.REJECT: ("id", *_SIGNED),
    Verdict.CORRECT: ("id", "field", "value", *_SIGNED),
}
_NO_BODIES = frozenset({EntityType.PLACE, EntityType.DOCUMENT, EntityType.PROJECT})


@dataclass(frozen=True, slots=True)
class Judgement:
    """One table of the file: ``verdict`` is the name of the table, ``other`` the second name or the value; ``where`` names file and table.

    Of a judgement of a statement ``name`` is its id.
    """

    verdict: Means | Verdict
    name: str
    other: str
    who: str
    when: str
    why: str
    bulletin: str = ""
    type: EntityType | None = None
    where: str = ""
    field: str = ""

    @property
    def note(self) -> str:
        """Who judged so, when and why; of a statement, what."""
        said = f"{self.why} ({self.who}, {self.when})"
        return f"{self.verdict}: {said}" if isinstance(self.verdict, Verdict) else said


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read a file of judgements; raises InputError where it is no such file, or a table lacks something."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): name a file of judgements with --judgements") from error
    except ValueError as error:
        raise InputError(f"{path} is no TOML in UTF-8 ({error}): see kg build --help for its form") from error
    if unknown := sorted(tables.keys() - _KEYS.keys()):
        raise InputError(f"{path} has a table {unknown[0]}: a judgement is {', '.join(f'[[{v}]]' for v in _KEYS)}")
    judged: list[Judgement] = []
    for verdict in _KEYS:
        entries = tables.get(verdict, [])
        if not isinstance(entries, list):
            raise InputError(f"{path} has [{verdict}]: write [[{verdict}]], once for each judgement")
        judged += [_judgement(verdict, entry, f"{path}, [[{verdict}]] no. {number}") for number, entry in enumerate(entries, 1)]
    return tuple(judged)


def _judgement(verdict: Means | Verdict, entry: Mapping[str, Any], where: str) -> Judgement:
    keys = _KEYS[verdict]
    if missing := [key for key in keys if not entry.get(key)]:
        raise InputError(f"{where} has no {missing[0]}: give {', '.join(keys)}, and bulletin where it holds for one only")
    if unknown := sorted(entry.keys() - {*keys, *(() if isinstance(verdict, Verdict) else ("bulletin",))}):
        raise InputError(f"{where} has {unknown[0]}, which means nothing there: give {', '.join(keys)}, and bulletin")
    if wrong := [key for key, value in entry.items() if not isinstance(value, date if key == "when" and not isinstance(value, str) else str)]:
        raise InputError(f"{where} has a {wrong[0]} that is no text: put it between quotation marks")
    if isinstance(verdict, Verdict):
        if entry.get("field", FIELDS[0]) not in FIELDS:
            raise InputError(f"{where} corrects {entry['field']}: give one of {', '.join(FIELDS)}")
        value, field = entry.get("value", ""), entry.get("field", "")
        return Judgement(verdict, entry["id"], value, entry["who"], str(entry["when"]), entry["why"], where=where, field=field)
    other = entry["from" if verdict is Means.APART else "as"]
    bulletin, kind = entry.get("bulletin", ""), _type(entry.get("type", ""), where)
    if verdict is Means.APART and not bulletin and normal_name(other) == normal_name(entry["name"]):
        raise InputError(f"{where} keeps {other} apart from itself: give the bulletin in which it is another body")
    return Judgement(verdict, entry["name"], other, entry["who"], str(entry["when"]), entry["why"], bulletin, kind, where)


def _type(name: str, where: str) -> EntityType | None:
    kinds = [kind for kind in EntityType if kind not in _NO_BODIES]
    if name and name not in kinds:
        raise InputError(f"{where} has the type {name}: give one of {', '.join(kinds)}")
    return EntityType(name) if name else None


_Changes = dict[str, dict[tuple[str, str], Judged]]


@dataclass(frozen=True, slots=True)
class Decided:
    """What judgements come to in some bulletins: by bulletin what its names stand for instead, and which judgements match nothing."""

    changes: Mapping[str, Mapping[tuple[str, str], Judged]]
    unmatched: tuple[InputError, ...]


def decide(judgements: Iterable[Judgement], read: Mapping[str, Sequence[Entity]]) -> Decided:
    """Return what judgements change in the bulletins, ``read`` being the entities of each as the texts alone give them."""
    bodies = {bulletin: [e for e in entities if e.type not in _NO_BODIES] for bulletin, entities in read.items()}
    changes: _Changes = {}
    unmatched = []
    for judgement in judgements:
        if isinstance(judgement.verdict, Verdict):
            continue
        found = _apart(judgement, bodies) if judgement.verdict is Means.APART else _same(judgement, bodies)
        if isinstance(found, str):
            unmatched.append(InputError(f"{judgement.where} {found}: correct it or take it out"))
            continue
        for bulletin, names in found.items():
            changes.setdefault(bulletin, {}).update(names)
    return Decided(changes, tuple(unmatched))


_Bodies = Mapping[str, Sequence[Entity]]


def _names(entity: Entity) -> set[str]:
    return {normal_name(name) for name in (entity.name, *entity.aliases)}


def _bears(entity: Entity, name: str) -> bool:
    return entity.id == name or normal_name(name) in _names(entity)


def _holding(judgement: Judgement, bodies: _Bodies) -> list[tuple[str, Entity]]:
    """Return the bodies of the judgement's name, with the bulletins that name them so."""
    here = bodies if not judgement.bulletin else {judgement.bulletin: bodies.get(judgement.bulletin, ())}
    found = [(bulletin, body) for bulletin, named in here.items() for body in named if _bears(body, judgement.name)]
    return [(bulletin, body) for bulletin, body in found if judgement.type in (None, body.type)]


def _apart(judgement: Judgement, bodies: _Bodies) -> _Changes | str:
    itself = normal_name(judgement.other) == normal_name(judgement.name)
    changes: _Changes = {}
    for bulletin, body in _holding(judgement, bodies):
        here = not itself and _bears(body, judgement.other)
        elsewhere = (b for at, named in bodies.items() if at != bulletin for b in named if b.id == body.id)
        if not here and not any(itself or _bears(b, judgement.other) for b in elsewhere):
            continue
        # All that stands for the body in a bulletin goes with its name, but where the other name stands there too.
        names = {normal_name(judgement.name)} if here else _names(body)
        name = body.name if body.id == judgement.name else judgement.name
        other = Entity(entity_id(body.type, name, " ".join(filter(None, (body.id, judgement.bulletin)))), body.type, name)
        note = f"apart from {judgement.other}: {judgement.note}"
        changes.setdefault(bulletin, {}).update({(body.id, written): Judged(other, Means.APART, note) for written in names})
    return changes or f"matches nothing: no body is called both {judgement.name} and {judgement.other}"


def _same(judgement: Judgement, bodies: _Bodies) -> _Changes | str:
    held = _holding(judgement, bodies)
    wanted = {b.id: b for named in bodies.values() for b in named if b.type is judgement.type and _bears(b, judgement.other)}
    for name, ids in ((judgement.name, {body.id for _, body in held}), (judgement.other, set(wanted))):
        if len(ids) != 1:
            return f"matches {'nothing: no' if not ids else f'{len(ids)} bodies:'} {judgement.type} is called {name}"
    (target,) = wanted.values()
    if held[0][1].id == target.id:
        return f"matches nothing: {judgement.name} and {judgement.other} are one by themselves"
    judged = Judged(replace(target, aliases=(), mentions=()), Means.SAME, judgement.note)
    changes: _Changes = {}
    for bulletin, body in held:
        changes.setdefault(bulletin, {}).update({(body.id, written): judged for written in _names(body)})
    return changes
