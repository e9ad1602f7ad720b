"""How well copies are told from bulletins of the same pattern: a corpus made of the annotated texts, with 30 % copies and near-copies.

    .venv/bin/python benchmarks/copies.py --files 1000

Of the files that are no copies, most are hard: another text with every figure changed, with one figure changed, or with one place changed
for another. A copy has another headline, a paragraph or more cut, a few characters changed, a menu around it, or several of these.
Precision and recall are those of the pairs of files that are put together.
"""

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg.link.gazetteer import gazetteer
from kg.model import Bulletin
from kg.read.editions import unite
from kg.read.inputs import read_inputs
from kg.read.likeness import places_in

ROOT = Path(__file__).parents[1]
COPIES = 0.3
_NUMBER = re.compile(r"(?<![\d.])[1-9]\d*(?:\.\d+)?(?=[万亿千百]?[元人名个户家对期次亩批吨])")
_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class File:
    """A file of the corpus; files of one ``group`` are one bulletin, and ``made`` says what has been done to it."""

    name: str
    group: int
    made: str
    text: str


def make_corpus(files: int, seed: int = 7) -> list[File]:
    """Return so many files, the same for the same seed, in no order."""
    chance = random.Random(seed)
    bases = [path.read_text("utf-8") for path in sorted((ROOT / "data").glob("*/*/text.txt"))]
    originals: list[tuple[str, str]] = [("found", text) for text in bases]
    known = set(bases)
    while len(originals) < files * (1 - COPIES):
        made = chance.choice(sorted(VARIANTS))
        if (text := VARIANTS[made](chance.choice(bases), chance)) not in known:
            known.add(text)
            originals.append((made, text))
    originals = originals[: round(files * (1 - COPIES))]
    made = [(group, made, text) for group, (made, text) in enumerate(originals)]
    prose = [_prose(text) for _, text in originals]
    while len(made) < files:
        group = chance.randrange(len(originals))
        names = chance.sample(sorted(CHANGES), chance.choice((1, 1, 2)))
        text = originals[group][1]
        if "cut" in names:
            text = _cut(text, chance)
        # With the one paragraph cut in which two bulletins differ, nobody can say of which of them it is a copy.
        if sum(_prose(text) <= other for other in prose) > 1:
            continue
        for name in names:
            text = text if name == "cut" else CHANGES[name](text, chance)
        made.append((group, "+".join(names), text))
    chance.shuffle(made)
    return [File(f"{number:05}.txt", *found) for number, found in enumerate(made)]


def _prose(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.split("\n") if "。" in line)


def _other_figures(text: str, chance: random.Random) -> str:
    return _NUMBER.sub(lambda m: str(chance.randint(2, 9)) + m.group()[1:] if chance.random() < 0.7 else m.group(), text)


def _other_figure(text: str, chance: random.Random) -> str:
    # In prose, not in the lines around it.
    found = [m for line in _LINE.finditer(text) if "。" in line.group() for m in _NUMBER.finditer(text, line.start(), line.end())]
    if not found:
        return text
    figure = chance.choice(found)
    start, end = text.rfind("\n", 0, figure.start()) + 1, text.find("\n", figure.end())
    line = text[start : end if end >= 0 else len(text)]
    at = figure.start() - start
    # Wherever a text says it a second time, too.
    return text.replace(line, line[:at] + str(1 + int(line[at]) % 9) + line[at + 1 :])


def _other_place(text: str, chance: random.Random) -> str:
    places = places_in(text)
    # Not 宁县 where the text has 会宁县, too.
    names = sorted(name for name in places if name.endswith("县") and name in gazetteer().full and not any(name in p for p in places - {name}))
    prose = [name for name in names if any("。" in line and name in line for line in text.split("\n"))]
    if not prose:
        return text
    counties = sorted(name for name in gazetteer().full if name.endswith("县") and len(name) == 3)
    return text.replace(chance.choice(prose), chance.choice(counties))


