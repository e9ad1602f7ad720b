"""One body is one entity with one id in every build, two bodies are two, and each merge is on record and can be taken back."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.explain import explain
from kg.extract.pipeline import extract_records
from kg.link.decisions import decide
from kg.link.judgements import Judgement
from kg.model import Article, Entity, EntityType, Means, Records, Verdict
from kg.read import read_text
from kg.tables import read_records
from mentions import bulletin as paragraphs

SICHUAN = "四川省脱贫攻坚简报\n成都市青白江区帮扶九龙县，投入资金200万元。省扶贫开发局组织培训2期。"
MABIAN = "绍兴市越城区对口帮扶马边县，捐赠图书500册，民建小学收到200册。"
PINGSHAN = "海盐县捐赠屏山县图书300册，民建小学收到100册。"
FENGQING = "中山大学定点帮扶云南省凤庆县，选派3名医生赴云南省凤庆县人民医院坐诊。"
COUNTY_HOSPITAL = "凤庆县人民医院接收中山大学选派的帮扶医生5名。"


def records(*texts: str) -> Records:
    return extract_records([read_text(text) for text in texts])


def bodies(found: Records, ending: str) -> list[Entity]:
    return [e for e in found.entities if e.type is not EntityType.PLACE and e.name.endswith(ending)]


def merges(found: Records) -> set[tuple[str, str, Means]]:
    """Each merge: the name as written, the name of the body, and why."""
    named = {e.id: e.name for e in found.entities}
    return {(m.name, named[m.entity], m.means) for m in found.merges}


def test_a_name_without_a_place_is_not_shared_by_two_counties() -> None:
    schools = bodies(records(MABIAN, PINGSHAN), "民建小学")
    assert [len(school.mentions) for school in schools] == [1, 1]


def test_a_name_without_a_place_is_shared_by_bulletins_of_the_same_counties() -> None:
    (school,) = bodies(records(MABIAN, "越城区为马边县民建乡的学生捐款5万元，其中民建小学2万元。"), "民建小学")
    assert len({m.bulletin for m in school.mentions}) == 2


def test_two_reports_of_one_bulletin_do_not_share_a_local_name() -> None:
    whole = paragraphs(f"{MABIAN}\n{PINGSHAN}", "2018-12-01", "bulletin-x")
    middle = len(MABIAN) + 1
    reports = (Article(0, "", 0, middle), Article(1, "", middle, len(whole.text)))
    assert len(bodies(extract_records([whole]), "民建小学")) == 1
    assert len(bodies(extract_records([replace(whole, articles=reports)]), "民建小学")) == 2


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (FENGQING, COUNTY_HOSPITAL, "云南省凤庆县人民医院"),
        (FENGQING, "中山大学向凤庆人民医院捐赠设备2台，凤庆县组织培训1期。", "云南省凤庆县人民医院"),
        ("中山大学向凤庆县疾控中心捐赠设备2台。", "凤庆县疾病预防控制中心接收中山大学医生5名。", "凤庆县疾病预防控制中心"),
        ("九龙县隆之汇农业发展有限公司务工30人。", "四川省九龙县隆之汇农业发展有限公司务工20人。", "四川省九龙县隆之汇农业发展有限公司"),
        ("得力集团向平武县捐赠20万元。", "得力集团向九龙县捐赠30万元。", "得力集团"),
        ("华中农业大学附属中学接收建始县教师5名。", "华中农业大学附属中学接收来凤县教师3名。", "华中农业大学附属中学"),
    ],
)
def test_a_body_is_one_in_two_bulletins_by_its_name_and_place(first: str, second: str, name: str) -> None:
    found = records(first, second)
    (body,) = [e for e in found.entities if e.name == name]
    assert len({m.bulletin for m in body.mentions}) == 2
    assert {m.bulletin for m in found.merges if m.entity == body.id and m.means in (Means.PLACE, Means.STANDARD)}


@pytest.mark.parametrize(
    ("text", "written", "name", "means"),
    [
        (SICHUAN, "省扶贫开发局", "四川省扶贫开发局", Means.COMPLETED),
        ("中山大学援建凤庆县人民医院（以下简称县医院）。2024年，县医院收治50人。", "县医院", "凤庆县人民医院", Means.DEFINED),
        (
            "青白江区帮助组建四川省九龙县隆之汇农业发展有限公司。隆之汇公司盘活资金100万元。",
            "隆之汇公司",
            "四川省九龙县隆之汇农业发展有限公司",
            Means.SHORT,
        ),
        ("上海交通大学医学院附属瑞金医院帮扶云南省。瑞金医院派驻医生21名。", "瑞金医院", "上海交通大学医学院附属瑞金医院", Means.SHORT),
        ("国家电网捐赠巴东县20万元，国网派出3人。", "国网", "国家电网", Means.STANDARD),
    ],
)
def test_a_name_that_the_text_explains_is_the_body_and_the_merge_is_recorded(text: str, written: str, name: str, means: Means) -> None:
    found = records(text)
    assert len([e for e in found.entities if {written, name} & {e.name, *e.aliases}]) == 1
    assert (written, name, means) in merges(found)


def test_what_one_report_calls_so_another_need_not() -> None:
    first = "中山大学援建凤庆县人民医院（以下简称县医院）。"
    second = "同济大学定点帮扶云龙县，云龙县有5万人，县医院收治50人。"
    whole = paragraphs(f"{first}\n{second}", "2018-12-01", "bulletin-x")
    middle = len(first) + 1
    found = extract_records([replace(whole, articles=(Article(0, "", 0, middle), Article(1, "", middle, len(whole.text))))])
    assert ("县医院", "云龙县医院", Means.COMPLETED) in merges(found)


def test_one_place_name_of_two_cities_is_two_places_and_their_hospitals_two() -> None:
    found = records("福州市鼓楼区人民医院派出医生5名赴定西市。", "徐州市鼓楼区人民医院派出医生3名赴定西市。")
    assert len(bodies(found, "鼓楼区人民医院")) == 2
    found = records("福州市鼓楼区捐赠定西市20万元。", "徐州市鼓楼区捐赠定西市30万元。")
    assert {e.code[:4] for e in found.entities if e.name == "鼓楼区"} == {"3501", "3203"}


def test_a_village_name_of_two_townships_is_two_villages() -> None:
    found = records("青白江区为平武县古城镇龙王村捐赠20万元。青白江区为平武县高村乡龙王村捐赠30万元。")
    assert len([e for e in found.entities if e.name.endswith("龙王村")]) == 2


def test_ids_do_not_depend_on_what_else_is_built() -> None:
    texts = (SICHUAN, MABIAN, PINGSHAN, FENGQING, COUNTY_HOSPITAL)
    together = {e.id for e in records(*texts).entities}
    assert together == {e.id for text in texts for e in records(text).entities}
    assert records(*texts) == records(*texts)


def test_a_name_in_full_that_stands_once_is_no_merge() -> None:
    assert records(COUNTY_HOSPITAL).merges == ()


def build(folder: Path, *options: str) -> tuple[int, str, Records]:
    for index, text in enumerate((FENGQING, COUNTY_HOSPITAL, MABIAN)):
        (folder / f"{index}.txt").write_text(text, encoding="utf-8")
    texts = [str(folder / f"{index}.txt") for index in range(3)]
    result = CliRunner().invoke(main, ["build", *texts, "-o", str(folder / "build"), *options])
    return result.exit_code, result.output, read_records(folder / "build")


def judged(folder: Path, tables: str) -> tuple[int, str, Records]:
    signed = tables.replace("\n[[", '\nwho = "李华"\nwhen = 2024-05-01\nwhy = "电话核实"\n[[')
    (folder / "judgements.toml").write_text(f'{signed}\nwho = "李华"\nwhen = 2024-05-01\nwhy = "电话核实"\n', encoding="utf-8")
    return build(folder, "--judgements", str(folder / "judgements.toml"))


SPLIT = '[[split]]\nname = "云南省凤庆县人民医院"\nfrom = "凤庆县人民医院"'


def test_a_judgement_keeps_two_names_apart_and_the_build_says_so(tmp_path: Path) -> None:
    code, said, found = judged(tmp_path, SPLIT)
    assert (code, {e.name: len(e.mentions) for e in bodies(found, "人民医院")}) == (0, {"云南省凤庆县人民医院": 1, "凤庆县人民医院": 1})
    assert "1 kept apart by judgement" in said
    assert "≠ 云南省凤庆县人民医院, " in explain(found, "云南省凤庆县人民医院")
    assert "split 拆分: 凤庆县人民医院 → 云南省凤庆县人民医院: 电话核实 (李华, 2024-05-01)" in explain(found, "云南省凤庆县人民医院")
    parties = {i for a in found.actions for i in (*a.provider, *a.recipient, *a.through)}
    assert parties <= {e.id for e in found.entities}


def test_without_the_file_all_is_as_before(tmp_path: Path) -> None:
    _, _, before = build(tmp_path)
    judged(tmp_path, SPLIT)
    assert build(tmp_path)[2] == before


def test_a_judgement_for_one_bulletin_parts_a_name_from_itself(tmp_path: Path) -> None:
    _, _, before = build(tmp_path)
    (hospital,) = bodies(before, "人民医院")
    bulletin = hospital.mentions[0].bulletin
    name = hospital.mentions[0].quote
    _, _, after = judged(tmp_path, f'[[split]]\nname = "{name}"\nfrom = "{hospital.name}"\nbulletin = "{bulletin}"')
    assert [{m.bulletin for m in e.mentions} == {bulletin} for e in bodies(after, "人民医院")].count(True) == 1
    assert len(bodies(after, "人民医院")) == 2


def test_of_merges_of_one_name_into_two_bodies_none_holds() -> None:
    schools = {name: Entity(f"school-{index}", EntityType.SCHOOL, name) for index, name in enumerate(("民建小学", "龙安小学", "南坝小学"))}

    def merge(into: str, number: int) -> Judgement:
        where = f"own.toml, [[merge]] no. {number}"
        return Judgement(Verdict.MERGE, "民建小学", into, "李华", "2024-05-01", "电话核实", type=EntityType.SCHOOL, where=where)

    read = {"bulletin-1": list(schools.values())}
    decided = decide([merge("龙安小学", 1), merge("南坝小学", 2)], read)
    assert decided.changes == {}
    assert [str(error).partition(":")[0] for error in decided.unmatched.values()] == [
        "own.toml, [[merge]] no. 1 contradicts own.toml, [[merge]] no. 2",
        "own.toml, [[merge]] no. 2 contradicts own.toml, [[merge]] no. 1",
    ]
    assert decide([merge("龙安小学", 1), merge("龙安小学", 2)], read).unmatched == {}


def test_a_judgement_joins_two_bodies(tmp_path: Path) -> None:
    code, said, found = judged(tmp_path, '[[merge]]\nname = "民建小学"\ninto = "凤庆县人民医院"\ntype = "hospital"')
    assert (code, "no hospital is called 民建小学" in said) == (2, True)
    code, said, found = judged(tmp_path, '[[merge]]\nname = "民建小学"\ninto = "中山大学"\ntype = "school"')
    assert code == 0
    assert "1 joined by judgement" in said
    assert ("民建小学", "中山大学", Means.SAME) in merges(found)
    assert bodies(found, "民建小学") == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[[split]]\nname = "凤庆县中医院"\nfrom = "凤庆县人民医院"', "no body is called both 凤庆县中医院 and 凤庆县人民医院: correct"),
        ('[[split]]\nname = "民建小学"\nfrom = "凤庆县人民医院"', "no. 1 matches nothing"),
        ('[[merge]]\nname = "民建小学"\ninto = "鲁迅小学"\ntype = "school"', "no school is called 鲁迅小学"),
        ('[[merge]]\nname = "凤庆县人民医院"\ninto = "云南省凤庆县人民医院"\ntype = "hospital"', "are one by themselves"),
    ],
)
def test_a_judgement_that_matches_nothing_is_told_and_the_rest_is_built(table: str, said: str, tmp_path: Path) -> None:
    code, told, found = judged(tmp_path, table)
    assert code == 2
    assert said in told
    assert found.actions


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[split]", "is no TOML"),
        ('[[apart]]\nname = "a"', "has a table apart"),
        ('[split]\nname = "a"', r"has \[split\]: write \[\[split\]\]"),
        ('[[split]]\nname = "a"\nfrom = "b"', "no. 1 has no who"),
        ('[[split]]\nname = "a"\nfrom = "a"\nwho = "x"\nwhen = 2024-05-01\nwhy = "y"', "splits a from itself"),
        ('[[merge]]\nname = "a"\ninto = "b"\ntype = "place"\nwho = "x"\nwhen = "2024-05-01"\nwhy = "y"', "has the type place: give one of"),
        ('[[merge]]\nname = "a"\ninto = 5\ntype = "school"\nwho = "x"\nwhen = "2024-05-01"\nwhy = "y"', "has a into that is no text"),
        ('[[merge]]\nname = "a"\ninto = "b"\ntype = "school"\nwho = "x"\nwhen = "2024-05-01"\nwhy = "y"\nby = "z"', "has by, which means nothing"),
    ],
)
def test_a_broken_file_of_judgements_is_refused_with_what_is_wrong(text: str, said: str, tmp_path: Path) -> None:
    from kg.errors import InputError
    from kg.link.judgements import read_judgements

    (tmp_path / "judgements.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_judgements(tmp_path / "judgements.toml")
    with pytest.raises(InputError, match="cannot be read"):
        read_judgements(tmp_path / "none.toml")
