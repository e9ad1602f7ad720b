"""All that a build is checked for, as one report: what adds up, what does not, and where."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.check.completeness import Account, Flaw, accounts, reasons_in
from kg.check.contradictions import Contradiction, contradictions
from kg.check.editions import Published, Superseded, editions
from kg.check.grounding import Rereading, reread
from kg.check.merges import counted_merges
from kg.check.sums import Sum, Verdict, sums
from kg.check.ties import ties
from kg.check.violations import Subject, subject_of, subjects
from kg.check.wording import Label, reason_of, text_of
from kg.errors import InputError
from kg.index.writing import check_index
from kg.model import Copy, Evidence, Measure, Records, Refusal
from kg.output import require_build, unmatched_judgements, unread_inputs
from kg.rdf import Violation, validate
from kg.tables import check_tables, read_records


@dataclass(frozen=True, slots=True)
class Report:
    """``violations`` is None where the shapes were not asked.

    ``unread`` has a line for each input that the build could not use, ``unmatched`` one for each judgement that does not hold in it.
    """

    records: Records
    accounts: tuple[Account, ...]
    rereading: Rereading
    sums: tuple[Sum, ...]
    contradictions: tuple[Contradiction, ...]
    violations: tuple[Violation, ...] | None
    unread: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()

    @property
    def findings(self) -> dict[str, int]:
        """Return how many things each check found that should not be so; shapes that were not asked are not among them."""
        found = {
            "completeness": sum(len(a.discrepancies) or not a.adds_up for a in self.accounts),
            "grounding": len(self.rereading.faults) + len(self.records.refused),
            "sums": sum(s.verdict is Verdict.MORE for s in self.sums),
            "contradictions": len(self.contradictions),
        }
        return found if self.violations is None else {**found, "shapes": sum(not v.warning for v in self.violations)}

    @property
    def passed(self) -> bool:
        return not any(self.findings.values())


def verdict_of(report: Report) -> Label:
    """Return the result of all checks in one line."""
    if not report.passed:
        return text_of("failed", findings=sum(report.findings.values()))
    return text_of("passed_so_far" if report.violations is None else "passed")


def equation_of(counted: Sequence[Account]) -> Label:
    """Return the account of all figures in one line, then that of all rows of registers: n = captured + left out, and what is in neither."""
    rows = [account for account in counted if account.rows]
    figures = [account for account in counted if not account.rows]
    parts = [_equation(figures, "equation")] if figures or not rows else []
    parts += [_equation(rows, "rows")] if rows else []
    return {language: text_of("and")[language].join(part[language] for part in parts) for language in ("zh", "en")}


def _equation(counted: Sequence[Account], key: str) -> Label:
    left_out = sum(sum(a.left_out.values()) for a in counted)
    captured, missing = sum(a.captured for a in counted), sum(d.flaw is Flaw.MISSING for a in counted for d in a.discrepancies)
    said = text_of(key, "completeness", figures=sum(a.figures for a in counted), captured=captured, left_out=left_out)
    lost = text_of("lost", "completeness", lost=missing)
    return {language: said[language] + (lost[language] if missing else "") for language in said}


def check(
    records: Records,
    graph: Path | None,
    *,
    unread: Sequence[str] = (),
    unmatched: Sequence[str] = (),
    tell: Callable[[str], None] = lambda progress: None,
) -> Report:
    """Check the records of a build; ``graph`` is its Turtle file, without which the shapes are not asked. ``tell`` hears what is being done."""
    tell("counting the figures anew")
    counted = tuple(accounts(records))
    tell("reading every quote again")
    rereading = reread(records)
    added = tuple(sums(records))
    clashes = tuple(contradictions(records))
    if graph is not None:
        tell("holding the graph against its shapes")
    violations = None if graph is None else tuple(validate(graph))
    return Report(records, counted, rereading, added, clashes, violations, tuple(unread), tuple(unmatched))


def check_build(folder: Path, *, tell: Callable[[str], None] = lambda progress: None) -> Report:
    """Check what a build's folder holds, from its tables, texts and graph; raises InputError where it is no build."""
    graph = require_build(folder) / "graph.ttl"
    records = read_records(folder)
    check_tables(records, folder / "tables")
    check_index(folder)
    if not graph.is_file():
        raise InputError(f"{graph} is missing: build it again with kg build")
    return check(records, graph, unread=unread_inputs(folder), unmatched=unmatched_judgements(folder), tell=tell)


