"""Which reader a file is for: by how it begins, whatever its name says, and else by the end of its name."""

from collections.abc import Callable
from pathlib import PurePath

from kg.read.html import is_page, read_html
from kg.read.markdown import read_markdown
from kg.read.mhtml import is_mhtml, read_mhtml
from kg.read.source import Source
from kg.read.text import read_plain

Reader = Callable[[bytes, str], Source]

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".md": read_markdown,
}
"""The reader of each ending of a name; folders are searched for files with these endings."""

BEGINNINGS: tuple[tuple[Callable[[bytes], bool], Reader], ...] = (
    (is_mhtml, read_mhtml),
    (is_page, read_html),
)
"""What a file is by how it begins: a page that was saved as .txt is read as a page."""


def read_source(data: bytes, name: str) -> Source:
    """Return what a file says, read as what it is; raises InputError where it cannot be read as that."""
    reader = next((reader for begins, reader in BEGINNINGS if begins(data)), None)
    return (reader or READERS.get(PurePath(name).suffix.lower(), read_plain))(data, name)
