"""Finds the bodies that a bulletin names, by the structure of their names: a place or a name of their own, what they do, and an ending."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.reading import NAMING, Mention, Reading, last_before, within
from kg.link.bodies import Body, name_bodies
from kg.link.boundary import after_boundary
from kg.link.entities import settle
from kg.model import Block, EntityType, Level

# In the masked text a place is a run of these, a group's short name (国网) a run of the second; a bracket that belongs to a name is the third.
PLACE, GROUP, BRACKET = "\ue000", "\ue001", "\ue002"
_NAME = rf"\u3400-\u9fff{PLACE}{GROUP}{BRACKET}A-Za-z"
_NUMBER = "0-9一二两三四五六七八九十百千几数多余"
_ORDINAL = "[一二三四五六七八九十]+"
_COUNTED = re.compile(rf"[{_NUMBER}]+(?:余|多)?[家所个名些批对支座间户](?!人民)")
_SOFT_BRACKET = re.compile(
    rf"[（(](?:{PLACE}+|集团|中国|控股|[\u3400-\u9fff]{{2,4}}(?=[）)](?:有限|股份|集团)))[）)]"
    rf"(?=[\u3400-\u9fff{PLACE}]{{0,8}}(?:公司|集团|园|学校))"
)
# A team sent out acts for the place that sent it; it is a body of its own where its name says whom it serves or who set it up.
_ACTS = re.compile("指挥部|领导小组|对口支援.*工作组|第.*工作组|委驻")
_NAMING = re.compile(f"[{_NAME}]")
_ONE_NAME = re.compile(f"[{_NAME}·]{{0,14}}")
_PEOPLE = re.compile("院长|校长|主任|书记|副|师生|学生|职工|教师|专家|医生|患者|队员|会员|员工|干部|团队|新增|科室")
_LEVELS = "省市县区州旗校院"
_LOW = frozenset({Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE})
_NOT_LED = tuple("城级内属直外域里区县市乡镇村委政、和与")


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class Patterns:
    """The regular expressions that the lexicon gives, for text in which places and groups are masked."""

    def __init__(self) -> None:
        self.words, self.names = load("organizations"), load("names")
        self.types = {ending: EntityType(kind) for kind, endings in self.words["endings"].items() for ending in endings}
        self.ending = re.compile(_any(list(self.types)))
        self.generic = re.compile(f"(?:{_any(self.words['generic']['words'] + self.words['generic']['never'])})*")
        self.groups = {short: name for name, shorts in self.names["groups"].items() for short in (name, *shorts)}
        self.national_types = {n: EntityType(kind) for kind, names in self.names["national"].items() for n in names}
        self.groups |= {name: name for name in self.national_types}
        self.group_names = sorted(self.groups)
        self.group_automaton = AhoCorasick(self.group_names, matchkind=MatchKind.LeftmostLongest)
        self._read_agencies(self.words["agencies"])
        self._read_firms(self.words["firms"])
        self._read_parks_and_schools()

    def is_generic(self, words: str) -> bool:
        """Tell whether words describe a body without naming it: 爱心企业."""
        return bool(self.generic.fullmatch(words))

    def _read_agencies(self, agencies: dict[str, list[str]]) -> None:
        signs = "".join(load("names")["provinces"].values())
        function, endings = f"{_any(agencies['functions'])}|[{signs}]{{2}}", _any(agencies["endings"])
        right = _any(agencies["right"])
        self.agency = re.compile(f"(?:中共)?(?:第?{_ORDINAL}师)?{PLACE}+(?P<function>(?:{function})*)(?P<ending>{endings})(?!{right})")
        self.led_agency = re.compile(
            f"(?<![{PLACE}各全两每外多几数个所该级])(?<![省市县区州]、)(?P<level>[省市县区州])(?P<function>(?:{function})+)"
            f"(?P<ending>{_any(agencies['with_function'])})(?!{right})"
        )
        self.national = re.compile(f"国家(?:{function})+(?:总局|局|委员会|委)(?![{PLACE}])|国务院(?:{function})+[办委]")
        campaign = f"(?:{'|'.join(agencies['campaign'])}|{PLACE}|·)"
        sent = _any(agencies["campaign_endings"])
        self.campaign = re.compile(f"(?:{PLACE}+|[省市县区]委)(?:{campaign})+(?:{sent}|领导小组办公室)(?:{PLACE}+(?:{sent}))?")
        self.party = re.compile(f"(?:{_any(self.names['parties']['names'])}){PLACE}+(?:[省市县区]委会?)?(?:[\u3400-\u9fff]{{1,4}}支部)?")
        self.division = re.compile(f"(?:(?:新疆生产建设)?(?:兵团)?第|农){_ORDINAL}师(?:{_ORDINAL}团)?(?![{PLACE}医范])")

    def _read_parks_and_schools(self) -> None:
        parks = _any(self.words["endings"]["park"])
        self.numbered_school = re.compile(f"{PLACE}+(?:县|市|区)?[一二三四五六七八九十]+中(?![心学医国小等央])")
        self.quoted_park = re.compile(f"{PLACE}+[—·-]?{PLACE}*“[^”“\n]{{1,8}}”(?:{parks})")
        self.whole = (
            (self.national, EntityType.AGENCY),
            (self.division, EntityType.AGENCY),
            (self.party, EntityType.ORGANIZATION),
            (self.numbered_school, EntityType.SCHOOL),
            (self.quoted_park, EntityType.PARK),
        )
        self.quoted = re.compile(f"“([^”“，。\n]{{3,20}}(?:{parks}))”")

    def _read_firms(self, firms: dict[str, list[str]]) -> None:
        item = f"[{_NAME}·]{{2,18}}"
        lists = _any(firms["lists"])
        several = f"[{_NUMBER}]+家"
        self.firm_list = re.compile(
            f"(?P<items>(?:{item}、)+{item}?(?=等|{several})|{item}?(?=等))(?:等(?:{several})?|{several})"
            f"(?:[\u3400-\u9fff{PLACE}]{{0,4}}?)(?:{lists})"
        )
        self.firm_bracket = re.compile(f"(?:企业|公司)(?:[{_NUMBER}]+家)?（(?P<items>(?:{item}、)+{item})）")
        trades = _any(firms["trades"])
        self.trade = re.compile(f"(?:{trades})$")
        strong = _any(firms["strong"])
        self.strong_firm = re.compile(f"(?:{PLACE}*{GROUP}+|{PLACE}+)[\u3400-\u9fff]{{0,5}}?(?:{strong})(?![产园行有股集公])")
        acts = f"出资|捐|[向与在]{PLACE}|等{PLACE}*企业"
        self.acting_firm = re.compile(f"(?:企业|由|^|(?<=[。；，]))(?P<name>{PLACE}*[\u3400-\u9fff]{{2,4}}?(?:{trades}))(?={acts})", re.MULTILINE)


@follows_lexicon
@cache
def patterns() -> Patterns:
    return Patterns()


class Finder:
    """One bulletin's search for bodies, over its text with the places masked."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.bulletin.text
        self.patterns = patterns()

    def mask(self) -> tuple[str, list[Body]]:
        """Return the text with each place and group blotted out, character by character, and the groups."""
        groups = []
        characters = list(self.text)
        for mention in self.reading.mentions:
            if mention.type is EntityType.PLACE:
                characters[mention.start : mention.end] = PLACE * (mention.end - mention.start)
        for index, start, end in self.patterns.group_automaton.find_matches_as_indexes(self.text):
            if (PLACE in characters[start:end] and len(self.patterns.group_names[index]) < 4) or self._within_word(start, end):
                continue
            end += next((len(form) for form in ("集团有限公司", "集团公司", "集团", "总公司") if self.text.startswith(form, end)), 0)
            name = self.patterns.groups[self.patterns.group_names[index]]
            kind = self.patterns.national_types.get(name, EntityType.ENTERPRISE)
            if kind is EntityType.AGENCY and self.text.startswith(("门", "队"), end):
                continue  # 教育部|门
            characters[start:end] = GROUP * (end - start)
            groups.append(Body(start, end, kind, name))
        masked = "".join(characters)
        return _SOFT_BRACKET.sub(lambda m: BRACKET + m[0][1:-1] + BRACKET, masked), groups

    def _within_word(self, start: int, end: int) -> bool:
        """Tell whether a short name of two characters is cut out of other words (中国|网友, 工行|政)."""
        return end - start == 2 and (self.text[end : end + 1] in tuple("政为动业走程列友络民") or self.text[start - 1 : start] in tuple("中全"))

    def find(self, blocks: list[Block]) -> list[Body]:
        """Return the bodies named in these blocks; one that stands within another is dropped."""
        masked, groups = self.mask()
        found = [g for g in groups if (block := last_before(blocks, g.start)) and g.end <= block.end]
        for block in blocks:
            structured = [*self._structured(masked, block)]
            found += structured
            found += self._by_ending(masked, block, structured)
        return [self._shortened(body) for body in _outermost([*found, *self._firms(masked, blocks, found)])]

    def _shortened(self, body: Body) -> Body:
        """Return a body of a county without the places above it, which are no part of its name: 贵州省六盘水市|水城县人民医院."""
        chain: list[Mention] = []
        for mention in within(self.reading.mentions, body.start, body.end):
            if mention.start == (chain[-1].end if chain else body.start):
                chain.append(mention)
        if len(chain) < 3 or body.type is EntityType.ENTERPRISE or self.reading.entities[chain[-1].entity].level not in _LOW:
            return body
        return replace(body, start=chain[-1].start, name=body.name[chain[-1].start - body.start :])

    def _structured(self, masked: str, block: Block) -> Iterator[Body]:
        """Yield what whole patterns describe: government bodies, bodies sent for assistance, parties, numbered schools, quoted parks."""
        p = self.patterns
        for match in p.agency.finditer(masked, block.start, block.end):
            if (body := self._agency(match)) is not None:
                yield body
        for match in p.led_agency.finditer(masked, block.start, block.end):
            yield Body(match.start(), match.end(), EntityType.AGENCY, match[0], level=match["level"])
        for match in p.campaign.finditer(masked, block.start, block.end):
            if _ACTS.search(self.text, *match.span()):
                yield Body(match.start(), match.end(), EntityType.AGENCY, self._quote(match), level="省" if match[0].startswith("省委") else "")
        for pattern, kind in p.whole:
            for match in pattern.finditer(masked, block.start, block.end):
                yield Body(match.start(), match.end(), kind, self._quote(match))
        for match in p.quoted.finditer(masked, block.start, block.end):
            if not self.patterns.is_generic(match[1]):
                yield Body(match.start(1), match.end(1), EntityType.PARK, self.text[match.start(1) : match.end(1)])

    def _quote(self, match: re.Match[str]) -> str:
        return self.text[match.start() : match.end()]

    def _agency(self, match: re.Match[str]) -> Body | None:
        function, ending, start = match["function"], match["ending"], match.start()
        last = self.text[match.start("function") - 1]
        committee = (ending == "委" and last in _LEVELS) or (ending == "委员会" and match[0].startswith("中共"))
        if not function and not committee and ending in self.patterns.words["agencies"]["with_function"]:
            return None
        if last not in "省市县区州旗盟乡镇村团师会" and not function and ending != "人民政府":
            return None
        name = self.text[start : match.end()]
        if ending == "政府":
            name = name.removesuffix("政府") + "人民政府"
        return Body(start, match.end(), EntityType.AGENCY, name)

    def _by_ending(self, masked: str, block: Block, structured: list[Body]) -> list[Body]:
        found: list[Body] = []
        for match in self.patterns.ending.finditer(masked, block.start, block.end):
            if any(b.start <= match.start() and match.end() <= b.end for b in structured):
                continue
            if self._belongs_to_another_word(masked, match):
                continue
            last = next((b for b in [*reversed(found), *structured] if b.end <= match.start() and self._joins(masked, b, match)), None)
            limit = last.end if last else max((b.end for b in (*found[-1:], *structured) if b.end <= match.start()), default=block.start)
            if last:
                body = self._join(last, match)
                if last in found:
                    found.remove(last)
                found.append(body)
            elif (candidate := self._body(masked, match, limit, found)) is not None:
                found.append(candidate)
        return found

    def _belongs_to_another_word(self, masked: str, match: re.Match[str]) -> bool:
        right = self.patterns.words["right"]
        if masked[match.start() - 1 : match.end()] == "中小学":
            return True
        around = masked[match.start() : match.end() + 2]
        if around.startswith(tuple(right["bound"])) and not match[0].startswith(tuple(b for b in right["bound"] if b == match[0])):
            return True
        return match[0] not in right["free"] and masked.startswith(tuple(right["words"]), match.end())

    def _joins(self, masked: str, last: Body, match: re.Match[str]) -> bool:
        """Tell whether a body's name goes on to this ending: 浙江大学|医学院|附属第二医院, 江苏隆力奇集团|有限公司."""
        between = masked[last.end : match.start()]
        if match[0] == "工会" or not _ONE_NAME.fullmatch(between) or _PEOPLE.search(between) or _COUNTED.search(between):
            return False
        if between.startswith("附属"):
            return True
        return after_boundary(masked, last.end, match.start(), ending=match.end()) == last.end and not between.startswith(("内", "里", "的"))

    def _join(self, last: Body, match: re.Match[str]) -> Body:
        kind = self.patterns.types[match[0]]
        if last.type is EntityType.SCHOOL and match[0] == "集团":
            kind = EntityType.SCHOOL
        return Body(last.start, match.end(), kind, last.name + self.text[last.end : match.end()], level=last.level)

    def _body(self, masked: str, match: re.Match[str], limit: int, found: list[Body]) -> Body | None:
        kind, end = self.patterns.types[match[0]], match.end()
        start = match.start()
        while start > limit and self._within_name(masked, start - 1, kind):
            start -= 1
        start = after_boundary(masked, start, match.start(), ending=end)
        counted = max((m.end() for m in _COUNTED.finditer(masked, max(limit, start - 4), match.start())), default=-1)
        stretch = masked[start : match.start()]
        place = stretch.find(PLACE)
        if place > 0 and not self._is_head(masked, start, stretch[:place]):
            start, stretch = start + place, stretch[place:]
        if counted >= start:
            return None
        end += next((len(b) for b in ("（集团）", "（总商会）") if masked.startswith(b, end)), 0)
        if masked[start - 1 : start].isdigit() and not stretch.startswith(PLACE):
            return None
        level = self._level(masked, start, stretch, kind)
        if not level and not self._names(stretch, match[0], kind):
            if stretch and found and found[-1].end == start - 1 and masked[start - 1] == "、" and found[-1].level and kind is found[-1].type:
                return Body(start, end, kind, found[-1].level + self.text[start:end], level=found[-1].level)
            return None
        return Body(start, end, kind, self.text[start:end], level=level)

    def _is_head(self, masked: str, start: int, before: str) -> bool:
        """Tell whether what stands before a place belongs to the name: 国网|赤峰供电公司, 景旺电子科技|（龙川）有限公司, 、雅礼|雨花中学."""
        item = len(before) <= 4 and masked[start - 1 : start] in ("、", "—")
        return item or GROUP in before or before.endswith((BRACKET, *self.patterns.words["heads"]["words"]))

    def _within_name(self, masked: str, at: int, kind: EntityType) -> bool:
        character = masked[at]
        if _NAMING.match(character):
            return True
        sides = masked[at - 1 : at], masked[at + 1 : at + 2]
        return (character == "·" or (kind is EntityType.PARK and character in "—-")) and sides == (PLACE, PLACE)

    def _level(self, masked: str, start: int, stretch: str, kind: EntityType) -> str:
        """Return the level word that a name begins with in place of the place itself: 县|人民医院, 校|教育基金会."""
        if stretch.removeprefix("校").startswith("附属"):
            return "附属"
        if stretch[1:].startswith(tuple(self.patterns.words["generic"]["never"])):
            return ""
        if not stretch or stretch[0] not in _LEVELS or stretch[1:].startswith(_NOT_LED) or masked[start - 1 : start] == PLACE:
            return ""
        if (stretch[0] == "校" and kind is not EntityType.ORGANIZATION) or (stretch[0] == "院" and kind is not EntityType.INSTITUTE):
            return ""
        return stretch[0] if kind not in (EntityType.ENTERPRISE, EntityType.PARK, EntityType.COOPERATIVE) else ""

    def _names(self, stretch: str, ending: str, kind: EntityType) -> bool:
        """Tell whether what stands before the ending makes it a name."""
        needs, is_generic = self.patterns.words["needs"], self.patterns.is_generic
        proper = stretch.replace(BRACKET, "")
        if PLACE in proper or GROUP in proper:
            own = proper.replace(PLACE, "").replace(GROUP, "")
            if (own.startswith(tuple(self.patterns.words["generic"]["never"])) and is_generic(own)) or (ending == "学校" and len(own) == 1):
                return False
            bare_park = kind is EntityType.PARK and not own and ending != "园区"
            return ending not in needs["own_name"] or GROUP in proper or not is_generic(own) or bare_park
        if ending in needs["place"] or len(proper) < (6 if ending in needs["long"] else 2):
            return False
        if proper.endswith(tuple(self.patterns.words["generic"]["last"])):
            return False
        if proper.endswith("工") and not proper.endswith("加工") and ending == "厂":
            return False
        return not is_generic(proper) and len(proper) <= (14 if kind in (EntityType.ENTERPRISE, EntityType.PARK, EntityType.INSTITUTE) else 9)

    def _firms(self, masked: str, blocks: list[Block], found: list[Body]) -> list[Body]:
        """Find firms that go without an ending: in lists of firms, beside a firm, or by the trade that ends their name."""
        firms: list[Body] = []
        known = _Known(found)
        for block in blocks:
            for pattern in (self.patterns.firm_list, self.patterns.firm_bracket):
                for match in pattern.finditer(masked, block.start, block.end):
                    firms += self._listed(masked, match, known)
            for match in self.patterns.strong_firm.finditer(masked, block.start, block.end):
                firms.append(Body(match.start(), match.end(), EntityType.ENTERPRISE, self.text[match.start() : match.end()]))
            for match in self.patterns.acting_firm.finditer(masked, block.start, block.end):
                start = after_boundary(masked, *match.span("name"))
                if match.end("name") - start > 3 and not self.patterns.is_generic(masked[start : match.end("name")].replace(PLACE, "")):
                    firms.append(Body(start, match.end("name"), EntityType.ENTERPRISE, self.text[start : match.end("name")]))
        queue = [b for b in found if b.type is EntityType.ENTERPRISE]
        seen = set(firms)
        while queue:
            beside = [f for f in self._beside(masked, queue.pop()) if f not in seen]
            firms += beside
            queue += beside
            seen.update(beside)
        return firms

    def _listed(self, masked: str, match: re.Match[str], known: "_Known") -> Iterator[Body]:
        at = match.start("items")
        for item in match["items"].split("、"):
            start, end = at, at + len(item)
            at = end + 1
            start = min(after_boundary(masked, start, end), end)
            if place := max(masked.rfind(PLACE, start, end), 0):
                first = masked.find(PLACE, start, end)
                start = first if place < end - 1 else start
            if not 2 <= end - start <= 8 or known.hold(start, end):
                continue
            name = masked[start:end]
            own = name.replace(PLACE, "")
            sector = name.endswith((*self.patterns.words["firms"]["sectors"], PLACE))
            if len(own) >= 2 and not sector and not self.patterns.is_generic(own) and not _COUNTED.search(name):
                yield Body(start, end, EntityType.ENTERPRISE, self.text[start:end])

    def _beside(self, masked: str, body: Body) -> Iterator[Body]:
        """Yield the firm that stands before or after another one in a list, if a trade ends its name: 江苏金智教育、南京…有限公司."""
        before = re.compile(f"[{_NAME}]{{2,10}}、$").search(masked, max(0, body.start - 11), body.start)
        after = re.compile(f"、([{_NAME}]{{2,6}}?)(?=[、，。和向与等])").match(masked, body.end)
        spans = [(before.start(), body.start - 1)] if before else []
        spans += [after.span(1)] if after else []
        for start, end in spans:
            start = min(after_boundary(masked, start, end), end)
            name = masked[start:end]
            if self.patterns.trade.search(name) and not self.patterns.is_generic(name.replace(PLACE, "")) and len(name) >= 4:
                yield Body(start, end, EntityType.ENTERPRISE, self.text[start:end])


class _Known:
    """The bodies found so far, to ask whether a name is one of them."""

    def __init__(self, bodies: list[Body]):
        ordered = sorted(bodies, key=lambda b: b.start)
        self._ends = {b.end for b in bodies}
        self._starts = [b.start for b in ordered]
        self._reach = list(accumulate((b.end for b in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Tell whether one of them ends where a name does, or holds it."""
        before = bisect_right(self._starts, start)
        return end in self._ends or bool(before and end <= self._reach[before - 1])


def _outermost(bodies: list[Body]) -> list[Body]:
    kept: list[Body] = []
    for body in sorted(bodies, key=lambda b: (b.start, -b.end)):
        if not kept or body.start >= kept[-1].end:
            kept.append(body)
    return kept


@Language.component("kg_organizations")
def kg_organizations(doc: Doc) -> Doc:
    """Add the bodies of a bulletin to its reading."""
    reading: Reading = doc._.reading
    finder = Finder(reading)
    bodies = finder.find(reading.blocks(NAMING))
    for body, entity in name_bodies(reading, bodies):
        reading.entities.setdefault(entity.id, entity)
        reading.mentions.append(Mention(body.start, body.end, entity.type, entity.id))
    settle(reading)
    return doc
