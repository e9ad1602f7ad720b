"""A Word document is read as one sees it on paper: accepted changes, computed numbers, tables, boxes and notes; nothing hidden, nothing twice."""

import zipfile
from io import BytesIO

import pytest
from docx.document import Document
from docx.shared import Pt

from kg.errors import InputError
from kg.read.docx import read_docx
from kg.read.numbering import write_number
from kg.read.package import LARGEST_PART
from printing import archive, element, word, word_xml

GIVEN = "2018年，衢江区投入平武县财政帮扶资金3600万元。"


def lines(data: bytes) -> list[str]:
    return read_docx(data, "news.docx").text.splitlines()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_tables_come_in_the_order_of_the_page() -> None:
    data = word("衢江区携手平武县", GIVEN, [["受援县", "资金（万元）"], ["平武县", "3600"]], "两地召开联席会议5次。")
    assert lines(data) == ["衢江区携手平武县", GIVEN, "受援县\t资金（万元）", "平武县\t3600", "两地召开联席会议5次。"]


def test_each_line_knows_its_paragraph_and_its_row() -> None:
    source = read_docx(word("衢江区携手平武县", "", GIVEN, [["平武县", "3600"]]), "news.docx")
    found = {source.text[a.start : b.start].strip(): (a.place, a.offset) for a, b in zip(source.passages, source.passages[1:], strict=False)}
    assert found[GIVEN] == ("paragraph 3", 0)
    assert found["平武县"] == ("table 1, row 1", 0)


NUMBERS = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
  <w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3.%5"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def item(level: int, text: str, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_the_numbers_that_word_computes_are_restored() -> None:
    body = item(0, "资金") + item(1, "财政") + item(1, "社会") + item(2, "捐款") + item(2, "捐物") + p("正文。") + item(0, "人才") + item(1, "挂职")
    expected = ["一、资金", "（一）财政", "（二）社会", "1.捐款", "2.捐物", "正文。", "二、人才", "（一）挂职"]
    assert lines(word_xml(body, numbering=NUMBERS)) == expected


def test_a_list_that_begins_anew_counts_anew() -> None:
    body = item(0, "甲") + item(0, "乙") + item(0, "丙", 2) + item(0, "丁", 2)
    assert lines(word_xml(body, numbering=NUMBERS)) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_bullets_and_numbers_of_several_levels_are_written() -> None:
    assert lines(word_xml(item(3, "甲") + item(2, "乙") + item(4, "丙"), numbering=NUMBERS)) == ["• 甲", "1.乙", "1.1 丙"]


