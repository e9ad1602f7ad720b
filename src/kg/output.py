"""The folder of a build: it appears whole or not at all, and never in the place of what is not ours."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from kg.errors import InputError, OutputError, QueryError
from kg.model import Bulletin

MANIFEST = "build.json"


def is_build(folder: Path) -> bool:
    """Tell whether kg has made a folder; other programs, too, leave a build.json behind."""
    return bool(_manifest(folder))


def _manifest(folder: Path) -> dict[str, object]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) and manifest.get("program") == "kg" else {}


def require_build(folder: Path) -> Path:
    """Return the folder; raises InputError where it is no build."""
    if not is_build(folder):
        missing = "holds no build" if folder.exists() else "does not exist"
        raise InputError(f"{folder} {missing}: make one with kg build INPUT -o {folder}")
    return folder


def find_view(folder: Path, name: str) -> Path:
    """Return the page of a view; raises InputError where there is no build, QueryError where it has no such view."""
    pages = require_build(folder) / "views"
    views = {page.stem: page for page in sorted(pages.glob("*.html"))}
    texts = {f"source/{page.stem}": page for page in sorted((pages / "source").glob("*.html"))}
    if texts and name == "source":
        return next(iter(texts.values()))
    if name not in views | texts:
        known = ", ".join([*views, *["source"] * bool(texts)])
        raise QueryError(f"{folder} has no view called {name}: " + (f"it has {known}" if known else "build it again with kg build"))
    return (views | texts)[name]


def check_output(out: Path) -> None:
    """Raise OutputError where a build must not or cannot be written: over a file, over a folder with other things in it, under one's own feet."""
    try:
        if out.exists() and not out.is_dir():
            raise OutputError(f"{out} is a file: name a folder with -o")
        real = _real(out)
        above = next(folder for folder in real.parents if folder.exists())
        if not above.is_dir():
            raise OutputError(f"{out} cannot be a folder, for {above} is a file: name another with -o")
        if not os.access(above, os.W_OK | os.X_OK):
            raise OutputError(f"{out} cannot be written, for {above} is closed to you: name another folder with -o")
        if out.exists() and any(out.iterdir()) and not is_build(out):
            raise OutputError(f"{out} is not a build of kg, and not empty: name another folder with -o")
        if Path.cwd().is_relative_to(real):
            raise OutputError(f"{out} is the folder you are in, and a build replaces its folder: name another with -o")
    except OSError as error:
        raise _unwritable(out, error) from error


def write_manifest(
    bulletins: Sequence[Bulletin], unread: Sequence[str], folder: Path, *, unmatched: Sequence[str] = (), followed: Mapping[str, Path] = {}
) -> None:
    """Write what made this build, what was left out of it, and what in its folder is the build's.

    It comes last of all files, for it is what makes the folder a build. ``unread`` has a line for each input that could not be used,
    ``unmatched`` one for each judgement that does not hold, ``followed`` are the files that it went by besides, by what they are: judgements,
    lexicon.
    """
    inputs = [{"file": name, "id": b.id, "sha256": digest} for b in bulletins for name, digest in _files(b)]
    holds = sorted({MANIFEST, *(entry.name for entry in folder.iterdir())})
    files = {what: {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for what, file in followed.items()}
    told = {"inputs": inputs, "unread": list(unread), "unmatched": list(unmatched)}
    manifest = {"program": "kg", "version": version("assistance-kg"), **told, **files, "holds": holds}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def check_words(folder: Path, words: Path | None) -> None:
    """Raise InputError where a file of own words, or none, is not what a build went by."""
    recorded = _manifest(require_build(folder)).get("lexicon")
    file, digest = (str(recorded["file"]), str(recorded["sha256"])) if isinstance(recorded, dict) else ("", "")
    if digest and not words:
        raise InputError(f"{folder} went by the words of {file}: name that file with --lexicon")
    if words and digest != (hashlib.sha256(words.read_bytes()).hexdigest() if words.is_file() else ""):
        raise InputError(f"{folder} went by {f'other words, those of {file},' if file else 'no words'} but {words}: name what it was built with")


def unread_inputs(folder: Path) -> tuple[str, ...]:
    """Return the lines about the inputs that a build could not use."""
    return _lines(folder, "unread")


def unmatched_judgements(folder: Path) -> tuple[str, ...]:
    """Return the lines about the judgements that do not hold in a build that was to follow them."""
    return _lines(folder, "unmatched")


def _lines(folder: Path, key: str) -> tuple[str, ...]:
    lines = _manifest(folder).get(key)
    return tuple(map(str, lines)) if isinstance(lines, list) else ()


def _files(bulletin: Bulletin) -> list[tuple[str, str]]:
    """Return each file that a bulletin was read from or found again in, with its SHA-256."""
    return [(bulletin.file, bulletin.sha256), *((copy.file, copy.sha256) for copy in bulletin.copies)]


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Lend an empty folder, and put it in the place of ``out`` when it is filled without an error; raises OutputError where that fails."""
    out = _real(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as temporary:
            made = Path(temporary) / "made"
            made.mkdir()
            yield made
            _exchange(made, out, Path(temporary) / "former")
    except OSError as error:
        raise _unwritable(out, error) from error


def _exchange(made: Path, out: Path, former: Path) -> None:
    held = _manifest(out).get("holds")
    foreign = sorted(entry.name for entry in out.iterdir() if isinstance(held, list) and entry.name not in held) if out.exists() else []
    if taken := [name for name in foreign if (made / name).exists()]:
        raise OutputError(f"{out / taken[0]} is not of kg's making, and the build needs its name: move it away")
    if out.exists():
        out.rename(former)
    try:
        # What somebody else has put beside the build's own files moves into the new build.
        for name in foreign:
            (former / name).rename(made / name)
        made.rename(out)
    except BaseException:
        for name in foreign:
            with suppress(OSError):
                (made / name).rename(former / name)
        if former.exists():
            former.rename(out)
        raise


def _real(out: Path) -> Path:
    # Path.resolve raises where a link leads back to itself.
    return Path(os.path.realpath(out))


def _unwritable(out: Path, error: OSError) -> OutputError:
    return OutputError(f"{out} cannot be written ({error.strerror or error}): name another folder with -o")
