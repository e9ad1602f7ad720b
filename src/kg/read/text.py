"""Files, and those of plain text."""

import stat
from pathlib import Path

from kg.errors import InputError
from kg.read.encodings import decode
from kg.read.source import Source
from kg.read.unwrap import unwrap

LARGEST_FILE = 500_000_000
LARGEST_TEXT = 20_000_000
"""In bytes; a text of seven million characters is a shelf of books, and no bulletin."""


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; raises InputError where there is nothing to read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{path} is a folder: name a text file")
        if not stat.S_ISREG(mode):
            raise InputError(f"{path} is a device or pipe: save its text in a file first")
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise InputError(f"{path} has {size // 1_000_000} MB, more than the {LARGEST_FILE // 1_000_000} MB allowed: split it")
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
    """Return the text of a plain text file."""
    check_size(data, name)
    return unwrap(Source(decode(data, name)))


def check_size(data: bytes, name: str) -> None:
    """Refuse what is too long to be the text of a bulletin."""
    if len(data) > LARGEST_TEXT:
        raise InputError(f"{name} has {len(data) // 1_000_000} MB of text, more than the {LARGEST_TEXT // 1_000_000} MB allowed: split it")
