"""The table of places: names and codes of each year, and what lies in what."""

import subprocess
import sys

import pytest

from kg.link.gazetteer import gazetteer, short_forms
from kg.model import Level


@pytest.mark.parametrize(
    ("name", "usual", "short"),
    [
        ("平武县", (), ("平武",)),
        ("理县", (), ()),
        ("石柱土家族自治县", ("石柱县", "石柱自治县"), ("石柱",)),
        ("东乡族自治县", ("东乡县", "东乡自治县"), ("东乡",)),
        ("博尔塔拉蒙古自治州", ("博州", "博尔塔拉州", "博尔塔拉自治州"), ("博尔塔拉",)),
        ("内蒙古自治区", (), ("内蒙古",)),
        ("新疆维吾尔自治区", (), ("新疆",)),
        ("科尔沁左翼中旗", ("科左中旗",), ("科尔沁左翼中",)),
    ],
)
def test_a_place_has_the_short_forms_that_are_said(name: str, usual: tuple[str, ...], short: tuple[str, ...]) -> None:
    assert short_forms(name) == (usual, short)


def test_a_county_that_moved_lies_where_it_lay_in_the_year() -> None:
    (jianyang,) = {p.id for p in gazetteer().full["简阳市"]}
    assert gazetteer().ancestors(jianyang, 2012) == ("place-512000", "place-510000")
    assert gazetteer().ancestors(jianyang, 2018) == ("place-510100", "place-510000")
    assert gazetteer().contains("place-510100", jianyang, 2018)
    assert not gazetteer().contains("place-510100", jianyang, 2012)


def test_a_renamed_place_keeps_its_id() -> None:
    assert {p.id for p in gazetteer().full["毕节地区"]} & {p.id for p in gazetteer().full["毕节市"]}


def test_a_county_without_a_prefecture_lies_in_its_province() -> None:
    (shennongjia,) = gazetteer().full["神农架林区"]
    assert gazetteer().ancestors(shennongjia.id, 2020) == ("place-420000",)


def test_overlapping_names_are_all_found() -> None:
    assert {h.form for h in gazetteer().hits("提升平武县")} >= {"平武县", "平武"}


def test_townships_know_their_level_and_county() -> None:
    township = next(p for p in gazetteer().townships("飞龙乡") if p.parent == "510185")
    assert gazetteer().level(township.id) is Level.TOWNSHIP
    assert gazetteer().ancestors(township.id, 2018)[0] == "place-510185"


def test_the_table_is_not_read_before_it_is_asked_for() -> None:
    code = "import kg.link.gazetteer as g; assert not g.gazetteer.cache_info().currsize"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
