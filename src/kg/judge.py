"""A judgement of a statement of a build, written down for the builds to come."""

from pathlib import Path

from kg.errors import InputError, QueryError
from kg.link.judgements import FIELDS, Judgement, Verdict, read_judgements
from kg.link.verdicts import rule
from kg.tables import read_records


def judge(folder: Path, file: Path, judgement: Judgement) -> str:
    """Append a judgement to a file, made where there is none, and return the table that was written; the build stays as it is.

    Raises QueryError where the build has no such statement, or the judgement would change nothing there, InputError for a broken file.
    """
    known = read_judgements(file) if file.exists() else ()
    if any((k.name, k.verdict, k.field, k.other) == (judgement.name, judgement.verdict, judgement.field, judgement.other) for k in known):
        raise QueryError(f"{file} says so already of {judgement.name}")
    if judgement.verdict is Verdict.CORRECT and judgement.field not in FIELDS:
        raise QueryError(f"--field {judgement.field or '…'} cannot be corrected: give one of {', '.join(FIELDS)}, and its --value")
    for error in rule(read_records(folder), [judgement]).unmatched:
        raise QueryError(str(error).removeprefix(f"{judgement.where} ").removesuffix(": correct it or take it out"))
    table = _table(judgement)
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(before + ("\n" if before.strip() else "") + table, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}): name another file with --judgements") from error
    return table


def _table(judgement: Judgement) -> str:
    told = {"id": judgement.name, "field": judgement.field, "value": judgement.other, "who": judgement.who}
    lines = [f"{key} = {_quoted(value)}" for key, value in told.items() if value]
    return "\n".join([f"[[{judgement.verdict}]]", *lines, f"when = {judgement.when}", f"why = {_quoted(judgement.why)}", ""])


def _quoted(text: str) -> str:
    """Return a text as TOML writes it in one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
