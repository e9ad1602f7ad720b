"""A PDF gives the text that one reads on its pages: paragraphs whole, columns and tables in order, what the page adds left out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from kg.errors import InputError
from kg.read.pdf import MOST_PAGES, read_pdf
from printing import SONG, canvas_pdf, lines_of, pdf

ROOT = Path(__file__).parents[2]
HEAD = "衢江区携手平武县"
FIRST = (
    "2018年，衢江区投入平武县财政帮扶资金3600万元，实施扶贫协作项目20个，其中产业发展类项目7个，选派党政干部2名、专业技术人才41名赴平武县"
    "开展对口帮扶；平武县选派3名医疗骨干赴衢江区挂职学习。两地召开联席会议5次，互访15批。"
)
SECOND = "一、资金帮扶"
THIRD = "衢江区财政安排社会帮扶资金534万元，用于完善基础设施、改善办学条件；两地部门结对6对、医院结对28对、学校结对49对，形成广泛的交流协作。"
PROSE = [HEAD, FIRST, SECOND, THIRD]
LONG = [HEAD, *[text for i in range(8) for text in (FIRST, f"{'一二三四五六七八'[i]}、资金帮扶", THIRD)]]


def lines(data: bytes) -> list[str]:
    return read_pdf(data, "news.pdf").text.splitlines()


@pytest.mark.parametrize("size", [10.5, 12, 16])
@pytest.mark.parametrize("indent", [True, False])
def test_paragraphs_are_whole_and_headings_keep_their_lines(size: float, indent: bool) -> None:
    assert lines(pdf(*PROSE, size=size, indent=indent)) == PROSE


def test_a_row_that_lacks_a_hair_of_room_for_the_next_word_goes_on() -> None:
    # …第五批队员29名，2021 / 年5月到岗: the digits leave 15.2 points of room, and 年 is 16 wide.
    text = lines_of((ROOT / "data" / "gold" / "deyang-suining-2022" / "text.txt").read_text("utf-8"))
    assert lines(pdf(*text, indent=False)) == text


def test_a_paragraph_goes_on_over_pages_and_heads_and_numbers_go() -> None:
    data = pdf(*LONG, head="对口帮扶工作简报", foot="— {page} —")
    assert len({passage.place for passage in read_pdf(data, "x").passages}) > 2
    assert lines(data) == LONG


@pytest.mark.parametrize("foot", ["{page}", "- {page} -", "第{page}页 共3页", "{page}/3", "· {page} ·"])
def test_every_kind_of_page_number_goes(foot: str) -> None:
    assert lines(pdf(*LONG, foot=foot)) == LONG


def test_a_line_that_only_looks_like_a_running_head_stays() -> None:
    """Each page begins with another county and figure: nothing that counts the pages."""
    amounts = (3600, 1050, 534)

    def page(name: str, amount: int) -> Callable[[Canvas], None]:
        return lambda canvas: canvas.drawString(77, 760, f"{name}投入资金{amount}万元。")

    expected = ["甲县投入资金3600万元。", "乙县投入资金1050万元。", "丙县投入资金534万元。"]
    assert lines(canvas_pdf(*map(page, ("甲县", "乙县", "丙县"), amounts))) == expected


def test_what_a_browser_prints_around_a_single_page_goes() -> None:
    def draw(canvas: Canvas) -> None:
        for y, text in ((815, "2019/2/28 14:50\t脱贫攻坚简报"), (500, "衢江区投入3600万元。"), (20, "https://www.sc.gov.cn/10462/c1.shtml")):
            canvas.drawString(30, y, text.partition("\t")[0])
            canvas.drawString(300, y, text.partition("\t")[2])
        canvas.drawString(550, 20, "1/1")

    assert lines(canvas_pdf(draw)) == ["衢江区投入3600万元。"]


def test_two_columns_are_read_one_after_the_other() -> None:
    assert lines(pdf(*LONG, size=10.5, columns=2, foot="— {page} —")) == LONG


def test_three_columns_are_read_one_after_the_other() -> None:
    assert lines(pdf(*LONG, size=9, columns=3)) == LONG


def test_a_headline_above_two_columns_comes_first() -> None:
    def headline(canvas: Canvas) -> None:
        if canvas.getPageNumber() > 1:
            return
        canvas.setFont(SONG, 22)
        canvas.drawString(90, 770, "山海携手开新局——衢江区平武县协作综述")

    assert lines(pdf(*LONG, size=10.5, columns=2, drawn=headline))[0] == "山海携手开新局——衢江区平武县协作综述"


ROWS = [
    ["受援县", "资金（万元）", "用途"],
    ["平武县", "3600", "改善农牧民生产生活条件和特色优势产业发展类项目"],
    ["九龙县", "1050", "帮扶项目"],
]


def test_a_row_of_a_table_is_a_line_with_its_cells() -> None:
    assert lines(pdf(HEAD, FIRST, ROWS, THIRD)) == [HEAD, FIRST, *["\t".join(row) for row in ROWS], THIRD]


def test_a_headline_of_two_lines_is_one_and_what_stands_below_it_another() -> None:
    def headline(canvas: Canvas) -> None:
        canvas.setFont(SONG, 22)
        if canvas.getPageNumber() == 1:
            for y, text in ((790, "关于衢江区东西部扶贫协作帮扶平武县"), (755, "工作情况的通报")):
                canvas.drawCentredString(297, y, text)

    assert lines(pdf("（2019年第2期）", FIRST, SECOND, THIRD, drawn=headline)) == [
        "关于衢江区东西部扶贫协作帮扶平武县工作情况的通报",
        "（2019年第2期）",
        FIRST,
        SECOND,
        THIRD,
    ]


def test_cells_without_rules_are_told_apart_by_the_room_between_them() -> None:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate((["受援县", "资金", "项目"], ["平武县", "3600", "20"], ["九龙县", "1050", "26"])):
            for column, text in enumerate(row):
                canvas.drawString(77 + 150 * column, 700 - 28 * number, text)

    assert lines(canvas_pdf(draw)) == ["受援县\t资金\t项目", "平武县\t3600\t20", "九龙县\t1050\t26"]


def test_what_spans_rows_is_said_in_each_but_a_figure_once() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 640):
            canvas.line(77, y, 500, y)
        canvas.line(200, 670, 350, 670)
        for x in (77, 200, 350, 500):
            canvas.line(x, 640, x, 700)
        for x, y, text in ((90, 665, "平武县"), (210, 680, "道路"), (210, 650, "水渠"), (360, 665, "3600万元")):
            canvas.drawString(x, y, text)

    assert lines(canvas_pdf(draw)) == ["平武县\t道路\t3600万元", "平武县\t水渠\t"]


def test_the_header_of_a_table_stays_on_every_page() -> None:
    def page(name: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            for y in (740, 770, 800):
                canvas.line(77, y, 477, y)
            for x in (77, 277, 477):
                canvas.line(x, 740, x, 800)
            for x, y, text in ((80, 780, "受援县"), (280, 780, "资金（万元）"), (80, 750, name), (280, 750, "3600")):
                canvas.drawString(x, y, text)

        return draw

    assert lines(canvas_pdf(page("平武县"), page("九龙县"))) == ["受援县\t资金（万元）", "平武县\t3600", "受援县\t资金（万元）", "九龙县\t3600"]


def test_a_figure_at_the_foot_of_a_page_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        for y, text in ((700, "投入资金（万元）"), (90, "3600"), (50, "1")):
            canvas.drawString(77, y, text)

    assert lines(canvas_pdf(draw)) == ["投入资金（万元）", "3600"]


def test_a_frame_around_the_page_is_no_table() -> None:
    assert lines(pdf(*PROSE, drawn=lambda canvas: canvas.rect(60, 80, 480, 680))) == PROSE


def test_characters_that_only_look_bold_are_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(77 + shift, 700, "投入资金3300万元")

    assert lines(canvas_pdf(draw)) == ["投入资金3300万元"]


def test_spaces_that_indent_are_no_text_and_those_within_a_line_stay() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(77, 700, "　　来源：省扶贫开发局　　2019年1月15日")

    assert lines(canvas_pdf(draw)) == ["来源：省扶贫开发局　　2019年1月15日"]


def test_a_watermark_is_left_out() -> None:
    def stamp(canvas: Canvas) -> None:
        canvas.rotate(45)
        canvas.setFont(SONG, 40)
        canvas.drawString(300, 200, "内部资料注意保存")
        canvas.rotate(-45)

    assert lines(pdf(*PROSE, drawn=stamp)) == PROSE


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_was_turned_is_read_upright(degrees: int) -> None:
    three = ["衢江区投入平武县资金3600万元。", "青白江区投入九龙县资金1050万元。", "两地互访15批。"]

    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(degrees)
        for number, text in enumerate(three):
            canvas.drawString(-200, 100 - 28 * number, text)

    assert lines(canvas_pdf(draw)) == three


def test_each_line_knows_its_page() -> None:
    source = read_pdf(pdf(*LONG), "news.pdf")
    assert source.passages[0].place == "page 1"
    assert source.passages[-1].place == "page 3"


def test_a_title_that_says_something_is_told_as_a_last_resort() -> None:
    assert read_pdf(pdf(*PROSE, title="对口帮扶工作简报"), "x").fallback == {"title": "对口帮扶工作简报"}
    assert read_pdf(pdf(*PROSE, title="Microsoft Word - 对口帮扶简报.doc"), "x").fallback == {}


def test_a_file_that_anybody_may_open_but_not_change_is_read() -> None:
    assert lines(pdf(*PROSE, encrypt=StandardEncryption("", "owner", canModify=0))) == PROSE


def picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawInlineImage(Image.new("L", (60, 80), 200), 50, 50, 500, 700)


def scan(canvas: Canvas) -> None:
    picture(canvas)
    canvas.drawString(280, 40, "— 2 —")


def nothing(canvas: Canvas) -> None:
    pass


def test_a_page_that_is_a_picture_among_others_is_told() -> None:
    data = canvas_pdf(lambda canvas: canvas.drawString(77, 700, FIRST[:20]), scan, nothing)
    source = read_pdf(data, "news.pdf")
    assert source.text == FIRST[:20]
    assert source.missing == (
        "news.pdf: what is written on page 2 is a picture, or askew, and was not read: make its text readable with OCR,"
        " or get the text that it was printed from",
    )


def downwards(canvas: Canvas) -> None:
    for number, character in enumerate(FIRST[:40]):
        canvas.drawString(500 - 30 * (number // 20), 700 - 20 * (number % 20), character)


def wrong_end(data: bytes) -> bytes:
    return data[: len(data) // 2]


WHOLE = pdf(*PROSE)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (canvas_pdf(picture), "is a PDF with only pictures of its pages: make its text readable with OCR"),
        (canvas_pdf(scan, scan), "is a PDF with only pictures of its pages: make its text readable with OCR"),
        (canvas_pdf(nothing), "is a PDF with no text on its pages: make its text readable with OCR"),
        (canvas_pdf(*[nothing] * (MOST_PAGES + 1)), "has 2001 pages, more than the 2000 allowed: split it"),
        (canvas_pdf(downwards), r"is set from top to bottom \(page 1\), which is not read: copy its text"),
        (wrong_end(WHOLE), "is a PDF that breaks off: get it again, whole"),
        (b"%PDF-1.7\n" + b"x" * 4000 + b"\n%%EOF", "is a broken PDF .*: get it again"),
        (pdf(*PROSE, encrypt=StandardEncryption("secret", "owner")), "is locked with a password: save it without one"),
    ],
    ids=["scanned", "scanned and numbered", "empty", "endless", "downwards", "cut off", "broken", "locked"],
)
def test_a_pdf_that_cannot_be_read_says_why_and_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=f"^news.pdf {message}"):
        read_pdf(data, "news.pdf")
