"""What stands around a figure: its clause, what follows it, its sentence, as written and with the names in it masked."""

import re
from functools import lru_cache
from typing import NamedTuple

from kg.extract.reading import Figure, Reading, punctuated
from kg.model import EntityType

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
BREAK = re.compile(r"[；;]|(?<!\d)[，,、（(](?!\d{3}(?!\d))|[：:]")
_STOP = re.compile("[，；。：（]|、(?=[^、，；。]{0,12}\\d)")
# What may stand before a subject: 其中, 截至目前, 2018年4月, 由, 区内企业.
_OPENING = re.compile(
    r"(?:其中|此外|同时|目前|随后|当年|今年|去年|截至.{2,12}|.{0,4}\d{4}年.{0,8}|\d+月.{0,6}|.{0,4}企业|先后|由|经|来自|会上|近年来)+"
)
_PART = re.compile(r"[一二三四五六七八九十]+是|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.．、]")
_CLAUSE_START = re.compile("[。；，：:“”]")
# A sentence that runs on lends the clause before: 投入帮扶资金3179万元，(实施项目)26个.
_LOOK_BACK = 18
# A clause is seldom longer.
_REACH = 40
_NUMBER = re.compile(r"\d[\d.,]*")
# One sign for each sort of name, so that what is learned holds for every name of the sort.
_MASKS = {EntityType.PLACE: "\ue001", EntityType.PROJECT: "\ue003", EntityType.DOCUMENT: "\ue004", EntityType.ENTERPRISE: "\ue005"}
_BODY, _INNER = "\ue002", "\ue000"


class Surroundings(NamedTuple):
    """The text around a figure: ``own`` is its clause before it, ``clause`` a little more, ``after`` its clause behind it."""

    own: str
    clause: str
    after: str
    sentence: str


class Clause(NamedTuple):
    """Where a figure stands: offsets of its sentence, of its clause, and of the end of what follows it."""

    sentence: tuple[int, int]
    start: int
    end: int


def clause_of(text: str, figure: Figure, sentence: tuple[int, int]) -> Clause:
    """Return the clause of a figure within its sentence; ``text`` is punctuated."""
    start, end = sentence
    stop = _STOP.search(text[figure.end : end])
    return Clause(sentence, start + _last_break(text[start : figure.start]), figure.end + stop.start() if stop else end)


def _last_break(before: str) -> int:
    """Return where the last clause of what stands before a figure begins, looking back no farther than needed."""
    reach = _REACH
    while True:
        low = max(0, len(before) - reach)
        if breaks := [m.end() for m in BREAK.finditer(before, low)]:
            return breaks[-1]
        if not low:
            return 0
        reach *= 4


def opens_clause(text: str, start: int, at: int) -> bool:
    """Say whether a name that begins ``at`` stands where a subject stands in a sentence from ``start``: at the head of its clause, or after 由."""
    head = _CLAUSE_START.split(text[start:at])[-1]
    head = _PART.sub("", head).strip(" 　、·—-◆")
    return not head or bool(_OPENING.fullmatch(head))


def is_name(masked: str) -> bool:
    """Tell whether a masked stretch is nothing but a name."""
    return len(bare := masked.replace(_INNER, "").strip()) == 1 and bare in (*_MASKS.values(), _BODY)


def masked(reading: Reading) -> str:
    """Return the punctuated text at the same length with one sign for each name."""
    signs = list(punctuated(reading.bulletin.text))
    for mention in reading.mentions:
        if not mention.nested:
            signs[mention.start : mention.end] = [_INNER] * (mention.end - mention.start)
            signs[mention.start] = _MASKS.get(mention.type, _BODY)
    return "".join(signs)


def around(text: str, figure: Figure, clause: Clause) -> Surroundings:
    """Return what stands around a figure in a text or in its masked form."""
    start, end = clause.sentence
    before = text[max(start, clause.start - _LOOK_BACK) : figure.start]
    return Surroundings(text[clause.start : figure.start], before, text[figure.end : clause.end], text[start:end])


def plain(around: Surroundings) -> Surroundings:
    """Return masked surroundings without what is left of names, each number as one sign."""
    return Surroundings(_bare(around.own), _bare(around.clause), _bare(around.after), _bare_sentence(around.sentence))


def _bare(text: str) -> str:
    return _NUMBER.sub("#", text.replace(_INNER, ""))


# The figures of a sentence come one after another.
_bare_sentence = lru_cache(maxsize=2)(_bare)
