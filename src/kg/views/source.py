"""The pages of the source texts: each with all that was read in it, and what was left out, with the reason."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.check.wording import reason_of
from kg.model import Action, Bulletin, Entity, LeftOut, Records
from kg.views.payload import Json, reading_order, records_payload, source_file


def source_pages(records: Records) -> Iterator[tuple[str, Json]]:
    """Yield where the page of each bulletin lies, and its data: its own statements, and the entities that they and it name."""
    actions: dict[str, list[Action]] = defaultdict(list)
    left_out: dict[str, list[LeftOut]] = defaultdict(list)
    for action in records.actions:
        for name in sorted({evidence.bulletin for evidence in action.evidence}):
            actions[name].append(action)
    for figure in records.left_out:
        left_out[figure.evidence.bulletin].append(figure)
    texts = [[bulletin.id, bulletin.title or bulletin.issue or bulletin.file or bulletin.id] for bulletin in reading_order(records.bulletins)]
    for bulletin in records.bulletins:
        own = _own(records, bulletin, actions[bulletin.id])
        shared = records_payload(own, root="../")
        yield source_file(bulletin), shared | _marks(actions[bulletin.id], left_out[bulletin.id]) | {"source_texts": texts}


def _own(records: Records, bulletin: Bulletin, actions: list[Action]) -> Records:
    parties = {party for action in actions for party in (*action.provider, *action.recipient, *action.through)}

    def here(entity: Entity) -> Entity:
        return replace(entity, mentions=tuple(m for m in entity.mentions if m.bulletin == bulletin.id))

    entities = [here(e) for e in records.entities if e.id in parties or any(m.bulletin == bulletin.id for m in e.mentions)]
    return replace(records, bulletins=(bulletin,), entities=tuple(entities), actions=tuple(actions))


def _marks(actions: list[Action], left_out: list[LeftOut]) -> Json:
    """Return the words that tell status and period, by the number of their action, and the figures left out."""
    words = ((index, (("status", a.status_evidence), ("period", a.period_evidence))) for index, a in enumerate(actions))
    told = [(kind, index, word) for index, both in words for kind, word in both if word]
    reasons = sorted({figure.reason for figure in left_out})
    return {
        "words": [[kind, index, word.start, word.end] for kind, index, word in told],
        "left_out": [[figure.evidence.start, figure.evidence.end, reasons.index(figure.reason)] for figure in left_out],
        "reasons": [[reason, reason_of(reason)] for reason in reasons],
    }
