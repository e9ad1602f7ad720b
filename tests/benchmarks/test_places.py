"""The benchmark of places counts what it says it counts."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "benchmarks" / "places.py"
SPEC = importlib.util.spec_from_file_location("benchmark_places", PATH)
assert SPEC
assert SPEC.loader
benchmark = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(benchmark)

ASKED = [
    [
        {"type": "place", "name": "平武县", "aliases": ["平武"]},
        {"type": "place", "name": "飞龙乡", "aliases": []},
        {"type": "place", "name": "四川省", "aliases": [], "optional": True},
        {"type": "hospital", "name": "宁波市第二医院", "aliases": []},
    ]
]


@pytest.mark.parametrize(
    ("found", "upper", "precision", "recall"),
    [
        (["平武", "飞龙乡"], False, 1, 1),
        (["平武县", "四川省", "宁波市"], False, 1, 0.5),
        (["平武县", "衢江区"], False, 0.5, 0.5),
        (["平武县", "安乐乡"], True, 1, 1),
    ],
)
def test_a_place_counts_by_any_of_its_names_and_not_within_a_body(found: list[str], upper: bool, precision: float, recall: float) -> None:
    assert list(benchmark.scored([found], ASKED, upper=upper)) == [precision, recall]
