"""Sums: totals and their parts are told from the words, never by chance, and adding up what counts counts nothing twice."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.pipeline import extract_records
from kg.model import Action, Measure, Records, Role, Status
from kg.read import read_bulletin, read_text

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来,两地党委政府认真贯彻落实。\n"
ANNOTATED = Path(__file__).parents[2] / "data" / "gold" / "sichuan-2019-2"


def records(text: str) -> Records:
    return extract_records([read_text(PAIRED + text)])


def figures(found: Records) -> Iterator[tuple[Action, Measure]]:
    yield from ((a, m) for a in found.actions for m in a.measures)


def links(text: str) -> dict[str, list[str]]:
    """Return the parts of each total, as written and in the order of the text."""
    found = records(text)
    quotes = {m.id: m.evidence.quote for _, m in figures(found)}
    parts: dict[str, list[str]] = defaultdict(list)
    for _, measure in sorted(figures(found), key=lambda f: f[1].evidence.start):
        assert (measure.role is Role.PART) == bool(measure.total)
        if measure.total:
            parts[quotes[measure.total]].append(measure.evidence.quote)
    return dict(parts)


def counting(text: str) -> list[str]:
    return [m.evidence.quote for _, m in sorted(figures(records(text)), key=lambda f: f[1].evidence.start) if m.counts_in_totals]


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        (
            "2018年确定总投资3600万元的扶贫协作项目20个,其中改善农牧民生产生活条件类项目10个、教育及就业帮扶类项目2个、"
            "特色优势产业发展类项目7个、生态建设和环境保护类项目1个,当年9月底前全面开工。",
            "20个",
            ["10个", "2个", "7个", "1个"],
        ),
        (
            "安排1250万元用于对口帮扶九龙县、飞龙乡和安乐乡,确保任务顺利完成。其中,安排1050万元,用于帮助九龙县制定的26个帮扶项目;安排200万元,用于支持飞龙乡。",
            "1250万元",
            ["1050万元", "200万元"],
        ),
        ("组织培训2批次79名群众(其中建档立卡贫困人口60名)。", "79名", ["60名"]),
        (
            "先后选派援藏干部人才148人次赴平武县开展帮扶(在派遣第四批、第五批56名援藏干部人才的基础上,增派支医支教、驻村干部共92人次赴平武县)。",
            "148人次",
            ["56名", "92人次"],
        ),
        ("共捐助资金287.5万元、物资折价143万元,合计430.5万元。", "430.5万元", ["287.5万元", "143万元"]),
        ("累计援助财政资金1.47亿元:2018年3120万元,2019年4580万元,今年7000万元。", "1.47亿元", ["3120万元", "4580万元", "7000万元"]),
        ("选派的5名挂职干部(民和3名、平安2名)全部到岗。", "5名", ["3名", "2名"]),
        ("实施项目36项,已竣工22项,在建14项。", "36项", ["22项", "14项"]),
        ("落实财政资金6000万元。产业发展达3480万元;乡村建设1600万元;其余920万元用于劳务协作。", "6000万元", ["3480万元", "1600万元", "920万元"]),
        (
            "获得协作资金3450万元,实施项目11个。\n其中,2000万元用于小镇建设;750万元投向金银花基地;剩余700万元用于培训。",
            "3450万元",
            ["2000万元", "750万元", "700万元"],
        ),
        ("动员29个单位(镇街9个,企业、协会等19家,村1个)结对。", "29个", ["9个", "19家", "1个"]),
        ("直接投入帮扶资金3.06亿元,比年初计划的2.8亿元有所增加。其中奉节县2.1亿元,巫山县9600万元。", "3.06亿元", ["2.1亿元", "9600万元"]),
        ("拨付援助资金5030万元,超协议数530万元;其中市级1700万元、区级3330万元。", "5030万元", ["1700万元", "3330万元"]),
        ("安排项目38个,分别为:\n农牧产业 11个\n教育 8个\n基础设施 19个\n", "38个", ["11个", "8个", "19个"]),
    ],
)
def test_a_total_and_its_parts_are_linked(text: str, total: str, parts: list[str]) -> None:
    assert links(text)[total] == parts


@pytest.mark.parametrize(
    "text",
    [
        "新发展柑橘等特色水果产业1000余亩、稻虾综合种养600余亩、种植中药材枳壳400余亩。",
        "选派教师30名,医生10名,农技人员20名。",
        "召开联席会议5次,开展互访3次,走访慰问2次。",
        "援助资金2.2亿元,比去年多3000万元,社会捐赠1.9亿元。",
        "新建道路10公里,铺设管网6公里,整治水渠4公里。",
        "引进企业9家,其中4个项目投产。",
        "实现工业总产值98亿元、税收5.6亿元。其中,华立公司投资3.2亿元建设生产线。",
        "贫困发生率降至3%,其中平武县1%。",
        "每人补助1000元/月,其中交通补贴200元/月。",
    ],
)
def test_figures_that_happen_to_add_up_or_to_stand_near_are_not_linked(text: str) -> None:
    assert links(text) == {}


@given(st.integers(2, 400), st.integers(2, 400), st.sampled_from(["、", ",", ";"]))
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_two_counts_that_happen_to_add_up_to_a_third_are_never_linked(first: int, second: int, sign: str) -> None:
    assert links(f"选派教师{first + second}名{sign}医生{first}名{sign}农技人员{second}名。") == {}


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_parts_that_are_announced_and_add_up_are_all_linked(parts: list[int]) -> None:
    written = [f"{part}万元" for part in parts]
    listed = "、".join(f"产业{figure}" for figure in written)
    text = f"投入帮扶资金{sum(parts)}万元,其中{listed}。"
    assert links(text) == {f"{sum(parts)}万元": written}
    assert counting(text) == [f"{sum(parts)}万元"]


@pytest.mark.parametrize(
    ("text", "total", "rest"),
    [
        ("投入帮扶资金500万元,其中200万元尚未到位。", "500万元", "200万元"),
        ("实施帮扶项目12个,其中在建5个。", "12个", "5个"),
        ("实施帮扶项目36项,在建14项。", "36项", "14项"),
    ],
)
def test_what_has_not_come_to_its_end_of_a_total_never_counts_beside_it(text: str, total: str, rest: str) -> None:
    assert links(text) == {total: [rest]}
    assert counting(text) == [total]


def test_persons_and_person_times_that_add_up_to_nothing_all_count() -> None:
    text = "选派援藏干部人才149人次赴平武县开展帮扶(在派遣56名援藏干部人才的基础上,增派驻村干部共92人次赴平武县)。"
    assert counting(text) == ["149人次", "56名", "92人次"]


def test_parts_of_parts_count_once_with_the_whole() -> None:
    text = "安排帮扶资金1250万元,其中市级1050万元(其中教育600万元)、区级200万元。"
    assert counting(text) == ["1250万元"]
    assert links(text)["1050万元"] == ["600万元"]


def test_a_total_parted_in_two_ways_counts_once() -> None:
    text = "安排项目19个,其中住房安全类5个、产业类8个、教育卫生类6个,目前已完工16个,余下3个正在施工。"
    assert links(text) == {"19个": ["5个", "8个", "6个"]}
    assert counting(text) == ["19个"]


def test_what_is_planned_and_what_of_it_is_done_count_each_in_its_status() -> None:
    found = records("协议投资3.7亿元,其中已到位1.2亿元。")
    assert {m.evidence.quote: (a.status, m.counts_in_totals) for a, m in figures(found)} == {
        "3.7亿元": (Status.COMMITTED, True),
        "1.2亿元": (Status.DONE, True),
    }


def test_a_part_is_committed_where_its_total_is() -> None:
    found = records("在2018年财政预算中,安排1250万元用于帮扶。其中,安排1050万元,用于平武县;安排200万元,用于安乐乡。")
    assert {a.status for a, _ in figures(found)} == {Status.COMMITTED}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("落实帮扶资金534万元。\n落实帮扶资金534万元,成效明显。", ["534万元"]),
        ("14个村与14个贫困村结对。", ["14个"]),
        ("援助资金2.2亿元,比去年多3000万元。", ["2.2亿元"]),
        ("协作产业园入驻企业由6家增加到19家。", ["19家"]),
        ("贫困发生率由18.75%下降到14.2%。", ["14.2%"]),
    ],
)
def test_what_repeats_or_compares_does_not_count(text: str, left: list[str]) -> None:
    assert counting(text) == left


def test_a_headline_does_not_count_what_the_text_says_again() -> None:
    text = "温州投入1.08亿元建成技工学校新校区\n10月20日,拜城县技工学校新校区正式启用。该项目总投资1.08亿元,由温州市全额援建,可容纳学生3000人。"
    (once,) = [m for _, m in figures(extract_records([read_text(text)])) if m.counts_in_totals and m.evidence.quote == "1.08亿元"]
    assert once.evidence.start > text.index("\n")


def test_the_same_number_of_something_else_counts_by_itself() -> None:
    assert counting("选派教师12名。\n接收学生12名就读。") == ["12名", "12名"]


# What the founding bulletin's annotation adds up to by hand: who, to whom, status, what -> the figures that count, each once.
BY_HAND = {
    ("衢江区", "平武县", "planned", "元"): [100_000_000],  # 3年一亿
    ("衢江区", "平武县", "done", "元"): [36_000_000, 5_340_000],
    ("", "平武县", "planned", "元"): [6_000_000_000],
    ("浙江通恒公司", "平武县", "planned", "元"): [5_000_000_000, 100_000_000],  # the lower end of 1—2亿 of taxes; 12亿 a year is a rate
    ("", "绵阳市", "done", "元"): [330_000_000],
    ("青白江区", "九龙县、飞龙乡、安乐乡", "planned", "元"): [12_500_000],
    ("青白江区", "九龙县", "planned", "元"): [],  # 1050万 is part of 1250万
    ("青白江区", "飞龙乡、安乐乡", "planned", "元"): [],  # and so is 200万
    ("青白江区", "九龙县", "done", "元"): [20_000_000, 1_700_000, 2_400, 5_000, 210_000],
    ("衢江区", "平武县", "done", "个 project"): [20],  # = 10 + 2 + 7 + 1
    ("青白江区", "九龙县", "planned", "个 project"): [26],
    ("青白江区", "九龙县", "done", "个 project"): [26, 6],
    ("衢江区", "平武县", "done", "people personnel"): [41, 1, 1],
    ("平武县", "衢江区", "done", "people personnel"): [3, 1, 1],
    ("青白江区", "九龙县", "done", "people personnel"): [10, 148],  # 148 = 56 + 92
    ("衢江区", "平武县", "done", "people employment"): [79],  # of whom 60 are poor
    ("衢江区", "平武县", "done", "people training"): [120, 1860, 120],
    ("衢州市", "平武县", "done", "people training"): [65],
    ("衢江区", "平武县", "done", "对 pairing"): [6, 5, 5, 28, 49, 39],
}
PEOPLE = {"人", "名", "人次"}


@pytest.fixture(scope="module")
def adding() -> dict[tuple[str, ...], Decimal]:
    """Add up what counts in the founding bulletin, each figure under the parties, status and kind that its annotation has."""
    facts: dict[tuple[Decimal, str], list[dict[str, Any]]] = defaultdict(list)
    for line in (ANNOTATED / "facts.jsonl").read_text(encoding="utf-8").splitlines():
        fact = json.loads(line, parse_float=Decimal)
        if fact["value"] is not None:
            facts[Decimal(fact["value"]), fact["unit"]].append(fact)
    added: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    found = sorted(figures(extract_records([read_bulletin(ANNOTATED / "text.txt")])), key=lambda f: f[1].evidence.start)
    for _, measure in found:
        fact = facts[measure.value, measure.unit].pop(0)
        if measure.counts_in_totals:
            what = "元" if measure.unit == "元" else f"{'people' if measure.unit in PEOPLE else measure.unit} {fact['kind']}"
            added["、".join(fact["provider"]), "、".join(fact["recipient"]), fact["status"], what] += measure.value
    return added


@pytest.mark.parametrize("group", BY_HAND, ids=" ".join)
def test_adding_up_what_counts_in_the_founding_bulletin_gives_the_sum_by_hand(group: tuple[str, ...], adding: dict[tuple[str, ...], Decimal]) -> None:
    assert adding[group] == sum(BY_HAND[group])


def test_every_sum_of_the_founding_bulletin_is_found_and_no_other() -> None:
    found = extract_records([read_bulletin(ANNOTATED / "text.txt")])
    quotes = {m.id: m.evidence.quote for _, m in figures(found)}
    parts: dict[str, list[str]] = defaultdict(list)
    for _, measure in sorted(figures(found), key=lambda f: f[1].evidence.start):
        if measure.total:
            parts[quotes[measure.total]].append(measure.evidence.quote)
    assert parts == {
        "20个": ["10个", "2个", "7个", "1个"],
        "79名": ["60名"],
        "1250万元": ["1050万元", "200万元"],
        "148人次": ["56名", "92人次"],
    }
