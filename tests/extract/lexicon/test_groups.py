"""Every group of words says what it is for and gives an example."""

import re

import pytest

from kg.extract.lexicon import tables
from kg.extract.lexicon.groups import Group, groups, heading

GROUPS = [group for file in tables() for group in groups(file)]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.path)
def test_every_group_says_what_it_is_for_and_gives_an_example(group: Group) -> None:
    assert len(re.findall("[A-Za-z]+", group.comment.text)) > 1
    assert re.search("[一-龥%]", group.comment.example)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.path)
def test_no_word_stands_twice_in_a_group(group: Group) -> None:
    assert sorted(group.words) == sorted({*group.words})


@pytest.mark.parametrize("file", tables())
def test_every_file_says_in_both_languages_what_it_is_about(file: str) -> None:
    assert re.search("[A-Za-z]{4}", heading(file))
    assert re.search("[一-龥]{4}", heading(file))
