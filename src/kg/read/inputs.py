"""Files and folders -> bulletins: each once, whatever files hold it, and what could not be read with its reason."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.model import Bulletin
from kg.output import is_build
from kg.read import read_bulletin
from kg.read.editions import unite
from kg.read.sidecar import SUFFIX

_TEXT = ".txt"


@dataclass(slots=True)
class Inputs:
    """The bulletins that were read, each with its path, and a line for each input that could not be."""

    bulletins: list[Bulletin] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    errors: list[InputError] = field(default_factory=list)


def read_inputs(paths: Sequence[Path], *, tell: Callable[[str], None] = lambda note: None) -> Inputs:
    """Read files and folders (their .txt files, by name); ``tell`` hears of bulletins that stand in two files, which count once."""
    inputs = Inputs()
    read: list[tuple[Bulletin, Path]] = []
    seen: set[str] = set()
    for file in _files(paths, inputs.errors):
        if (real := os.path.realpath(file)) in seen:
            continue
        seen.add(real)
        try:
            read.append((read_bulletin(file), file))
        except InputError as error:
            inputs.errors.append(error)
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
        file = files[bulletin.id, bulletin.file, bulletin.sha256]
        if other := inputs.paths.get(bulletin.id):
            inputs.errors.append(InputError(f"{file} has the id {bulletin.id}, as {other} has: give it one of its own in {file.with_suffix(SUFFIX)}"))
        else:
            inputs.paths[bulletin.id] = file
            inputs.bulletins.append(bulletin)


def _files(paths: Sequence[Path], errors: list[InputError]) -> Iterator[Path]:
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises where it may not look)
            yield path
        elif is_build(path):
            errors.append(InputError(f"{path} is a build of kg, not a folder of bulletins: name the texts that it was made from"))
        else:
            yield from _files_in(path, errors)


def _files_in(folder: Path, errors: list[InputError]) -> list[Path]:
    """Return the texts in a folder and its folders, sorted; hidden ones and those that a build keeps, which are copies, are passed over."""
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
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in (Path(name, f) for f in files if not f.startswith(".")):
            (texts if file.suffix.lower() == _TEXT else others).append(file)
    errors += [InputError(f"{error.filename} cannot be read ({error.strerror}): check its permissions") for error in unreadable]
    if not texts and not unreadable:
        such = f", but others such as {min(others).name}: save them as text" if others else ": give a folder with bulletins"
        errors.append(InputError(f"{folder} holds no {_TEXT} file{such}"))
    return sorted(texts)
