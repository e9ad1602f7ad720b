"""Titles, headlines, headings and signatures among the short lines of a text."""

import pytest

from kg.model import BlockKind
from readings import articles, kinds, lines_of

PROSE = "2018年,衢江区投入平武县财政帮扶资金3600万元。"
NEXT = "开展对口帮扶,捐赠款物21万余元。"
HEADLINE, TITLE = BlockKind.HEADLINE, BlockKind.TITLE


def test_title_headline_and_second_line_are_told_apart() -> None:
    text = f"东西部扶贫协作工作简报\n珠水连天眼 携手奔小康\n——广州市白云区对口帮扶贵州省平塘县工作情况\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["title", "headline", "subheadline", "paragraph"]


def test_the_line_with_the_issue_is_the_title_wherever_it_stands() -> None:
    text = f"国家税务总局定点帮扶青海两县（区）工作简况\n青乡振简报 第14期（总第206期）\n\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "title", "paragraph"]


@pytest.mark.parametrize(
    "imprint",
    [
        "丹巴县融媒体中心  2019年12月18日",
        "（惠安县闽宁办）",
        "木援办〔2018〕3号",
        "本报记者 周楠 2016年12月8日",
        "巫山县扶贫办整理",
        "巫山县扶贫办",
        "（金府函〔2021〕96号附件）",
    ],
)
def test_a_line_of_publication_below_a_headline_does_not_take_its_place(imprint: str) -> None:
    assert lines_of(f"成华真情暖丹巴\n{imprint}\n{PROSE}", HEADLINE) == ["成华真情暖丹巴"]


def test_a_letter_has_its_headline_salutation_and_signature() -> None:
    text = f"感 谢 信\n中共成都市双流区委、双流区人民政府：\n{PROSE}\n此致\n敬礼！\n巴塘县委  巴塘县人民政府\n2018年7月2日"
    assert [kind for kind, _ in kinds(text)] == ["headline", "paragraph", "paragraph", "paragraph", "paragraph", "issuer", "dateline"]


def test_a_list_of_offices_is_no_signature() -> None:
    assert lines_of(f"衢江区帮扶平武县\n{PROSE}\n成员单位：\n县教育局\n县卫健局", BlockKind.ISSUER) == []


@pytest.mark.parametrize(
    "rows",
    [
        ["农牧产业    11个    6200万元", "基础设施    13个    9100万元"],
        ["驷马镇稻鱼综合种养基地　1200万元", "平昌县江口水乡幼儿园　1490万元"],
        ["桃源镇卫生院—新寨镇卫生院", "七都镇卫生院—洋溪镇卫生院"],
        ["1.宁波市第二医院—安龙县人民医院", "2.宁波市眼科医院—普安县人民医院"],
    ],
)
def test_no_row_of_a_list_or_table_is_a_headline(rows: list[str]) -> None:
    text = "\n".join(["衢江区帮扶平武县", f"{PROSE}安排如下：", *rows, NEXT])
    assert lines_of(text, HEADLINE, BlockKind.HEADING) == ["衢江区帮扶平武县"]


def test_a_line_that_leads_to_a_list_is_no_headline() -> None:
    text = f"珠海高新区与道真自治县劳务协作情况\n{PROSE}\n去年一年，围绕“输出一人”，两地做了这些事——\n技能培训：6期，281人次；\n{NEXT}"
    assert lines_of(text, HEADLINE) == ["珠海高新区与道真自治县劳务协作情况"]


def test_a_heading_without_a_number_opens_no_report() -> None:
    text = f"广州市帮扶贵州省工作情况\n{PROSE}\n强化产业园区建设\n{NEXT}\n聚焦贫困村\n{PROSE[5:]}"
    assert lines_of(text, BlockKind.HEADING) == ["强化产业园区建设", "聚焦贫困村"]
    assert lines_of(text, HEADLINE) == ["广州市帮扶贵州省工作情况"]


def test_a_line_that_names_whom_it_is_about_opens_a_report() -> None:
    assert lines_of(f"两地携手\n{PROSE}\n新津区援助小金县\n{NEXT}", HEADLINE) == ["两地携手", "新津区援助小金县"]


def test_in_a_bulletin_with_a_title_a_long_line_opens_a_report_without_a_full_name() -> None:
    first, second = "青白江区“七个精准”助力对口帮扶", "衢江平武“无问西东”铺就协作“康庄大道”"
    assert lines_of(f"脱贫攻坚简报2019年第2期\n{first}\n{NEXT}\n{second}\n{PROSE}", HEADLINE) == [first, second]


@pytest.mark.parametrize("caption", ["图为衢江区向平武县捐赠仪式现场", "衢江区医生在平武县义诊（张某 摄）", "上图：平武县产业园 县融媒体中心供图"])
def test_the_line_below_a_picture_heads_nothing(caption: str) -> None:
    text = f"衢江区携手平武县\n{PROSE}\n{caption}\n{PROSE[6:]}"
    assert [title for title, _ in articles(text)] == ["衢江区携手平武县"]
    assert ("paragraph", caption) in kinds(text)


def test_a_sentence_is_never_a_headline() -> None:
    assert kinds(f"衢江区帮扶平武县。\n{PROSE}") == [("paragraph", "衢江区帮扶平武县。"), ("paragraph", PROSE)]


def test_brackets_below_a_title_belong_to_it() -> None:
    text = f"龙岗区对口帮扶靖西市、那坡县工作通报\n（2019年1—7月）\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["title", "subheadline", "paragraph"]


def test_brackets_above_a_headline_do_not_hide_it() -> None:
    assert [kind for kind, _ in kinds(f"（送审稿）\n衢江区携手平武县\n{PROSE}")] == ["paragraph", "headline", "paragraph"]
