"""What is promised of figures that stand for several, on pieces of bulletins."""

import pytest

from kg.extract.pipeline import extract_records
from kg.model import Records
from kg.read import read_text

PAIRED = "浙江省温州市对口支援新疆拜城县。"


def stated(found: Records) -> list[tuple[str, str, int]]:
    names = {e.id: e.name for e in found.entities}
    sides = [("、".join(names[i] for i in a.provider), "、".join(names[i] for i in a.recipient), a) for a in found.actions]
    return [(giver, taker, int(m.value)) for giver, taker, a in sides for m in a.measures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("康奈集团、正泰集团各捐款20万元。", [("康奈集团", 20), ("正泰集团", 20)]),
        ("鹿城区、瓯海区分别捐款200万元、150万元。", [("鹿城区", 200), ("瓯海区", 150)]),
        ("鹿城区、瓯海区各向拜城县捐款200万元、150万元。", [("鹿城区", 200), ("瓯海区", 150)]),
    ],
)
def test_a_list_of_givers_shares_out_its_figures(text: str, expected: list[tuple[str, int]]) -> None:
    found = extract_records([read_text(PAIRED + text)])
    assert sorted((giver, value // 10000) for giver, _, value in stated(found)) == sorted(expected)
    assert len({a.id for a in found.actions}) == len(found.actions)
    assert len({m.id for a in found.actions for m in a.measures}) == len(expected)


COUPLES = "绍兴市柯桥区、越城区、诸暨市分别对口帮扶四川省乐山市峨边县、马边县、沐川县。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("柯桥区、越城区、诸暨市分别选派教师10名、20名、30名。", [("柯桥区", "峨边", 10), ("越城区", "马边", 20), ("诸暨市", "沐川", 30)]),
        ("柯桥区、越城区分别向峨边县、马边县选派教师2名、3名。", [("柯桥区", "峨边", 2), ("越城区", "马边", 3)]),
        ("柯桥区分别向峨边县、马边县选派教师1名、2名。", [("柯桥区", "峨边", 1), ("柯桥区", "马边", 2)]),
    ],
)
def test_each_of_a_list_gives_to_its_own_taker(text: str, expected: list[tuple[str, str, int]]) -> None:
    found = stated(extract_records([read_text(COUPLES + text)]))
    assert [(giver, taker[:2], value) for giver, taker, value in found] == expected


@pytest.mark.parametrize("text", ["温州市、鹿城区各捐款20万元。", "温州市和鹿城区分别捐款20万元、30万元。"])
def test_the_articles_own_giver_shares_with_the_others_of_its_list(text: str) -> None:
    assert {giver for giver, _, _ in stated(extract_records([read_text(PAIRED + text)]))} == {"温州市", "鹿城区"}


def test_who_sends_both_ways_gives_and_takes() -> None:
    found = extract_records([read_text("杨村第一中学与静宁县第一中学结对。杨村第一中学与静宁县第一中学互派教师各6人。")])
    (there, back) = stated(found)
    assert there[:2] == back[1::-1]
    assert there[2] == back[2] == 6


def test_things_of_which_there_are_so_many_each_are_counted_each() -> None:
    found = extract_records([read_text(PAIRED + "村里建成卫生室、幼儿园各1所，覆盖全部自然村。")])
    assert [value for _, _, value in stated(found)] == [1, 1]


@pytest.mark.parametrize("text", ["全市各级各部门捐款20万元。", "温州市各县市区捐款20万元。", "覆盖全县各乡镇20个。"])
def test_all_of_them_is_no_share(text: str) -> None:
    assert len(stated(extract_records([read_text(PAIRED + text)]))) == 1


def test_a_count_behind_a_list_adds_nobody_to_it() -> None:
    text = "浙江省衢州市衢江区对口帮扶四川省绵阳市平武县。衢江区向平武县、青川县、梓潼县三个县捐赠700万元。\n越城区与乐至县协作。"
    assert [taker for _, taker, _ in stated(extract_records([read_text(text)]))] == ["平武县、青川县、梓潼县"]
