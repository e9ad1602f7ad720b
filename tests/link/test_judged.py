"""What a judgement comes to: sums that count nothing twice, evidence that says who, when and why, in every form of a build."""

import csv
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, serialize

import kg
from kg.building import Built, build, summary
from kg.check.report import check_build
from kg.explain import explain
from kg.model import Action, Coverage, Records, Status, Verdict
from kg.rdf import quads, validate
from kg.rdf.namespaces import expand, shorten
from kg.rdf.read import read_rdf
from kg.serve.facts import Facts
from kg.serve.statements import card
from kg.store import Build, ask_named
from kg.tables import read_records

# Of 脱贫攻坚简报2019年第2期 of Sichuan: a total of a budget and its two parts.
BUDGET = (
    "青白江区对口帮扶甘孜州九龙县\n在2018年区级财政预算中,安排1250万元用于对口帮扶甘孜州九龙县、简阳市飞龙乡和安乐乡,确保脱贫攻坚各项工作任务顺利完成。"
    "其中,安排1050万元,用于帮助甘孜州九龙县围绕脱贫攻坚“两不愁、三保障”和“四个好”目标制定的26个帮扶项目;"
    "安排200万元,用于支持简阳市飞龙乡和安乐乡的1经济薄弱村、6个已脱贫省定贫困村加快推动“一村一品”产业发展。\n"
)
# Of the county hospitals of Fengqing and Yunlong.
HOSPITALS = "中山大学帮扶凤庆县\n中山大学对口帮扶凤庆县。2019年，中山大学向云南省凤庆县人民医院选派专家5名，向凤庆县人民医院捐赠设备20万元。\n"
SIGNED = 'who = "李华"\nwhen = 2024-05-01\nwhy = "与决算不符"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.txt").write_text(BUDGET, encoding="utf-8")
    return tmp_path


def built(folder: Path, *tables: str) -> Built:
    (folder / "judgements.toml").write_text("\n".join(table + "\n" + SIGNED for table in tables), encoding="utf-8")
    return build([folder / "in.txt"], folder / "build", judgements=folder / "judgements.toml")


def of(records: Records, figure: str) -> Action:
    return next(a for a in records.actions if any(m.evidence.quote == figure for m in a.measures))


def correct(folder: Path, figure: str, field: str, value: str) -> str:
    """Return a judgement of the statement with a figure; the first call builds what the texts alone say."""
    if not (folder / "build").exists():
        built(folder)
    action = of(read_records(folder / "build"), figure)
    return f'[[correct]]\nid = "{action.id}"\nfield = "{field}"\nvalue = "{value}"'


def money(folder: Path, *by: str, kind: str = "funding") -> dict[tuple[str, ...], int]:
    """Return the sums of a build by status, or by other fields."""
    table = kg.load(folder / "build").money(by=list(by) or ["status"], status="", kind=kind)
    return {tuple(row[field] for field in by or ("status",)): int(row["yuan"]) for row in table.to_dict("records")}


def test_a_total_that_was_judged_done_counts_as_done_and_its_parts_follow_it(folder: Path) -> None:
    judgement = correct(folder, "1250万元", "status", "已完成")
    assert money(folder) == {("committed",): 12_500_000}
    records = built(folder, judgement).records
    assert money(folder) == {("done",): 12_500_000}
    assert {of(records, figure).status for figure in ("1250万元", "1050万元", "200万元")} == {Status.DONE}
    # What holds for a part because of its total says so.
    assert of(records, "200万元").judged == of(records, "1250万元").judged


def test_what_was_judged_done_of_a_plan_counts_as_done_and_the_plan_as_a_plan(folder: Path) -> None:
    built(folder, correct(folder, "200万元", "status", "done"))
    assert money(folder) == {("committed",): 12_500_000, ("done",): 2_000_000}


