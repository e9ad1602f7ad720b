"""Zones and divisions of the corps: the places of the table that they are, by whichever of their names."""

import pytest

from kg.link.entities import entities
from kg.model import Entity, EntityType
from mentions import read


def named(text: str) -> dict[str, Entity]:
    return {e.name: e for e in entities(read(text, "2021-06-01"))}


@pytest.mark.parametrize(
    ("text", "name", "place", "parent"),
    [
        ("苏州工业园区对口帮扶松桃苗族自治县。", "苏州工业园区", "place-zone-320500-yuanqu", "place-320500"),
        ("深圳市大鹏新区帮扶河源市紫金县", "大鹏新区", "place-zone-440300-dapeng", "place-440300"),
        ("大鹏新区帮扶河源市紫金县", "大鹏新区", "place-zone-440300-dapeng", "place-440300"),
        ("青岛西海岸新区帮扶陇南市礼县", "西海岸新区", "place-zone-370200-xihaian", "place-370200"),
        ("成都高新区结对德格县", "成都高新区", "place-zone-510100-gaoxin", "place-510100"),
        ("兰州新区接收劳动力300人", "兰州新区", "place-zone-620100-xinqu", "place-620100"),
    ],
)
def test_a_zone_of_the_table_has_its_id(text: str, name: str, place: str, parent: str) -> None:
    assert (named(text)[name].id, named(text)[name].parent) == (place, parent)


def test_an_economic_zone_is_a_park() -> None:
    assert named("企业落户都匀经济开发区")["都匀经济开发区"].type is EntityType.PARK


def test_the_zone_of_a_city_is_not_looked_for_in_another_one() -> None:
    assert "place-zone-320100-jiangbei" not in {e.id for e in named("宜宾市江北新区帮扶屏山县").values()}


def test_a_city_is_one_with_its_division() -> None:
    text = "山西专家赴六师开展医疗帮扶。应第六师五家渠市卫生健康委之邀，山西对口支援六师五家渠市。"
    city = named(text)["五家渠市"]
    assert (city.id, city.aliases) == ("place-659004", ("六师", "六师五家渠市"))
    assert named("抵达新疆生产建设兵团第三师图木舒克市")["图木舒克市"].aliases == ("新疆生产建设兵团第三师图木舒克市",)


def test_a_division_without_a_city_is_an_agency_with_the_id_of_the_table() -> None:
    division = named("湖北省投入博州和兵团第五师。博州7.3亿元，第五师3.9亿元。")["兵团第五师"]
    assert (division.id, division.type, division.aliases) == ("place-division-05", EntityType.AGENCY, ("第五师",))
    assert named("援建农五师")["农五师"].id == division.id


@pytest.mark.parametrize(
    "text", ["湖南第一师范学院—山南市第一小学结对", "第六师医院接收进修医师8名", "荆州市支援第五师八十三团4600万元", "培训教师300人"]
)
def test_what_only_begins_like_a_division_is_none(text: str) -> None:
    assert not {e.id for e in named(text).values()} & {f"place-division-{n:02}" for n in range(1, 15)}
