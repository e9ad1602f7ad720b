"""The pipeline: bulletins in, the records that they state out."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

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
import kg.extract.sums  # noqa: F401  importing registers the components
from kg.check.grounding import Grounded, ground
from kg.extract.reading import Reading
from kg.extract.superseding import known_formers, mark_superseded
from kg.link.entities import entities, evidence, regions
from kg.model import Action, Bulletin, Entity, LeftOut, Records, Refusal

COMPONENTS = ("kg_places", "kg_organizations", "kg_documents", "kg_references", "kg_figures", "kg_actions", "kg_sums")


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


def read_statements(bulletin: Bulletin, *, components: Sequence[str] = COMPONENTS) -> Reading:
    """Return all that the components find in one bulletin; fewer ``components``, from the first on, stop earlier."""
    nlp = pipeline()
    doc = nlp.make_doc(bulletin.text)
    doc._.reading = Reading(bulletin)
    for name, component in nlp.pipeline:
        doc = component(doc) if name in components else doc
    reading: Reading = doc._.reading
    return reading


def extract_records(bulletins: Sequence[Bulletin]) -> Records:
    """Return the records of some bulletins, as far as these bear them out; an entity that several name is one, with the mentions of all."""
    merged: dict[str, Entity] = {}
    actions: dict[str, Action] = {}
    left_out: list[LeftOut] = []
    refused: list[Refusal] = []
    above: dict[str, Entity] = {}
    bulletins = known_formers(bulletins)
    for bulletin in bulletins:
        reading = read_statements(bulletin)
        grounded = ground(bulletin, entities(reading), reading.actions)
        for entity in grounded.entities:
            merged[entity.id] = _united(merged.get(entity.id), entity)
        above |= {region.id: region for region in regions(grounded.entities, bulletin)}
        actions |= {a.id: a for a in grounded.actions}
        left_out += [*reading.left_out, *_lost(reading, grounded)]
        refused += grounded.refused
    return Records(
        tuple(sorted(bulletins, key=lambda b: b.id)),
        tuple(merged[i] for i in sorted(merged)),
        tuple(sorted(mark_superseded(actions.values(), bulletins), key=_place)),
        tuple(sorted(left_out, key=lambda x: (x.evidence.bulletin, x.evidence.start))),
        tuple(sorted(refused, key=lambda r: (r.record, r.fault, r.evidence.start if r.evidence else -1))),
        tuple(above[i] for i in sorted(above.keys() - merged.keys())),
    )


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
