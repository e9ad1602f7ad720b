"""One build -> one file or one folder of a format."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from kg.errors import OutputError, QueryError
from kg.export.networks import write_gexf, write_network
from kg.export.package import write_package
from kg.export.sheets import write_sheets
from kg.export.workbook import write_workbook
from kg.output import require_build
from kg.tables import read_records

FORMS = ("xlsx", "csv", "parquet", "graphml", "gexf", "datapackage")

_SUFFIXES = {".xlsx": "xlsx", ".graphml": "graphml", ".gexf": "gexf"}
_FILES = frozenset(_SUFFIXES.values())
_NETWORKS = frozenset(("graphml", "gexf"))


def form_of(path: Path) -> str:
    """Return the format that the name of a file asks for; nothing where its ending tells none."""
    return _SUFFIXES.get(path.suffix.lower(), "")


def export(build: Path, out: Path, form: str, *, language: str = "en", unchecked: bool = False) -> None:
    """Write a build as a file (xlsx, graphml, gexf) or into a new folder (csv, parquet, datapackage), whole or not at all.

    With ``language`` zh, the columns of csv have Chinese names, and its values Chinese labels; a workbook has them in any case. A
    network has what is unchecked only where that is asked for; tables have it, with its rank. Raises InputError where there is no build,
    QueryError for what is no format, or has no languages or nothing to leave out, OutputError where something is there already or nothing
    can be written.
    """
    require_build(build)
    if form not in FORMS:
        raise QueryError(_no_form(out, form))
    if language != "en" and form not in ("csv", "xlsx"):
        raise QueryError(f"{form} is for programs, and has its columns in English alone: ask for csv or xlsx")
    if unchecked and form not in _NETWORKS:
        raise QueryError(f"{form} has what is unchecked in any case, with its rank: leave out --unchecked, or ask for graphml or gexf")
    if out.exists():
        raise OutputError(f"{out} is there already: name another {'file' if form in _FILES else 'folder'}, or remove it first")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
            made = Path(folder) / "made"
            _write(build, made, form, language, unchecked)
            made.replace(out)
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror or error}): name another place") from error


def _no_form(out: Path, form: str) -> str:
    if not form and (ending := out.suffix.lower().removeprefix(".")) in FORMS:
        return f"{out.name} tells no format, for {ending} is a folder with a file for each table: name a folder, with --format {ending}"
    return f"{form or out.name} tells no format: it is one of {', '.join(FORMS)}"


def _write(build: Path, made: Path, form: str, language: str, unchecked: bool) -> None:
    def parquet() -> None:
        made.mkdir()
        for table in sorted((build / "tables").glob("*.parquet")):
            shutil.copyfile(table, made / table.name)

    forms: dict[str, Callable[[], object]] = {
        "xlsx": lambda: write_workbook(read_records(build), made),
        "csv": lambda: write_sheets(read_records(build), made, language),
        "parquet": parquet,
        "graphml": lambda: write_network(build, made, unchecked=unchecked),
        "gexf": lambda: write_gexf(build, made, unchecked=unchecked),
        "datapackage": lambda: write_package(read_records(build), made),
    }
    forms[form]()
