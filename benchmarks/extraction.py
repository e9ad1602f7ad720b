"""How many characters a second each component reads, and how that grows with the length of a text: python benchmarks/extraction.py

The long bulletins are made of the annotated texts: of whole texts, which read as many reports,
and of their paragraphs alone, which read as one.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import spacy

from kg.extract.linear import load_linear
from kg.extract.pipeline import COMPONENTS, extract_records, pipeline, read_statements
from kg.extract.reading import Reading
from kg.model import Bulletin
from kg.read import read_text

ROOT = Path(__file__).parents[1]
# A figure that can be another one: no year, and nothing with a decimal point.
FIGURE = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?![\d.年月日])")
LENGTHS = (20_000, 200_000, 2_000_000)
SAMPLE = 200_000


def annotated() -> list[str]:
    """Return the texts in ``data/gold`` and ``data/train``."""
    return [file.read_text("utf-8") for part in ("gold", "train") for file in sorted((ROOT / "data" / part).glob("*/text.txt"))]


def anew(texts: list[str]) -> Iterator[str]:
    """Yield the texts over and over, with other figures each time: what a bulletin says twice is not read twice."""
    for times in count():
        for text in texts:
            yield FIGURE.sub(lambda m: str(int(m[0]) + times) if times else m[0], text)  # noqa: B023


def whole_texts(texts: list[str]) -> Iterator[str]:
    """Yield the texts over and over: put together, each is a report with its headline."""
    return (text.strip() + "\n\n" for text in anew(texts))


def paragraphs(texts: list[str]) -> Iterator[str]:
    """Yield the paragraphs of the texts over and over, without headlines: put together, they are one report."""
    return (line + "\n" for text in anew(texts) for line in text.splitlines() if "。" in line)


def long_text(pieces: Iterator[str], size: int) -> str:
    """Return the first pieces that come to so many bytes of UTF-8."""
    taken: list[str] = []
    while size > 0:
        taken.append(next(pieces))
        size -= len(taken[-1].encode())
    return "".join(taken)


def seconds(act: Callable[[], object], times: int) -> float:
    """Return the processor's seconds of the fastest of some runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        act()
        found.append(time.process_time() - start)
    return min(found)


def component_seconds(bulletins: list[Bulletin], times: int) -> dict[str, float]:
    """Return the processor's seconds that each component takes for some bulletins, the fastest of some runs for each."""
    nlp = pipeline()
    best: dict[str, float] = {}
    for _ in range(times):
        spent = dict.fromkeys(("making the Doc", *COMPONENTS), 0.0)
        for bulletin in bulletins:
            start = time.process_time()
            doc = nlp.make_doc(bulletin.text)
            doc._.reading = Reading(bulletin)
            spent["making the Doc"] += time.process_time() - start
            for name, component in nlp.pipeline:
                start = time.process_time()
                doc = component(doc)
                spent[name] += time.process_time() - start
        best = {name: min(took, best.get(name, took)) for name, took in spent.items()}
    return best


def blank_seconds(bulletins: list[Bulletin], times: int) -> float:
    """Return the processor's seconds that spaCy's blank tokenizer takes for some bulletins, its vocabulary filled, the fastest of some runs."""
    nlp = spacy.blank("zh")
    return seconds(lambda: [nlp(b.text) for b in bulletins], times + 1)


def report_components(bulletins: list[Bulletin], times: int) -> None:
    """Print the characters a second of each component, of all together, and of all with the records made of it."""
    size = sum(len(b.text) for b in bulletins)
    rows = component_seconds(bulletins, times)
    rows["from text to actions"] = seconds(lambda: [read_statements(b) for b in bulletins], times)
    rows["from text to records"] = seconds(lambda: extract_records(bulletins), times)
    rows["spaCy's blank tokenizer, for comparison"] = blank_seconds(bulletins, times)
    whole = rows["from text to actions"]
    print(f"{len(bulletins)} bulletins, {size} characters\n\n| component | characters a second | of the whole |\n|---|---|---|")
    for name, took in rows.items():
        print(f"| {name} | {size / took:,.0f} | {took / whole:.0%} |")


def report_growth(lengths: list[int], texts: list[str]) -> None:
    """Print the characters a second for bulletins of several lengths, and the time a character beside that of the shortest."""
    print("\n| bulletins of | size of each | reports | characters | characters a second | time a character |\n|---|---|---|---|---|---|")
    for name, pieces in (("whole texts", whole_texts), ("paragraphs", paragraphs)):
        shortest = 0.0
        for length in lengths:
            # Of short ones as many as hold all the texts once: some texts have more to read in them than others.
            source = pieces(texts)
            bulletins = [read_text(long_text(source, length)) for _ in range(max(1, SAMPLE // length))]
            size = sum(len(b.text) for b in bulletins)
            took = seconds(lambda: [read_statements(b) for b in bulletins], 3 if length < 10**6 else 1) / size  # noqa: B023
            shortest = shortest or took
            reports = sum(len(b.articles) for b in bulletins)
            row = (name, f"{length / 1000:,.0f} kB", reports, f"{size:,}", f"{1 / took:,.0f}", f"{took / shortest:.2f}")
            print("|", " | ".join(map(str, row)), "|", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="how often each thing is measured; the fastest counts")
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS, help="bytes of the long bulletins")
    options = parser.parse_args()
    texts = annotated()
    bulletins = [read_text(text) for text in texts]
    # What is read once is no part of it.
    for model in ("kinds", "topic", "roles"):
        load_linear(model)
    extract_records(bulletins)
    report_components(bulletins, options.times)
    report_growth(options.lengths, texts)


if __name__ == "__main__":
    main()
