"""The report of a build: `kg check` says what adds up and what does not, to people and to programs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import building
from kg.check.lines import format_report
from kg.check.report import check, check_build, to_json
from kg.check.wording import reason_of, text_of
from kg.cli import main
from kg.extract.lexicon import load
from kg.model import Records, Refusal
from kg.tables import read_records
from miniature import broken

BULLETINS = Path(__file__).parents[2] / "data" / "bulletins"


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A build that may be damaged."""
    return Path(shutil.copytree(built, tmp_path / "build"))


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "--build", str(folder), *options])


def test_the_founding_build_passes_and_says_how_its_figures_add_up(built: Path) -> None:
    result = run(built)
    assert result.exit_code == 0
    assert result.stdout.startswith("Every check passes 全部核查通过")
    assert "315 figures = 104 captured + 211 left out" in result.stdout
    assert "20个 = 10个 + 2个 + 7个 + 1个" in result.stdout
    assert "“组织培训2批次«79名»群众(其中建档立卡贫困人口«60名»)" in result.stdout
    assert "conforms to every shape" in result.stdout


def test_json_says_the_same_to_programs(built: Path) -> None:
    told = json.loads(run(built, "--json").stdout)
    assert told["passed"] is True
    book = told["completeness"]
    assert book["figures"] == book["captured"] + book["left_out"] == sum(b["figures"] for b in book["bulletins"])
    assert book["left_out"] == sum(reason["figures"] for reason in book["reasons"].values())
    assert {s["verdict"] for s in told["sums"]} == {"equal", "less"}
    assert told["shapes"] == {"asked": True, "violations": []}


def test_the_build_leaves_the_report_that_the_check_makes(built: Path) -> None:
    assert json.loads((built / "report.json").read_text(encoding="utf-8")) == json.loads(run(built, "--json").stdout)
    assert "report.html" in json.loads((built / "build.json").read_text(encoding="utf-8"))["holds"]


def test_the_report_counts_the_names_that_were_taken_for_bodies(built: Path) -> None:
    records = read_records(built)
    assert sum(json.loads(run(built, "--json").stdout)["counts"]["merges"].values()) == len(records.merges) > 0
    said = text_of("completed", "means")
    assert f"{said['en']}: {sum(m.means == 'completed' for m in records.merges)}" in run(built).stdout
    assert said["zh"] in (built / "report.html").read_text(encoding="utf-8")


def test_a_text_that_was_changed_after_the_build_is_found(copy: Path) -> None:
    text = next((copy / "texts").glob("*.txt"))
    text.write_text(text.read_text(encoding="utf-8").replace("534万元", "543万元", 1), encoding="utf-8")
    result = run(copy)
    assert result.exit_code == 1
    assert "the quote does not stand where it claims to" in result.stdout
    assert "«534万元»" in result.stdout


def test_a_figure_that_was_dropped_from_the_tables_is_named_with_its_place(copy: Path) -> None:
    table = copy / "tables" / "left_out.jsonl"
    kept = [line for line in table.read_text(encoding="utf-8").splitlines() if '"quote": "2018"' not in line]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    result = run(copy)
    assert result.exit_code == 1
    assert "neither captured nor left out 既未收入，也未列出: «2018» in …" in result.stdout


def test_a_graph_that_breaks_a_shape_is_found(copy: Path) -> None:
    graph = copy / "graph.ttl"
    graph.write_text(graph.read_text(encoding="utf-8").replace("aid:countsInTotals true", 'aid:countsInTotals "maybe"', 1), encoding="utf-8")
    result = run(copy)
    assert result.exit_code == 1
    assert "measure-counts" in result.stdout


def test_what_breaks_a_shape_is_told_as_a_statement_of_a_bulletin_in_both_languages(copy: Path) -> None:
    graph = copy / "graph.ttl"
    text = graph.read_text(encoding="utf-8")
    assert "aid:status aid:status-planned" in text
    graph.write_text(text.replace("aid:status aid:status-planned", "aid:status aid:role-part", 1), encoding="utf-8")
    said = run(copy).stdout
    assert "An action is done, committed or planned. 每一事项已完成、已承诺或在计划中 (https://w3id.org/assistance-kg/ontology#role-part)" in said
    found = next(v for v in json.loads(run(copy, "--json").stdout)["shapes"]["violations"] if v["shape"].endswith("#action-status"))
    assert f"“{found['evidence']['quote']}”  sichuan-2019-2:{found['evidence']['start']}-" in said
    assert found["message"] == {"zh": "每一事项已完成、已承诺或在计划中", "en": "An action is done, committed or planned."}


