"""Every word of the lexicon does something, and none is a name."""

import json
from pathlib import Path

import pytest

from kg.extract.lexicon import NAMES, load, tables
from kg.extract.lexicon.groups import Group, groups
from kg.link.gazetteer import gazetteer
from probing import observe, unused, without

DATA = Path(__file__).parents[3] / "data"
WORDS = [group for file in tables() if file != NAMES for group in groups(file)]
# Lists of units that can be added to each other, each a list of its own.
ALIKE = "roles.sums.alike"
# Words that are also somewhere the name of a place or body, and why they are words here.
COMMON = {
    "全州": "all of the prefecture, in 全州教育工程; 全州县 is hardly ever named so",
    "商城": "a shopping centre; 商城县 is hardly ever named so",
    "支教团": "a team of teachers, whosever",
    "中心": "a centre, whosever",
    "总公司": "how the names of firms end",
    "指挥部": "a headquarters, whosever",
    "前指": "the same in short",
    "新区": "a new district, whichever",
    "总局": "how the names of bodies end",
    "省委": "the committee of a province, whichever",
    "工作队": "a team, whosever",
    "工作组": "a team, whosever",
    "集团公司": "how the names of firms end",
    "后勤集团": "the services of a university, whichever",
    "兵团": "what stands before a division's number and is left out of its name",
    "新疆生产建设兵团": "what stands before a division's number and is left out of its name",
    "国务院": "what the names of national bodies begin with",
}


@pytest.mark.parametrize("group", WORDS, ids=lambda group: group.path)
def test_every_word_changes_how_a_sentence_is_read(group: Group) -> None:
    if group.path != ALIKE:
        assert unused(group.path) == []


def test_each_list_of_units_that_add_up_lets_its_units_add_up() -> None:
    for alike in load("roles")["sums"]["alike"]:
        for unit in alike[1:]:
            text = f"衢江区帮扶平武县9{alike[0]}，其中实施6{unit}、新建3{unit}。"
            read = observe(ALIKE, text)
            with without(ALIKE, [alike]):
                assert observe(ALIKE, text) != read, unit


def test_a_word_that_does_nothing_is_found() -> None:
    words = load("roles")["through"]["by"]
    words.append("某通过")
    try:
        assert unused("roles.through.by") == ["某通过"]
    finally:
        words.remove("某通过")


def _units() -> set[str]:
    units = load("units")
    rates = {f"{units['money']['base']}/{per}" for per in units["rates"]["per"].values()}
    return {units["money"]["base"], units["counted"]["unit"], *rates, *(unit for listed in units["measure"].values() for unit in listed)}


@pytest.mark.parametrize("kind", load("kinds"))
def test_the_units_that_speak_for_a_kind_are_units_that_figures_have(kind: str) -> None:
    words = load("kinds")[kind]
    assert {*words["units"], *words["never_units"]} <= _units()


def _bodies() -> set[str]:
    """The names of the bodies of the annotated texts, but what only points to them (公司, 该校)."""
    named = [json.loads(line) for file in DATA.glob("*/*/entities.jsonl") for line in file.read_text(encoding="utf-8").splitlines()]
    names = {n for e in named if e["type"] not in ("place", "document", "project") for n in (e["name"], *e.get("aliases", []))}
    sorts = {ending for endings in load("organizations")["endings"].values() for ending in endings}
    references = load("references")
    pointing = {lead + word for lead in references["back"] + references["addressed"] for word in references["meant"]}
    return names - sorts - pointing


def _places() -> set[str]:
    """The names of the gazetteer, but those that it knows to be everyday words as well."""
    table, everyday = gazetteer(), load(NAMES)["everyday"]
    return {*table.full, *table.usual, *table.short, *table.zones}.difference(everyday["words"], everyday["full"])


def _known() -> set[str]:
    names = load(NAMES)
    national = {name for listed in names["national"].values() for name in listed}
    groups = {name for official, shorts in names["groups"].items() for name in (official, *shorts)}
    return national | groups | {*names["parties"]["names"], *names["firms"]["names"], *names["provinces"], *names["usual"]}


def test_no_word_is_the_name_of_a_place_or_body() -> None:
    names = _bodies() | _places() | _known()
    found = {part for group in WORDS for word in group.words for part in word.split(" = ") if part in names}
    assert found == {*COMMON}
