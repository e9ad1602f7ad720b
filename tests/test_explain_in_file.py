"""What explain prints below a quote leads back to it: in the clean text of the bulletin, and in the file of whatever format."""

import email
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest

from kg.explain import explain
from kg.extract.pipeline import extract_records
from kg.model import Bulletin
from kg.read.clean import clean
from kg.read.inputs import read_inputs
from pages import to_html, to_markdown, to_mhtml
from printing import archive, lines_of, pdf, save, word

TEXT = """衢江区东西部扶贫协作帮扶绵阳市平武县
2018年，浙江省衢州市衢江区与绵阳市平武县深入开展东西部扶贫协作。
一、聚焦资金落实。衢江区投入平武县财政帮扶资金3600万元，实施扶贫协作项目20个，目前已经全部开工建设。
二、聚焦人才交流。衢江区选派医疗、教育、农技等41名专业技术骨干赴平武县开展对口帮扶，举办就业培训4期1860名。"""
FIGURE, SENTENCE = "3600万元", "衢江区投入平武县财政帮扶资金3600万元，实施扶贫协作项目20个，目前已经全部开工建设。"

Made = Callable[[str], bytes]
# What stands at a place of a file: its bytes, the place, the first character and the one after the last.
Found = Callable[[bytes, str, int, int], str]


def in_mhtml(data: bytes, place: str, start: int, end: int) -> str:
    part = next(p for p in email.message_from_bytes(data).walk() if p["Content-Location"] == place.removeprefix("part "))
    return without_tags(bytes(part.get_payload(decode=True)).decode()[start:end])


def in_word(data: bytes, place: str, start: int, end: int) -> str:
    return docx.Document(io.BytesIO(data)).paragraphs[int(place.removeprefix("paragraph ")) - 1].text[start:end]


def in_pdf(data: bytes, place: str, start: int, end: int) -> str:
    """The characters of a page by their number, as PDFium counts them, without the ends of lines."""
    document = pdfium.PdfDocument(data)
    text: str = document[int(place.removeprefix("page ")) - 1].get_textpage().get_text_range(start, end - start)
    document.close()
    return text.replace("\r\n", "")


def in_archive(data: bytes, place: str, start: int, end: int) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("简报/1.txt").decode()[start:end]


def without_tags(text: str) -> str:
    return re.sub("<[^>]+>", "", text)


FORMATS: dict[str, tuple[Made, Found]] = {
    "news.txt": (lambda text: text.encode("gb18030"), lambda data, _, start, end: data.decode("gb18030")[start:end]),
    "news.html": (lambda text: to_html(text).encode(), lambda data, _, start, end: without_tags(data.decode()[start:end])),
    "news.mhtml": (to_mhtml, in_mhtml),
    "news.md": (lambda text: to_markdown(text).encode(), lambda data, _, start, end: data.decode()[start:end].replace("**", "")),
    "news.docx": (lambda text: word(*lines_of(text)), in_word),
    "news.pdf": (lambda text: pdf(*lines_of(text)), in_pdf),
    "news.zip/简报/1.txt": (lambda text: archive({"简报/1.txt": text.encode()}), in_archive),
}


def printed(path: Path) -> tuple[Bulletin, str]:
    """The one bulletin of a file, and what explain prints of its statement of funding."""
    bulletins = read_inputs([path]).bulletins
    records = extract_records(bulletins)
    funding = next(action for action in records.actions if action.kind == "funding")
    return bulletins[0], explain(records, funding.id)


@pytest.mark.parametrize("name", FORMATS)
def test_what_stands_at_the_printed_places_is_the_quote(name: str, tmp_path: Path) -> None:
    make, found = FORMATS[name]
    data = make(TEXT)
    bulletin, text = printed(save(tmp_path / name.partition("/")[0], data))
    in_text = re.findall(rf"{bulletin.id}:(\d+)-(\d+)", text)
    in_file = re.findall(rf"{name} (?:(.+), )?characters (\d+)-(\d+)", text)
    assert [bulletin.text[int(start) : int(end)] for start, end in in_text] == [FIGURE, SENTENCE]
    assert [clean(found(data, place, int(start), int(end))).text for place, start, end in in_file] == [FIGURE, SENTENCE]