def test_what_breaks_the_shape_of_a_post_is_told_as_the_statement_of_who_holds_it(copy: Path) -> None:
    graph = copy / "graph.ttl"
    text = graph.read_text(encoding="utf-8")
    graph.write_text(text.replace("org:role aid:grade-county-deputy", "org:role aid:status-done"), encoding="utf-8")
    found = next(v for v in json.loads(run(copy, "--json").stdout)["shapes"]["violations"] if v["shape"].endswith("#post-rank"))
    assert (found["name"], found["evidence"]["quote"]) == ("副县级干部", "衢江选派1名副县级干部、1名正科级干部到平武挂职。")


def test_a_warning_is_told_and_is_no_failure(copy: Path) -> None:
    graph = copy / "graph.ttl"
    text = graph.read_text(encoding="utf-8").replace('aid:unit "台次"', 'aid:unit "船次"', 1)
    graph.write_text(text, encoding="utf-8")
    result = run(copy)
    assert result.exit_code == 0
    assert "worth a look 可查看: 8台次: The unit of a measure is one of the scheme of units." in result.stdout


@pytest.mark.parametrize(
    ("missing", "said"),
    [("build.json", "holds no build: make one with kg build"), ("graph.ttl", "is missing: build it again with kg build")],
)
def test_what_is_no_build_is_an_error_in_one_line(copy: Path, missing: str, said: str) -> None:
    (copy / missing).unlink()
    result = run(copy)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_what_was_refused_is_listed_and_fails_the_check() -> None:
    report = check(Records(refused=(Refusal("action-1", "value"),)), None)
    assert not report.passed
    assert "action-1: the value cannot be read from its quote" in format_report(report)
    assert to_json(report)["grounding"]["refused"] == [{"record": "action-1", "fault": "value", "evidence": None}]


def test_shapes_that_were_not_asked_are_not_said_to_hold() -> None:
    report = check(Records(), None)
    assert to_json(report)["shapes"] == {"asked": False, "violations": []}
    assert "Shapes 数据形状: –" in format_report(report)
    assert "run kg check" in format_report(report)


def test_a_build_of_a_large_graph_leaves_the_shapes_to_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "SHAPES_AT_ONCE", 10)
    built = building.build([BULLETINS], tmp_path / "out")
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["shapes"]["asked"] is False
    assert "checks      all pass, kg check asks the shapes" in building.summary(built)
    assert check_build(tmp_path / "out").violations == ()


def test_everything_that_can_be_found_is_found_and_told() -> None:
    report = check(broken(), None)
    assert {name for name, count in report.findings.items() if count} == {"completeness", "grounding", "sums"}
    told = format_report(report)
    for group, key in (("flaw", "missing"), ("fault", "quote"), ("fault", "unnamed")):
        assert text_of(key, group)["en"] in told


def test_every_reason_for_leaving_a_figure_out_has_a_label_in_both_languages() -> None:
    for reason in load("left_out")["reason"]:
        label = reason_of(reason["key"])
        assert label["zh"]
        assert label["en"]
        assert label["zh"] != reason["key"]


def test_checking_loads_no_spacy(built: Path) -> None:
    code = (
        "import sys\nfrom kg.check.lines import format_report\nfrom kg.check.report import check_build\nfrom pathlib import Path\n"
        "print(format_report(check_build(Path('build'))))\nassert 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=built.parent, check=True, capture_output=True)


def test_progress_goes_to_standard_error(built: Path) -> None:
    result = run(built)
    assert "reading every quote again" in result.stderr
    assert "reading every quote again" not in result.stdout


def test_a_build_is_checked_from_its_own_folder_alone(copy: Path) -> None:
    assert check_build(copy).passed


@pytest.mark.parametrize("table", ["measures", "evidence"])
def test_a_table_that_says_again_what_others_say_may_not_differ_from_them(copy: Path, table: str) -> None:
    path = copy / "tables" / f"{table}.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    run = CliRunner().invoke(main, ["check", "--build", str(copy)])
    assert run.exit_code == 2
    assert f"{table}.jsonl is not what the other tables" in run.stderr
