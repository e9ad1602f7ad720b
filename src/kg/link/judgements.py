"""Judgements: a file in which somebody has written down which statements are wrong, and which names are two bodies or one, for a build to follow.

Nothing of the bulletins or of a build is edited: a build without the file, or without a table of it, is as before. The file is TOML:

    [[accept]]                     # a statement that is unchecked is right
    id = "action-…"
    who = "李华"
    when = 2024-05-01
    why = "已见公报"

    [[reject]]                     # a statement is wrong: it is kept as rejected, in no answer and no sum; keys as above

    [[correct]]                    # one field of a statement is otherwise; id, who, when and why as above
    field = "provider"             # or recipient, through, kind, programme, about, status, period
    value = "衢江区"               # several parties are parted by 、; the build must name them

    [[merge]]                      # two bodies of a build are one
    name = "隆之汇公司"
    into = "四川省九龙县隆之汇农业发展有限公司"
    type = "enterprise"
    bulletin = "bulletin-…"        # may be left out: in every bulletin
    who = "李华"
    when = 2024-05-01
    why = "电话核实"

    [[split]]                      # two names that a build takes for one body are two
    name = "云南省凤庆县人民医院"
    from = "凤庆县人民医院"        # another name of the body; the same name where the bulletin is given
    bulletin = "bulletin-…"        # may be left out
    who = "李华"
    when = 2024-05-01
    why = "省属分院，与县医院不是一家"

``name``, ``into`` and ``from`` are names as bulletins write them, full names, or ids. A kind and a status are keys or labels in either
language (``planned``, 计划中); a period is 2018, 2018-09, 2018-2020, 2018- or -2018.
"""

import tomllib
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import InputError, nearest
from kg.link.identifiers import judgement_id
from kg.model import EntityType, Evidence, Records, Ruling, Verdict

