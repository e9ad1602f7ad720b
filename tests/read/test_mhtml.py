"""Pages that a browser saved in one file: the main part is read, in its own encoding, with its address."""

import base64

import pytest

from kg.errors import InputError
from kg.read.formats import read_source
from kg.read.mhtml import read_mhtml
from pages import ADDRESS, to_mhtml

FUNDS = "2018年，衢江区投入平武县财政帮扶资金3600万元，实施项目12个，带动贫困人口2340人增收。"
PAGE = f"<html><head><title>衢江携手平武</title></head><body><p>{FUNDS}</p></body></html>"


def message(*parts: tuple[str, bytes], head: str = "") -> bytes:
    lines = [f'From: <Saved by Blink>\n{head}MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n'.encode()]
    lines += [f"--x\n{headers}\nContent-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(content) + b"\n" for headers, content in parts]
    return b"".join([*lines, b"--x--\n"]).replace(b"\n", b"\r\n")


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312"])
def test_a_saved_page_is_read_with_its_address(charset: str) -> None:
    source = read_source(to_mhtml(FUNDS, charset=charset), "page.mhtml")
    assert FUNDS in source.text.splitlines()
    assert "8800" not in source.text
    assert source.fields == {"publisher": "平武县人民政府", "published": "2019-02-28", "url": ADDRESS}


def test_the_way_back_leads_into_the_part() -> None:
    source = read_source(to_mhtml(FUNDS), "page.mhtml")
    place, offset = source.locate(source.text.index("3600"))
    assert place == f"part {ADDRESS}"
    assert offset > 1000


def test_a_wrong_declaration_of_the_part_does_not_win_over_its_bytes() -> None:
    for declared, encoding in (("gb2312", "utf-8"), ("utf-8", "gbk"), ("iso-8859-1", "gbk")):
        data = message((f"Content-Type: text/html; charset={declared}", PAGE.encode(encoding)))
        assert read_mhtml(data, "page.mht").text == FUNDS + "\n"


def test_the_part_that_is_named_as_the_main_one_is_read() -> None:
    other = ("Content-Type: text/html\nContent-Location: http://a.gov.cn/top.htm", PAGE.replace("衢江区", "龙游县").encode())
    main = ("Content-Type: text/html\nContent-Location: http://a.gov.cn/main.htm", PAGE.encode())
    source = read_mhtml(message(other, main, head="Snapshot-Content-Location: http://a.gov.cn/main.htm\n"), "page.mht")
    assert (source.text, source.fields["url"]) == (FUNDS + "\n", "http://a.gov.cn/main.htm")


def test_where_the_main_part_is_only_a_frame_the_page_in_it_is_read() -> None:
    frame = ("Content-Type: text/html\nContent-Location: http://a.gov.cn/", b"<html><frameset><frame src=main.htm></frameset></html>")
    main = ("Content-Type: text/html\nContent-Location: http://a.gov.cn/main.htm", PAGE.encode())
    assert read_mhtml(message(frame, main), "page.mht").text == FUNDS + "\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (message(("Content-Type: image/png", b"\x89PNG")), "page.mht holds no page: save it again, as HTML"),
        (message(("Content-Type: text/html", b"<html></html>")), "page.mht is a page without text: save it from the browser once its text is shown"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "page.mht holds no page: save it again, as HTML"),
    ],
)
def test_a_saved_page_without_text_is_told_in_a_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_mhtml(data, "page.mht")
    assert str(caught.value) == told


def test_messages_within_messages_without_end_are_told_in_a_line() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000))
    with pytest.raises(InputError, match=r"^page.mht (cannot be taken apart|holds no page).*: save it again, as HTML$"):
        read_mhtml(b"MIME-Version: 1.0\n" + nested, "page.mht")
