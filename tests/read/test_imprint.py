"""Lines of publication: who, when, under what number."""

import pytest

from kg.model import BlockKind
from kg.read.imprint import read_imprint


@pytest.mark.parametrize(
    ("line", "kind", "parts"),
    [
        ("• 来源: 省扶贫开发局", BlockKind.SOURCE, {"source": ["省扶贫开发局"]}),
        ("来源：青川县扶贫开发局　发布日期：2019-01-15", BlockKind.SOURCE, {"source": ["青川县扶贫开发局"], "date": ["2019-01-15"]}),
        ("2025-06-21 13:43 来源：院办公室", BlockKind.SOURCE, {"source": ["院办公室"], "day": ["2025-06-21"]}),
        ("发布日期：2020-10-22  【字体：大 中 小】", BlockKind.DATELINE, {"date": ["2020-10-22"]}),
        ("发布时间: 2025-07-08 09:32:00", BlockKind.DATELINE, {"date": ["2025-07-08"]}),
        ("• 2019年02月28日 14时50分", BlockKind.DATELINE, {"day": ["2019年02月28日"]}),
        ("四川省脱贫攻坚领导小组办公室   2019年1月15日", BlockKind.ISSUER, {"office": ["四川省脱贫攻坚领导小组办公室"], "day": ["2019年1月15日"]}),
        ("武侯区援藏工作队  2016年第9期", BlockKind.ISSUER, {"office": ["武侯区援藏工作队"], "issue": ["2016年第9期"]}),
        ("山东省日照市援疆指挥部组织处编  2020年6月15日", BlockKind.ISSUER, {"issuer": ["山东省日照市援疆指挥部组织处"]}),
        ("铜仁市扶贫开发领导小组办公室（铜扶办通〔2018〕56号）", BlockKind.ISSUER, {"number": ["铜扶办通〔2018〕56号"]}),
        ("平武县扶贫协作领导小组办公室文件", BlockKind.ISSUER, {"issuer": ["平武县扶贫协作领导小组办公室"]}),
        ("平武县扶贫协作办公室      2019年1月5日印发", BlockKind.ISSUER, {"day": ["2019年1月5日"]}),
        ("木援办[2018]3号", BlockKind.DATELINE, {"number": ["木援办〔2018〕3号"]}),
        ("第5期（总第63期）", BlockKind.DATELINE, {"issue": ["第5期", "总第63期"]}),
        ("2019-10-17　海盐新闻网　记者 沈晓红", BlockKind.SOURCE, {"media": ["海盐新闻网"]}),
        ("原创 王某 广东扶贫 2020-10-22 19:00", BlockKind.SOURCE, {"writer": ["王某"], "media": ["广东扶贫"], "day": ["2020-10-22"]}),
        ("（通讯员 刘某某 淅川县发改委协作办）", BlockKind.SOURCE, {"office": ["淅川县发改委协作办"]}),
        ("淄博市扶贫协作办供稿", BlockKind.SOURCE, {"contributed": ["淄博市扶贫协作办"]}),
        ("责任编辑: 雷晓琦", BlockKind.FURNITURE, {"editor": ["雷晓琦"]}),
        ("浏览次数： 1286", BlockKind.FURNITURE, {"counter": ["1286"]}),
    ],
)
def test_a_line_of_publication_is_known_with_its_parts(line: str, kind: BlockKind, parts: dict[str, list[str]]) -> None:
    imprint = read_imprint(line)
    assert imprint is not None
    assert imprint.kind is kind
    assert {name: imprint.of(name) for name in parts} == parts


@pytest.mark.parametrize(
    "line",
    [
        "2018年11月14日,丹阳市党政代表团赴富平县考察",
        "2018年 投入资金3600万元",
        "深圳市宝安区对口帮扶都安县",
        "实施项目（个）　　　　15　　　　11",
        "来源于社会捐赠的资金200万元",
        "县委、县政府：",
        "县教育局 12人",
        "衢江携手平武 2019-02-28 14:50",
        "时间紧、任务重",
        "【记者手记】",
        "",
    ],
)
def test_a_line_that_says_anything_else_is_none(line: str) -> None:
    assert read_imprint(line) is None


def test_the_name_of_an_office_alone_may_be_anything() -> None:
    alone = read_imprint("巴楚县教育局")
    assert alone is not None
    assert not alone.certain
    bracketed = read_imprint("（惠安县闽宁办）")
    assert bracketed is not None
    assert bracketed.certain
