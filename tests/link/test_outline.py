"""Where an offset stands is told by the report and the parts that hold it."""

import pytest

from kg.link.outline import Outline
from kg.model import Article, Section

ARTICLES = (
    Article(
        0, "龙岗区", 0, 40, (Section("一、", "产业帮扶", 1, 5, 25), Section("（一）", "项目", 2, 10, 20), Section("二、", "劳务协作", 1, 25, 40))
    ),
    Article(1, "靖西市", 50, 80),
)


@pytest.mark.parametrize(
    ("offset", "labels"), [(4, ""), (5, "一、"), (10, "一、（一）"), (19, "一、（一）"), (20, "一、"), (25, "二、"), (39, "二、"), (40, "")]
)
def test_the_parts_that_hold_an_offset_are_named_from_the_outermost(offset: int, labels: str) -> None:
    assert Outline(ARTICLES).section(ARTICLES[0], offset) == labels


def test_a_part_without_a_number_is_named_by_its_heading() -> None:
    article = Article(0, "", 0, 20, (Section("", "劳务协作", 1, 3, 20),))
    assert Outline((article,)).section(article, 3) == "劳务协作"


@pytest.mark.parametrize(("offset", "index"), [(0, 0), (39, 0), (40, None), (49, None), (50, 1), (80, None)])
def test_what_stands_between_two_reports_is_in_neither(offset: int, index: int | None) -> None:
    article = Outline(ARTICLES).article(offset)
    assert (article.index if article else None) == index
