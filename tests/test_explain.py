"""What explain promises: each statement with who, whom, figures and the very sentence, and an answer to every name."""

import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.explain import explain
from kg.extract.pipeline import extract_records
from kg.model import Bound, Records, Role
from kg.read import read_text
from kg.tables import read_records
from kg.terminal import width
from miniature import MIANYANG, PINGWU, QUJIANG, TONGHENG, bulletin, hostile, measure, miniature, place, quote


def with_entities(*entities: object) -> Records:
    return replace(miniature(), entities=(*miniature().entities, *entities))


def test_a_place_is_explained_with_figure_status_sentence_and_offsets() -> None:
    text = explain(miniature(), "衢江区")
    start = bulletin().text.index("落实社会帮扶资金534万元")
    assert "衢江区 → 平武县 · 社会帮扶资金 · 534万元 · done 已完成" in text
    assert "“落实社会帮扶资金«534万元»”" in text
    assert f"sichuan-2019-2:{start}-{start + 13}  action-funding-{start}" in text


def test_statements_are_grouped_by_kind_in_both_languages() -> None:
    lines = explain(miniature(), "平武县").splitlines()
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings[1] == "6 statements in 1 bulletin"
    assert headings[2] == "personnel 人员选派 (2)"
    assert "funding 资金 (1)" in headings


def test_only_what_is_said_of_the_entity_is_listed() -> None:
    text = explain(miniature(), "绵阳市")
    assert "not stated 未写明 → 绵阳市 · 3.3亿元" in text
    assert "534万元" not in text


def test_a_plan_does_not_look_like_a_deed() -> None:
    assert "50亿 · planned 计划中" in explain(miniature(), TONGHENG.name)


def test_the_body_that_carries_something_out_is_told_of_it_too() -> None:
    assert "衢州市 → 平武县 via 经 衢州职业技术学院" in explain(miniature(), "衢州职业技术学院")


@pytest.mark.parametrize(
    ("bound", "upper", "said"),
    [
        (Bound.ABOUT, None, "近60亿 (about 约数: 6,000,000,000 元)"),
        (Bound.OVER, None, "近60亿 (over 以上: 6,000,000,000 元)"),
        (Bound.UNDER, None, "近60亿 (under 以内: 6,000,000,000 元)"),
        (Bound.RANGE, Decimal("8.5E9"), "近60亿 (range 区间: 6,000,000,000 – 8,500,000,000 元)"),
    ],
)
def test_a_figure_says_what_it_bounds(bound: Bound, upper: Decimal | None, said: str) -> None:
    records = miniature()
    first = next(a for a in records.actions if a.kind == "funding")
    odd = replace(first.measures[0], value=Decimal("6E9"), upper=upper, bound=bound)
    odd = replace(odd, evidence=replace(odd.evidence, quote="近60亿"))
    assert said in explain(replace(records, actions=(replace(first, measures=(odd,)),)), "衢江区")


def test_a_short_form_an_alias_and_an_id_lead_to_the_same() -> None:
    aliased = replace(PINGWU, aliases=("平武羌乡",))
    records = replace(miniature(), entities=tuple(aliased if e.id == PINGWU.id else e for e in miniature().entities))
    answer = explain(records, "平武县")
    assert "also written 平武羌乡" in answer
    for name in ("平武", "平武羌乡", "place-510727", "id:place-510727", " https://w3id.org/assistance-kg/id/place-510727 "):
        assert explain(records, name) == answer


def test_an_exact_name_wins_over_names_that_begin_with_it() -> None:
    records = with_entities(place("330883", "衢江区上方镇"))
    assert explain(records, "衢江区").startswith("衢江区 (")


def test_a_name_of_several_lists_them_all() -> None:
    records = with_entities(place("440111", "白云区"), place("520113", "白云区", parent="place-510700"))
    with pytest.raises(QueryError, match=r"白云 may be 白云区 \(place-440111\), 绵阳市白云区 \(place-520113\): name one by"):
        explain(records, "白云")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(QueryError, match=r"knows nothing called 平武线: nearest are 绵阳市平武县 \(place-510727\)"):
        explain(miniature(), "平武线")


