"""The records that the stages hand to each other: frozen, slotted, typed, without behaviour beyond derived values.

All offsets are code-point offsets into ``Bulletin.text``, the clean text that a build keeps.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class EntityType(StrEnum):
    """What an entity is."""

    PLACE = "place"
    AGENCY = "agency"
    ENTERPRISE = "enterprise"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    INSTITUTE = "institute"
    COOPERATIVE = "cooperative"
    ORGANIZATION = "organization"
    PARK = "park"
    DOCUMENT = "document"
    PROJECT = "project"


class Level(StrEnum):
    """The administrative level of a place."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class Status(StrEnum):
    """How far an action has come: what is committed is signed or budgeted, what is planned is not even that."""

    DONE = "done"
    COMMITTED = "committed"
    PLANNED = "planned"

    @property
    def is_done(self) -> bool:
        """Whether it is no more ahead; both that are count together, never with what is done."""
        return self is Status.DONE


class Coverage(StrEnum):
    """Over what time the figures of an action add up: within one year, or over several or up to a time (累计, 截至, 自2012年以来)."""

    CUMULATIVE = "cumulative"
    IN_YEAR = "in_year"


class Bound(StrEnum):
    """How a figure bounds the amount it stands for."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    RANGE = "range"


class Rank(StrEnum):
    """How a statement ranks where it is less than what a page says: nobody has named the page, or somebody has judged it wrong."""

    UNCHECKED = "unchecked"
    REJECTED = "rejected"


class Role(StrEnum):
    """The place of a figure in a sum."""

    TOTAL = "total"
    PART = "part"


class Means(StrEnum):
    """By what a name stands for a body: in full, or why it is taken for it all the same."""

    FULL = "full"
    DEFINED = "defined"
    SHORT = "short"
    COMPLETED = "completed"
    STANDARD = "standard"
    PLACE = "place"
    SAME = "same"
    APART = "apart"


class Verdict(StrEnum):
    """What a judgement says: that a statement is right, wrong, or wrong in one field; that two bodies are one, or one is two."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"


