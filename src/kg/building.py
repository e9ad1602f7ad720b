"""The main path: files -> bulletins -> records -> a folder that appears whole or not at all."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.check.merges import counted_merges
from kg.check.wording import reason_of
from kg.errors import InputError
from kg.extract.lexicon import adding
from kg.extract.lexicon.added import read_added
from kg.graph import to_networkx, write_graphml
from kg.index.writing import write_index
from kg.link.judgements import Judgement, applied, read_judgements
from kg.model import Means, Rank, Records
from kg.output import check_output, replacing, write_manifest
from kg.rdf import quads, write_jsonld, write_nquads, write_trig, write_turtle
from kg.read.inputs import read_inputs
from kg.read.registers import counted_sources
from kg.store import write_store
from kg.tables import write_tables, write_texts

if TYPE_CHECKING:
    from kg.check.report import Report

# Asking the shapes takes a second for about 50,000 statements; of a larger graph, kg check asks them.
SHAPES_AT_ONCE = 100_000
_NO_ASSISTANCE = "tells of no assistance: give a bulletin that says who gives what to whom"
_NO_PAIRING = "has no row that states a pairing: correct those that are named here, or leave the table out"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build holds, the inputs that could not be used, and how many findings each check has."""

    records: Records
    errors: tuple[InputError, ...]
    folder: Path
    findings: Mapping[str, int]


def build(
    inputs: Sequence[Path],
    out: Path,
    *,
    judgements: Path | None = None,
    lexicon: Path | None = None,
    tell: Callable[[str], None] = lambda progress: None,
) -> Built:
    """Build the graph of some files and folders into ``out``, replacing a former build there; ``tell`` hears what is being done.

    ``judgements`` is a file that says which statements are wrong and which names of bodies are one (``kg.link.judgements``); those that
    match nothing are among the errors. ``lexicon`` is a file of words to go by besides the project's own (``kg.extract.lexicon.added``). Raises
    OutputError where ``out`` is not a build of ours, InputError (a line for each input) where nothing could be read or one of these
    files cannot be.
    """
    check_output(out)
    followed = {what: path for what, path in (("judgements", judgements), ("lexicon", lexicon)) if path}
    with adding(read_added(lexicon) if lexicon else {}):
        return _build(inputs, out, _read_judgements(judgements), followed, tell)


def _build(inputs: Sequence[Path], out: Path, judged: tuple[Judgement, ...], followed: Mapping[str, Path], tell: Callable[[str], None]) -> Built:
    tell("reading the inputs")
    found = read_inputs(inputs, tell=tell)
    bulletins, errors = found.bulletins, found.errors
    if not bulletins:
        raise _useless(errors)
    tell(f"extracting from {counted_sources(bulletins)}")
    # Imported late: reading errors should not wait for spaCy.
    from kg.extract.pipeline import extract_judged
    from kg.extract.subject import tells_of_assistance

    extracted = extract_judged([b for b in bulletins if b.columns or tells_of_assistance(b)], judged)
    records = extracted.records
    telling = {e.bulletin for a in records.actions for e in a.evidence} | {r.evidence.bulletin for r in records.refused if r.evidence}
    errors += extracted.refused
    silent = [b for b in bulletins if b.id not in telling]
    errors += [InputError(f"{found.paths[b.id]} {_NO_PAIRING if b.columns else _NO_ASSISTANCE}") for b in silent]
    if not telling:
        raise _useless(errors)
    # A table of which no row can be used stays, for the reasons of its rows to be on record.
    kept = telling | {x.evidence.bulletin for x in records.left_out} & {b.id for b in bulletins if b.columns}
    if len(records.bulletins) > len(kept):
        extracted = extract_judged([b for b in bulletins if b.id in kept], judged)
    records = extracted.records
    tell(f"writing {out}")
    unused = {"unread": _told(errors), "unmatched": _told(extracted.unmatched)}
    findings = _write(records, unused, out, followed)
    return Built(records, (*errors, *extracted.unmatched), out, findings)


def _told(errors: Sequence[InputError]) -> list[str]:
    """Return a line for each error; names of files need not be UTF-8, and what is written is."""
    return [str(error).encode(errors="replace").decode() for error in errors]


def _read_judgements(path: Path | None) -> tuple[Judgement, ...]:
    if path is None:
        return ()
    return read_judgements(path)


def _useless(errors: Sequence[InputError]) -> InputError:
    return InputError("\n".join(map(str, errors)) or "nothing to read: name files or folders with bulletins")


def _write(records: Records, unused: Mapping[str, Sequence[str]], out: Path, followed: Mapping[str, Path]) -> Mapping[str, int]:
    with replacing(out) as made:
        write_tables(records, made / "tables")
        write_index(made)
        write_texts(records, made / "texts")
        statements = quads(records)
        write_turtle(statements, made / "graph.ttl")
        write_trig(statements, made / "graph.trig")
        write_nquads(statements, made / "graph.nq")
        write_jsonld(statements, made / "graph.jsonld")
        write_store(statements, made, former=out)
        write_graphml(to_networkx(records), made / "graph.graphml")
        report = _write_report(records, unused, made, shapes=len(statements) <= SHAPES_AT_ONCE)
        _write_views(report, made / "views")
        write_manifest(records.bulletins, unused["unread"], made, unmatched=unused["unmatched"], followed=followed)
    return report.findings


