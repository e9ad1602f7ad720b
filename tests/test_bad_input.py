"""Bad input on the command line: a line that says what, where and what to do next; exit 2; nothing overwritten; the good inputs are built."""

import html
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.lib.pdfencrypt import StandardEncryption

from kg.cli import main
from kg.read import text as reading
from printing import archive, canvas_pdf, pdf, word, word_xml

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
    ("HTML page without text", b"<html><div id=app></div>", "bad.txt is a page without text: save it from the browser once its text is shown"),
    ("HTML page without Chinese", b"<!DOCTYPE html><p>x</p>", "bad.txt has no Chinese in it: give the text of a bulletin"),
    (
        "page of an error",
        "<html><title>404错误</title><p>您访问的页面不存在</p></html>",
        "bad.txt is the page of an error (404错误), not of a bulletin: save the page again",
    ),
    ("page of frames", b"<html><frame src=a.htm></html>", "bad.txt is only a frame around other pages (a.htm): save the page that holds the text"),
    (
        "page that was garbled",
        f"<html><p>{GOOD.encode().decode('gbk', 'ignore')}</p></html>",
        "bad.txt reads as no Chinese (娴欐睙鐪佽、宸炲競琛㈡睙…), for it was garbled when it was saved: get it again from its source",
    ),
    (
        "characters that were lost",
        GOOD.replace("3600", "36\ufffd"),
        "bad.txt has characters that were lost, in '武县财政帮扶资金36\ufffd万元。': get it again from its source, or mend it",
    ),
    ("beginning of a PDF", b"%PDF-1.7", "bad.txt is a PDF that breaks off: get it again, whole"),
    (
        "unknown encoding",
        b"\xff\x80\xfd" * 10,
        "bad.txt is neither UTF-8 (byte 0 is wrong), UTF-16, GB18030 nor Big5 text: save it as plain text in UTF-8",
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
    assert complaints(build("folder")) == ["folder holds no file that is read: give texts (.txt, .html, .docx, .pdf) or tables (.csv, .xlsx)"]


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


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD_FILES = [
    ("cut.pdf", pdf(OTHER)[:-600], "is a PDF that breaks off: get it again, whole"),
    ("locked.pdf", pdf(OTHER, encrypt=StandardEncryption("secret")), "is locked with a password: save it without one, or copy its text"),
    ("endless.pdf", canvas_pdf(*[lambda canvas: None] * 10_000), "has 10000 pages, more than the 2000 allowed: split it"),
    ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "is locked with a password: open it in Word or WPS and save it without one"),
    ("broken.docx", word_xml("<w:p>"), "is broken (word/document.xml: mismatched tag: line 1, column "),
    ("bomb.docx", word_xml(" " * 40_000_000), "unpacks to 40 MB of XML, more than the 32 MB allowed: split it"),
    ("old.doc", OLE + "WordDocument".encode("utf-16-le"), "is an old Word document, which is not read: open it in Word or WPS and save it as .docx"),
    ("bomb.zip", archive({"a.txt": b"\0" * 50_000_000}), "unpacks to "),
    ("part.zip", archive({"b/empty.txt": b"", "b/good.txt": OTHER.encode()}), "/b/empty.txt is empty: give a file with a bulletin's text"),
]


def test_of_many_bad_files_each_has_its_line_and_the_good_ones_are_built() -> None:
    save("in/good.txt", GOOD)
    for name, content, _ in BAD_FILES:
        save(f"in/{name}", content)
    run = build("in")
    told = complaints(run)
    assert len(told) == len(BAD_FILES)
    for line, (name, _, message) in zip(told, sorted(BAD_FILES), strict=True):
        assert line.startswith(f"in/{name}{message}" if message.startswith("/") else f"in/{name} {message}")
    assert run.exit_code == 2
    assert "bulletins   2" in run.stdout


def test_the_report_lists_each_input_that_was_not_used_in_a_line() -> None:
    save("in/good.txt", GOOD)
    save("in/<b>.txt", b"")
    save("in/weather.txt", "今天天气很好，公园里有100棵树。")
    Path(os.fsdecode(b"in/\xff.txt")).write_bytes(b"")
    told = complaints(build("in"))
    assert len(told) == 3
    assert json.loads(Path("out/report.json").read_text(encoding="utf-8"))["unread"] == told
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert all(f"<li>{html.escape(line)}</li>" in page for line in told)
    checked = CliRunner().invoke(main, ["check", "--build", "out"])
    assert checked.exit_code == 0
    assert [line.strip() for line in checked.stdout.splitlines()][-3:] == told


@pytest.mark.parametrize(("name", "content"), [("a.docx", word(GOOD)), ("a.pdf", pdf(GOOD)), ("a.zip", archive({"b/a.txt": GOOD.encode()}))])
def test_the_same_bulletin_in_another_format_counts_once(name: str, content: bytes) -> None:
    save("a.txt", GOOD)
    save(name, content)
    run = build("a.txt", name)
    assert (run.exit_code, complaints(run)) == (0, [])
    assert "bulletins   1" in run.stdout


def test_a_bulletin_from_an_archive_is_told_by_both_names() -> None:
    save("in/archive.zip", archive({"inner/name.txt": GOOD.encode(), "inner/weather.txt": "今天天气很好，公园里有100棵树。".encode()}))
    run = build("in/archive.zip")
    assert complaints(run) == ["in/archive.zip/inner/weather.txt tells of no assistance: give a bulletin that says who gives what to whom"]
    assert '"file": "archive.zip/inner/name.txt"' in Path("out/build.json").read_text(encoding="utf-8")


def test_a_pattern_is_expanded_where_no_shell_does_it() -> None:
    save("data/a.txt", GOOD)
    save("data/deep/b.txt", OTHER)
    save("data/[c].txt", OTHER.replace("3700", "3800"))
    assert "bulletins   2" in build("data/*.txt").stdout
    assert "bulletins   3" in build("data/**/*.txt").stdout
    assert "bulletins   1" in build("data/[c].txt").stdout
    assert complaints(build("data/*.pdf")) == ["data/*.pdf matches no file: check the pattern"]


def test_a_file_that_disappears_meanwhile_is_told_and_the_others_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    save("in/a.txt", GOOD)
    save("in/b.txt", OTHER)
    read = Path.read_bytes

    def vanish(path: Path) -> bytes:
        if path.name == "a.txt":
            path.unlink()
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", vanish)
    run = build("in")
    assert complaints(run) == ["in/a.txt does not exist: check the path"]
    assert "bulletins   1" in run.stdout


def test_a_text_and_a_file_beyond_all_measure_are_refused_by_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    save("huge.txt", (GOOD * 400_000).encode())
    assert complaints(build("huge.txt")) == ["huge.txt has 55 MB of text, more than the 20 MB allowed: split it"]
    monkeypatch.setattr(reading, "LARGEST_FILE", 10_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it is read"))
    assert complaints(build("huge.txt")) == ["huge.txt has 55 MB, more than the 10 MB allowed: split it"]


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