class BlockKind(StrEnum):
    """What a stretch of a bulletin's text is."""

    TITLE = "title"
    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    DATELINE = "dateline"
    SOURCE = "source"
    ISSUER = "issuer"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    FURNITURE = "furniture"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph of a bulletin's text and what it is; blocks cover all text that is not blank, in order."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an article, to where the next of its depth or above begins; ``depth`` counts from 1.

    ``label`` is its number as written (``一、``, ``（一）``, ``一是``), nothing for a part that only a heading opens.
    """

    label: str
    heading: str
    depth: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One report within a bulletin; nothing said in it speaks for another."""

    index: int
    title: str
    start: int
    end: int
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """From ``start`` of the clean text to the next origin, its characters stand one to one in the file from ``offset`` on, at ``place``.

    Only the last of them may stand for several (``&ldquo;``): ``end`` is where it ends. ``place`` is ``page 3``, ``paragraph 12``, or
    nothing where offsets count the characters of the file itself, as decoded.
    """

    start: int
    place: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Another publication of a bulletin, in a file that holds the same or nearly the same text; its own statements are not read.

    ``similarity`` is the share of the short stretches of both texts that stands in both, 1 for the same text.
    """

    id: str
    title: str
    publisher: str
    source: str
    url: str
    published: str
    file: str
    sha256: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin as read: its clean text, what each block of it is, and what is known of its publication.

    ``copies`` are the other files that publish it. ``supersedes`` is the id of the former issue that this one corrects. ``columns`` is set
    for a register, a table whose rows are paragraphs with tabs between their cells: what each column holds (``provider recipient -``).
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    origins: tuple[Origin, ...] = ()
    copies: tuple[Copy, ...] = ()
    title: str = ""
    issue: str = ""
    issuer: str = ""
    publisher: str = ""
    source: str = ""
    url: str = ""
    date: str = ""
    published: str = ""
    file: str = ""
    sha256: str = ""
    supersedes: str = ""
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact characters that state something: ``text[start:end] == quote``."""

    bulletin: str
    start: int
    end: int
    quote: str
    article: int | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A place, body, document or project that takes part in assistance; the last fields are for places only.

    ``english`` is the name in pinyin with its kind: Pingwu County. ``candidates`` are the ids of the places that a name may mean
    where its bulletin does not tell which; such a place has no code.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Evidence, ...] = ()
    code: str = ""
    level: Level | None = None
    parent: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    lat: float | None = None
    lon: float | None = None
    english: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A judgement as a build has applied it: ``who`` judged, ``when`` (an ISO date) and ``why``.

    Of a correction ``field`` is the field of the action, ``before`` and ``after`` are its values as the record held and holds them (ids of
    parties, keys); of a merge or split they are the names of the bodies for which a name was and is taken. ``evidence`` is what was judged:
    the words that told what is corrected, else the sentence that states it; None for names.
    """

    id: str
    verdict: Verdict
    who: str
    when: str
    why: str
    field: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    evidence: Evidence | None = None

    @property
    def note(self) -> str:
        """What was judged, who did so, when and why, in one line."""
        return f"{' '.join(filter(None, (self.verdict, self.field)))}: {self.why} ({self.who}, {self.when})"


@dataclass(frozen=True, slots=True)
class Merge:
    """One name that a bulletin writes for a body (``entity``) and ``means``, by what it was taken for it.

    ``defined``: the text says so (以下简称); ``short``: evident from the full name in the text; ``completed``: from the place or body that the
    text leaves out (省扶贫开发局); ``standard``: by the lexicon (国网); ``place``: the same name of its own and the same place, in another
    bulletin or another spelling; ``same`` and ``apart``: by a judgement, ``judged``. ``full`` names are no merges and stand in
    no build.
    """

    entity: str
    name: str
    bulletin: str
    means: Means
    judged: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an action, in its base unit (money in CNY, unit ``元``); ``upper`` is set for ranges only.

    ``total`` is the id of the measure that this one is a part of, ``repeats`` of the one that it says again (3800多个 for
    3842个). ``counts_in_totals`` is false for a part whose total stands in the same build, for a figure that repeats another,
    and for one that only compares (比去年多3000万元): adding up what counts, kind by kind and what is done apart from what is ahead,
    never counts anything twice; in a sum across these, leave out parts whose total is in it. ``counts_in_year`` is
    the same for sums by year: true only of one year, there also for the part of a cumulative total.
    """

    id: str
    value: Decimal
    upper: Decimal | None
    unit: str
    unit_text: str
    bound: Bound
    evidence: Evidence
    role: Role | None = None
    total: str = ""
    counts_in_totals: bool = True
    repeats: str = ""
    counts_in_year: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that was given, planned, paired or done; ``provider``, ``recipient``, ``through`` hold entity ids.

    ``kind`` is a key of the lexicon's kinds and a class of the ontology, ``sector`` holds keys of the scheme of sectors. ``evidence`` is the
    sentence that states it, then those that say the same again (in a headline, in a summary), whose figures are measures that repeat its own.
    ``rule`` and ``trigger`` say what made the extractor read it so. ``superseded_by`` is the id of the bulletin that corrects the one
    it stands in: what it says is kept, and none of its figures counts in totals. ``period`` is ``2018``, ``2018-09`` or ``2018-2020``;
    ``2018-`` has gone on since, ``-2018`` up to then, where the text does not tell the other end. ``coverage`` is None where no time is
    told. ``status_evidence`` and ``period_evidence`` are the words that tell the status and the time, None where none does: what no word
    says to be ahead is done; of what a judgement has corrected, the judgement says why. ``rank`` is None for what its source bears out.
    ``judged`` are the judgements of it, in the order in which they were applied.
    """

    id: str
    kind: str
    provider: tuple[str, ...]
    recipient: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    through: tuple[str, ...] = ()
    programme: str = ""
    about: str = ""
    sector: tuple[str, ...] = ()
    status: Status = Status.DONE
    period: str = ""
    measures: tuple[Measure, ...] = ()
    rule: str = ""
    trigger: str = ""
    superseded_by: str = ""
    coverage: Coverage | None = None
    status_evidence: Evidence | None = None
    period_evidence: Evidence | None = None
    rank: Rank | None = None
    judged: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that is no statement about assistance, with the reason (a key of the lexicon's reasons)."""

    evidence: Evidence
    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A statement or mention (``record`` is its id) that its bulletin does not bear out; ``evidence`` is what fails, as it was claimed."""

    record: str
    fault: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """All that a build holds: bulletins and entities sorted by id, actions and left-out figures in the order of reading.

    ``regions`` are the places above those that the bulletins name, which no bulletin need name: they have no mentions.
    ``merges`` are sorted by entity, bulletin and name.
    """

    bulletins: tuple[Bulletin, ...] = ()
    entities: tuple[Entity, ...] = ()
    actions: tuple[Action, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    refused: tuple[Refusal, ...] = ()
    regions: tuple[Entity, ...] = ()
    merges: tuple[Merge, ...] = ()
