"""Makes sentences with place names that several places share, from the table alone: 500 whose context decides, 200 where nothing does.

The table is read here as it stands in its file, so that what is expected does not come from the code that is tested.
"""

import csv
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.extract.lexicon import load
from kg.resources import locate

SEED = 20190228
YEARS = range(2016, 2023)
# How many sentences of each sort: first those whose context decides.
DECIDED = {
    "chain": 45,
    "prefecture": 40,
    "short prefecture": 25,
    "siblings": 35,
    "short form": 30,
    "publisher": 30,
    "article": 25,
    "township below": 20,
    "year": 20,
    "township chain": 60,
    "township later": 40,
    "township pair": 40,
    "township list": 30,
    "township publisher": 20,
    "villages": 40,
}
TIES = {
    "bare": 40,
    "bare short form": 20,
    "both named": 20,
    "both prefectures": 30,
    "province": 20,
    "elsewhere": 25,
    "township of two": 25,
    "township bare": 20,
}
# What the list of townships holds beside these are offices and development zones that only rank with them.
_TOWNSHIPS = ("乡", "镇", "街道", "苏木", "社区", "农场", "林场", "牧场")
_VILLAGES = ("龙王村", "新民村", "红星村", "太平村", "和平村", "石桥村", "双龙村", "新华村", "团结村", "五星村", "东风村", "青龙村")
_DEEDS = (
    "选派15名教师支教",
    "投入帮扶资金320万元",
    "与对口地区签订协作协议2份",
    "举办劳务培训班3期",
    "接收挂职干部4名",
    "组织专场招聘会2场",
    "援建扶贫车间6个",
    "开展义诊9次",
)
_OPENINGS = ("", "2018年以来，", "今年上半年，", "据介绍，", "在东西部扶贫协作中，", "一是")
_VISITS = ("负责人到{}调研", "工作组一行赴{}考察", "专家前往{}指导", "爱心企业向{}捐赠物资")
_BELOW = ("在{}建成产业园1个", "到{}开展技术培训2期", "帮助{}修建道路3公里", "向{}捐赠图书500册")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table."""

    id: str
    code: str
    name: str
    level: str
    parent: str
    start: int
    end: int


class Table:
    """The divisions of one year, by name and by what lies above."""

    def __init__(self, rows: Sequence[Row], year: int):
        self.year = year
        self.held = [r for r in rows if r.start <= year <= r.end]
        self.by_code = {r.code: r for r in self.held}
        self.named: dict[str, list[Row]] = defaultdict(list)
        self.children: dict[str, list[Row]] = defaultdict(list)
        for row in self.held:
            self.named[row.name].append(row)
            self.children[row.parent].append(row)

    def above(self, row: Row) -> Row | None:
        return self.by_code.get(row.parent)

    def province(self, row: Row) -> str:
        return row.code[:2]

    @cached_property
    def shared(self) -> list[list[Row]]:
        """The counties of each name that several have."""
        groups = ([r for r in rows if r.level == "3"] for rows in self.named.values())
        return [rows for rows in groups if len({r.id for r in rows}) > 1 and all(self.is_regular(r) for r in rows)]

    def is_regular(self, county: Row) -> bool:
        """Tell whether a county lies in a prefecture, or in a city that is a province."""
        above = self.above(county)
        return above is not None and above.name.endswith(("市", "州", "地区", "盟"))

    def chain(self, county: Row) -> str:
        """Return the names above a county, the province first: 北京市, 四川省绵阳市."""
        above = self.above(county)
        province = self.by_code[f"{county.code[:2]}0000"].name
        return province if above is None or above.level == "1" else province + above.name

    @cached_property
    def shared_names(self) -> list[list[Row]]:
        """Those of them whose name is no common noun: such a word is a place only where the place above it is named (城中区, 矿区)."""
        common = load("names")["everyday"]["full"]
        return [rows for rows in self.shared if rows[0].name not in common]

    @cached_property
    def shared_townships(self) -> list[list[Row]]:
        named = (rows for name, rows in self.named.items() if name.endswith(_TOWNSHIPS))
        groups = ([r for r in rows if r.level == "4" and r.parent in self.by_code] for rows in named)
        return [rows for rows in groups if len({r.parent for r in rows}) > 1]

    @cached_property
    def single_counties(self) -> list[Row]:
        """The counties whose name and short name no other place has, wherever."""
        shorts: dict[str, int] = defaultdict(int)
        for row in self.held:
            if row.level != "4":
                shorts[row.name[:-1]] += 1
        counties = (r for r in self.held if r.level == "3" and self.is_regular(r) and len(r.name) == 3)
        return [r for r in counties if len(self.named[r.name]) == 1 and shorts[r.name[:-1]] == 1]


class Maker:
    """Makes the cases of each sort: ``_chain`` those of the sort ``chain``."""

    def __init__(self) -> None:
        text = gzip.decompress(locate("data/gazetteer/places.csv.gz").read_bytes()).decode()
        rows = [
            Row(f"place-{r['place_id']}", r["code"], r["name"], r["level"], r["parent"], int(r["valid_from"]), int(r["valid_to"]))
            for r in csv.DictReader(text.splitlines())
        ]
        self.rows = rows
        self.tables = {year: Table(rows, year) for year in YEARS}
        self.random = random.Random(SEED)

    def cases(self) -> Iterator[dict[str, Any]]:
        """Yield all cases, those of one sort together, no sentence twice."""
        seen: set[str] = set()
        for sort, count in [*DECIDED.items(), *TIES.items()]:
            make: Callable[[Table], dict[str, Any] | None] = getattr(self, "_" + sort.replace(" ", "_"))
            made = 0
            while made < count:
                table = self.tables[self.random.choice(YEARS)]
                case = make(table)
                if case is not None and case["text"] not in seen:
                    seen.add(case["text"])
                    made += 1
                    yield {"sort": sort, "date": f"{table.year}-09-28", **case}

    def _one(self, items: Sequence[Any]) -> Any:
        return self.random.choice(items)

    def _opening(self) -> str:
        return str(self._one(_OPENINGS))

    def _deed(self) -> str:
        return str(self._one(_DEEDS))

    def _county(self, table: Table, *, common: bool = False) -> tuple[Row, Row, list[Row]]:
        """Return a county whose name others share, its prefecture, and all of the name; ``common`` admits names that are common nouns."""
        rows = self._one(table.shared if common else table.shared_names)
        county = self._one(rows)
        above = table.above(county)
        assert above
        return county, above, rows

    def _single(self, table: Table, away: Sequence[Row]) -> tuple[Row, Row]:
        """Return a county that needs no context, in a province where none of some places lies, and its prefecture."""
        provinces = {table.province(r) for r in away}
        county = self._one([r for r in table.single_counties if table.province(r) not in provinces])
        above = table.above(county)
        assert above
        return county, above

    def _chain(self, table: Table) -> dict[str, Any]:
        county, above, _ = self._county(table, common=True)
        other, _ = self._single(table, [county])
        tail = self._one((self._deed(), self._one(_VISITS).format(other.name)))
        return _case(f"{self._opening()}{self._one((above.name, table.chain(county)))}", _named(county), f"{tail}。")

    def _prefecture(self, table: Table) -> dict[str, Any]:
        county, above, rows = self._county(table, common=True)
        other, city = self._single(table, rows)
        first = self._one((f"{above.name}与{city.name}开展协作以来", f"{above.name}结对帮扶{city.name}{other.name}", f"{above.name}召开推进会"))
        return _case(f"{first}，", _named(county), f"{self._deed()}。")

    def _short_prefecture(self, table: Table) -> dict[str, Any] | None:
        county, above, rows = self._county(table, common=True)
        if not above.name.endswith("市"):
            return None
        other, city = self._single(table, rows)
        return _case(f"{self._opening()}{above.name[:-1]}", _named(county), f"{self._one(_VISITS).format(city.name + other.name)}。")

    def _siblings(self, table: Table) -> dict[str, Any] | None:
        county, above, _ = self._county(table)
        single = [r for r in table.single_counties if r.parent == above.code]
        if not single:
            return None
        sibling = self._one(single).name
        before = (f"{above.name}{sibling}、", f"{sibling}、", f"{sibling}与")
        head, tail = self._one((*((words, "") for words in before), ("", f"、{sibling}"), ("", f"和{sibling}")))
        return _case(f"{self._opening()}{head}", _named(county), f"{tail}分别{self._deed()}。")

    def _short_form(self, table: Table) -> dict[str, Any] | None:
        county, above, rows = self._county(table)
        short = county.name[:-1]
        if len(short) < 2 or short in ("市中", "市南", "市北"):
            return None
        other, _ = self._single(table, rows)
        text = self._one((f"{self._deed()}。对口支援", f"{self._deed()}。工作组赴", f"结对帮扶{other.name}。来自"))
        return _case(f"{above.name}", _named(county), text, (short, county.id), f"的干部{self._deed()}。")

    def _publisher(self, table: Table) -> dict[str, Any]:
        county, above, _ = self._county(table, common=True)
        where = self._one((above.name, table.chain(county)))
        office = self._one(("人民政府", "乡村振兴局", "对口支援办公室", "日报社"))
        about = {self._one(("publisher", "issuer", "source")): f"{where}{office}"}
        return _case(self._opening(), _named(county), f"{self._deed()}。", about=about)

    def _article(self, table: Table) -> dict[str, Any]:
        county, above, rows = self._county(table)
        rival = self._one([r for r in rows if r.parent != county.parent] or rows)
        if rival is county:
            rival = next(r for r in rows if r is not county)
        elsewhere = table.by_code[rival.parent].name
        other, _ = self._single(table, rows)
        first = f"{elsewhere}与{other.name}签订框架协议。{elsewhere}{self._deed()}。\n"
        second = f"{above.name}召开专题会议。"
        return _case(first + second, _named(county), f"{self._deed()}。", cut=len(first))

    def _township_below(self, table: Table) -> dict[str, Any] | None:
        county, _, rows = self._county(table)
        others = {t.name for r in rows if r is not county for t in table.children[r.code]}
        towns = (t for t in table.children[county.code] if t.name.endswith(("乡", "镇", "街道")) and len(t.name) > 2)
        own = [t for t in towns if t.name not in others and len(table.named[t.name]) == 1]
        if not own:
            return None
        town = self._one(own)
        return _case(self._opening(), _named(county), "", _named(town), f"{self._deed()}。")

    def _year(self, table: Table) -> dict[str, Any] | None:
        if not hasattr(self, "_followed"):
            self._followed = sorted(self._following())
        county = self._one(self._followed)
        rows = table.named.get(county, [])
        if len(rows) != 1 or rows[0].level != "3":
            return None
        return _case(self._opening(), _named(rows[0]), f"{self._deed()}。")

    def _following(self) -> Iterator[str]:
        """Yield the names that two counties had one after the other."""
        named: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            if row.level == "3":
                named[row.name].add(row.id)
        for name, ids in named.items():
            if len(ids) > 1 and name not in load("names")["everyday"]["full"] and any(len(t.named.get(name, ())) == 1 for t in self.tables.values()):
                yield name

    def _town(self, table: Table) -> tuple[Row, Row, Row, list[Row]]:
        """Return a township whose name others share, its county and prefecture, and all of the name."""
        while True:
            rows = self._one(table.shared_townships)
            town = self._one(rows)
            county = table.by_code[town.parent]
            if table.is_regular(county) and sum(r.parent == town.parent for r in rows) == 1:
                return town, county, table.by_code[county.parent], rows

    def _township_chain(self, table: Table) -> dict[str, Any]:
        town, county, above, _ = self._town(table)
        head = self._one((above.name, table.chain(county)))
        return _case(f"{self._opening()}{head}{county.name}", _named(town), f"{self._deed()}。")

    def _township_later(self, table: Table) -> dict[str, Any]:
        town, county, above, _ = self._town(table)
        before, after = self._one(_BELOW).split("{}")
        return _case(f"{above.name}{county.name}{self._deed()}，{before}", _named(town), f"{after}。")

    def _township_pair(self, table: Table) -> dict[str, Any] | None:
        town, county, above, rows = self._town(table)
        rival = self._one([r for r in rows if r.parent != town.parent])
        other = table.by_code[rival.parent]
        if not table.is_regular(other) or other.name == county.name or sum(r.parent == rival.parent for r in rows) > 1:
            return None
        city = table.by_code[other.parent].name
        return _case(f"{above.name}{county.name}", _named(town), f"与{city}{other.name}", _named(rival), "结成对子。")

    def _township_list(self, table: Table) -> dict[str, Any] | None:
        town, county, above, _ = self._town(table)
        others = [t.name for t in table.children[county.code] if t.name != town.name and len(t.name) > 2]
        if len(others) < 2:
            return None
        first, last = self.random.sample(others, 2)
        return _case(f"{above.name}{county.name}{first}、", _named(town), f"、{last}{self._deed()}。")

    def _township_publisher(self, table: Table) -> dict[str, Any]:
        town, county, above, _ = self._town(table)
        before, after = self._one(_BELOW).split("{}")
        return _case(f"工作队{before}", _named(town), f"{after}。", about={"publisher": f"{above.name}{county.name}人民政府"})

    def _villages(self, table: Table) -> dict[str, Any] | None:
        town, county, above, _ = self._town(table)
        others = [t for t in table.children[county.code] if t.name != town.name and len(t.name) > 2 and t.name.endswith(("乡", "镇"))]
        if not others or not town.name.endswith(("乡", "镇")) or sum(t.name == town.name for t in table.children[county.code]) > 1:
            return None
        other, village = self._one(others), self._one(_VILLAGES)
        if sum(t.name == other.name for t in table.children[county.code]) > 1:
            return None
        both = (village, "", town.id), (village, "", other.id)
        return _case(f"{above.name}{county.name}{town.name}", both[0], f"与{other.name}", both[1], f"签订结对协议，{self._deed()}。")

    def _bare(self, table: Table) -> dict[str, Any]:
        county, _, rows = self._county(table)
        return _case(self._opening(), _tie(county.name, rows), f"{self._deed()}。")

    def _bare_short_form(self, table: Table) -> dict[str, Any] | None:
        county, _, rows = self._county(table)
        short = county.name[:-1]
        meant = [r for r in table.held if r.level != "4" and _short(r.name) == short]
        if len(short) < 2 or {r.id for r in meant} != {r.id for r in rows}:
            return None
        return _case(f"{self._opening()}工作组赴", _tie(short, rows), "开展对口帮扶。")

    def _both_named(self, table: Table) -> dict[str, Any] | None:
        county, above, rows = self._county(table)
        rivals = [r for r in rows if r.parent != county.parent]
        if not rivals:
            return None
        rival = self._one(rivals)
        first, second = (above.name, county), (table.by_code[rival.parent].name, rival)
        return _case(first[0], _named(county), f"与{second[0]}", _named(rival), "签订协议。", _tie(county.name, [county, rival]), f"{self._deed()}。")

    def _both_prefectures(self, table: Table) -> dict[str, Any] | None:
        county, above, rows = self._county(table)
        rivals = [r for r in rows if r.parent != county.parent]
        if not rivals:
            return None
        rival = self._one(rivals)
        city = table.by_code[rival.parent].name
        text = self._one((f"{above.name}与{city}深化协作，", f"在{above.name}、{city}支持下，"))
        meant = [r for r in rows if r.parent in (county.parent, rival.parent)]
        return _case(text, _tie(county.name, meant), f"{self._deed()}。")

    def _province(self, table: Table) -> dict[str, Any] | None:
        county, _, rows = self._county(table)
        meant = [r for r in rows if table.province(r) == table.province(county)]
        if len(meant) < 2:
            return None
        name = table.by_code[f"{county.code[:2]}0000"].name
        return _case(f"{name}加大帮扶力度，", _tie(county.name, meant), f"{self._deed()}。")

    def _elsewhere(self, table: Table) -> dict[str, Any]:
        county, _, rows = self._county(table)
        other, city = self._single(table, rows)
        before, after = self._one((("与", "结对以来"), ("收到", "捐赠的物资"), ("选派干部到", "挂职")))
        return _case(f"{city.name}{other.name}{before}", _tie(county.name, rows), f"{after}，{self._deed()}。")

    def _township_of_two(self, table: Table) -> dict[str, Any] | None:
        town, county, above, rows = self._town(table)
        rival = self._one([r for r in rows if r.parent != town.parent])
        other = table.by_code[rival.parent]
        if not table.is_regular(other) or other.name == county.name:
            return None
        city = table.by_code[other.parent].name
        meant = [r for r in rows if r.parent in (town.parent, rival.parent)]
        before, after = self._one(_BELOW).split("{}")
        return _case(f"{above.name}{county.name}与{city}{other.name}开展协作，{before}", _tie(town.name, meant), f"{after}。")

    def _township_bare(self, table: Table) -> dict[str, Any]:
        town, _, _, _ = self._town(table)
        before, after = self._one(_BELOW).split("{}")
        return _case(f"工作队{before}", _tie(town.name, [r for r in table.named[town.name] if r.level == "4"]), f"{after}。")


def _short(name: str) -> str:
    return name[:-1] if len(name) > 2 else name


def _named(row: Row) -> tuple[str, str]:
    return row.name, row.id


def _tie(name: str, rows: Sequence[Row]) -> tuple[str, list[str]]:
    return name, sorted({r.id for r in rows})


def _case(*parts: str | tuple[Any, ...], about: dict[str, str] | None = None, cut: int = 0) -> dict[str, Any]:
    """Return a case: its text, and of each name in it where it stands and its place, its parent, or its candidates."""
    text, mentions = "", []
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        name, place, *parent = part
        key = {"candidates": place} if isinstance(place, list) else {"parent": parent[0]} if parent else {"place": place}
        mentions.append({"start": len(text), "end": len(text) + len(name), "name": name, **key})
        text += name
    return {"text": text, **({"about": about} if about else {}), **({"cut": cut} if cut else {}), "mentions": mentions}


def ambiguous_sentences() -> str:
    """Return the set as JSON Lines."""
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in Maker().cases())
