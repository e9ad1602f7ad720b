"""What an installation promises: typed, complete, of one version, and nothing of the machine it was made on."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel: what a user has who installed the package and has no checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True)
    (archive,) = folder.glob("*.whl")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def run_from_wheel(wheel: Path, code: str, folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return run.stdout


def tracked_files() -> Iterator[Path]:
    try:
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return (ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file())


def test_the_wheel_ships_the_files_that_the_package_looks_for(wheel: Path, tmp_path: Path) -> None:
    names = ["data/gazetteer/places.csv.gz", "data/gazetteer/zones.csv", "data/gold/score.py"]
    found = run_from_wheel(wheel, f"from kg.resources import locate\nfor name in {names}: print(locate(name))", tmp_path)
    assert found.splitlines() == [str(wheel / "kg" / "_resources" / name) for name in names]


def test_the_wheel_alone_builds_a_graph(wheel: Path, tmp_path: Path) -> None:
    text = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。2018年,衢江区投入平武县财政帮扶资金3600万元。"
    (tmp_path / "news.txt").write_text(text, encoding="utf-8")
    run_from_wheel(wheel, "from kg.cli import main\nmain(['build', 'news.txt', '-o', 'out'])", tmp_path)
    assert "36000000" in (tmp_path / "out" / "tables" / "actions.jsonl").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "views" / "network.html").stat().st_size > 10_000


def test_the_wheel_tells_type_checkers_that_it_is_typed(wheel: Path) -> None:
    assert (wheel / "kg" / "py.typed").is_file()


def test_the_installed_version_is_that_of_the_project() -> None:
    assert importlib.metadata.version("assistance-kg") == PROJECT["version"]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_every_dependency_by_hash_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    unpinned = [entry.splitlines()[0] for entry in entries if not re.match(r"[\w.-]+==[\w.]+[^\n]*\\\n +--hash=sha256:", entry)]
    assert unpinned == []
    assert "://" not in text
    assert "index" not in text


def test_the_lock_holds_every_dependency_of_the_project() -> None:
    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-") for requirement in requirements}

    runtime, dev = (names((ROOT / lock).read_text(encoding="utf-8").splitlines()) for lock in LOCKS)
    assert names(PROJECT["dependencies"]) <= runtime
    assert names(PROJECT["optional-dependencies"]["dev"]) <= dev


def test_no_tracked_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    path = re.compile(rb"(?<![\w.~-])/(?:work|home|root|tmp|Users|var/folders)/\w|\b[A-Z]:\\Users|\.\./shared\b")
    told = [f"{file.relative_to(ROOT)}: {match.group().decode()}" for file in tracked_files() if (match := path.search(file.read_bytes()))]
    assert told == []
