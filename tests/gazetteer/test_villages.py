"""Villages go by their names, not by those of their committees."""

import pytest

from villages import plain


@pytest.mark.parametrize(
    ("committee", "village"),
    [
        ("协义村村民委员会", "协义村"),
        ("协义村村委会", "协义村"),
        ("协义村委会", "协义村"),
        ("多福巷社区居委会", "多福巷社区"),
        ("银闸社区居民委员会", "银闸社区"),
        ("巴彦嘎查委员会", "巴彦嘎查"),
        ("四道口居委会", "四道口居委会"),
    ],
)
def test_a_village_is_called_without_its_committee(committee: str, village: str) -> None:
    assert plain(committee) == village
