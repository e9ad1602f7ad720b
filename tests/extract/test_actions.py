"""What is promised of actions, on pieces of bulletins."""

import pytest

from kg.extract.pipeline import extract_records
from kg.model import Action, Records, Status
from kg.read import read_text

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来,两地党委政府认真贯彻落实。"


def records(text: str) -> Records:
    return extract_records([read_text(text)])


def parties(found: Records, action: Action) -> tuple[list[str], list[str]]:
    names = {e.id: e.name for e in found.entities}
    return [names[i] for i in action.provider], [names[i] for i in action.recipient]


def test_a_stated_pairing_has_a_giver_and_a_taker() -> None:
    found = records(PAIRED)
    (pairing,) = [a for a in found.actions if a.kind == "pairing"]
    assert parties(found, pairing) == (["衢江区"], ["平武县"])


def test_an_elided_giver_is_that_of_the_pairing() -> None:
    found = records(PAIRED + "落实社会帮扶资金534万元。")
    (funding,) = [a for a in found.actions if a.kind == "funding"]
    assert parties(found, funding) == (["衢江区"], ["平武县"])


def test_people_sent_by_the_taker_go_the_other_way() -> None:
    found = records(PAIRED + "衢江选派41名专业技术骨干赴平武开展对口帮扶。平武选派3名医疗骨干赴衢江区挂职学习。")
    directions = {int(a.measures[0].value): parties(found, a) for a in found.actions if a.kind == "personnel"}
    assert directions == {41: (["衢江区"], ["平武县"]), 3: (["平武县"], ["衢江区"])}


def test_every_quote_stands_at_its_offset() -> None:
    text = PAIRED + "2018年确定总投资3600万元的扶贫协作项目20个。"
    found = records(text)
    quotes = [e for a in found.actions for e in (*a.evidence, *(m.evidence for m in a.measures))]
    quotes += [e for entity in found.entities for e in entity.mentions] + [x.evidence for x in found.left_out]
    assert quotes
    assert all(found.bulletins[0].text[e.start : e.end] == e.quote for e in quotes)


def test_a_second_copy_adds_no_facts() -> None:
    body = PAIRED + "落实社会帮扶资金534万元,召开联席会议5次,互访15批133人次。"
    once, twice = records(body), records(f"{body}\n责任编辑: 某某\n{body}")
    assert sum(len(a.measures) for a in twice.actions) == sum(len(a.measures) for a in once.actions)
    assert {x.reason for x in twice.left_out} >= {"copy"}


def test_names_paired_respectively_are_couples_and_no_cross_product() -> None:
    found = records("丹阳市云阳街道、司徒镇与富平县淡村镇、曹村镇分别签订结对帮扶协议。")
    pairs = {(*givers, *takers) for givers, takers in (parties(found, a) for a in found.actions if a.kind == "pairing")}
    assert pairs == {("云阳街道", "淡村镇"), ("司徒镇", "曹村镇")}


def test_the_pair_that_a_headline_states_holds_for_all_below_it() -> None:
    head = "【案例一】跨越山海的“中山—凤庆”情\n——中山大学定点帮扶云南省凤庆县\n按照部署，我校定点帮扶云南省临沧市凤庆县。\n"
    found = records(head + "一是改善办学条件。整合校友和社会资源捐赠超过2000万元。")
    (funding,) = [a for a in found.actions if a.kind == "funding"]
    assert parties(found, funding) == (["中山大学"], ["凤庆县"])


def test_a_park_is_not_paired() -> None:
    found = records("援疆短讯\n▲江阴市在霍城县新荣园区投入援疆资金2500万元改造数字产业园。\n▲盐城市对口支援察布查尔锡伯自治县，投入资金100万元。")
    assert [parties(found, a) for a in found.actions if a.kind == "pairing"] == [(["盐城市"], ["察布查尔锡伯自治县"])]


def test_a_body_where_a_thing_is_carried_out_is_no_party() -> None:
    found = records(PAIRED + "65名县级部门干部在衢州职业技术学院完成培训。")
    (training,) = [a for a in found.actions if a.measures]
    names = {e.id: e.name for e in found.entities}
    assert [names[i] for i in training.through] == ["衢州职业技术学院"]
    assert parties(found, training) == (["衢江区"], ["平武县"])


def test_figures_of_one_thing_are_one_action() -> None:
    (action,) = [a for a in records(PAIRED + "互访15批133人次。").actions if a.measures]
    assert [(int(m.value), m.unit) for m in action.measures] == [(15, "批"), (133, "人次")]


def test_figures_told_respectively_belong_each_to_its_own() -> None:
    found = records("广州市对口帮扶毕节市、黔南州。毕节市、黔南州贫困发生率分别降至1.54%、0.68%。")
    rates = {str(a.measures[0].value): parties(found, a)[1] for a in found.actions if a.measures}
    assert rates == {"1.54": ["毕节市"], "0.68": ["黔南布依族苗族自治州"]}


