"""What extraction misses is told beside the sentence that it is about."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate import _scorer, annotated_folders, write_tables_of
from kg.misses import Miss, find_misses, format_miss
from kg.terminal import width

ROOT = Path(__file__).parents[1]
# Where an annotation says two things at a time, the scorer tells these; bound and status it only counts.
SORTS = re.compile("(entity missed|entity spurious|pairing missed|pairing spurious|agreement missed|figure missed|figure spurious|kind|roles)")


def misses(folder: Path, tables: Path) -> tuple[list[Miss], list[str], str]:
    """Our misses, the scorer's lines, and the text."""
    text = write_tables_of(folder / "text.txt", tables)
    return find_misses(_scorer(), folder, tables, text), _scorer().score(folder, tables)[1], text


@pytest.mark.parametrize("folder", annotated_folders([ROOT / "data" / "gold"]), ids=lambda folder: folder.name)
def test_every_miss_of_the_scorer_is_told_and_no_other(folder: Path, tmp_path: Path) -> None:
    told, lines, _ = misses(folder, tmp_path)
    counted = Counter(match[0] for line in lines if (match := SORTS.match(line)))
    assert Counter(miss.sort for miss in told if miss.sort not in ("bound", "status")) == counted


@pytest.mark.parametrize("folder", annotated_folders([ROOT / "data" / "gold"])[:4], ids=lambda folder: folder.name)
def test_every_miss_of_a_statement_quotes_its_figure_where_it_stands(folder: Path, tmp_path: Path) -> None:
    told, _, text = misses(folder, tmp_path)
    for miss in told:
        for quote in miss.quotes:
            inner, start, end = re.search(r"«(.+)».*” (\d+)-(\d+)$", quote).groups()  # type: ignore[union-attr]
            assert text[int(start) : int(end)] == inner
        if miss.sort in ("kind", "roles", "bound", "status"):
            assert miss.quotes
            assert miss.wanted != miss.read.rpartition(" (")[0]


def _annotated(tmp_path: Path, text: str, fact: str) -> list[Miss]:
    folder = tmp_path / "annotated"
    folder.mkdir()
    (folder / "text.txt").write_text(text, encoding="utf-8")
    (folder / "facts.jsonl").write_text(fact, encoding="utf-8")
    (folder / "entities.jsonl").write_text('{"type": "place", "name": "衢江区"}\n{"type": "place", "name": "平武县"}\n', encoding="utf-8")
    return misses(folder, tmp_path / "tables")[0]


FACT = (
    '{"kind": "%s", "provider": ["衢江区"], "recipient": ["平武县"], "value": %s, "max": null, "unit": "名", "bound": "exact", '
    '"status": "%s", "what": "技术骨干"}\n'
)
TEXT = "浙江省衢州市衢江区对口帮扶四川省绵阳市平武县。衢江区选派41名技术骨干赴平武县，海拔4200米。\n"


def test_a_status_that_is_misread_is_told_with_what_is_wanted(tmp_path: Path) -> None:
    (miss,) = [m for m in _annotated(tmp_path, TEXT, FACT % ("personnel", 41, "planned")) if m.sort == "status"]
    assert re.sub("action-[0-9a-f]+", "ID", format_miss(miss)).splitlines() == [
        "status: 技术骨干 41 名",
        "  text 原文    “衢江区选派«41名»技术骨干赴平武县，海拔4200米。” 28-31",
        "  wanted 应为  planned",
        "  read 读作    done (ID)",
    ]


def test_a_figure_that_is_left_out_is_told_with_the_reason(tmp_path: Path) -> None:
    (miss,) = [m for m in _annotated(tmp_path, TEXT, FACT % ("personnel", 4200, "done")) if m.sort == "figure missed"]
    assert miss.wanted == "personnel 衢江区 → 平武县"
    assert miss.read == "left out: background"
    assert "海拔«4200»米" in miss.quotes[0]


def test_a_miss_is_no_wider_than_the_terminal() -> None:
    miss = Miss("roles", "资金 1 元", "衢江区 → 平武县", "平武县 → 衢江区", ("“" + "衢江区对口帮扶平武县，" * 9 + "” 0-99",))
    assert max(map(width, format_miss(miss, columns=60).splitlines())) <= 60
    assert len(format_miss(replace(miss, quotes=())).splitlines()) == 3
