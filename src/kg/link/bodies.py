"""From the names of bodies to entities: names that leave the place to the context are completed, shorter later forms are joined to the full one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.lexicon import load
from kg.extract.reading import NAMING, Reading
from kg.link.gazetteer import gazetteer
from kg.link.identifiers import entity_id, normal_name
from kg.link.year import year_of
from kg.model import BlockKind, Entity, EntityType, Level

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
        self.places = [(m.start, reading.entities[m.entity]) for m in reading.mentions if m.type is EntityType.PLACE]

    def complete(self, body: Body) -> Body:
        """Return the body with its full name, as far as the text lets one know it."""
        if body.level in ("校", "附属"):
            school = self._school(body.start)
            return replace(body, name=school + body.name.removeprefix("校")) if school else body
        if body.level == "院":
            before = [b for b in self.bodies if b.type is EntityType.INSTITUTE and not b.level and b.start < body.start]
            head = re.match(".*?(?:科学院|研究院)", before[0].name) if before else None
            return replace(body, name=head[0] + body.name.removeprefix("院")) if head else body
        if body.level:
            place = self._place(body)
            return replace(body, name=place.name + body.name.removeprefix(body.level)) if place else body
        if _NUMBERED.match(body.name):
            return replace(body, name=self._numbered(body))
        return body

    def _school(self, offset: int) -> str:
        schools = [b for b in self.bodies if b.type is EntityType.SCHOOL and b.name.endswith(("大学", "学院"))]
        before = [b for b in schools if b.start < offset]
        return (before[-1] if before else schools[0]).name if schools else ""

    def _numbered(self, body: Body) -> str:
        """Return 山西医科大学第二医院 for the second item of 山西医科大学第一医院、第二医院."""
        last = next((b for b in self.bodies if b.end == body.start - 1 and self.reading.bulletin.text[b.end] in "、和"), None)
        number = _NUMBERED.search(body.name)
        found = re.search(r"第[一二三四五六七八九十]+", last.name) if last else None
        return last.name[: found.start()] + body.name if last and found and number else body.name

    def _place(self, body: Body) -> Entity | None:
        article = next((a for a in self.reading.bulletin.articles if a.start <= body.start < a.end), None)
        near = [(s, p) for s, p in self.places if article and article.start <= s < article.end]
        heads = [(s, p) for b in self.reading.blocks(NAMING) if b.kind in _HEADS for s, p in self.places if b.start <= s < b.end]
        if body.level == "省":
            return self._province(near, heads)
        for places in (near, self.places):
            fitting = [(s, p) for s, p in places if p.name.endswith(body.level) and p.level in _LED and not p.name.endswith("自治区")]
            if fitting:
                ids = {p.id for _, p in fitting}
                sentence = max(self.reading.bulletin.text.rfind(mark, 0, body.start) for mark in "。\n；")
                said = [p for s, p in fitting if sentence < s < body.start]
                return next((p for p in (*reversed(said), *(p for _, p in (*heads, *fitting))) if p.id in ids), None)
        return None

    def _province(self, near: list[tuple[int, Entity]], heads: list[tuple[int, Entity]]) -> Entity | None:
        for places in (near, heads, self.places):
            ids = sorted({i for _, p in places for i in (p.id, *gazetteer().ancestors(p.id, self.year)) if gazetteer().level(i) is Level.PROVINCE})
            if len(ids) == 1:
                record = gazetteer().in_year(ids[0], self.year)
                return Entity(ids[0], EntityType.PLACE, record.name) if record else None
        return None


def core(name: str, place_names: tuple[str, ...]) -> str:
    """Return what is left of a firm's name without its place and its legal form: 隆之汇农业发展 of 四川省九龙县隆之汇农业发展有限公司."""
    name = _BRACKETS.sub("", name)
    while place := next((p for p in place_names if name.startswith(p) and len(name) - len(p) >= 3), ""):
        name = name.removeprefix(place)
    return _CORPORATE.sub("", name)


def _joined(bodies: list[Body], place_names: tuple[str, ...]) -> dict[str, str]:
    """Map shorter names onto the full name that they stand for: 盛泽医院 onto 吴江区盛泽医院, 嘉豪公司 onto 广西都安嘉豪实业有限公司."""
    full: dict[str, str] = {}
    names = sorted({(b.type, b.name) for b in bodies})
    for kind, short in names:
        longer = [n for k, n in names if k is kind and len(n) > len(short) and _stands_for(short, n, kind, place_names)]
        if longer:
            same = [n for n in longer if core(n, place_names) == core(short, place_names)]
            choice = same or longer
            if len(choice) == 1 or all(c.endswith(choice[0]) or choice[0].endswith(c) for c in choice):
                full[short] = max(choice, key=len)
    return full


def _stands_for(short: str, name: str, kind: EntityType, place_names: tuple[str, ...]) -> bool:
    if name.endswith(short):
        rest = name.removesuffix(short)
        while place := next((p for p in place_names if rest.startswith(p)), ""):
            rest = rest.removeprefix(place)
        return rest in ("", "兵团", "新疆生产建设兵团")
    if kind is EntityType.ORGANIZATION and short[-3:] == name[-3:]:
        own = core(short[:-3], ())
        return len(own) >= 3 and own in name[:-3]
    if kind is not EntityType.ENTERPRISE or _BRANCH.search(name):
        return False
    own, whole = core(short, place_names), core(name, place_names)
    return len(own) >= 2 and own in whole and not re.search("公司|集团", whole.replace(own, "", 1)) and bool(_CORPORATE.search(name))


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
    forms = {reading.bulletin.text[m.start : m.end] for m in reading.mentions if m.type is EntityType.PLACE}
    place_names = tuple(sorted(forms, key=lambda form: (-len(form), form)))
    full = _joined(completed, place_names)
    shorts: dict[str, Entity] = {}
    for body in completed:
        name = _written_out(full.get(body.name, body.name))
        # Known by its official name in every bulletin, called by the longest name that this one writes: 三峡集团.
        entity = Entity(entity_id(body.type, name), body.type, _as_written(name, reading.bulletin.text))
        yield body, entity
        for short in (_defined(reading, body), core(name, place_names) if body.type is EntityType.ENTERPRISE else ""):
            if len(short) >= 4 or (short and short == _defined(reading, body)):
                shorts.setdefault(short, entity)
    yield from _again(reading, completed, {s: e for s, e in shorts.items() if normal_name(s) != normal_name(e.name)})


def _again(reading: Reading, bodies: list[Body], shorts: dict[str, Entity]) -> Iterator[tuple[Body, Entity]]:
    taken = [(b.start, b.end) for b in bodies]
    for short in sorted(shorts, key=lambda s: (-len(s), s)):
        for block in reading.blocks(NAMING):
            at = reading.bulletin.text.find(short, block.start, block.end)
            while at >= 0:
                end = at + len(short)
                if all(end <= s or e <= at for s, e in taken):
                    taken.append((at, end))
                    yield Body(at, end, shorts[short].type, short), shorts[short]
                at = reading.bulletin.text.find(short, end, block.end)