def test_what_was_judged_ahead_of_a_total_that_is_done_counts_no_second_time(folder: Path) -> None:
    built(folder, correct(folder, "1250万元", "status", "done"), correct(folder, "200万元", "status", "planned"))
    assert money(folder) == {("done",): 12_500_000}


def test_a_total_that_was_judged_of_another_year_counts_there_alone(folder: Path) -> None:
    judgement = correct(folder, "1250万元", "period", "2019")
    assert money(folder, "status", "year") == {("committed", "2018"): 12_500_000}
    built(folder, judgement)
    assert money(folder, "status", "year") == {("committed", "2019"): 12_500_000}


def test_a_part_that_was_judged_of_another_year_than_its_total_counts_no_second_time(folder: Path) -> None:
    built(folder, correct(folder, "200万元", "period", "2019"))
    assert money(folder, "status", "year") == {("committed", "2018"): 12_500_000}
    assert money(folder) == {("committed",): 12_500_000}


def test_a_total_that_was_judged_cumulative_counts_in_no_year_and_its_part_of_one_in_that(folder: Path) -> None:
    records = built(folder, correct(folder, "1250万元", "period", "2016-2018"), correct(folder, "200万元", "period", "2017")).records
    assert of(records, "1250万元").coverage is Coverage.CUMULATIVE
    assert money(folder, "status", "year") == {("committed", "2017"): 2_000_000}
    assert money(folder) == {("committed",): 12_500_000}


def test_parts_follow_their_total_into_the_kind_and_to_the_parties_that_it_was_judged_to_be_of(folder: Path) -> None:
    judgements = [correct(folder, "1250万元", field, value) for field, value in (("kind", "investment"), ("recipient", "简阳市"))]
    records = built(folder, *judgements).records
    whole, part = of(records, "1250万元"), of(records, "1050万元")
    assert [of(records, figure).kind for figure in ("1250万元", "1050万元", "200万元")] == ["investment"] * 3
    # What holds for a part because of its total says so; a part that was read to be of others keeps its own.
    assert [ruling for ruling in part.judged if ruling.field == "kind"] == [ruling for ruling in whole.judged if ruling.field == "kind"]
    assert part.recipient != whole.recipient
    assert money(folder) == {}
    assert money(folder, "kind", kind="") == {("investment",): 12_500_000}


def test_parts_that_were_read_as_given_by_whom_their_total_was_are_given_by_whom_that_was_judged_to_be(folder: Path) -> None:
    records = built(folder, correct(folder, "1250万元", "provider", "简阳市")).records
    assert len({of(records, figure).provider for figure in ("1250万元", "1050万元", "200万元")}) == 1
    assert list(money(folder, "provider").values()) == [12_500_000]


def test_a_part_that_was_judged_of_another_kind_than_its_total_counts_in_that(folder: Path) -> None:
    built(folder, correct(folder, "200万元", "kind", "investment"))
    assert money(folder) == {("committed",): 12_500_000}
    assert money(folder, "kind", kind="") == {("funding",): 12_500_000, ("investment",): 2_000_000}
    asked = ask_named(Build(folder / "build"), "investment-and-aid", ())
    assert sorted(int(row[3].value) for row in asked.rows) == [0, 12_500_000]
    assert sorted(int(row[5].value) for row in asked.rows) == [0, 2_000_000]


def test_a_part_that_was_judged_by_itself_stays_of_its_kind_where_its_total_is_judged_of_another(folder: Path) -> None:
    built(folder, correct(folder, "1250万元", "kind", "investment"), correct(folder, "200万元", "kind", "training"))
    assert money(folder, "kind", kind="") == {("investment",): 12_500_000, ("training",): 2_000_000}


