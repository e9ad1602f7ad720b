"""Bodies in registers: the same as in bulletins, known by their names and the columns beside them; what names nobody is listed, never guessed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.building import build, summary
from kg.check.grounding import reread
from kg.explain import explain
from kg.extract.pipeline import extract_judged, extract_records
from kg.extract.rows import read_rows
from kg.link.judgements import read_judgements
from kg.model import Action, Bulletin, Entity, EntityType, Means, Rank, Records
from kg.read import read_text
from kg.read.registers import read_registers
from kg.store import ask, bound_query, find_question, open_store
from kg.tables import read_records

# What central bodies assist, as their own pages tell; the table is ours.
CENTRAL = """序号,单位,省份,定点帮扶县,是否核实
1,国家电网有限公司,,"湖北省秭归县、长阳土家族自治县、巴东县、神农架林区，青海省玛多县",是
2,中国石化,,安徽岳西县 颍上县,是
3,国家税务总局,青海,民和县,否
4,清华大学,云南省,南涧彝族自治县,是
"""
HOSPITALS = """支援医院,省,县,受援医院
浙江大学医学院附属第二医院,贵州省,台江县,人民医院
衢州市人民医院,四川省,平武县,平武县中医医院
"""
STATED = "国家电网秭归帮扶纪实\n国家电网有限公司定点帮扶秭归县。2019年，国网向秭归县投入帮扶资金534万元，用于建设光伏电站。\n"


def register(table: str, name: str = "units.csv") -> Bulletin:
    ((found,), notes) = read_registers(table.encode(), ".csv", name, metadata={}, columns={}, sha256="0" * 64)
    assert not notes
    return found


def pairs(records: Records) -> list[tuple[str, str]]:
    named = {e.id: e.name for e in records.entities}
    return [(named[a.provider[0]], named[a.recipient[0]]) for a in pairings(records)]


def pairings(records: Records) -> list[Action]:
    return [a for a in records.actions if a.kind == "pairing" and not a.measures]


def helper(name: str, header: str = "单位", table: str = "") -> Entity | str:
    """Who gives in a table of one row, or why it was left out."""
    found = read_rows(register(table or f"{header},受援省,受援县\n{name},四川省,平武县\n"))
    if found.left_out:
        return found.left_out[0].reason
    return next(e for e in found.entities if e.id == found.actions[0].provider[0])


def test_a_table_of_central_bodies_gives_a_pairing_for_each_county() -> None:
    records = extract_records([register(CENTRAL)])
    grid = "国家电网有限公司"
    assert sorted(pairs(records)) == sorted([
        *((grid, county) for county in ("秭归县", "长阳土家族自治县", "巴东县", "神农架林区", "玛多县")),
        ("中国石化", "岳西县"), ("中国石化", "颍上县"), ("国家税务总局", "民和回族土族自治县"), ("清华大学", "南涧彝族自治县"),
    ])  # fmt: skip
    assert {a.programme for a in records.actions} == {"定点帮扶"}
    assert not records.refused
    assert not reread(records).faults


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("国家电网有限公司", "enterprise"),
        ("国家税务总局", "agency"),
        ("清华大学", "school"),
        ("衢州市人民医院", "hospital"),
        ("中国农业科学院", "institute"),
        ("中国残联", "organization"),
        ("衢江区教育局", "agency"),
        ("新疆生产建设兵团第五师", "agency"),
    ],
)
def test_a_body_is_the_one_that_a_bulletin_names(name: str, sort: str) -> None:
    found = helper(name)
    assert isinstance(found, Entity)
    assert found.type is EntityType(sort)
    told = extract_records([read_text(f"平武协作简报\n{name}对口帮扶平武县，2019年向平武县捐赠资金534万元。\n", file="x.txt")])
    assert found.id in {e.id for e in told.entities}


def test_a_pairing_with_a_body_in_a_bulletin_and_in_a_register_is_one_with_two_evidences() -> None:
    text, table = replace(read_text(STATED, file="x.txt"), date="2019-12-31"), register(CENTRAL)
    records = extract_records([table, text])
    (both,) = [a for a in pairings(records) if len(a.evidence) > 1]
    assert {e.bulletin for e in both.evidence} == {text.id, table.id}
    grid = next(e for e in records.entities if e.id == both.provider[0])
    assert {m.bulletin for m in grid.mentions} == {text.id, table.id}
    assert "国网" in grid.aliases
    assert not reread(records).faults


@pytest.mark.parametrize(("programme", "giver"), [("定点帮扶", "国家税务总局"), ("东西部扶贫协作", ""), ("", "")])
def test_a_side_that_a_text_leaves_out_is_a_registered_body_only_within_its_programme(programme: str, giver: str) -> None:
    table = register("单位,定点帮扶县,开始年份\n国家税务总局,民和回族土族自治县,2015\n")
    text = f"民和县扎实推进帮扶工作\n2019年，民和县获得{programme}帮扶资金534万元，用于建设蔬菜大棚。\n"
    records = extract_records([table, replace(read_text(text, file="x.txt"), date="2019-12-31")])
    (money,) = [a for a in records.actions if a.kind == "funding"]
    named = {e.id: e.name for e in records.entities}
    assert [named[party] for party in money.provider] == ([giver] if giver else [])


@pytest.mark.parametrize(("header", "sort"), [("单位", "organization"), ("中央企业", "enterprise"), ("支援医院", "hospital"), ("帮扶学校", "school")])
def test_a_name_that_does_not_tell_its_sort_is_of_that_of_its_column_else_an_organization(header: str, sort: str) -> None:
    found = helper("中国一重", header)
    assert isinstance(found, Entity)
    assert found.type is EntityType(sort)


def test_the_name_tells_the_sort_before_the_column_does() -> None:
    found = helper("浙江省农业科学院", "帮扶企业")
    assert isinstance(found, Entity)
    assert found.type is EntityType.INSTITUTE


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("无", "row_side"),
        ("", "row_side"),
        ("12", "row_party"),
        ("3家企业", "row_party"),
        ("爱心企业", "row_party"),
        ("张三", "row_party"),
        ("国家能源集团等", "row_party"),
        ("平武厦县", "row_party"),
        ("凉山彝族自治洲", "row_party"),
        ("平安", "row_party"),
        ("企业名称", "row_party"),
        ("由县里统筹安排", "row_party"),
        ("平武县人民医院（试点）", "row_party"),
        ("国家电网有限公司、无", "row_side"),
    ],
)
def test_a_cell_that_names_nobody_is_listed_with_its_reason_and_never_guessed(cell: str, reason: str) -> None:
    assert helper(cell) == reason


def test_under_a_header_that_tells_of_no_bodies_only_names_that_bulletins_know_are_bodies() -> None:
    found = helper("国家电网有限公司", "帮扶方")
    assert isinstance(found, Entity)
    assert found.type is EntityType.ENTERPRISE
    assert helper("中国一重", "帮扶方") == "row_place"
    (line,) = read_rows(register("帮扶方,受援县\n中国一重,平武县\n")).errors
    assert "for a body, call the column provider_unit" in str(line)


def test_a_place_under_a_header_of_bodies_is_a_place_by_its_full_name_alone() -> None:
    found = helper("衢江区", "帮扶单位")
    assert isinstance(found, Entity)
    assert found.code == "330803"
    assert helper("衢江", "帮扶单位") == "row_party"
    zone = helper("成都高新区", "帮扶单位")
    assert isinstance(zone, Entity)
    assert zone.id == "place-zone-510100-gaoxin"


@pytest.mark.parametrize(
    ("cell", "province", "counties"),
    [
        ("秭归县、巴东县", "湖北省", ["秭归县", "巴东县"]),
        ("湖北秭归县,巴东县；安徽岳西县", "", ["秭归县", "巴东县", "岳西县"]),
        ("湖北（秭归县、巴东县）；安徽省：岳西县、颍上县", "", ["秭归县", "巴东县", "岳西县", "颍上县"]),
        ("湖北省 秭归县 巴东县", "", ["秭归县", "巴东县"]),
        ("秭 归 县", "湖北省", ["秭归县"]),
        ("秭归县（湖北省）、玛多县（青海）", "", ["秭归县", "玛多县"]),
        ("湖北省秭归县、玛多县", "", ["秭归县", "玛多县"]),
        ("绵阳市 德阳市", "四川省", ["绵阳市", "德阳市"]),
        ("民和回族土族自治县（民和县）", "青海省", ["民和回族土族自治县"]),
    ],
)
def test_several_in_a_cell_are_a_pairing_each_in_the_region_that_the_cell_puts_before_them(cell: str, province: str, counties: list[str]) -> None:
    records = extract_records([register(f'单位,省份,定点帮扶县\n清华大学,{province},"{cell}"\n')])
    assert sorted(taker for _, taker in pairs(records)) == sorted(counties)
    table = records.bulletins[0].text
    assert all(table[m.start : m.end] == m.quote and m.quote in cell for e in records.entities if e.code for m in e.mentions)


@pytest.mark.parametrize("cell", ["秭归县、巴东厦县", "秭归县等3个县", "秭归县、2个县", "秭归县（试点）", "各县"])
def test_a_list_of_which_a_part_is_not_known_is_left_out_as_a_whole(cell: str) -> None:
    found = read_rows(register(f'单位,省份,定点帮扶县\n清华大学,湖北省,"{cell}"\n'))
    assert not found.actions
    assert [x.reason for x in found.left_out] == ["row_place"]


def test_a_body_without_a_place_in_its_name_is_that_of_the_county_beside_it() -> None:
    records = extract_records([register(HOSPITALS)])
    assert pairs(records) == [("浙江大学医学院附属第二医院", "台江县人民医院"), ("衢州市人民医院", "平武县中医医院")]
    taker = next(e for e in records.entities if e.name == "台江县人民医院")
    assert taker.aliases == ("人民医院",)
    assert [m.means for m in records.merges if m.entity == taker.id] == [Means.COMPLETED]
    told = extract_records([read_text("台江协作简报\n杭州市向台江县人民医院捐赠资金20万元。\n", file="x.txt")])
    assert taker.id in {e.id for e in told.entities}


def test_the_province_tells_places_in_names_apart_and_local_names_of_two_provinces_stay_two() -> None:
    rows = "朝阳区人民医院,北京市,平武县\n朝阳区人民医院,吉林省,平武县\n民建小学,浙江省,平武县\n民建小学,广东省,平武县\n省人民医院,浙江省,平武县\n"
    found = read_rows(register(f"单位,支援省,受援县\n{rows}"))
    assert len({a.provider for a in found.actions}) == 5
    assert "浙江省人民医院" in {e.name for e in found.entities}


def test_two_universities_that_only_a_place_in_brackets_tells_apart_are_two() -> None:
    first, second = helper("中国地质大学（武汉）"), helper("中国地质大学（北京）")
    assert isinstance(first, Entity)
    assert isinstance(second, Entity)
    assert first.id != second.id
    assert first.type is second.type is EntityType.SCHOOL


def test_a_village_is_that_of_the_county_and_township_beside_it_and_none_without() -> None:
    head = "企业,省,市,县,乡镇,村"
    records = extract_records([register(f"{head}\n得力集团有限公司,四川省,绵阳市,平武县,龙安镇,龙王村\n")])
    village = next(e for e in records.entities if e.name == "龙王村")
    assert village.parent == "place-510727100"
    assert {"place-510700", "place-510000"} <= {e.id for e in records.regions}
    told = extract_records([read_text("平武协作简报\n得力集团有限公司向平武县龙安镇龙王村捐赠资金20万元。\n", file="x.txt")])
    assert village.id in {e.id for e in told.entities}
    alone = read_rows(register("企业,村\n得力集团有限公司,龙王村\n得力集团有限公司,平武县龙安镇龙王村\n"))
    assert [x.reason for x in alone.left_out] == ["row_place"]
    assert alone.actions[0].recipient == (village.id,)
    assert helper("南坝镇") == "row_party"
    assert "龙王村 is no known place without its county" in str(alone.errors[0])


def test_a_judgement_on_a_name_holds_in_registers_too(tmp_path: Path) -> None:
    table, text = register("企业,受援县\n得力集团,平武县\n"), read_text("平武简报\n得力集团向平武县捐赠资金20万元。\n", file="x.txt")
    who = 'who = "张三"\nwhen = 2024-05-01\nwhy = "同名"\n'
    judged = f'[[split]]\nname = "得力集团"\nfrom = "得力集团"\nbulletin = "{table.id}"\n{who}'
    (tmp_path / "j.toml").write_text(judged, encoding="utf-8")
    before, after = extract_records([table, text]), extract_judged([table, text], read_judgements(tmp_path / "j.toml"))
    assert not after.unmatched
    assert pairings(before)[0].provider != pairings(after.records)[0].provider
    assert not reread(after.records).faults


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("units")
    (folder / "central.csv").write_text(CENTRAL + "5,爱心企业,云南省,南涧彝族自治县,是\n6,无,云南省,南涧彝族自治县,是\n", encoding="utf-8")
    done = build([folder / "central.csv"], folder / "build")
    told = summary(done)
    assert "registers   1: 4 rows, 1 of them unchecked, 2 left out" in told
    assert "1 left out: a row of a register with a cell that names neither a body nor a place" in told
    assert "1 left out: a row of a register without one of the sides" in told
    assert not any(done.findings.values())
    return folder / "build"


def test_what_is_left_out_is_counted_by_reason_in_the_report(built: Path) -> None:
    book = json.loads((built / "report.json").read_text(encoding="utf-8"))["completeness"]["registers"]
    assert {key: reason["rows"] for key, reason in book["reasons"].items()} == {"row_party": 1, "row_side": 1}
    page = (built / "report.html").read_text(encoding="utf-8")
    assert "名录 6 行 = 4 行已收 + 2 行未收" in page
    assert "未收名录行及其理由" in page
    assert "未收数字及其理由" not in page
    assert "<strong>0</strong><small><span class=\"zh\" lang=\"zh-Hans\">个数字，逐一有交代" in page
    assert "爱心企业" in page


def test_an_unchecked_pairing_with_a_body_is_told_as_such_everywhere(built: Path) -> None:
    records = read_records(built)
    (row,) = [a for a in records.actions if a.rank is Rank.UNCHECKED]
    assert "unchecked 未核实" in explain(records, row.id)
    assert "unchecked 未核实" in explain(records, row.provider[0])
    assert '"rank":"unchecked"' in (built / "views" / "network.html").read_text(encoding="utf-8")
    assert ">unchecked<" not in (built / "graph.graphml").read_text(encoding="utf-8")
    found = []
    for unchecked in (False, True):
        store = open_store(built, unchecked=unchecked)
        answer = ask(store, bound_query(store, find_question("who-assists"), {"place": "民和县"}))
        found.append([term.value for row in answer.rows for term in row if term and term.value == "国家税务总局"])
    assert found == [[], ["国家税务总局"]]
