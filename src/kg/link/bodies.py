"""From the names of bodies to entities: names that leave the place to the context are completed, shorter later forms are joined to the full one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ahocorasick_rs import AhoCorasick

from kg.extract.lexicon import load
from kg.extract.reading import NAMING, Mention, Reading, within
from kg.link.gazetteer import gazetteer
from kg.link.identifiers import entity_id, normal_name
from kg.link.year import year_of
from kg.model import Article, BlockKind, Entity, EntityType, Level

_DEFINED = re.compile(r"[（(](?:以下|下)?(?:简|统)?称[：:]?[“\"]?([^”\"）)]{2,12})[”\"]?[）)]")
_CORPORATE = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|集团公司|公司|集团|股份|控股|有限|责任|总)+$")
_BRANCH = re.compile("分公司$|[分支]行$")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_NUMBERED = re.compile(r"^第[一二三四五六七八九十]+")
_LED = (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)
_HEADS = (BlockKind.ISSUER, BlockKind.SOURCE, BlockKind.DATELINE, BlockKind.TITLE)


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name at its offsets; ``level`` is the word that stands in for its place (县 in 县人民医院)."""

    start: int
    end: int
    type: EntityType
    name: str
    level: str = ""


class Completer:
    """Completes names from their context: 省扶贫开发局 to 四川省扶贫开发局, 附属第二医院 to that of the university named last."""

    def __init__(self, reading: Reading, bodies: list[Body]) -> None:
        self.reading, self.bodies = reading, bodies
        self.year = year_of(reading.bulletin)
        self.text = reading.bulletin.text
        self.places = [m for m in reading.mentions if m.type is EntityType.PLACE]
        self._schools = [b for b in bodies if b.type is EntityType.SCHOOL and b.name.endswith(("大学", "学院"))]
        self._institute = next((b for b in bodies if b.type is EntityType.INSTITUTE and not b.level), None)
        self._ending: dict[int, Body] = {}
        for body in bodies:
            self._ending.setdefault(body.end, body)
        self._fitting: dict[tuple[int, str], list[tuple[int, Entity]]] = {}
        self._provinces: dict[int, list[str]] = {}

    def complete(self, body: Body) -> Body:
        """Return the body with its full name, as far as the text lets one know it."""
        if body.level in ("校", "附属"):
            school = self._school(body.start)
            return replace(body, name=school + body.name.removeprefix("校")) if school else body
        if body.level == "院":
            first = self._institute
            head = re.match(".*?(?:科学院|研究院)", first.name) if first and first.start < body.start else None
            return replace(body, name=head[0] + body.name.removeprefix("院")) if head else body
        if body.level:
            place = self._place(body)
            return replace(body, name=place.name + body.name.removeprefix(body.level)) if place else body
        if _NUMBERED.match(body.name):
            return replace(body, name=self._numbered(body))
        return body

    def _school(self, offset: int) -> str:
        before = bisect_left(self._schools, offset, key=lambda b: b.start)
        return self._schools[max(before - 1, 0)].name if self._schools else ""

    def _numbered(self, body: Body) -> str:
        """Return 山西医科大学第二医院 for the second item of 山西医科大学第一医院、第二医院."""
        last = self._ending.get(body.start - 1) if self.text[body.start - 1] in "、和" else None
        number = _NUMBERED.search(body.name)
        found = re.search(r"第[一二三四五六七八九十]+", last.name) if last else None
        return last.name[: found.start()] + body.name if last and found and number else body.name

    def _place(self, body: Body) -> Entity | None:
        article = self.reading.outline.article(body.start)
        if body.level == "省":
            return self._province(article)
        near = self._fit(article, body.level) if article else []
        fitting = near or self._fit(None, body.level)
        if not fitting:
            return None
        ids = {p.id for _, p in fitting}
        # The line first: a sign that the bulletin has nowhere else would be looked for in all of it.
        sentence = self.text.rfind("\n", 0, body.start)
        sentence = max(sentence, *(self.text.rfind(mark, sentence + 1, body.start) for mark in "。；"))
        said = fitting[bisect_right(fitting, sentence, key=_offset) : bisect_left(fitting, body.start, key=_offset)]
        return next((p for p in (*(p for _, p in reversed(said)), *self._heads, *(p for _, p in fitting)) if p.id in ids), None)

    def _near(self, article: Article | None) -> Sequence[Mention]:
        """Return the places that an article names, without one all."""
        return within(self.places, article.start, article.end) if article else self.places

    def _fit(self, article: Article | None, level: str) -> list[tuple[int, Entity]]:
        """Return the places that a word can stand for (县), of an article or of all, with their offsets."""
        key = (article.index if article else -1, level)
        if key not in self._fitting:
            named = ((m.start, self.reading.entities[m.entity]) for m in self._near(article))
            fitting = [(s, p) for s, p in named if p.name.endswith(level) and p.level in _LED and not p.name.endswith("自治区")]
            self._fitting[key] = fitting
        return self._fitting[key]

    @cached_property
    def _heads(self) -> list[Entity]:
        blocks = [b for b in self.reading.blocks(NAMING) if b.kind in _HEADS]
        return [self.reading.entities[m.entity] for b in blocks for m in within(self.places, b.start, b.end)]

    def _province(self, article: Article | None) -> Entity | None:
        """Return the one province in which the places of the article lie, else those of the heads, else all."""
        near = article.index if article else -1
        if near not in self._provinces:
            places = [self.reading.entities[m.entity] for m in self._near(article)] if article else []
            everywhere = (self.reading.entities[m.entity] for m in self.places)
            self._provinces[near] = next((ids for ids in map(self._above, (places, self._heads, everywhere)) if len(ids) == 1), [])
        ids = self._provinces[near]
        record = gazetteer().in_year(ids[0], self.year) if ids else None
        return Entity(ids[0], EntityType.PLACE, record.name) if record else None

    def _above(self, places: Iterable[Entity]) -> list[str]:
        named = {p.id for p in places}
        above = {i for place in named for i in (place, *gazetteer().ancestors(place, self.year))}
        return sorted(i for i in above if gazetteer().level(i) is Level.PROVINCE)


