"""What the questions answer, read against the bulletins by hand; and that no answer counts twice, mixes or invents."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import Store

from kg.model import Action, Bound, Entity, Records, Role, Status
from kg.store import ask, bound_query, find_question, questions
from miniature import MIANYANG, PINGWU, QUJIANG, QUZHOU, TONGHENG, action, bulletin, measure, miniature, place, quote

StoreOf = Callable[[Records], Store]
Row = dict[str, str]


def rows(store: Store, name: str, **values: str) -> list[Row]:
    found = ask(store, bound_query(store, find_question(name), values))
    return [{c: getattr(t, "value", "") for c, t in zip(found.columns, row, strict=True)} for row in found.rows]


def told(*actions: Action, entities: tuple[Entity, ...] = ()) -> Records:
    """Return the miniature with these statements for its own, and entities besides."""
    whole = miniature()
    known = {e.id: e for e in (*whole.entities, *entities)}
    return replace(whole, entities=tuple(known[key] for key in sorted(known)), actions=tuple(sorted(actions, key=lambda a: a.id)))


# What is asked of the annotated texts, and a row that must be among the answers; above it the sentence that bears it out.
READ = [
    # 直接投入资金3179万元
    ("judgements", {}, {"when": "2024-05-01", "who": "李华", "verdict": "accept 属实", "why": "已见公报", "before": ""}),
    # 明宇集团“一对一”帮扶普格县螺髻山镇小槽河村
    ("who-assists", {"place": "普格县"}, {"provider": "明宇集团", "recipient": "小槽河村"}),
    # 截至2018年底，该区累计拨付援藏资金3.97亿元……其中，2018年当年拨付7840万元……投入援助资金3500万元
    ("money-by-provider", {}, {"provider": "成都市成都高新区", "status": "done 已完成", "yuan": "432000000", "as_written": "3.97亿元 + 3500万元"}),
    ("money-by-year", {}, {"provider": "成都市成都高新区", "year": "2018", "yuan": "78400000"}),
    # 白云区先后派驻平塘县挂职党政干部3名（其中县处级1名）、医生21名、教师5名
    ("people-sent", {}, {"from": "广州市白云区", "people": "29", "unit": "人", "as_written": "21名 + 5名 + 3名"}),
    # 直接投入资金3179万元
    (
        "about-organization",
        {"organization": "中山大学"},
        {"kind": "funding 资金", "figure": "3179万元", "period": "2013-2020", "recipients": "凤庆县"},
    ),
    # 宁波市—黔西南布依族苗族自治州
    ("whom-assists", {"place": "浙江省"}, {"level": "prefecture 地级", "recipient": "黔西南布依族苗族自治州", "provider": "宁波市"}),
    # 2022年，新都区、金堂县共投入资金3661万元，实施项目23个
    ("active-in-year", {"year": "2022"}, {"provider": "金堂县", "recipient": "理塘县", "statements": "2", "kinds": "funding, project"}),
    # 宁波市—延安市宝塔区
    ("across-provinces", {}, {"reach": "across 跨省", "provider_province": "浙江省", "recipient_province": "陕西省", "which": "宁波市→宝塔区"}),
    # 2022年计划投入帮扶资金11686.145万元
    ("commitment-and-completion", {}, {"provider": "成都高新区", "planned": "116861450", "committed": "0", "done": "432000000"}),
    # 累计落实财政援助资金3.16亿元……引进东部企业12家,投资3.03亿元……捐赠价值3237万元的物资
    ("investment-and-aid", {}, {"provider": "济南高新区", "recipient": "临夏县", "aid_given": "348370000", "invested": "303000000"}),
    # 当年安排资金5066万元、重点项目20个,其中产业开发3255.5万元、劳务协作716.5万元、消费帮扶450万元
    ("sums-that-differ", {}, {"total": "5066万元", "parts": "3255.5万元 + 716.5万元 + 450万元", "sum": "44220000", "difference": "-6440000"}),
    # 平塘县选派党政干部4名、医生14名、教师43名到白云区挂职锻炼
    ("people-back", {}, {"provider": "平塘县", "recipient": "白云区", "people": "61", "figures": "3"}),
    # 举办专题培训46期,培训当地干部8685名
    ("people-trained", {}, {"topic": "培训当地干部", "people": "8685", "unit": "人"}),
    # 1100多名临夏籍餐饮人员在当地从业;7183名农村劳动力实现转移就业;建起援建帮扶车间17个,让2944名群众在家门口就业
    ("jobs", {}, {"provider": "济南高新区", "what": "employed 就业", "amount": "11227", "unit": "人"}),
    # 提供就业岗位300个
    ("jobs", {}, {"provider": "张家港市", "what": "offered 提供岗位", "amount": "300", "unit": "个"}),
    # 实施帮扶项目15项；科研项目立项23项
    ("amounts-by-unit", {"kind": "项目"}, {"unit": "项", "status": "done 已完成", "amount": "38", "figures": "2"}),
    # 五年来,累计落实财政援助资金3.16亿元,建成民生项目86个,11940名群众直接受益
    ("cost-per-beneficiary", {}, {"money": "3.16亿元", "people": "11940名", "yuan_each": "26466", "money_bound": "exact"}),
    # 白云区动员29个单位（镇街9个，企业、协会等19家，村1个）
    ("pairs-within-a-pair", {}, {"provider": "白云区", "recipient": "平塘县", "figure": "9个", "in_totals": "false"}),
    # 成都市新都区、金堂县共同对口帮扶甘孜藏族自治州理塘县；杭州市钱塘区2021年6月与理塘县“牵手”
    ("several-providers", {}, {"recipient": "理塘县", "providers": "3", "who": "新都区、金堂县、钱塘区"}),
    # 撬动社会投资6800余万元
    ("doubtful-figures", {"place": "小金县"}, {"figures": "6800余万元", "sources": "1", "approximate": "true", "conflicting": "false"}),
    # 鄞州人民医院与兴仁县人民医院还签订了《合作共建兴仁县人民医院眼科中心协议书》
    ("documents-signed", {}, {"document": "合作共建兴仁县人民医院眼科中心协议书", "provider": "宁波市鄞州人民医院", "recipient": "兴仁县人民医院"}),
    # 立邦集团投资的“新型环保建筑材料西部生产基地”项目落户都匀经济开发区，用地约250亩，总投资8亿元
    ("enterprise-promises", {}, {"provider": "立邦集团", "figure": "8亿元", "value": "800000000", "kind": "investment"}),
    # 发布日期：2020-10-22
    ("silent-since", {"year": "2021"}, {"provider": "白云区", "recipient": "平塘县", "last_bulletin": "2020-10-22", "bulletins": "1"}),
    # 广东省自此担负起对口支援林芝市；东莞市对口支援林芝市巴宜区
    ("longest-chain", {}, {"links": "2", "chain": "广东省→林芝市 > 东莞市→巴宜区"}),
    # 新津区 became a district in 2020
    ("places-changed", {"year": "2019"}, {"place": "新津区", "place_within": "成都市", "since": "2020", "until": ""}),
    # 落实社会帮扶资金534万元
    ("what-gave", {"giver": "衢江区", "taker": "平武县"}, {"kind": "funding 资金", "figure": "534万元", "value": "5340000", "in_totals": "true"}),
    # 衢江选派1名副县级干部、1名正科级干部到平武挂职
    ("secondments", {}, {"from": "衢江区", "to": "平武县", "rank": "副县级", "people": "1", "as_whom": "副县级干部"}),
    # 2022年计划投入帮扶资金11686.145万元，其中单体超千万元的项目5个，包括竹庆镇市政道路改造工程
    ("by-sector", {}, {"sector": "infrastructure 基础设施", "status": "planned 计划中", "projects": "5"}),
]


@pytest.mark.parametrize(("name", "values", "row"), READ, ids=[name for name, _, _ in READ])
def test_the_answer_has_the_row_that_the_bulletin_bears_out(name: str, values: Row, row: Row, gold_store: Store) -> None:
    assert any(row.items() <= found.items() for found in rows(gold_store, name, **values))


def test_no_question_is_without_a_row_read_by_hand() -> None:
    assert {name for name, _, _ in READ} == questions().keys()


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2018", {"2018"}),
        ("2018-09", {"2018"}),
        ("2017-2019", {"2017", "2018", "2019"}),
        ("2018-", {"2018", "2019", "2020"}),
        ("-2018", {"2018"}),
        ("", set()),
    ],
)
def test_a_pairing_is_active_in_the_years_that_a_statement_tells_of(period: str, years: set[str], store_of: StoreOf) -> None:
    b = bulletin()
    paired = action("pairing", [QUJIANG], [PINGWU], quote(b, "衢江平武"))
    given = replace(action("funding", [QUJIANG], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 534, "元")), period=period)
    store = store_of(told(paired, given))
    assert {year for year in map(str, range(2016, 2021)) if rows(store, "active-in-year", year=year)} == years


def test_money_of_two_givers_to_two_takers_is_one_row_in_promises_and_beside_investment(store_of: StoreOf) -> None:
    b = bulletin()
    joint = action("funding", [QUZHOU, QUJIANG], [PINGWU, MIANYANG], quote(b, "534万元"), measure(b, "534万元", 534, "元"))
    ahead = action("funding", [QUJIANG, QUZHOU], [MIANYANG, PINGWU], quote(b, "50亿"), measure(b, "50亿", 100, "元"), status=Status.PLANNED)
    invested = action("investment", [QUJIANG, QUZHOU], [PINGWU, MIANYANG], quote(b, "3.3亿元"), measure(b, "3.3亿元", 7, "元"))
    store = store_of(told(joint, ahead, invested))
    (row,) = rows(store, "commitment-and-completion")
    assert (row["planned"], row["committed"], row["done"], row["figures"]) == ("100", "0", "534", "2")
    (row,) = rows(store, "investment-and-aid")
    assert (row["aid_given"], row["aid_ahead"], row["invested"], row["investment_ahead"]) == ("534", "100", "7", "0")


def test_a_part_counts_in_no_sum_and_only_a_sum_that_differs_is_told(store_of: StoreOf) -> None:
    b = bulletin()
    whole = replace(measure(b, "50亿", 100, "元"), role=Role.TOTAL)
    parts = [replace(measure(b, words, v, "元", total=whole.id, counts=False), role=Role.PART) for words, v in (("3.3亿元", 60), ("534万元", 40))]
    even = action("funding", [QUJIANG], [PINGWU], quote(b, "50亿"), whole, *parts)
    (row,) = rows(store_of(told(even)), "commitment-and-completion")
    assert (row["done"], row["figures"]) == ("100", "1")


@pytest.mark.parametrize(("values", "differences"), [((60, 40), []), ((60, 41), ["1"]), ((60, 30), ["-10"])])
def test_a_total_is_told_where_its_parts_are_more_or_less(values: tuple[int, int], differences: list[str], store_of: StoreOf) -> None:
    b = bulletin()
    whole = replace(measure(b, "50亿", 100, "元"), role=Role.TOTAL)
    words = zip(("3.3亿元", "534万元"), values, strict=True)
    parts = [replace(measure(b, figure, v, "元", total=whole.id, counts=False), role=Role.PART) for figure, v in words]
    store = store_of(told(action("funding", [QUJIANG], [PINGWU], quote(b, "50亿"), whole, *parts)))
    assert [row["difference"] for row in rows(store, "sums-that-differ")] == differences


def test_people_go_back_only_to_those_who_assist(store_of: StoreOf) -> None:
    b = bulletin()
    sent = action("personnel", [PINGWU], [QUJIANG], quote(b, "3名"), measure(b, "3名", 3, "名"))
    assert not rows(store_of(told(sent)), "people-back")


def test_wages_are_never_added_up_and_person_times_are_no_persons(store_of: StoreOf) -> None:
    b = bulletin()
    store = store_of(told(
        action("employment", [QUJIANG], [PINGWU], quote(b, "41名"), measure(b, "41名", 3500, "元/月", Bound.OVER), about="工资"),
        action("employment", [QUJIANG], [PINGWU], quote(b, "65名"), measure(b, "65名", 4000, "元/月"), about="工资"),
        action("employment", [QUJIANG], [PINGWU], quote(b, "3名"), measure(b, "3名", 3, "名")),
        action("employment", [QUJIANG], [PINGWU], quote(b, "28对"), measure(b, "28对", 28, "人次"), about="务工"),
        action("employment", [QUJIANG], [PINGWU], quote(b, "6家"), measure(b, "6家", 6, "家"), about="企业"),
    ))  # fmt: skip
    assert [(r["what"], r["amount"], r["unit"], r["inexact"]) for r in rows(store, "jobs")] == [
        ("employed 就业", "3", "人", "0"),
        ("employed 就业", "28", "人次", "0"),
        ("wage from 工资最低", "3500", "元/月", "1"),
    ]


def test_rates_and_shares_are_no_amounts(store_of: StoreOf) -> None:
    b = bulletin()
    store = store_of(told(
        action("output", [QUJIANG], [PINGWU], quote(b, "41名"), measure(b, "41名", 41, "%")),
        action("output", [QUJIANG], [PINGWU], quote(b, "6家"), measure(b, "6家", 6, "亩")),
        action("output", [QUJIANG], [PINGWU], quote(b, "3名"), measure(b, "3名", 3, "元/年")),
    ))  # fmt: skip
    assert [(r["unit"], r["amount"]) for r in rows(store, "amounts-by-unit", kind="output")] == [("亩", "6")]


def test_cost_divides_by_the_bounds_and_takes_both_figures_from_one_sentence(store_of: StoreOf) -> None:
    b = bulletin()
    sentence = quote(b, "落实社会帮扶资金534万元")
    people = replace(measure(b, "28对", 100, "人", Bound.RANGE), upper=measure(b, "28对", 200, "人").value)
    elsewhere = action("outcome", [QUJIANG], [PINGWU], quote(b, "65名"), measure(b, "65名", 65, "名"))
    store = store_of(told(
        action("funding", [QUJIANG], [PINGWU], sentence, measure(b, "534万元", 1000, "元")),
        action("outcome", [QUJIANG], [PINGWU], sentence, people),
        elsewhere,
    ))  # fmt: skip
    (row,) = rows(store, "cost-per-beneficiary")
    assert (row["yuan_each"], row["yuan_each_upper"], row["people_bound"]) == ("5", "10", "range")


def test_figures_of_one_thing_conflict_and_a_repetition_does_not(store_of: StoreOf) -> None:
    b = bulletin()
    first = replace(action("funding", [QUJIANG], [PINGWU], quote(b, "534万元"), measure(b, "534万元", 534, "元")), about="资金")
    other = replace(action("funding", [QUJIANG], [PINGWU], quote(b, "50亿"), measure(b, "50亿", 500, "元")), about="资金")
    (row,) = rows(store_of(told(first, other)), "doubtful-figures", place="平武县")
    assert (row["figures"], row["conflicting"], row["sources"]) == ("50亿 | 534万元", "true", "1")


def test_a_rounded_repetition_is_no_contradiction(store_of: StoreOf) -> None:
    b = bulletin()
    figure = measure(b, "534万元", 534, "元")
    rounded = replace(measure(b, "50亿", 500, "元", counts=False), repeats=figure.id)
    (row,) = rows(store_of(told(action("funding", [QUJIANG], [PINGWU], quote(b, "534万元"), figure, rounded))), "doubtful-figures", place="平武县")
    assert (row["figures"], row["conflicting"]) == ("534万元", "false")


def test_a_chain_goes_from_province_to_county_by_the_nearest_who_assist(store_of: StoreOf) -> None:
    b = bulletin()
    zhejiang, sichuan = place("330000", "浙江省"), place("510000", "四川省")
    city, prefecture = replace(QUZHOU, parent=zhejiang.id), replace(MIANYANG, parent=sichuan.id)
    pairs = [
        (zhejiang, sichuan, "50亿"),
        (zhejiang, prefecture, "6家"),
        (city, prefecture, "3.3亿元"),
        (QUJIANG, PINGWU, "41名"),
        (TONGHENG, PINGWU, "3名"),
    ]
    paired = [action("pairing", [giver], [taker], quote(b, words)) for giver, taker, words in pairs]
    found = rows(store_of(told(*paired, entities=(zhejiang, sichuan, city, prefecture))), "longest-chain")
    assert (found[0]["links"], found[0]["chain"]) == ("3", "浙江省→四川省 > 衢州市→绵阳市 > 衢江区→平武县")


def test_a_pairing_that_a_later_bulletin_tells_of_is_not_silent(store_of: StoreOf) -> None:
    early = bulletin()
    late = replace(early, id="later", date="2021-03-01")
    paired = action("pairing", [QUJIANG], [PINGWU], quote(early, "衢江平武"))
    again = replace(action("exchange", [QUJIANG], [PINGWU], quote(late, "衢江平武")), id="action-later")
    alone = action("pairing", [QUZHOU], [MIANYANG], quote(early, "绵阳"))
    store = store_of(replace(told(paired, again, alone), bulletins=(late, early)))
    assert [(r["provider"], r["last_bulletin"]) for r in rows(store, "silent-since", year="2020")] == [("衢州市", "2019-01-15")]
    assert {r["provider"] for r in rows(store, "silent-since", year="2022")} == {"衢州市", "衢江区"}


def test_what_a_later_issue_corrects_is_in_no_answer(told_of_everything: Records, store_of: StoreOf) -> None:
    def corrected(a: Action) -> Action:
        measures = tuple(replace(m, counts_in_totals=False, counts_in_year=False) for m in a.measures)
        return replace(a, superseded_by="later", measures=measures)

    store = store_of(replace(told_of_everything, actions=tuple(map(corrected, told_of_everything.actions))))
    for question in questions().values():
        found = rows(store, question.name, **question.parameters)
        # What was judged stays on record.
        found = [] if question.name == "judgements" else found
        assert [row["statements"] for row in found] == (["0"] if question.name == "places-changed" else []), question.name
