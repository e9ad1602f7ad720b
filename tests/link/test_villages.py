"""Villages are found where the optional part was made, and are no error where it was not."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.link import villages
from kg.link.candidates import find_candidates, format_candidates
from kg.link.gazetteer import gazetteer


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A table of villages with two rows."""
    file = tmp_path / "villages.csv.gz"
    file.write_bytes(gzip.compress("code,name\n510185213201,协义村\n510185213202,西协义村\n".encode()))
    gazetteer()
    monkeypatch.setattr(villages, "locate", lambda name: file)
    villages._table.cache_clear()
    yield
    villages._table.cache_clear()


@pytest.mark.usefixtures("made")
def test_a_village_lies_in_its_township_and_all_above() -> None:
    (village,) = find_candidates("协义村", within="成都")
    assert (village.id, village.start, village.end) == ("place-510185213201", 2018, 2018)
    assert "四川省成都市简阳市飞龙乡" in format_candidates([village])


def test_without_the_optional_part_no_village_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise InputError(f"{name} is missing")

    monkeypatch.setattr(villages, "locate", missing)
    villages._table.cache_clear()
    assert villages.find_villages("协义村") == []
    villages._table.cache_clear()
