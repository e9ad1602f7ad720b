"""Lines broken at a fixed width become the paragraphs that they were; nothing else is touched."""

from pathlib import Path

import pytest

from kg.read.source import Source
from kg.read.text import decode, read_plain
from kg.read.unwrap import em_width, unwrap

ROOT = Path(__file__).parents[2]
TEXTS = sorted((ROOT / "data").glob("*/*/text.txt"))

HEAD = "衢江区携手平武县"
FIRST = (
    "2018年，衢江区投入平武县财政帮扶资金3600万元，实施扶贫协作项目20个，其中产业发展类项目7个，选派党政干部2名、专业技术人才41名赴平武县"
    "开展对口帮扶；平武县选派3名医疗骨干赴衢江区挂职学习。两地召开联席会议5次，互访15批。"
)
SECOND = "衢江区财政安排社会帮扶资金534万元，用于完善基础设施、改善办学条件；两地部门结对6对、医院结对28对、学校结对49对，形成广泛的交流协作。"
THIRD = "衢江区企业在平武县举办劳务招聘会5场，组织24家企业提供1400余个工作岗位，组织培训2批次79名群众，在衢江实现稳定转移就业，月均工资3500元以上。"


def broken(*paragraphs: str, width: int = 28, indent: str = "", between: str = "", by_number: bool = False) -> str:
    """The paragraphs with a line break where the page ends, as a copy from a PDF or a mail has them."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line = indent
        for character in paragraph:
            if (len(line) + 1 if by_number else em_width(line + character)) > width:
                lines.append(line)
                line = ""
            line += character
        lines += [line, *([between] if between is not None and between != "" else [])]
    return "\n".join(lines)


def lines(text: str) -> list[str]:
    return [line.strip() for line in unwrap(Source(text)).text.split("\n") if line.strip()]


@pytest.mark.parametrize("width", [18, 22, 28, 34, 38, 40])
@pytest.mark.parametrize("by_number", [True, False])
def test_paragraphs_that_a_page_broke_are_whole_again(width: int, by_number: bool) -> None:
    assert lines(broken(HEAD, FIRST, SECOND, THIRD, indent="　　", width=width, by_number=by_number)) == [HEAD, FIRST, SECOND, THIRD]


def test_without_indentation_short_last_lines_end_the_paragraphs() -> None:
    assert lines(broken(HEAD, FIRST, SECOND, THIRD)) == [HEAD, FIRST, SECOND, THIRD]


def test_blank_lines_keep_paragraphs_apart() -> None:
    assert lines(broken(HEAD, FIRST, SECOND, THIRD).replace("\n" + SECOND[:5], "\n\n" + SECOND[:5])) == [HEAD, FIRST, SECOND, THIRD]


def test_a_copy_with_a_blank_line_after_each_line_is_read_all_the_same() -> None:
    assert lines(broken(HEAD, FIRST, SECOND, THIRD, indent="　　").replace("\n", "\n\n")) == [HEAD, FIRST, SECOND, THIRD]


def test_a_figure_that_was_broken_is_whole_again() -> None:
    text = broken(FIRST, SECOND, THIRD, width=21, by_number=True)
    assert "投入平武县财政帮扶资金3\n600万元" in text
    assert "投入平武县财政帮扶资金3600万元" in unwrap(Source(text)).text


def test_words_of_latin_letters_stay_apart() -> None:
    last = "项目由世界银行资助，依据Poverty Alleviation Programme\nAgreement实施，覆盖平武县12个乡镇的贫困户635户。"
    text = f"{broken(FIRST, SECOND, THIRD)}\n{last}"
    assert "Poverty Alleviation Programme Agreement实施" in unwrap(Source(text)).text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_is_known(end: str) -> None:
    assert unwrap(Source(broken(HEAD, FIRST, SECOND, THIRD).replace("\n", end))).text.split(end) == [HEAD, FIRST, SECOND, THIRD]


def test_headings_and_list_items_keep_their_lines() -> None:
    items = ["一、资金帮扶", "1.衢江区人民医院—平武县人民医院", "2.衢江区第一小学—平武县第一小学", "（二）人才交流", "• 挂职干部2名"]
    text = "\n".join([broken(FIRST, SECOND, THIRD), *items, broken(SECOND)])
    assert lines(text) == [FIRST, SECOND, THIRD, *items, SECOND]


def test_rows_of_a_table_keep_their_lines() -> None:
    rows = [
        "平武县\t财政帮扶资金\t3600万元\t项目20个，其中产业类7个，教育类2个",
        "九龙县\t财政帮扶资金\t1050万元\t项目26个，其中产业类6个，住房类9个",
    ] * 3
    text = "\n".join([broken(FIRST, SECOND, THIRD), *rows, broken(SECOND)])
    assert lines(text) == [FIRST, SECOND, THIRD, *rows, SECOND]


def test_lists_of_even_length_are_not_joined() -> None:
    names = [f"{a}市人民医院结对帮扶{b}县人民医院眼科中心" for a, b in zip("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", strict=True)]
    assert lines("\n".join(names)) == names


def test_verses_are_not_joined() -> None:
    verses = [
        "山海相隔路迢迢，东西携手架金桥，",
        "千里帮扶情意重，万家灯火暖寒宵。",
        "衢江平武一家亲，产业就业样样新，",
        "医疗教育齐发展，小康路上不掉人。",
    ]
    assert lines("\n".join(verses)) == verses


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: f"{file.parts[-3]}-{file.parts[-2]}")
def test_a_text_that_no_page_broke_stays_as_it_is(file: Path) -> None:
    text = decode(file.read_bytes(), file.name)
    assert unwrap(Source(text)).text == text


def test_each_character_knows_where_it_stands_in_the_file() -> None:
    text = broken(HEAD, FIRST, SECOND, THIRD, indent="　　")
    source = unwrap(Source(text))
    assert len(source.passages) > 5
    for passage, after in zip(source.passages, [*source.passages[1:], None], strict=True):
        length = (after.start if after else len(source.text)) - passage.start
        assert text[passage.offset : passage.offset + length] == source.text[passage.start : passage.start + length]


def test_a_text_file_is_read_without_its_breaks() -> None:
    assert read_plain(broken(FIRST, SECOND, THIRD).encode("gbk"), "mail.txt").text == f"{FIRST}\n{SECOND}\n{THIRD}"