def _headline(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines[:8]) if line.strip() and "。" not in line and len(line) < 40]
    for i in heads[-1:]:
        lines[i] = chance.choice(["山海情深 携手同行", "协作结硕果 共圆小康梦", "真情帮扶显担当", "倾情倾力抓帮扶 同心同德奔小康"])
    return "\n".join(lines)


def _cut(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    prose = [i for i, line in enumerate(lines) if "。" in line]
    cut = set(chance.sample(prose, min(len(prose) - 1, chance.choice((1, 1, 2, 3))))) if len(prose) > 1 else set()
    return "\n".join(line for i, line in enumerate(lines) if i not in cut)


def _characters(text: str, chance: random.Random) -> str:
    letters = list(text)
    at = [i for i, letter in enumerate(letters) if "一" <= letter <= "龥" and letter not in _NUMERALS]
    for i in chance.sample(at, min(len(at), chance.randint(1, 5))):
        letters[i] = chance.choice(["的", "和", "与", "在", ""])
    return "".join(letters)


def _menu(text: str, chance: random.Random) -> str:
    day = f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    head = f"首页 | 新闻中心 | 政务公开 | 专题专栏\n您当前的位置：首页 > 工作动态\n发布日期：{day}  来源：本站  浏览次数：{chance.randint(9, 999)}"
    foot = "【打印本页】 【关闭窗口】\n责任编辑：张三\n相关阅读\n某市召开协作工作会议\n某县开展消费帮扶活动\n上一篇：无\n版权所有 未经授权不得转载"
    return f"{head}\n{text}\n{foot}"


VARIANTS: dict[str, Callable[[str, random.Random], str]] = {
    "all figures": _other_figures,
    "one figure": _other_figure,
    "one place": _other_place,
}
CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "headline": _headline,
    "cut": _cut,
    "characters": _characters,
    "menu": _menu,
    "none": lambda text, chance: text,
}


def pairs_found(bulletins: list[Bulletin]) -> Iterator[tuple[str, str]]:
    """Yield each pair of files that is taken for one bulletin."""
    for bulletin in bulletins:
        yield from combinations(sorted([bulletin.file, *(copy.file for copy in bulletin.copies)]), 2)


def pairs_made(corpus: list[File]) -> set[tuple[str, str]]:
    """Return each pair of files that is one bulletin."""
    groups: dict[int, list[str]] = {}
    for file in corpus:
        groups.setdefault(file.group, []).append(file.name)
    return {pair for names in groups.values() for pair in combinations(sorted(names), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--misses", action="store_true", help="name each pair that was missed or wrongly put together")
    options = parser.parse_args()
    corpus = make_corpus(options.files, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        for file in corpus:
            Path(folder, file.name).write_text(file.text, encoding="utf-8")
        began = time.perf_counter()
        inputs = read_inputs([Path(folder)])
        took = time.perf_counter() - began
    began = time.perf_counter()
    # What has been united is united again: the time that this alone takes, at its least.
    unite(inputs.bulletins)
    again = time.perf_counter() - began
    report(corpus, inputs.bulletins, misses=options.misses)
    print(f"reading and uniting {took:.1f} s, uniting the {len(inputs.bulletins)} that remain once more {again:.1f} s; errors: {len(inputs.errors)}")


def report(corpus: list[File], bulletins: list[Bulletin], *, misses: bool) -> None:
    """Print how many pairs were found, and of which kinds were those that were not."""
    made, found = pairs_made(corpus), set(pairs_found(bulletins))
    named = {file.name: file for file in corpus}
    print(f"{len(corpus)} files, {len({f.group for f in corpus})} bulletins; read as {len(bulletins)}")
    both = len(made & found)
    print(f"pairs {len(made)}, found {len(found)}, precision {both / max(1, len(found)):.4f}, recall {both / max(1, len(made)):.4f}")
    superseding = sum(bool(b.supersedes) for b in bulletins)
    print(f"wrongly put together {len(found - made)}, taken for corrections {superseding}")
    for label, pairs in (("missed", made - found), ("wrong", found - made)):
        for first, second in sorted(pairs) if misses else ():
            print(f"{label}: {first} ({named[first].made}), {second} ({named[second].made})")


if __name__ == "__main__":
    main()
