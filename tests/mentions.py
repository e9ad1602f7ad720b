"""Reads a short text with the components that find names, as one article."""

import spacy

import kg.extract.documents
import kg.extract.organizations
import kg.extract.places  # noqa: F401
from kg.extract.reading import Reading
from kg.model import Article, Block, BlockKind, Bulletin

_NLP = spacy.blank("zh")
for _component in ("kg_places", "kg_organizations", "kg_documents"):
    _NLP.add_pipe(_component)


def bulletin(text: str, date: str, key: str, **about: str) -> Bulletin:
    """Return a bulletin whose every line is a paragraph of its one article."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    return Bulletin(key, text, tuple(blocks), (Article(0, "", 0, len(text)),), date=date, **about)


def read(text: str, date: str = "2019-01-15", key: str = "bulletin-x", **about: str) -> Reading:
    """Return the reading of a text after the three components."""
    return read_bulletin(bulletin(text, date, key, **about))


def read_bulletin(source: Bulletin) -> Reading:
    """Return the reading of a bulletin after the three components."""
    doc = _NLP.make_doc(source.text)
    reading = Reading(source)
    doc._.reading = reading
    for _, component in _NLP.pipeline:
        doc = component(doc)
    return reading