def _offset(named: tuple[int, Entity]) -> int:
    return named[0]


class Forms:
    """The forms in which a bulletin writes its places."""

    def __init__(self, forms: Iterable[str]):
        self._forms = frozenset(forms)
        self._lengths = sorted({len(form) for form in self._forms if form}, reverse=True)

    def strip(self, name: str, least: int = 0) -> str:
        """Return a name without the places that it begins with, the longest first, as far as so many characters are left."""
        while length := next((n for n in self._lengths if len(name) - n >= least and name[:n] in self._forms), 0):
            name = name[length:]
        return name


def core(name: str, forms: Forms) -> str:
    """Return what is left of a firm's name without its place and its legal form: 隆之汇农业发展 of 四川省九龙县隆之汇农业发展有限公司."""
    return _CORPORATE.sub("", forms.strip(_BRACKETS.sub("", name), 3))


class _Joined:
    """Maps shorter names onto the full name that they stand for: 盛泽医院 onto 吴江区盛泽医院, 嘉豪公司 onto 广西都安嘉豪实业有限公司."""

    def __init__(self, bodies: list[Body], forms: Forms):
        self.forms = forms
        self.full: dict[str, str] = {}
        names: dict[EntityType, set[str]] = {}
        for body in bodies:
            names.setdefault(body.type, set()).add(body.name)
        for kind, of_kind in sorted(names.items()):
            self._cores = {name: core(name, forms) for name in of_kind}
            self._join(kind, sorted(of_kind))

    def _join(self, kind: EntityType, names: list[str]) -> None:
        longer: dict[str, list[str]] = {}
        for short, name in self._candidates(kind, names):
            if len(name) > len(short) and self._stands_for(short, name, kind):
                longer.setdefault(short, []).append(name)
        for short in sorted(longer):
            choice = sorted(longer[short])
            choice = [n for n in choice if self._cores[n] == self._cores[short]] or choice
            if len(choice) == 1 or all(c.endswith(choice[0]) or choice[0].endswith(c) for c in choice):
                self.full[short] = max(choice, key=len)

    def _candidates(self, kind: EntityType, names: list[str]) -> set[tuple[str, str]]:
        """Return the pairs of a shorter and a longer name that share what ``_stands_for`` asks for, found without comparing each with each."""
        known = set(names)
        found = {(name[i:], name) for name in names for i in range(1, len(name)) if name[i:] in known}
        if kind is EntityType.ORGANIZATION:
            found |= _holding([(core(name[:-3], Forms(())), name) for name in names], [(name[:-3], name) for name in names])
        if kind is EntityType.ENTERPRISE:
            cores = [(self._cores[name], name) for name in names]
            found |= _holding(cores, cores)
        return found

    def _stands_for(self, short: str, name: str, kind: EntityType) -> bool:
        if name.endswith(short):
            return self.forms.strip(name.removesuffix(short)) in ("", "兵团", "新疆生产建设兵团")
        if kind is EntityType.ORGANIZATION and short[-3:] == name[-3:]:
            own = core(short[:-3], Forms(()))
            return len(own) >= 3 and own in name[:-3]
        if kind is not EntityType.ENTERPRISE or _BRANCH.search(name):
            return False
        own, whole = self._cores[short], self._cores[name]
        return len(own) >= 2 and own in whole and not re.search("公司|集团", whole.replace(own, "", 1)) and bool(_CORPORATE.search(name))


