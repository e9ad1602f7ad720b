"""Making the table: which names and codes are one place."""

from dataclasses import replace

from counties import read_changes
from lineage import ALWAYS, Episode, chains, identify, only_pairs
from townships import link_townships, read_townships

JIANYANG_2015 = Episode(3, "512081", 2000, "简阳市", "512000", 2015)
JIANYANG_2016 = Episode(3, "510185", 2016, "简阳市", "510100", ALWAYS)


def test_a_recoded_county_is_one_place_with_the_code_of_the_year_that_ids_are_of() -> None:
    ids = identify(chains([JIANYANG_2016, JIANYANG_2015], [(JIANYANG_2015, JIANYANG_2016)]), 2024)
    assert ids == {JIANYANG_2015: "510185", JIANYANG_2016: "510185"}
    later = Episode(3, "510199", 2030, "简阳市", "510100", ALWAYS)
    until = replace(JIANYANG_2016, end=2029)
    assert set(identify([[JIANYANG_2015, until, later]], 2024).values()) == {"510185"}


def test_a_place_that_ended_is_not_the_one_that_took_it_in() -> None:
    ended, going_on = Episode(3, "320103", 1980, "白下区", "320100", 2012), Episode(3, "320104", 1980, "秦淮区", "320100", ALWAYS)
    assert chains([ended, going_on], [(ended, going_on)]) == [[ended], [going_on]]


def test_two_places_that_held_one_code_have_two_ids() -> None:
    first, second = Episode(4, "110106008", 2015, "卢沟桥街道", "110106", 2020), Episode(4, "110106008", 2021, "六里桥街道", "110106", ALWAYS)
    assert identify([[first], [second]], 2018) == {first: "110106008", second: "110106008-2021"}
    assert identify([[first], [second]], 2024) == {second: "110106008", first: "110106008-2015"}


def test_no_place_changes_its_level() -> None:
    county, prefecture = Episode(3, "152301", 1980, "通辽市", "152300", 1998), Episode(2, "150500", 1999, "通辽市", "150000", ALWAYS)
    assert len(chains([county, prefecture], [(county, prefecture)])) == 2


def test_where_two_were_merged_neither_is_the_new_place_by_a_hint() -> None:
    north, south = Episode(3, "320802", 1983, "清河区", "320800", 2015), Episode(3, "320811", 1983, "清浦区", "320800", 2015)
    merged = Episode(3, "320812", 2016, "清江浦区", "320800", ALWAYS)
    assert only_pairs([(north, merged), (south, merged)]) == []


def same_place(lists: dict[int, dict[str, str]], latest: dict[str, str], county: dict[tuple[str, int], str]) -> set[tuple[str, ...]]:
    """Return the names of each township in order, with its codes."""
    episodes = read_townships(lists, latest, max(lists) + 2)
    links = link_townships(episodes, lambda code, year: county.get((code, year), code))
    return {tuple(f"{e.code} {e.name}" for e in chain) for chain in chains(episodes, links)}


def test_a_township_is_one_place_though_its_county_was_recoded() -> None:
    lists = {2015: {"512081213": "飞龙乡"}, 2016: {"510185213": "飞龙乡"}}
    found = same_place(lists, {"510185213": "飞龙乡"}, {("512081", 2015): "510185", ("510185", 2016): "510185"})
    assert found == {("512081213 飞龙乡", "510185213 飞龙乡")}


def test_a_township_raised_to_a_town_is_one_place_and_codes_that_swap_are_not() -> None:
    before = {"130408208": "小龙马乡", "130408001": "甲街道", "130408002": "乙街道"}
    after = {"130408112": "小龙马镇", "130408001": "乙街道", "130408002": "甲街道"}
    found = same_place({2019: before, 2020: after}, {}, {})
    assert found == {
        ("130408208 小龙马乡", "130408112 小龙马镇"),
        ("130408001 甲街道", "130408002 甲街道"),
        ("130408002 乙街道", "130408001 乙街道"),
    }


def test_the_latest_list_which_has_codes_of_its_own_doubles_no_township() -> None:
    episodes = read_townships({2023: {"120114120": "豆张庄镇", "120114121": "旧镇"}}, {"120114123": "豆张庄镇", "120114124": "新镇"}, 2025)
    assert {(e.name, e.start, e.end) for e in episodes} == {("豆张庄镇", 2023, ALWAYS), ("旧镇", 2023, 2024), ("新镇", 2025, ALWAYS)}


class Archive:
    """A package with one file."""

    def read(self, member: str) -> str:
        side = '{"code": "512081000000", "name": "简阳市", "parent_code": "512000000000"}'
        paths = '"old_path": ["四川省", "资阳市", "简阳市"], "new_path": null'
        return f'{{"events": [{{"year": 2016, "type": "撤销", "old": {side}, "new": {{"code": null, "name": null}}, {paths}}}]}}'


def test_a_change_has_the_name_code_and_place_above_of_each_side() -> None:
    (change,) = read_changes(Archive())  # type: ignore[arg-type]
    assert (change.year, change.old, change.old_above, change.new, change.new_above) == (2016, ("简阳市", "512081"), "资阳市", ("", ""), "")
