"""The rows of a register -> pairings: made of its columns alone, nothing guessed; a row that cannot be one is listed, and loses no other."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product

from kg.errors import InputError
from kg.extract.lexicon import load
from kg.extract.reading import JudgedNames
from kg.extract.row_sides import RefusedError, Sides, evidence_of
from kg.extract.row_years import period_of
from kg.link.identifiers import action_id
from kg.link.year import LATEST
from kg.model import Action, BlockKind, Bulletin, Entity, Evidence, LeftOut, Merge, Rank
from kg.read.headers import SIDES, columns_of
from kg.read.registers import Row, rows_of
from kg.read.words import registers

_ABOUT = "结对帮扶"


@dataclass(frozen=True, slots=True)
class Read:
    """What a register states: the rows that are no pairings are left out, each with a line that says why."""

    entities: tuple[Entity, ...]
    actions: tuple[Action, ...]
    left_out: tuple[LeftOut, ...]
    errors: tuple[InputError, ...]
    merges: tuple[Merge, ...]


def read_rows(register: Bulletin, judged: JudgedNames | None = None) -> Read:
    """Return what the rows of a register state, in their order; ``judged`` says what names of bodies stand for (``Reading.judged``)."""
    entities: dict[str, Entity] = {}
    actions: list[Action] = []
    left_out: list[LeftOut] = []
    errors: list[InputError] = []
    sides = Sides(register, judged or {})
    heading = _heading_programme(register, sides.headers)
    for row in rows_of(register):
        try:
            for action, parties in _pairings(sides, row, heading):
                actions.append(action)
                for party in parties:
                    entities[party.id] = _with_mentions(party, entities.get(party.id))
        except RefusedError as refused:
            left_out.append(LeftOut(evidence_of(register, row, row.start, row.end), refused.reason))
            errors.append(InputError(f"{register.file}, {row.place}, {refused}"))
    return Read(tuple(entities[i] for i in sorted(entities)), tuple(actions), tuple(left_out), tuple(errors), tuple(sides.merges))


def _pairings(sides: Sides, row: Row, heading: str) -> list[tuple[Action, tuple[Entity, Entity]]]:
    register = sides.register
    if row.surplus:
        raise RefusedError("row_cells", "?", f"there are {row.surplus} more than the header has: put what has a comma in it between quotation marks")
    period, years = period_of(register, row)
    year = int(re.sub("[^0-9]", "", period)[:4] or register.date[:4] or LATEST)
    couples = product(*(sides.of(row, side, year) for side in SIDES))
    told, quote, rank = _text(row, "programme") or heading, evidence_of(register, row, row.start, row.end), _rank(row)
    # 东西部扶贫协作 of 浙川东西部扶贫协作, as bulletins call it.
    programme = next((name for name in load("roles")["programme"]["names"] if name in told), told)
    found = []
    for share, (giver, taker) in enumerate(couples):
        if giver.id == taker.id:
            raise RefusedError("row_side", "recipient", f"{taker.name} is on both sides: correct one of them")
        action = Action(
            action_id(register.id, row.start, row.end, "pairing", share), "pairing", (giver.id,), (taker.id,), (quote,),
            programme=programme, about=told or _ABOUT, period=period, period_evidence=years,
            rule="row; provider cell; recipient cell", trigger=told or _ABOUT, rank=rank,
        )  # fmt: skip
        found.append((action, (giver, taker)))
    return found


def _heading_programme(register: Bulletin, headers: Mapping[str, str]) -> str:
    """Return the programme that a register's title or the headers of its sides name (定点帮扶县), where they name one and no other."""
    titles = [register.text[b.start : b.end] for b in register.blocks if b.kind is BlockKind.TITLE]
    said = "\n".join((*titles, *(headers[column] for side in SIDES for column in columns_of(side, list(headers)))))
    named = [name for name in load("roles")["programme"]["names"] if name in said]
    named = [name for name in named if not any(name != other and name in other for other in named)]
    return named[0] if len(named) == 1 else ""


def _rank(row: Row) -> Rank | None:
    """Return the rank of a row: what nobody has checked, in a table that says of each row whether somebody has, is no fact."""
    if "checked" not in row.cells:
        return None
    said = _text(row, "checked").lower()
    for key, words in registers("checked").items():
        if said in words:
            return None if key == "yes" else Rank.UNCHECKED
    raise RefusedError("row_cells", "checked", f"{said} says neither yes nor no: write yes or no, 是 or 否")


def _text(row: Row, key: str) -> str:
    cell = row.cells.get(key)
    return cell.text if cell else ""


def _with_mentions(entity: Entity, known: Entity | None) -> Entity:
    """Return an entity with the mentions of another row; what is known of a place is as it stood last."""
    if known is None:
        return entity
    latest = max(known, entity, key=lambda e: e.valid_from or 0)
    names = {*known.aliases, *entity.aliases, known.name, entity.name} - {latest.name}
    return replace(latest, aliases=tuple(sorted(names)), mentions=_ordered((*known.mentions, *entity.mentions)))


def _ordered(mentions: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(set(mentions), key=lambda e: (e.start, e.end)))
