"""A report on anything else is no bulletin on assistance, whatever figures it has."""

from pathlib import Path

import pytest

from kg.extract.subject import tells_of_assistance
from kg.read import read_bulletin, read_text

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    "text",
    [
        "平武县地处四川盆地西北部，面积5974平方公里。2018年，全县地区生产总值45.6亿元，增长8.2%。",
        "昨天，成都市举行足球比赛，3万名观众到场，门票收入120万元。",
        "国家电网有限公司北京公司投入抢修人员500人，发电车20辆。",
        # The word stands in the menu of the page only.
        "首页 > 对口支援 > 工作动态\n平武县2018年地区生产总值45.6亿元。",
    ],
)
def test_a_text_without_a_word_of_assistance_tells_of_none(text: str) -> None:
    assert not tells_of_assistance(read_text(text))


@pytest.mark.parametrize("file", sorted(DATA.glob("*/*/text.txt")), ids=lambda file: file.parent.name)
def test_every_annotated_bulletin_tells_of_assistance(file: Path) -> None:
    assert tells_of_assistance(read_bulletin(file))
