"""Which place a name is: what the bulletin, its publisher and the names around it tell, and one place for one name."""

import pytest

from kg.extract.pipeline import extract_records
from kg.model import Entity, Records
from kg.read import read_text


def records(text: str, **metadata: str) -> Records:
    return extract_records([read_text(text, metadata=metadata)])


def named(found: Records, name: str) -> list[Entity]:
    return [e for e in found.entities if e.name == name]


@pytest.mark.parametrize(("publisher", "place"), [("广州市人民政府", "place-440111"), ("贵阳市人民政府", "place-520113")])
def test_the_publisher_s_own_place_goes_before_one_in_the_province_of_the_other_side(publisher: str, place: str) -> None:
    (district,) = named(records("白云区帮扶平塘县，投入20万元。", publisher=publisher), "白云区")
    assert district.id == place


@pytest.mark.parametrize("text", ["白云区帮扶平塘县，投入20万元。", "贵州省平塘县发来感谢信：白云区帮扶平塘县，投入20万元。"])
def test_where_the_other_side_of_a_pairing_lies_does_not_settle_a_tie(text: str) -> None:
    (district,) = named(records(text), "白云区")
    assert district.candidates == ("place-440111", "place-520113")


def test_a_province_named_for_itself_settles_a_tie() -> None:
    (district,) = named(records("广东省组织结对：白云区帮扶平塘县，投入20万元。"), "白云区")
    assert district.id == "place-440111"


def test_a_short_form_of_a_prefecture_and_its_county_is_the_prefecture_as_the_county_is_called_in_full() -> None:
    (prefecture,) = named(records("甘孜县脱贫。甘孜受援5000万元。甘孜州通报。"), "甘孜藏族自治州")
    assert len(prefecture.mentions) == 2


def test_a_village_named_again_without_its_township_is_the_same() -> None:
    (village,) = named(records("平武县龙安镇龙王村收到20万元。龙王村又收到10万元。"), "龙王村")
    assert len(village.mentions) == 2


def test_villages_of_two_townships_are_two() -> None:
    assert len(named(records("平武县龙安镇龙王村与坝子乡龙王村各建大棚3座。"), "龙王村")) == 2


def test_a_zone_is_one_with_and_without_the_word_for_its_city() -> None:
    (zone,) = named(records("西安市高新区捐款1万元给平武县。西安高新区又捐款2万元。"), "西安高新区")
    assert zone.aliases == ("西安市高新区",)


def test_an_agency_of_the_province_is_that_of_the_publisher_s_province_where_the_text_names_two() -> None:
    found = records("衢江区帮扶平武县，省扶贫开发局召开会议，培训30人。", publisher="四川省人民政府")
    assert named(found, "四川省扶贫开发局")


def test_hong_kong_and_macao_are_known_by_their_short_names() -> None:
    found = records("香港捐款20万元给平武县，澳门捐款30万元给平武县。")
    assert {e.id for e in found.entities} == {"place-810000", "place-820000", "place-510727"}
