"""What a page says twice counts once; what two reports say alike counts twice."""

import pytest

from kg.model import BlockKind
from readings import kinds, lines_of

FIRST = "2018年,衢江区投入平武县财政帮扶资金3600万元,实施扶贫协作项目20个。"
SECOND = "选派医疗、教育、农技等41名专业技术骨干赴平武县开展对口帮扶工作。"
REPORT = f"衢江区携手平武县\n来源：省扶贫局\n{FIRST}\n一是资金到位。\n{SECOND}"


def test_a_second_copy_is_known_down_to_its_short_lines() -> None:
    assert lines_of(f"{REPORT}\n责任编辑：张三\n{REPORT}\n责任编辑：张三", BlockKind.COPY) == REPORT.split("\n")


def test_a_copy_with_other_blanks_and_punctuation_is_a_copy() -> None:
    again = FIRST.replace(",", "，").replace("3600", " 3600 ")
    assert kinds(f"{REPORT}\n{again}")[-1][0] == "copy"


def test_a_copy_whose_paragraphs_are_joined_is_a_copy() -> None:
    assert kinds(f"{REPORT}\n{FIRST}{SECOND}")[-1][0] == "copy"


def test_a_paragraph_that_says_more_is_no_copy() -> None:
    assert kinds(f"{REPORT}\n{FIRST}另投入200万元。")[-1][0] == "paragraph"


def test_a_short_line_that_two_reports_share_is_no_copy() -> None:
    other = "青白江区帮扶九龙县\n安排1250万元用于对口帮扶甘孜州九龙县、简阳市飞龙乡和安乐乡。\n一是资金到位。\n开展培训16期,参加培训700余人次。"
    assert lines_of(f"{REPORT}\n{other}", BlockKind.COPY) == []


def test_rows_that_are_alike_are_no_copies() -> None:
    row = "合计　　　2230万元　　3740万元　　　778万元　　3465万元　　　2327人"
    assert lines_of(f"{REPORT}\n{row}\n{row}", BlockKind.COPY) == []


def test_a_summary_that_repeats_the_text_is_a_copy() -> None:
    summary = "内容提要：衢江区投入平武县财政帮扶资金3600万元，选派医疗骨干。"
    assert kinds(f"衢江区携手平武县\n{summary}\n{FIRST}")[1] == ("copy", summary)


@pytest.mark.parametrize(
    "summary",
    [
        "【摘要】2018年，衢江区资金3600万元、项目20个。",
        "导读：投入资金3600万元，选派41名骨干。",
        "核心提示\n衢江区投入资金3600万元，选派骨干41名。",
        "阅读提示\n●投入财政帮扶资金3600万元\n●实施扶贫协作项目20个\n●选派41名骨干",
    ],
)
def test_a_summary_in_other_words_makes_no_fact_twice(summary: str) -> None:
    text = f"衢江区携手平武县\n{summary}\n{FIRST}\n{SECOND}"
    assert lines_of(text, BlockKind.COPY) == summary.split("\n")


@pytest.mark.parametrize("summary", ["导读：引进企业3600家。", "核心提示\n选派干部41名，培训1860名。", "阅读提示\n●投入资金3600万元\n●互访15批"])
def test_a_summary_that_tells_a_figure_of_its_own_is_no_copy(summary: str) -> None:
    assert lines_of(f"衢江区携手平武县\n{summary}\n{FIRST}\n{SECOND}", BlockKind.COPY) == []


def test_a_summary_with_a_figure_of_its_own_is_kept() -> None:
    summary = "内容提要：衢江区投入平武县财政帮扶资金3600万元，互访15批。"
    assert kinds(f"衢江区携手平武县\n{summary}\n{FIRST}")[1] == ("paragraph", summary)


def test_a_table_of_contents_is_a_copy_of_the_headlines_below() -> None:
    first, second = "青白江区“七个精准”助力对口帮扶", "衢江平武铺就协作“康庄大道”"
    text = f"对口帮扶工作简报\n本期要目\n★{first}…………1\n★{second}…………3\n{first}\n{SECOND}\n{second}\n{FIRST}"
    assert lines_of(text, BlockKind.COPY) == [f"★{first}…………1", f"★{second}…………3"]
    assert lines_of(text, BlockKind.HEADLINE) == [first, second]
    assert lines_of(text, BlockKind.FURNITURE) == ["本期要目"]


def test_contents_that_do_not_come_again_are_kept() -> None:
    assert lines_of(f"工作简报\n目录\n捐赠图书300册\n衢江区携手平武县\n{FIRST}", BlockKind.COPY) == []
