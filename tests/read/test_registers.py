"""A register is read as it stands: rows where they are in the file, columns by their headers, and what is wrong named with its place."""

import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extract.rows import Read, read_rows
from kg.model import Bulletin, Rank
from kg.read.documents import read_documents
from kg.read.origins import find_in_file
from kg.read.registers import rows_of
from printing import workbook

ROOT = Path(__file__).parents[2]
HEAD = "帮扶方,帮扶方省份,受援方,受援方省份,帮扶机制,开始年份,结束年份,来源,已核实"
ROW = "衢江区,浙江省,平武县,四川省,东西部扶贫协作,2018,2021,https://example.org,是"


def read(folder: Path, *lines: str, sidecar: str = "", name: str = "pairs.csv") -> tuple[Bulletin, list[str]]:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if sidecar:
        path.with_suffix(".toml").write_text(sidecar, encoding="utf-8")
    return _read(path)


def _read(path: Path) -> tuple[Bulletin, list[str]]:
    errors: list[InputError] = []
    found = [bulletin for bulletin, _ in read_documents(path, errors)]
    if not found:
        raise errors[0]
    return found[0], list(map(str, errors))


def pairs(read: Read) -> list[tuple[str, str, str]]:
    named = {e.id: e.name for e in read.entities}
    return [(named[a.provider[0]], named[a.recipient[0]], a.period) for a in read.actions]


def test_every_official_pairing_is_in_the_graph_with_its_places_linked_and_no_tie() -> None:
    registers = [_read(path)[0] for path in sorted((ROOT / "data" / "registers").glob("*.csv"))]
    found = list(map(read_rows, registers))
    assert [len(r.actions) for r in found] == [73, 32, 28, 38, 169, 23]
    assert not [line for r in found for line in r.errors]
    entities = [e for r in found for e in r.entities]
    assert not [e.name for e in entities if e.candidates]
    uncoded = {e.id for e in entities if not e.code}
    assert all(re.match("place-(zone|division)-", i) for i in uncoded)
    assert sum(a.rank is Rank.UNCHECKED for r in found for a in r.actions) == 55


def test_a_row_is_quoted_where_it_stands(tmp_path: Path) -> None:
    register, errors = read(tmp_path, HEAD, ROW, "", ROW.replace("平武县", "北川羌族自治县"))
    found = read_rows(register)
    assert not errors
    for action in found.actions:
        (quote,) = action.evidence
        assert register.text[quote.start : quote.end] == quote.quote
    assert [a.evidence[0].section for a in found.actions] == ["第2行", "第4行"]
    assert str(find_in_file(register, found.actions[1].evidence[0])[0]).startswith("pairs.csv row 4, characters 0-")
    assert [a.period_evidence.quote for a in found.actions if a.period_evidence] == ["2018\t2021"] * 2


def test_headers_may_be_chinese_english_or_told_beside_the_file(tmp_path: Path) -> None:
    english = "provider,provider_province,recipient,recipient_province,programme,from_year,to_year,source_url,checked"
    own = "甲,甲省,乙,乙省,帮扶机制,起,止,来源,已核实"
    told = '[columns]\nprovider = "甲"\nprovider_province = "甲省"\nrecipient = "乙"\nrecipient_province = "乙省"\nfrom_year = "起"\nto_year = "止"\n'
    for head, sidecar in ((HEAD, ""), (english, ""), (own, told)):
        register, errors = read(tmp_path, head, ROW, sidecar=sidecar)
        assert not errors
        assert pairs(read_rows(register)) == [("衢江区", "平武县", "2018-2021")]


def test_a_workbook_with_a_title_and_merged_cells_gives_the_same(tmp_path: Path) -> None:
    rows = [["结对名录"], HEAD.split(","), [*ROW.split(",")[:5], 2018, 2021, "", "是"], ["", "", "北川羌族自治县", "四川省", "", 2018, "", "", "否"]]
    (tmp_path / "x.xlsx").write_bytes(workbook(("名录", rows), merged=("A3:A4", "B3:B4")))
    register, errors = _read(tmp_path / "x.xlsx")
    found = read_rows(register)
    assert not errors
    assert register.title == "结对名录"
    assert pairs(found) == [("衢江区", "平武县", "2018-2021"), ("衢江区", "北川羌族自治县", "2018-")]
    assert [a.rank for a in found.actions] == [None, Rank.UNCHECKED]
    assert [row.number for row in rows_of(register)] == [3, 4]


