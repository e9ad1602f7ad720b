"""How soon the network page can be used, and a click shows its sentence."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def views() -> ModuleType:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium on this machine: install chromium to time the views")
    spec = importlib.util.spec_from_file_location("benchmark_of_views", ROOT / "benchmarks" / "views.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("nodes", "usable"), [(60, 1.0), (1000, 3.0), (10000, 3.0)])
def test_the_network_is_usable_in_time_and_a_click_shows_its_sentence_at_once(views: ModuleType, tmp_path: Path, nodes: int, usable: float) -> None:
    with views.chromium() as browser:
        found = views.measure_ours(browser, views.make_records(nodes), tmp_path)
    assert found.usable < usable
    assert found.click < 100
