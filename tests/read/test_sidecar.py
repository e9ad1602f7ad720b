"""The file beside a bulletin: what is wrong with it is said with file, field, and what was expected."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import read_bulletin

TEXT = "衢江区携手平武县\n来源：省扶贫局\n2018年,衢江区投入平武县财政帮扶资金3600万元。"


def beside(tmp_path: Path, toml: str | bytes) -> Path:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "news.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    return tmp_path / "news.txt"


def test_what_it_says_goes_before_what_the_text_says(tmp_path: Path) -> None:
    bulletin = read_bulletin(beside(tmp_path, 'id = "news-1"\nsource = "县政府"\npublisher = "衢江区政府"\nurl = "https://example.org/1?a=b"'))
    assert (bulletin.id, bulletin.source, bulletin.publisher, bulletin.url) == ("news-1", "县政府", "衢江区政府", "https://example.org/1?a=b")
    assert bulletin.title == "衢江区携手平武县"


@pytest.mark.parametrize("written", ["2019-01-15", '"2019-01-15"', "2019-01-15T08:00:00", "2019-01-15T08:00:00+08:00"])
def test_a_date_may_be_text_or_a_date_of_toml(tmp_path: Path, written: str) -> None:
    assert read_bulletin(beside(tmp_path, f"date = {written}")).date == "2019-01-15"


def test_an_empty_field_says_that_there_is_none(tmp_path: Path) -> None:
    bulletin = read_bulletin(beside(tmp_path, 'source = ""\ndate = ""'))
    assert (bulletin.source, bulletin.date) == ("", "")


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert read_bulletin(beside(tmp_path, b"\xef\xbb\xbf" + b'id = "x"')).id == "x"


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('publised = "2019-01-15"', r"unknown field 'publised': did you mean published\?"),
        ('Title = "简报"', r"unknown field 'Title': did you mean title\?"),
        ('colour = "red"', r"unknown field 'colour': use id, title, issue, issuer, publisher, source, url, date, published$"),
        ('date = "2019年1月15日"', r"date is '2019年1月15日': give a day of the calendar such as 2019-01-15"),
        ('published = "2019-02-30"', r"published is '2019-02-30': give a day"),
        ("date = 2019", r"date is a number: give a day"),
        ("date = 08:00:00", r"date is a time: give a day"),
        ("source = 5", r'source is a number, not text: write it in quotation marks, source = "…"'),
        ('source = ["a"]', r"source is a list, not text"),
        ("[title]\nzh = '简报'", r"title is a table, not text"),
        ('id = "../x"', r"the id is '\.\./x': use letters, digits, - and _ only"),
        ('id = ""', r"the id is ''"),
        ('url = "www.example.org"', r"the url is 'www.example.org': give the whole address, beginning with https://"),
        ("title = 简报", r"is not TOML \(.*line 1.*\): mend it"),
        (b'title = "\xff"', r"is not UTF-8 \(byte 9 is wrong\)"),
    ],
)
def test_what_is_wrong_is_said_with_the_file_the_field_and_what_was_expected(tmp_path: Path, toml: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"news\.toml.*{message}") as raised:
        read_bulletin(beside(tmp_path, toml))
    assert "\n" not in str(raised.value)


def test_a_folder_or_a_dead_link_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "news.toml").symlink_to("gone.toml")
    with pytest.raises(InputError, match=r"news\.toml cannot be read .*it describes news\.txt"):
        read_bulletin(tmp_path / "news.txt")


def test_it_is_no_text_itself(tmp_path: Path) -> None:
    beside(tmp_path, 'id = "x"')
    with pytest.raises(InputError, match=r"news\.toml describes a text, and is none"):
        read_bulletin(tmp_path / "news.toml")
