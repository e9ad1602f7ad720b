"""What ``kg query`` promises: every way to ask, every form of answer, one plain message for every mistake, and quickly."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.store import questions

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
QUERY = "SELECT ?name { ?place a aid:Place ; aid:code '510727' ; rdfs:label ?name }"


def ask(built: Path, *words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *words, "--build", str(built)], input=stdin)


def question(built: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["ask", *words, "--build", str(built)])


def test_a_query_comes_inline_from_a_file_or_from_standard_input(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.rq"
    file.write_text("\ufeff" + QUERY, encoding="utf-8")
    inline, named, option = ask(built, QUERY), ask(built, str(file)), ask(built, "--file", str(file))
    ways = [inline, named, option, ask(built, "-", stdin=QUERY), ask(built, "--file", "-", stdin=QUERY)]
    assert [way.stdout for way in ways] == ["name\n──────\n平武县\n(1 row)\n"] * 5
    assert {way.exit_code for way in ways} == {0}


@pytest.mark.parametrize("words", [("--place", "平武县"), ("--place=平武",)])
def test_a_question_is_asked_by_its_name(words: tuple[str, ...], built: Path) -> None:
    result = ask(built, "--name", "who-assists", *words)
    assert "衢江区" in result.stdout
    assert "东西部扶贫协作" in result.stdout
    assert question(built, "who-assists", *words).stdout == result.stdout


@pytest.mark.parametrize("name", questions())
def test_the_command_that_the_list_gives_for_a_question_asks_it(name: str, built: Path) -> None:
    line = next(line for line in question(built).stdout.splitlines() if line.startswith(f"  kg ask {name}"))
    words = line.replace("[", "").replace("]", "").split()[2:]
    result = question(built, *words)
    assert (result.exit_code, result.stderr) == (0, "")
    assert question(built, *words, "--format", "json").stdout.startswith("{")


def test_a_parameter_in_brackets_may_be_left_out(built: Path) -> None:
    whole, year = (question(built, "money-by-provider", *words, "--format", "csv").stdout for words in ([], ["--year", "2018"]))
    assert (len(whole.splitlines()), len(year.splitlines())) == (5, 2)
    assert "12500000" in year


def test_an_answer_goes_into_a_file_in_the_form_that_its_ending_tells(built: Path, tmp_path: Path) -> None:
    import duckdb

    for name in ("answer.parquet", "answer.csv", "answer.md"):
        result = ask(built, QUERY, "-o", str(tmp_path / name))
        assert (result.exit_code, result.output) == (0, "")
    assert duckdb.sql(f"SELECT * FROM '{tmp_path / 'answer.parquet'}'").fetchall() == [("平武县",)]
    assert (tmp_path / "answer.csv").read_text(encoding="utf-8") == "name\n平武县\n"
    assert (tmp_path / "answer.md").read_text(encoding="utf-8") == "| name |\n| --- |\n| 平武县 |\n"
    assert ask(built, QUERY, "-o", "-", "--format", "csv").stdout == "name\n平武县\n"


def test_only_so_many_rows_come_and_it_is_told_that_there_are_more(built: Path) -> None:
    query = "SELECT ?name { ?place a aid:Place ; aid:code ?code ; rdfs:label ?name } ORDER BY ?code"
    assert ask(built, query, "--limit", "1").stdout == "name\n──────\n浙江省\n(1 row, and there are more)\n"
    cut = ask(built, query, "--limit", "1", "--format", "csv")
    assert (cut.stdout, cut.stderr) == ("name\n浙江省\n", "kg: cut after 1: there are more\n")
    assert ask(built, QUERY, "--limit", "1").stdout == "name\n──────\n平武县\n(1 row)\n"
    assert ask(built, "DESCRIBE id:place-510727", "--limit", "2").stderr == "kg: cut after 2: there are more\n"


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize(
    "query",
    [
        ENDLESS,
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'x') }",
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'x') }",
        "CONSTRUCT { ?a ?b ?c } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'x') }",
        "SELECT * { ?a (<urn:x>|!<urn:x>)* ?b . ?b (<urn:x>|!<urn:x>)* ?c . ?c (<urn:x>|!<urn:x>)* ?d }",
    ],
    ids=["count", "sort", "filter", "ask", "construct", "path"],
)
def test_a_query_that_outlives_its_time_ends_with_the_process_and_leaves_nothing(query: str, built: Path, tmp_path: Path) -> None:
    command = [*KG, "query", query, "--timeout", "0.5", "--build", str(built), "-o", "answer.csv"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=30)
    assert (run.returncode, run.stdout) == (124, "")
    assert run.stderr == "kg: no answer within 0.5 seconds: ask for less, or allow more with --timeout\n"
    assert list(tmp_path.iterdir()) == []


def test_an_answer_within_its_time_is_whole(built: Path) -> None:
    result = ask(built, QUERY, "--timeout", "60")
    assert (result.exit_code, result.stdout) == (0, "name\n──────\n平武县\n(1 row)\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_a_query_at_once(built: Path) -> None:
    process = subprocess.Popen([*KG, "query", ENDLESS, "--build", str(built)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=5) == -signal.SIGINT
    process.communicate()


OWN = """# en: Schools with a word in their names
# param word: 学院
# param least?: 1
SELECT ?name (COUNT(?m) AS ?n) {
  VALUES ?word { "学院" }
  VALUES ?least { UNDEF } # 1
  ?s a aid:School ; rdfs:label ?name ; aid:mention ?m FILTER(CONTAINS(STR(?name), ?word))
} GROUP BY ?name ?least HAVING(COUNT(?m) >= COALESCE(?least, 0))
"""


def test_questions_of_ones_own_join_ours(built: Path, tmp_path: Path) -> None:
    (tmp_path / "schools.rq").write_text("\ufeff" + OWN, encoding="utf-8")
    own = ["--queries", str(tmp_path)]
    assert question(built, *own).stdout.endswith("\nSchools with a word in their names\n  kg ask schools --word 学院 [--least 1]\n")
    assert question(built, "schools", "--word", "职业", *own).stdout.splitlines()[2] == "衢州职业技术学院  1"
    assert question(built, "schools", "--word", "职业", "--least", "9", *own).stdout.startswith("no rows")
    assert question(built, "schools", "--word", '" } UNION { ?s ?p ?name } #\\', *own).stdout.startswith("no rows")
    assert question(built, "money-by-provider", *own).stdout == question(built, "money-by-provider").stdout
    assert "--least x is no whole number" in question(built, "schools", "--word", "x", "--least", "x", *own).stderr
    assert "there is no question school: did you mean schools" in question(built, "school", *own).stderr


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("own.rq", "# en: x\nSELECT ?x {\n ?x a aid:Plce }", "own.rq, line 3, column 7: the ontology has no term aid:Plce: did you mean aid:Place?"),
        ("own.rq", "# en: x\nSELECT ?x {\n ?x a", "own.rq, line 3, column 6: expected "),
        ("own.rq", "# en: x\nDROP ALL", "own.rq, line 2, column 1: DROP would change the build"),
        ("own.rq", "SELECT * { ?a ?b ?c }", "own.rq, line 1: nothing says what it asks: begin with a line such as # en:"),
        ("own.rq", "# en: x\n# param place: 平武县\nASK {}", "own.rq, line 2: no line of the query gives place its example: write such as VALUES"),
        ("own.rq", '# en: x\n# param year?: 2018\nASK { VALUES ?year { UNDEF } }', "own.rq, line 2: no line of the query gives year its example"),
        ("own.rq", '# en: x\n# param limit: 1\nASK { VALUES ?limit { 1 } }', "own.rq, line 2: --limit is an option of kg ask"),
        ("own.rq", "# en: x\n# parameter place\nASK {}", "own.rq, line 2: this is no parameter: write such as # param place: 平武县"),
        ("own.rq", "# en: x\nASK { ?x ?y '\udcff' }", "own.rq, line 2: this is not UTF-8 text: save the file as UTF-8"),
        ("jobs.rq", "# en: x\nASK {}", "jobs.rq: there is a question jobs already: give the file another name"),
        ("own.txt", "", "has no question: a question is a file that ends in .rq"),
    ],
)
def test_a_file_that_is_no_question_is_named_with_its_line(name: str, text: str, said: str, built: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(text.encode(errors="surrogateescape"))
    result = question(built, "jobs", "--queries", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_all_files_that_are_no_questions_are_named_at_once(built: Path, tmp_path: Path) -> None:
    for name in ("a.rq", "b.rq"):
        (tmp_path / name).write_text("ASK {}", encoding="utf-8")
    lines = question(built, "--queries", str(tmp_path)).stderr.splitlines()
    assert [line.partition(",")[0] for line in lines] == [f"kg: {tmp_path / name}" for name in ("a.rq", "b.rq")]


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
        ([], "kg: no query given: kg query 'SELECT …', kg query FILE, or kg ask NAME"),
        ([QUERY, QUERY], "kg: one query at a time, in quotation marks: "),
        ([QUERY, "--name", "people-sent"], "kg: one query at a time, in quotation marks: "),
        ([QUERY, "--place", "平武县"], "kg: --place is no option of kg query, nor without --name of a question: see kg query --help"),
        (["--name", "who-assists", "--place"], "kg: --place needs a value, as in --place 平武县"),
        (["--name", "who-assists"], "kg: who-assists needs --place, such as --place 平武县"),
        (["--name", "who"], "kg: there is no question who: did you mean who-assists"),
        (["--file", "nowhere.rq"], "kg: nowhere.rq cannot be read (No such file or directory): name a file with a SPARQL query"),
        (["nowhere.rq"], "kg: nowhere.rq cannot be read (No such file or directory): name a file with a SPARQL query"),
        ([QUERY, "--format", "parquet"], "kg: Parquet is for programs: name a file with -o, such as -o answer.parquet"),
        (["--name", "money-by-provider", "2018"], "kg: one query at a time"),
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
    assert "  kg ask what-gave --giver 衢江区 --taker 平武县\n" in result.stdout


def test_asking_loads_neither_spacy_nor_rdflib_and_is_quick(built: Path) -> None:
    heavy = "{'spacy', 'urllib3', 'rdflib', 'networkx', 'numpy', 'pyvis', 'pyshacl', 'duckdb'}"
    code = f"import sys; from kg.cli import main; main(['query', *sys.argv[1:]], standalone_mode=False); print({heavy} & sys.modules.keys())"
    seconds = []
    for words in ([QUERY], ["--name", "who-assists", "--place", "平武县"]) * 3:
        began = os.times()
        run = subprocess.run([sys.executable, "-c", code, *words], cwd=built.parent, capture_output=True, encoding="utf-8")
        ended = os.times()
        # Of the processor, for a machine that others keep busy makes the clock run on: on one that is free, both are the same.
        used = ended.children_user - began.children_user + ended.children_system - began.children_system
        seconds.append(min(ended.elapsed - began.elapsed, used) if used else ended.elapsed - began.elapsed)
        assert run.returncode == 0, run.stderr
        assert "平武县" in run.stdout
        assert run.stdout.endswith("set()\n")
    assert min(seconds) < 0.4
