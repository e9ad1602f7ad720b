"""What ``kg query`` promises: every way to ask, every form of answer, one plain message for every mistake, and quickly."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

QUERY = "SELECT ?name { ?place a aid:Place ; aid:code '510727' ; rdfs:label ?name }"


def ask(built: Path, *words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *words, "--build", str(built)], input=stdin)


def test_a_query_comes_inline_from_a_file_or_from_standard_input(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.rq"
    file.write_text("\ufeff" + QUERY, encoding="utf-8")
    ways = [ask(built, QUERY), ask(built, "--file", str(file)), ask(built, "-", stdin=QUERY), ask(built, "--file", "-", stdin=QUERY)]
    assert [way.stdout for way in ways] == ["name\n──────\n平武县\n(1 row)\n"] * 4
    assert {way.exit_code for way in ways} == {0}


@pytest.mark.parametrize("words", [("--place", "平武县"), ("--place=平武",)])
def test_a_question_is_asked_by_its_name(words: tuple[str, ...], built: Path) -> None:
    result = ask(built, "--name", "who-assists", *words)
    assert "衢江区" in result.stdout
    assert "东西部扶贫协作" in result.stdout


def test_answers_come_as_csv_json_and_turtle(built: Path) -> None:
    assert ask(built, QUERY, "--format", "csv").stdout == "name\n平武县\n"
    assert json.loads(ask(built, QUERY, "--format", "json").stdout)["results"]["bindings"][0]["name"]["value"] == "平武县"
    assert 'rdfs:label "平武县"@zh' in ask(built, "DESCRIBE id:place-510727", "--format", "turtle").stdout
    assert ask(built, "ASK { ?x aid:assists ?y }").stdout == "yes\n"


def test_nothing_found_is_no_mistake(built: Path) -> None:
    result = ask(built, "SELECT ?x { ?x aid:code '000000' }")
    assert (result.exit_code, result.stdout) == (0, "no rows: nothing in this build matches\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["SELECT ?x { ?x a aid:Place"], "kg: query, line 1, column 27: expected OPTIONAL"),
        (["SELECT ?x { ?x a aid:Plase }"], "kg: query, line 1, column 18: the ontology has no term aid:Plase: did you mean aid:Place?"),
        (["INSERT DATA { id:a a aid:Place }"], "kg: query, line 1, column 1: INSERT would change the build"),
        (["SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }"], "kg: query, line 1, column 12: SERVICE asks another machine"),
        ([], "kg: no query given: kg query 'SELECT …', kg query --file F, or kg query --name NAME"),
        ([QUERY, QUERY], "kg: one query at a time, in quotation marks: "),
        ([QUERY, "--name", "people-sent"], "kg: one query at a time, in quotation marks: "),
        ([QUERY, "--place", "平武县"], "kg: --place is no option of kg query, nor without --name of a question: see kg query --help"),
        (["--name", "who-assists", "--place"], "kg: --place needs a value, as in --place 平武县"),
        (["--name", "who-assists"], "kg: who-assists needs --place, such as --place 平武县"),
        (["--name", "who"], "kg: there is no question who: did you mean who-assists"),
        (["--file", "nowhere.rq"], "kg: nowhere.rq cannot be read (No such file or directory): name a file with a SPARQL query"),
        (["DESCRIBE id:place-510727", "--format", "csv"], "kg: the answer is a graph, and csv holds tables"),
    ],
)
def test_a_mistake_is_told_in_a_line_without_a_traceback(words: list[str], said: str, built: Path) -> None:
    result = ask(built, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)
    assert "Traceback" not in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_a_query_that_is_no_text_is_named(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "gbk.rq"
    file.write_bytes(QUERY.encode() + "衢江".encode("gb18030"))
    assert f"gbk.rq is not UTF-8 text (byte {len(QUERY)}): save the query as UTF-8" in ask(built, "--file", str(file)).stderr


def test_a_folder_without_a_build_is_told_how_to_make_one(tmp_path: Path) -> None:
    result = ask(tmp_path / "build", QUERY)
    assert result.exit_code == 2
    assert result.stderr == f"kg: {tmp_path / 'build'} does not exist: make one with kg build INPUT -o {tmp_path / 'build'}\n"


def test_the_list_needs_no_build(tmp_path: Path) -> None:
    result = ask(tmp_path, "--list")
    assert result.exit_code == 0
    assert "  kg query --name what-gave --giver 衢江区 --taker 平武县\n" in result.stdout


def test_asking_loads_neither_spacy_nor_rdflib_and_is_quick(built: Path) -> None:
    heavy = "{'spacy', 'urllib3', 'rdflib', 'networkx', 'numpy', 'pyvis', 'pyshacl'}"
    code = f"import sys; from kg.cli import main; main(['query', *sys.argv[1:]], standalone_mode=False); print({heavy} & sys.modules.keys())"
    times = []
    for words in ([QUERY], ["--name", "who-assists", "--place", "平武县"]) * 3:
        began = time.perf_counter()
        run = subprocess.run([sys.executable, "-c", code, *words], cwd=built.parent, capture_output=True, encoding="utf-8")
        times.append(time.perf_counter() - began)
        assert run.returncode == 0, run.stderr
        assert "平武县" in run.stdout
        assert run.stdout.endswith("set()\n")
    assert min(times) < 0.4
