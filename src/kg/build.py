"""The main path: files -> bulletins -> records -> a folder that appears whole or not at all."""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kg.errors import InputError, OutputError
from kg.model import Records
from kg.read import read_inputs
from kg.tables import write_tables, write_texts

MANIFEST = "build.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build holds, and the inputs that could not be used."""

    records: Records
    errors: tuple[InputError, ...]
    folder: Path


def build(inputs: Sequence[Path], out: Path) -> Built:
    """Build the graph of some files and folders into ``out``, replacing a former build there.

    Raises OutputError where ``out`` is not a build of ours, InputError where nothing could be read.
    """
    _check_output(out)
    bulletins, errors = read_inputs(inputs)
    # Imported late: reading errors should not wait for spaCy.
    from kg.extract.pipeline import extract_records

    records = extract_records(bulletins)
    telling = {a.evidence[0].bulletin for a in records.actions}
    silent = [b for b in bulletins if b.id not in telling]
    errors += [InputError(f"{b.file} tells of no assistance: left out of the build") for b in silent]
    if not telling:
        raise InputError("; ".join(map(str, errors)) or "nothing to read: name files or folders with bulletins")
    if silent:
        records = extract_records([b for b in bulletins if b.id in telling])
    _write(records, out)
    return Built(records, tuple(errors), out)


def _check_output(out: Path) -> None:
    if out.exists() and not (out / MANIFEST).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out} is not a build of kg, and not empty: name another folder with -o")


def _write(records: Records, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as temporary:
        made = Path(temporary) / "made"
        write_tables(records, made / "tables")
        write_texts(records, made / "texts")
        _write_views(records, made / "views")
        inputs = [{"file": b.file, "id": b.id, "sha256": b.sha256} for b in records.bulletins]
        manifest = {"program": "kg", "version": version("assistance-kg"), "inputs": inputs}
        (made / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        if out.exists():
            shutil.move(out, Path(temporary) / "former")
        shutil.move(made, out)


def _write_views(records: Records, folder: Path) -> None:
    from kg.views import write_network

    folder.mkdir()
    write_network(records, folder / "network.html")


def summary(built: Built) -> str:
    """Return what was found, as lines of text."""
    records = built.records
    types = Counter(e.type.value for e in records.entities)
    kinds = Counter(a.kind for a in records.actions)
    captured = sum(len(a.measures) for a in records.actions)
    lines = [
        f"bulletins   {len(records.bulletins)}, articles {sum(len(b.articles) for b in records.bulletins)}",
        f"entities    {len(records.entities)}: " + ", ".join(f"{n} {t}" for t, n in types.most_common()),
        f"actions     {len(records.actions)}: " + ", ".join(f"{n} {k}" for k, n in kinds.most_common()),
        f"figures     {captured} captured, {len(records.left_out)} left out",
        f"open        {(built.folder / 'views' / 'network.html').resolve().as_uri()}",
    ]
    return "\n".join(lines)
