"""``kg explain ID --why`` tells exactly what made the extraction read a statement as it did."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.building import build
from kg.cli import main
from kg.extract.why import each_why, find_why
from kg.model import Action, Records
from kg.tables import read_records
from kg.terminal import width


@pytest.fixture(scope="module")
def records(built: Path) -> Records:
    return read_records(built)


def told(records: Records, quote: str) -> Action:
    (action,) = [a for a in records.actions if any(m.evidence.quote == quote for m in a.measures)]
    return action


def why(built: Path, identifier: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", identifier, "--why", "--build", str(built), *arguments])


def lines(built: Path, action: Action) -> list[str]:
    run = why(built, action.id)
    assert run.exit_code == 0, run.stderr
    return run.stdout.partition("why 为何这样读\n")[2].splitlines()


def test_what_is_told_is_what_was_recorded(records: Records) -> None:
    (bulletin,) = records.bulletins
    recorded = {a.id: a for a in records.actions}
    explained = {why.action.id: why for why in each_why(bulletin, recorded)}
    assert explained.keys() == {a.id for a in records.actions if a.rule.partition(";")[0] not in ("pairing", "recalled")}
    for identifier, found in explained.items():
        action, now = recorded[identifier], found.action
        assert (now.kind, now.provider, now.recipient, now.status) == (action.kind, action.provider, action.recipient, action.status)
        assert (now.period, now.rule, now.trigger) == (action.period, action.rule, action.trigger)


def test_the_reasons_of_each_choice_add_up_to_its_lead(records: Records) -> None:
    (bulletin,) = records.bulletins
    for found in each_why(bulletin, {a.id for a in records.actions}):
        if found.weighed:
            assert found.weighed.kind == found.action.kind
            assert found.weighed.lead >= 0
            assert sum(r.points for r in found.weighed.reasons) == pytest.approx(found.weighed.lead)
        for cast in found.parties:
            assert cast.lead >= 0
            assert sum(points for _, points in cast.reasons) == pytest.approx(cast.lead)


def test_the_words_and_the_unit_of_a_kind_are_told_with_their_points_and_the_kind_that_came_second(built: Path, records: Records) -> None:
    shown = lines(built, told(records, "41名"))
    assert re.fullmatch(r"  kind 种类: personnel 人员选派, \d\.\d\d points ahead of 分领先于 \w+ \w+", shown[0])
    assert any(re.fullmatch(r"    \+\d\.\d\d 技术骨干 \(what is counted 所计事物\)", line) for line in shown)
    assert any(re.fullmatch(r"    \+\d\.\d\d 名 \(unit 单位\)", line) for line in shown)


def test_a_kind_that_is_left_open_is_told_with_the_two_that_came_nearest(tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text("浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县。龙安镇2600名。", encoding="utf-8")
    build([text], tmp_path / "build")
    shown = lines(tmp_path / "build", told(read_records(tmp_path / "build"), "2600名"))
    assert re.fullmatch(
        r"  kind 种类: other 其他 \(no word says it, nearest is 无词可证，最近为 \w+ \w+\), 0\.\d\d points ahead of 分领先于 \w+ \w+", shown[0]
    )


def test_a_party_is_told_with_the_place_where_the_sentence_names_it(built: Path, records: Records) -> None:
    shown = lines(built, told(records, "41名"))
    assert "  provider 给予方: 衢江区: named in the sentence 句中点名 “衢江” sichuan-2019-2:957-959" in shown
    assert "  recipient 接受方: 平武县: named in the sentence 句中点名 “平武” sichuan-2019-2:980-982" in shown


def test_parties_that_grammar_turns_are_told_to_come_by_rule(built: Path, records: Records) -> None:
    (bulletin,) = records.bulletins
    action = next(a for a in records.actions if a.evidence[0].quote == "平武选派3名医疗骨干赴衢江区挂职学习。")
    shown = lines(built, action)
    assert shown.count("    by rule; no other pair was weighed 由规则确定，未与他者比较") == 2
    found = find_why(bulletin, action.id)
    assert found is not None
    assert found.sure


def test_a_party_of_the_article_is_told_so_with_what_spoke_for_it(built: Path, records: Records) -> None:
    shown = lines(built, told(records, "一亿"))
    assert "  provider 给予方: 衢江区: the pair that the article is about 本文所述双方" in shown
    assert any("from east to west or the other way 东西走向 (pr:slope=2)" in line for line in shown)


def test_the_words_that_tell_status_period_and_bound_are_quoted(built: Path, records: Records) -> None:
    shown = lines(built, told(records, "一亿"))
    assert "  status 完成情况: planned 计划中: “明确”" in shown
    assert "  period 时期: 2018-2020: “2018—2020年” sichuan-2019-2:337-347" in shown
    assert "  bound 数值范围: about 约数: «近60亿»" in lines(built, told(records, "近60亿"))


def test_a_status_that_a_sum_lends_its_part_is_told_so(built: Path, records: Records) -> None:
    assert "  status 完成情况: committed 已承诺: as the figure that it is part of 随其所属总数" in lines(built, told(records, "1050万元"))


def test_a_pairing_is_told_by_the_words_that_state_it(built: Path, records: Records) -> None:
    pairing = next(a for a in records.actions if a.rule.startswith("pairing") and a.trigger == "扶贫协作")
    assert lines(built, pairing)[0] == "  pairing 结对帮扶: a pairing stated in these words 原文写明的结对关系: 扶贫协作"


def test_no_line_is_wider_than_the_terminal(records: Records) -> None:
    from kg.explain import explain

    text = explain(records, told(records, "41名").id, why=True, columns=70)
    assert max(map(width, text.splitlines())) <= 70


def test_only_a_statement_can_be_told_why(built: Path) -> None:
    run = why(built, "平武县")
    assert run.exit_code == 2
    assert run.stderr == "kg: 平武县 is no statement: --why asks for the ID of one, as kg explain NAME gives it below each sentence\n"


def test_a_build_with_own_words_is_told_with_these(tmp_path: Path) -> None:
    words, other, out = tmp_path / "words.toml", tmp_path / "other.toml", tmp_path / "out"
    words.write_text('[kinds.training]\ncounted = ["夜校"]\n', encoding="utf-8")
    other.write_text('[kinds.training]\ncounted = ["识字班"]\n', encoding="utf-8")
    (tmp_path / "bulletin.txt").write_text("衢江区对口帮扶平武县工作通报\n衢江区对口帮扶平武县。\n衢江区为平武县开办夜校12个。\n", encoding="utf-8")
    action = told(build([tmp_path / "bulletin.txt"], out, lexicon=words).records, "12个")
    assert "went by the words of words.toml: name that file with --lexicon" in why(out, action.id).stderr
    assert "went by other words, those of words.toml," in why(out, action.id, "--lexicon", str(other)).stderr
    assert "夜校 (what is counted 所计事物)" in why(out, action.id, "--lexicon", str(words)).stdout
