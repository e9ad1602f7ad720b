"""What contradicts itself is reported with both places; what only looks like it is not."""

import pytest

from kg.check.contradictions import Clash, contradictions
from kg.check.sums import Verdict, sums
from kg.extract.pipeline import extract_records
from kg.model import Records
from kg.read import read_text

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来,两地党委政府认真贯彻落实。\n"


def found(text: str) -> list[tuple[Clash, list[str]]]:
    records = extract_records([read_text(text)])
    return [(c.clash, [m.evidence.quote for m in c.measures]) for c in contradictions(records)]


def verdicts(text: str) -> list[tuple[str, Verdict, int]]:
    records = extract_records([read_text(PAIRED + text)])
    return [(s.total.evidence.quote, s.verdict, int(s.added)) for s in sums(records)]


def test_a_headline_of_another_scale_than_its_text_is_a_contradiction() -> None:
    text = "安徽投入援疆资金46亿元\n安徽省对口支援和田地区皮山县。2020年,安徽省共落实援疆资金4.6亿元,实施项目32个。"
    assert found(text) == [(Clash.SCALE, ["46亿元", "4.6亿元"])]


def test_a_headline_that_rounds_to_another_scale_is_a_contradiction_and_one_that_rounds_is_none() -> None:
    text = "安徽落实援疆资金{}\n安徽省对口支援和田地区皮山县。2020年，安徽省共落实援疆资金4.62亿元，实施项目32个。"
    assert found(text.format("46亿元")) == [(Clash.SCALE, ["46亿元", "4.62亿元"])]
    assert found(text.format("4.6亿元")) == []
    assert found(text.format("4.6亿多元")) == []


def test_a_headline_that_the_text_bears_out_contradicts_no_other_figure_of_its_digits() -> None:
    text = "安徽落实援疆资金46亿元\n安徽省对口支援和田地区皮山县，累计落实援疆资金46亿元。2020年，安徽省落实援疆资金4.6亿元。"
    assert found(text) == []


def test_one_thing_with_two_amounts_is_a_contradiction() -> None:
    assert found(PAIRED + "落实社会帮扶资金534万元。两地交往日深。落实社会帮扶资金543万元。") == [(Clash.AMOUNT, ["534万元", "543万元"])]


def test_parts_that_come_to_more_than_their_total_are_found() -> None:
    text = "确定扶贫协作项目20个,其中生产生活条件类项目10个、教育类项目2个、产业类项目7个、生态类项目2个。"
    assert verdicts(text) == [("20个", Verdict.MORE, 21)]


@pytest.mark.parametrize(
    "text",
    [
        "落实社会帮扶资金534万元。两地交往日深。落实社会帮扶资金534万元。",
        "2018年落实社会帮扶资金534万元。2019年落实社会帮扶资金543万元。",
        "落实社会帮扶资金534万元。计划落实社会帮扶资金543万元。",
        "安排1250万元,其中九龙县1050万元、简阳市200万元。",
        "举办就业培训4期1860名,举办致富带头人培训2期120名。",
        "落实财政资金超过5000万元。落实财政资金5340万元。",
    ],
)
def test_years_plans_bounds_and_parts_are_no_contradictions(text: str) -> None:
    assert found(PAIRED + text) == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("安排1250万元,其中九龙县1050万元、简阳市200万元。", ("1250万元", Verdict.EQUAL, 12_500_000)),
        ("组织培训79名群众(其中贫困人口60名)。", ("79名", Verdict.LESS, 60)),
        ("落实资金1200余万元,其中市级1000万元、区级230万元。", ("1200余万元", Verdict.LESS, 12_300_000)),
    ],
)
def test_a_total_is_held_against_its_parts(text: str, verdict: tuple[str, Verdict, int]) -> None:
    assert verdicts(text) == [verdict]


def test_a_build_without_bulletins_contradicts_nothing() -> None:
    assert contradictions(Records()) == []
