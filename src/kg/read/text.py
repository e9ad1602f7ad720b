"""The bytes of a file as characters."""

import stat
from pathlib import Path

from kg.errors import InputError
from kg.read.source import Source
from kg.read.unwrap import unwrap

LARGEST_FILE = 500_000_000
LARGEST_TEXT = 20_000_000
"""In bytes; a text of seven million characters is a shelf of books, and no bulletin."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE = "save it as plain text in UTF-8"

# The most frequent characters of Chinese prose and of this genre, simplified and traditional. Bytes in another encoding decode as GB18030
# without complaint, but to rare characters: of prose read rightly, these are a fifth to a third.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们年月日万元县市区州"
    "对口帮扶支援协作项目资金工作名产业发展这個國來為縣區對幫產業東西"
)
_LEAST_SHARE = 0.04


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
    if len(data) > LARGEST_TEXT:
        raise InputError(f"{name} has {len(data) // 1_000_000} MB of text, more than the {LARGEST_TEXT // 1_000_000} MB allowed: split it")
    return unwrap(Source(decode(data, name)))


def decode(data: bytes, name: str) -> str:
    """Return the text of a file's bytes: UTF-8, UTF-16 with a byte order mark, or GB18030 (which takes in GB2312 and GBK)."""
    if data.startswith(_UTF16):
        return _decode_utf16(data, name)
    if b"\0" in data:
        raise InputError(f"{name} is a binary file, not text: {_SAVE}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _decode_gb18030(data, name, error)


def _decode_utf16(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} begins as UTF-16 but breaks off at byte {error.start}: {_SAVE}") from error


def _decode_gb18030(data: bytes, name: str, utf8: UnicodeDecodeError) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    beyond_ascii = sum(c > "\x7f" for c in text)
    if beyond_ascii and sum(c in _FREQUENT for c in text) >= _LEAST_SHARE * beyond_ascii:
        return text
    raise InputError(f"{name} is neither UTF-8 (byte {utf8.start} is wrong), UTF-16 nor GB18030 text: {_SAVE}") from utf8
