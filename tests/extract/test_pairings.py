"""Pairings are stated in many ways; each couple of a list is one, and what only stands side by side is none."""

import pytest

from kg.extract.actions import ArticleReader
from kg.extract.parties import Frame
from kg.extract.pipeline import read_statements
from kg.read import read_text


def pairings(text: str) -> list[tuple[str, str]]:
    reading = read_statements(read_text(text))

    def names(party: tuple[str, ...]) -> str:
        return "、".join(reading.entities[n].name for n in party)

    stated = [p for article in reading.bulletin.articles for p in ArticleReader(Frame(reading), article).pairings]
    return [(names(p.providers), names(p.recipients)) for p in stated]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "番禺中学—赫章县第一中学、仲元中学—赫章县实验中学、番禺区职业技术学校—赫章县中等职业学校一一结对。",
            [("番禺中学", "赫章县第一中学"), ("仲元中学", "赫章县实验中学"), ("番禺区职业技术学校", "赫章县中等职业学校")],
        ),
        (
            "宁波广济中心小学教育集团—松树林小学、南泥湾小学，宁波实验小学教育集团—冯庄学校结对。",
            [("宁波广济中心小学教育集团", "松树林小学、南泥湾小学"), ("宁波实验小学教育集团", "冯庄学校")],
        ),
        ("市南区帮扶曹县、即墨区帮扶鄄城县、城阳区帮扶郓城县。", [("市南区", "曹县"), ("即墨区", "鄄城县"), ("城阳区", "郓城县")]),
        ("福清市与西吉县、长乐市与原州区分别建立对口协作关系。", [("福清市", "西吉县"), ("长乐市", "原州区")]),
        ("珠海市金湾区、斗门区还分别与泸水市、福贡县携手。", [("金湾区", "泸水市"), ("斗门区", "福贡县")]),
        ("合肥市第二人民医院还与浪卡子县卫生服务中心结为对子。", [("合肥市第二人民医院", "浪卡子县卫生服务中心")]),
        (
            "中国长江三峡集团有限公司承担重庆市巫山县、奉节县，江西省万安县和内蒙古自治区巴林左旗四个县（旗）的定点扶贫任务。",
            [("中国长江三峡集团有限公司", "巫山县、奉节县、万安县、巴林左旗")],
        ),
        ("国家能源集团定点帮扶陕西省米脂县、吴堡县，四川省布拖县，青海省曲麻莱县。", [("国家能源集团", "米脂县、吴堡县、布拖县、曲麻莱县")]),
        ("民和县是国家税务总局定点帮扶县。", [("国家税务总局", "民和回族土族自治县")]),
        ("利川市（萧山区对口）支出5120万元。", [("萧山区", "利川市")]),
        ("青白江区对口支援甘孜州九龙县，武侯区对口支援白玉县。", [("青白江区", "九龙县"), ("武侯区", "白玉县")]),
        ("东莞市对口帮扶韶关市指挥部召开会议，东莞市、韶关市有关负责人参加。", [("东莞市", "韶关市")]),
    ],
)
def test_a_pairing_is_read_in_whatever_way_it_is_stated(text: str, stated: list[tuple[str, str]]) -> None:
    assert pairings(text) == stated


@pytest.mark.parametrize(
    "text",
    ["成都—康定公路改造投入300万元。", "宁波—金阳劳务包机2架次，消费帮扶采购农产品4715万元。", "衢江区、平武县负责人出席会议。"],
)
def test_names_side_by_side_are_no_pairing(text: str) -> None:
    assert pairings(text) == []
