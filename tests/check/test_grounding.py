"""The gate: what a bulletin does not bear out is refused, listed, and its figure kept among those left out."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.extract.pipeline as pipeline
from kg.check.amounts import amounts
from kg.check.grounding import Fault, ground, reread
from kg.extract.pipeline import extract_records
from kg.extract.reading import Reading
from kg.model import Action, Evidence, Measure, Records, Role
from kg.read import read_text

TEXT = (
    "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来,两地党委政府认真贯彻落实。\n"
    "落实社会帮扶资金534万元,一期投产后,税收1—2亿。"
    "2018年确定总投资3600万元的扶贫协作项目20个,其中基础设施类项目13个、产业类项目7个。"
)


@pytest.fixture(scope="module")
def records() -> Records:
    return extract_records([read_text(TEXT)])


def funding(records: Records) -> Action:
    return next(a for a in records.actions if a.measures and a.measures[0].evidence.quote == "534万元")


def measured(action: Action, **changes: object) -> Action:
    return replace(action, measures=(replace(action.measures[0], **changes),))  # type: ignore[arg-type]


def moved(evidence: Evidence, by: int) -> Evidence:
    return replace(evidence, start=evidence.start + by, end=evidence.end + by)


def faults(records: Records, action: Action) -> list[str]:
    grounded = ground(records.bulletins[0], records.entities, [action])
    assert (action in grounded.actions) == (not grounded.refused)
    return [r.fault for r in grounded.refused]


def test_what_the_bulletin_bears_out_passes_unchanged(records: Records) -> None:
    grounded = ground(records.bulletins[0], records.entities, records.actions)
    assert (grounded.entities, grounded.actions, grounded.refused) == (records.entities, records.actions, ())
    assert records.refused == ()


def test_an_action_whose_quote_stands_elsewhere_is_refused(records: Records) -> None:
    action = funding(records)
    assert faults(records, replace(action, evidence=(moved(action.evidence[0], -1),))) == [Fault.QUOTE]


def test_an_action_without_a_quote_is_refused(records: Records) -> None:
    assert Fault.QUOTE in faults(records, replace(funding(records), evidence=()))


def test_an_action_quoting_another_bulletin_is_refused(records: Records) -> None:
    action = funding(records)
    assert Fault.QUOTE in faults(records, replace(action, evidence=(replace(action.evidence[0], bulletin="bulletin-other"),)))


def test_a_figure_whose_quote_stands_elsewhere_is_refused(records: Records) -> None:
    action = funding(records)
    assert faults(records, measured(action, evidence=moved(action.measures[0].evidence, 1))) == [Fault.QUOTE]


def test_a_figure_outside_the_quote_of_its_action_is_refused(records: Records) -> None:
    other = next(a.measures[0] for a in records.actions if a.measures and a.measures[0].evidence.quote == "20个")
    assert faults(records, replace(funding(records), measures=(other,))) == [Fault.FIGURE]


@pytest.mark.parametrize("value", ["534", "53400000", "5340001"])
def test_a_value_that_its_quote_does_not_say_is_refused(records: Records, value: str) -> None:
    assert faults(records, measured(funding(records), value=Decimal(value))) == [Fault.VALUE]


def test_an_upper_end_that_its_quote_does_not_say_is_refused(records: Records) -> None:
    taxes = next(a for a in records.actions if a.measures and a.measures[0].upper)
    assert faults(records, taxes) == []
    assert faults(records, measured(taxes, upper=Decimal(3 * 10**8))) == [Fault.VALUE]


@pytest.mark.parametrize("role", ["provider", "recipient", "through"])
def test_a_party_that_the_bulletin_does_not_name_is_refused(records: Records, role: str) -> None:
    assert faults(records, replace(funding(records), **{role: ("place-330482",)})) == [Fault.UNNAMED]  # type: ignore[arg-type]


def test_a_party_that_only_the_publication_names_is_in_its_context(records: Records) -> None:
    page = replace(records.bulletins[0], publisher="平湖市人民政府")
    publisher = replace(records.entities[0], id="place-330482", name="平湖市", aliases=(), mentions=())
    action = replace(funding(records), provider=("place-330482",))
    assert ground(page, [*records.entities, publisher], [action]).refused == ()
    assert [r.fault for r in ground(records.bulletins[0], [*records.entities, publisher], [action]).refused] == [Fault.UNNAMED] * 2


def test_a_mention_that_does_not_stand_at_its_offset_is_refused_and_the_others_stay(records: Records) -> None:
    entity = next(e for e in records.entities if e.name == "平武县")
    doctored = replace(entity, mentions=(*entity.mentions, replace(entity.mentions[0], quote="平武市")))
    grounded = ground(records.bulletins[0], [doctored], [])
    assert grounded.entities == (entity,)
    assert [(r.record, r.fault) for r in grounded.refused] == [(entity.id, Fault.QUOTE)]


def test_an_entity_without_a_standing_mention_takes_its_statements_with_it(records: Records) -> None:
    doctored = [replace(e, mentions=(moved(e.mentions[0], 1),)) if e.name == "平武县" else e for e in records.entities]
    grounded = ground(records.bulletins[0], doctored, records.actions)
    pingwu = next(e.id for e in records.entities if e.name == "平武县")
    assert pingwu not in {e.id for e in grounded.entities}
    assert not [a for a in grounded.actions if pingwu in (*a.provider, *a.recipient)]
    assert {r.record for r in grounded.refused} >= {pingwu, funding(records).id}


def test_parts_of_a_refused_total_count_by_themselves(records: Records) -> None:
    total = next(a for a in records.actions if a.measures and a.measures[0].role is Role.TOTAL)
    doctored = [measured(a, value=Decimal(99)) if a is total else a for a in records.actions]
    parts = [m for a in ground(records.bulletins[0], records.entities, doctored).actions for m in a.measures if m.evidence.quote in ("13个", "7个")]
    assert [(m.role, m.total, m.counts_in_totals) for m in parts] == [(None, "", True)] * 2


def _doctored(monkeypatch: pytest.MonkeyPatch, change: Callable[[Measure], Measure]) -> Records:
    """Extract the text with a component that does not tell the truth."""
    read = pipeline.read_statements

    def lying(bulletin: object, **options: object) -> Reading:
        reading = read(bulletin, **options)  # type: ignore[arg-type]
        reading.actions[:] = [replace(a, measures=tuple(map(change, a.measures))) for a in reading.actions]
        return reading

    monkeypatch.setattr(pipeline, "read_statements", lying)
    return extract_records([read_text(TEXT)])


def test_the_figure_of_a_refused_statement_is_left_out_not_lost(monkeypatch: pytest.MonkeyPatch, records: Records) -> None:
    found = _doctored(monkeypatch, lambda m: replace(m, value=m.value * 10) if m.evidence.quote == "534万元" else m)
    assert [r.fault for r in found.refused] == [Fault.VALUE]
    assert [x.evidence.quote for x in found.left_out if x.reason == "refused"] == ["534万元"]
    assert len(found.actions) == len(records.actions) - 1


def test_a_figure_claimed_at_a_wrong_place_is_left_out_at_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _doctored(monkeypatch, lambda m: replace(m, evidence=moved(m.evidence, 2)) if m.evidence.quote == "534万元" else m)
    assert [x.evidence.quote for x in found.left_out if x.reason == "refused"] == ["534万元"]
    assert all(found.bulletins[0].text[x.evidence.start : x.evidence.end] == x.evidence.quote for x in found.left_out)


def test_a_build_is_read_again_quote_by_quote(records: Records) -> None:
    assert reread(records).faults == ()
    broken = replace(records, bulletins=(replace(records.bulletins[0], text=TEXT.replace("534万", "543万")),))
    assert {f.evidence.quote for f in reread(broken).faults if f.evidence} >= {"534万元"}


@pytest.mark.parametrize(
    ("quote", "stated"),
    [
        ("1—2亿", [10**8, 2 * 10**8]),
        ("3亿2000万元", [320_000_000]),
        ("一亿二千万元", [120_000_000]),
        ("三点五亿元", [350_000_000]),
        ("六千五百元", [6500]),
        ("六千五", [6500]),
        ("1.635千米", [1.635]),
        ("1.14万亿千瓦时", [1_140_000_000_000]),
        ("近亿元", [10**8]),
        ("1,250万元", [12_500_000]),
        ("近3个亿元", [3 * 10**8]),
        ("三个亿", [3 * 10**8]),
        ("3600 万元", [36_000_000]),
        ("3600　万元", [36_000_000]),
        ("0万元", [0]),
        ("两万三余元", [23_000]),
        ("1—3亿多元", [10**8, 3 * 10**8]),
        ("万余元", [10_000]),
        ("三千瓦", [3]),
        ("壹佰万元", [10**6]),
        ("贰拾叁万伍仟元", [235_000]),
        ("廿名", [20]),
        ("卅五户", [35]),
        ("300来人", [300]),
        ("2千余万元", [20_000_000]),
        ("十七八名", [17, 18, 88]),
        ("一两名", [1, 2, 12]),
    ],
)
def test_an_amount_is_read_from_its_quote_alone(quote: str, stated: list[float]) -> None:
    assert sorted(map(float, amounts(quote))) == stated


@given(st.integers(1, 99_999), st.sampled_from(["", "百", "千", "万", "亿"]))
def test_digits_and_scale_are_read_as_one_amount(number: int, scale: str) -> None:
    times = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[scale]
    assert amounts(f"近{number}{scale}余元") == {Decimal(number * times)}
