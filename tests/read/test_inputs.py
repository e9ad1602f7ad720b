"""Files and folders: each text once, nothing passed over in silence."""

from pathlib import Path

import pytest

from kg.read.inputs import Inputs, read_inputs

TEXT = "衢江区携手平武县\n2018年,衢江区投入平武县财政帮扶资金{}万元。"


def write(path: Path, amount: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(amount), encoding="utf-8")
    return path


def read(*paths: Path) -> tuple[Inputs, list[str]]:
    told: list[str] = []
    return read_inputs(paths, tell=told.append), told


def test_the_texts_of_a_folder_are_read_by_name_with_those_in_its_folders(tmp_path: Path) -> None:
    for number, name in enumerate(["b.txt", "a.TXT", "below/c.txt", ".hidden.txt", ".git/d.txt", "readme.rst"]):
        write(tmp_path / name, 100 + number)
    inputs, _ = read(tmp_path)
    assert [b.file for b in inputs.bulletins] == ["a.TXT", "b.txt", "c.txt"]
    assert list(inputs.paths.values()) == [tmp_path / "a.TXT", tmp_path / "b.txt", tmp_path / "below" / "c.txt"]
    assert inputs.errors == []


def test_a_text_in_two_files_counts_once_and_is_told(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt", 100), write(tmp_path / "b.txt", 100)
    inputs, told = read(first, second)
    assert [(b.file, [copy.file for copy in b.copies]) for b in inputs.bulletins] == [("a.txt", ["b.txt"])]
    assert told == [f"{second} holds the same text as {first}: it counts once"]
    assert inputs.errors == []


def test_a_near_copy_counts_once_and_is_told(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    text = TEXT.format(100) + "选派41名专业技术骨干赴平武县开展对口帮扶,举办就业培训4期1860名。"
    first.write_text(text, encoding="utf-8")
    second.write_text(text.replace("衢江区携手平武县", "山海情深"), encoding="utf-8")
    inputs, told = read(first, second)
    assert [(b.file, [copy.file for copy in b.copies]) for b in inputs.bulletins] == [("a.txt", ["b.txt"])]
    assert told == [f"{second} holds nearly the same text as {first}: it counts once"]


def test_of_two_copies_the_one_with_an_id_of_its_own_is_kept(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt", 100), write(tmp_path / "b.txt", 100)
    (tmp_path / "b.toml").write_text('id = "other"', encoding="utf-8")
    inputs, _ = read(first, second)
    assert [b.id for b in inputs.bulletins] == ["other"]
    assert inputs.paths == {"other": second}


def test_a_file_named_twice_is_read_once_without_a_word(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", 100)
    (tmp_path / "link.txt").symlink_to(file)
    inputs, told = read(file, tmp_path, tmp_path / "link.txt")
    assert (len(inputs.bulletins), inputs.errors, told) == (1, [], [])


def test_two_texts_of_one_id_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    for name, amount in (("a", 100), ("b", 200)):
        write(tmp_path / f"{name}.txt", amount)
        (tmp_path / f"{name}.toml").write_text('id = "same"', encoding="utf-8")
    inputs, _ = read(tmp_path)
    assert [b.file for b in inputs.bulletins] == ["a.txt"]
    assert str(inputs.errors[0]).endswith(f"b.txt has the id same, as {tmp_path / 'a.txt'} has: give it one of its own in {tmp_path / 'b.toml'}")


def test_the_pages_of_a_folder_are_read_without_what_a_browser_saved_beside_them(tmp_path: Path) -> None:
    write(tmp_path / "a.html", 100)
    write(tmp_path / "a_files" / "frame.html", 200)
    write(tmp_path / "b.md", 300)
    write(tmp_path / "c.files" / "d.mht", 400)
    inputs, _ = read(tmp_path)
    assert ([b.file for b in inputs.bulletins], inputs.errors) == (["a.html", "b.md", "d.mht"], [])


def test_a_folder_that_leads_back_to_itself_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", 100)
    (tmp_path / "round").symlink_to(".", target_is_directory=True)
    inputs, told = read(tmp_path)
    assert (len(inputs.bulletins), inputs.errors, told) == (1, [], [])


def test_linked_folders_are_read(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt", 100)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert [b.file for b in read(tmp_path / "corpus")[0].bulletins] == ["a.txt"]


def test_the_texts_that_a_build_keeps_are_no_bulletins(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", 100)
    write(tmp_path / "build" / "texts" / "b.txt", 200)
    (tmp_path / "build" / "build.json").write_text('{"program": "kg"}', encoding="utf-8")
    assert [b.file for b in read(tmp_path)[0].bulletins] == ["a.txt"]
    (error,) = read(tmp_path / "build")[0].errors
    assert str(error).endswith("is a build of kg, not a folder of bulletins: name the texts that it was made from")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "holds no file that is read: give texts (.txt, .html, .docx, .pdf) or tables (.csv, .xlsx)"),
        (["z.css", "a.js"], "holds no file that is read, but others such as a.js: give texts (.txt, .html, .docx, .pdf) or tables (.csv, .xlsx)"),
    ],
)
def test_a_folder_without_texts_is_told(tmp_path: Path, files: list[str], message: str) -> None:
    for name in files:
        write(tmp_path / name, 100)
    (error,) = read(tmp_path)[0].errors
    assert str(error) == f"{tmp_path} {message}"


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    write(tmp_path / "a.txt", 100)
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    inputs, _ = read(tmp_path)
    assert [b.file for b in inputs.bulletins] == ["a.txt"]
    assert [str(error) for error in inputs.errors] == [f"{tmp_path / 'closed'} cannot be read (Permission denied): check its permissions"]


def test_the_readme_of_a_folder_is_no_bulletin_unless_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("衢江区向平武县拨付资金534万元。\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("衢江区帮扶平武县的简报。\n", encoding="utf-8")
    assert [b.file for b in read_inputs([tmp_path]).bulletins] == ["a.txt"]
    assert [b.file for b in read_inputs([tmp_path / "README.md"]).bulletins] == ["README.md"]