FIELDS = ("provider", "recipient", "through", "kind", "programme", "about", "status", "period")
NAMES = frozenset({Verdict.MERGE, Verdict.SPLIT})
"""The verdicts on names of bodies; the others are on statements."""
NO_BODIES = frozenset({EntityType.PLACE, EntityType.DOCUMENT, EntityType.PROJECT})
_SIGNED = ("who", "when", "why")
# Which key of its table has the name of the record that is judged, and which the other name or the value.
_JUDGED = {verdict: "name" if verdict in NAMES else "id" for verdict in Verdict}
_OTHER = {Verdict.MERGE: "into", Verdict.SPLIT: "from", Verdict.CORRECT: "value"}
_FURTHER = {Verdict.MERGE: ("type",), Verdict.CORRECT: ("field",)}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One table of the file: ``verdict`` is the name of the table, ``other`` the second name or the value; ``where`` names file and table.

    Of a judgement of a statement ``name`` is its id. ``when`` is an ISO date.
    """

    verdict: Verdict
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
    def id(self) -> str:
        """The id under which a build shows it."""
        of = (self.verdict, self.name, self.field, self.other, self.bulletin, self.type or "")
        return judgement_id(*of, self.who, self.when, self.why)

    def ruling(self, before: Collection[str] = (), after: Collection[str] = (), evidence: Evidence | None = None) -> Ruling:
        """Return the judgement as it is applied."""
        return Ruling(self.id, self.verdict, self.who, self.when, self.why, self.field, tuple(before), tuple(after), evidence)

    def table(self) -> dict[str, str]:
        """Return its table as the file writes it, key by key."""
        told = {_JUDGED[self.verdict]: self.name, "field": self.field, _OTHER.get(self.verdict, ""): self.other, "type": self.type or ""}
        told |= {"bulletin": self.bulletin, "who": self.who, "when": self.when, "why": self.why}
        return {key: value for key, value in told.items() if key and value}


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read a file of judgements; raises InputError where it is no such file, or a table lacks something."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): name a file of judgements with --judgements") from error
    except ValueError as error:
        raise InputError(f"{path} is no TOML in UTF-8 ({error}): see kg build --help for its form") from error
    if unknown := sorted(tables.keys() - {*Verdict}):
        raise InputError(f"{path} has a table {unknown[0]}: a judgement is {', '.join(f'[[{v}]]' for v in Verdict)}")
    judged: list[Judgement] = []
    # What names stand for is settled before what is said of them.
    for verdict in (*(v for v in Verdict if v in NAMES), *(v for v in Verdict if v not in NAMES)):
        entries = tables.get(verdict, [])
        if not isinstance(entries, list):
            raise InputError(f"{path} has [{verdict}]: write [[{verdict}]], once for each judgement")
        judged += [_judgement(verdict, entry, f"{path}, [[{verdict}]] no. {number}") for number, entry in enumerate(entries, 1)]
    return tuple(judged)


def _judgement(verdict: Verdict, entry: Mapping[str, Any], where: str) -> Judgement:
    other = _OTHER.get(verdict, "")
    keys = tuple(filter(None, (_JUDGED[verdict], *_FURTHER.get(verdict, ()), other, *_SIGNED)))
    optional = ("bulletin",) if verdict in NAMES else ()
    told = ", ".join(keys) + "; bulletin where it holds for one only" * bool(optional)
    if missing := [key for key in keys if not entry.get(key)]:
        raise InputError(f"{where} has no {missing[0]}: give {told}")
    if unknown := sorted(entry.keys() - {*keys, *optional}):
        raise InputError(f"{where} has {unknown[0]}, which means nothing there: give {told}")
    if wrong := [key for key, value in entry.items() if key != "when" and not isinstance(value, str)]:
        raise InputError(f"{where} has a {wrong[0]} that is no text: put it between quotation marks")
    kind = _type(entry.get("type", ""), where)
    named = (entry[_JUDGED[verdict]], entry.get(other, ""), entry["who"], _day(entry["when"], where), entry["why"])
    judgement = Judgement(verdict, *named, entry.get("bulletin", ""), kind, where, entry.get("field", ""))
    check_judgement(judgement)
    return judgement


def applied(records: Records) -> dict[str, Ruling]:
    """Return the judgements that some records were made under, by their ids."""
    of_names = (merge.judged for merge in records.merges if merge.judged)
    return {ruling.id: ruling for ruling in (*of_names, *(ruling for action in records.actions for ruling in action.judged))}


def contradicted(claims: Iterable[tuple[Judgement, Hashable, Hashable]]) -> dict[str, Judgement]:
    """Return, by the id of each judgement that another one contradicts, that one; a claim is a judgement, what it is of, and what it says of it."""
    said: dict[Hashable, list[tuple[Judgement, Hashable]]] = {}
    found: dict[str, Judgement] = {}
    for judgement, of, value in claims:
        for other, otherwise in said.setdefault(of, []):
            if value != otherwise:
                found.setdefault(other.id, judgement)
                found.setdefault(judgement.id, other)
        said[of].append((judgement, value))
    return found


def contradiction(judgement: Judgement, other: Judgement) -> InputError:
    """Return what is said of a judgement that another one contradicts."""
    return InputError(f"{judgement.where} contradicts {other.where}: neither holds: take one of them out")


def check_judgement(judgement: Judgement) -> None:
    """Raise InputError where a judgement can match nothing in any build."""
    of, verdict, field = judgement.where, judgement.verdict, judgement.field
    if verdict is Verdict.CORRECT and field not in FIELDS:
        raise InputError(f"{of} corrects {field or 'no field'}: {nearest(field, FIELDS) or 'give one of ' + ', '.join(FIELDS)}".strip())
    if verdict is Verdict.SPLIT and not judgement.bulletin and judgement.other == judgement.name:
        raise InputError(f"{of} splits {judgement.other} from itself: give the bulletin in which it is another body".strip())


def _day(when: object, where: str) -> str:
    try:
        return date.fromisoformat(str(when)).isoformat()
    except ValueError as error:
        raise InputError(f"{where} has a when that is no day ({when}): write it as 2024-05-01") from error


def _type(name: str, where: str) -> EntityType | None:
    kinds = [kind for kind in EntityType if kind not in NO_BODIES]
    if name and name not in kinds:
        raise InputError(f"{where} has the type {name}: give one of {', '.join(kinds)}")
    return EntityType(name) if name else None
