"""Files of plain text are read, and anything else is told."""

import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read.text import read_bytes, read_plain

TEXT = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县,投入资金3600万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb2312", "gbk", "gb18030"])
def test_a_plain_text_is_the_text_of_its_file(encoding: str) -> None:
    source = read_plain(TEXT.encode(encoding), "news.txt")
    assert (source.text, source.locate(7)) == (TEXT, ("", 7))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (TEXT.encode() + b"\0", "is a binary file, not text"),
        (TEXT.encode()[:-1], "is UTF-8 text, but damaged from byte 95 on"),
        (TEXT.encode("utf-16")[:-1], "is UTF-16 text, but damaged from byte 70 on"),
    ],
)
def test_anything_else_is_named_with_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=f"^news.txt {message}.*: save it as plain text in UTF-8$"):
        read_plain(data, "news.txt")


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
