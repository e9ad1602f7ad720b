"""Markdown: its marks go, everything else stays, and every character knows where it stands."""

import pytest

from kg.read.markdown import read_markdown
from kg.read.source import Source
from pages import STATED, to_markdown

FUNDS = "2018年，衢江区投入平武县财政帮扶资金3600万元，实施项目12个，带动贫困人口2340人增收。"


def read(text: str) -> Source:
    return read_markdown(text.encode(), "page.md")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# 衢江携手平武 #\n\n## 一、资金支持", ["衢江携手平武", "一、资金支持"]),
        ("衢江携手平武\n===\n一、资金\n---\n两地", ["衢江携手平武", "一、资金", "两地"]),
        ("1. 资金3600万元\n2. 人才41名", ["1. 资金3600万元", "2. 人才41名"]),
        ("- 衢江\n  * 平武\n+ [x] 两地\n> > 双方", ["衢江", "平武", "两地", "双方"]),
        ("投入**3600**万元，*派*出***41***名，~~9900~~，__其中__：医生", ["投入3600万元，派出41名，9900，其中：医生"]),
        ("王**、李**各捐款500元，5*3*2，a_b_c", ["王**、李**各捐款500元，5*3*2，a_b_c"]),
        ("**“万企兴万村”**行动", ["“万企兴万村”行动"]),
        ('见[衢江区](https://a.cn/x_(1) "题")与[平武][1]\n\n[1]: https://b.cn', ["见衢江区与平武"]),
        ("![图](a.png)衢江\n![](b.png)", ["衢江"]),
        ("衢江<br>平武<b>县</b><!-- 8800万元 -->", ["衢江平武县"]),
        (r"1\. 衢江\*平武\|", ["1. 衢江*平武|"]),
        ("```text\n衢江`a`\n```\n~~~\n平武\n~~~", ["衢江a", "平武"]),
        ("    衢江区投入", ["衢江区投入"]),
        ("收入<5000元>3000元", ["收入<5000元>3000元"]),
        ("　　衢江\n***\n\n* * *\n平武", ["　　衢江", "平武"]),
    ],
)
def test_marks_go_and_text_stays(text: str, wanted: list[str]) -> None:
    assert read(text).text.splitlines() == wanted


def test_a_row_of_a_table_is_a_line_of_cells() -> None:
    table = "| 支援方 | 资金（万元） |  |\n|:---|---:|---|\n| **衢江区** | 3600 | a\\|b |\n"
    assert read(table).text.splitlines() == ["支援方\t资金（万元）\t", "衢江区\t3600\ta|b"]


def test_a_table_that_is_left_as_html_is_read_as_such() -> None:
    text = f"{FUNDS}\n\n<table><tr><td rowspan=2>衢江区</td><td>3600万元</td></tr><tr><td>41名</td></tr></table>\n\n两地互访。"
    source = read(text)
    assert source.text.splitlines() == [FUNDS, "衢江区\t3600万元", "衢江区\t41名", "两地互访。"]
    assert text[source.locate(source.text.index("41名"))[1] :].startswith("41名")


def test_what_stands_before_the_text_says_of_its_publication() -> None:
    source = read(to_markdown(FUNDS))
    said = {field: value for field, value in STATED.items() if field != "publisher"}
    assert {**source.fallback, **source.fields} == {**said, "date": "2019-02-28"}
    assert read(f"---\nsource: https://a.gov.cn/1.html\ndate: 很久以前\n---\n{FUNDS}").fields == {"url": "https://a.gov.cn/1.html"}


def test_lists_of_links_are_no_content() -> None:
    text = read(to_markdown(FUNDS)).text
    assert FUNDS in text
    assert not any(furniture in text for furniture in ("走进平武", "9900", "7700"))


def test_each_character_of_the_text_knows_where_it_stands_in_the_file() -> None:
    text = to_markdown(f"衢江携手平武\n一、资金支持\n{FUNDS}\n“一”是[支援](x)。")
    source = read(text)
    for offset, character in enumerate(source.text):
        if not character.isspace():
            assert text[source.locate(offset)[1]] == character


@pytest.mark.parametrize("mark", [">", "[", "*", "* ", "`", "<table>", "- ", "<a ", "_a", "**a", "\\", "![", "|", " ", "# ", "``` ", "<!--", "- - "])
def test_a_hostile_text_is_read_in_time_and_nothing_of_it_is_lost(mark: str) -> None:
    assert FUNDS in read(f"{mark * 50_000}\n\n{FUNDS}\n").text
