"""An archive is read file by file, under the names that its maker gave; one that is locked, broken or a bomb is refused as a whole."""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from kg.errors import InputError
from kg.read import archive as reading
from kg.read.archive import name_of, read_archive
from printing import archive

TEXT = "2018年，衢江区投入平武县财政帮扶资金3600万元。".encode()


def names(data: bytes) -> tuple[list[str], list[str]]:
    errors: list[InputError] = []
    found = [member.name for member in read_archive(data, "a.zip", errors)]
    return found, [str(error) for error in errors]


def foreign(files: Mapping[bytes, bytes], *, flags: int = 0) -> bytes:
    """An archive whose names are these bytes, without saying in which encoding."""
    placeholders = {f"{i:0{len(name)}}": (name, content) for i, (name, content) in enumerate(files.items(), 1)}
    data = archive({placeholder: content for placeholder, (_, content) in placeholders.items()})
    for placeholder, (name, _) in placeholders.items():
        data = data.replace(placeholder.encode(), name)
    if flags:
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(mark)
            while at >= 0:
                data = data[: at + offset] + struct.pack("<H", flags) + data[at + offset + 2 :]
                at = data.find(mark, at + 4)
    return data


def test_files_are_read_by_name_in_all_folders() -> None:
    data = archive({"2019/第2期.txt": TEXT, "2018/第1期.TXT": TEXT, "logo.css": b"x", "2018/": b""})
    assert names(data) == (["a.zip/2018/第1期.TXT", "a.zip/2019/第2期.txt"], [])


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_whose_encoding_is_not_told_are_read_rightly(encoding: str) -> None:
    name = "帮扶简报/衢江区与平武县.txt"
    assert names(foreign({name.encode(encoding): TEXT})) == ([f"a.zip/{name}"], [])


def test_an_archive_in_an_archive_is_read_and_one_in_that_is_refused() -> None:
    inner = archive({"b.txt": TEXT})
    middle = archive({"a.txt": TEXT, "inner.zip": inner})
    assert names(archive({"middle.zip": inner})) == (["a.zip/middle.zip/b.txt"], [])
    found, errors = names(archive({"middle.zip": middle}))
    assert found == ["a.zip/middle.zip/a.txt"]
    assert errors == ["a.zip/middle.zip/inner.zip is an archive in an archive in an archive: unpack it and name the folder"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("../../etc/news.txt", "etc/news.txt"),
        ("/etc/news.txt", "etc/news.txt"),
        ("C:\\data\\news.txt", "data/news.txt"),
        ("./a//news.txt", "a/news.txt"),
        ("a\nb\x1b[31m.txt", "a\ufffdb\ufffd[31m.txt"),
        ("__MACOSX/._news.txt", ""),
        ("a/.hidden.txt", ""),
    ],
)
def test_names_that_lead_elsewhere_are_harmless_and_litter_has_none(written: str, read: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = written
    assert name_of(info) == read


def test_what_the_file_beside_a_text_says_comes_with_it() -> None:
    (member,) = read_archive(archive({"a/news.txt": TEXT, "a/news.toml": b'date = "2019-01-15"', "b/news.toml": b""}), "a.zip", [])
    assert member.sidecar == b'date = "2019-01-15"'


def test_a_file_that_was_damaged_is_named_and_the_others_are_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("bad.txt", TEXT)
        made.writestr("good.txt", TEXT + b"!")
    data = packed.getvalue()
    at = data.find(TEXT)
    found, (error,) = names(data[:at] + b"X" + data[at + 1 :])
    assert found == ["a.zip/good.txt"]
    assert error == "a.zip/bad.txt cannot be unpacked (Bad CRC-32 for file 'bad.txt'): get the archive again, or unpack it and name the folder"


BOMB = archive({f"{i}.txt": b"\0" * 30_000_000 for i in range(2)})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (foreign({b"a.txt": TEXT}, flags=1), "is locked with a password: unpack it and name the folder"),
        (archive({"a.txt": TEXT})[:-30], "is a broken zip archive: get it again, or pack it anew"),
        (archive({"a.css": b"x"}), "holds no file that is read: give one with bulletins, as .txt, .docx or .pdf"),
        (BOMB, r"unpacks to \d{3,4} times its size, more than the 200 times allowed: unpack it yourself"),
    ],
    ids=["locked", "broken", "nothing", "ratio"],
)
def test_an_archive_that_must_not_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=f"^a.zip {message}$"):
        names(data)


def test_the_limits_on_size_and_number_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_FILES", 2)
    with pytest.raises(InputError, match=r"^a.zip holds 3 files, more than the 2 allowed: split it$"):
        names(archive({f"{i}.txt": TEXT for i in range(3)}))
    monkeypatch.setattr(reading, "MOST_BYTES", 50_000_000)
    with pytest.raises(InputError, match=r"^a.zip unpacks to 60 MB, more than the 50 MB allowed: split it$"):
        names(BOMB)


def test_nothing_is_unpacked_of_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *arguments: pytest.fail("a bomb is unpacked"))
    with pytest.raises(InputError):
        names(BOMB)


def test_a_file_never_unpacks_to_more_than_the_archive_says() -> None:
    """An archive that lies about its sizes gives a damaged file, not a large one."""
    data = archive({"a.txt": b"\0" * 30_000_000})
    size = struct.pack("<I", 30_000_000)
    found, (error,) = names(data.replace(size, struct.pack("<I", 100)))
    assert found == []
    assert error.startswith("a.zip/a.txt cannot be unpacked")
