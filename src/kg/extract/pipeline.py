"""The pipeline: bulletins in, the records that they state out."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

import kg.extract.actions
import kg.extract.documents
import kg.extract.figures
import kg.extract.organizations
import kg.extract.places
import kg.extract.references
import kg.extract.sectors
import kg.extract.sums  # noqa: F401  importing registers the components
from kg.check.grounding import Grounded, ground
from kg.errors import InputError
from kg.extract.reading import JudgedNames, Reading
from kg.extract.registered import Registered, registered_in, unite_pairings
from kg.extract.rows import read_rows
from kg.extract.superseding import known_formers, mark_superseded
from kg.link.decisions import decide
from kg.link.entities import entities, evidence, regions
from kg.link.judgements import Judgement
from kg.link.merges import united_merges
from kg.link.verdicts import Fields, rule
from kg.model import Action, Bulletin, Entity, LeftOut, Merge, Records, Refusal

COMPONENTS = ("kg_places", "kg_organizations", "kg_documents", "kg_references", "kg_figures", "kg_actions", "kg_sectors", "kg_sums")


class _Characters:
    """Makes each character a token, blanks too, so that offsets of the text are those of the Doc."""

    def __init__(self, vocab: Vocab):
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))


@cache
def pipeline() -> Language:
    """Return the spaCy pipeline with one component per concern, made once."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = _Characters(nlp.vocab)
    # spaCy's limit is that of its statistical models, of which there is none here.
    nlp.max_length = sys.maxsize
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def read_statements(
    bulletin: Bulletin,
    *,
    components: Sequence[str] = COMPONENTS,
    judged: JudgedNames | None = None,
    corrected: Mapping[str, Fields] | None = None,
    registered: Registered | None = None,
) -> Reading:
    """Return all that the components find in one bulletin; fewer ``components``, from the first on, stop earlier.

    ``judged`` says what some of its names stand for (``Reading.judged``), ``corrected`` what is otherwise in some of its statements,
    ``registered`` who is paired with whom by registers.
    """
    nlp = pipeline()
    doc = nlp.make_doc(bulletin.text)
    doc._.reading = Reading(bulletin, judged or {}, corrected or {}, registered)
    for name, component in nlp.pipeline:
        doc = component(doc) if name in components else doc
    reading: Reading = doc._.reading
    return reading


