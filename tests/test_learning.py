"""What the trained models promise on texts that they have not seen, beside the rules alone."""

import importlib.util
import sys
from pathlib import Path

import pytest

LEARN = Path(__file__).parents[1] / "data" / "train" / "learn.py"


@pytest.mark.slow
def test_texts_left_out_in_turn_are_read_this_well_and_better_than_by_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(LEARN.parent))
    spec = importlib.util.spec_from_file_location("learn", LEARN)
    assert spec
    assert spec.loader
    learn = importlib.util.module_from_spec(spec)
    # Where dataclasses, and the processes that read apart, look for the module.
    monkeypatch.setitem(sys.modules, "learn", learn)
    spec.loader.exec_module(learn)
    figures = learn.judge_facts(*learn.annotated())
    assert figures["model"]["facts"] >= 0.8
    assert figures["model"]["figure+kind"] >= 0.93
    assert figures["model"]["figure+roles"] >= 0.83
    assert figures["model"]["facts"] >= figures["rules"]["facts"] + 0.04
