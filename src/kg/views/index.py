"""What the front page of a build has besides what all views share: what the checks found."""

from kg.check.completeness import Flaw
from kg.check.report import Report, equation_of, verdict_of
from kg.check.wording import text_of
from kg.model import Evidence
from kg.views.payload import Json

_SHOWN = 20


def index_data(report: Report) -> Json:
    accounts = report.accounts
    return {
        "checks": {
            "passed": report.passed,
            "verdict": verdict_of(report),
            "equation": equation_of(accounts),
            "captured": sum(a.captured for a in accounts),
            "left_out": sum(sum(a.left_out.values()) for a in accounts),
            "missing": sum(d.flaw is Flaw.MISSING for a in accounts for d in a.discrepancies),
            "contradictions": [
                {"clash": text_of(c.clash, "clash"), "figures": [_place(m.evidence) for m in c.measures]} for c in report.contradictions[:_SHOWN]
            ],
            "contradicted": len(report.contradictions),
            "unread": list(report.unread),
        }
    }


def _place(evidence: Evidence) -> list[str | int]:
    return [evidence.bulletin, evidence.start, evidence.end, evidence.quote]
