"""What a headline, a summary and a body say alike is one action with the evidence of each, and its figure counts once."""

import pytest

from kg.check.contradictions import contradictions
from kg.extract.pipeline import extract_records
from kg.model import Action, Records
from kg.read import read_text

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来，两地党委政府认真贯彻落实。\n"


def records(text: str) -> Records:
    return extract_records([read_text(text)])


def told(found: Records, kind: str) -> list[tuple[list[str], list[str]]]:
    """The figures of each action of a kind, those that count and those that repeat."""
    actions = [a for a in found.actions if a.kind == kind and a.measures]
    return [([m.evidence.quote for m in a.measures if m.counts_in_totals], [m.evidence.quote for m in a.measures if m.repeats]) for a in actions]


def holding(found: Records, figure: str) -> Action:
    (action,) = [a for a in found.actions if figure in [m.evidence.quote for m in a.measures]]
    return action


def test_a_total_in_headline_summary_and_body_is_one_action_with_three_evidences() -> None:
    text = (
        "衢江区投入帮扶资金3842万元助力平武县\n"
        "2019年，衢江区对口帮扶平武县，共投入帮扶资金3842万元，选派干部41名。\n"
        "资金方面，衢江区向平武县投入帮扶资金3842万元，其中产业2000万元、教育1842万元。"
    )
    action = holding(records(text), "3842万元")
    assert [m.evidence.quote for m in action.measures] == ["3842万元"] * 3
    assert len(action.evidence) == 3
    assert [m.counts_in_totals for m in action.measures].count(True) == 1
    (first,) = [m.id for m in action.measures if not m.repeats]
    assert {m.repeats for m in action.measures} == {"", first}
    assert all(any(e.start <= m.evidence.start < e.end for e in action.evidence) for m in action.measures)


@pytest.mark.parametrize(
    ("written", "full"),
    [("3800多名", "3842名"), ("近3900名", "3842名"), ("3.8万余名", "38420名"), ("逾1200名", "1263名"), ("约3800名", "3842名"), ("3800名", "3842名")],
)
def test_the_rounding_of_a_headline_is_the_figure_of_its_text(written: str, full: str) -> None:
    found = records(f"衢江区为平武县培训干部{written}\n2019年，衢江区对口帮扶平武县，培训平武县干部{full}，投入资金534万元。")
    assert told(found, "training") == [([full], [written])]
    assert contradictions(found) == []


@pytest.mark.parametrize(("written", "full"), [("3800多名", "3912名"), ("1000多名", "1900名"), ("近3900名", "3956名"), ("3800名", "3856名")])
def test_what_no_rounding_gives_is_another_figure(written: str, full: str) -> None:
    found = records(f"衢江区为平武县培训干部{written}\n2019年，衢江区对口帮扶平武县，培训平武县干部{full}，投入资金534万元。")
    assert told(found, "training") == [([written], []), ([full], [])]


def test_an_amount_of_a_headline_is_rounded_as_its_digits_say() -> None:
    text = "衢江区落实帮扶资金4.6亿元支持平武县\n2019年，衢江区对口帮扶平武县，落实帮扶资金{}，实施项目32个。"
    assert told(records(text.format("4.58亿元")), "funding") == [(["4.58亿元"], ["4.6亿元"])]
    assert told(records(text.format("4.53亿元")), "funding") == [(["4.6亿元"], []), (["4.53亿元"], [])]


def test_both_figures_of_a_thing_must_be_said_again_for_it_to_be_one() -> None:
    again = records(PAIRED + "举办就业培训4期1860名。两地交往日深。\n举办就业培训4期1860名，成效明显。")
    assert told(again, "training") == [(["4期", "1860名"], ["4期", "1860名"])]
    other = records(PAIRED + "举办就业培训4期1860名。两地交往日深。\n举办就业培训5期1860名，成效明显。")
    assert len(told(other, "training")) == 2


def test_two_years_two_kinds_and_two_articles_are_not_one() -> None:
    years = records(PAIRED + "2018年，衢江区落实帮扶资金534万元。两地交往日深。2019年，衢江区落实帮扶资金534万元。")
    assert told(years, "funding") == [(["534万元"], []), (["534万元"], [])]
    kinds = records(PAIRED + "选派教师12名赴平武县支教。两地交往日深。接收学生12名就读。")
    assert all(not again for kind in ("personnel", "training", "service", "outcome") for _, again in told(kinds, kind))


def test_the_two_sides_of_a_pairing_are_no_repetition() -> None:
    (pairing,) = [a for a in records(PAIRED + "8所学校分别与平武县8所学校结对。").actions if a.measures and a.measures[0].counts_in_totals]
    assert not any(m.repeats for m in pairing.measures)


def test_what_repeats_fills_in_what_the_first_does_not_tell() -> None:
    text = PAIRED + "衢江区落实社会帮扶资金534万元。两地交往日深。\n2018年，衢江区落实社会帮扶资金534万元，成效明显。"
    action = holding(records(text), "534万元")
    assert (action.period, action.period_evidence and action.period_evidence.quote) == ("2018", "2018年")