def test_a_figure_that_is_said_again_is_corrected_with_what_says_it_again(folder: Path) -> None:
    again = "据介绍,在2018年区级财政预算中,安排1250万元用于对口帮扶甘孜州九龙县、简阳市飞龙乡和安乐乡。\n"
    (folder / "in.txt").write_text(BUDGET + again, encoding="utf-8")
    records = built(folder, correct(folder, "1250万元", "status", "done")).records
    assert len([a for a in records.actions if any(m.value == Decimal(12_500_000) for m in a.measures)]) == 1
    assert money(folder) == {("done",): 12_500_000}


def test_a_correction_says_what_was_before_and_by_which_word(folder: Path) -> None:
    records = built(folder, correct(folder, "1250万元", "status", "已完成")).records
    action = of(records, "1250万元")
    (ruling,) = action.judged
    assert (ruling.verdict, ruling.field, ruling.before, ruling.after) == (Verdict.CORRECT, "status", ("committed",), ("done",))
    assert ruling.evidence is not None
    assert ruling.evidence.quote == "预算"
    assert action.status_evidence is None
    told = explain(records, action.id)
    assert "correct 更正 status 完成情况: committed 已承诺 → done 已完成: 与决算不符 (李华, 2024-05-01)" in told
    assert "judgements  1: 1 correct: kg judge --list" in summary(Built(records, (), folder / "build", {}))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("status", "doen", "doen is no status: did you mean done?"),
        ("period", "2018年", "'2018年' is no period: 2018, 2018-09"),
        ("period", "2020-2018", "'2020-2018' is no period"),
        ("period", "20182019", "'20182019' is no period"),
        ("status", "已承诺", "matches nothing: the status of .* is 已承诺 by itself"),
    ],
)
def test_a_status_or_a_period_that_is_none_is_told(field: str, value: str, said: str, folder: Path) -> None:
    (error,) = built(folder, correct(folder, "1250万元", field, value)).errors
    assert re.search(said, str(error))


def everything(folder: Path) -> Records:
    """Build under a judgement of each kind."""
    (folder / "in.txt").write_text(BUDGET + HOSPITALS, encoding="utf-8")
    corrections = [
        correct(folder, "1250万元", "status", "done"),
        correct(folder, "1250万元", "period", "2019"),
        correct(folder, "26个", "recipient", "飞龙乡、安乐乡"),
        correct(folder, "26个", "kind", "建设与产出"),
        correct(folder, "26个", "about", "项目"),
        correct(folder, "26个", "programme", "东西部扶贫协作"),
    ]
    before = read_records(folder / "build")
    rejected, accepted = (f'[[{verdict}]]\nid = "{of(before, figure).id}"' for verdict, figure in (("reject", "6个"), ("accept", "20万元")))
    split = '[[split]]\nname = "云南省凤庆县人民医院"\nfrom = "凤庆县人民医院"'
    done = built(folder, *corrections, rejected, accepted, split)
    assert not done.errors
    return done.records


def test_a_judgement_is_an_activity_with_who_when_why_and_what_it_has_influenced(folder: Path) -> None:
    records = everything(folder)
    facts: dict[str, dict[str, set[str]]] = {}
    for quad in quads(records):
        facts.setdefault(quad.subject.value, {}).setdefault(shorten(quad.predicate.value), set()).add(quad.object.value)
    action = of(records, "1250万元")
    ruling = next(r for r in action.judged if r.field == "status")
    told = facts[expand(f"id:{ruling.id}")]
    assert told["aid:verdict"] == {expand("aid:verdict-correct")}
    assert (told["aid:corrects"], told["aid:before"], told["aid:after"]) == (
        {expand("aid:status")},
        {expand("aid:status-committed")},
        {expand("aid:status-done")},
    )
    assert (told["dcterms:date"], told["rdfs:comment"]) == ({"2024-05-01"}, {"与决算不符"})
    assert [facts[agent]["rdfs:label"] for agent in told["prov:wasAssociatedWith"]] == [{"李华"}]
    assert expand(f"id:{action.id}") in told["prov:influenced"]
    assert expand(f"id:{ruling.id}") in facts[expand(f"id:{action.id}")]["prov:wasInfluencedBy"]