def _holding(parts: list[tuple[str, str]], wholes: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the pairs of names of which the part of the one, of two characters or more, stands in what is given of the other."""
    parts = [part for part in parts if len(part[0]) > 1]
    automaton = AhoCorasick([part for part, _ in parts])
    return {(parts[i][1], name) for whole, name in wholes for i, _, _ in automaton.find_matches_as_indexes(whole, overlapping=True)}


def _body_id(kind: EntityType, name: str) -> str:
    """Return the id of a body; a division of the corps has that of the table, whichever of its names it goes by (兵团第五师, 农五师)."""
    divisions = [p for p in gazetteer().zones.get(name, ()) if p.sort == "division"]
    return divisions[0].id if divisions else entity_id(kind, name)


def _written_out(name: str) -> str:
    for short, written in load("organizations")["written_out"].items():
        name = name.replace(short, written)
    return name


def _as_written(name: str, text: str) -> str:
    """Return a name with each group's official name in it replaced by the longest of its names that stands in the text."""
    for official, shorts in load("organizations")["groups"].items():
        if official in name and official not in text:
            name = name.replace(official, max((s for s in shorts if s in text), key=len, default=official))
    return name


def _defined(reading: Reading, body: Body) -> str:
    match = _DEFINED.match(reading.bulletin.text, body.end)
    return match[1] if match else ""


def name_bodies(reading: Reading, bodies: list[Body]) -> Iterator[tuple[Body, Entity]]:
    """Yield each body with its entity, and then the further places where a defined or evident short form names it."""
    completer = Completer(reading, bodies)
    completed = [completer.complete(b) for b in bodies]
    forms = Forms(reading.bulletin.text[m.start : m.end] for m in reading.mentions if m.type is EntityType.PLACE)
    full = _Joined(completed, forms).full
    named: dict[tuple[EntityType, str], Entity] = {}
    shorts: dict[str, Entity] = {}
    for body in completed:
        name = _written_out(full.get(body.name, body.name))
        if (body.type, name) not in named:
            # Known by its official name in every bulletin, called by the longest name that this one writes: 三峡集团.
            named[body.type, name] = Entity(_body_id(body.type, name), body.type, _as_written(name, reading.bulletin.text))
        entity = named[body.type, name]
        yield body, entity
        defined = _defined(reading, body)
        for short in (defined, core(name, forms) if body.type is EntityType.ENTERPRISE else ""):
            if len(short) >= 4 or (short and short == defined):
                shorts.setdefault(short, entity)
    yield from _again(reading, completed, {s: e for s, e in shorts.items() if normal_name(s) != normal_name(e.name)})


def _again(reading: Reading, bodies: list[Body], shorts: dict[str, Entity]) -> Iterator[tuple[Body, Entity]]:
    names = sorted(shorts, key=lambda s: (-len(s), s))
    if not names:
        return
    taken = bytearray(len(reading.bulletin.text))
    for body in bodies:
        taken[body.start : body.end] = b"\1" * (body.end - body.start)
    spots: list[list[int]] = [[] for _ in names]
    automaton = AhoCorasick(names)
    for block in reading.blocks(NAMING):
        for index, start, _ in automaton.find_matches_as_indexes(reading.bulletin.text[block.start : block.end], overlapping=True):
            spots[index].append(block.start + start)
    for short, starts in zip(names, spots, strict=True):
        after = 0
        for start in starts:
            end = start + len(short)
            if start < after:
                continue
            after = end
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * len(short)
                yield Body(start, end, shorts[short].type, short), shorts[short]
