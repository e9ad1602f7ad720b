"""A file -> Bulletin: its clean text, what each line of it is, its reports, and what is known of its publication."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.link.identifiers import bulletin_id
from kg.model import Bulletin
from kg.output import is_build
from kg.read.articles import find_articles
from kg.read.blocks import find_blocks
from kg.read.clean import clean
from kg.read.metadata import find_metadata, read_sidecar
from kg.read.text import decode, read_bytes

__all__ = ["read_bulletin", "read_inputs", "read_text"]

_HAN = re.compile("[一-龥]")


def read_text(text: str, *, file: str = "", metadata: Mapping[str, str] | None = None, sha256: str = "") -> Bulletin:
    """Return the bulletin that a text is; raises InputError where it has no Chinese in it."""
    cleaned = clean(text).text
    if not _HAN.search(cleaned):
        raise InputError(f"{file or 'the text'} has no Chinese in it: give the text of a bulletin")
    blocks = find_blocks(cleaned)
    fields = {**find_metadata(cleaned, blocks), **(metadata or {})}
    identifier = fields.pop("id", "") or bulletin_id(cleaned)
    return Bulletin(id=identifier, text=cleaned, blocks=tuple(blocks), articles=find_articles(cleaned, blocks), file=file, sha256=sha256, **fields)


def read_bulletin(path: Path) -> Bulletin:
    """Return the bulletin in a file; raises InputError where the file cannot be read as one."""
    data = read_bytes(path)
    # Linux lets a file's name be bytes that no text can hold.
    name = path.name.encode(errors="replace").decode()
    return read_text(decode(data, str(path)), file=name, metadata=read_sidecar(path), sha256=hashlib.sha256(data).hexdigest())


def read_inputs(paths: Sequence[Path]) -> tuple[list[Bulletin], list[InputError]]:
    """Return the bulletins in files and folders (their .txt files, by name), each once, and what could not be read."""
    bulletins: dict[str, Bulletin] = {}
    errors: list[InputError] = []
    for path in paths:
        try:
            files = _bulletins_in(path) if path.is_dir() else [path]
        except OSError as error:
            errors.append(_unreadable(path, error))
            continue
        if not files:
            errors.append(InputError(f"{path} holds no .txt file: give a folder with bulletins"))
        for file in files:
            try:
                bulletin = read_bulletin(file)
            except InputError as error:
                errors.append(error)
            except OSError as error:
                errors.append(_unreadable(file, error))
            else:
                if bulletins.setdefault(bulletin.id, bulletin).text != bulletin.text:
                    errors.append(InputError(f"{file} has the id {bulletin.id}, as another text has: give it one of its own in its .toml file"))
    return list(bulletins.values()), errors


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be read ({error.strerror}): check its name and permissions")


def _bulletins_in(folder: Path) -> list[Path]:
    """Return the texts in a folder; those that a build keeps are copies, not bulletins."""
    files = [f for f in folder.rglob("*.txt") if not any(part.startswith(".") for part in f.relative_to(folder).parts)]
    builds = {parent for parent in {p for f in files for p in f.parents if p.is_relative_to(folder)} if is_build(parent)}
    return sorted(f for f in files if builds.isdisjoint(f.parents))
