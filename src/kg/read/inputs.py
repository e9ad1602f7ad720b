"""Files and folders -> bulletins: each once, whatever files hold it, and what could not be read with its reason."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from glob import glob, has_magic
from pathlib import Path

from kg.errors import InputError
from kg.model import Bulletin
from kg.output import is_build
from kg.read.documents import read_documents
from kg.read.editions import unite
from kg.read.formats import suffix_of
from kg.read.sidecar import SUFFIX

# What tells of the files beside it is no bulletin; named by itself it is read.
_ABOUT_THE_FOLDER = "readme"

# How a browser names the folder in which it saves what belongs to a page: its pictures, frames, advertisements.
_BELONGING = ("_files", ".files", "_文件")


@dataclass(slots=True)
class Inputs:
    """The bulletins that were read, each with its path, and a line for each input that could not be."""

    bulletins: list[Bulletin] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    errors: list[InputError] = field(default_factory=list)


def read_inputs(paths: Sequence[Path], *, tell: Callable[[str], None] = lambda note: None) -> Inputs:
    """Read files and folders (their files by name, those in archives too); ``tell`` hears of bulletins in two files, which count once."""
    inputs = Inputs()
    read: list[tuple[Bulletin, Path]] = []
    seen: set[str] = set()
    for file in _files(paths, inputs.errors):
        if (real := os.path.realpath(file)) in seen:
            continue
        seen.add(real)
        read += read_documents(file, inputs.errors)
    _add(inputs, read, tell)
    return inputs


def _add(inputs: Inputs, read: Sequence[tuple[Bulletin, Path]], tell: Callable[[str], None]) -> None:
    """Add the bulletins that were read, copies of one as one; two that have the same id and different texts cannot both be kept."""
    paths = {id(bulletin): path for bulletin, path in read}
    files = {(bulletin.id, bulletin.file, bulletin.sha256): path for bulletin, path in reversed(read)}

    def told(copy: Bulletin, kept: Bulletin) -> None:
        nearly = "" if copy.text == kept.text else "nearly "
        tell(f"{paths[id(copy)]} holds {nearly}the same text as {paths[id(kept)]}: it counts once")

    for bulletin in unite([bulletin for bulletin, _ in read], tell=told):
        path = files[bulletin.id, bulletin.file, bulletin.sha256]
        if other := inputs.paths.get(bulletin.id):
            own = path.with_suffix(SUFFIX)
            inputs.errors.append(InputError(f"{path} has the id {bulletin.id}, as {other} has: give it one of its own in {own}"))
        else:
            inputs.paths[bulletin.id] = path
            inputs.bulletins.append(bulletin)


def _files(paths: Sequence[Path], errors: list[InputError]) -> Iterator[Path]:
    for path in (found for named in paths for found in _expanded(named, errors)):
        if not os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises where it may not look)
            yield path
        elif is_build(path):
            errors.append(InputError(f"{path} is a build of kg, not a folder of bulletins: name the texts that it was made from"))
        else:
            yield from _files_in(path, errors)


def _expanded(path: Path, errors: list[InputError]) -> list[Path]:
    """Return what a pattern such as data/*.pdf stands for, where no shell has done so; a path that exists stands for itself."""
    if os.path.lexists(path) or not has_magic(str(path)):
        return [path]
    found = sorted(map(Path, glob(str(path), recursive=True)))  # noqa: PTH207 (Path.glob takes no absolute pattern)
    if not found:
        errors.append(InputError(f"{path} matches no file: check the pattern"))
    return found


def _files_in(folder: Path, errors: list[InputError]) -> list[Path]:
    """Return the texts in a folder and its folders, sorted; hidden ones, READMEs and those that a build keeps, which are copies, are passed over."""
    unreadable: list[OSError] = []
    texts: list[Path] = []
    others: list[Path] = []
    visited: set[str] = set()
    # Links are followed, for they are how one puts a corpus together; a folder that leads back to itself is entered once.
    for name, folders, files in os.walk(folder, onerror=unreadable.append, followlinks=True):
        if (real := os.path.realpath(name)) in visited or (Path(name) != folder and is_build(Path(name))):
            folders.clear()
            continue
        visited.add(real)
        belonging = {f"{Path(f).stem}{ending}" for f in files for ending in _BELONGING}
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in belonging)
        for file in (Path(name, f) for f in files if not f.startswith(".") and Path(f).stem.lower() != _ABOUT_THE_FOLDER):
            (texts if suffix_of(file.name) else others).append(file)
    errors += [InputError(f"{error.filename} cannot be read ({error.strerror}): check its permissions") for error in unreadable]
    if not texts and not unreadable:
        such = f", but others such as {min(others).name}" if others else ""
        advice = "give texts (.txt, .html, .docx, .pdf) or tables (.csv, .xlsx)"
        errors.append(InputError(f"{folder} holds no file that is read{such}: {advice}"))
    return sorted(texts)