def test_a_figure_whose_kind_no_word_tells_is_kept_as_other_with_its_words() -> None:
    (action,) = [a for a in records(PAIRED + "龙安镇2600名。").actions if a.measures]
    assert (action.kind, action.about, action.trigger) == ("other", "龙安镇", "名")


def test_a_word_that_speaks_for_a_kind_leaves_no_figure_open() -> None:
    (action,) = [a for a in records(PAIRED + "龙安镇选派2600名。").actions if a.measures]
    assert (action.kind, action.trigger) == ("personnel", "选派")


@pytest.mark.parametrize("piece", ["学校结对49对,49家企业落户平武县。", "医院结对28对,12家企业签约落户平武县。", "结对28对,9家企业到平武投资。"])
def test_the_clause_before_tells_no_kind_of_a_figure_that_opens_one_with_words_of_its_own(piece: str) -> None:
    assert [a.kind for a in records(PAIRED + piece).actions if a.measures] == ["pairing", "investment"]


def test_a_figure_that_opens_a_clause_without_such_words_is_of_the_kind_of_the_clause_before() -> None:
    assert [a.kind for a in records(PAIRED + "结对49对,12对为医院。").actions if a.measures] == ["pairing", "pairing"]


def test_what_a_titled_plan_lays_down_is_planned_until_it_is_done() -> None:
    found = records(PAIRED + "坚持以项目为支点,制定《2018—2020年协作帮扶规划》,明确“3年一亿”的协作帮扶规模。落实社会帮扶资金534万元。")
    assert {int(a.measures[0].value): (a.status, a.period) for a in found.actions if a.measures} == {
        100_000_000: ("planned", "2018-2020"),
        5_340_000: ("done", ""),
    }


def test_what_money_is_for_names_its_taker_even_behind_a_comma() -> None:
    stated = "成都市青白江区对口帮扶甘孜州九龙县、简阳市飞龙乡和安乐乡。"
    found = records(stated + "安排1050万元,用于帮助甘孜州九龙县发展产业;安排200万元,用于支持简阳市飞龙乡和安乐乡发展产业。")
    takers = {int(a.measures[0].value): parties(found, a)[1] for a in found.actions if a.measures}
    assert takers == {10_500_000: ["九龙县"], 2_000_000: ["飞龙乡", "安乐乡"]}


def test_the_year_in_a_title_is_the_title_s_own() -> None:
    stated = "成都市青白江区对口帮扶甘孜州九龙县。"
    found = records(stated + "将干部培训纳入《2018年青白江区党员干部教育培训计划》,举办5期培训,印发《2019年度实施方案》。")
    assert {a.about: a.period for a in found.actions if a.kind != "pairing"} == {
        "培训": "",
        "2018年青白江区党员干部教育培训计划": "2018",
        "2019年度实施方案": "2019",
    }


def test_a_part_is_of_the_time_of_its_total() -> None:
    stated = "成都市青白江区对口帮扶甘孜州九龙县。"
    found = records(stated + "在2018年区级财政预算中,安排1250万元用于对口帮扶。其中,安排1050万元用于产业;安排200万元用于培训。")
    periods = {int(a.measures[0].value): a.period for a in found.actions if a.measures}
    assert periods == {12_500_000: "2018", 10_500_000: "2018", 2_000_000: "2018"}


def test_a_list_of_deeds_each_at_its_own_place_keeps_each_figure_there() -> None:
    stated = "成都市青白江区对口帮扶甘孜州九龙县、简阳市飞龙乡和安乐乡。"
    found = records(stated + "在协义村建成日产40吨的粮食烘干中心、在龙王村建成常温冷库,交付村集体使用。")
    (built,) = [a for a in found.actions if a.measures]
    assert parties(found, built) == (["青白江区"], ["协义村"])


def test_a_plan_is_one_however_often_it_is_gone_by() -> None:
    stated = "成都市青白江区对口帮扶甘孜州九龙县。"
    plan = "根据《九龙县2018年度实施方案》,安排资金200万元。按照《九龙县2018年度实施方案》,实施项目6个。"
    found = records(stated + plan + "向九龙县赠送《临床诊疗指南》500册。")
    assert [a.about for a in found.actions if a.kind == "agreement"] == ["九龙县2018年度实施方案"]


def test_what_a_plan_tells_is_planned_unless_it_says_that_it_is_over() -> None:
    body = "\n\n浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。安排资金3000万元。去年投入资金2800万元。"
    planned = {int(a.measures[0].value): a.status for a in records("2020年衢江区对口帮扶平武县工作计划" + body).actions if a.measures}
    assert planned == {30_000_000: Status.PLANNED, 28_000_000: Status.DONE}
    told = [a.status for a in records("2020年衢江区对口帮扶平武县工作计划完成情况" + body).actions if a.measures]
    assert told == [Status.DONE, Status.DONE]
