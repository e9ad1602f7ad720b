"""The reports within a bulletin: where one ends, nothing said in it goes on."""

from pathlib import Path

import pytest

from kg.read import read_bulletin
from readings import articles

GOLD = Path(__file__).parents[2] / "data" / "gold"
PROSE = "2018年,衢江区投入平武县财政帮扶资金3600万元。"


@pytest.mark.parametrize(
    ("folder", "titles"),
    [
        ("chengdu-three-articles", ["成都高新区“项目赋能”助力德格振兴", "新津区“津”心助“金”促小金县产业升级", "新都区、金堂县携手帮扶理塘县", ""]),
        ("sysu-fengqing-sgcc-zigui-2025", ["【案例一】跨越山海的“中山—凤庆”情", "【案例二】“国网阳光扶贫行动”点亮峡江"]),
        ("baiyun-pingtang-2020", ["珠水连天眼 携手奔小康"]),
        ("deyang-suining-2022", ["授人以渔 情满高原"]),
        ("liangshan-wanqi-2023", ["汇聚民企力量 助力乡村振兴"]),
        ("linzhi-gongliu-2025", ["山海同心三十载 援藏援疆谱新篇"]),
        ("shandong-gansu-2025", ["山海不为远 携手开新局"]),
        ("zhejiang-hospital-school-pairs", ["浙江省医院、学校“一对一”结对帮扶情况通报"]),
    ],
)
def test_annotated_bulletins_have_the_reports_that_a_reader_sees(folder: str, titles: list[str]) -> None:
    assert [article.title for article in read_bulletin(GOLD / folder / "text.txt").articles] == titles


def test_a_further_report_opens_at_its_word() -> None:
    (_, first), (title, second) = articles(f"新都区携手帮扶理塘县\n{PROSE}\n又讯：钱塘区拨付理塘县支援资金4566万元。")
    assert first.endswith("3600万元。")
    assert (title, second[:3]) == ("", "又讯：")


def test_each_paragraph_of_a_collection_is_a_report_of_its_own() -> None:
    text = "援疆短讯\n▲泰州工作组为昭苏县建起基地1处。\n▲盐城市两年完成援建项目22个。\n（综合本报通讯员来稿，编辑部电话：0999-8021234）"
    assert [words[:4] for _, words in articles(text)] == ["▲泰州工", "▲盐城市"]
    listed = text.replace("援疆短讯", "援疆工作情况")
    assert len(articles(listed)) == 1


def test_a_bullet_before_a_headline_is_not_of_its_title() -> None:
    text = f"山海协作简报\n第5期（总第63期）\n◆平湖、青田联建“飞地”产业园\n{PROSE}\n◆鄞州援建衢江来料加工点\n{PROSE[6:]}"
    assert [title for title, _ in articles(text)] == ["平湖、青田联建“飞地”产业园", "鄞州援建衢江来料加工点"]


def test_a_report_without_a_headline_has_the_title_of_its_bulletin() -> None:
    assert [title for title, _ in articles(f"龙岗区对口帮扶靖西市工作通报\n{PROSE}")] == ["龙岗区对口帮扶靖西市工作通报"]


def test_a_title_with_spaced_characters_is_read_as_the_word_it_is() -> None:
    assert articles(f"感　谢　信\n华中农业大学：\n{PROSE}")[0][0] == "感谢信"


def test_a_second_bulletin_in_one_file_is_a_report_of_its_own() -> None:
    text = f"脱贫攻坚简报第1期\n衢江区携手平武县\n{PROSE}\n脱贫攻坚简报第2期\n青白江区帮扶九龙县\n捐赠款物21万余元。"
    assert [title for title, _ in articles(text)] == ["衢江区携手平武县", "青白江区帮扶九龙县"]


def test_a_report_ends_where_its_own_lines_end() -> None:
    (_, first), (_, second) = articles(f"衢江区携手平武县\n{PROSE}\n责任编辑：张三\n\n青白江区帮扶九龙县\n捐款21万元。\n首页 | 新闻")
    assert first.endswith("3600万元。")
    assert second == "青白江区帮扶九龙县\n捐款21万元。"
