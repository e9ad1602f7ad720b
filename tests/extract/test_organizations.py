"""Bodies: cut by the structure of their names, typed by how these end, completed from their context."""

import pytest

from kg.link.entities import entities, home
from kg.model import EntityType
from mentions import read


def bodies(text: str, **about: str) -> dict[str, str]:
    kinds = {EntityType.PLACE, EntityType.DOCUMENT, EntityType.PROJECT}
    return {e.name: e.type.value for e in entities(read(text, **about)) if e.type not in kinds}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("宁波市第一医院结对帮扶晴隆县人民医院", "宁波市第一医院", "hospital"),
        ("65名干部在衢州职业技术学院完成培训", "衢州职业技术学院", "school"),
        ("浙江通恒公司与平武县签订项目", "浙江通恒公司", "enterprise"),
        ("帮助组建四川省九龙县隆之汇农业发展有限公司", "四川省九龙县隆之汇农业发展有限公司", "enterprise"),
        ("与小金县两河口旅游专业合作社签约", "小金县两河口旅游专业合作社", "cooperative"),
        ("小金县科学技术和农业畜牧水务局与企业签约", "小金县科学技术和农业畜牧水务局", "agency"),
        ("宁海县慈善总会捐赠", "宁海县慈善总会", "organization"),
        ("在安徽省农业科学院的技术指导下", "安徽省农业科学院", "institute"),
        ("落户都匀经济开发区", "都匀经济开发区", "park"),
        ("（东莞市对口帮扶韶关市指挥部）", "东莞市对口帮扶韶关市指挥部", "agency"),
        ("复旦大学附属上海市第五人民医院派驻医生21名", "复旦大学附属上海市第五人民医院", "hospital"),
        ("景旺电子科技（龙川）有限公司增资", "景旺电子科技（龙川）有限公司", "enterprise"),
        ("国网赤峰供电公司派来第一书记", "国网赤峰供电公司", "enterprise"),
        ("民盟张家港市委会张高支部捐赠图书", "民盟张家港市委会张高支部", "organization"),
    ],
)
def test_a_body_is_named_by_the_structure_of_its_name(text: str, name: str, kind: str) -> None:
    assert bodies(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "平武贫困县医院",
        "组织24家企业提供岗位",
        "到当地医院义诊",
        "印江乡镇卫生院结对",
        "与6所中小学结对",
        "引进9家公司",
        "建设厂房3500平方米",
        "4所附属医院进修",
        "为小学生送去图书",
        "安置在社区工厂",
    ],
)
def test_descriptions_are_not_names(text: str) -> None:
    assert bodies(text) == {}


def test_firms_in_a_list_need_no_ending() -> None:
    assert bodies("联合宁波安邦、得力集团、奇精等企业购置校服").keys() == {"宁波安邦", "得力集团", "奇精"}
    assert bodies("医疗器械、食品加工等企业") == {}


def test_each_couple_of_a_list_is_two_bodies() -> None:
    assert bodies("宁波市第二医院—安龙县人民医院").keys() == {"宁波市第二医院", "安龙县人民医院"}


def test_a_level_word_stands_for_the_place_of_the_article() -> None:
    assert "四川省扶贫开发局" in bodies("来源：省扶贫开发局\n四川省脱贫攻坚领导小组办公室\n成都市青白江区帮扶九龙县")
    assert "四川省农业科学院" in bodies("成都市青白江区帮扶甘孜州九龙县，组织省农科院专家10余人次")
    assert "海盐县人民医院" in bodies("海盐县投入资金。县人民医院已派出3批9名医生驻点屏山县人民医院")


def test_the_form_in_the_text_stays_as_an_alias() -> None:
    found = {e.name: e.aliases for e in entities(read("卢氏县投入资金，县中医院开展帮扶"))}
    assert found["卢氏县中医院"] == ("县中医院",)


def test_an_abbreviation_defined_in_the_text_is_the_same_body() -> None:
    text = "国家电网有限公司（以下简称“国家电网”）定点帮扶。2024年，国家电网组织6家公司"
    found = entities(read(text))
    assert [(e.name, e.aliases, len(e.mentions)) for e in found] == [("国家电网有限公司", ("国家电网",), 3)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("帮助组建四川省九龙县隆之汇农业发展有限公司。隆之汇公司盘活资金", {"四川省九龙县隆之汇农业发展有限公司"}),
        ("吴江区盛泽医院结对。盛泽医院派医师1名", {"吴江区盛泽医院"}),
        ("浙江晋亿实业股份有限公司等11家企业捐赠，其中晋亿实业捐资20万元", {"浙江晋亿实业股份有限公司"}),
        ("中粮贸易有限公司推行试点，中粮集团有限公司投入资金", {"中粮贸易有限公司", "中粮集团有限公司"}),
    ],
)
def test_a_shorter_form_joins_the_body_that_it_evidently_names(text: str, names: set[str]) -> None:
    assert bodies(text).keys() == names


def test_a_county_government_is_known_by_its_full_name() -> None:
    assert bodies("无偿捐赠给秭归县政府") == {"秭归县人民政府": "agency"}


def test_a_place_in_a_bodys_name_takes_no_part_but_tells_where_it_is() -> None:
    reading = read("专家赴凤庆县人民医院坐诊")
    (hospital,) = entities(reading)
    assert hospital.name == "凤庆县人民医院"
    assert home(hospital, [m for m in reading.mentions if m.entity == hospital.id], reading) == "place-530921"