def test_the_graph_of_a_build_under_judgements_conforms_and_its_report_finds_nothing(folder: Path) -> None:
    everything(folder)
    assert validate(folder / "build" / "graph.ttl") == []
    assert check_build(folder / "build").passed


def test_judgements_come_back_from_the_tables_and_from_the_graph_alone(folder: Path) -> None:
    records = everything(folder)
    assert read_records(folder / "build") == records
    told = {a.id: set(a.judged) for a in records.actions}
    assert sum(map(len, told.values())) > 8
    assert {a.id: set(a.judged) for a in read_rdf(folder / "build" / "graph.trig").actions} == told


def test_the_question_what_was_judged_tells_of_what_was_rejected_too(folder: Path) -> None:
    records = everything(folder)
    table = kg.load(folder / "build").ask("judgements")
    assert sorted(table["verdict"].str.split().str[0]) == ["accept", *["correct"] * 6, "reject", "split"]
    (rejected,) = table[table["verdict"] == "reject 有误"].to_dict("records")
    assert (rejected["of"], rejected["who"], rejected["when"], rejected["why"]) == (of(records, "6个").id, "李华", "2024-05-01", "与决算不符")
    assert "6个已脱贫省定贫困村" in rejected["quote"]
    (parties,) = table[table["field"] == "接受方"].to_dict("records")
    assert (parties["before"], set(parties["after"].split("、"))) == ("九龙县", {"飞龙乡", "安乐乡"})


def test_the_page_of_a_statement_names_its_judgements_and_leads_to_them(folder: Path) -> None:
    records = everything(folder)
    triples = [Triple(q.subject, q.predicate, q.object) for q in quads(records)]
    action = of(records, "1250万元")
    page = card(Facts(serialize(triples, format=RdfFormat.N_TRIPLES) or b""), expand(f"id:{action.id}"))
    assert all(f'href="/entity/{ruling.id}"' in page and ruling.note in re.sub("<[^>]*>", "", page) for ruling in action.judged)


