"""川, 浙, 闽宁, 沪滇: the signs of provinces where they stand for these, and not in a brand."""

import pytest

from kg.model import EntityType
from mentions import read

# Who assists whom in the bulletin that a phrase stands in.
PAIRS = {
    "闽宁": "泉州市德化县对口帮扶吴忠市红寺堡区。",
    "苏陕": "南京市高淳区援助商洛市柞水县。",
    "浙川": "嘉兴市海盐县帮扶宜宾市屏山县。",
    "沪滇": "上海市奉贤区帮扶凤庆县。",
    "京蒙": "北京市海淀区帮扶科尔沁右翼前旗。",
    "粤桂": "廉江市帮扶融水苗族自治县。",
    "津甘": "天津市河西区帮扶庄浪县。",
    "鲁渝": "淄博市帮扶石柱土家族自治县。",
}


def signs(text: str) -> str:
    """Return the single characters that are read as provinces."""
    return "".join(text[m.start : m.end] for m in read(text).mentions if m.type is EntityType.PLACE and m.end - m.start == 1)


@pytest.mark.parametrize(
    "phrase",
    [
        "闽宁协作资金1000万元到位",
        "闽宁资金1000万元",
        "闽宁两省区召开联席会议",
        "闽宁财政援助资金2亿元",
        "苏陕协作资金5350万元",
        "苏陕扶贫协作资金总额2亿元",
        "苏陕协作项目15个开工",
        "浙川两地互派干部",
        "浙川东西部协作资金3000万元",
        "浙川扶贫协作项目8个",
        "沪滇两地签订协议",
        "沪滇扶贫协作项目20个",
        "沪滇帮扶资金1亿元",
        "沪滇对口支援项目3个",
        "京蒙双方互访15批",
        "京蒙帮扶资金1亿元",
        "京蒙扶贫协作联席会议召开",
        "粤桂协作财政资金3000万元",
        "粤桂扶贫协作工作联席会议",
        "津甘协作资金支持生产线1条",
        "津甘两地人社部门",
        "鲁渝两省市召开会议",
        "鲁渝合作框架协议签订",
    ],
)
def test_two_signs_stand_for_provinces_whose_places_the_bulletin_names(phrase: str) -> None:
    pair = phrase[:2]
    assert signs(PAIRS[pair] + phrase) == pair
    assert signs(phrase) == ""


@pytest.mark.parametrize(
    "phrase",
    [
        "闽宁模式走向全国",
        "闽宁镇发展葡萄产业",
        "闽宁协作产业园入驻企业3家",
        "闽宁示范村11个",
        "闽宁经验",
        "闽宁扶贫车间6个",
        "闽宁速度",
        "苏陕模式",
        "苏陕协作示范园",
        "浙川山海情",
        "浙川纺织产业扶贫协作示范园",
        "沪滇劳务品牌",
        "沪滇情文艺演出",
        "京蒙协作品牌",
        "京蒙情深",
        "粤桂协作产业园",
        "粤桂扶贫车间",
        "津甘号劳务专列开行",
        "津甘特产馆",
        "鲁渝一家亲",
        "鲁渝协作馆",
    ],
)
def test_a_brand_is_no_pair_of_provinces(phrase: str) -> None:
    for written in (phrase, f"“{phrase}”"):
        assert signs(PAIRS[phrase[:2]] + written) == ""


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("广东省帮扶广西壮族自治区融水苗族自治县，新增赴粤务工500人", "粤"),
        ("湖北省支援博州，受援地到鄂培训3100人次", "鄂"),
        ("天津市帮扶庄浪县，来津就业104人", "津"),
        ("湖南省援助山南市，资助在湘大学生", "湘"),
        ("四川省平武县选派干部赴浙江省，赴浙挂职3人", "浙"),
    ],
)
def test_one_sign_stands_for_the_province_that_the_bulletin_names(text: str, sign: str) -> None:
    assert signs(text) == sign
    assert signs(text.split("，")[1]) == ""


def test_one_sign_is_not_read_where_another_place_begins_so() -> None:
    assert signs("青岛市帮扶青海省海北州，3900人到青就业") == ""


@pytest.mark.parametrize(
    "text", ["四川省和西藏自治区共建川藏铁路", "北京市与上海市间的京沪高速", "江苏省与苏宁易购合作", "陕西省、甘肃省、宁夏的陕甘宁边区"]
)
def test_names_that_hold_signs_are_left_alone(text: str) -> None:
    assert signs(text) == ""
