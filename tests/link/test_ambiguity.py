"""700 sentences with names that several places share: the place meant where the context decides, a tie with its candidates where nothing does."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ambiguity import DECIDED, TIES, ambiguous_sentences
from kg.model import Article, Entity, EntityType
from mentions import bulletin, read_bulletin

FILE = Path(__file__).parent / "ambiguity.jsonl"
FLOOR = 0.98


@cache
def cases() -> dict[str, list[dict[str, Any]]]:
    sorts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        sorts[case["sort"]].append(case)
    return sorts


@cache
def linked(sort: str) -> list[list[tuple[dict[str, Any], Entity | None]]]:
    """Return, of each sentence of a sort, its names with the place that each was read as."""
    return [list(named(case)) for case in cases()[sort]]


def named(case: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Entity | None]]:
    source = bulletin(case["text"], case["date"], "bulletin-x", **case.get("about", {}))
    if cut := case.get("cut"):
        source = replace(source, articles=(Article(0, "", 0, cut), Article(1, "", cut, len(case["text"]))))
    reading = read_bulletin(source)
    found = {(m.start, m.end): reading.entities[m.entity] for m in reading.mentions if m.type is EntityType.PLACE}
    for mention in case["mentions"]:
        yield mention, found.get((mention["start"], mention["end"]))


def is_right(expected: dict[str, Any], place: Entity | None) -> bool:
    if place is None:
        return False
    if "candidates" in expected:
        return not place.code and sorted(place.candidates) == expected["candidates"]
    return place.parent == expected["parent"] if "parent" in expected else place.id == expected["place"]


def share_right(sorts: dict[str, int]) -> float:
    sentences = [all(is_right(*mention) for mention in sentence) for sort in sorts for sentence in linked(sort)]
    return sum(sentences) / len(sentences)


def test_the_sentences_are_those_that_the_table_gives(golden: Callable[[Path, str], None]) -> None:
    golden(FILE, ambiguous_sentences())
    assert sum(map(len, cases().values())) == 700
    assert {sort: len(found) for sort, found in cases().items()} == DECIDED | TIES


def test_a_name_is_the_place_that_its_context_decides_on() -> None:
    assert share_right(DECIDED) >= FLOOR


def test_where_nothing_decides_all_that_may_be_meant_are_told() -> None:
    assert share_right(TIES) >= FLOOR


def test_no_tie_is_broken_by_a_guess() -> None:
    ties = [(mention, place) for sort in TIES for sentence in linked(sort) for mention, place in sentence if "candidates" in mention]
    assert [mention["name"] for mention, place in ties if place and place.code] == []
