"""Zip archives of bulletins: their files by name, within limits that no honest archive meets. Nothing is ever unpacked to the disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import InputError
from kg.read.formats import ARCHIVE, form_of, suffix_of
from kg.read.sidecar import SUFFIX

MOST_FILES = 10_000
MOST_BYTES = 500_000_000
MOST_RATIO = 200
# Of a small file nobody minds how well it was packed.
_SMALL = 10_000_000

_UTF8_NAME, _LOCKED = 0x800, 0x1
# What programs add to archives unasked.
_LITTER = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, by the archive's name and its own; ``sidecar`` is the content of the TOML file beside it."""

    name: str
    data: bytes
    sidecar: bytes | None = None


def read_archive(data: bytes, name: str, errors: list[InputError], *, inner: bool = False) -> Iterator[Member]:
    """Yield the files in an archive, and in archives in it, by name; ``errors`` takes what cannot be read.

    Raises InputError where the archive as a whole cannot be, or must not be: locked, broken, too large.
    """
    archive = _open(data, name)
    entries = {label: info for info in archive.infolist() if (label := name_of(info)) and not info.is_dir()}
    _check(list(archive.infolist()), len(data), name)
    wanted = sorted(label for label in entries if suffix_of(label))
    if not wanted:
        raise InputError(f"{name} holds no file that is read: give one with bulletins, as .txt, .docx or .pdf")
    for label in wanted:
        path = f"{name}/{label}"
        try:
            content = _read(archive, entries[label], path)
            if form_of(content, label) != ARCHIVE:
                beside = entries.get(label.rpartition(".")[0] + SUFFIX)
                yield Member(path, content, _read(archive, beside, path) if beside else None)
            elif inner:
                raise InputError(f"{path} is an archive in an archive in an archive: unpack it and name the folder")
            else:
                yield from read_archive(content, path, errors, inner=True)
        except InputError as error:
            errors.append(error)


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a file in an archive, without what would lead out of it; nothing for what is hidden or litter.

    Old Chinese programs write names in GBK and don't say so; others write UTF-8 and don't say so.
    """
    written = info.filename
    if not info.flag_bits & _UTF8_NAME:
        raw = written.encode("cp437", "replace")
        try:
            written = raw.decode("utf-8")
        except UnicodeDecodeError:
            written = raw.decode("gb18030", "replace")
    parts = [part for part in written.replace("\\", "/").split("/") if part not in ("", ".", "..") and not part.endswith(":")]
    if any(part.startswith(".") or part in _LITTER for part in parts):
        return ""
    return "".join(c if c.isprintable() else "\ufffd" for c in "/".join(parts))


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise InputError(f"{name} is a broken zip archive: get it again, or pack it anew") from error


def _check(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    """Refuse an archive by what it says of itself, before anything is unpacked; no more than it says is ever unpacked."""
    size = sum(info.file_size for info in entries)
    if any(info.flag_bits & _LOCKED for info in entries):
        raise InputError(f"{name} is locked with a password: unpack it and name the folder")
    if len(entries) > MOST_FILES:
        raise InputError(f"{name} holds {len(entries)} files, more than the {MOST_FILES} allowed: split it")
    if size > MOST_BYTES:
        raise InputError(f"{name} unpacks to {size // 1_000_000} MB, more than the {MOST_BYTES // 1_000_000} MB allowed: split it")
    if size > max(_SMALL, MOST_RATIO * packed):
        raise InputError(f"{name} unpacks to {size // packed} times its size, more than the {MOST_RATIO} times allowed: unpack it yourself")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, MemoryError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{name} cannot be unpacked ({reason}): get the archive again, or unpack it and name the folder") from error