def test_a_style_that_is_numbered_numbers_its_paragraphs() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h"/></w:style>'
    unnumbered = '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("资金", '<w:pStyle w:val="h"/>') + p("人才", '<w:pStyle w:val="h2"/>') + p("无号", unnumbered)
    assert lines(word_xml(body, numbering=NUMBERS, styles=styles)) == ["一、资金", "二、人才", "无号"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        ("chineseCountingThousand", {10: "十", 101: "一百零一", 110: "一百一十", 1000: "一千"}),
        ("chineseLegalSimplified", {3: "叁", 12: "壹拾贰"}),
        ("decimalEnclosedCircleChinese", {1: "①", 20: "⑳", 21: "21"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {7: "07", 12: "12"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerLetter", {1: "a", 27: "aa"}),
        ("none", {1: ""}),
        ("anUnknownForm", {3: "3"}),
    ],
)
def test_numbers_are_written_as_word_writes_them(form: str, numbers: dict[int, str]) -> None:
    assert {number: write_number(number, form) for number in numbers} == numbers


def test_what_was_inserted_is_in_and_what_was_deleted_is_out() -> None:
    body = (
        "<w:p><w:r><w:t>投入资金</w:t></w:r><w:del><w:r><w:delText>3000</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>3600</w:t></w:r></w:ins><w:r><w:t>万元。</w:t></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>移走。</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来。</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines(word_xml(body)) == ["投入资金3600万元。", "移来。"]


def test_paragraphs_whose_end_was_deleted_are_one() -> None:
    assert lines(word_xml(p("衢江区投入", "<w:rPr><w:del/></w:rPr>") + p("3600万元。"))) == ["衢江区投入3600万元。"]


def test_a_row_that_was_deleted_is_out() -> None:
    row = "<w:tr>{}<w:tc>" + p("{}") + "</w:tc><w:tc>" + p("1") + "</w:tc></w:tr>"
    table = f"<w:tbl>{row.format('', '平武县')}{row.format('<w:trPr><w:del/></w:trPr>', '九龙县')}</w:tbl>"
    assert lines(word_xml(table)) == ["平武县\t1"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('扶贫办编')}</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>正文。</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing><x>'
        f"{box}</x></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    source = read_docx(word_xml(body), "news.docx")
    assert source.text.splitlines() == ["正文。", "扶贫办编"]
    assert [passage.place for passage in source.passages] == ["paragraph 1", "text box 1"]


def test_footnotes_follow_the_text() -> None:
    body = '<w:p><w:r><w:t>投入3600万元</w:t><w:footnoteReference w:id="2"/><w:t>。</w:t></w:r></w:p>' + p("完。")
    notes = f'<w:footnote w:id="-1" w:type="separator">{p("—")}</w:footnote><w:footnote w:id="2">{p("截至2018年底。")}</w:footnote>'
    source = read_docx(word_xml(body, footnotes=notes), "news.docx")
    assert source.text.splitlines() == ["投入3600万元。", "完。", "截至2018年底。"]
    assert source.passages[-1].place == "footnote 1"


def test_heads_feet_hidden_text_pinyin_and_contents_are_no_content() -> None:
    def change(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "内部资料"
        document.sections[0].footer.paragraphs[0].text = "— 1 —"
        document.add_paragraph().add_run("隐藏").font.hidden = True
        document.add_paragraph("一、资金\t3", style=document.styles.add_style("TOC 1", 1))
        ruby = "<w:r><w:ruby><w:rt><w:r><w:t>duì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>对口</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        document.add_paragraph()._p.append(element(ruby))

    assert lines(word(GIVEN, change=change)) == [GIVEN, "对口"]


def test_line_breaks_and_tabs_are_kept() -> None:
    def change(document: Document) -> None:
        run = document.add_paragraph().add_run("供稿：县扶贫办")
        run.add_tab()
        run.add_text("2019年1月15日")
        run.add_break()
        run.add_text("联系人：某某")

    assert lines(word(change=change)) == ["供稿：县扶贫办\t2019年1月15日", "联系人：某某"]


def test_what_spans_columns_keeps_the_others_in_their_place() -> None:
    def change(document: Document) -> None:
        table = document.tables[0]
        table.cell(0, 1).merge(table.cell(0, 2))

    rows = [["受援县", "资金", "", "项目"], ["平武县", "3600", "534", "20"]]
    assert lines(word(rows, change=change)) == ["受援县\t资金\t\t项目", "平武县\t3600\t534\t20"]


def test_what_spans_rows_is_said_in_each_but_a_figure_once() -> None:
    def change(document: Document) -> None:
        table = document.tables[0]
        table.cell(0, 0).merge(table.cell(1, 0)).text = "平武县"
        table.cell(0, 2).merge(table.cell(1, 2)).text = "3600万元"

    rows = [["", "道路", ""], ["", "水渠", ""], ["九龙县", "厂房", "50万元"]]
    assert lines(word(rows, change=change)) == ["平武县\t道路\t3600万元", "平武县\t水渠\t", "九龙县\t厂房\t50万元"]


def test_a_table_in_a_cell_follows_its_row() -> None:
    def change(document: Document) -> None:
        inner = document.tables[0].cell(0, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "道路", "3公里"

    assert lines(word([["平武县", "项目"]], change=change)) == ["平武县\t项目", "道路\t3公里"]


def test_a_table_that_only_frames_the_page_is_no_table() -> None:
    def change(document: Document) -> None:
        document.tables[0].cell(0, 0).add_paragraph("两地召开联席会议5次。")

    assert lines(word([[GIVEN]], change=change)) == [GIVEN, "两地召开联席会议5次。"]


def test_title_and_day_of_making_are_told_as_a_last_resort() -> None:
    def change(document: Document) -> None:
        from datetime import datetime

        document.core_properties.title = "对口帮扶简报"
        document.core_properties.created = datetime(2019, 1, 14, 16, 30)
        document.styles["Normal"].font.size = Pt(16)

    # Half past four in the afternoon of Greenwich is the next day in China.
    assert read_docx(word(GIVEN, change=change), "x").fallback == {"title": "对口帮扶简报", "date": "2019-01-15"}
    # The date of a template, older than what the text tells of, is no date.
    assert "date" not in read_docx(word("2020年，投入1万元。", change=change), "x").fallback


def test_both_forms_of_the_standard_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = archive({"word/document.xml": f'<w:document xmlns:w="{strict}"><w:body>{p(GIVEN)}</w:body></w:document>'.encode()})
    assert lines(data) == [GIVEN]


def changed(part: str, content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(word(GIVEN))) as made:
        return archive({**{name: made.read(name) for name in made.namelist()}, part: content})


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (word(GIVEN)[:3000], r"is broken \(File is not a zip file\): get it again"),
        (changed("word/document.xml", b"<w:document><w:body>"), r"is broken \(word/document.xml: .*\): get it again"),
        (changed("word/numbering.xml", b"<broken"), r"is broken \(word/numbering.xml: .*\): get it again"),
        (changed("word/document.xml", BOMB), r"is broken \(word/document.xml: a document type definition\)"),
        (changed("word/document.xml", b" " * (LARGEST_PART + 1)), r"unpacks to 32 MB of XML, more than the 32 MB allowed: split it"),
        (archive({"word/other.xml": b"<x/>"}), r"has no text in it \(word/document.xml is missing\)"),
        (word_xml("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000), r"is nested deeper than any document"),
    ],
    ids=["cut off", "broken text", "broken numbering", "entities", "huge", "no text", "deep"],
)
def test_a_document_that_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"^news\.docx {message}"):
        read_docx(data, "news.docx")
