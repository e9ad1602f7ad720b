"""What the notebooks promise: they run from top to bottom, and what one reads in them is what a run gives."""

import base64
import html
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path: Path) -> list[dict[str, Any]]:
    """Return the outputs of a notebook, without what a machine says on the side (a font cache that is being built)."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", []) if output.get("name") != "stderr"]


def shown(text: Any) -> Any:
    """Return an output; of a page in a frame, the data alone: its scripts and styles are the views', as they are now."""
    page = re.search(r'srcdoc="([^"]*)"', text) if isinstance(text, str) else None
    return re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html.unescape(page[1]), re.DOTALL) if page else text


def texts(outputs: list[dict[str, Any]]) -> list[Any]:
    """Return outputs without their pictures, which differ with the fonts of a machine."""
    said = ({form: shown("".join(text)) for form, text in output.get("data", {}).items() if not form.startswith("image/")} for output in outputs)
    return [(output["output_type"], output.get("text"), data) for output, data in zip(outputs, said, strict=True)]


def pictures(outputs: list[dict[str, Any]]) -> list[bytes]:
    return [base64.b64decode(output["data"]["image/png"]) for output in outputs if "image/png" in output.get("data", {})]


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def kept(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def run(kept: Path, national: Path) -> Path:
    """The notebook as it comes out of a clean kernel, beside a build and data as in a checkout; an error in a cell is an error here."""
    copy = national.parent / "notebooks" / kept.name
    copy.parent.mkdir(exist_ok=True)
    if not (data := national.parent / "data").exists():
        data.symlink_to(ROOT / "data")
    shutil.copy(kept, copy)
    began = time.monotonic()
    script = subprocess.run([sys.executable, kept.parent / "execute.py", copy], capture_output=True, encoding="utf-8")
    assert script.returncode == 0, script.stderr
    assert time.monotonic() - began < 60
    return copy


def test_there_are_notebooks_to_hold_to_it() -> None:
    assert NOTEBOOKS


def test_what_one_reads_is_what_a_run_gives(kept: Path, run: Path) -> None:
    assert texts(read(kept)) == texts(read(run)), "the kept outputs are stale; where the new ones are right, run make notebooks"


def test_a_run_draws_what_is_kept(kept: Path, run: Path) -> None:
    assert len(pictures(read(run))) == len(pictures(read(kept))) >= 1
    assert all(picture.startswith(b"\x89PNG") and len(picture) > 20_000 for picture in pictures(read(kept)))


def test_a_graph_is_shown_as_a_picture_first_then_as_its_page() -> None:
    cells = [cell for path in NOTEBOOKS for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    shows = [[output["data"] for output in cell.get("outputs", []) if "data" in output] for cell in cells]
    framed = [data for data in shows if any("<iframe" in "".join(d.get("text/html", "")) for d in data)]
    assert framed
    for picture, page in framed:
        assert picture["image/png"]
        (data,) = shown("".join(page["text/html"]))
        assert json.loads(data)["actions"]


def test_nothing_is_said_of_the_machine_or_of_trouble(kept: Path) -> None:
    told = json.dumps(texts(read(kept)), ensure_ascii=False)
    assert not re.search(r"(?<![\w.~-])/(?:work|home|root|tmp|Users|usr|opt|var)/|[A-Z]:\\\\|Warning|Traceback", told)
    assert "stderr" not in kept.read_text(encoding="utf-8")


def test_every_cell_was_run_in_its_order(kept: Path) -> None:
    cells = json.loads(kept.read_text(encoding="utf-8"))["cells"]
    counts = [cell["execution_count"] for cell in cells if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_only_the_public_interface_is_called(kept: Path) -> None:
    cells = json.loads(kept.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    for module, names in re.findall(r"^from (kg[\w.]*) import (.+)$", code, re.MULTILINE):
        public = __import__(module, fromlist=["__all__"]).__all__
        assert {name.strip() for name in names.split(",")} <= set(public)
    assert re.search(r"^import kg$", code, re.MULTILINE)
    assert not re.search(r"\bkg\.(?!graph|store|rdf|errors|load|build)\w+|\._\w+", code)
