"""The founding bulletin: it stands twice in its file, with remains of menus, and is read once."""

from pathlib import Path

import pytest

from kg.model import BlockKind, Bulletin
from kg.read import read_bulletin, read_text

FILE = Path(__file__).parents[2] / "data" / "bulletins" / "sichuan-2019-2.txt"
TITLES = ["衢江平武“无问西东”铺就协作“康庄大道”", "青白江区“七个精准”助力对口帮扶"]


@pytest.fixture(scope="module")
def founding() -> Bulletin:
    return read_bulletin(FILE)


def lines(bulletin: Bulletin, *kinds: BlockKind) -> list[str]:
    return [bulletin.text[b.start : b.end] for b in bulletin.blocks if b.kind in kinds]


def test_it_is_read_once_although_it_stands_there_twice(founding: Bulletin) -> None:
    told = lines(founding, BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.PARAGRAPH)
    assert len(told) == len(set(told)) == 16
    assert lines(founding, BlockKind.HEADLINE) == TITLES
    # Word for word the same lines again, the publication's, too.
    again = lines(founding, BlockKind.COPY)
    assert again == [line for line in lines(founding, *(set(BlockKind) - {BlockKind.COPY, BlockKind.FURNITURE})) if line != "2020-07-26"]


def test_the_remains_of_menus_are_furniture(founding: Bulletin) -> None:
    furniture = lines(founding, BlockKind.FURNITURE)
    assert furniture == [
        *("• 【字体:", "责任编辑: 雷晓琦", "扫一扫在手机打开当前页", "责任编辑: 雷晓琦", "扫一扫在手机打开当前页"),
        *("主办单位:四川省人民政府办公厅", "运行维护单位:中国电信四川公司"),
        *("• 微信", "• 微博", "• 客户端", "• 头条号", "• 手机版 电脑版", "Baidu", "map"),
    ]


def test_its_two_articles_are_apart(founding: Bulletin) -> None:
    first, second = founding.articles
    assert [first.title, second.title] == TITLES
    assert first.end <= second.start
    assert founding.text[first.start : first.end].endswith("结对双方形成广泛的交流协作。")
    assert founding.text[second.start : second.end].endswith("捐赠款物21万余元。")


def test_its_sections_lie_one_within_the_other(founding: Bulletin) -> None:
    first, second = founding.articles
    points = [(2, "一是"), (2, "二是"), (2, "三是")]
    numbered = [label for number in ("一、", "二、", "三、", "四、") for label in ((1, number), *points)]
    assert [(s.depth, s.label) for s in first.sections] == numbered
    assert [(s.depth, s.label) for s in second.sections] == [(1, f"{number}是") for number in "一二三四五六七"]
    assert [s.heading for s in first.sections[:3]] == ["坚持项目为“先”,统筹设施与产业同步提升", "统筹谋划项目", "精准规划项目"]


def test_a_section_spans_just_what_it_numbers(founding: Bulletin) -> None:
    opening, first, second = founding.articles[0].sections[:3]
    assert founding.text[first.start : first.end].endswith("年产值将达12亿,税收1—2亿。")
    assert first.end == second.start
    assert opening.start < first.start
    assert founding.text[opening.start : opening.end].rstrip().endswith("提升产品附加值。")


def test_the_text_alone_tells_title_issue_office_source_and_both_dates() -> None:
    alone = read_text(FILE.read_text(encoding="utf-8"))
    assert (alone.title, alone.issue) == ("脱贫攻坚简报2019年第2期", "2019年第2期")
    assert (alone.issuer, alone.source) == ("四川省脱贫攻坚领导小组办公室", "省扶贫开发局")
    # The page was saved on 2020-07-26; this bare date above the title is not when it was published.
    assert (alone.date, alone.published) == ("2019-01-15", "2019-02-28")


def test_the_file_beside_it_adds_what_the_text_does_not_say(founding: Bulletin) -> None:
    assert (founding.id, founding.publisher) == ("sichuan-2019-2", "四川省人民政府")
    assert founding.issue == "2019年第2期"
