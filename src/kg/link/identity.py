"""What makes two names one body: the type, the name of its own without its place, and the place that it belongs to."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.reading import Mention, Reading, within
from kg.link.entities import ancestors
from kg.link.gazetteer import gazetteer
from kg.link.identifiers import entity_id, normal_name
from kg.model import Article, EntityType, Level


class Identity(NamedTuple):
    """A body's name without its place, and what tells it from others of this name: a place's id, a region, or nothing."""

    own: str
    scope: str


@follows_lexicon
@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = load("organizations")
    return words


@follows_lexicon
@cache
def _known() -> tuple[str, ...]:
    names = load("names")
    return (*_words()["unique"]["heads"], *names["groups"], *(name for national in names["national"].values() for name in national))


def is_unique(kind: EntityType, name: str) -> bool:
    """Tell whether a name without a place is that of one body in the country: 华中农业大学附属中学, 国家电网有限公司, 得力集团; not 民建小学."""
    unique = _words()["unique"]
    if name in unique["common"]:
        return False
    return _holds_university(name) or name.startswith(_known()) or name.endswith(tuple(unique["endings"].get(kind, ())))


def _holds_university(name: str) -> bool:
    for other in _words()["unique"]["no_university"]:
        name = name.replace(other, "")
    return name.find("大学") >= 2


def written_out(name: str) -> str:
    """Return a name with the abbreviations in it written out: 四川省农业科学院 of 四川省农科院."""
    for short, written in _words()["written_out"].items():
        name = name.replace(short, written)
    return name


def standard(name: str) -> str:
    """Return a name in the words by which it is compared: 卫生健康局 of 卫健局, without what only some write (中共)."""
    words = _words()["identity"]
    name = written_out(normal_name(name))
    for head in words["dropped"]:
        name = name.removeprefix(head)
    short = next((s for s in words["same"] if name.endswith(s)), "")
    return name.removesuffix(short) + words["same"][short] if short else name


class Identities:
    """The identities of the bodies that one bulletin names."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._places = [m for m in reading.mentions if m.type is EntityType.PLACE]
        self._lines: dict[int, tuple[set[str], set[str]]] = {}

    def of(self, kind: EntityType, name: str, start: int, end: int) -> Identity:
        """Return the identity of a body that stands at these offsets, by the places in its name.

        The home is the last of the first chain of places, each of which lies in the one before: 凤庆县 of 云南省凤庆县人民医院, 延安 of
        延安中山图书馆. Universities and their parts are known by the whole name, whether or not 浙江 was read as a place in it.
        """
        chain = self._chain(start, end)
        written = self.reading.bulletin.text[chain[0].start : chain[-1].end] if chain else ""
        if not chain or written not in name or _holds_university(name):
            return self.without_place(kind, name, start)
        return self.at_home(name.replace(written, "", 1), chain[-1].entity, start)

    def at_home(self, own: str, place: str, offset: int) -> Identity:
        """Return the identity of a body of a place; where it is not known which place of a name is meant, as that of a region."""
        home = self.reading.entities.get(place)
        unsettled = home is not None and not home.code and not home.parent
        return Identity(standard(own), f"{place} {self.region(offset)}" if unsettled else place)

    def without_place(self, kind: EntityType, name: str, offset: int) -> Identity:
        """Return the identity of a body whose name tells no place."""
        return Identity(standard(name), "" if is_unique(kind, name) else self.region(offset))

    def region(self, offset: int) -> str:
        """Return what tells a local name (民建小学) at an offset from the same name elsewhere: all counties that its report names.

        A report speaks for itself, so its counties, not those of the whole bulletin. All of them, because which one the name belongs to is
        not said: two reports share a name only where they tell of the same counties, which divides some bodies (to be joined by a judgement)
        and unites none of two counties. The publisher's place would unite: a province publishes on all its counties. A report that
        names no county shares its names with no other bulletin. None of it depends on what else is in the build.
        """
        _, counties = self._line(self.reading.outline.article(offset))
        return " ".join(sorted(counties)) or self.reading.bulletin.id

    def tells_of(self, home: str, offset: int) -> bool:
        """Tell whether the report at an offset speaks of a place, or of the county that it lies in, or names no county at all."""
        line, counties = self._line(self.reading.outline.article(offset))
        return not counties or home in line or not counties.isdisjoint(ancestors(home, self.reading))

    def _line(self, article: Article | None) -> tuple[set[str], set[str]]:
        """Return the places that an article names with all that are above them, and the counties among these."""
        index = article.index if article else -1
        if index not in self._lines:
            places = within(self._places, article.start, article.end) if article else self._places
            named = {m.entity for m in places}
            line = {i for place in named for i in (place, *ancestors(place, self.reading))}
            self._lines[index] = line, {i for i in line if self._is_county(i)}
        return self._lines[index]

    def _is_county(self, place: str) -> bool:
        entity = self.reading.entities.get(place)
        level = entity.level if entity else gazetteer().level(place)
        return level is Level.COUNTY

    def _chain(self, start: int, end: int) -> Sequence[Mention]:
        chain: list[Mention] = []
        for mention in within(self._places, start, end):
            if chain and (mention.start != chain[-1].end or chain[-1].entity not in ancestors(mention.entity, self.reading)):
                break
            chain.append(mention)
        return chain


def body_id(kind: EntityType, identity: Identity) -> str:
    """Return the id of a body; a division of the corps has that of the table, whichever of its names it goes by (兵团第五师, 农五师)."""
    divisions = [p for p in gazetteer().zones.get(identity.own, ()) if p.sort == "division"]
    return divisions[0].id if divisions else entity_id(kind, identity.own, identity.scope)
