"""Bytes are read in the encoding in which they are Chinese, whatever they are declared to be; what was garbled before is refused."""

import pytest

from kg.errors import InputError
from kg.read import read_text
from kg.read.encodings import decode
from kg.read.formats import read_source

SIMPLIFIED = """浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来，两地党委政府认真贯彻落实全国东西部扶贫协作工作推进会议精神，
有力助推平武县脱贫攻坚。2018年，衢江区投入平武县财政帮扶资金3600万元，选派医疗、教育、农技等41名专业技术骨干赴平武开展对口帮扶。"""
TRADITIONAL = """1994年7月，中央第三次西藏工作座談會作出全國對口支援西藏的重大決策，廣東省自此擔負起對口支援林芝市的任務。
30年來，廣東先後選派援藏幹部10批897人次，支教大學生1900餘名；累計投入資金134.1億元，實施項目945個。"""
PAGE = '<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"><title>{}</title></head><body><p>{}</p></body></html>'

ENCODINGS = [
    (SIMPLIFIED, "utf-8"),
    (SIMPLIFIED, "utf-8-sig"),
    (SIMPLIFIED, "gb2312"),
    (SIMPLIFIED, "gbk"),
    (SIMPLIFIED, "gb18030"),
    # 㙍 has four bytes there, and one of them is a digit of ASCII.
    (SIMPLIFIED.replace("平武县", "㙍𠮷县"), "gb18030"),
    (SIMPLIFIED, "utf-16"),
    (SIMPLIFIED, "utf-16-le"),
    (SIMPLIFIED, "utf-16-be"),
    (TRADITIONAL, "utf-8"),
    (TRADITIONAL, "gbk"),
    (TRADITIONAL, "big5"),
    (TRADITIONAL + "裏恒碁", "cp950"),
    (TRADITIONAL, "utf-16-be"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODINGS)
def test_a_text_is_read_in_the_encoding_that_it_is_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "news.txt") == text


def test_both_byte_order_marks_of_utf_16_count() -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert decode(mark + SIMPLIFIED.encode(encoding), "news.txt") == SIMPLIFIED


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "GBK", "big5", "utf-16", "iso-8859-1", "x-unknown", ""])
@pytest.mark.parametrize(("text", "encoding"), ENCODINGS)
def test_a_wrong_declaration_does_not_win_over_the_bytes(text: str, encoding: str, declared: str) -> None:
    source = read_source(PAGE.format(declared, "衢江携手平武", text).encode(encoding, "replace"), "page.html")
    assert "".join(source.text.split()) == "".join(text.split())


def test_the_declaration_decides_where_the_bytes_do_not() -> None:
    # So few characters are nothing to go by.
    assert decode("衢江".encode("gbk"), "page.html", declared=["gb2312"]) == "衢江"
    assert decode("對口".encode("big5"), "page.html", declared=["big5"]) == "對口"


def test_what_stands_behind_long_scripts_decides_too() -> None:
    page = f"<html><!-- \xb7 --><script>{'x = 1;' * 40_000}</script><p>{SIMPLIFIED}</p>"
    assert "财政帮扶资金3600万元" in read_source(page.encode("gbk"), "page.html").text


GARBLED = [
    ("UTF-8 read as GBK", SIMPLIFIED.encode().decode("gbk", "ignore")),
    ("GBK read as Latin", SIMPLIFIED.encode("gbk").decode("latin-1")),
    ("UTF-8 read as Latin", SIMPLIFIED.encode().decode("latin-1")),
    ("Big5 read as GBK", TRADITIONAL.encode("big5").decode("gbk", "ignore")),
    ("GBK read as Big5", SIMPLIFIED.encode("gbk").decode("big5", "ignore")),
]


@pytest.mark.parametrize("text", [case[1] for case in GARBLED], ids=[case[0] for case in GARBLED])
def test_a_text_that_was_garbled_before_is_refused(text: str) -> None:
    message = r"^news.txt reads as no Chinese \(.{12}…\), for it was garbled when it was saved: get it again from its source$"
    with pytest.raises(InputError, match=message):
        decode(text.encode(), "news.txt")


@pytest.mark.parametrize("lost", ["\ufffd\ufffd", "锟斤拷"])
def test_a_figure_of_which_characters_were_lost_is_refused(lost: str) -> None:
    text = SIMPLIFIED.replace("3600", f"36{lost}")
    with pytest.raises(InputError, match=r"has characters that were lost, in '武县财政帮扶资金36.*万元.*': get it again from its source, or mend it"):
        read_text(text, file="news.txt")


def test_characters_that_were_lost_outside_the_text_do_no_harm() -> None:
    text = f"{SIMPLIFIED}\n责任编辑：张\ufffd"
    assert "3600万元" in read_text(text).text


def test_a_damaged_byte_in_a_menu_does_no_harm_and_in_the_text_is_told() -> None:
    menu = '<div class="nav"><a href="/">平武要闻</a></div>'.encode()
    page = f"<html><body>{'x'}<p>{SIMPLIFIED}</p></body></html>".encode()
    source = read_source(page.replace(b"x", menu.replace("闻".encode(), "闻".encode()[:2])), "page.html")
    assert source.text == SIMPLIFIED.replace("\n", "") + "\n"
    damaged = read_source(page.replace("资金3600".encode(), "资金".encode()[:-1] + b"3600"), "page.html")
    with pytest.raises(InputError, match=r"has characters that were lost, in '投入平武县财政帮扶资.3600万元"):
        read_text(damaged.text, file="page.html")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(256)) * 4, "is a binary file, not text"),
        (SIMPLIFIED.encode() + b"\0" * 100, "is a binary file, not text"),
        (SIMPLIFIED[:30].encode()[:-1], "is UTF-8 text, but damaged from byte 87 on"),
        (SIMPLIFIED[:30].encode("utf-16")[:-1], "is UTF-16 text, but damaged from byte 58 on"),
        (b"\xff\x80\xfd" * 10, "is neither UTF-8 \\(byte 0 is wrong\\), UTF-16, GB18030 nor Big5 text"),
        (SIMPLIFIED.encode("euc-jp", "ignore"), "is neither|reads as no Chinese"),
    ],
)
def test_what_is_no_chinese_text_is_named_with_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=f"^news.txt ({message})"):
        decode(data, "news.txt")


def test_a_text_in_another_language_is_read() -> None:
    assert decode(b"Qujiang assists Pingwu.", "x") == "Qujiang assists Pingwu."