def format_json(report: Report) -> str:
    return json.dumps(to_json(report), ensure_ascii=False, indent=2)


def to_json(report: Report) -> dict[str, Any]:
    """Return the report ready for JSON; offsets count in the texts of the build."""
    return {
        "program": "kg",
        "passed": report.passed,
        "findings": report.findings,
        "counts": _counts(report.records),
        "completeness": _completeness(report.accounts),
        "grounding": {
            "quotes": report.rereading.quotes,
            "faults": [_refusal(fault) for fault in report.rereading.faults],
            "refused": [_refusal(refusal) for refusal in report.records.refused],
        },
        "sums": [_sum(s) for s in report.sums],
        "contradictions": [{"clash": c.clash, "figures": [_measure(m) for m in c.measures]} for c in report.contradictions],
        "editions": [
            {"copy_of": e.bulletin, **_copy(e.copy)} if isinstance(e, Published) else {"superseded": e.bulletin, **_superseded(e)}
            for e in editions(report.records)
        ],
        "ties": [{"place": t.place.id, "candidates": [p.id for p in t.candidates], **_evidence(t.mention)} for t in ties(report.records)],
        "shapes": {
            "asked": report.violations is not None,
            "violations": _violations(report),
        },
        "unread": list(report.unread),
        "unmatched": list(report.unmatched),
    }


def _counts(records: Records) -> dict[str, Any]:
    types, kinds = Counter(e.type.value for e in records.entities), Counter(a.kind for a in records.actions)
    texts = [b for b in records.bulletins if not b.columns]
    return {
        "bulletins": len(texts),
        "registers": len(records.bulletins) - len(texts),
        "articles": sum(len(b.articles) for b in texts),
        "entities": dict(sorted(types.items())),
        "actions": dict(sorted(kinds.items())),
        "merges": counted_merges(records),
    }


def _completeness(counted: Sequence[Account]) -> dict[str, Any]:
    """Return the account of all figures of bulletins, with that of each, and beside it the account of all rows of registers."""
    figures, rows = ([a for a in counted if a.rows is tabular] for tabular in (False, True))
    return {**_booked(figures, "figures", "bulletin"), "registers": _booked(rows, "rows", "register")}


def _booked(counted: Sequence[Account], what: str, whose: str) -> dict[str, Any]:
    reasons = reasons_in(counted)
    return {
        what: sum(a.figures for a in counted),
        "captured": sum(a.captured for a in counted),
        "left_out": sum(reasons.values()),
        "reasons": {key: {**reason_of(key), what: number} for key, number in reasons.items()},
        f"{whose}s": [
            {
                whose: a.bulletin,
                what: a.figures,
                "captured": a.captured,
                "left_out": dict(a.left_out),
                "adds_up": a.adds_up,
                "discrepancies": [{"flaw": d.flaw, **_evidence(d.evidence), "around": d.around} for d in a.discrepancies],
            }
            for a in counted
        ],
    }


def _violations(report: Report) -> list[dict[str, Any]]:
    known = subjects(report.records) if report.violations else {}
    return [_violation(v, subject_of(v, known)) for v in report.violations or ()]


def _violation(found: Violation, subject: Subject) -> dict[str, Any]:
    message = {"zh": found.message.zh, "en": found.message.en}
    stated = _evidence(subject.evidence) if subject.evidence else None
    about = {"node": found.node, "name": subject.name, "evidence": stated, "value": found.value}
    return {"severity": "warning" if found.warning else "violation", "shape": found.shape, "message": message, **about}


def _sum(found: Sum) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "added": format(found.added, "f"),
        "total": _measure(found.total),
        "parts": [_measure(part) for part in found.parts],
    }


def _copy(copy: Copy) -> dict[str, Any]:
    return {"file": copy.file, "sha256": copy.sha256, "publisher": copy.publisher, "published": copy.published, "similarity": copy.similarity}


def _superseded(found: Superseded) -> dict[str, Any]:
    return {"by": found.by, "statements": found.statements, "figures": found.figures}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"bulletin": evidence.bulletin, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def _measure(measure: Measure) -> dict[str, Any]:
    return {"id": measure.id, "value": format(measure.value, "f"), "unit": measure.unit, "bound": measure.bound, **_evidence(measure.evidence)}


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {"record": refusal.record, "fault": refusal.fault, "evidence": _evidence(refusal.evidence) if refusal.evidence else None}
