"""Judgements written down for the builds to come, and listed beside a build: the build itself stays as it is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError, QueryError
from kg.explain.lookup import find_entity, find_statement
from kg.explain.wording import figure_of, kind_of, parties_of, ruling_of, value_of
from kg.link.decisions import decide
from kg.link.judgements import NAMES, NO_BODIES, Judgement, applied, check_judgement, read_judgements
from kg.link.verdicts import clashing, rule
from kg.model import Entity, Records, Ruling, Verdict
from kg.tables import read_records
from kg.terminal import wrap


def judge(folder: Path, file: Path, judgement: Judgement) -> str:
    """Append a judgement to a file, made where there is none, and return the table that was written.

    The names of a merge or split may be short forms, its type is that of the body. Raises QueryError where the build has no such statement or
    body, or the judgement would change nothing there, InputError for a broken file.
    """
    known = read_judgements(file) if file.exists() else ()
    records = read_records(folder)
    if judgement.verdict in NAMES:
        judgement = _named(judgement, records)
    if same := next((other for other in known if _same(judgement, other)), None):
        raise QueryError(f"{same.where} says so already of {judgement.name}")
    judgement = replace(judgement, where=f"{file}, a new [[{judgement.verdict}]] of {judgement.name},")
    try:
        check_judgement(judgement)
    except InputError as error:
        raise QueryError(str(error)) from error
    if other := clashing(records, [*known, judgement]).get(judgement.id):
        raise QueryError(f"{judgement.where} contradicts {other.where}: take that out first")
    if unmatched := _unmatched(records, [*known, judgement]).get(judgement.id):
        raise QueryError(_said(unmatched))
    table = _table(judgement, records)
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(before + ("\n" if before.strip() else "") + table, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}): name another file with --judgements") from error
    return table


def list_judgements(folder: Path, file: Path, *, columns: int | None = None) -> tuple[str, bool]:
    """Return the judgements of a file and of a build, each with whether it holds in the build, and whether all do.

    Raises InputError for a broken file, or where there is no build.
    """
    written = {judgement.id: judgement for judgement in read_judgements(file)}
    records = read_records(folder)
    held = applied(records)
    states = dict(_states(written, held, records))
    entries = [_listed(judgement, states[key], records, columns) for key, judgement in written.items()]
    gone = f"holds in the build, and is in {file} no more 已从文件中去除"
    entries += [_listed(ruling, gone, records, columns) for key, ruling in held.items() if key not in written]
    holding = written.keys() == held.keys() and not clashing(records, written.values())
    return "\n".join(entries) or f"{file} has no judgement, and {folder} was built under none", holding


def _same(one: Judgement, other: Judgement) -> bool:
    return all(getattr(one, key) == getattr(other, key) for key in ("verdict", "name", "field", "other", "bulletin"))


def _unmatched(records: Records, judgements: Collection[Judgement]) -> Mapping[str, InputError]:
    """Return what is said of the judgements that would not hold in a build, by their ids."""
    return {**decide(judgements, _bodies(records)).unmatched, **rule(records, judgements).unmatched}


def _said(error: InputError) -> str:
    return str(error).removesuffix(": correct it or take it out")


def _named(judgement: Judgement, records: Records) -> Judgement:
    """Return a judgement of names as a build can follow it: a name that a body bears as it is, its id for any other word for it."""
    name, other = (_body(said, records) for said in (judgement.name, judgement.other))
    words = [said if said in _names(body) else body.id for said, body in ((judgement.name, name), (judgement.other, other))]
    if judgement.verdict is Verdict.MERGE:
        return replace(judgement, name=words[0], other=words[1], type=name.type)
    if name.id != other.id:
        raise QueryError(f"{name.name} ({name.id}) and {other.name} ({other.id}) are two by themselves")
    if words[0] == name.id != judgement.name:
        raise QueryError(f"no text calls {name.name} {judgement.name}: split one of its names, {'、'.join(sorted(_names(name)))}")
    return replace(judgement, name=words[0], other=words[1])


def _names(entity: Entity) -> set[str]:
    return {entity.name, *entity.aliases}


def _body(said: str, records: Records) -> Entity:
    entity = find_entity(records, said)
    if entity.type in NO_BODIES:
        raise QueryError(f"{entity.name} is a {entity.type}: what can be merged or split is a body, such as a school or an enterprise")
    return entity


def _bodies(records: Records) -> Mapping[str, list[Entity]]:
    """Return the entities of each bulletin under the names that they have there."""
    found: dict[str, list[Entity]] = {bulletin.id: [] for bulletin in records.bulletins}
    for entity in records.entities:
        for bulletin in sorted({mention.bulletin for mention in entity.mentions}):
            names = sorted({m.quote for m in entity.mentions if m.bulletin == bulletin}, key=lambda name: (-len(name), name))
            found[bulletin].append(replace(entity, name=names[0], aliases=tuple(names[1:])))
    return found


def _subject(key: str, records: Records) -> str:
    """Return in one line what has an id: of a statement who gives whom what, of a body its name; nothing for what is no id here."""
    named = {entity.id: entity for entity in records.entities}
    found = find_statement(records, key)
    if not found:
        return named[key].name if key in named else ""
    action = found[0]
    what = [parties_of(action, named), action.about, "、".join(map(figure_of, action.measures))]
    return f"{kind_of(action.kind)}: {' · '.join(filter(None, what))}"


def _states(written: Mapping[str, Judgement], held: Collection[str], records: Records) -> Iterator[tuple[str, str]]:
    """Yield whether each judgement of a file holds in a build."""
    unmatched, clashes = _unmatched(records, written.values()), clashing(records, written.values())
    for key in written:
        if other := clashes.get(key):
            yield key, f"{'holds in the build, but ' * (key in held)}contradicts {other.where}: the next build follows neither: take one of them out"
        elif key in held:
            yield key, "holds 生效"
        else:
            yield key, _said(unmatched[key]) if key in unmatched else "not in the build yet 尚未采用: build again with --judgements"


def _listed(judgement: Judgement | Ruling, state: str, records: Records, columns: int | None) -> str:
    if isinstance(judgement, Ruling):
        first, what = ruling_of(judgement, {entity.id: entity for entity in records.entities}), []
    else:
        table = judgement.table()
        first = " ".join([value_of("verdict", judgement.verdict), *(value for key, value in table.items() if key not in ("who", "when", "why"))])
        what = [*filter(None, (_subject(value, records) for value in table.values())), f"{judgement.why} ({judgement.who}, {judgement.when})"]
    return "\n".join([wrap(first, columns, ""), *(wrap(line, columns, "  ") for line in (*what, state))])


def _table(judgement: Judgement, records: Records) -> str:
    """Return a table as the file has it; beside an id stands what it is of, for who reads the file."""
    lines = [f"[[{judgement.verdict}]]"]
    for key, value in judgement.table().items():
        subject = "".join(c for c in _subject(value, records) if c.isprintable())
        lines.append(f"{key} = {value if key == 'when' else _quoted(value)}{f'  # {subject}' if subject else ''}")
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """Return a text as TOML writes it in one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
