"""What is known of a bulletin's publication, and of a register's columns, from the small TOML file of the same name beside it."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.read.words import registers

FIELDS = ("id", "title", "issue", "issuer", "publisher", "source", "url", "date", "published")
SUFFIX = ".toml"

# It becomes the name of a file and part of an IRI.
_ID = re.compile(r"[A-Za-z0-9][\w-]{0,99}", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_DATES = ("date", "published")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the file says: of FIELDS, and under ``[columns]`` the header of each column, ``ignore`` those that say nothing."""

    fields: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


def read_sidecar(path: Path) -> Sidecar:
    """Return what the TOML file beside a bulletin says, nothing where there is no such file; raises InputError for what is not of FIELDS."""
    sidecar = path.with_suffix(SUFFIX)
    if not os.path.lexists(sidecar):
        return Sidecar()
    try:
        data = sidecar.read_bytes()
    except OSError as error:
        raise InputError(f"{sidecar} cannot be read ({error.strerror}): it describes {path.name}; mend or remove it") from error
    return to_fields(data, sidecar)


def to_fields(data: bytes, sidecar: Path) -> Sidecar:
    """Return what a TOML file's content says; raises InputError for what is not of FIELDS."""
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{sidecar} is not UTF-8 (byte {error.start} is wrong): save it in UTF-8, or remove it") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f'{sidecar} is not TOML ({error}): mend it, a line such as source = "…" for each field, or remove it') from error
    columns = _columns(sidecar, table.pop("columns", {}))
    return Sidecar({key: _value(sidecar, key, value) for key, value in _known(sidecar, table).items()}, columns)


def _columns(sidecar: Path, columns: object) -> Mapping[str, str | Sequence[str]]:
    known = [*registers(), "ignore"]
    if not isinstance(columns, dict):
        raise InputError(f'{sidecar}: columns is {_named(columns)}: write [columns], and below it lines such as provider = "支援方"')
    for key, value in columns.items():
        if key not in known:
            near = get_close_matches(key.lower(), known, 1)
            raise InputError(f"{sidecar}: no column can hold {key!r}: {f'did you mean {near[0]}?' if near else 'use ' + ', '.join(known)}")
        if not (all(isinstance(v, str) for v in value) if key == "ignore" and isinstance(value, list) else isinstance(value, str)):
            raise InputError(f'{sidecar}: {key} is {_named(value)}: give a header in quotation marks, and for ignore a list, ["备注"]')
    return columns


def _known(sidecar: Path, table: Mapping[str, Any]) -> Mapping[str, Any]:
    for key in table:
        if key not in FIELDS:
            near = get_close_matches(key.lower(), FIELDS, 1)
            hint = f"did you mean {near[0]}?" if near else f"use {', '.join(FIELDS)}"
            raise InputError(f"{sidecar} has the unknown field {key!r}: {hint}")
    return table


def _value(sidecar: Path, key: str, value: object) -> str:
    if key in _DATES:
        return _date(sidecar, key, value)
    if not isinstance(value, str):
        raise InputError(f'{sidecar}: {key} is {_named(value)}, not text: write it in quotation marks, {key} = "…"')
    text = " ".join(value.split())
    if key == "id" and not _ID.fullmatch(text):
        raise InputError(f"{sidecar}: the id is {text!r}: use letters, digits, - and _ only, 100 at most, the first a letter or digit")
    if key == "url" and text and not is_url(text):
        raise InputError(f"{sidecar}: the url is {text!r}: give the whole address, beginning with https:// or http://")
    return text


def is_url(text: str) -> bool:
    """Tell whether this is the whole address of a page on the web."""
    return _URL.fullmatch(text) is not None


def _date(sidecar: Path, key: str, value: object) -> str:
    """Return a date in ISO form; TOML has dates of its own, so that both date = 2019-01-15 and date = "2019-01-15" are right."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if value == "":
        return ""
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    shown = repr(value) if isinstance(value, str) else _named(value)
    raise InputError(f"{sidecar}: {key} is {shown}: give a day of the calendar such as 2019-01-15")


def _named(value: object) -> str:
    return {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}.get(type(value), f"a {type(value).__name__}")
