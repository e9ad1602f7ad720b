"""Bad input on the command line: a line that says what, where and what to do next; exit 2; nothing overwritten; the good inputs are built."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

GOOD = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金3600万元。"
OTHER = GOOD.replace("3600", "3700")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def build(*inputs: str, out: str = "out") -> Result:
    return CliRunner().invoke(main, ["build", *inputs, "-o", out])


def complaints(run: Result) -> list[str]:
    """The lines of errors, without those of progress."""
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    return [line.removeprefix("kg: ") for line in run.stderr.splitlines() if line.startswith("kg: ")]


def save(name: str, content: str | bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def make_link() -> None:
    Path("bad.txt").symlink_to("gone.txt")


UNREADABLE = [
    ("missing path", None, "bad.txt does not exist: check the path"),
    ("empty file", b"", "bad.txt is empty: give a file with a bulletin's text"),
    ("blank file", b" \r\n\n", "bad.txt is empty: give a file with a bulletin's text"),
    ("binary file", bytes(range(256)), "bad.txt is a binary file, not text: save it as plain text in UTF-8"),
    ("text full of NULs", GOOD.encode() + b"\0" * 100, "bad.txt is a binary file, not text: save it as plain text in UTF-8"),
    ("PDF", b"%PDF-1.7", "bad.txt is a PDF, not text: save it as plain text in UTF-8"),
    ("HTML page", b"<!DOCTYPE html><p>x</p>", "bad.txt is a page in HTML, not text: save it as plain text in UTF-8"),
    (
        "unknown encoding",
        "浙江省衢州市對口支援平武縣，財政資金三千萬元。".encode("big5"),
        "bad.txt is neither UTF-8 (byte 0 is wrong), UTF-16 nor GB18030 text: save it as plain text in UTF-8",
    ),
    ("no Chinese", "Qujiang assists Pingwu.", "bad.txt has no Chinese in it: give the text of a bulletin"),
    ("byte order mark only", b"\xef\xbb\xbf", "bad.txt has no Chinese in it: give the text of a bulletin"),
    (
        "only furniture",
        "首页 | 新闻\n责任编辑: 张三\n扫一扫在手机打开当前页",
        "bad.txt holds nothing but menus and footers of a page: save the page's text, too",
    ),
    (
        "no assistance",
        "平武县2018年地区生产总值45.6亿元，增长8.2%。",
        "bad.txt tells of no assistance: give a bulletin that says who gives what to whom",
    ),
    ("no figures nor parties", "大家携手去公园散步。", "bad.txt tells of no assistance: give a bulletin that says who gives what to whom"),
    ("dead link", make_link, "bad.txt is a link to gone.txt, which does not exist: mend or remove it"),
]


@pytest.mark.parametrize(("content", "message"), [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE])
def test_an_input_that_is_no_bulletin_is_named_with_what_to_do(content: object, message: str) -> None:
    if callable(content):
        content()
    elif isinstance(content, (str, bytes)):
        save("bad.txt", content)
    run = build("bad.txt")
    assert complaints(run) == [message]
    assert (run.exit_code, run.stdout) == (2, "")
    assert not Path("out").exists()


def test_the_good_inputs_are_built_and_each_bad_one_is_listed() -> None:
    save("good/a.txt", GOOD)
    save("good/b.txt", OTHER)
    save("good/empty.txt", b"")
    save("good/weather.txt", "今天天气很好，公园里有100棵树。")
    run = build("good", "missing.txt")
    assert complaints(run) == [
        "good/empty.txt is empty: give a file with a bulletin's text",
        "missing.txt does not exist: check the path",
        "good/weather.txt tells of no assistance: give a bulletin that says who gives what to whom",
    ]
    assert run.exit_code == 2
    assert "bulletins   2" in run.stdout
    assert len(list(Path("out/texts").iterdir())) == 2


def test_a_folder_without_texts_says_so() -> None:
    Path("folder").mkdir()
    assert complaints(build("folder")) == ["folder holds no .txt file: give a folder with bulletins"]


def test_a_folder_that_leads_back_to_itself_is_built_once() -> None:
    save("folder/a.txt", GOOD)
    Path("folder/round").symlink_to("..", target_is_directory=True)
    run = build("folder")
    assert (run.exit_code, complaints(run)) == (0, [])
    assert "bulletins   1" in run.stdout


def test_a_name_that_is_not_utf_8_is_built_and_can_be_named_in_an_error() -> None:
    for name, content in ((b"\xff.txt", GOOD.encode()), (b"\xfe.txt", b"")):
        Path(os.fsdecode(name)).write_bytes(content)
    run = build(".")
    (complaint,) = complaints(run)
    assert complaint.endswith(".txt is empty: give a file with a bulletin's text")
    assert "bulletins   1" in run.stdout


def test_two_inputs_of_one_content_count_once_and_are_told() -> None:
    save("a.txt", GOOD)
    save("b.txt", GOOD)
    run = build("a.txt", "b.txt")
    assert (run.exit_code, complaints(run)) == (0, [])
    assert "b.txt holds the same text as a.txt: it counts once" in run.stderr.splitlines()
    assert "bulletins   1" in run.stdout


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_the_endings_of_lines_and_a_byte_order_mark_make_no_difference(ending: str) -> None:
    save("a.txt", "\ufeff" + ending.join(["衢江区携手平武县", GOOD, ""]))
    save("b.txt", "\n".join(["衢江区携手平武县", GOOD, ""]))
    run = build("a.txt", "b.txt")
    assert run.exit_code == 0
    assert "b.txt holds the same text as a.txt: it counts once" in run.stderr.splitlines()


def test_a_mistake_in_the_file_beside_a_text_is_told_by_file_and_field() -> None:
    save("a.txt", GOOD)
    save("a.toml", 'publised = "2019-01-15"')
    assert complaints(build("a.txt")) == ["a.toml has the unknown field 'publised': did you mean published?"]


def others_folder() -> str:
    save("theirs/file", "theirs")
    return "theirs"


def others_build_json() -> str:
    save("theirs/build.json", '{"scripts": {}}')
    return "theirs"


def file() -> str:
    save("theirs", "theirs")
    return "theirs"


def below_file() -> str:
    save("theirs", "theirs")
    return "theirs/below"


BAD_OUTPUTS = [
    (others_folder, r"^theirs is not a build of kg, and not empty: name another folder with -o$"),
    (others_build_json, r"^theirs is not a build of kg, and not empty: name another folder with -o$"),
    (file, r"^theirs is a file: name a folder with -o$"),
    (below_file, r"^theirs/below cannot be a folder, for .*/theirs is a file: name another with -o$"),
]


@pytest.mark.parametrize(("prepare", "message"), BAD_OUTPUTS, ids=[case[0].__name__ for case in BAD_OUTPUTS])
def test_an_output_that_is_not_ours_is_refused_and_left_as_it_is(prepare: Callable[[], str], message: str, tmp_path: Path) -> None:
    out = prepare()
    save("good.txt", GOOD)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    run = build("good.txt", out=out)
    (complaint,) = complaints(run)
    assert re.search(message, complaint)
    assert run.exit_code == 2
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_output_folder_that_is_closed_is_refused_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("closed").mkdir(mode=0o500)
    # The superuser may write everywhere: let the system answer as it does to others.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "closed")
    run = build("missing.txt", out="closed/out")
    (complaint,) = complaints(run)
    assert complaint.startswith("closed/out cannot be written, for ")
    assert complaint.endswith("/closed is closed to you: name another folder with -o")


def test_an_output_that_the_system_does_not_let_us_make_is_told_by_its_reason() -> None:
    save("good.txt", GOOD)
    # /proc takes no folders, not even of the superuser.
    run = build("good.txt", out="/proc/kg-build")
    (complaint,) = complaints(run)
    assert complaint.startswith("/proc/kg-build cannot be written")
    assert run.exit_code == 2


def test_the_folder_one_is_in_is_not_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    save("good.txt", GOOD)
    assert build("good.txt").exit_code == 0
    monkeypatch.chdir(tmp_path / "out")
    assert complaints(build("../good.txt", out=".")) == [". is the folder you are in, and a build replaces its folder: name another with -o"]
