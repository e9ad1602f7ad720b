"""One action as text, in brief and in full."""

from collections.abc import Iterator

from kg.explain.publication import editions_of
from kg.explain.wording import (
    NOT_STATED,
    amount_of,
    figure_of,
    found_at,
    in_file,
    kind_of,
    marked,
    parties_of,
    property_of,
    ruling_of,
    value_of,
    where,
)
from kg.model import Action, Coverage, Evidence, Measure, Records
from kg.terminal import pad, width, wrap


def brief(records: Records, action: Action, *, columns: int | None) -> str:
    """Return an action in a few lines: who -> whom, what, figures, status, the sentence and where it stands."""
    named = {e.id: e for e in records.entities}
    what = [parties_of(action, named), action.about, "、".join(map(figure_of, action.measures)), value_of("status", action.status), action.period]
    what += [value_of("coverage", action.coverage) if action.coverage is Coverage.CUMULATIVE else ""]
    what += [value_of("rank", action.rank) if action.rank else ""]
    what += ["、".join(value_of("sector", sector) for sector in action.sector)]
    what += [f"{property_of('supersededBy')} {action.superseded_by}" if action.superseded_by else ""]
    quotes = [
        line for e in action.evidence for line in (wrap(f"“{_marked(e, action)}”", columns, "    "), found_at(e, records, action.id, columns=columns))
    ]
    return "\n".join([wrap(" · ".join(filter(None, what)), columns, "  "), *quotes])


def full(records: Records, action: Action, measure: Measure | None = None, *, columns: int | None) -> str:
    """Return all that a build holds of an action; ``measure`` is the figure that was asked for, marked with an arrow."""
    rows = list(_rows(records, action))
    label_width = max(width(label) for label, _ in rows)
    lines = [f"{kind_of(action.kind)} ({action.id})", ""]
    for label, value in rows:
        indent = " " * (label_width + 4)
        lines.append("  " + pad(label, label_width) + "  " + wrap(value, columns, indent).removeprefix(indent))
    for figure in action.measures:
        lines += ["", *_figure(figure, records, pointed=figure == measure, columns=columns)]
    for evidence in action.evidence:
        lines += ["", wrap(f"“{_marked(evidence, action)}”", columns, "  "), wrap(_place(evidence, records), columns, "  ")]
        lines += [wrap(line, columns, "  ") for line in editions_of(evidence.bulletin, records)]
    return "\n".join(lines)


def _marked(evidence: Evidence, action: Action) -> str:
    return marked(evidence, [m.evidence for m in action.measures])


def _rows(records: Records, action: Action) -> Iterator[tuple[str, str]]:
    named = {e.id: e for e in records.entities}

    def parties(ids: tuple[str, ...]) -> str:
        return "、".join(f"{named[i].name} ({i})" for i in ids)

    yield property_of("provider"), parties(action.provider) or NOT_STATED
    yield property_of("recipient"), parties(action.recipient) or NOT_STATED
    programme = named[action.programme].name if action.programme in named else action.programme
    optional = {"through": parties(action.through), "programme": programme, "about": action.about}
    optional |= {"sector": "、".join(value_of("sector", sector) for sector in action.sector)}
    optional |= {"period": _said(action.period, action.period_evidence) if action.period or action.period_evidence else ""}
    optional |= {"coverage": value_of("coverage", action.coverage) if action.coverage else ""}
    yield from ((property_of(name), value) for name, value in optional.items() if value)
    if action.superseded_by:
        yield property_of("supersededBy"), action.superseded_by
    if action.rank:
        yield property_of("rank"), value_of("rank", action.rank)
    yield from ((property_of("Judgement"), ruling_of(ruling, named)) for ruling in action.judged)
    yield property_of("status"), _said(value_of("status", action.status), action.status_evidence)
    yield property_of("rule"), action.rule or "–"
    yield property_of("trigger"), action.trigger or "–"


def _said(value: str, word: Evidence | None) -> str:
    """Return a value with the word that tells it and where that stands."""
    return f"{value} «{word.quote}» {where(word)}".strip() if word else value


def _figure(measure: Measure, records: Records, *, pointed: bool, columns: int | None) -> list[str]:
    notes = [amount_of(measure), _in_sum(measure, records)]
    head = f"{'→' if pointed else ' '} «{measure.evidence.quote}» = {'; '.join(filter(None, notes))}"
    return [wrap(head, columns, "") if pointed else wrap(head[2:], columns, "  "), found_at(measure.evidence, records, measure.id, columns=columns)]


def _in_sum(measure: Measure, records: Records) -> str:
    """Return the place of a figure in a sum, and whether adding up may count it."""
    role = value_of("role", measure.role) if measure.role else ""
    all_measures = [m for a in records.actions for m in a.measures]
    whole = next((m.evidence.quote for m in all_measures if m.id == measure.total), "")
    of = f"of {whole} ({measure.total})".replace("  ", " ") if measure.total else ""
    parts = sorted((m.evidence for m in all_measures if m.total == measure.id), key=lambda e: e.start)
    sums = f"= {' + '.join(e.quote for e in parts)}" if parts else ""
    again = f"{property_of('repeats')} {measure.repeats}" if measure.repeats else ""
    in_year = "counts in its year 计入当年" if measure.counts_in_year and not measure.counts_in_totals else ""
    counted = "counts in totals 计入总数" if measure.counts_in_totals else "does not count in totals 不计入总数"
    return "; ".join(filter(None, [" ".join(filter(None, [role, of, sums])), again, counted, in_year]))


def _place(evidence: Evidence, records: Records) -> str:
    bulletin = next((b for b in records.bulletins if b.id == evidence.bulletin), None)
    article = next((a.title for a in bulletin.articles if a.index == evidence.article), "") if bulletin else ""
    of = [bulletin.title, bulletin.date] if bulletin else []
    return ", ".join(filter(None, [where(evidence), in_file(evidence, records), *of, article if article not in of else "", evidence.section]))
