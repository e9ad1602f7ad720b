"""The records as the pages carry them: source texts by block, entities and statements, ready for JSON."""

import json
import re
from collections.abc import Iterable
from typing import Any

from kg.model import Action, Bulletin, Evidence, Measure, Records
from kg.views.figures import measure_text, plain
from kg.views.wording import labels_of, load_table

WHOLE_TEXTS = 400_000
"""Characters of source text that a page carries whole; beyond, it carries the blocks that something quotes."""

Json = dict[str, Any]


def to_json(data: Any) -> str:
    """Return JSON that is safe inside a script element: no ``<``, ``>``, ``&``, no line separators, no lone surrogates."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def records_payload(records: Records) -> Json:
    """Return what every view shares."""
    number = {bulletin.id: index for index, bulletin in enumerate(records.bulletins)}
    whole = sum(len(bulletin.text) for bulletin in records.bulletins) <= WHOLE_TEXTS
    quoted = {} if whole else _quoted(records)
    return {
        "bulletins": [_bulletin(bulletin, None if whole else quoted.get(bulletin.id, [])) for bulletin in records.bulletins],
        "entities": {entity.id: _entity(entity, number) for entity in records.entities},
        "actions": [_action(action, number) for action in records.actions],
        "vocabulary": {
            group: labels_of(group, list(table)) for group, table in sorted(load_table("labels").items()) if group != "units"
        },
        "texts": load_table("texts"),
    }


def _quoted(records: Records) -> dict[str, list[Evidence]]:
    spans: dict[str, list[Evidence]] = {}
    for action in records.actions:
        for evidence in (*action.evidence, *(measure.evidence for measure in action.measures)):
            spans.setdefault(evidence.bulletin, []).append(evidence)
    return spans


def _bulletin(bulletin: Bulletin, quoted: list[Evidence] | None) -> Json:
    blocks = [block for block in bulletin.blocks if quoted is None or any(e.start < block.end and block.start < e.end for e in quoted)]
    return {
        "id": bulletin.id,
        "title": bulletin.title or bulletin.issue or bulletin.file or bulletin.id,
        "issuer": bulletin.issuer or bulletin.publisher or bulletin.source,
        "date": bulletin.date or bulletin.published,
        "url": bulletin.url,
        "cut": len(blocks) < len(bulletin.blocks),
        "blocks": [[block.kind, block.start, bulletin.text[block.start : block.end]] for block in blocks],
    }


def _span(evidence: Evidence, number: dict[str, int]) -> list[int]:
    return [number.get(evidence.bulletin, -1), evidence.start, evidence.end]


def _entity(entity: Any, number: dict[str, int]) -> Json:
    optional = {"aliases": entity.aliases, "level": entity.level, "code": entity.code, "parent": entity.parent}
    return {
        "type": entity.type,
        "name": entity.name or entity.id,
        "mentions": [_span(mention, number) for mention in entity.mentions],
        **{key: value for key, value in optional.items() if value},
    }


def _action(action: Action, number: dict[str, int]) -> Json:
    first = action.evidence[0] if action.evidence else None
    optional = {
        "through": action.through,
        "programme": action.programme,
        "about": action.about,
        "sector": action.sector,
        "period": action.period,
        "coverage": action.coverage or "",
        "rank": action.rank or "",
        "status_word": action.status_evidence.quote if action.status_evidence else "",
        "section": first.section if first else "",
    }
    return {
        "id": action.id,
        "kind": action.kind,
        "provider": action.provider,
        "recipient": action.recipient,
        "status": action.status,
        "evidence": [[*_span(evidence, number), evidence.quote] for evidence in action.evidence],
        "measures": [_measure(measure, number) for measure in action.measures],
        **{key: value for key, value in optional.items() if value},
    }


def _measure(measure: Measure, number: dict[str, int]) -> Json:
    optional = {
        "upper": plain(measure.upper) if measure.upper is not None else "",
        "role": measure.role,
        "uncounted": not measure.counts_in_totals,
        "repeats": bool(measure.repeats),
    }
    return {
        "value": plain(measure.value),
        "unit": measure.unit,
        "bound": measure.bound,
        "text": measure_text(measure),
        "at": _span(measure.evidence, number),
        "quote": measure.evidence.quote,
        **{key: value for key, value in optional.items() if value},
    }


def kinds_in_order(kinds: Iterable[str]) -> list[str]:
    """Return kinds in the order of the legend; one without a style of its own comes last."""
    styled = list(load_table("style")["kinds"])
    return sorted(set(kinds), key=lambda kind: (styled.index(kind) if kind in styled else len(styled), kind))
