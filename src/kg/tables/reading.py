"""A build's tables and texts -> the records that they were written from."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal, DecimalException
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from kg.errors import InputError
from kg.model import (
    Action,
    Article,
    Block,
    BlockKind,
    Bound,
    Bulletin,
    Copy,
    Coverage,
    Entity,
    EntityType,
    Evidence,
    LeftOut,
    Level,
    Means,
    Measure,
    Merge,
    Origin,
    Rank,
    Records,
    Refusal,
    Role,
    Ruling,
    Section,
    Status,
    Verdict,
)
from kg.tables.rows import Row

_Record = TypeVar("_Record")
_Told = TypeVar("_Told")
_DECODER = json.JSONDecoder(parse_float=Decimal)
_EVIDENCE = itemgetter(*Evidence.__slots__)
AGAIN = "build it again with kg build"


def read_records(folder: Path) -> Records:
    """Return the records of a build; raises InputError where the folder is none, or a line of its tables is broken."""
    tables = folder / "tables"
    if not tables.is_dir():
        missing = "holds no build" if folder.exists() else "does not exist"
        raise InputError(f"{folder} {missing}: make one with kg build INPUT -o {folder}")
    entities = tuple(_read(tables / "entities.jsonl", to_entity))
    known = frozenset(entity.id for entity in entities)
    return Records(
        tuple(_read(tables / "bulletins.jsonl", partial(to_bulletin, folder / "texts"))),
        entities,
        tuple(_read(tables / "actions.jsonl", partial(to_action, known))),
        tuple(_read(tables / "left_out.jsonl", to_left_out)),
        tuple(_read(tables / "refused.jsonl", to_refusal)),
        tuple(_read(tables / "regions.jsonl", to_entity)),
        tuple(_read(tables / "merges.jsonl", partial(to_merge, known))),
    )


def _read(path: Path, make: Callable[[Row], _Record]) -> Iterator[_Record]:
    try:
        # Lines end where the writer ended them: a quote may hold any other character.
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): {AGAIN}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from_line(line, make, f"{path}, line {number}")


def from_line(line: bytes, make: Callable[[Row], _Record], where: str) -> _Record:
    """Return the record of a line of a table; raises InputError, with where it stands, for a broken one."""
    return made(lambda line: make(_DECODER.decode(line.decode())), line, where)


def made(make: Callable[[_Told], _Record], told: _Told, where: str) -> _Record:
    """Return what is made of a line or row; raises InputError, with where it stands, for what makes no record."""
    try:
        return make(told)
    except (ValueError, TypeError, AttributeError, DecimalException) as error:
        raise InputError(f"{where} is broken ({error}): {AGAIN}") from error
    except KeyError as error:
        raise InputError(f"{where} has no {error}: {AGAIN}") from error


def _text(texts: Path, bulletin: str) -> str:
    path = texts / f"{bulletin}.txt"
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}): {AGAIN}") from error


def to_bulletin(texts: Path, row: Row) -> Bulletin:
    plain = {name: row[name] for name in Bulletin.__slots__ if name not in ("text", "blocks", "articles", "origins", "copies")}
    blocks = tuple(Block(BlockKind(kind), start, end) for kind, start, end in row["blocks"])
    origins = tuple(Origin(*origin) for origin in row["origins"])
    articles = tuple(map(_article, row["articles"]))
    copies = tuple(map(_copy, row["copies"]))
    return Bulletin(text=_text(texts, row["id"]), blocks=blocks, articles=articles, origins=origins, copies=copies, **plain)


def _copy(row: Row) -> Copy:
    plain = {name: row[name] for name in Copy.__slots__ if name != "similarity"}
    return Copy(similarity=float(row["similarity"]), **plain)


def _article(row: Row) -> Article:
    sections = tuple(Section(**{name: s[name] for name in Section.__slots__}) for s in row["sections"])
    return Article(row["index"], row["title"], row["start"], row["end"], sections)


def _evidence(row: Row) -> Evidence:
    return Evidence(*_EVIDENCE(row))


def to_left_out(row: Row) -> LeftOut:
    return LeftOut(_evidence(row), row["reason"])


def to_refusal(row: Row) -> Refusal:
    return Refusal(row["record"], row["fault"], _evidence(row["evidence"]) if row["evidence"] else None)


def to_entity(row: Row) -> Entity:
    plain = {name: row[name] for name in ("id", "name", "code", "parent", "valid_from", "valid_to", "english")}
    lat, lon = (None if row[name] is None else float(row[name]) for name in ("lat", "lon"))
    level = None if row["level"] is None else Level(row["level"])
    lists: Row = {"aliases": tuple(row["aliases"]), "mentions": tuple(map(_evidence, row["mentions"])), "candidates": tuple(row["candidates"])}
    return Entity(type=EntityType(row["type"]), level=level, lat=lat, lon=lon, **plain, **lists)


def to_merge(entities: frozenset[str], row: Row) -> Merge:
    if row["entity"] not in entities:
        raise ValueError(f"{row['entity']} is not among the entities")
    return Merge(row["entity"], row["name"], row["bulletin"], Means(row["means"]), _ruling(row["judged"]) if row["judged"] else None)


def _ruling(row: Row) -> Ruling:
    said = (row["id"], Verdict(row["verdict"]), row["who"], row["when"], row["why"], row["field"], tuple(row["before"]), tuple(row["after"]))
    return Ruling(*said, _evidence(row["evidence"]) if row["evidence"] else None)


def _measure(row: Row) -> Measure:
    upper = None if row["max"] is None else Decimal(row["max"])
    role = None if row["role"] is None else Role(row["role"])
    evidence = _evidence(row["evidence"])
    rest = (role, row["total"], row["counts_in_totals"], row["repeats"], row["counts_in_year"])
    return Measure(row["id"], Decimal(row["value"]), upper, row["unit"], row["unit_text"], Bound(row["bound"]), evidence, *rest)


def to_action(entities: frozenset[str], row: Row) -> Action:
    parties = {role: tuple([party["id"] for party in row[role]]) for role in ("provider", "recipient", "through")}
    if unknown := sorted({i for ids in parties.values() for i in ids} - entities):
        raise ValueError(f"{unknown[0]} is not among the entities")
    plain = {name: row[name] for name in ("id", "kind", "programme", "about", "period", "rule", "trigger", "superseded_by")}
    lists = {"sector": tuple(row["sector"]), "measures": tuple(map(_measure, row["measures"])), "evidence": tuple(map(_evidence, row["evidence"]))}
    status = Status.COMMITTED if row["committed"] else Status(row["status"])
    coverage = None if row["coverage"] is None else Coverage(row["coverage"])
    said, timed = (_evidence(row[told]) if row[told] else None for told in ("status_evidence", "period_evidence"))
    rest: Row = {**plain, **parties, **lists, "rank": Rank(row["rank"]) if row["rank"] else None, "judged": tuple(map(_ruling, row["judged"]))}
    return Action(status=status, coverage=coverage, status_evidence=said, period_evidence=timed, **rest)