@pytest.mark.parametrize("name", ["", " ", "“”", "Ulaanbaatar"])
def test_what_resembles_no_name_is_answered_too(name: str) -> None:
    with pytest.raises(QueryError, match=r"tables/entities\.csv in the build lists all names"):
        explain(miniature(), name)


def test_an_entity_without_statements_shows_where_it_is_named() -> None:
    mention = quote(bulletin(), "再生资源")
    at = mention.start
    named = replace(MIANYANG, id="project-1", name="再生资源", mentions=(mention,))
    text = explain(with_entities(named), "再生资源")
    assert "no statement; named 1 time" in text
    assert "浙江通恒公司与平武县签订总投资50亿的“«再生资源»回收加工利用”项目。" in text
    assert f"sichuan-2019-2:{at}-{at + 4}" in text


def test_a_statement_is_explained_in_full() -> None:
    action = next(a for a in miniature().actions if a.kind == "training")
    records = replace(miniature(), actions=(replace(action, rule="figure", trigger="培训", period="2018", sector=("教育",), programme=QUJIANG.id),))
    lines = [" ".join(line.split()) for line in explain(records, action.id).splitlines()]
    assert lines[0] == f"training 培训 ({action.id})"
    for line in (
        "provider 给予方 衢州市 (place-330800)",
        "recipient 接受方 平武县 (place-510727)",
        "through 实施方 衢州职业技术学院 (school-1)",
        "programme 帮扶机制 衢江区",
        "status 完成情况 done 已完成",
        "rule 规则 figure",
        "trigger 触发词 培训",
        "period 时期 2018",
        "«65名» = exact 确数: 65 名; counts in totals 计入总数",
        "“«65名»县级部门干部在衢州职业技术学院完成培训”",
    ):
        assert line in lines
    assert any("脱贫攻坚简报2019年第2期, 2019-01-15" in line for line in lines)


def test_a_figure_is_explained_with_its_place_in_the_sum() -> None:
    source = bulletin()
    action = next(a for a in miniature().actions if a.kind == "funding")
    whole = replace(action.measures[0], role=Role.TOTAL)
    part = replace(measure(source, "3.3亿元", 330000000, "元", total=whole.id, counts=False), role=Role.PART)
    records = replace(miniature(), actions=(replace(action, measures=(whole, part)),))
    text = explain(records, part.id)
    assert "  «534万元» = exact 确数: 5,340,000 元; total 合计 = 3.3亿元; counts in totals" in text
    assert f"→ «3.3亿元» = exact 确数: 330,000,000 元; part 分项 of 534万元 ({whole.id}); does not count in totals" in text


def test_every_statement_of_the_founding_bulletin_can_be_explained(built: Path) -> None:
    records = read_records(built)
    for action in records.actions:
        text = explain(records, action.id, columns=80)
        assert max(map(width, text.splitlines())) <= 80
        assert all(f"«{m.evidence.quote}»" in text.replace("\n  ", "") for m in action.measures)
    for entity in records.entities:
        assert explain(records, entity.id).startswith(f"{entity.name} (")


def test_names_that_no_bulletin_should_have_break_nothing() -> None:
    records = hostile()
    for key in [*(a.id for a in records.actions), *(e.id for e in records.entities)]:
        assert explain(records, key, columns=40)


def test_explaining_loads_no_spacy_and_is_quick(built: Path) -> None:
    code = "import sys; from kg.cli import main; main(['explain', '平武县'], standalone_mode=False); assert 'spacy' not in sys.modules"
    began = time.monotonic()
    run = subprocess.run([sys.executable, "-c", code], cwd=built.parent, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    assert "衢江区 → 平武县" in run.stdout
    assert "\x1b" not in run.stdout
    assert time.monotonic() - began < 2


def test_a_statement_in_full_says_by_which_words_it_is_committed_and_of_when_and_of_which_sectors() -> None:
    text = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。\n在2018年区级财政预算中，安排1250万元用于新建教学楼。"
    records = extract_records([read_text(text)])
    action = next(a for a in records.actions if a.measures)
    told = explain(records, action.id)
    for value in ("committed 已承诺 «预算» bulletin-", "2018 «2018年", "in one year 当年", "Education 教育"):
        assert value in told
