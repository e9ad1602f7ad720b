"""Chinese in a terminal: twice as wide as Latin, broken anywhere but inside a number, a word or a marked figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.terminal import pad, width, wrap

SENTENCE = "衢江区投入平武县财政帮扶资金«3600万元»,实施“再生资源回收”项目12.5公里(其中2018年8个)。"


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert width("平武 3600万元") == 4 + 1 + 4 + 4
    assert width(pad("平武", 6)) == 6


@pytest.mark.parametrize("columns", [16, 20, 33, 60])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    lines = wrap(SENTENCE, columns, "    ").split("\n")
    assert max(map(width, lines)) <= columns
    assert all(line.startswith("    ") for line in lines)


@pytest.mark.parametrize("columns", range(16, 60))
def test_no_line_begins_with_closing_punctuation_or_breaks_a_figure(columns: int) -> None:
    lines = wrap(SENTENCE, columns).split("\n")
    assert not [line for line in lines if line.startswith(tuple(",”)。、")) or line.endswith(("“", "("))]
    assert any("«3600万元»" in line for line in lines)
    assert any("12.5" in line for line in lines)


@given(st.text(alphabet="衢江区投入12.5a «»“”,。()·\n", max_size=80), st.integers(10, 40))
def test_wrapping_changes_nothing_but_blanks(text: str, columns: int) -> None:
    assert "".join(wrap(text, columns, "  ").split()) == "".join(text.split())


def test_without_columns_a_text_stays_one_line() -> None:
    assert wrap(SENTENCE * 5, None, "  ") == "  " + SENTENCE * 5
