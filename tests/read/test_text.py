"""Bytes become characters in the encodings that Chinese texts come in, and nothing else does."""

import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read.text import decode, read_bytes

TEXT = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县,投入资金3600万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb2312", "gbk", "gb18030"])
def test_the_encodings_of_chinese_texts_are_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "news.txt") == TEXT


def test_utf_16_is_read_in_both_orders() -> None:
    assert decode(b"\xff\xfe" + TEXT.encode("utf-16-le"), "x") == decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "x") == TEXT


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (TEXT.encode() + b"\0", "is a binary file, not text"),
        (TEXT.encode()[:-1], "is neither UTF-8 .*UTF-16 nor GB18030"),
        ("對口支援平武縣財政資金三千萬元".encode("big5"), "is neither UTF-8 .*UTF-16 nor GB18030"),
        (TEXT.encode("utf-16")[:-1], "begins as UTF-16 but breaks off at byte 72"),
    ],
)
def test_anything_else_is_named_with_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=f"^news.txt {message}.*: save it as plain text in UTF-8$"):
        decode(data, "news.txt")


def test_a_comparison_at_the_beginning_is_no_page() -> None:
    assert decode("<2018年>投入资金".encode(), "x") == "<2018年>投入资金"


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "dead.txt").symlink_to("gone.txt")
    (tmp_path / "round.txt").symlink_to("round.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    for name, message in [
        ("missing.txt", "does not exist: check the path"),
        ("dead.txt", "is a link to gone.txt, which does not exist: mend or remove it"),
        ("round.txt", "cannot be read .*: check its name and permissions"),
        ("pipe.txt", "is a device or pipe: save its text in a file first"),
        (".", "is a folder: name a text file"),
        ("pipe.txt/below", "cannot be read .*: check its name and permissions"),
    ]:
        with pytest.raises(InputError, match=message):
            read_bytes(tmp_path / name)
