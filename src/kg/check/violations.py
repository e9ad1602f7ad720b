"""Says of what breaks a shape which statement of which bulletin it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Evidence, Records
from kg.rdf import Violation
from kg.rdf.namespaces import identifier
from kg.rdf.statements import evidence_id


@dataclass(frozen=True, slots=True)
class Subject:
    """What a node of the graph stands for: ``name`` as people write it, and the words that state it, if any."""

    name: str
    evidence: Evidence | None = None


def subjects(records: Records) -> dict[str, Subject]:
    """Return what each record is, and each stretch of text, by its id; the parts of a stretch go by its own."""
    found = {b.id: Subject(b.title or b.id) for b in records.bulletins}
    found |= {c.id: Subject(c.title or c.id) for b in records.bulletins for c in b.copies}
    found |= {evidence_id(e): Subject(e.quote, e) for e in _evidences(records)}
    found |= {e.id: Subject(e.name, next(iter(e.mentions), None)) for e in (*records.regions, *records.entities)}
    for action in records.actions:
        found[action.id] = Subject(action.about or action.trigger, action.evidence[0])
        found |= {m.id: Subject(m.evidence.quote, action.evidence[0]) for m in action.measures}
    return found


def subject_of(violation: Violation, known: dict[str, Subject]) -> Subject:
    """Return what a violation is about, of a post its action; what is no record goes by its name in the graph."""
    node = identifier(violation.node).removeprefix("post-")
    for part in ("-position", "-quote", "-left-out", "-point"):
        node = node.removesuffix(part)
    return known.get(node, Subject(node))


def _evidences(records: Records) -> Iterator[Evidence]:
    for action in records.actions:
        yield from filter(None, (*action.evidence, action.status_evidence, action.period_evidence))
        yield from (m.evidence for m in action.measures)
    for entity in records.entities:
        yield from entity.mentions
    yield from (left_out.evidence for left_out in records.left_out)
