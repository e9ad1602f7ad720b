"""The typeface that stands in for fonts which a PDF names and does not hold: each character is one small box."""

import ctypes
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pypdfium2.raw as raw

# What MapFont is asked for by: Japanese, Korean, simplified and traditional Chinese. PDFium has letters of its own for all else.
_CHARSETS = {128, 129, 134, 136}
_EM, _DESCENT, _ASCENT = 1000, -120, 880
# Narrower than any character, that the widths are those which the file tells.
_WIDTH = 200
_HANDLE = 1


@contextmanager
def typeface() -> Iterator[None]:
    """Let PDFium, within, take this typeface for East Asian fonts that a PDF does not hold, and the machine's fonts for none.

    What is read is the same on every machine, and no font of many megabytes is opened for each file. PDFium leaves out a line of one
    character that has no outline: the box is one.
    """
    raw.FPDF_SetSystemFontInfo(_FONTS)
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo())


def _typeface() -> bytes:
    """Return a TrueType font with the same box for every character (cmap format 13: many to one); its first glyph is that of none."""
    box = struct.pack(">5h2H4B", 1, 0, _DESCENT, _WIDTH, _ASCENT, 3, 0, 1, 1, 1, 1)
    box += struct.pack(">8h", 0, 0, _WIDTH, 0, _DESCENT, _ASCENT - _DESCENT, 0, _DESCENT - _ASCENT)
    box += bytes(-len(box) % 4)
    return _font(
        {
            b"cmap": struct.pack(">4HL2H3L3L", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0, 0x10FFFF, 1),
            b"glyf": box,
            b"head": struct.pack(">4L2H2Q4h2H3h", 1 << 16, 1 << 16, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _WIDTH, _ASCENT, 0, 8, 2, 1, 0),
            b"hhea": struct.pack(">L3hH11hH", 1 << 16, _ASCENT, _DESCENT, 0, _EM, 0, 0, _WIDTH, 1, 0, 0, 0, 0, 0, 0, 0, 1),
            b"hmtx": struct.pack(">H2h", _EM, 0, 0),
            b"loca": struct.pack(">3L", 0, 0, len(box)),
            b"maxp": struct.pack(">L14H", 1 << 16, 2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        }
    )


def _font(tables: Mapping[bytes, bytes]) -> bytes:
    """Return a font file of some tables, whose names are in order."""
    directory, body = struct.pack(">L4H", 1 << 16, len(tables), 64, 2, 16 * len(tables) - 64), b""
    start = len(directory) + 16 * len(tables)
    for name, table in tables.items():
        directory += name + struct.pack(">3L", 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


_FACE = _typeface()


def _map_font(_info: object, _weight: int, _italic: int, charset: int, _pitch: int, _name: object, _exact: object) -> int | None:
    return _HANDLE if charset in _CHARSETS else None


def _font_data(_info: object, _font: object, table: int, buffer: int | None, size: int) -> int:
    """Give the whole file where no single table is asked for; PDFium asks for its size first."""
    if table:
        return 0
    if buffer and size >= len(_FACE):
        ctypes.memmove(buffer, _FACE, len(_FACE))
    return len(_FACE)


def _fonts() -> raw.FPDF_SYSFONTINFO:
    """Return the table of functions by which PDFium asks for fonts."""
    functions = {
        "Release": lambda _info: None,
        "EnumFonts": lambda _info, _mapper: None,
        "MapFont": _map_font,
        "GetFont": lambda _info, _name: None,
        "GetFontData": _font_data,
        "GetFaceName": lambda _info, _font, _buffer, _size: 0,
        "GetFontCharset": lambda _info, _font: 0,
        "DeleteFont": lambda _info, _font: None,
    }
    types = dict(raw.FPDF_SYSFONTINFO._fields_)
    return raw.FPDF_SYSFONTINFO(version=1, **{name: types[name](function) for name, function in functions.items()})


_FONTS = _fonts()
