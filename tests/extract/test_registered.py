"""Registers beside bulletins: a pairing that both tell of is one, a side that a text leaves out is the registered partner, and nothing is guessed."""

from dataclasses import replace

import pytest

from kg.check.completeness import accounts
from kg.check.grounding import reread
from kg.explain import explain
from kg.extract.pipeline import extract_records
from kg.extract.registered import registered_in
from kg.model import Action, Bulletin, Rank, Records
from kg.read import read_text
from kg.read.registers import read_registers

HEAD = "帮扶方,帮扶方省份,受援方,受援方省份,帮扶机制,开始年份,结束年份,已核实"
STATED = "衢江平武协作纪实\n衢江区对口帮扶平武县。2019年，衢江区向平武县拨付帮扶资金534万元。\n"
ELIDED = "平武县扎实推进东西部协作工作\n2019年，平武县获得东西部扶贫协作帮扶资金534万元，用于建设蔬菜大棚。\n"


def register(*rows: str) -> Bulletin:
    data = "\n".join([HEAD, *rows]).encode()
    return read_registers(data, ".csv", "pairs.csv", metadata={}, columns={}, sha256="0" * 64)[0][0]


def row(*, programme: str = "东西部扶贫协作", since: str = "2018", until: str = "", checked: str = "是", giver: str = "衢江区,浙江省") -> str:
    return f"{giver},平武县,四川省,{programme},{since},{until},{checked}"


def told(text: str, year: str = "2019") -> Bulletin:
    return replace(read_text(text, file="x.txt"), date=f"{year}-12-31")


def pairings(records: Records) -> list[Action]:
    return [a for a in records.actions if a.kind == "pairing" and not a.measures]


def money(records: Records) -> Action:
    (found,) = [a for a in records.actions if a.kind == "funding"]
    return found


def test_a_pairing_in_a_bulletin_and_in_a_register_is_one_with_two_evidences() -> None:
    text, table = told(STATED), register(row())
    alone, both = extract_records([text]), extract_records([table, text])
    (first,), (second,) = pairings(alone), pairings(both)
    assert second.id == first.id
    assert [e.bulletin for e in second.evidence] == [text.id, table.id]
    assert (second.period, second.period_evidence and second.period_evidence.quote) == ("2018-", "2018")
    assert not reread(both).faults
    assert all(a.adds_up for a in accounts(both) if a.bulletin == table.id)


def test_a_row_of_another_time_stays_a_pairing_of_its_own() -> None:
    records = extract_records([told(STATED), register(row(since="2010", until="2012"))])
    assert [len(a.evidence) for a in pairings(records)] == [1, 1]


def test_two_rounds_that_may_both_be_meant_are_not_guessed_between() -> None:
    rows = register(row(programme="浙川协作甲"), row(programme="浙川协作乙"))
    assert [len(a.evidence) for a in pairings(extract_records([told(STATED), rows]))] == [1, 1, 1]


def test_no_pairing_is_in_the_graph_twice_though_two_registers_have_it() -> None:
    first, second = register(row()), register(row(since=""), row(giver="宁波市,浙江省"))
    records = extract_records([first, second])
    assert [len(a.evidence) for a in sorted(pairings(records), key=lambda a: -len(a.evidence))] == [2, 1]


@pytest.mark.parametrize(
    ("times", "periods"),
    [
        pytest.param([(str(year), "") for year in range(2000, 2020)], ["2000-"], id="a row for each year"),
        pytest.param([("2018", "2020"), ("2021", "")], ["2018-"], id="adjoining"),
        pytest.param([("2016", "2020"), ("2019", "2022")], ["2016-2022"], id="overlapping"),
        pytest.param([("2016", "2022"), ("2018", "2020")], ["2016-2022"], id="within"),
        pytest.param([("", "2021"), ("2018", "2021")], ["2018-2021"], id="of one the end alone is told"),
        pytest.param([("2010", "2012"), ("2018", "2020")], ["2010-2012", "2018-2020"], id="years apart"),
    ],
)
def test_rows_of_one_pair_and_programme_whose_times_meet_are_one_pairing_of_the_widest(times: list[tuple[str, str]], periods: list[str]) -> None:
    rows = [row(since=since, until=until) for since, until in times]
    for ordered in (rows, rows[::-1]):
        found = pairings(extract_records([register(*ordered)]))
        assert sorted(a.period for a in found) == periods
        assert sum(len(a.evidence) for a in found) == len(times)


def test_the_next_programme_of_a_pair_is_a_pairing_of_its_own() -> None:
    rows = register(row(since="2016", until="2021"), row(since="2021", programme="东西部协作"))
    assert sorted(a.period for a in pairings(extract_records([rows]))) == ["2016-2021", "2021-"]


def test_a_row_that_nobody_has_checked_widens_no_time_of_one_that_is_checked() -> None:
    def found(since: str) -> list[tuple[str, bool]]:
        rows = register(row(since="2018", until="2020"), row(since=since, checked="否"))
        return sorted((a.period, a.rank is None) for a in pairings(extract_records([rows])))

    assert found("2019") == [("2018-2020", True)]
    assert found("2021") == [("2018-2020", True), ("2021-", False)]


def test_what_one_register_has_checked_is_checked_and_takes_no_time_from_one_that_has_not() -> None:
    (found,) = pairings(extract_records([register(row(since="", checked="是")), register(row(since="2018", checked="否"))]))
    assert (found.rank, found.period, len(found.evidence)) == (None, "", 2)
    (alone,) = pairings(extract_records([register(row(checked="否"))]))
    assert alone.rank is Rank.UNCHECKED


