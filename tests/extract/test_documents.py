"""Documents by their titles, works and programmes by their names."""

import pytest

from kg.link.entities import entities
from kg.model import EntityType
from mentions import read


def named(text: str, kind: EntityType) -> dict[str, tuple[str, ...]]:
    return {e.name: e.aliases for e in entities(read(text)) if e.type is kind}


def test_a_title_that_ends_in_a_plan_or_agreement_is_a_document() -> None:
    text = "制定《2018—2020年协作帮扶规划》，签订《东西部扶贫协作框架协议》，《锦江区对口帮扶炉霍县规划（2017—2021年）》近日印发"
    titles = {"2018—2020年协作帮扶规划", "东西部扶贫协作框架协议", "锦江区对口帮扶炉霍县规划（2017—2021年）"}
    assert named(text, EntityType.DOCUMENT).keys() == titles


@pytest.mark.parametrize("text", ["据《丹阳日报》报道", "合唱《歌唱祖国》", "阅读《平凡的世界》"])
def test_newspapers_songs_and_books_are_none(text: str) -> None:
    assert named(text, EntityType.DOCUMENT) == {}


def test_a_title_within_a_title_is_part_of_it() -> None:
    assert named("印发《关于贯彻〈东西部协作规划〉的实施意见》", EntityType.DOCUMENT).keys() == {"关于贯彻〈东西部协作规划〉的实施意见"}


def test_a_title_without_its_first_words_is_the_same_document() -> None:
    text = "印发《成都市青白江区对口帮扶甘孜州九龙县专项2018年度实施方案》。按照《青白江区对口帮扶甘孜州九龙县专项2018年度实施方案》，实施项目26个"
    assert len(named(text, EntityType.DOCUMENT)) == 1


def test_what_stands_in_a_title_takes_no_part() -> None:
    assert named("签订《潮益荟党建联盟对口支援理塘县框架协议》", EntityType.PLACE) == {}


def test_the_same_plain_title_in_two_bulletins_is_two_documents() -> None:
    ids = [{e.id for e in entities(read("签订《战略合作框架协议》", key=key))} for key in ("bulletin-1", "bulletin-2")]
    assert ids[0].isdisjoint(ids[1])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("签订总投资50亿的“再生资源回收加工利用”项目", "再生资源回收加工利用"),
        ("“万头牦奶牛脱贫计划”稳增收", "万头牦奶牛脱贫计划"),
        ("德格县项目包括竹庆镇市政道路改造工程等", "竹庆镇市政道路改造工程"),
        ("引进的牦牛藏绵羊屠宰及精深加工项目今年签约", "牦牛藏绵羊屠宰及精深加工项目"),
    ],
)
def test_a_work_with_a_name_of_its_own_is_a_project(text: str, name: str) -> None:
    assert name in named(text, EntityType.PROJECT)


@pytest.mark.parametrize("text", ["实施产业发展类项目6个", "平武县对口帮扶项目20个", "坚持“一把手”工程", "建成民生项目86个"])
def test_kinds_of_projects_are_not_named_ones(text: str) -> None:
    assert named(text, EntityType.PROJECT) == {}


def test_a_place_that_a_work_is_named_by_still_takes_part() -> None:
    assert "竹庆镇" in named("德格县项目包括竹庆镇市政道路改造工程等", EntityType.PLACE)
