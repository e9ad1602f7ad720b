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
from kg.link.identifiers import normal_name
from kg.link.identity import Identities, Identity, body_id, is_unique, standard, written_out
from kg.link.linker import place_entity, publishing_places
from kg.link.year import year_of
from kg.model import Article, BlockKind, Entity, EntityType, Level, Means, Merge

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
        self.identities = Identities(reading)
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

    def complete(self, body: Body) -> tuple[Body, Identity]:
        """Return the body with its full name, as far as the text lets one know it, and what it is known by."""
        if body.level in ("校", "附属"):
            school = self._school(body.start)
            return self._part(body, school, school.name + body.name.removeprefix("校")) if school else self._as_named(body)
        if body.level == "院":
            first = self._institute
            head = re.match(".*?(?:科学院|研究院)", first.name) if first and first.start < body.start else None
            return self._part(body, first, head[0] + body.name.removeprefix("院")) if first and head else self._as_named(body)
        if body.level:
            place, own = self._place(body), body.name.removeprefix(body.level)
            if place is None:
                return body, self.identities.without_place(body.type, body.name, body.start)
            return replace(body, name=place.name + own), self.identities.at_home(own, place.id, body.start)
        if _NUMBERED.match(body.name) and (found := self._numbered(body)):
            return self._part(body, found[0], found[1])
        return self._as_named(body)

    def _as_named(self, body: Body) -> tuple[Body, Identity]:
        return body, self.identities.of(body.type, body.name, body.start, body.end)

    def _part(self, body: Body, whole: Body, name: str) -> tuple[Body, Identity]:
        """Return a body whose name begins as that of another one does, which tells its place."""
        return replace(body, name=name), self.identities.of(body.type, name, whole.start, whole.end)

    def _school(self, offset: int) -> Body | None:
        before = bisect_left(self._schools, offset, key=lambda b: b.start)
        return self._schools[max(before - 1, 0)] if self._schools else None

    def _numbered(self, body: Body) -> tuple[Body, str] | None:
        """Return the first item of 山西医科大学第一医院、第二医院 and the name of the second, 山西医科大学第二医院."""
        last = self._ending.get(body.start - 1) if self.text[body.start - 1] in "、和" else None
        number = _NUMBERED.search(body.name)
        found = re.search(r"第[一二三四五六七八九十]+", last.name) if last else None
        return (last, last.name[: found.start()] + body.name) if last and found and number else None

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
        """Return the one province in which the places of the article lie, else those of the heads, else all, else the publisher."""
        near = article.index if article else -1
        if near not in self._provinces:
            places = [self.reading.entities[m.entity] for m in self._near(article)] if article else []
            told = (self._above(places), *self._provinces_of_all)
            self._provinces[near] = next((ids for ids in told if len(ids) == 1), [])
        ids = self._provinces[near]
        record = gazetteer().in_year(ids[0], self.year) if ids else None
        return Entity(ids[0], EntityType.PLACE, record.name) if record else None

    @cached_property
    def _provinces_of_all(self) -> list[list[str]]:
        """The provinces of the places that the heads name, of all places, and of the publisher."""
        everywhere = (self.reading.entities[m.entity] for m in self.places)
        publishers = (place_entity(p, self.year) for p in publishing_places(self.reading.bulletin, gazetteer()))
        return [self._above(places) for places in (self._heads, everywhere, publishers)]

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
            rest = name.removesuffix(short)
            return rest.endswith("附属") or self.forms.strip(rest) in ("", "兵团", "新疆生产建设兵团")
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


def _as_written(name: str, text: str) -> str:
    """Return a name with each group's official name in it replaced by the longest of its names that stands in the text."""
    for official, shorts in load("names")["groups"].items():
        if official in name and official not in text:
            name = name.replace(official, max((s for s in shorts if s in text), key=len, default=official))
    return name


def _defined(reading: Reading, body: Body) -> str:
    match = _DEFINED.match(reading.bulletin.text, body.end)
    return match[1] if match else ""


def name_bodies(reading: Reading, bodies: list[Body]) -> Iterator[tuple[Body, Entity]]:
    """Yield each body with its entity, and then the further places where a defined or evident short form names it.

    What each name was taken for, and by what, goes into the merges of the reading; what a judgement says of it goes before.
    """
    for body, entity, means in _Namer(reading, bodies).named():
        written = reading.bulletin.text[body.start : body.end]
        judged = reading.judged.get((entity.id, normal_name(written)))
        parted = reading.judged.get((entity.id, normal_name(entity.name)))
        if parted and parted.means is Means.APART and not judged:
            # What is left of a body has not the name that was split off.
            entity = replace(entity, name=parted.ruling.before[0])
        entity, means, ruling = (judged.entity, judged.means, judged.ruling) if judged else (entity, means, None)
        reading.merges.append(Merge(entity.id, written, reading.bulletin.id, means, ruling))
        yield body, entity