@pytest.mark.parametrize(
    ("row", "reason", "said"),
    [
        (ROW.replace("平武县", "平武厦县"), "row_place", r"row 3, column recipient: 四川省 has no place called 平武厦县: did you mean .*平武县"),
        (ROW.replace("2018", "20l8"), "row_year", "row 3, column from_year: 20l8 is no year: write four digits, such as 2018"),
        (ROW.replace("2021", "2011"), "row_year", "row 3, column to_year: 2011 is before 2018"),
        (ROW.replace("平武县", ""), "row_side", "row 3, column recipient: is empty: say who it is"),
        (ROW.replace("平武县,四川省", "衢江区,浙江省"), "row_side", "衢江区 is on both sides"),
        (ROW + ",x", "row_cells", "there are 1 more than the header has"),
        (ROW.replace("是", "也许"), "row_cells", "也许 says neither yes nor no"),
    ],
)
def test_a_bad_row_is_listed_with_its_place_and_loses_no_other(tmp_path: Path, row: str, reason: str, said: str) -> None:
    register, _ = read(tmp_path, HEAD, ROW, row, ROW.replace("平武县", "北川羌族自治县"))
    found = read_rows(register)
    assert [taker for _, taker, _ in pairs(found)] == ["平武县", "北川羌族自治县"]
    assert [x.reason for x in found.left_out] == [reason]
    assert found.left_out[0].evidence.quote == row.replace(",", "\t")
    (line,) = found.errors
    assert str(line).startswith("pairs.csv, row 3, column ")
    assert re.search(said, str(line))


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2015-05-01", "", "2015-"),
        ("2015-05-01 00:00:00", "2020/12/31", "2015-2020"),
        ("2012年起", "", "2012-"),
        ("2018年3月", "至今", "2018-"),
        ("2018年3月至今", "", "2018-"),
        ("20180301", "2021年底", "2018-2021"),
        ("二〇一二年", "", "2012-"),
        ("2018—2020年", "", "2018-2020"),
        ("", "2021年12月", "-2021"),
    ],
)
def test_a_year_is_read_however_its_cell_writes_it(tmp_path: Path, first: str, last: str, period: str) -> None:
    register, _ = read(tmp_path, HEAD, ROW.replace("2018", first).replace("2021", last) if last else ROW.replace("2018,2021", f"{first},"))
    found = read_rows(register)
    assert not found.errors
    assert [a.period for a in found.actions] == [period]
    quote = found.actions[0].period_evidence
    assert quote is not None
    assert (first or last) in quote.quote


@pytest.mark.parametrize("said", ["18", "不详", "2018年左右", "2018-13", "第2018号"])
def test_what_is_no_plain_year_loses_its_row_and_is_not_guessed(tmp_path: Path, said: str) -> None:
    register, _ = read(tmp_path, HEAD, ROW.replace("2018", said))
    assert [x.reason for x in read_rows(register).left_out] == ["row_year"]


def test_a_table_without_the_sides_of_a_pairing_says_which_columns_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pairs.csv has no column for the recipient among 帮扶方、对象: .*pairs.toml: \[columns\], recipient"):
        read(tmp_path, "帮扶方,对象", "衢江区,平武县")


def test_an_unknown_column_is_told_and_loses_no_row(tmp_path: Path) -> None:
    register, errors = read(tmp_path, "帮扶方,受援方,联系人", "衢江区,平武县,张三")
    assert pairs(read_rows(register)) == [("衢江区", "平武县", "")]
    assert len(errors) == 1
    assert "has a column 联系人, which was passed over" in errors[0]
    _, errors = read(tmp_path, "帮扶方,受援方,联系人", "衢江区,平武县,张三", sidecar='[columns]\nignore = ["联系人"]\n')
    assert not errors


def test_the_year_of_a_row_decides_what_a_place_was(tmp_path: Path) -> None:
    for year, code, name in (("1998", "330821", "衢县"), ("2018", "330803", "衢江区")):
        register, _ = read(tmp_path, HEAD, ROW.replace("2018", year))
        (place,) = [e for e in read_rows(register).entities if "衢江区" in (e.name, *e.aliases)]
        assert (place.code, place.name) == (code, name)


def test_a_name_is_that_of_the_registers_own_time(tmp_path: Path) -> None:
    head, row = "帮扶方,受援方,受援方省份,开始年份", "上海市,日喀则市,西藏自治区,1995"
    for sidecar, code, name in (("", "542300", "日喀则地区"), ("date = 2000-01-01\n", "542301", "日喀则市")):
        register, _ = read(tmp_path, head, row, sidecar=sidecar)
        (action,) = (found := read_rows(register)).actions
        place = next(e for e in found.entities if e.id == action.recipient[0])
        assert (place.code, place.name) == (code, name)


