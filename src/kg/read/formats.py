"""Which reader reads a file: what the file is by its first bytes counts, and its name only where these say nothing."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from kg.errors import InputError
from kg.read import registers
from kg.read.docx import read_docx
from kg.read.html import is_page, read_html
from kg.read.markdown import read_markdown
from kg.read.mhtml import is_mhtml, read_mhtml
from kg.read.source import Source
from kg.read.text import read_plain


def _read_pdf(data: bytes, name: str) -> Source:
    # PDFium takes a while to load: only a PDF should wait for it.
    from kg.read.pdf import read_pdf

    return read_pdf(data, name)


READERS: dict[str, Callable[[bytes, str], Source]] = {
    ".txt": read_plain,
    ".html": read_html,
    ".mhtml": read_mhtml,
    ".md": read_markdown,
    ".docx": read_docx,
    ".pdf": _read_pdf,
}
"""A reader for each format; another format is another line."""

TABLES = frozenset(registers.READERS)
"""Formats that hold registers of pairings (``kg.read.registers``)."""

ARCHIVE = ".zip"

_WORD = "open it in Word or WPS and save it as .docx"
_UNPACK = "unpack it and name the folder"
_OCR = "make its text readable with OCR first"
REFUSED = {
    ".doc": ("an old Word document", _WORD),
    ".wps": ("an old WPS document", _WORD),
    ".rtf": ("a Rich Text document", _WORD),
    ".odt": ("an OpenDocument text", _WORD),
    ".ppt": ("an old set of slides", "copy what they say into a .docx or .txt file"),
    ".pptx": ("a set of slides", "copy what they say into a .docx or .txt file"),
    ".ofd": ("an OFD document", "open it in an OFD reader and save it as PDF"),
    ".ceb": ("a CEB document", "open it in Apabi Reader and print it to a PDF"),
    ".caj": ("a CAJ document", "open it in CAJViewer and print it to a PDF"),
    ".jpg": ("a picture", _OCR),
    ".png": ("a picture", _OCR),
    ".tif": ("a picture", _OCR),
    ".rar": ("a RAR archive", _UNPACK),
    ".7z": ("a 7z archive", _UNPACK),
    ".gz": ("a gzip archive", _UNPACK),
}
"""What is known and not read: what it is, and what to do."""

_ALIASES = {
    ".htm": ".html", ".xhtml": ".html", ".shtml": ".html", ".mht": ".mhtml", ".docm": ".docx", ".dotx": ".docx",
    ".et": ".xls", ".xlsm": ".xlsx", ".tsv": ".csv", ".dps": ".ppt", ".jpeg": ".jpg", ".tiff": ".tif",
}
_MAGIC = {
    b"{\\rtf": ".rtf",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"Rar!\x1a": ".rar",
    b"7z\xbc\xaf": ".7z",
    b"\x1f\x8b": ".gz",
    b"CAJ": ".caj",
    b"Founder CEB": ".ceb",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = {"EncryptedPackage": ".locked", "WordDocument": ".doc", "Workbook": ".xls", "PowerPoint Document": ".ppt"}
_PARTS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx", "OFD.xml": ".ofd"}


def read_source(data: bytes, name: str) -> Source:
    """Return the text of a file; raises InputError where it is of no kind that can be read, or broken."""
    form = form_of(data, name)
    if form == ".locked":
        raise InputError(f"{name} is locked with a password: open it in Word or WPS and save it without one")
    if form == ARCHIVE:
        raise InputError(f"{name} is a zip archive, not one bulletin: give it to kg build, or unpack it")
    if form in TABLES:
        raise InputError(f"{name} is a table, no text: give it to kg build as a register of pairings, or copy what it says into a .docx or .txt file")
    if form not in READERS:
        kind, remedy = REFUSED[form]
        raise InputError(f"{name} is {kind}, which is not read: {remedy}")
    return READERS[form](data, name)


def form_of(data: bytes, name: str) -> str:
    """Return the suffix of what a file is: one of READERS, TABLES or REFUSED, ``.zip`` for an archive, ``.locked`` for a document with a password."""
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(_OLE):
        return next((form for stream, form in _STREAMS.items() if stream.encode("utf-16-le") in data), suffix_of(name, ".doc"))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _form_of_zip(data, name)
    if form := next((form for magic, form in _MAGIC.items() if data.startswith(magic)), ""):
        return form
    if is_mhtml(data):
        return ".mhtml"
    if is_page(data):
        return ".html"
    # Anything else is text, or turns out to be none; .pdf and the like are told by their first bytes alone.
    suffix = suffix_of(name)
    return suffix if suffix in TEXTS else ".txt"


TEXTS = frozenset({".txt", ".md", ".html", ".mhtml", ".csv"})
"""Formats that are text in themselves, and are told apart by their names."""


def suffix_of(name: str, default: str = "") -> str:
    """Return the suffix of a name in the form that READERS, TABLES and REFUSED have."""
    suffix = PurePath(name).suffix.lower()
    suffix = _ALIASES.get(suffix, suffix)
    return suffix if suffix in READERS or suffix in TABLES or suffix in REFUSED or suffix == ARCHIVE else default


def _form_of_zip(data: bytes, name: str) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        # Broken: its reader says how.
        return suffix_of(name, ARCHIVE) if suffix_of(name) in (".docx", ARCHIVE) else ARCHIVE
    if "mimetype" in names[:1] and "content.xml" in names:
        return suffix_of(name, ".odt")
    return next((form for part, form in _PARTS.items() if any(entry.startswith(part) for entry in names)), ARCHIVE)