class _Namer:
    """Gives each name of a bulletin the body that it stands for."""

    def __init__(self, reading: Reading, bodies: list[Body]) -> None:
        self.reading, self.text, self.bodies = reading, reading.bulletin.text, bodies
        self._completer = Completer(reading, bodies)
        self._completed = [self._completer.complete(b) for b in bodies]
        self._forms = Forms(self.text[m.start : m.end] for m in reading.mentions if m.type is EntityType.PLACE)
        self._full = _Joined([b for b, _ in self._completed], self._forms).full
        self._whole: dict[tuple[EntityType, str], list[tuple[Body, Identity]]] = {}
        for body, identity in self._completed:
            self._whole.setdefault((body.type, body.name), []).append((body, identity))
        chosen = [self._choose(body, identity) for body, identity in self._completed]
        self._keys = [body_id(body.type, identity) for body, identity in chosen]
        shown = self._shown(chosen)
        self._entities = [shown[key] for key in self._keys]
        self._defined: dict[tuple[int, str], Entity] = {}
        for body, entity in zip(bodies, self._entities, strict=True):
            if defined := _defined(reading, body):
                self._defined.setdefault((self._article(body), defined), entity)

    def named(self) -> Iterator[tuple[Body, Entity, Means]]:
        """Yield the bodies in the order of the search, then the other places where their short forms stand."""
        shorts: dict[str, Entity] = {}
        for (_, defined), entity in self._defined.items():
            shorts.setdefault(defined, entity)
        for body, (completed, _), itself in zip(self.bodies, self._completed, self._entities, strict=True):
            # 县医院 after （以下简称县医院）, whatever it would stand for by itself; in another report it is that of another county.
            entity = self._definition(body) or itself
            yield completed, entity, self._means(body, completed, entity)
            short = core(entity.name, self._forms) if body.type is EntityType.ENTERPRISE else ""
            if len(short) >= 4:
                shorts.setdefault(short, entity)
        shorts = {s: e for s, e in shorts.items() if normal_name(s) != normal_name(e.name)}
        for body, entity in _again(self.reading, self.bodies, shorts):
            yield body, entity, self._means(body, body, entity)

    def _article(self, body: Body) -> int:
        article = self.reading.outline.article(body.start)
        return article.index if article else -1

    def _definition(self, body: Body) -> Entity | None:
        """Return what a report says that a name of it stands for."""
        return self._defined.get((self._article(body), self.text[body.start : body.end]))

    def _choose(self, body: Body, identity: Identity) -> tuple[Body, Identity]:
        """Return the body that a name stands for: itself, or the nearest of the full name that it is evidently short for."""
        name = self._full.get(body.name)
        if not name:
            return body, identity
        whole = self._whole[body.type, name]
        near = [w for w in whole if self._article(w[0]) == self._article(body)]
        if near:
            return max((w for w in near if w[0].start <= body.start), key=_start, default=near[0])
        local = body.type is not EntityType.ENTERPRISE and not is_unique(body.type, body.name)
        here = [w for w in whole if not local or self._completer.identities.tells_of(w[1].scope, body.start)]
        return here[0] if here else (body, identity)

    def _shown(self, chosen: list[tuple[Body, Identity]]) -> dict[str, Entity]:
        """Return the entities by id: the same in every bulletin, called by the longest name that this one writes: 三峡集团."""
        shown: dict[str, Entity] = {}
        for (body, _), key in zip(chosen, self._keys, strict=True):
            name = _as_written(written_out(body.name), self.text)
            former = shown.get(key)
            if former is None or (len(former.name), former.name) < (len(name), name):
                shown[key] = Entity(key, body.type, name)
        return shown

    def _means(self, body: Body, completed: Body, entity: Entity) -> Means:
        written = self.text[body.start : body.end]
        if written == entity.name:
            return Means.FULL
        if self._definition(body) == entity:
            return Means.DEFINED
        if completed.name != body.name:
            return Means.COMPLETED
        if body.name != written or written_out(written) == entity.name:
            return Means.STANDARD
        own = body_id(body.type, self._completer.identities.of(body.type, written, body.start, body.end))
        if own != entity.id:
            return Means.SHORT
        return Means.FULL if _is_standard(written) == _is_standard(entity.name) else Means.STANDARD


def _is_standard(name: str) -> bool:
    return standard(name) == normal_name(name)


def _start(named: tuple[Body, Identity]) -> int:
    return named[0].start


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