def test_a_code_goes_before_the_name_and_must_be_that_of_the_place(tmp_path: Path) -> None:
    head = "帮扶方,帮扶方代码,受援方,受援方省份"
    register, _ = read(tmp_path, head, "白云区,440111,平武县,四川省", "白云区,440112,平武县,四川省")
    found = read_rows(register)
    assert [a.provider for a in found.actions] == [("place-440111",)]
    assert "the code 440112 is that of 黄埔区, not of 白云区" in str(found.errors[0])


def test_a_name_that_its_row_does_not_settle_is_a_tie_not_a_guess(tmp_path: Path) -> None:
    register, _ = read(tmp_path, "帮扶方,受援方", "白云区,平武县")
    tied = next(e for e in read_rows(register).entities if e.name == "白云区")
    assert not tied.code
    assert {"place-440111", "place-520113"} <= set(tied.candidates)


def test_several_in_a_cell_are_a_pairing_each(tmp_path: Path) -> None:
    register, _ = read(tmp_path, HEAD, ROW.replace("平武县", "平武县、北川羌族自治县"))
    found = read_rows(register)
    assert [taker for _, taker, _ in pairs(found)] == ["平武县", "北川羌族自治县"]
    assert len({a.id for a in found.actions}) == 2


def _read_all(path: Path) -> tuple[list[Bulletin], list[str]]:
    errors: list[InputError] = []
    return [bulletin for bulletin, _ in read_documents(path, errors)], list(map(str, errors))


def test_every_sheet_with_a_known_header_is_a_register_whose_rows_say_in_which_sheet_they_stand(tmp_path: Path) -> None:
    places = [["帮扶方", "受援方"], ["衢江区", "平武县"]]
    bodies = [["中央单位定点帮扶名录"], ["单位", "定点帮扶县"], ["清华大学", "南涧彝族自治县"], ["", "平武县"]]
    notes = [["填表说明"], ["一式两份"]]
    (tmp_path / "x.xlsx").write_bytes(workbook(("县区", places), ("说明", notes), ("中央单位", bodies), ("空", []), ("旧", places), hidden="旧"))
    (tmp_path / "x.toml").write_text('id = "pairs-2021"\ntitle = "结对名录"\n', encoding="utf-8")
    registers, errors = _read_all(tmp_path / "x.xlsx")
    assert [(r.id, r.title) for r in registers] == [("pairs-2021", "结对名录"), ("pairs-2021-2", "中央单位定点帮扶名录")]
    assert len(errors) == 2
    assert "x.xlsx, sheet 旧 is hidden, and was not read" in errors[1]
    assert errors[0].endswith('x.toml: [columns], provider = "…"')
    assert "x.xlsx, sheet 说明 has no column for the provider and the recipient among" in errors[0]
    found = list(map(read_rows, registers))
    assert [a.evidence[0].section for r in found for a in r.actions] == ["县区 第2行", "中央单位 第3行"]
    where = [str(find_in_file(r, f.actions[0].evidence[0])[0]) for r, f in zip(registers, found, strict=True)]
    assert where[0].startswith("x.xlsx sheet 县区, row 2, characters 0-")
    assert where[1].startswith("x.xlsx sheet 中央单位, row 3, characters 0-")
    assert str(found[1].errors[0]).startswith("x.xlsx, sheet 中央单位, row 4, column provider_unit: is empty: say who it is; if a merged cell")


def test_a_body_merged_over_several_rows_counts_for_all_of_them(tmp_path: Path) -> None:
    rows = [["单位", "省份", "定点帮扶县"], ["国家电网有限公司", "湖北省", "秭归县"], ["", "", "巴东县"], ["", "青海省", "玛多县"]]
    (tmp_path / "x.xlsx").write_bytes(workbook(("名录", rows), merged=("A2:A4", "B2:B3")))
    register, errors = _read(tmp_path / "x.xlsx")
    assert not errors
    assert pairs(read_rows(register)) == [("国家电网有限公司", county, "") for county in ("秭归县", "巴东县", "玛多县")]


