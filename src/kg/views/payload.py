"""The records as the pages carry them: source texts by block, entities and statements, ready for JSON."""

import json
import re
from collections.abc import Iterable, Sequence, Set
from typing import Any

from kg.model import Action, Bulletin, Entity, Evidence, Measure, Records, Ruling
from kg.rdf import vocabulary
from kg.views.figures import measure_text, plain
from kg.views.wording import Label, labels_of, load_table

WHOLE_TEXTS = 400_000
"""Characters of source text that a page carries whole; beyond, it carries the blocks that something quotes."""

Json = dict[str, Any]


def to_json(data: Any) -> str:
    """Return JSON that is safe inside a script element: no ``<``, ``>``, ``&``, no line separators, no lone surrogates."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def records_payload(records: Records, *, root: str = "") -> Json:
    """Return what every view shares; ``root`` leads from the page to the folder of the views."""
    bulletins = reading_order(records.bulletins)
    number = {bulletin.id: index for index, bulletin in enumerate(bulletins)}
    totals = {measure.total for action in records.actions for measure in action.measures if measure.total}
    latest = max((year for action in records.actions for year in _ends(action.period)), default=0)
    style, kinds = load_table("style"), kinds_in_order(action.kind for action in records.actions)
    whole = sum(len(bulletin.text) for bulletin in records.bulletins) <= WHOLE_TEXTS
    quoted = {} if whole else _quoted(records)
    return {
        "bulletins": [_bulletin(bulletin, None if whole else quoted.get(bulletin.id, [])) for bulletin in bulletins],
        "entities": {entity.id: _entity(entity, number) for entity in records.entities},
        "regions": {region.id: _entity(region, number) for region in records.regions},
        "actions": [_action(action, number, totals, latest) for action in records.actions],
        "vocabulary": {
            **{group: labels_of(group, list(table)) for group, table in sorted(load_table("labels").items()) if group != "units"},
            "programmes": _programmes({action.programme for action in records.actions}),
        },
        "texts": load_table("texts"),
        "style": style | {"kinds": {kind: style["kinds"].get(kind, style["kinds"]["other"]) for kind in kinds}},
        "root": root,
        "pages": page_links(records.bulletins, root),
    }


def reading_order(bulletins: Iterable[Bulletin]) -> list[Bulletin]:
    """Return what there is to read: bulletins, then registers."""
    return sorted(bulletins, key=lambda bulletin: bool(bulletin.columns))


def _programmes(told: Set[str]) -> dict[str, Label]:
    """Return the names of the programmes that the records tell of; one that the ontology does not know speaks for itself."""
    known = vocabulary().schemes["programme"]
    return {name: {"zh": name, "en": known[name].label.en if name in known else name} for name in sorted(told - {""})}


def page_links(bulletins: Sequence[Bulletin], root: str) -> list[list[str]]:
    """Return the views, each with where its page lies; where there are several texts, the first stands for all."""
    sources = [source_file(bulletin) for bulletin in reading_order(bulletins)[:1]]
    pages = [[view, f"{root}{view}.html"] for view in load_table("views") if view != "source"]
    return [*pages, *(["source", root + name] for name in sources), ["report", f"{root}../report.html"]]


def source_file(bulletin: Bulletin) -> str:
    """Return where the page of a bulletin's text lies, from the folder of the views."""
    return f"source/{bulletin.id}.html"


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
        "page": source_file(bulletin),
        "register": bool(bulletin.columns),
        "cut": len(blocks) < len(bulletin.blocks),
        "blocks": [[block.kind, block.start, bulletin.text[block.start : block.end]] for block in blocks],
    }


def _span(evidence: Evidence, number: dict[str, int]) -> list[int]:
    return [number.get(evidence.bulletin, -1), evidence.start, evidence.end]


def _entity(entity: Entity, number: dict[str, int]) -> Json:
    optional = {
        "aliases": entity.aliases,
        "level": entity.level,
        "code": entity.code,
        "parent": entity.parent,
        "english": entity.english,
        "at": [entity.lon, entity.lat] if entity.lon is not None and entity.lat is not None else None,
    }
    return {
        "type": entity.type,
        "name": entity.name or entity.id,
        "mentions": [_span(mention, number) for mention in entity.mentions],
        **{key: value for key, value in optional.items() if value},
    }


def _action(action: Action, number: dict[str, int], totals: Set[str], latest: int) -> Json:
    first = action.evidence[0] if action.evidence else None
    optional = {
        "through": action.through,
        "programme": action.programme,
        "about": action.about,
        "sector": action.sector,
        "period": action.period,
        "years": years_of(action.period, latest),
        "coverage": action.coverage or "",
        "rank": action.rank or "",
        "judged": [_ruling(ruling) for ruling in action.judged],
        "status_word": action.status_evidence.quote if action.status_evidence else "",
        "section": first.section if first else "",
        "superseded": bool(action.superseded_by),
    }
    return {
        "id": action.id,
        "kind": action.kind,
        "provider": action.provider,
        "recipient": action.recipient,
        "status": action.status,
        "evidence": [[*_span(evidence, number), evidence.quote] for evidence in action.evidence],
        "measures": [_measure(measure, number, totals) for measure in action.measures],
        **{key: value for key, value in optional.items() if value},
    }


def _ruling(ruling: Ruling) -> Json:
    optional = {"field": ruling.field, "before": ruling.before, "after": ruling.after}
    told = {"verdict": ruling.verdict, "who": ruling.who, "when": ruling.when, "why": ruling.why}
    return {**told, **{key: value for key, value in optional.items() if value}}


def _ends(period: str) -> list[int]:
    """Return the years that a period names: 2018-09 and 2018- name one, 2018-2020 two."""
    return [int(year) for year in re.findall(r"\d{4}", period)]


def years_of(period: str, latest: int) -> list[int]:
    """Return the years to find a period under: what has gone on since 2018 up to the ``latest`` of the build, what ended in 2018 there."""
    named = _ends(period)
    if not named:
        return []
    return list(range(named[0], max(named[-1], latest if period.endswith("-") else 0) + 1))


def _measure(measure: Measure, number: dict[str, int], totals: Set[str]) -> Json:
    optional = {
        "id": measure.id if measure.id in totals else "",
        "total": measure.total,
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
