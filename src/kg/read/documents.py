"""A file -> the bulletins in it: one, or those of an archive or a workbook."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.model import Bulletin
from kg.read import to_bulletin
from kg.read.archive import Member, read_archive
from kg.read.formats import ARCHIVE, TABLES, form_of, read_source
from kg.read.registers import read_registers
from kg.read.sidecar import SUFFIX, Sidecar, read_sidecar, to_fields
from kg.read.text import read_bytes


def read_documents(path: Path, errors: list[InputError]) -> Iterator[tuple[Bulletin, Path]]:
    """Yield the bulletins in a file, each with the path that tells of it; ``errors`` takes a line for each that cannot be read."""
    try:
        if path.suffix == SUFFIX:
            raise InputError(f"{path} describes a text, and is none: name the text beside it")
        data = read_bytes(path)
        if form_of(data, str(path)) != ARCHIVE:
            for bulletin in _bulletins(data, str(path), read_sidecar(path), errors):
                yield bulletin, path
            return
        for member in read_archive(data, str(path), errors):
            try:
                for bulletin in _of_member(member, path, errors):
                    yield bulletin, Path(member.name)
            except InputError as error:
                errors.append(error)
    except InputError as error:
        errors.append(error)


def _of_member(member: Member, archive: Path, errors: list[InputError]) -> list[Bulletin]:
    told = to_fields(member.sidecar, Path(member.name).with_suffix(SUFFIX)) if member.sidecar is not None else Sidecar()
    file = archive.name + member.name.removeprefix(str(archive))
    found = _bulletins(member.data, member.name, told, errors)
    return [replace(bulletin, file=file.encode(errors="replace").decode()) for bulletin in found]


def _bulletins(data: bytes, name: str, told: Sidecar, errors: list[InputError]) -> list[Bulletin]:
    """Return the bulletin of a file, or the registers of a table's sheets."""
    if not data.strip():
        raise InputError(f"{name} is empty: give a file with a bulletin's text")
    form, sha256 = form_of(data, name), hashlib.sha256(data).hexdigest()
    if form in TABLES:
        found, notes = read_registers(data, form, name, metadata=told.fields, columns=told.columns, sha256=sha256)
    elif told.columns:
        raise InputError(f"{Path(name).with_suffix(SUFFIX)} has [columns], but {name} is no table: take them out")
    else:
        source = read_source(data, name)
        found, notes = [to_bulletin(source, file=name, metadata=told.fields, sha256=sha256)], source.missing
    errors += map(InputError, notes)
    return found
