"""What the components write down while they read one bulletin: the workspace that travels with spaCy's Doc as ``doc._.reading``."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from spacy.tokens import Doc

from kg.extract.cells import Cells
from kg.link.outline import Outline
from kg.model import Action, Block, BlockKind, Bound, Bulletin, Entity, EntityType, LeftOut, Means, Merge, Ruling

if TYPE_CHECKING:
    from kg.extract.registered import Registered

CONTENT = frozenset({BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE, BlockKind.HEADING, BlockKind.PARAGRAPH})
NAMING = CONTENT | {BlockKind.ISSUER, BlockKind.SOURCE, BlockKind.DATELINE}


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an entity; ``entity`` is a key of ``Reading.entities``.

    ``nested`` mentions stand inside another one (宁波市 in 宁波市第二医院): they tell where a body is, but take no part themselves.
    """

    start: int
    end: int
    type: EntityType
    entity: str
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A word that points to entities without naming them (我县, 三县); ``own`` where it is the bulletin's own voice."""

    start: int
    end: int
    entities: tuple[str, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit and bound; ``start`` and ``end`` take in the bound words and the unit (近60亿, 3500元以上)."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    unit: str
    unit_text: str
    bound: Bound
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judgement says that a name stands for, and the record that says so."""

    entity: Entity
    means: Means
    ruling: Ruling


JudgedNames = Mapping[tuple[str, str], Judged]
"""By the id of a body and a name in its normal form, what the name stands for instead."""


@dataclass(slots=True)
class Reading:
    """All that is known of one bulletin so far; each component adds to it and none takes away.

    ``judged`` is given, what judgements say of names; so is what registers tell, and ``corrected``: by the id of an action, the fields that a
    judgement has corrected.
    """

    bulletin: Bulletin
    judged: JudgedNames = field(default_factory=dict)
    corrected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    registered: "Registered | None" = None
    mentions: list[Mention] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    cells: Cells = field(init=False)
    outline: Outline = field(init=False)
    _blocks: dict[frozenset[BlockKind], list[Block]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.cells = Cells(self.bulletin)
        self.outline = Outline(self.bulletin.articles)

    def blocks(self, kinds: frozenset[BlockKind] = CONTENT) -> list[Block]:
        """Return the blocks of these kinds, in order."""
        if kinds not in self._blocks:
            self._blocks[kinds] = [block for block in self.bulletin.blocks if block.kind in kinds]
        return self._blocks[kinds]


class _Spot(Protocol):
    @property
    def start(self) -> int: ...


_Standing = TypeVar("_Standing", bound=_Spot)


def within(items: Sequence[_Standing], start: int, end: int) -> Sequence[_Standing]:
    """Return those of some items in the order of the text that begin between two offsets, without looking at the others."""
    return items[bisect_left(items, start, key=_begin) : bisect_left(items, end, key=_begin)]


def last_before(items: Sequence[_Standing], offset: int) -> _Standing | None:
    """Return the last of some items in the order of the text that begins at an offset or before it."""
    index = bisect_right(items, offset, key=_begin)
    return items[index - 1] if index else None


class Spans:
    """Stretches of a text, to be asked whether one of them lies between two offsets, without looking at the others."""

    def __init__(self, spans: Iterable[tuple[int, int]]):
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        # The first end of those from each one on.
        self._ends = list(accumulate((end for _, end in reversed(ordered)), min))[::-1]

    def any_within(self, start: int, end: int) -> bool:
        first = bisect_left(self._starts, start)
        return first < len(self._ends) and self._ends[first] <= end


def _begin(item: _Spot) -> int:
    return item.start


_HALF_WIDTH = str.maketrans(",;:()", "，；：（）")
_BETWEEN_WORDS = re.compile(r"(?<!\d)[,;:()]|[,;:()](?!\d)")


# Several components ask for the same text one after another.
@lru_cache(maxsize=2)
def punctuated(text: str) -> str:
    """Return a text of the same length with full-width punctuation, so that one pattern serves both ways of writing."""
    return _BETWEEN_WORDS.sub(lambda m: m[0].translate(_HALF_WIDTH), text)


if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)