def test_a_header_of_two_rows_is_read_as_one(tmp_path: Path) -> None:
    head = [["东西部协作结对关系表"], ["序号", "东部", "", "西部", "", ""], ["", "省份", "县（市、区）", "省份", "市州", "县"]]
    (tmp_path / "x.xlsx").write_bytes(workbook(("名录", [*head, [1, "浙江省", "衢江区", "四川省", "绵阳市", "平武县"]]), merged=("A2:A3", "B2:C2")))
    register, errors = _read(tmp_path / "x.xlsx")
    assert not errors
    assert register.columns == "- provider_province provider recipient_province recipient_city recipient"
    assert pairs(read_rows(register)) == [("衢江区", "平武县", "")]


@pytest.mark.parametrize(
    ("head", "held"),
    [
        ("单位,定点帮扶县", "provider_unit recipient"),
        ("序号,省份,县,帮扶单位", "- recipient_province recipient provider_unit"),
        ("单位,帮扶县", "provider_unit recipient"),
        ("帮扶县,受援县", "provider recipient"),
        ("学校,县", "provider_unit recipient"),
        ("学校,受援学校", "provider_unit recipient_unit"),
        ("支援医院,医院", "provider_unit recipient_unit"),
        ("支援医院,受援省,受援县,受援医院", "provider_unit recipient_province recipient recipient_unit"),
        ("东部县,东部村,西部县,西部乡镇,西部村", "provider provider_village recipient recipient_town recipient_village"),
        ("企业名称,市,县,村", "provider_unit recipient_city recipient recipient_village"),
        ("省份,县,受援省,受援县", "provider_province provider recipient_province recipient"),
        ("帮扶市,受援市", "provider_city recipient_city"),
    ],
)
def test_a_header_belongs_to_the_side_that_makes_a_pairing_of_the_table(tmp_path: Path, head: str, held: str) -> None:
    register, errors = read(tmp_path, head, ",".join("无" for _ in head.split(",")))
    assert not errors
    assert register.columns == held


def test_two_columns_that_say_the_same_are_refused_however_many_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pairs.csv, row 1 has two columns for the recipient: .*县、县"):
        read(tmp_path, "单位," + ",".join(["县"] * 40), "清华大学," + ",".join(["平武县"] * 40))


def test_a_header_that_comes_again_on_the_next_page_is_no_pairing(tmp_path: Path) -> None:
    register, _ = read(tmp_path, "企业名称,受援县", "得力集团,平武县", "企业名称,受援县")
    found = read_rows(register)
    assert len(found.actions) == 1
    assert [x.reason for x in found.left_out] == ["row_party"]


@pytest.mark.parametrize(
    ("head", "row", "pair"),
    [
        ("帮扶省市,受帮扶省区市", "北京,内蒙古", ("北京市", "内蒙古自治区")),
        ("帮扶省市,帮扶县,受援县", "浙江省,衢江区,平武县", ("衢江区", "平武县")),
        ("帮扶省市,受援省区市,受援县", "浙江省,四川省,平武县", ("浙江省", "平武县")),
        ("帮扶单位,被帮扶单位", "衢江区人民医院,平武县人民医院", ("衢江区人民医院", "平武县人民医院")),
        ("中央单位,定点帮扶县", "中共中央组织部,台江县", ("中央组织部", "台江县")),
        ("中央单位,定点帮扶县", "证监会,平武县", ("证监会", "平武县")),
        ("幫扶方,受援方,受援方省份", "義烏市,汶川縣,四川省", ("义乌市", "汶川县")),
    ],
)
def test_headers_and_bodies_go_by_the_names_that_tables_give_them(tmp_path: Path, head: str, row: str, pair: tuple[str, str]) -> None:
    register, errors = read(tmp_path, head, row)
    found = read_rows(register)
    assert not errors
    assert not found.errors
    assert [p[:2] for p in pairs(found)] == [pair]


def test_a_short_name_of_a_national_body_is_that_body(tmp_path: Path) -> None:
    register, _ = read(tmp_path, "中央单位,定点帮扶县", *(f"{name},平武县" for name in ("证监会", "中国证监会", "中国证券监督管理委员会")))
    assert len({a.provider for a in read_rows(register).actions}) == 1


def test_a_place_helps_itself_where_the_column_of_its_body_is_blank(tmp_path: Path) -> None:
    register, _ = read(tmp_path, "帮扶方省份,帮扶方,单位,受援县", "浙江省,衢江区,,平武县", "浙江省,,,平武县", "浙江省,衢江区,衢江区人民医院,平武县")
    found = read_rows(register)
    assert [p[:2] for p in pairs(found)] == [("衢江区", "平武县"), ("衢江区人民医院", "平武县")]
    assert [x.reason for x in found.left_out] == ["row_side"]
