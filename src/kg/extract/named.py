"""What a cell of a register names, read as a bulletin would read it: a body, or a village with the places above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.lexicon import follows_lexicon
from kg.extract.organizations import Finder, patterns
from kg.extract.places import read_places
from kg.extract.reading import NAMING, JudgedNames, Mention, Reading, within
from kg.link.bodies import Body, name_bodies
from kg.link.boundary import after_boundary
from kg.link.gazetteer import gazetteer
from kg.model import Article, Block, BlockKind, Bulletin, Entity, EntityType, Level, Means, Merge
from kg.read.headers import is_header
from kg.read.words import registers

_NAME = re.compile(r"[\u3400-\u9fffA-Za-z·&.'\-—（）() ]+")
_LATIN = re.compile(r"[A-Za-z&.'\- ]+")
_IN_BRACKETS = re.compile("[（(][^（）()]+[）)]")
# What a township or village is known by: 南坝镇 alone is that of two counties.
_HOLDING = (Level.PREFECTURE, Level.COUNTY)
_AT_THE_END = re.compile("[)）]$")
# 张三 is no body, and 衢江去 is a county with a wrong character.
_SHORTEST, _LONGEST = 4, 40


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a row tells beside a name: the places above it, as one name (四川省平武县), the county among them (平武县), and the year.

    ``apart`` is the id of that in which a name without a place or county (民建小学) is the name of one body.
    """

    above: str
    county: str
    year: int
    apart: str


def read_body(name: str, around: Surroundings, sort: EntityType | None, judged: JudgedNames) -> tuple[Entity, Merge] | None:
    """Return the body that a name stands for as a whole, with what it was taken for; ``judged`` is as in ``Reading``.

    Of a name whose kind bulletins do not know it is one of ``sort``, which its column tells; None where it tells none, or no body is named.
    """
    reading, start = _reading(f"{around.above}\n", name, around, judged)
    if body := _whole(reading, start):
        return _named(reading, body)
    # 人民医院 in a row of 平武县: by itself it is no name.
    inside, start = _reading(f"{around.above}\n", around.county + name, around, judged)
    if around.county and (body := _whole(inside, start)):
        entity, merge = _named(inside, body)
        return entity, replace(merge, name=name, means=Means.COMPLETED)
    if sort is None or not may_be_body(name):
        return None
    return _named(reading, Body(start, len(reading.bulletin.text), sort, name))


def read_place(name: str, around: Surroundings) -> Entity | None:
    """Return the place, of whatever level, that a name stands for below those above it (平武县|龙安镇龙王村); None where these are not known."""
    reading, start = _reading(around.above, name, around)
    chain = within(reading.mentions, start, len(reading.bulletin.text))
    if not chain or not _cover(chain, start, len(reading.bulletin.text)):
        return None
    *above, place = (reading.entities[mention.entity] for mention in reading.mentions)
    return place if (place.parent or place.code) and any(outer.level in _HOLDING for outer in above) else None


def may_be_body(name: str) -> bool:
    """Tell whether a name of which nothing is known may be a body's: no number, no sentence, no common noun, nothing like the name of a place."""
    words = registers("names")
    if not _SHORTEST <= len(name) <= _LONGEST or not _NAME.fullmatch(name) or _AT_THE_END.search(name):
        return False
    if name.lower() in words["nothing"] or any(word in name for word in words["several"]) or name.endswith(tuple(words["places"])):
        return False
    if is_header(name):
        return False
    if _LATIN.fullmatch(name):
        return True
    return not patterns().is_generic(name) and not after_boundary(name, 0, len(name)) and not _is_misspelt_place(name)


def _reading(head: str, name: str, around: Surroundings, judged: JudgedNames | None = None) -> tuple[Reading, int]:
    """Return what bulletins would read of a name after some places, and where the name begins."""
    text = head + name
    blocks = tuple(Block(BlockKind.PARAGRAPH, *match.span()) for match in re.finditer(".+", text))
    reading = Reading(Bulletin(around.apart, text, blocks, (Article(0, "", 0, len(text)),), date=str(around.year)), judged or {})
    read_places(reading)
    return reading, len(head)


def _whole(reading: Reading, start: int) -> Body | None:
    """Return the body that all that follows an offset names, but for the places before a name: 贵州省六盘水市|水城县人民医院."""
    text = reading.bulletin.text
    for body in Finder(reading).find(reading.blocks(NAMING)):
        if body.start >= start and _cover(reading.mentions, start, body.start):
            if body.end == len(text):
                return body
            # 中国地质大学（武汉） and （北京） are two.
            if _IN_BRACKETS.fullmatch(text, body.end) and _cover(reading.mentions, body.end + 1, len(text) - 1) and not _placed(reading, body):
                return replace(body, end=len(text), name=text[body.start :])
    return None


def _placed(reading: Reading, body: Body) -> bool:
    """Tell whether the name of a body says where it is."""
    return bool(within(reading.mentions, body.start, body.end))


def _cover(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Tell whether names of places follow on one another from one offset to the other."""
    for mention in within(mentions, start, end):
        if mention.start == start and mention.end <= end:
            start = mention.end
    return start == end


def _named(reading: Reading, body: Body) -> tuple[Entity, Merge]:
    # What follows is where its short forms stand.
    _, entity = next(name_bodies(reading, [body]))
    return entity, reading.merges[-1]


def _is_misspelt_place(name: str) -> bool:
    """Tell whether a name is that of a county or city but for one character."""
    return any(sum(a != b for a, b in zip(name, other, strict=True)) == 1 for other in _places_by_length().get(len(name), ()))


@follows_lexicon
@cache
def _places_by_length() -> dict[int, list[str]]:
    named: dict[int, list[str]] = {}
    for form in gazetteer().full:
        named.setdefault(len(form), []).append(form)
    return named
