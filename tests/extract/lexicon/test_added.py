"""A user's own words are added to those of the lexicon for one build, and are checked before."""

import functools
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg.extract
import kg.link
from kg.building import build
from kg.cli import main
from kg.errors import InputError
from kg.evaluate import evaluate
from kg.extract import lexicon
from kg.extract.lexicon.added import read_added
from kg.extract.pipeline import extract_records
from kg.read import read_text

BULLETIN = (
    "衢江区东西部扶贫协作帮扶平武县工作通报\n\n2019年，浙江省衢州市衢江区对口帮扶四川省绵阳市平武县。"
    "衢江区为平武县开办夜校12所，种菜30畦，绿化率40%。清溪互助社捐赠羽绒服20件，拢共40件。\n"
)
OWN = """
[kinds.training]
counted = ["夜校"]

[units.measure]
things = ["畦"]

[units.rates.per]
"畦" = "畦"

[organizations.endings]
cooperative = ["互助社"]

[references.meant]
"社" = { types = ["cooperative"], ends = ["社"] }

[periods.plan]
"十六五" = [2031, 2035]

[[left_out.reason]]
key = "background"
patterns = ["绿化率[\\\\d.]+%"]

[[left_out.reason]]
key = "mood"
zh = "感受"
en = "a feeling"
patterns = ["幸福指数\\\\d+"]

[names.groups]
"清溪发展集团有限公司" = ["清溪发展"]
"""
# What keeps results that no word has to do with.
WORDLESS = {
    "kg.extract.kinds._far": "weights",
    "kg.extract.linear.load_linear": "weights",
    "kg.extract.pipeline.pipeline": "components, which keep nothing",
    "kg.extract.reading.punctuated": "punctuation",
    "kg.extract.roles._fitting": "weights",
    "kg.extract.roles._weights": "weights",
    **{
        f"kg.extract.templates.{n}": "names of features"
        for n in ("standing", "between", "said", "near", "behind", "ahead", "ordered", "place", "worded", "acting", "fitting")
    },
    "kg.extract.row_years._pattern": "signs of dates, and the words of registers",
    "kg.extract.surroundings._bare": "signs of names",
    "kg.extract.topic._score_together": "weights",
    "kg.extract.topic._together": "names of features",
    "kg.link.likeness._sounds": "a table of places",
    "kg.link.villages._table": "a table of places",
    "kg.link.year._told": "years",
    "kg.rdf.vocabulary.vocabulary": "terms of the ontology",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "words.toml"
    file.write_text(OWN, encoding="utf-8")
    return file


def read() -> dict[str, str]:
    """What each figure of the bulletin is taken for: the kind of its statement, or why it is left out."""
    records = extract_records([read_text(BULLETIN)])
    told = {m.evidence.quote: a.kind for a in records.actions for m in a.measures}
    return told | {left.evidence.quote: left.reason for left in records.left_out}


def test_own_words_tell_kinds_units_reasons_and_names(own: Path) -> None:
    before = read()
    with lexicon.adding(read_added(own)):
        records = extract_records([read_text(BULLETIN)])
        after = read()
    assert before["12所"] != "training"
    assert after["12所"] == "training"
    assert "30畦" not in before
    assert "30畦" in after
    assert before["40%"] != "background"
    assert after["40%"] == "background"
    assert "清溪互助社" in [e.name for e in records.entities]


def test_a_word_of_a_users_weighs_what_the_words_of_its_group_have_learned(own: Path) -> None:
    text = BULLETIN.replace("夜校", "培训班")
    learned = extract_records([read_text(text)])
    with lexicon.adding(read_added(own)):
        added = extract_records([read_text(BULLETIN)])
    triggers = [{a.trigger for a in records.actions if a.kind == "training"} for records in (learned, added)]
    assert "培训班" in triggers[0]
    assert "夜校" in triggers[1]


def test_own_words_end_with_their_build(own: Path, tmp_path: Path) -> None:
    (tmp_path / "bulletin.txt").write_text(BULLETIN, encoding="utf-8")
    manifests = []
    for number, words in enumerate((None, own, None)):
        out = tmp_path / str(number)
        build([tmp_path / "bulletin.txt"], out, lexicon=words)
        manifests.append(json.loads((out / "build.json").read_text(encoding="utf-8")))
    tables = [(tmp_path / str(n) / "tables" / "actions.jsonl").read_bytes() for n in range(3)]
    assert tables[0] == tables[2] != tables[1]
    assert manifests[0] == manifests[2]
    assert "lexicon" not in manifests[0]
    assert manifests[1]["lexicon"]["file"] == "words.toml"
    assert len(manifests[1]["lexicon"]["sha256"]) == 64


def test_own_words_end_with_their_build_where_it_fails(own: Path, tmp_path: Path) -> None:
    before = read()
    with pytest.raises(InputError):
        build([tmp_path / "missing.txt"], tmp_path / "out", lexicon=own)
    assert read() == before


def test_every_function_that_keeps_what_words_make_follows_the_lexicon() -> None:
    kept = set()
    for package in (kg.extract, kg.link):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            loaded = importlib.import_module(module.name)
            kept |= {v for v in vars(loaded).values() if isinstance(v, functools._lru_cache_wrapper)}
    free = {f"{k.__wrapped__.__module__}.{k.__wrapped__.__name__}" for k in kept if k not in lexicon._following}
    assert free == {*WORDLESS}


def test_own_words_are_measured(own: Path) -> None:
    folder = Path(__file__).parents[3] / "data" / "train" / "t1-baoan-duan-2021"
    with_words, without = evaluate([folder], lexicon=own), evaluate([folder])
    assert with_words[-1].folder == without[-1].folder == "ALL"


def test_a_word_that_the_lexicon_has_is_not_there_twice(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text('[kinds.training]\ncounted = ["培训", "夜校"]\n', encoding="utf-8")
    with lexicon.adding(read_added(file)):
        words = lexicon.load("kinds")["training"]["counted"]
    assert words.count("培训") == 1
    assert words[-1] == "夜校"
    assert "夜校" not in lexicon.load("kinds")["training"]["counted"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("kinds", "is no TOML in UTF-8"),
        ("[kind.training]\ncounted = ['夜校']", "the lexicon has no kind, it has kinds; kg lexicon lists all"),
        ("[kinds.trainig]\ncounted = ['夜校']", "kinds.trainig: the lexicon has no trainig, it has training"),
        ("[kinds.training]\nwords = ['夜校']", "the lexicon has no words, it has counted, verbs"),
        ("[kinds.training]\ncounted = '夜校'", "kinds.training.counted is a list of words: write counted ="),
        ("[kinds.training]\ncounted = [3]", "kinds.training.counted is a list of words"),
        ("[kinds.training]\ncounted = ['']", "kinds.training.counted is a list of words"),
        ("[kinds.training]\ncounted = ['夜校(班']", "'夜校(班' with '(' in it: words are looked for as they stand"),
        ("[kinds]\ntraining = ['夜校']", "kinds.training is a table: write [kinds.training]"),
        ("kinds = 3", "kinds is a table: write [kinds]"),
        ("[units.money]\nbase = '美元'", "nothing can be added to units.money.base"),
        ("[names.provinces]\n'某省' = '某'", "nothing can be added to names.provinces"),
        ("[roles.sums]\nalike = [['个', '件']]", "nothing can be added to roles.sums.alike"),
        ("[periods.relative]\n'今年' = 1", "periods.relative has 今年 = 0 already"),
        ("[periods.relative]\n'大后年' = '3'", "periods.relative.大后年 is not of the form of the others: write it as 今年 = 0"),
        ("[periods.plan]\n'十六五' = [2031]", "periods.plan.十六五 is not of the form of the others"),
        ("[references.meant]\n'社' = { types = ['shop'], ends = ['社'] }", "references.meant.社 is not of the form of the others"),
        ("[references.meant]\n'社' = { types = ['school'] }", "references.meant.社 is not of the form of the others"),
        ("[left_out]\nreason = 'x'", "write [[left_out.reason]], once for each reason"),
        ("[[left_out.reason]]\npatterns = ['x']", "has no key: give key and patterns"),
        ("[[left_out.reason]]\nkey = 'mine'\npatterns = ['x']", "has no zh: give key and patterns, and zh and en where the reason is new"),
        ("[[left_out.reason]]\nkey = 'date'\npatterns = ['x']\nword = 'y'", "has word, which means nothing there"),
        ("[[left_out.reason]]\nkey = 'date'\npatterns = ['(x']", "which is no regular expression"),
        ("[[left_out.reason]]\nkey = 'date'\npatterns = ['x*']", "which fits where nothing stands"),
    ],
)
def test_what_does_not_fit_the_lexicon_is_told(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)) as raised:
        read_added(file)
    assert str(file) in str(raised.value)


def test_a_file_of_words_that_is_not_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "out"), "--lexicon", str(tmp_path / "none.toml")])
    assert run.exit_code == 2
    assert run.stderr == f"kg: {tmp_path / 'none.toml'} cannot be read (No such file or directory): name a file of words with --lexicon\n"
