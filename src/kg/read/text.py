"""Files, and those of plain text."""

import stat
from pathlib import Path

from kg.errors import InputError
from kg.read.encodings import decode
from kg.read.source import Source

_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x89PNG": "a picture",
    b"{\\rtf": "a Rich Text document",
}
_SAVE = "save it as plain text in UTF-8"


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; raises InputError where there is nothing to read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{path} is a folder: name a text file")
        if not stat.S_ISREG(mode):
            raise InputError(f"{path} is a device or pipe: save its text in a file first")
        data = path.read_bytes()
    except FileNotFoundError as error:
        if path.is_symlink():
            raise InputError(f"{path} is a link to {path.readlink()}, which does not exist: mend or remove it") from error
        raise InputError(f"{path} does not exist: check the path") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check its name and permissions") from error
    if not data.strip():
        raise InputError(f"{path} is empty: give a file with a bulletin's text")
    return data


def read_plain(data: bytes, name: str) -> Source:
    """Return the text of a plain text file; raises InputError for other files that are known by how they begin."""
    if kind := next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), ""):
        raise InputError(f"{name} is {kind}, not text: {_SAVE}")
    return Source(decode(data, name))
