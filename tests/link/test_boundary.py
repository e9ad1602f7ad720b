"""Where a name begins: behind the words that cannot be part of it."""

import pytest

from kg.link.boundary import after_boundary


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("援建甲洼镇", "甲洼镇"),
        ("帮扶喜德县人民医院", "喜德县人民医院"),
        # 建 ends before a name, in 福建 it does not; the longer word counts.
        ("支持福建医院", "福建医院"),
        ("甲洼镇", "甲洼镇"),
    ],
)
def test_a_name_begins_behind_the_last_word_that_cannot_be_part_of_it(text: str, name: str) -> None:
    assert text[after_boundary(text, 0, len(text) - 1, ending=len(text)) :] == name


def test_what_stands_outside_the_stretch_is_no_boundary() -> None:
    assert after_boundary("帮扶喜德县援建", 2, 5) == 2
