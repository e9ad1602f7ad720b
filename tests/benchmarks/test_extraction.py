"""How fast bulletins are read, in the processor's time: beside spaCy's blank tokenizer in the same run, since machines differ."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.extract.pipeline import read_statements
from kg.model import Bulletin
from kg.read import read_text

PATH = Path(__file__).parents[2] / "benchmarks" / "extraction.py"
SPEC = importlib.util.spec_from_file_location("benchmark_extraction", PATH)
assert SPEC
assert SPEC.loader
benchmark = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(benchmark)

TEXTS = benchmark.annotated()
BULLETIN = [(benchmark.ROOT / "data" / "bulletins" / "sichuan-2019-2.txt").read_text("utf-8")]


def seconds_a_character(bulletins: list[Bulletin]) -> float:
    return benchmark.seconds(lambda: [read_statements(b) for b in bulletins], 1) / sum(len(b.text) for b in bulletins)


@pytest.mark.slow
def test_reading_takes_no_more_than_a_hundred_times_as_long_as_the_blank_tokenizer() -> None:
    bulletins = [read_text(text) for text in TEXTS]
    seconds_a_character(bulletins)
    runs = [(seconds_a_character(bulletins), benchmark.blank_seconds(bulletins, 3)) for _ in range(5)]
    reading, blank = (min(took) for took in zip(*runs, strict=True))
    assert reading * sum(len(b.text) for b in bulletins) < 100 * blank


# Measured are 1.0 to 1.25 for the mixed texts, 0.7 to 1.1 for the bulletin; where it grew with the length, this would be some 100.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("pieces", "texts", "most"),
    [
        pytest.param(benchmark.whole_texts, TEXTS, 1.4, id="reports"),
        pytest.param(benchmark.paragraphs, TEXTS, 1.4, id="one report"),
        pytest.param(benchmark.whole_texts, BULLETIN, 1.2, id="the bulletin over and over"),
        pytest.param(benchmark.paragraphs, BULLETIN, 1.2, id="its paragraphs as one report"),
    ],
)
def test_a_character_of_two_megabytes_takes_about_as_long_as_one_of_twenty_kilobytes(
    pieces: Callable[[list[str]], Iterator[str]], texts: list[str], most: float
) -> None:
    source = pieces(texts)
    short = [read_text(benchmark.long_text(source, 20_000)) for _ in range(10)]
    long = read_text(benchmark.long_text(pieces(texts), 2_000_000))
    seconds_a_character(short)
    before, took, after = seconds_a_character(short), seconds_a_character([long]), seconds_a_character(short)
    assert took < most * (before + after) / 2
