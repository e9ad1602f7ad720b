"""Judgements of statements: applied, shown, told where they match nothing; and nothing of a text or a build is edited."""

import html
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal

from kg.building import build
from kg.check.completeness import accounts
from kg.check.grounding import reread
from kg.check.lines import format_report
from kg.check.report import check_build, to_json
from kg.errors import InputError
from kg.explain import explain
from kg.graph import to_networkx
from kg.model import Action, Rank, Records
from kg.store import ask, open_store
from kg.tables import read_records

TEXT = "衢江平武协作纪实\n衢江区对口帮扶平武县。2019年，衢江区向平武县拨付帮扶资金1250万元，其中用于平武县龙安镇1050万元。宁波市派员观摩。\n"
ROWS = "帮扶方,帮扶方省份,受援方,受援方省份,已核实\n宁波市,浙江省,凉山彝族自治州,四川省,否\n"
SIGNED = 'who = "李华"\nwhen = 2024-05-01\nwhy = "与附表不符"\n'


def built(folder: Path, judgements: str = "") -> tuple[Records, list[str]]:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "in" / "b.csv").write_text(ROWS, encoding="utf-8")
    (folder / "judgements.toml").write_text(judgements, encoding="utf-8")
    done = build([folder / "in"], folder / "build", judgements=folder / "judgements.toml" if judgements else None)
    return read_records(folder / "build"), list(map(str, done.errors))


def of(records: Records, kind: str, value: int | None = None) -> Action:
    return next(a for a in records.actions if a.kind == kind and (value is None or any(m.value == value for m in a.measures)))


def notes(action: Action) -> list[str]:
    return [ruling.note for ruling in action.judged]


