"""What tests share: the option that makes golden files anew, and the builds of data/bulletins, without and with data/registers."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="make the golden files anew instead of comparing with them")


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file; with --golden, write the file."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--golden"):
            file.write_text(text, encoding="utf-8", newline="")
        assert file.read_text(encoding="utf-8") == text, f"{file.name} differs; where the new text is right, run make golden"

    return compare


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``build`` of data/bulletins, made once for all tests; not to be written to."""
    return _build(tmp_path_factory.mktemp("checkout"), "bulletins")


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the registers, as ``make graph`` makes it."""
    return _build(tmp_path_factory.mktemp("national"), "bulletins", "registers")


def _build(folder: Path, *inputs: str) -> Path:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", *(str(ROOT / "data" / name) for name in inputs), "-o", "build"]
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return folder / "build"
