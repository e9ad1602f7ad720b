"""The report as text for a terminal; what was found stands below the check that found it."""

from collections.abc import Iterator

from kg.check.completeness import reasons_in
from kg.check.editions import edition_of, editions
from kg.check.merges import merge_lines
from kg.check.quoting import equation, passage
from kg.check.report import Report, equation_of, verdict_of
from kg.check.sums import Verdict
from kg.check.ties import Tie, ties
from kg.check.violations import Subject, subject_of, subjects
from kg.check.wording import Label, reason_of, text_of
from kg.explain.wording import number, where
from kg.link.candidates import format_candidates
from kg.model import Refusal
from kg.rdf import Violation
from kg.rdf.namespaces import shorten
from kg.terminal import pad, width

# Of the places that a name may mean, as many are listed; kg places lists all.
SHOWN = 10


def format_report(report: Report) -> str:
    """Return the account of a build, readable without knowing the project."""
    lines = [_both(verdict_of(report)), _both(text_of("scope")), ""]
    for section, body in (
        ("completeness", _completeness(report)),
        ("sums", _sums(report)),
        ("contradictions", _contradictions(report)),
        ("grounding", _grounding(report)),
        ("shapes", _shapes(report)),
    ):
        lines += [f"{_both(text_of(section, 'section'))}: {_state(report, section)}", *(f"  {line}" for line in body), ""]
    if told := [_both(edition_of(found)) for found in editions(report.records)]:
        lines += [_both(text_of("editions", "section")), *(f"  {line}" for line in told), ""]
    for section, unused in (("unread", report.unread), ("unmatched", report.unmatched)):
        if unused:
            lines += [_both(text_of(section, "section")), *(f"  {line}" for line in unused), ""]
    if told := [_both(line) for line in merge_lines(report.records)]:
        lines += [_both(text_of("merges", "section")), *(f"  {line}" for line in told), ""]
    if told := [line for found in ties(report.records) for line in _tie(found)]:
        lines += [_both(text_of("ties", "section")), *(f"  {line}" for line in told)]
    return "\n".join(lines).rstrip()


def _tie(found: Tie) -> Iterator[str]:
    name, more = found.mention.quote, len(found.candidates) - SHOWN
    yield f"{_both(text_of('named', 'tie', name=name, n=len(found.candidates)))}  {where(found.mention)}"
    yield from (f"  {line}" for line in format_candidates(list(found.candidates[:SHOWN]), year=found.year).splitlines())
    if more > 0:
        yield f"  {_both(text_of('more', 'tie', name=found.place.name, n=more))}"


def _state(report: Report, section: str) -> str:
    found = report.findings.get(section)
    return "–" if found is None else _both(text_of("found", n=found) if found else text_of("ok"))


def _both(label: Label) -> str:
    return f"{label['en']} {label['zh']}"


def _completeness(report: Report) -> Iterator[str]:
    yield equation_of(report.accounts)["en"]
    wide = max((width(a.bulletin) for a in report.accounts), default=0)
    for account in report.accounts:
        left = sum(account.left_out.values())
        yield f"  {pad(account.bulletin, wide)}  {account.figures} = {account.captured} + {left}"
        for found in account.discrepancies:
            yield f"    {_both(text_of(found.flaw, 'flaw'))}: «{found.evidence.quote}» in …{found.around}…  {where(found.evidence)}"
    for heading, tabular in (("by_reason", False), ("rows_by_reason", True)):
        if reasons := reasons_in(a for a in report.accounts if a.rows is tabular):
            yield f"{text_of(heading, 'completeness')['en']}:"
        for key, count in reasons.items():
            yield f"  {count:>5}  {pad(key, 12)} {_both(reason_of(key))}"


def _sums(report: Report) -> Iterator[str]:
    texts = {b.id: b.text for b in report.records.bulletins}
    if not report.sums:
        yield text_of("none", "verdict")["en"]
    for found in report.sums:
        verdict = text_of(found.verdict, "verdict", added=number(found.added))
        yield f"{equation(found)}  ({verdict['en'] if found.verdict is not Verdict.MORE else _both(verdict)})"
        yield f"  “{passage(texts[found.total.evidence.bulletin], (found.total, *found.parts))}”"
        yield f"  {', '.join(where(m.evidence) for m in (found.total, *found.parts))}"


def _contradictions(report: Report) -> Iterator[str]:
    texts = {b.id: b.text for b in report.records.bulletins}
    if not report.contradictions:
        yield text_of("none", "clash")["en"]
    for found in report.contradictions:
        yield f"{_both(text_of(found.clash, 'clash'))}: {', '.join(m.evidence.quote for m in found.measures)}"
        for measure in found.measures:
            yield f"  “{passage(texts[measure.evidence.bulletin], (measure,))}”  {where(measure.evidence)}"


def _grounding(report: Report) -> Iterator[str]:
    yield text_of("quotes", "grounding", quotes=report.rereading.quotes)["en"]
    if not report.rereading.faults:
        yield text_of("all_stand", "grounding")["en"]
    for title, refusals in (("faults", report.rereading.faults), ("refused", report.records.refused)):
        if refusals:
            yield f"{_both(text_of(title, 'grounding'))}:"
            yield from (f"  {_refusal(refusal)}" for refusal in refusals)


def _refusal(refusal: Refusal) -> str:
    claimed = f" «{refusal.evidence.quote}»  {where(refusal.evidence)}" if refusal.evidence else ""
    return f"{refusal.record}: {_both(text_of(refusal.fault, 'fault'))}{claimed}"


def _shapes(report: Report) -> Iterator[str]:
    if report.violations is None:
        yield text_of("not_asked", "shapes")["en"]
    elif not report.violations:
        yield text_of("conforms", "shapes")["en"]
    known = subjects(report.records) if report.violations else {}
    for violation in report.violations or ():
        yield from _violation(violation, subject_of(violation, known))


def _violation(found: Violation, subject: Subject) -> Iterator[str]:
    value = f" ({found.value})" if found.value else ""
    grave = f"{_both(text_of('warning', 'shapes'))}: " if found.warning else ""
    yield f"{grave}{subject.name}: {_both({'zh': found.message.zh, 'en': found.message.en})}{value}  {found.shape.rpartition('#')[2]}"
    if subject.evidence:
        yield f"  “{subject.evidence.quote}”  {where(subject.evidence)}"
    yield f"  {shorten(found.node)}"