def test_what_is_rejected_stays_on_record_and_is_in_no_answer_and_no_sum(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    whole = of(before, "funding", 12_500_000)
    after, errors = built(tmp_path, f'[[reject]]\nid = "{whole.id}"\n{SIGNED}')
    assert not errors
    found = of(after, "funding", 12_500_000)
    assert (found.rank, notes(found)) == (Rank.REJECTED, ["reject: 与附表不符 (李华, 2024-05-01)"])
    assert not any(m.counts_in_totals for m in found.measures)
    assert replace(found, rank=None, judged=(), measures=whole.measures) == whole
    store = open_store(tmp_path / "build", unchecked=True)
    assert not ask(store, f"SELECT ?p {{ id:{whole.id} ?p ?o }}").rows
    assert whole.id not in {key for *_, key in to_networkx(after, unchecked=True).edges(keys=True)}
    assert whole.id not in (tmp_path / "build" / "views" / "network.html").read_text(encoding="utf-8")
    assert "rejected 判定有误" in explain(after, whole.id)
    assert "与附表不符 (李华, 2024-05-01)" in explain(after, whole.id)
    assert all(account.adds_up for account in accounts(after))


def test_a_part_counts_by_itself_where_its_total_is_rejected(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    part = next(m for a in before.actions for m in a.measures if m.value == 10_500_000)
    assert part.total
    assert not part.counts_in_totals
    after, _ = built(tmp_path, f'[[reject]]\nid = "{of(before, "funding", 12_500_000).id}"\n{SIGNED}')
    freed = next(m for a in after.actions for m in a.measures if m.id == part.id)
    assert (freed.total, freed.counts_in_totals) == ("", True)


def test_what_is_accepted_is_unchecked_no_more(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    row = next(a for a in before.actions if a.rank)
    after, _ = built(tmp_path, f'[[accept]]\nid = "{row.id}"\n{SIGNED}')
    assert next(a for a in after.actions if a.id == row.id).rank is None
    assert len(ask(open_store(tmp_path / "build"), f"SELECT ?p {{ id:{row.id} a ?p }}").rows) == 2


def test_a_corrected_field_shows_by_whom_and_its_evidence_stays(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    told = of(before, "funding", 12_500_000)
    after, errors = built(tmp_path, f'[[correct]]\nid = "{told.id}"\nfield = "provider"\nvalue = "宁波市"\n{SIGNED}')
    found = of(after, "funding", 12_500_000)
    assert not errors
    assert found.provider == ("place-330200",)
    assert found.evidence == told.evidence
    (ruling,) = found.judged
    assert (ruling.note, ruling.before, ruling.after) == ("correct provider: 与附表不符 (李华, 2024-05-01)", told.provider, found.provider)
    assert ruling.evidence == told.evidence[0]
    assert "correct 更正 provider 给予方: 衢江区 (place-330803) → 宁波市 (place-330200): 与附表不符 (李华, 2024-05-01)" in explain(after, told.id)


def test_a_judgement_of_what_stays_unchecked_stands_beside_it_and_the_checks_pass(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    row = next(a for a in before.actions if a.rank)
    after, errors = built(tmp_path, f'[[correct]]\nid = "{row.id}"\nfield = "programme"\nvalue = "对口支援"\n{SIGNED}')
    found = next(a for a in after.actions if a.id == row.id)
    assert (errors, found.programme, found.rank) == ([], "对口支援", Rank.UNCHECKED)
    assert check_build(tmp_path / "build").passed
    quoted = "SELECT ?quote { ?judgement a aid:Judgement ; aid:evidence/oa:hasSelector/oa:exact ?quote }"
    asked = {unchecked: ask(open_store(tmp_path / "build", unchecked=unchecked), quoted).rows for unchecked in (False, True)}
    assert (len(asked[False]), [words.value for (words,) in asked[True] if isinstance(words, Literal)]) == (0, [row.evidence[0].quote])


def test_whom_only_a_register_names_may_be_judged_a_party_and_is_nowhere_said_to_be_named_by_the_text(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    told = of(before, "funding", 12_500_000)
    liangshan = next(e for e in before.entities if e.name == "凉山彝族自治州")
    texts = {b.id for b in before.bulletins if not b.columns}
    assert not texts & {m.bulletin for m in liangshan.mentions}
    after, errors = built(tmp_path, f'[[correct]]\nid = "{told.id}"\nfield = "recipient"\nvalue = "凉山彝族自治州"\n{SIGNED}')
    found = of(after, "funding", 12_500_000)
    assert not errors
    assert not after.refused
    assert found.recipient == (liangshan.id,)
    assert found.rule == told.rule.replace("recipient named", "recipient judgement") != told.rule
    assert found.evidence == told.evidence
    assert next(e for e in after.entities if e.id == liangshan.id).mentions == liangshan.mentions
    assert not reread(after).faults
    assert reread(replace(after, actions=tuple(replace(a, judged=()) for a in after.actions))).faults
    store = open_store(tmp_path / "build")
    said = f"?j a aid:Judgement ; prov:influenced id:{found.id} ; aid:after id:{liangshan.id} ; aid:before ?before"
    asked = f"SELECT ?before {{ GRAPH ?g {{ {said} }} }}"
    assert [row[0].value.rpartition("/")[2] for row in ask(store, asked).rows] == list(told.recipient)
    assert "as somebody has judged" in explain(after, found.id, why=True)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[[reject]]\nid = "action-000000000000"\n', r"\[\[reject\]\] no. 1 matches nothing: no statement has the id action-000000000000"),
        ('[[correct]]\nid = "ID"\nfield = "provider"\nvalue = "成都市"\n', "names 成都市, whom no bulletin and no register of the build names"),
        ('[[correct]]\nid = "ID"\nfield = "provider"\nvalue = "衢江区"\n', "matches nothing: the provider of .* is 衢江区 by itself"),
        ('[[correct]]\nid = "ID"\nfield = "kind"\nvalue = "gift"\n', "cannot be applied: gift is no kind: "),
    ],
)
def test_a_judgement_that_matches_nothing_or_adds_to_the_text_is_told_and_the_rest_is_built(table: str, said: str, tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    after, errors = built(tmp_path, table.replace("ID", of(before, "funding", 12_500_000).id) + SIGNED)
    assert after.actions == before.actions
    with pytest.raises(InputError, match=said):
        raise InputError("\n".join(errors))


def test_the_report_lists_the_judgements_that_do_not_hold(tmp_path: Path) -> None:
    built(tmp_path, f'[[reject]]\nid = "action-000000000000"\n{SIGNED}')
    report = json.loads((tmp_path / "build" / "report.json").read_text(encoding="utf-8"))
    (line,) = report["unmatched"]
    assert "judgements.toml, [[reject]] no. 1 matches nothing: no statement has the id action-000000000000" in line
    assert report["passed"]
    page = (tmp_path / "build" / "report.html").read_text(encoding="utf-8")
    assert line in html.unescape(page.split('<section id="unmatched">')[1].split("</section>")[0])
    assert to_json(check_build(tmp_path / "build"))["unmatched"] == [line]
    assert line in format_report(check_build(tmp_path / "build"))


CLASHES = [
    ('[[accept]]\nid = "ID"\n', '[[reject]]\nid = "ID"\n'),
    ('[[correct]]\nid = "ID"\nfield = "status"\nvalue = "planned"\n', '[[correct]]\nid = "ID"\nfield = "status"\nvalue = "committed"\n'),
]


@pytest.mark.parametrize("tables", CLASHES)
def test_of_judgements_that_contradict_each_other_none_holds_and_each_is_told_with_the_other(tables: tuple[str, str], tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    told = "".join(table.replace("ID", of(before, "funding", 12_500_000).id) + SIGNED for table in tables)
    after, errors = built(tmp_path, told)
    assert after.actions == before.actions
    first, second = (re.escape(str(tmp_path / "judgements.toml")) + r", \[\[\w+\]\] no. \d" for _ in tables)
    assert len(errors) == 2
    assert all(re.fullmatch(f"{first} contradicts {second}: neither holds: take one of them out", error) for error in errors)
    (tmp_path / "own.toml").write_text(told, encoding="utf-8")
    listed = judge(tmp_path, "--list")
    assert (listed.returncode, listed.stdout.count("contradicts own.toml, [["), "holds 生效" in listed.stdout) == (1, 2, False)


def test_two_who_judge_alike_contradict_each_other_in_nothing(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    table = f'[[correct]]\nid = "{of(before, "funding", 12_500_000).id}"\nfield = "status"\nvalue = "VALUE"\n{SIGNED}'
    after, errors = built(tmp_path, table.replace("VALUE", "planned") + table.replace("VALUE", "计划中").replace("李华", "王芳"))
    assert errors == []
    assert len(of(after, "funding", 12_500_000).judged) == 2


def test_the_command_adds_nothing_that_contradicts_what_the_file_says(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    key = of(before, "funding", 12_500_000).id
    assert judge(tmp_path, key, "correct", "--field", "status", "--value", "planned", "--why", "x").returncode == 0
    written = (tmp_path / "own.toml").read_text(encoding="utf-8")
    build([tmp_path / "in"], tmp_path / "build", judgements=tmp_path / "own.toml")
    told = judge(tmp_path, key, "correct", "--field", "status", "--value", "已承诺", "--why", "x")
    assert (told.returncode, (tmp_path / "own.toml").read_text(encoding="utf-8")) == (2, written)
    assert f"own.toml, a new [[correct]] of {key}, contradicts own.toml, [[correct]] no. 1: take that out first" in told.stderr


@pytest.mark.parametrize(("field", "value"), [("provider", "成都市"), ("status", "计划"), ("owner", "成都市")])
def test_what_cannot_be_followed_is_told_with_the_judgement_and_its_file(field: str, value: str, tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    key = of(before, "funding", 12_500_000).id
    told = judge(tmp_path, key, "correct", "--field", field, "--value", value, "--why", "x")
    assert told.stderr.startswith(f"kg: own.toml, a new [[correct]] of {key}, ")


def judge(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "judge", *words, "--judgements", "own.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


def test_the_command_adds_to_the_file_what_a_build_follows_and_edits_nothing_else(tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    held = {path: path.read_bytes() for path in (tmp_path / "build" / "tables").iterdir()}
    key, row = of(before, "funding", 12_500_000).id, next(a for a in before.actions if a.rank).id
    assert judge(tmp_path, key, "reject", "--why", '附表为"534"万元', "--who", "李华").returncode == 0
    assert judge(tmp_path, row, "accept", "--why", "已见公报", "--who", "李华").returncode == 0
    assert held == {path: path.read_bytes() for path in (tmp_path / "build" / "tables").iterdir()}
    done = build([tmp_path / "in"], tmp_path / "build", judgements=tmp_path / "own.toml")
    assert not done.errors
    assert [a.id for a in done.records.actions if a.rank] == [key]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("action-000000000000", "reject", "--why", "x"), "matches nothing: no statement has the id action-000000000000"),
        (("ID", "correct", "--value", "x", "--why", "x"), "corrects no field: give one of provider, recipient"),
        (("ID", "correct", "--field", "provider", "--value", "成都市", "--why", "x"), "names 成都市"),
    ],
)
def test_the_command_writes_nothing_that_no_build_could_follow(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    before, _ = built(tmp_path)
    done = judge(tmp_path, *(of(before, "funding", 12_500_000).id if word == "ID" else word for word in words))
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "own.toml").exists()
