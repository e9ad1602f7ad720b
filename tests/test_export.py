"""What exports promise: others' own readers open them, nothing is lost or run, and the columns say what they mean."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import frictionless
import networkx as nx
import pytest
import yaml
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

import kg
from kg.cli import main
from kg.errors import InputError, OutputError, QueryError
from kg.export import FORMS, export
from kg.export.fields import load_fields
from kg.export.package import write_package
from kg.export.workbook import write_workbook
from kg.model import Records
from kg.tables import read_records
from kg.tables.parquet import connect
from kg.tables.sheets import COLUMNS
from miniature import hostile, miniature

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", params=FORMS)
def exported(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp("export") / f"out.{request.param}"
    run = CliRunner().invoke(main, ["export", str(out), "--format", request.param, "--build", str(built)])
    assert run.exit_code == 0, run.output
    assert run.output == f"{out}\n"
    return request.param, out


def content(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted([path, *path.rglob("*")]) if file.is_file()}


def test_two_exports_of_a_build_are_the_same_bytes(exported: tuple[str, Path], built: Path, tmp_path: Path) -> None:
    form, out = exported
    export(built, tmp_path / "again", form)
    assert content(tmp_path / "again") == content(out) != {}


def test_every_table_and_column_has_a_name_and_a_meaning() -> None:
    names = load_fields()
    assert set(names["tables"]) == set(COLUMNS)
    assert set(names["columns"]) == {column for columns in COLUMNS.values() for column in columns}
    assert all(name["zh"] and name["en"] for group in names.values() for name in group.values())


@pytest.mark.parametrize("table", COLUMNS)
def test_no_two_columns_of_a_table_have_one_name(table: str) -> None:
    heads = [load_fields()["columns"][column]["zh"] for column in COLUMNS[table]]
    assert len(set(heads)) == len(heads)


def test_a_workbook_has_a_sheet_for_each_table_under_chinese_headers(built: Path, tmp_path: Path) -> None:
    export(built, tmp_path / "all.xlsx", "xlsx")
    book, records, names = CalamineWorkbook.from_path(tmp_path / "all.xlsx"), read_records(built), load_fields()
    assert book.sheet_names == [*(names["tables"][table]["zh"] for table in COLUMNS), "说明"]
    heads, *rows = book.get_sheet_by_name("事项").to_python()
    assert heads[:4] == ["编号", "类别", "给予方", "接受方"]
    assert len(rows) == len(records.actions)
    (investment,) = [row for row in rows if row[2] == "浙江通恒公司" and row[1] == "企业投资"]
    assert dict(zip(heads, investment, strict=True))["情况"] == "已承诺"
    heads, *rows = book.get_sheet_by_name("数字").to_python()
    values = [dict(zip(heads, row, strict=True)) for row in rows]
    assert sum(Decimal(str(v["数值"])) for v in values) == sum(m.value for a in records.actions for m in a.measures)
    assert {v["计入总数"] for v in values} == {"是", "否"}


def test_a_workbook_runs_nothing_that_a_text_says(tmp_path: Path) -> None:
    records = hostile()
    evil = replace(records.entities[0], name='=HYPERLINK("http://example.org","x")', aliases=("http://example.org",))
    write_workbook(replace(records, entities=(evil, *records.entities[1:])), tmp_path / "evil.xlsx")
    import zipfile

    with zipfile.ZipFile(tmp_path / "evil.xlsx") as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any("<f>" in sheet or "hyperlink" in sheet.lower().replace("=hyperlink(", "") for sheet in sheets)


def test_a_number_of_more_digits_than_a_spreadsheet_holds_is_a_text(tmp_path: Path) -> None:
    records = miniature()
    first, *rest = [action for action in records.actions if action.measures]
    large = replace(first, measures=(replace(first.measures[0], value=Decimal("12345678901234567.5")),))
    write_workbook(replace(records, actions=(large, *rest)), tmp_path / "large.xlsx")
    heads, row, *_ = CalamineWorkbook.from_path(tmp_path / "large.xlsx").get_sheet_by_name("数字").to_python()
    assert row[heads.index("数值")] == "12345678901234567.5"


def test_csv_has_chinese_headers_and_labels_where_they_are_asked_for(built: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["export", str(tmp_path / "zh"), "--format", "csv", "--headers", "zh", "--build", str(built)])
    assert run.exit_code == 0, run.output
    with (tmp_path / "zh" / "事项.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(read_records(built).actions)
    assert {"已完成", "已承诺", "计划中"} >= {row["情况"] for row in rows} > {"已承诺"}
    export(built, tmp_path / "en", "csv")
    assert (tmp_path / "en" / "actions.csv").read_bytes() == (built / "tables" / "actions.csv").read_bytes()


@pytest.mark.parametrize(("table", "column"), [("未用的数字", "原因"), ("证据", "所证类型"), ("名称归并", "归并依据")])
def test_no_key_is_left_in_english_where_chinese_is_asked_for(table: str, column: str, built: Path, tmp_path: Path) -> None:
    export(built, tmp_path / "zh", "csv", language="zh")
    with (tmp_path / "zh" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [row[column] for row in csv.DictReader(file)]
    assert told
    assert not [value for value in told if value.isascii()]
    export(built, tmp_path / "all.xlsx", "xlsx")
    heads, *rows = CalamineWorkbook.from_path(tmp_path / "all.xlsx").get_sheet_by_name(table).to_python()
    assert [row[heads.index(column)] for row in rows] == told


def test_parquet_is_what_duckdb_reads(built: Path, tmp_path: Path) -> None:
    export(built, tmp_path / "parquet", "parquet")
    with connect(*(tmp_path / "parquet").glob("*.parquet")) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM actions").fetchone() or (0,)
    assert count == len(read_records(built).actions)


@pytest.mark.parametrize(("name", "read"), [("all.graphml", nx.read_graphml), ("all.gexf", nx.read_gexf)])
def test_networkx_reads_the_network_with_all_statements(name: str, read: object, built: Path, tmp_path: Path) -> None:
    export(built, tmp_path / name, name.rpartition(".")[2])
    graph = read(tmp_path / name)  # type: ignore[operator]
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert graph.nodes["place-510727"]["label"] == "平武县"
    edges = [said for *_, said in graph.edges(data=True)]
    assert len({said["action"] for said in edges}) == len(read_records(built).actions)
    assert sum(said.get("yuan", 0) for said in edges if said["kind"] == "funding" and said["status"] == "done") == 27_257_400


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_network_has_what_is_unchecked_only_where_it_is_asked_for(
    form: str, read: Callable[[Path], nx.MultiDiGraph], national: Path, tmp_path: Path
) -> None:
    for options, unchecked in ((), False), (("--unchecked",), True):
        out = tmp_path / f"{unchecked}.{form}"
        run = CliRunner().invoke(main, ["export", str(out), *options, "--build", str(national)])
        assert run.exit_code == 0, run.output
        network, graph = read(out), kg.load(national, unchecked=unchecked)
        assert dict(network.degree()) == dict(graph.degree())
        assert {said.get("rank") for *_, said in network.edges(data=True)} == ({None, "unchecked"} if unchecked else {None})


def test_gexf_takes_no_offset_for_a_time(built: Path, tmp_path: Path) -> None:
    export(built, tmp_path / "all.gexf", "gexf")
    text = (tmp_path / "all.gexf").read_text(encoding="utf-8")
    assert 'mode="static"' in text
    assert "lastmodifieddate" not in text
    assert "<spell" not in text


@pytest.mark.parametrize("records", [miniature(), hostile(), Records()], ids=["miniature", "hostile", "empty"])
def test_a_data_package_is_valid_and_loses_nothing(records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_package(records, tmp_path / "package")
    monkeypatch.chdir(tmp_path / "package")
    assert check("datapackage.json") == []
    with Path("data/actions.csv").open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [action.id for action in records.actions]


def check(path: str) -> list[str]:
    """Return what frictionless finds wrong with a data package: schemas, types, keys, sizes and hashes."""
    report = frictionless.Package(path).validate()
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [error.message for error in report.errors]


def test_the_data_package_of_the_founding_build_is_valid(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(built, tmp_path / "package", "datapackage")
    monkeypatch.chdir(tmp_path / "package")
    assert check("datapackage.json") == []
    package = json.loads(Path("datapackage.json").read_text(encoding="utf-8"))
    assert all(field["description"] for resource in package["resources"] for field in resource["schema"]["fields"])
    cited = yaml.safe_load(Path("CITATION.cff").read_text(encoding="utf-8"))
    assert cited["type"] == "dataset"
    assert len(cited["references"]) == len(read_records(built).bulletins)


def test_a_data_package_that_was_tampered_with_is_not_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_package(miniature(), tmp_path / "package")
    monkeypatch.chdir(tmp_path / "package")
    file = Path("data/measures.csv")
    file.write_text(file.read_text(encoding="utf-8").replace("534", "535"), encoding="utf-8")
    assert any("hash" in complaint for complaint in check("datapackage.json"))


def test_the_citation_of_the_program_is_complete() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(cited)
    import tomllib

    assert cited["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_what_is_there_is_not_written_over(built: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(OutputError, match="kept is there already: name another folder"):
        export(built, tmp_path / "kept", "csv")
    with pytest.raises(OutputError, match="name another file"):
        export(built, tmp_path / "kept", "xlsx")
    (tmp_path / "notes.xlsx").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"notes\.xlsx is there already: name another file, or remove it first"):
        export(built, tmp_path / "notes.xlsx", "xlsx")
    assert (tmp_path / "notes.xlsx").read_text(encoding="utf-8") == "mine"


def test_what_is_no_format_is_answered_with_those_that_are(built: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"out\.doc tells no format: it is one of xlsx, csv"):
        export(built, tmp_path / "out.doc", "")
    with pytest.raises(QueryError, match="csv is a folder with a file for each table: name a folder, with --format csv"):
        export(built, tmp_path / "out.csv", "")
    with pytest.raises(QueryError, match="csv has what is unchecked in any case, with its rank"):
        export(built, tmp_path / "out", "csv", unchecked=True)
    with pytest.raises(QueryError, match="for programs"):
        export(built, tmp_path / "out", "parquet", language="zh")
    with pytest.raises(InputError, match="make one with kg build"):
        export(tmp_path, tmp_path / "out", "csv")
    assert list(tmp_path.iterdir()) == []
