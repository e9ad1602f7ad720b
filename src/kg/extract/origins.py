"""Where a party of a statement comes from: named beside the figures, carried over from what stands before, or the article's own."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kg.extract.parties import Group, Party, Sides
from kg.extract.reading import within
from kg.extract.stage import Stage


class Origin(StrEnum):
    """The sources of a party, from the nearest to the farthest."""

    CELL = "cell"
    NAMED = "named"
    REFERENCE = "reference"
    CARRIED = "carried"
    PART = "part"
    ARTICLE = "article"
    OPENING = "opening"
    BEFORE = "before"
    ABOVE = "above"
    STATED = "stated"
    REGISTER = "register"
    JUDGEMENT = "judgement"
    NOBODY = "nobody"


def as_judged(rule: str, side: str) -> str:
    """Return a statement's rule with a judgement as the source of the party on a side."""
    return re.sub(rf"\b{side} \w+", f"{side} {Origin.JUDGEMENT}", rule)


class Source(NamedTuple):
    """Where a party comes from, and where the text names it, if it does so in this sentence or in those that its part opens with."""

    origin: Origin
    spans: tuple[tuple[int, int], ...] = ()


def sources(stage: Stage, sides: Sides, article: Sides, celled: Sequence[Group] = ()) -> tuple[Source, Source]:
    """Return where giver and taker of a statement come from.

    ``article`` is the pair that the article is about, ``celled`` are the names that row and column give a statement of a table.
    """
    scene = stage.scene
    giver = _source(stage, sides.providers, scene.carried.providers, scene.main.providers, article.providers, celled)
    return giver, _source(stage, sides.recipients, scene.carried.recipients, scene.main.recipients, article.recipients, celled)


def _source(stage: Stage, party: Party, carried: Party, main: Party, article: Party, celled: Sequence[Group]) -> Source:
    scene = stage.scene
    if not party:
        return Source(Origin.NOBODY)
    if spans := tuple(_spans(celled, party)):
        return Source(Origin.CELL, spans)
    if spans := tuple(_spans(stage.near, party)) or tuple(_spans(stage.sentence.groups, party)):
        pointed = any((r.start, r.end) in spans for r in within(stage.frame.reading.references, *scene.sentence))
        return Source(Origin.REFERENCE if pointed else Origin.NAMED, spans)
    if party in (carried, main):
        return Source(Origin.CARRIED if party == carried else Origin.ARTICLE if main == article else Origin.PART)
    for origin, groups in zip((Origin.OPENING, Origin.BEFORE, Origin.ABOVE), scene.earlier, strict=True):
        if spans := tuple(_spans(groups, party)):
            return Source(origin, spans)
    return Source(Origin.STATED)


def _spans(groups: Sequence[Group], party: Party) -> Iterator[tuple[int, int]]:
    names = frozenset(party)
    return ((g.start, g.end) for g in groups if names.issubset(g.entities))