def test_the_table_of_judgements_has_a_row_for_each_statement_and_name_under_one(folder: Path) -> None:
    records = everything(folder)
    with (folder / "build" / "tables" / "judgements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["of"] for row in rows if row["field"] == "status"} == {of(records, f).id for f in ("1250万元", "1050万元", "200万元")}
    (split,) = [row for row in rows if row["verdict"] == "split"]
    assert (split["before"], split["after"], split["who"]) == ("凤庆县人民医院", "云南省凤庆县人民医院", "李华")
    (parties,) = [row for row in rows if row["field"] == "recipient"]
    assert (parties["before"], parties["after"], parties["why"]) == ("九龙县", "飞龙乡；安乐乡", "与决算不符")


def judge(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "judge", *words, "--judgements", "own.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


def test_the_command_splits_a_name_as_a_build_follows_it_and_merges_two(folder: Path) -> None:
    (folder / "in.txt").write_text(HOSPITALS, encoding="utf-8")
    built(folder)
    told = judge(folder, "云南省凤庆县人民医院", "split", "--from", "凤庆县人民医院", "--why", "省属分院", "--who", "李华")
    assert (told.returncode, told.stderr) == (0, "")
    assert '[[split]]\nname = "云南省凤庆县人民医院"\nfrom = "凤庆县人民医院"\nwho = "李华"' in told.stdout
    done = build([folder / "in.txt"], folder / "build", judgements=folder / "own.toml")
    hospitals = sorted(e.name for e in done.records.entities if e.type == "hospital")
    assert (done.errors, hospitals) == ((), ["云南省凤庆县人民医院", "凤庆县人民医院"])


def test_the_command_merges_two_bodies_by_short_names_and_ids(folder: Path) -> None:
    (folder / "in.txt").write_text(HOSPITALS.replace("向凤庆县人民医院", "向凤庆县中医医院"), encoding="utf-8")
    before = built(folder).records
    other = next(e for e in before.entities if e.name == "凤庆县中医医院")
    told = judge(folder, "中医医院", "merge", "--into", "云南省凤庆县人民医院", "--why", "已合并")
    assert (told.returncode, told.stderr) == (0, "")
    assert f'name = "{other.id}"  # 凤庆县中医医院\ninto = "云南省凤庆县人民医院"\ntype = "hospital"' in told.stdout
    done = build([folder / "in.txt"], folder / "build", judgements=folder / "own.toml")
    assert (done.errors, sum(e.type == "hospital" for e in done.records.entities)) == ((), 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("凤庆县人民医苑", "merge", "--into", "中山大学", "--why", "x"), "nothing called 凤庆县人民医苑: nearest are .*凤庆县人民医院"),
        (("凤庆县", "merge", "--into", "中山大学", "--why", "x"), "凤庆县 is a place: what can be merged or split is a body"),
        (("中山大学", "split", "--from", "凤庆县人民医院", "--why", "x"), "are two by themselves"),
        (("凤庆县人民医院", "merge", "--into", "云南省凤庆县人民医院", "--why", "x"), "are one by themselves"),
        (("中山大学", "merge", "--why", "x"), "Missing --into"),
        (("中山大学", "merge", "--into", "凤庆县人民医院"), "Missing --why"),
        (("ID", "correct", "--field", "stauts", "--value", "done", "--why", "x"), "corrects stauts: did you mean status"),
        (("ID0", "reject", "--why", "x"), "no statement has the id action-.*did you mean action-"),
        (("action-000000000000", "reject", "--why", "x"), r"no statement has the id action-000000000000 \(kg explain gives them\)"),
    ],
)
def test_the_command_names_what_is_near_and_writes_nothing(words: tuple[str, ...], said: str, folder: Path) -> None:
    (folder / "in.txt").write_text(HOSPITALS, encoding="utf-8")
    key = of(built(folder).records, "20万元").id
    told = judge(folder, *(word.replace("ID", key) for word in words))
    assert told.returncode == 2
    assert re.search(said, told.stderr)
    assert not (folder / "own.toml").exists()


def test_the_list_says_of_each_judgement_whether_it_holds_in_the_build(folder: Path) -> None:
    action = of(built(folder).records, "1250万元")
    assert judge(folder, action.id, "correct", "--field", "status", "--value", "done", "--why", "决算", "--who", "李华").returncode == 0
    told = judge(folder, "--list")
    assert told.returncode == 1
    assert "1250万元" in told.stdout
    assert "not in the build yet" in told.stdout
    build([folder / "in.txt"], folder / "build", judgements=folder / "own.toml")
    told = judge(folder, "--list")
    assert (told.returncode, told.stdout.splitlines()[2:]) == (0, ["  决算 (李华, " + told.stdout.split("(李华, ")[1][:10] + ")", "  holds 生效"])
    with (folder / "own.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[reject]]\nid = "action-000000000000"\n{SIGNED}')
    told = judge(folder, "--list")
    assert told.returncode == 1
    assert "matches nothing: no statement has the id action-000000000000" in told.stdout
    (folder / "own.toml").write_text("", encoding="utf-8")
    told = judge(folder, "--list")
    assert told.returncode == 1
    assert "committed 已承诺 → done 已完成: 决算" in told.stdout
    assert "is in own.toml no more" in told.stdout


def test_a_day_that_is_none_is_refused(folder: Path) -> None:
    (folder / "judgements.toml").write_text('[[reject]]\nid = "action-1"\nwho = "李华"\nwhen = "2024"\nwhy = "x"\n', encoding="utf-8")
    with pytest.raises(kg.errors.InputError, match=r"has a when that is no day \(2024\): write it as 2024-05-01"):
        build([folder / "in.txt"], folder / "build", judgements=folder / "judgements.toml")