def test_who_gives_is_the_registered_partner_where_the_text_names_nobody_and_the_evidence_says_so() -> None:
    text, table = told(ELIDED), register(row())
    assert money(extract_records([text])).provider == ()
    records = extract_records([text, table])
    found = money(records)
    assert found.provider == ("place-330803",)
    assert "provider register" in found.rule
    assert found.evidence[-1].bulletin == table.id
    assert "衢江区" in found.evidence[-1].quote
    assert not records.refused
    assert not reread(records).faults
    assert "by a register" in explain(records, found.id, why=True)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([row(since="2020")], id="later"),
        pytest.param([row(until="2018")], id="over"),
        pytest.param([row(since="")], id="of no known time"),
        pytest.param([row(checked="否")], id="unchecked"),
        pytest.param([row(), row(giver="宁波市,浙江省")], id="two partners"),
    ],
)
def test_nobody_is_taken_from_a_register_that_does_not_settle_who(rows: list[str]) -> None:
    assert money(extract_records([told(ELIDED), register(*rows)])).provider == ()


def test_of_two_partners_the_one_of_the_programme_that_the_text_names_is_meant() -> None:
    table = register(row(), row(giver="成都市,四川省", programme="省内对口帮扶"))
    assert money(extract_records([told(ELIDED), table])).provider == ("place-330803",)


TWO_ROUNDS = ("柯城区,浙江省,北川羌族自治县,四川省,东西部扶贫协作,2018,2020,是", "西湖区,浙江省,北川羌族自治县,四川省,东西部协作,2021,,是")
IN_TWO_YEARS = "北川羌族自治县东西部协作工作简报\n2022年，北川羌族自治县获得财政帮扶资金120万元。2019年，北川羌族自治县获得帮扶资金88万元。\n"


def givers(records: Records) -> dict[int, tuple[str, ...]]:
    named = {e.id: e.name for e in records.entities}
    return {int(m.value): tuple(named[p] for p in a.provider) for a in records.actions for m in a.measures}


@pytest.mark.parametrize("year", ["2019", "2022", ""])
def test_who_is_left_out_is_the_partner_of_the_statements_own_time_whatever_the_date_of_the_bulletin(year: str) -> None:
    text = told(IN_TWO_YEARS, year) if year else read_text(IN_TWO_YEARS, file="x.txt")
    records = extract_records([text, register(*TWO_ROUNDS)])
    assert givers(records) == {1_200_000: ("西湖区",), 880_000: ("柯城区",)}
    rows = {int(m.value): a.evidence[-1].quote for a in records.actions for m in a.measures}
    assert all(giver in rows[value] for value, (giver,) in givers(records).items())


def test_nobody_is_taken_from_a_row_that_does_not_hold_for_all_the_years_of_a_statement() -> None:
    text = told("北川羌族自治县东西部协作工作简报\n2019年至2022年，北川羌族自治县获得帮扶资金88万元。\n", "2022")
    assert givers(extract_records([text, register(*TWO_ROUNDS)])) == {880_000: ()}
    assert givers(extract_records([text, register(TWO_ROUNDS[0])])) == {880_000: ()}


PAIR = "东西部扶贫协作简报\n\n衢州市衢江区帮扶平武县，投入资金300万元。"
ELSEWHERE = "2019年，向北川羌族自治县捐赠资金120万元。"
QUJIANG = "衢江区,浙江省,平武县,四川省,东西部扶贫协作,2018,2020,是"


@pytest.mark.parametrize(
    ("text", "rows", "giver"),
    [
        pytest.param(f"{PAIR}\n\n{ELSEWHERE}", (QUJIANG, TWO_ROUNDS[0]), ("柯城区",), id="the registered helper"),
        pytest.param(f"{PAIR}\n\n{ELSEWHERE}", (QUJIANG,), ("衢江区",), id="no register knows another"),
        pytest.param(f"{PAIR}{ELSEWHERE}", (QUJIANG, TWO_ROUNDS[0]), (), id="text and register at odds"),
        pytest.param(f"{PAIR}\n\n衢江区对口帮扶北川羌族自治县。\n\n{ELSEWHERE}", (QUJIANG, TWO_ROUNDS[0]), ("衢江区",), id="stated by the text"),
    ],
)
def test_a_register_keeps_an_article_s_helper_from_those_whom_another_helps(text: str, rows: tuple[str, ...], giver: tuple[str, ...]) -> None:
    records = extract_records([told(text), register(*rows)])
    assert givers(records)[1_200_000] == giver
    assert givers(records)[3_000_000] == ("衢江区",)
    found = next(a for a in records.actions for m in a.measures if m.value == 1_200_000)
    assert ("柯城区" in found.evidence[-1].quote) is (giver == ("柯城区",))
    assert ("by a register" in explain(records, found.id, why=True)) is (giver == ("柯城区",))
    assert not records.refused
    assert not reread(records).faults


def test_a_helper_in_the_own_province_is_not_at_odds_with_one_in_the_east() -> None:
    text = told("省内对口帮扶简报\n\n成都市青白江区帮扶九龙县，投入资金300万元。\n\n2019年，向北川羌族自治县捐赠资金120万元。")
    assert givers(extract_records([text, register(TWO_ROUNDS[0])]))[1_200_000] == ("青白江区",)


def test_a_bulletin_without_registers_is_read_as_ever() -> None:
    text = told(ELIDED)
    assert registered_in(extract_records([text])).pairings == ()
    assert "register" not in money(extract_records([text])).rule