@dataclass(frozen=True, slots=True)
class _Part:
    """What one bulletin gives by itself."""

    entities: tuple[Entity, ...]
    actions: tuple[Action, ...]
    left_out: tuple[LeftOut, ...]
    refused: tuple[Refusal, ...]
    above: tuple[Entity, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """The records of some bulletins; the rows of registers that are no pairings, and the judgements that match nothing in them."""

    records: Records
    refused: tuple[InputError, ...] = ()
    unmatched: tuple[InputError, ...] = ()


def _extract(
    bulletin: Bulletin, registered: Registered, judged: JudgedNames | None = None, corrected: Mapping[str, Fields] | None = None
) -> _Part:
    reading = read_statements(bulletin, judged=judged, corrected=corrected, registered=registered)
    grounded = ground(bulletin, entities(reading), reading.actions, registered.witnesses)
    left_out = (*reading.left_out, *_lost(reading, grounded))
    above = tuple(regions(grounded.entities, bulletin))
    return _Part(grounded.entities, grounded.actions, left_out, grounded.refused, above, tuple(reading.merges))


def _tabulated(register: Bulletin, judged: JudgedNames | None = None) -> tuple[_Part, tuple[InputError, ...]]:
    """Return what the rows of a register give, and what is wrong with those that give nothing."""
    read = read_rows(register, judged)
    grounded = ground(register, read.entities, read.actions)
    above = tuple(regions(grounded.entities, register))
    return _Part(grounded.entities, grounded.actions, read.left_out, grounded.refused, above, read.merges), read.errors


def extract_records(bulletins: Sequence[Bulletin]) -> Records:
    """Return the records of some bulletins, as far as these bear them out; an entity that several name is one, with the mentions of all."""
    return extract_judged(bulletins).records


def extract_judged(bulletins: Sequence[Bulletin], judgements: Sequence[Judgement] = ()) -> Extracted:
    """Return the records of some bulletins and registers under some judgements; the bulletins that these concern are read again."""
    bulletins = known_formers(bulletins)
    tables, texts = ([b for b in bulletins if bool(b.columns) is tabular] for tabular in (True, False))
    tabulated = {register.id: _tabulated(register) for register in tables}

    def rows() -> list[_Part]:
        return [part for part, _ in tabulated.values()]

    def registered() -> Registered:
        stated = _united_records(tables, rows())
        return registered_in(rule(stated, judgements).apply(stated))

    told = registered()
    parts = {bulletin.id: _extract(bulletin, told) for bulletin in texts}
    of_rows = {key: part for key, (part, _) in tabulated.items()}
    decided = decide(judgements, {key: part.entities for key, part in (*parts.items(), *of_rows.items())})
    if judged := [register for register in tables if register.id in decided.changes]:
        tabulated |= {register.id: _tabulated(register, decided.changes[register.id]) for register in judged}
        told = registered()
    for bulletin in texts:
        if judged or bulletin.id in decided.changes:
            parts[bulletin.id] = _extract(bulletin, told, decided.changes.get(bulletin.id))
    # What a bulletin knows of a place goes before what a register does, whatever the order of the inputs.
    records = _united_records(bulletins, [*parts.values(), *rows()])
    ruled = rule(records, judgements)
    concerned = {e.bulletin for a in records.actions if a.id in ruled.corrected for e in a.evidence}
    for bulletin in texts:
        if bulletin.id in concerned:
            parts[bulletin.id] = _extract(bulletin, told, decided.changes.get(bulletin.id), ruled.corrected)
    records = _united_records(bulletins, [*parts.values(), *rows()]) if concerned else records
    refused = tuple(chain.from_iterable(errors for _, errors in tabulated.values()))
    return Extracted(ruled.apply(records), refused, (*decided.unmatched.values(), *ruled.unmatched.values()))


def _united_records(bulletins: Sequence[Bulletin], parts: Sequence[_Part]) -> Records:
    merged: dict[str, Entity] = {}
    for entity in _of(part.entities for part in parts):
        merged[entity.id] = _united(merged.get(entity.id), entity)
    actions = {a.id: a for a in _of(part.actions for part in parts)}
    superseded = mark_superseded(actions.values(), bulletins)
    above = {region.id: region for region in _of(part.above for part in parts)}
    known = tuple(merged[i] for i in sorted(merged))
    return Records(
        tuple(sorted(bulletins, key=lambda b: b.id)),
        known,
        tuple(sorted(unite_pairings(superseded, bulletins), key=_place)),
        tuple(sorted(_of(part.left_out for part in parts), key=lambda x: (x.evidence.bulletin, x.evidence.start))),
        tuple(sorted(_of(part.refused for part in parts), key=lambda r: (r.record, r.fault, r.evidence.start if r.evidence else -1))),
        tuple(above[i] for i in sorted(above.keys() - merged.keys())),
        united_merges(_of(part.merges for part in parts), known),
    )


_Record = TypeVar("_Record")


def _of(parts: Iterable[Iterable[_Record]]) -> Iterator[_Record]:
    return chain.from_iterable(parts)


def _lost(reading: Reading, grounded: Grounded) -> list[LeftOut]:
    """Return the figures whose statements were refused: they are left out, not lost."""
    booked = {(m.evidence.start, m.evidence.end) for a in grounded.actions for m in a.measures}
    booked |= {(x.evidence.start, x.evidence.end) for x in reading.left_out}
    lost = [f for f in reading.figures if (f.start, f.end) not in booked]
    return [LeftOut(evidence(reading, f.start, f.end), "refused") for f in lost]


def _place(action: Action) -> tuple[str, int, int, str]:
    """Return where an action stands, for the order of reading: its bulletin, sentence and first figure."""
    quote = action.evidence[0]
    return quote.bulletin, quote.start, action.measures[0].evidence.start if action.measures else quote.start, action.id


def _united(first: Entity | None, second: Entity) -> Entity:
    if first is None:
        return second
    mentions = tuple(sorted({*first.mentions, *second.mentions}, key=lambda e: (e.bulletin, e.start)))
    # The fullest name, whichever bulletin is read first.
    name = max(first.name, second.name, key=lambda n: (len(n), n))
    aliases = {first.name, *first.aliases, second.name, *second.aliases} - {name}
    return replace(first, name=name, aliases=tuple(sorted(aliases)), mentions=mentions)
