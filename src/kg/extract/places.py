"""Finds the places that a bulletin names, from provinces to villages, and says which place of the gazetteer each of them is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property
from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.reading import NAMING, Mention, Reading
from kg.extract.signs import signs_of_provinces
from kg.extract.zones import bare_divisions, division_start, named_zones
from kg.link.boundary import after_boundary
from kg.link.choice import nearest_in_time
from kg.link.entities import settle
from kg.link.gazetteer import Gazetteer, Hit, Place, gazetteer
from kg.link.identifiers import entity_id
from kg.link.linker import Found, Linker, publishing_places
from kg.link.year import year_of
from kg.model import Block, Entity, EntityType, Level

_CHINESE = re.compile(r"[\u3400-\u9fff]+\Z")
_NUMBER = "0-9〇一二三四五六七八九十两几数多"
# A list of places that ends in what they are: 错那、措美、浪卡子3县; 红星、降扎、麦溪等8个乡（镇）; 围场、静宁两个对口帮扶县.
_LISTED = re.compile(
    rf"((?:[\u4e00-\u9fff]{{2,}}、)+[\u4e00-\u9fff]{{2,}}?)(?:等[{_NUMBER}]*|[{_NUMBER}]+)个?[\u4e00-\u9fff]{{0,4}}?"
    r"(乡（镇）|乡镇|镇乡|镇街|街镇|街道|乡|镇|县（市、区）|县市区|区县|县区|县|区|市|州|旗)"
)
_OFTEN = 4
# How long the short forms of prefectures and provinces are.
_SHORT = range(2, 7)
# How far behind a giver that opens a title the word stands that says so.
_NEAR = 6
_BELOW_KINDS = {"乡（镇）": "乡镇", "乡镇": "乡镇", "镇乡": "乡镇", "镇街": "镇街道", "街镇": "镇街道", "街道": "街道", "乡": "乡", "镇": "镇"}


@follows_lexicon
@cache
def _words(part: str, name: str) -> tuple[str, ...]:
    """Return a list of the lexicon as ``startswith`` and ``endswith`` take it."""
    return tuple(load("places")[part][name])


@follows_lexicon
@cache
def _listed(part: str, name: str) -> frozenset[str]:
    return frozenset(_words(part, name))


@follows_lexicon
@cache
def _common(name: str) -> frozenset[str]:
    """Return the names of places that are words too, by what tells them from these."""
    return frozenset(load("names")["everyday"][name])


@follows_lexicon
@cache
def _zones() -> re.Pattern[str]:
    return re.compile("|".join(_words("zones", "place")))


@follows_lexicon
@cache
def _provinces() -> dict[str, list[Place]]:
    """Return the records of each province by its sign."""
    return {sign: gazetteer().full[name] for name, sign in load("names")["provinces"].items()}


@follows_lexicon
@cache
def _codes(place: str) -> frozenset[str]:
    """Return the codes that a prefecture or county (an entity id) ever had."""
    return frozenset(r.code for r in gazetteer().records(place) if r.level is not Level.PROVINCE)


@follows_lexicon
@cache
def _named_in_full(form: str, year: int) -> list[Place]:
    """Return what a full form may stand for; a name of another time gives way to a short form of this year (沙县, since 2021 沙县区)."""
    table = gazetteer()
    named = table.full.get(form, []) + table.usual.get(form, [])
    for places in (named, table.short.get(form, [])):
        if valid := [p for p in places if p.held_in(year)]:
            return valid
    return nearest_in_time(table.full.get(form) or table.usual[form], year)


@follows_lexicon
@cache
def _named_in_short(form: str, year: int) -> list[Place]:
    return nearest_in_time(gazetteer().short[form], year)


@follows_lexicon
@cache
def _below() -> re.Pattern[str]:
    words = load("places")["below"]
    return re.compile("|".join(sorted([*words["township"], *words["village"], *words["area"], *words["farm"]], key=len, reverse=True)))


_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})


class Finder:
    """One bulletin's search for places: full names first, then names below the county, then short forms in what is left."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.bulletin.text
        self.table: Gazetteer = gazetteer()
        self.year = year_of(reading.bulletin)
        self.proof: set[str] = set()
        self.found: list[Found] = []
        self._taken = bytearray(len(self.text))
        self._starting: dict[int, Found] = {}
        self._ending: dict[int, Found] = {}
        self._codes = {p.code for p in publishing_places(reading.bulletin, self.table) if p.level is not Level.PROVINCE}
        self._counts: dict[str, int] = {}

    def find(self, blocks: list[Block]) -> list[Found]:
        """Return the names in these blocks, in order."""
        hits = [h for b in blocks for h in self.table.hits(self.text, b.start, b.end)]
        # A longer name before those that begin like it; they come in the order of their ends.
        hits.reverse()
        hits.sort(key=itemgetter(0))
        counties = self._codes.copy()
        self._find_full(hits)
        self._find_named_zones(blocks)
        self._find_divisions()
        self.proof = {p.id for f in self.found for p in f.places}
        counties.update(*map(_codes, self.proof))
        for block in blocks:
            self._find_below(block, counties)
        for block in blocks:
            self._find_listed(block, counties)
        self._find_short(hits)
        self._find_zones(blocks)
        self._find_signs(blocks)
        self.found.sort(key=lambda f: f.start)
        return self.found

    def _add(self, found: Found) -> None:
        self.found.append(found)
        self._taken[found.start : found.end] = b"\1" * (found.end - found.start)
        self._starting[found.start] = self._ending[found.end] = found
        self._codes.update(p.code for p in found.places)

    def _replace_last(self, new: Found) -> None:
        old = self.found.pop()
        self._taken[old.start : old.end] = bytes(old.end - old.start)
        self._ending.pop(old.end, None)
        self._add(new)

    def _free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def _before(self, start: int) -> Found | None:
        """Return the place that is named right before, if one is."""
        return self._ending.get(start)

    def _find_full(self, hits: list[Hit]) -> None:
        last = 0
        for start, end, form in hits:
            if form not in self.table.full and form not in self.table.usual:
                continue
            if start < last and not self._pushes(start, form):
                continue
            common = form in _common("full")
            named = self._fits(start, form) if common else len(form) > 2 or self._stands_alone(start)
            if not named or self.text.startswith(_words("right", "full"), end):
                continue
            self._add(Found(start, end, form, _named_in_full(form, self.year)))
            last = end

    def _fits(self, start: int, form: str) -> bool:
        """Tell whether a common noun is a place: after the place that holds it, or first in a clause once that is named (攀枝花市…：东区)."""
        above = {p.parent for p in self.table.full[form]}
        if before := self._before(start):
            return any(p.code in above for p in before.places)
        if any(p.code in above for length in _SHORT for p in self.table.short.get(self.text[max(start - length, 0) : start], ())):
            return True  # 西安|新城区
        return not _CHINESE.search(self.text[start - 1 : start]) and not above.isdisjoint(self._codes)

    def _stands_alone(self, start: int) -> bool:
        """Tell whether a name of two characters is not cut out of other words (建|成县内首例, 现|任县委常委)."""
        before = max(start - 8, self.found[-1].end if self.found else 0, 0)
        if self.text.endswith(self.table.province_forms, 0, start):
            return True
        if self._before(start) or not _CHINESE.search(self.text[start - 1 : start]):
            return True
        return after_boundary(self.text, before, start) == start

    def _pushes(self, start: int, form: str) -> bool:
        """Tell whether a name takes the last character of the one before: 青岛|市北区, not 青岛市|北区."""
        if not form.startswith("市") or not self.found or self.found[-1].end != start + 1:
            return False
        city = self.found[-1]
        inner = [p for p in self.table.full.get(form, ()) if any(p.parent == c.code for c in city.places)]
        if not inner or not self.table.short.get(city.name[:-1]):
            return False
        self._replace_last(replace(city, end=start, name=city.name[:-1]))
        return True

    def _find_below(self, block: Block, counties: set[str]) -> None:
        for match in _below().finditer(self.text, block.start, block.end):
            end = match.end()
            if (match[0] in "乡镇" and self.text.startswith("村", end)) or self.text.endswith("高新区", 0, end):
                continue  # 乡村振兴, 镇村干部; a zone is read together with its city
            if not self._free(match.start(), end):
                continue
            limit = max(self._taken.rfind(1, block.start, match.start()) + 1, block.start)
            run = _CHINESE.search(self.text, max(limit, block.start, end - 14), end)
            if run and end - run.start() > len(match[0]):
                self._add_below(run.start(), end, match[0], counties)

    def _add_below(self, start: int, end: int, suffix: str, counties: set[str]) -> None:
        chain = self._before(start)
        runs_on = self.text.startswith(_words("below", "right"), end)
        for name in self.table.township_names(self.text, range(max(start, end - 12), end - 1), end):
            if near := [p for p in self.table.townships(name) if p.parent in counties]:
                self._add(Found(end - len(name), end, name, near, Level.TOWNSHIP))
                return
        if runs_on or suffix in _listed("below", "farm") or self._goes_on(start, end, counties):
            return
        begin = start if self._whole(start, end, suffix, chain) else self._cut(start, end - len(suffix))
        name = self.text[begin:end]
        anchored = bool(chain) and begin == start
        if not anchored and any(p.id in self.proof for p in self.table.short.get(self.text[end - 2 : end], ())):
            return  # 来|东乡投资
        if not self._is_name(name, suffix, anchored=anchored) or self._quoted(begin, end):
            return
        if suffix in _listed("below", "area") and name.removesuffix(suffix) in self.table.short:
            return  # 哈尔滨|新区 is read with its city
        level = Level.VILLAGE if suffix in _listed("below", "village") else Level.TOWNSHIP
        if suffix in _listed("below", "area"):
            level = Level.COUNTY
        self._add(Found(begin, end, name, [], level))

    def _goes_on(self, start: int, end: int, counties: set[str]) -> bool:
        """Tell whether a township's name goes on behind what looks like a village's: 南村|乡."""
        names = (name for further in (end + 1, end + 2) for name in self.table.township_names(self.text, range(start, end - 1), further))
        return any(p.parent in counties for name in names for p in self.table.townships(name))

    def _whole(self, start: int, end: int, suffix: str, chain: Found | None) -> bool:
        """Tell whether all that stands before the suffix is the name, whatever words it seems to hold (塘口镇|同由村, 七都镇)."""
        if not chain:
            return end - start <= 4 and bool(self.table.townships(self.text[start:end]))
        if after_boundary(self.text, start, start + 1, ending=end) > start:
            return False
        return end - start <= 5 or (end - start <= 8 and after_boundary(self.text, start, end - len(suffix)) == start)

    def _cut(self, start: int, end: int) -> int:
        cut, before = after_boundary(self.text, start, end), load("places")["below"]["before"]
        return max((i + 1 for i in range(cut, end) if self.text[i] in before), default=cut)

    def _is_name(self, name: str, suffix: str, *, anchored: bool) -> bool:
        proper = len(name) - len(suffix)
        if proper < (1 if anchored else 2) or proper > (7 if anchored else 5):
            return False
        if not name.endswith(_words("below", "generic")):
            return True
        return anchored and name.endswith(_words("below", "last")) and name not in _listed("below", "generic")

    def _quoted(self, start: int, end: int) -> bool:
        return self.text[start - 1 : start] in "“‘「" and self.text[end : end + 1] in "”’」" and start > 0

    def _find_listed(self, block: Block, counties: set[str]) -> None:
        for match in _LISTED.finditer(self.text, block.start, block.end):
            at = match.start(1)
            for item in match[1].split("、"):
                self._add_listed(at, at + len(item), match[2], counties)
                at += len(item) + 1

    def _add_listed(self, start: int, end: int, kind: str, counties: set[str]) -> None:
        """Add an item of a list; its first may have words before it (足迹遍布错那), so that it is read from its end."""
        for begin in range(start, end - 1):
            form = self.text[begin:end]
            if not self._free(begin, end):
                continue
            if kind in _BELOW_KINDS:
                suffixes = ("街道", "镇", "乡") if len(_BELOW_KINDS[kind]) > 1 else (_BELOW_KINDS[kind],)
                places = [p for s in suffixes for p in self.table.townships(form + s) if p.parent in counties]
            else:
                places = [
                    p
                    for p in self.table.short.get(form, ())
                    if p.held_in(self.year) and p.level is not Level.PROVINCE and (kind[-1] != "市" or "市" in p.name)
                ]
            if places:
                self._add(Found(begin, end, form, places))
                return

    def _find_short(self, hits: list[Hit]) -> None:
        """Find short forms: those that the text leads to, then those of counties in a prefecture that it names."""
        short = [hit for hit in hits if hit.form in self.table.short]
        for meant in (self._meant, self._within_named):
            for start, end, form in short:
                if self._free(start, end) and not self._is_piece(start, end) and (places := meant(start, end, form)):
                    self._add(Found(start, end, form, places))

    def _is_piece(self, start: int, end: int) -> bool:
        """Tell whether a short form is but a piece of another word."""
        runs_on = self.text.startswith(_words("right", "short"), end) and not self.text.startswith(("乡镇", "镇村", "乡村"), end)
        return runs_on or self._in_short_quotes(start, end)

    def _meant(self, start: int, end: int, form: str) -> list[Place]:
        """Return the places that a short form may stand for where it stands, none if it is no place name there."""
        places = _named_in_short(form, self.year)
        provinces = [p for p in places if p.level is Level.PROVINCE]
        proven = [p for p in places if p.id in self.proof]
        chain = self._before(start)
        if holding := self._holding(places, end):
            return holding
        chained = [p for p in places if chain and any(c.id in self.table.ancestors(p.id, self.year) for c in chain.places)]
        if chained and not self._runs_on(end):
            return chained
        if provinces and not proven:
            return provinces
        marked = self.text.endswith(_words("positions", "before"), 0, start) or self.text.startswith(_words("positions", "after"), end)
        if form in _common("words") and not marked:
            return []
        if proven:
            return [p for p in proven if p.level is Level.PREFECTURE] or proven
        sure = self.text.startswith(_words("positions", "sure"), end)
        if sure or self._opens_title(start, end, form) or self._often(form, places):
            return [p for p in places if p.held_in(self.year)]
        prefectures = [p for p in places if p.level is Level.PREFECTURE and p.held_in(self.year)]
        if prefectures and (marked or form not in _common("doubtful")):
            return prefectures
        return [p for p in places if p.held_in(self.year)] if marked and self.text.endswith(_words("positions", "before"), 0, start) else []

    def _holding(self, places: list[Place], end: int) -> list[Place]:
        """Return those of some places that hold the one named right behind: 四平|铁西区."""
        inner = self._starting.get(end)
        above = {a for p in inner.places for a in self.table.ancestors(p.id, self.year)} if inner else set()
        return [p for p in places if p.id in above]

    def _often(self, form: str, places: list[Place]) -> bool:
        """Tell whether a form that only one county has comes so often that the bulletin must be about it (沭阳, never written out)."""
        one = len(places) == 1 and places[0].held_in(self.year) and form not in _common("words")
        if one and form not in self._counts:
            self._counts[form] = self.text.count(form)
        return one and self._counts[form] >= _OFTEN

    def _within_named(self, _start: int, _end: int, form: str) -> list[Place]:
        """Return the counties of a short form that lie in a prefecture, or a municipality, that the bulletin names (昆山, beside 苏州市)."""
        if form in _common("words") or form in _common("doubtful"):
            return []
        counties = [p for p in _named_in_short(form, self.year) if p.level is Level.COUNTY and p.held_in(self.year)]
        return [p for p in counties if not self._cities.isdisjoint(self.table.ancestors(p.id, self.year))]

    @cached_property
    def _cities(self) -> frozenset[str]:
        """The prefectures and municipalities that are named, once their short forms are found."""
        named = {p for found in self.found for p in found.places}
        return frozenset(p.id for p in named if p.level is Level.PREFECTURE or p.name in _MUNICIPALITIES)

    def _opens_title(self, start: int, end: int, form: str) -> bool:
        """Tell whether a form opens a line as the giver of what it tells: 越城教育帮扶马边."""
        head = not self.text[self.text.rfind("\n", 0, start) + 1 : start].strip(" 　“—")
        near = self.text[end : end + _NEAR].split("\n")[0]
        return head and form not in _common("words") and any(word in near for word in _words("positions", "giving"))

    def _in_short_quotes(self, start: int, end: int) -> bool:
        """Tell whether a form is the end of a quoted word: “望|天水”."""
        return start > 1 and self.text[end : end + 1] == "”" and self.text[start - 1] != "“" and "“" in self.text[start - 3 : start - 1]

    def _runs_on(self, end: int) -> bool:
        """Tell whether a short form is the head of a longer word that names something else (浙江合作|社)."""
        return self.text.startswith(("社", "银行", "公司", "企业", "品牌"), end)

    def _find_named_zones(self, blocks: list[Block]) -> None:
        for zone in (zone for block in blocks for zone in named_zones(self.text, block.start, block.end, self.year)):
            city = self._before(zone.start)
            inside = city is None or any(p.id in self.table.ancestors(zone.places[0].id, self.year) for p in city.places)
            if inside and self._free(zone.start, zone.end):
                self._add(zone)

    def _find_divisions(self) -> None:
        """Let a city and its division of the corps be one (第六师五家渠市), which either names from then on."""
        cities = []
        for index, city in enumerate(self.found):
            if (start := division_start(self.text, city)) < city.start:
                self.found[index] = replace(city, start=start)
                self._taken[start : city.start] = b"\1" * (city.start - start)
                cities.append(self.found[index])
        for division in bare_divisions(self.text, cities):
            if self._free(division.start, division.end):
                self._add(division)

    def _find_zones(self, blocks: list[Block]) -> None:
        """Make one place of a city and its zone (成都|高新区); the zone's bare name then stands for the only one in the bulletin."""
        heads = []
        for index, city in enumerate(self.found):
            if match := _zones().match(self.text, city.end):
                heads.append(Found(city.start, match.end(), city.name.removesuffix("市") + match[0], city.places, Level.COUNTY, zone=True))
                self.found[index] = heads[-1]
                self._taken[city.end : match.end()] = b"\1" * (match.end() - city.end)
        names = {h.name for h in heads}
        for block in blocks if len(names) == 1 else ():
            for match in re.compile("高新区").finditer(self.text, block.start, block.end):
                if heads[0].name.endswith(match[0]) and self._free(match.start(), match.end()):
                    self._add(replace(heads[0], start=match.start(), end=match.end()))

    def _find_signs(self, blocks: list[Block]) -> None:
        """Read the signs of provinces: two if the bulletin names places in both (苏陕协作资金), one if it names the province (赴粤务工)."""
        signs = list(signs_of_provinces(self.text, blocks))
        if not signs:
            return
        held = {a for place in self.proof for a in (place, *self.table.ancestors(place, self.year))}
        named = {p.id for found in self.found for p in found.places}
        initials = {found.name[0] for found in self.found if not any(p.level is Level.PROVINCE for p in found.places)}
        for start, end in signs:
            meant = [_provinces()[sign] for sign in self.text[start:end]]
            if len(meant) == 1 and self.text[start] in initials:
                continue  # 赴青就业: to 青岛
            if all(p[0].id in (held if len(meant) > 1 else named) for p in meant) and self._free(start, end):
                for at, places in enumerate(meant, start):
                    self._add(Found(at, at + 1, self.text[at], places))


def _spans(linker: Linker) -> Iterator[tuple[Mention, Entity]]:
    for found in linker.found:
        entity = linker.entity(found)
        yield Mention(found.start, found.end, EntityType.PLACE, entity.id), entity


def read_places(reading: Reading) -> None:
    """Add the places of a bulletin to its reading."""
    finder = Finder(reading)
    finder.find(reading.blocks(NAMING))
    linker = Linker(reading, finder.found, finder.table, finder.year)
    linker.link()
    for mention, entity in _spans(linker):
        known = reading.entities.get(entity.id)
        if known and known.name != entity.name and entity.level is Level.TOWNSHIP:
            # A code that passed from one township to another: two names in one bulletin are two places.
            entity = replace(entity, id=entity_id(EntityType.PLACE, entity.name, entity.parent))
            mention = replace(mention, entity=entity.id)
        reading.mentions.append(mention)
        reading.entities.setdefault(entity.id, entity)
    settle(reading)


@Language.component("kg_places")
def kg_places(doc: Doc) -> Doc:
    """Add the places of a bulletin to its reading."""
    read_places(doc._.reading)
    return doc