def _write_report(records: Records, unused: Mapping[str, Sequence[str]], folder: Path, *, shapes: bool) -> "Report":
    from kg.check.report import check, format_json
    from kg.views.report import write_report

    report = check(records, folder / "graph.ttl" if shapes else None, unread=unused["unread"], unmatched=unused["unmatched"])
    (folder / "report.json").write_text(format_json(report) + "\n", encoding="utf-8", newline="\n")
    write_report(report, folder / "report.html")
    return report


def _write_views(report: "Report", folder: Path) -> None:
    from kg.views import write_views

    # What was judged wrong is no line of a picture; tables and kg explain tell of it.
    drawn = tuple(a for a in report.records.actions if a.rank is not Rank.REJECTED)
    write_views(replace(report, records=replace(report.records, actions=drawn)), folder)


def summary(built: Built) -> str:
    """Return what was found, as lines of text."""
    records = built.records
    types = Counter(e.type.value for e in records.entities)
    kinds = Counter(a.kind for a in records.actions)
    captured = sum(len(a.measures) for a in records.actions)
    texts, tables = ([b for b in records.bulletins if bool(b.columns) is tabular] for tabular in (False, True))
    registers = {b.id for b in tables}
    lines = [
        f"bulletins   {len(texts)}{_editions(records)}, articles {sum(len(b.articles) for b in texts)}",
        *_registers(records, registers),
        f"entities    {len(records.entities)}: " + ", ".join(f"{n} {t}" for t, n in types.most_common()),
        f"actions     {len(records.actions)}: " + ", ".join(f"{n} {k}" for k, n in kinds.most_common()),
        f"figures     {captured} captured, {sum(x.evidence.bulletin not in registers for x in records.left_out)} left out",
        *_merged(records),
        *_ties(records),
        *_judged(records),
        f"checks      {_findings(built.findings)}: {(built.folder / 'report.html').resolve().as_uri()}",
        f"open        {(built.folder / 'views' / 'index.html').resolve().as_uri()}",
    ]
    return "\n".join(lines)


def _registers(records: Records, registers: Collection[str]) -> list[str]:
    """Return how many rows of registers state a pairing, and how many of these nobody has checked."""
    if not registers:
        return []
    stating = {e for a in records.actions for e in a.evidence if e.bulletin in registers}
    unchecked = {e for a in records.actions if a.rank is Rank.UNCHECKED for e in a.evidence}
    left_out = Counter(x.reason for x in records.left_out if x.evidence.bulletin in registers)
    lines = [f"registers   {len(registers)}: {len(stating)} rows, {len(unchecked)} of them unchecked, {left_out.total()} left out"]
    return lines + [f"            {count} left out: {reason_of(reason)['en']}" for reason, count in sorted(left_out.items(), key=_most_first)]


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _merged(records: Records) -> list[str]:
    """Return how many names stand for bodies of another name, or of other bulletins, and what judgements have parted and joined."""
    counts = counted_merges(records)
    if not counts:
        return []
    judged = [f"{counts[means]} {said} by judgement" for means, said in ((Means.SAME, "joined"), (Means.APART, "kept apart")) if means in counts]
    names = sum(counts.values()) - counts.get(Means.APART, 0)
    return [f"merges      {', '.join([f'{names} names taken for bodies', *judged])}: tables/merges.csv"]


def _editions(records: Records) -> str:
    """Return how many files hold a bulletin again, and how many bulletins a later issue corrects."""
    copies = sum(len(b.copies) for b in records.bulletins)
    superseded = sum(bool(b.supersedes) for b in records.bulletins)
    notes = [f"{copies} cop{'ies' if copies > 1 else 'y'}" if copies else "", f"{superseded} superseded" if superseded else ""]
    return f" ({', '.join(filter(None, notes))})" if any(notes) else ""


def _ties(records: Records) -> list[str]:
    """Return in how many places a name may mean several, for their bulletin does not tell."""
    tied = sum(bool(e.candidates) for e in records.entities)
    return [f"ties        {tied} place{'s' * (tied != 1)} may be one of several of the name: kg check lists them"] if tied else []


def _judged(records: Records) -> list[str]:
    """Return how many judgements hold, by what they say."""
    counts = Counter(ruling.verdict.value for ruling in applied(records).values())
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    return [f"judgements  {counts.total()}: {told}: kg judge --list tells who, when and why"] if counts else []


def _findings(findings: Mapping[str, int]) -> str:
    found = [f"{count} in {name}" for name, count in findings.items() if count]
    result = f"found {', '.join(found)}" if found else "all pass"
    return result if "shapes" in findings else f"{result}, kg check asks the shapes"
