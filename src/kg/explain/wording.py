"""Records in words: labels in both languages, figures as written with what they bound, quotes with their figures marked."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kg.model import Action, Bound, Entity, Evidence, Measure, Records, Ruling
from kg.rdf import vocabulary
from kg.read.origins import find_in_file
from kg.terminal import width, wrap

NOT_STATED = "not stated 未写明"


def both(label: object, key: str) -> str:
    """Return a label of the ontology in English and Chinese; a value that it does not know speaks for itself."""
    en, zh = getattr(label, "en", ""), getattr(label, "zh", "")
    return f"{en} {zh}" if en and zh else key


def kind_of(key: str) -> str:
    kind = vocabulary().kinds.get(key)
    return both(kind and kind.label, key)


def type_of(entity: Entity) -> str:
    term = vocabulary().types.get(entity.type)
    return both(term and term.label, entity.type)


def value_of(scheme: str, key: str) -> str:
    """Return the label of a value of a scheme: status, sector, bound and the like."""
    term = vocabulary().schemes.get(scheme, {}).get(key)
    return both(term and term.label, key)


def property_of(name: str) -> str:
    """Return the label of a property of the ontology, such as ``provider``."""
    term = next((t for iri, t in vocabulary().terms.items() if iri.rpartition("#")[2] == name), None)
    return both(term and term.label, name)


def number(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_of(measure: Measure) -> str:
    """Return what a figure stands for in its base unit: about 6,000,000,000 元."""
    if measure.upper is not None:
        return f"{value_of('bound', measure.bound)}: {number(measure.value)} – {number(measure.upper)} {measure.unit}"
    return f"{value_of('bound', measure.bound)}: {number(measure.value)} {measure.unit}"


def figure_of(measure: Measure) -> str:
    """Return a figure as written; one that is no exact amount with what it bounds."""
    notes = [] if measure.bound is Bound.EXACT else [amount_of(measure)]
    if measure.role:
        notes.append(value_of("role", measure.role))
    elif not measure.counts_in_totals:
        notes.append("does not count in totals 不计入总数")
    return measure.evidence.quote + (f" ({'; '.join(notes)})" if notes else "")


def ruling_of(ruling: Ruling, named: Mapping[str, Entity]) -> str:
    """Return a judgement: what it says, of a change what was and what is, who judged so, when and why."""
    field = "scheme-kind" if ruling.field == "kind" else ruling.field
    what = " ".join(filter(None, (value_of("verdict", ruling.verdict), property_of(field) if field else "")))
    before, after = ("、".join(_value(ruling.field, v, named) for v in values) or NOT_STATED for values in (ruling.before, ruling.after))
    change = f": {before} → {after}" if ruling.after else ""
    return f"{what}{change}: {ruling.why} ({ruling.who}, {ruling.when})"


def _value(field: str, value: str, named: Mapping[str, Entity]) -> str:
    if value in named:
        return f"{named[value].name} ({value})"
    return kind_of(value) if field == "kind" else value_of(field, value)


def parties_of(action: Action, named: dict[str, Entity]) -> str:
    """Return who -> whom."""

    def names(ids: Sequence[str]) -> str:
        return "、".join(named[i].name for i in ids)

    through = f" via 经 {names(action.through)}" if action.through else ""
    return f"{names(action.provider) or NOT_STATED} → {names(action.recipient) or NOT_STATED}{through}"


def where(evidence: Evidence) -> str:
    return f"{evidence.bulletin}:{evidence.start}-{evidence.end}"


def in_file(evidence: Evidence, records: Records) -> str:
    """Return where evidence stands in the file that its bulletin was read from; nothing where that is not known."""
    bulletin = next((b for b in records.bulletins if b.id == evidence.bulletin), None)
    return " and ".join(map(str, find_in_file(bulletin, evidence))) if bulletin else ""


def found_at(evidence: Evidence, records: Records, identifier: str = "", *, columns: int | None) -> str:
    """Return where evidence stands in the clean text of its bulletin, the id of what it states, and where it stands in the file."""
    parts = [part for part in (where(evidence), identifier, in_file(evidence, records)) if part]
    line = "    " + "  ".join(parts)
    return line if columns is None or width(line) <= columns else "\n".join(wrap(part, columns, "    ") for part in parts)


def marked(quote: Evidence, inner: Iterable[Evidence]) -> str:
    """Return a quote with what is quoted within it between « and », marks that Chinese prose does not use."""
    text, end = "", quote.start
    for part in sorted((p for p in inner if p.bulletin == quote.bulletin), key=lambda p: (p.start, -p.end)):
        if part.start >= end and part.end <= quote.end:
            text += f"{quote.quote[end - quote.start : part.start - quote.start]}«{part.quote}»"
            end = part.end
    return text + quote.quote[end - quote.start :]
