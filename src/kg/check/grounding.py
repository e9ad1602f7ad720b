"""Whether bulletins bear out what is said of them: the gate that statements pass, and the reading of every quote again in a build."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.check.amounts import amounts
from kg.model import Action, Bulletin, Coverage, Entity, Evidence, Measure, Records, Refusal, Role


class Fault(StrEnum):
    """Why a statement or a mention is refused."""

    QUOTE = "quote"
    FIGURE = "figure"
    VALUE = "value"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Grounded:
    """What has passed the gate, and what has not."""

    entities: tuple[Entity, ...]
    actions: tuple[Action, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Rereading:
    """How many quotes of a build were read again, and what its texts do not bear out."""

    quotes: int
    faults: tuple[Refusal, ...]


def ground(
    bulletin: Bulletin, entities: Sequence[Entity], actions: Sequence[Action], witnesses: Mapping[Evidence, Collection[str]] = {}
) -> Grounded:
    """Part what one bulletin bears out from what it does not; a part whose total is refused counts by itself.

    ``witnesses`` are the rows of registers, which have passed the gate themselves, with the parties that they name.
    """
    texts = {bulletin.id: bulletin.text}
    refused: list[Refusal] = []
    kept: list[Entity] = []
    for entity in entities:
        refused += (faults := list(_entity_faults(entity, texts, _context(bulletin))))
        wrong = {f.evidence for f in faults}
        mentions = tuple(m for m in entity.mentions if m not in wrong)
        if mentions or not faults:
            kept.append(replace(entity, mentions=mentions))
    named = {e.id for e in kept}
    found = {a.id: list(_witnessed_faults(a, texts, named, witnesses)) for a in actions}
    refused += [fault for faults in found.values() for fault in faults]
    return Grounded(tuple(kept), unlinked([a for a in actions if not found[a.id]]), tuple(refused))


def _witnessed_faults(
    action: Action, texts: Mapping[str, str], named: Collection[str], witnesses: Mapping[Evidence, Collection[str]]
) -> Iterator[Refusal]:
    """Yield what a bulletin with the rows of registers that the action cites does not bear out."""
    rows = [e for e in action.evidence if e in witnesses]
    # A judgement names only whom the build names; that it is a judgement's word stands beside.
    told = judged_parties(action).union(*(witnesses[row] for row in rows))
    own = replace(action, evidence=tuple(e for e in action.evidence if e not in witnesses)) if rows else action
    return _action_faults(own, texts, lambda party: party in named or party in told)


def reread(records: Records) -> Rereading:
    """Read every quote of a build again where it claims to stand."""
    texts = {b.id: b.text for b in records.bulletins}
    contexts = {b.id: _context(b) for b in records.bulletins}
    everywhere = "\n".join(contexts.values())
    faults = [fault for e in records.entities for fault in _entity_faults(e, texts, everywhere)]
    known = {e.id: e for e in records.entities}
    naming = {(e.id, m.bulletin) for e in records.entities for m in e.mentions}
    for action in records.actions:
        said_in, judged = {e.bulletin for e in action.evidence}, judged_parties(action)

        def is_named(party: str, said_in: Collection[str] = said_in, judged: Collection[str] = judged) -> bool:
            entity = known.get(party)
            # Whom a judgement names instead stands elsewhere in the build, and the judgement says so beside.
            if party in judged and entity and entity.mentions:
                return True
            return any((party, b) in naming or (entity and _named_in(entity, contexts.get(b, ""))) for b in said_in)

        faults += _action_faults(action, texts, is_named)
    faults += [Refusal("left-out", Fault.QUOTE, x.evidence) for x in records.left_out if not _stands(x.evidence, texts)]
    words = sum(bool(word) for a in records.actions for word in (a.status_evidence, a.period_evidence))
    quotes = words + sum(len(a.evidence) + len(a.measures) for a in records.actions) + sum(len(e.mentions) for e in records.entities)
    return Rereading(quotes + len(records.left_out), tuple(faults))


def judged_parties(action: Action) -> frozenset[str]:
    """Return the parties of an action that it has by a judgement, not by a text."""
    return frozenset(p for ruling in action.judged if ruling.field in ("provider", "recipient", "through") for p in ruling.after)


def _context(bulletin: Bulletin) -> str:
    """Return what a bulletin says of itself beside its text: 我县 of a county's own page is that county."""
    return "\n".join((bulletin.title, bulletin.issuer, bulletin.publisher, bulletin.source))


def _named_in(entity: Entity, context: str) -> bool:
    return any(name and name in context for name in (entity.name, *entity.aliases))


def _stands(evidence: Evidence, texts: Mapping[str, str]) -> bool:
    text = texts.get(evidence.bulletin, "")
    return 0 <= evidence.start < evidence.end and text[evidence.start : evidence.end] == evidence.quote


def _entity_faults(entity: Entity, texts: Mapping[str, str], context: str) -> Iterator[Refusal]:
    yield from (Refusal(entity.id, Fault.QUOTE, m) for m in entity.mentions if not _stands(m, texts))
    if not entity.mentions and not _named_in(entity, context):
        yield Refusal(entity.id, Fault.UNNAMED)


def _action_faults(action: Action, texts: Mapping[str, str], is_named: Callable[[str], bool]) -> Iterator[Refusal]:
    quoted = (*action.evidence, *filter(None, (action.status_evidence, action.period_evidence)))
    yield from (Refusal(action.id, Fault.QUOTE, e) for e in quoted if not _stands(e, texts))
    for measure in action.measures:
        if fault := _measure_fault(measure, action, texts):
            yield Refusal(action.id, fault, measure.evidence)
    if not action.evidence:
        yield Refusal(action.id, Fault.QUOTE)
    parties = (*action.provider, *action.recipient, *action.through)
    if not all(map(is_named, parties)):
        yield Refusal(action.id, Fault.UNNAMED, action.evidence[0] if action.evidence else None)


def _measure_fault(measure: Measure, action: Action, texts: Mapping[str, str]) -> Fault | None:
    figure = measure.evidence
    if not _stands(figure, texts):
        return Fault.QUOTE
    if not any(q.bulletin == figure.bulletin and q.start <= figure.start and figure.end <= q.end for q in action.evidence):
        return Fault.FIGURE
    stated = amounts(figure.quote)
    if measure.unit_text not in figure.quote and any(measure.unit_text in e.quote for e in action.evidence):
        # A number of a table whose unit stands above it: 2800 under 资金（万元）.
        stated |= amounts(figure.quote + measure.unit_text)
    return None if measure.value in stated and (measure.upper is None or measure.upper in stated) else Fault.VALUE


def unlinked(actions: Sequence[Action]) -> tuple[Action, ...]:
    """Return the actions without the links to totals and to what they repeat that are not among them."""
    here = {m.id for a in actions for m in a.measures}
    if not any(linked and linked not in here for a in actions for m in a.measures for linked in (m.total, m.repeats)):
        return tuple(actions)
    kept = {m.total for a in actions for m in a.measures}

    def freed(measure: Measure, action: Action) -> Measure:
        total, repeats = (linked if linked in here else "" for linked in (measure.total, measure.repeats))
        if (total, repeats) == (measure.total, measure.repeats):
            return measure
        role = measure.role if total else Role.TOTAL if measure.id in kept else None
        alone, in_year = not total and not repeats, action.coverage is Coverage.IN_YEAR and bool(action.period)
        return replace(measure, role=role, total=total, repeats=repeats, counts_in_totals=alone, counts_in_year=not repeats and in_year)

    return tuple(replace(a, measures=tuple(freed(m, a) for m in a.measures)) for a in actions)
