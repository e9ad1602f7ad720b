"""What a name may mean, as a table: every reading with its years, and a way out where there is none."""

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import QueryError
from kg.link.candidates import find_candidates, format_candidates
from kg.link.gazetteer import gazetteer
from kg.terminal import width


def names(name: str, year: int | None = None, within: str = "") -> list[str]:
    return [p.name for p in find_candidates(name, year=year, within=within)]


def places(*arguments: str) -> list[str]:
    result = CliRunner().invoke(main, ["places", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_a_short_name_finds_county_and_townships_the_county_first() -> None:
    found = names("九龙", within="四川省")
    assert found[0] == "九龙县"
    assert {"九龙镇", "九龙乡", "九龙街道"} == set(found[1:])
    assert names("九龙", 2018, "甘孜州") == ["九龙县"]


@pytest.mark.parametrize("within", ["四川省", "四川", "甘孜藏族自治州", "甘孜州", "甘孜"])
def test_the_place_to_look_in_is_given_by_any_of_its_names(within: str) -> None:
    assert "九龙县" in names("九龙", within=within)


def test_what_lies_above_is_that_of_the_year() -> None:
    header, *rows = places("简阳市")
    assert header.split()[:6] == ["name", "English", "level", "in", "code", "years"]
    assert [row.split()[4:8] for row in rows] == [
        ["四川省内江市", "511082", "1995–1997", "place-510185"],
        ["四川省资阳地区", "513902", "1998–1999", "place-510185"],
        ["四川省资阳市", "512081", "2000–2015", "place-510185"],
        ["四川省成都市", "510185", "2016–", "place-510185"],
    ]
    assert [row.split()[4] for row in places("简阳市", "--year", "2012")[1:]] == ["四川省资阳市"]
    assert [row.split()[4] for row in places("飞龙乡", "--year", "2018", "--in", "成都")[1:]] == ["四川省成都市简阳市"]


def test_a_place_is_shown_with_what_it_was_called_before_and_after() -> None:
    assert places("衢县")[1].endswith("place-330803  衢江区 (2001–)")
    assert places("衢江区")[1].endswith("place-330803  衢县 (1985–2000)")


def test_zones_and_divisions_are_marked_as_what_they_are() -> None:
    assert "zone (county)" in places("成都高新区")[1]
    assert "division (prefecture)" in places("第一师阿拉尔市")[1]


def test_the_columns_stand_below_each_other_though_characters_are_two_wide() -> None:
    lines = format_candidates(find_candidates("九龙")).splitlines()
    columns = {width(line[: line.index("place-")]) for line in lines[1:]}
    assert columns == {width(lines[0][: lines[0].index("ID")])}


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    result = CliRunner().invoke(main, ["places", "平武具"])
    assert result.exit_code == 2
    assert "no place called 平武具" in result.stderr
    assert "平武" in result.stderr.split("nearest are")[1]
    with pytest.raises(QueryError, match="no place called 蜀 to look in"):
        find_candidates("九龙", within="蜀")


@pytest.mark.parametrize(("written", "meant"), [("平五县", "平武县"), ("仪龙县", "仪陇县"), ("平武厦县", "平武县"), ("北川羌族县", "北川羌族自治县")])
def test_the_nearest_name_is_the_one_of_the_same_signs_in_the_same_places_or_of_their_sound(written: str, meant: str) -> None:
    with pytest.raises(QueryError, match=f"nearest are {meant}(、|$)"):
        find_candidates(written)


def test_a_name_of_elsewhere_or_another_year_is_told_from_an_unknown_one() -> None:
    with pytest.raises(QueryError, match="no place was called 九龙县 in 广东 in 2018: kg places 九龙县 lists"):
        find_candidates("九龙县", year=2018, within="广东")


def test_every_name_of_the_table_finds_its_own_place() -> None:
    table = gazetteer()
    for named in (table.full, table.usual, table.short, table.zones):
        for form, meant in list(named.items())[::50]:
            assert {p.id for p in meant} <= {p.id for p in find_candidates(form)}
