"""The annotated bulletins, put into each format that websites publish them in, say the same as their texts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg.extract.pipeline import extract_records
from kg.model import Evidence, Measure, Records
from kg.read import to_bulletin
from kg.read.formats import read_source
from pages import to_html, to_markdown, to_mhtml

ROOT = Path(__file__).parents[2]
GOLD = sorted(folder.name for folder in (ROOT / "data" / "gold").iterdir() if folder.is_dir())
FORMATS: dict[str, Callable[[str], bytes]] = {
    "utf-8.html": lambda text: to_html(text).encode(),
    "gbk.htm": lambda text: to_html(text, charset="gb2312").encode("gb18030"),
    "page.mhtml": to_mhtml,
    "gbk.mht": lambda text: to_mhtml(text, charset="gbk"),
    "page.md": lambda text: to_markdown(text).encode(),
    "page.txt": lambda text: to_html(text).encode("utf-16"),
}

Statement = tuple[object, ...]


def statements(records: Records) -> Counter[Statement]:
    """Who gives what to whom, with its figures and the words that state it."""
    names = {entity.id: entity.name for entity in records.entities}

    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(names[i] for i in ids))

    return Counter(
        (a.kind, named(a.provider), named(a.recipient), named(a.through), a.status, a.period, a.about, measures(a.measures), words(a.evidence))
        for a in records.actions
    )


def words(evidence: tuple[Evidence, ...]) -> str:
    return "".join("".join(e.quote for e in evidence).split())


def measures(found: tuple[Measure, ...]) -> tuple[object, ...]:
    return tuple((m.value, m.upper, m.unit, m.bound, m.role, m.counts_in_totals) for m in found)


def entities(records: Records) -> list[tuple[str, str]]:
    return sorted((entity.type.value, entity.name) for entity in records.entities)


@cache
def text_of(name: str) -> str:
    return (ROOT / "data" / "gold" / name / "text.txt").read_text("utf-8")


@cache
def records_of_text(name: str) -> Records:
    """What the text says, where it is known of it what the pages state: a date makes years of 今年."""
    stated = read_source(to_html(text_of(name)).encode(), "page.html")
    return extract_records([to_bulletin(replace(stated, text=text_of(name)))])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", GOLD)
def test_a_bulletin_says_the_same_in_every_format(name: str, form: str) -> None:
    source = read_source(FORMATS[form](text_of(name)), form)
    records = extract_records([to_bulletin(source)])
    assert statements(records) == statements(records_of_text(name))
    assert entities(records) == entities(records_of_text(name))
