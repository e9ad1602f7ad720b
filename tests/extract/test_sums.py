"""Which figures are sums of others: what remains may be added up, and nothing counts twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.extract.pipeline import extract_records
from kg.model import Action, Measure, Status
from kg.read.inputs import read_inputs

Reader = Callable[[str], list[tuple[Action, Measure]]]

PAIRED = "成都市青白江区对口帮扶甘孜州九龙县。"


@pytest.fixture
def figures(tmp_path: Path) -> Reader:
    """Return the figures of a text with their actions, in the order of the text."""

    def read(text: str) -> list[tuple[Action, Measure]]:
        (tmp_path / "text.txt").write_text(PAIRED + text, encoding="utf-8")
        bulletins = read_inputs([tmp_path / "text.txt"]).bulletins
        found = [(action, measure) for action in extract_records(bulletins).actions for measure in action.measures]
        return sorted(found, key=lambda pair: pair[1].evidence.start)

    return read


def counted(found: list[tuple[Action, Measure]]) -> list[str]:
    return [measure.evidence.quote for _, measure in found if measure.counts_in_totals]


def test_parts_of_a_sum_of_money_do_not_count(figures: Reader) -> None:
    assert counted(figures("青白江区安排九龙县帮扶资金1250万元,其中产业资金1050万元、教育资金200万元。")) == ["1250万元"]


def test_people_count_once_where_a_sum_of_person_times_names_some_as_persons(figures: Reader) -> None:
    text = "青白江区选派援藏干部人才148人次赴九龙县开展帮扶(在派遣56名援藏干部人才的基础上,增派驻村干部共92人次赴九龙县)。"
    assert counted(figures(text)) == ["148人次"]


def test_persons_and_person_times_that_add_up_to_nothing_all_count(figures: Reader) -> None:
    text = "青白江区选派援藏干部人才149人次赴九龙县开展帮扶(在派遣56名援藏干部人才的基础上,增派驻村干部共92人次赴九龙县)。"
    assert counted(figures(text)) == ["149人次", "56名", "92人次"]


def test_a_part_of_what_is_planned_is_planned(figures: Reader) -> None:
    found = figures("青白江区在财政预算中安排1250万元用于帮扶九龙县。其中,安排1050万元用于产业发展;安排200万元用于教育。")
    assert [(measure.evidence.quote, action.status) for action, measure in found] == [
        ("1250万元", Status.PLANNED),
        ("1050万元", Status.PLANNED),
        ("200万元", Status.PLANNED),
    ]
