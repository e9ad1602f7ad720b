"""Numbered parts: what numbers them, how deep they lie, where they end."""

import pytest

from kg.extract.reading import Reading
from kg.link.entities import evidence
from kg.read import read_text
from readings import outline, section

HEAD = "青岛市与定西市协作情况\n"


def test_a_style_is_as_deep_as_what_it_stands_in() -> None:
    text = HEAD + (
        "一、健全机制\n一是高位推动。召开联席会议5次。二是加大投入。援助资金5162万元。\n二、五年协作\n(一)项目惠民。建成项目86个。(二)园区共建。引进企业12家。"
    )
    assert outline(text) == ["一、健全机制", "  一是高位推动", "  二是加大投入", "二、五年协作", "  (一)项目惠民", "  (二)园区共建"]


def test_each_style_nests_in_the_one_above() -> None:
    funds = "一、资金\n（一）财政\n1.市级。安排资金1000万元。\n（1）到位。已到位800万元。\n2.区级。安排200万元。\n（二）社会\n"
    text = f"{HEAD}第一部分 总体情况\n{funds}二、项目\n实施项目9个。"
    assert [len(line) - len(line.lstrip()) for line in outline(text)] == [0, 2, 4, 6, 8, 6, 4, 2]


def test_points_within_a_line_end_with_their_paragraph() -> None:
    text = HEAD + "一是电力先行。投资7亿元。二是产业造血。实施项目119个。\n进入过渡期,力度不减。2024年培训人才8.62万人次。"
    found, words = section(text, "二是")
    assert words == "二是产业造血。实施项目119个。"
    assert found.heading == "产业造血"


def test_a_series_of_single_paragraphs_ends_with_the_last_of_them() -> None:
    text = HEAD + "一、资金。到位4000万元。\n二、劳务。招聘会3场。\n2019年,计划争取资金4500万元。"
    assert section(text, "二、")[1] == "二、劳务。招聘会3场。"


def test_a_heading_of_its_own_line_holds_all_that_follows() -> None:
    text = HEAD + "一、资金\n到位4000万元。\n二、劳务\n招聘会3场。\n组织312名劳动力就业。"
    assert section(text, "二、")[1] == "二、劳务\n招聘会3场。\n组织312名劳动力就业。"


def test_items_of_a_list_do_not_swallow_the_prose_below() -> None:
    text = HEAD + "(一)宁波市—黔西南州\n结对关系如下:\n1.宁波市第二医院—安龙县人民医院\n2.宁波市眼科医院—普安县人民医院\n4家医院的专家实施手术800例。"
    assert section(text, "2.")[1] == "2.宁波市眼科医院—普安县人民医院"
    assert "4家医院" in section(text, "(一)")[1]


@pytest.mark.parametrize(
    "sentence",
    [
        "推动一、二、三产业融合,带动120户。",
        "截至三、四季度,到位资金800万元。",
        "这是全省唯一是由两地共建的园区。",
        "按第三条（二）的规定安排资金。",
        "达到1.5万亩。2.3万人受益。",
        "其中之二是由学校捐赠的。",
    ],
)
def test_numerals_in_a_sentence_number_no_part(sentence: str) -> None:
    assert outline(HEAD + sentence) == []


def test_a_part_of_an_excerpt_may_be_the_third() -> None:
    assert outline(HEAD + "三、四川省的协作\n捐款200万元。") == ["三、四川省的协作"]


def test_named_and_circled_items_are_parts() -> None:
    text = HEAD + "【产业共建】签约项目47个。①甲园区开工。②乙园区投产。\n【劳务】招聘会16场。"
    assert outline(text) == ["【产业共建】签约项目47个", "  ①", "  ②", "【劳务】"]


def test_a_statement_is_not_called_a_heading() -> None:
    assert outline(HEAD + "1.组织30名村干部赴德化研学；\n2.引进企业2—3家，到位资金不低于8000万元；") == ["1.", "2."]


def test_headlines_with_a_case_number_are_no_sections() -> None:
    text = "典型案例选登\n【案例一】跨越山海的情谊\n一、强医疗。派出医生3名。\n【案例二】点亮峡江\n一是电力先行。投资7亿元。"
    assert [line.strip()[:2] for line in outline(text)] == ["一、", "一是"]


def test_a_heading_without_a_number_opens_a_part() -> None:
    text = HEAD + "今年以来协作不断深化。\n产业协作\n引进企业12家。\n建成车间9个。\n劳务协作\n一是就近就业。吸纳312人。\n二是外出务工。输送80人。"
    assert outline(text) == ["产业协作", "劳务协作", "  一是就近就业", "  二是外出务工"]
    (first, *_) = read_text(text).articles[0].sections
    assert read_text(text).text[first.start : first.end].strip() == "产业协作\n引进企业12家。\n建成车间9个。"


def test_evidence_names_a_part_without_a_number_by_its_heading() -> None:
    bulletin = read_text(HEAD + "今年以来协作不断深化。\n产业协作\n引进企业12家。\n建成车间9个。\n劳务协作\n吸纳312人就业。")
    start = bulletin.text.index("12家")
    assert evidence(Reading(bulletin), start, start + 3).section == "产业协作"
