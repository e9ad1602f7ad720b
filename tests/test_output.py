"""The folder of a build: it appears whole or not at all, and a build that fails leaves the former one as it was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import kg.building
from kg.building import build
from kg.errors import OutputError
from kg.output import is_build, replacing

TEXT = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金{}万元。"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def news(folder: Path, amount: int) -> Path:
    (folder / f"news-{amount}.txt").write_text(TEXT.format(amount), encoding="utf-8")
    return folder / f"news-{amount}.txt"


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """A build of one bulletin, in a folder with nothing else."""
    out = tmp_path / "work" / "out"
    build([news(tmp_path, 100)], out)
    return out


def test_a_build_replaces_the_former_one_as_a_whole(former: Path, tmp_path: Path) -> None:
    before = snapshot(former)
    build([news(tmp_path, 200)], former)
    after = snapshot(former)
    assert b"2000000" in after["tables/actions.jsonl"]
    assert b"1000000" not in after["tables/actions.jsonl"]
    assert {name for name in before if name.startswith("texts/")}.isdisjoint(after)
    assert [entry.name for entry in former.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("failure", [ValueError("a bug"), OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_build_that_fails_while_writing_leaves_the_former_one_untouched(
    former: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(*arguments: object) -> None:
        raise failure

    before = snapshot(former)
    monkeypatch.setattr(kg.building, "_write_views", fail)
    expected = OutputError if isinstance(failure, OSError) else type(failure)
    with pytest.raises(expected):
        build([news(tmp_path, 200)], former)
    assert snapshot(former) == before
    assert [entry.name for entry in former.parent.iterdir()] == ["out"]


def test_a_full_disk_is_told_as_such(former: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kg.building, "_write_views", fail)
    with pytest.raises(OutputError, match=r"out cannot be written \(No space left on device\): name another folder with -o$"):
        build([news(tmp_path, 200)], former)


def test_a_build_that_cannot_take_its_place_leaves_the_former_one(former: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(former)
    (former / "notes.md").write_text("mine", encoding="utf-8")
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name == "made":
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match="Device or resource busy"):
        build([news(tmp_path, 200)], former)
    assert snapshot(former) == {**before, "notes.md": b"mine"}
    assert [entry.name for entry in former.parent.iterdir()] == ["out"]


def test_what_others_have_put_beside_a_build_stays(former: Path, tmp_path: Path) -> None:
    (former / "notes.md").write_text("mine", encoding="utf-8")
    build([news(tmp_path, 200)], former)
    assert (former / "notes.md").read_text(encoding="utf-8") == "mine"


def test_a_file_of_others_under_a_name_that_the_build_needs_is_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replacing(out) as made:
        (made / "build.json").write_text('{"program": "kg", "holds": ["build.json"]}', encoding="utf-8")
    (out / "tables").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"tables is not of kg's making, and the build needs its name: move it away"):
        build([news(tmp_path, 100)], out)
    assert (out / "tables").read_text(encoding="utf-8") == "mine"


def test_a_build_through_a_link_goes_where_the_link_leads(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    build([news(tmp_path, 100)], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert is_build(tmp_path / "real")


def test_a_build_that_is_told_to_stop_leaves_nothing_behind(former: Path, tmp_path: Path) -> None:
    before = snapshot(former)
    code = (
        "import os, signal, kg.building\n"
        "kg.building._write_views = lambda *arguments: os.kill(os.getpid(), signal.SIGTERM)\n"
        "from kg.cli import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code, "build", news(tmp_path, 200), "-o", former], env=dict(os.environ), capture_output=True)
    assert run.returncode == 128 + signal.SIGTERM, run.stderr
    assert snapshot(former) == before
    assert [entry.name for entry in former.parent.iterdir()] == ["out"]


def test_two_builds_of_the_same_inputs_in_any_order_are_the_same_to_the_byte(tmp_path: Path) -> None:
    texts = [news(tmp_path, 200), news(tmp_path, 100)]
    build(texts, tmp_path / "first")
    build(texts[::-1], tmp_path / "second")
    first, second = snapshot(tmp_path / "first"), snapshot(tmp_path / "second")
    # How the store lays out its files is its own affair.
    assert {name: data for name, data in first.items() if not name.startswith("store/")} == {
        name: data for name, data in second.items() if not name.startswith("store/")
    }
