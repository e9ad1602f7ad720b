"""A file is read as what it is, whatever its name says; what is not read is named, with what to do."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import read_bulletin
from kg.read.formats import READERS, form_of, read_source
from pages import to_html, to_mhtml
from printing import archive, pdf, word, word_xml

FUNDS = "2018年，衢江区投入平武县财政帮扶资金3600万元，实施项目12个，带动贫困人口2340人增收。"
PAGES = {
    "page": to_html(FUNDS).encode(),
    "page with a mark": b"\xef\xbb\xbf" + to_html(FUNDS).encode(),
    "page in UTF-16": to_html(FUNDS).encode("utf-16"),
    "page in UTF-16 without a mark": to_html(FUNDS).encode("utf-16-be"),
    "page that was saved": b"<!-- saved from url=(0020)http://www.a.gov.cn/ -->\n" + to_html(FUNDS).encode("gbk"),
    "XHTML": b'<?xml version="1.0" encoding="utf-8"?>\n' + to_html(FUNDS).encode(),
    "part of a page": f'<div class="TRS_Editor"><p>{FUNDS}</p></div>'.encode(),
    "saved page": to_mhtml(FUNDS),
    "text": FUNDS.encode(),
    "text in GBK": FUNDS.encode("gbk"),
}


@pytest.mark.parametrize("suffix", [*READERS, ".shtml", ".aspx", ""])
@pytest.mark.parametrize("kind", PAGES)
def test_what_a_file_is_counts_and_not_how_it_is_called(kind: str, suffix: str) -> None:
    lines = read_source(PAGES[kind], f"page{suffix}").text.splitlines()
    assert FUNDS in lines
    assert not any("<" in line or "8800" in line for line in lines)


def test_the_beginning_of_a_file_is_looked_at_once() -> None:
    # Each comment may be looked at alone or with those after it: 2 to the 500th ways of failing.
    assert form_of(b"<!---->" * 500 + b"x", "x.txt") == ".txt"


def test_a_comparison_at_the_beginning_is_no_page() -> None:
    assert read_source("<2018年>投入资金".encode(), "x.txt").text == "<2018年>投入资金"


def test_what_stands_beside_a_page_overrules_what_it_says(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(to_html(FUNDS), encoding="utf-8")
    (tmp_path / "page.toml").write_text('publisher = "四川省人民政府"', encoding="utf-8")
    bulletin = read_bulletin(page)
    assert (bulletin.publisher, bulletin.published, bulletin.file) == ("四川省人民政府", "2019-02-28", "page.html")


GIVEN = "2018年，衢江区投入平武县财政帮扶资金3600万元。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str) -> bytes:
    return OLE + b"\0" * 500 + stream.encode("utf-16-le") + b"\0" * 500


@pytest.mark.parametrize("name", ["news.txt", "news.docx", "news.pdf", "news.doc", "news", "news.zip"])
@pytest.mark.parametrize("data", [GIVEN.encode(), word(GIVEN), pdf(GIVEN)], ids=["text", "word", "pdf"])
def test_a_file_is_read_as_what_its_first_bytes_say(data: bytes, name: str) -> None:
    assert read_source(data, name).text.strip() == GIVEN


def test_a_pdf_below_a_few_stray_bytes_is_still_one() -> None:
    assert form_of(b"\n\n" + pdf(GIVEN), "x") == ".pdf"


def test_the_reader_of_a_text_goes_by_the_name() -> None:
    assert form_of(GIVEN.encode(), "README.MD") == ".md"
    assert form_of(GIVEN.encode(), "README.rst") == ".txt"


TABLE = "is a table, no text: give it to kg build as a register of pairings, or copy what it says into a .docx or .txt file"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (ole("WordDocument"), "x.doc", "is an old Word document, which is not read: open it in Word or WPS and save it as .docx"),
        (ole("WordDocument"), "x.wps", "is an old Word document, which is not read: open it in Word or WPS and save it as .docx"),
        (ole("Workbook"), "x.et", TABLE),
        (ole("something"), "x.wps", "is an old WPS document, which is not read: open it in Word or WPS and save it as .docx"),
        (ole("EncryptedPackage"), "x.docx", "is locked with a password: open it in Word or WPS and save it without one"),
        (b"{\\rtf1\\ansi x}", "x.doc", "is a Rich Text document, which is not read: open it in Word or WPS and save it as .docx"),
        (archive({"OFD.xml": b"<x/>"}), "x.ofd", "is an OFD document, which is not read: open it in an OFD reader and save it as PDF"),
        (archive({"xl/workbook.xml": b"<x/>"}), "x.xlsx", TABLE),
        (b"Founder CEB 2.0", "x.ceb", "is a CEB document, which is not read: open it in Apabi Reader and print it to a PDF"),
        (b"\x89PNG\r\n\x1a\n", "x.png", "is a picture, which is not read: make its text readable with OCR first"),
        (b"\xff\xd8\xff\xe0", "x.txt", "is a picture, which is not read: make its text readable with OCR first"),
        (b"Rar!\x1a\x07", "x.zip", "is a RAR archive, which is not read: unpack it and name the folder"),
        (archive({"a.txt": b"x"}), "x.docx", "is a zip archive, not one bulletin: give it to kg build, or unpack it"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(data: bytes, name: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_source(data, name)
    assert str(raised.value) == f"{name} {message}"


def test_a_word_document_is_told_from_other_archives_by_its_parts() -> None:
    assert form_of(word_xml("<w:p/>"), "x.zip") == ".docx"
    assert form_of(archive({"a/news.txt": b"x"}), "x") == ".zip"
