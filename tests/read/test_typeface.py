"""What a PDF says is where the file tells, whatever fonts the machine has."""

import pypdfium2 as pdfium

from kg.read.glyphs import Page, read_page
from kg.read.pdf import read_pdf
from kg.read.typeface import typeface
from printing import pdf

TEXT = "2018年以来，衢江区投入平武县财政帮扶资金3600万元，实施"
# 28 characters fill a line of 公文; the last one stands alone.
FULL = "衢江区财政安排社会帮扶资金用于完善基础设施和改善办学条件护"


def first_page(data: bytes) -> Page:
    document = pdfium.PdfDocument(data)
    try:
        return read_page(document[0])
    finally:
        document.close()


def test_a_character_is_as_wide_as_the_file_tells() -> None:
    with typeface():
        glyphs = first_page(pdf(TEXT)).glyphs
    assert {round(g.right - g.left, 2) for g in glyphs if g.text > "\u2e80"} == {16.0}
    assert {round(g.right - g.left, 2) for g in glyphs if g.text.isdecimal()} == {7.39}


def test_a_character_alone_in_its_line_is_read() -> None:
    source = read_pdf(pdf(FULL, indent=False), "news.pdf")
    assert (source.text, len(source.passages)) == (FULL, 2)


def test_who_reads_a_pdf_keeps_the_fonts_of_the_machine_for_all_else() -> None:
    before = first_page(pdf(TEXT)).glyphs
    read_pdf(pdf(TEXT), "news.pdf")
    assert first_page(pdf(TEXT)).glyphs == before
