"""Places: found in prose, cut where they begin and end, and made one place of the gazetteer each."""

import time
from pathlib import Path

import pytest

from kg.extract.pipeline import pipeline
from kg.extract.reading import Reading
from kg.link.entities import entities
from kg.model import Entity, EntityType, Level
from kg.read import read_bulletin
from mentions import read

ROOT = Path(__file__).parents[2]


def places(text: str, date: str = "2019-01-15", **about: str) -> dict[str, Entity]:
    return {e.name: e for e in entities(read(text, date, **about)) if e.type is EntityType.PLACE}


def test_a_chain_names_each_of_its_places() -> None:
    text = "四川省绵阳市平武县出台优惠政策。"
    named = places(text)
    assert [text[q.start : q.end] for name in ("四川省", "绵阳市", "平武县") for q in named[name].mentions] == ["四川省", "绵阳市", "平武县"]
    assert named["平武县"].parent == named["绵阳市"].id


def test_a_short_form_is_the_place_whose_full_form_stands_in_the_bulletin() -> None:
    named = places("衢州市衢江区帮扶绵阳市平武县。衢江选派41名专业技术骨干赴平武开展对口帮扶。")
    assert named["平武县"].aliases == ("平武",)
    assert named["衢江区"].aliases == ("衢江",)


@pytest.mark.parametrize(
    "text", ["整合资源，加强合作，打通通道。", "新建生产便道2.945公里。", "同济大学四平路校区召开会议。", "随寄一饼普洱茶。", "巩固提升平台作用。"]
)
def test_everyday_words_are_no_places(text: str) -> None:
    assert places(text) == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("黔南州平塘县", "黔南布依族苗族自治州"),
        ("重庆市石柱县", "石柱土家族自治县"),
        ("印江选派干部到印江土家族苗族自治县", "印江土家族苗族自治县"),
        ("察右前旗", "察哈尔右翼前旗"),
    ],
)
def test_autonomous_places_are_known_by_their_usual_names(text: str, name: str) -> None:
    assert name in places(text)


def test_the_parents_name_right_before_proves_a_short_form() -> None:
    assert "巩留县" in places("张家港市对口支援新疆巩留")
    assert "巩留县" not in places("巩留新建学校")


def test_a_list_says_of_what_kind_its_short_forms_are() -> None:
    assert set(places("足迹遍布错那、措美、浪卡子3县")) == {"错那县", "措美县", "浪卡子县"}
    assert {"红星镇", "降扎乡", "麦溪乡"} <= set(places("若尔盖县：学校覆盖红星、降扎、麦溪等8个乡（镇）"))


def test_a_name_does_not_swallow_its_neighbour() -> None:
    assert set(places("简阳市飞龙乡和安乐乡的对口帮扶工作")) == {"简阳市", "飞龙乡", "安乐乡"}
    assert set(places("有力提升平武县教育水平")) == {"平武县"}


def test_a_township_is_that_of_the_county_named_in_the_bulletin() -> None:
    assert places("简阳市飞龙乡")["飞龙乡"].parent == places("简阳市飞龙乡")["简阳市"].id


def test_a_village_is_made_under_the_place_named_before_it() -> None:
    named = places("普格县螺髻山镇德育村签订结对帮扶协议")
    village = named["德育村"]
    assert (village.level, village.parent, village.code) == (Level.VILLAGE, named["螺髻山镇"].id, "")


def test_villages_of_one_name_in_two_townships_are_two() -> None:
    found = entities(read("普格县螺髻山镇龙王村与荞窝镇龙王村结对"))
    assert len({e.id for e in found if e.name == "龙王村"}) == 2


@pytest.mark.parametrize("text", ["聚焦7个贫困村、635户", "15个乡镇与24个深度贫困村结对", "乡村振兴示范村建设", "与村民小组长座谈", "建设特色小镇"])
def test_kinds_of_villages_and_towns_are_not_named_ones(text: str) -> None:
    assert places(text) == {}


def test_a_county_is_called_what_it_was_called_in_its_year() -> None:
    assert places("在兴仁县人民医院启动。赴兴仁县", "2017-11-01")["兴仁县"].code == "522322"
    assert places("沙县小吃进上海，赴沙县考察", "2022-11-28").keys() >= {"沙县区"}


def test_the_article_decides_between_places_of_one_name() -> None:
    assert places("济南市市中区结对临夏市。市中区17个街道")["市中区"].code == "370103"
    assert places("成都市双流区、武侯区与乐山市市中区结对")["市中区"].code == "511102"


def test_a_tie_stays_a_tie() -> None:
    tie = places("鼓楼区选派干部3名")["鼓楼区"]
    assert (tie.code, tie.level) == ("", Level.COUNTY)


def test_the_publisher_settles_what_the_text_leaves_open() -> None:
    assert places("鼓楼区选派干部3名", publisher="南京市人民政府")["鼓楼区"].code == "320106"


def test_a_citys_high_tech_zone_acts_as_a_place_of_its_own() -> None:
    named = places("济南高新区结对临夏县。该县37名人员在高新区企业跟岗")
    assert named["济南高新区"].aliases == ("高新区",)


def test_two_provinces_in_two_characters_count_with_a_joint_fund_but_not_in_a_brand() -> None:
    text = "南京市高淳区援助商洛市柞水县，苏陕{}"
    assert {"江苏省", "陕西省"} <= set(places(text.format("协作资金5350万元")))
    assert not {"江苏省", "陕西省"} & set(places(text.format("模式")))


def test_a_zone_of_the_table_is_the_same_place_by_all_its_names() -> None:
    named = places("成都高新区帮扶德格县，高新区投入资金100万元。") | places("成都高新技术产业开发区帮扶德格县。")
    assert {named[name].id for name in ("成都高新区", "成都高新技术产业开发区")} == {"place-zone-510100-gaoxin"}
    assert named["成都高新区"].parent == "place-510100"


def test_a_common_noun_that_was_once_a_countys_name_is_no_place() -> None:
    assert set(places("唐山市建设新区，市区面貌改善。")) == {"唐山市"}


def test_places_are_found_and_linked_as_fast_as_a_country_s_bulletins_need() -> None:
    bulletins = [read_bulletin(path) for path in sorted((ROOT / "data").glob("*/*/text.txt"))]
    find_places = pipeline().get_pipe("kg_places")
    seconds = []
    for _ in range(3):
        docs = [pipeline().make_doc(found.text) for found in bulletins]
        for doc, found in zip(docs, bulletins, strict=True):
            doc._.reading = Reading(found)
        began = time.process_time()
        for doc in docs:
            find_places(doc)
        seconds.append(time.process_time() - began)
    # A million characters a second on a machine that does nothing else (benchmarks/places.py), a third of that beside other work.
    assert sum(len(found.text) for found in bulletins) / min(seconds) > 1_000_000 / 3
