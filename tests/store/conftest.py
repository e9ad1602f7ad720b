"""Stores to ask: that of the build of data/bulletins, that of the texts of data/gold together, and those of a test's own records."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.link.judgements import Judgement
from kg.link.verdicts import rule
from kg.model import Action, Bulletin, Evidence, Level, Records, Role, Status, Verdict
from kg.output import write_manifest
from kg.rdf import quads
from kg.read import read_bulletin
from kg.store import open_store, write_store
from kg.store.protocols import open_target
from kg.store.push import carry_out, plan_push
from kg.tables import write_tables, write_texts
from miniature import COLLEGE, MIANYANG, PINGWU, PLAN, QUJIANG, QUZHOU, TONGHENG, action, bulletin, measure, miniature, place, quote
from servers import Oxigraph, oxigraph

GOLD = Path(__file__).parents[2] / "data" / "gold"


@pytest.fixture(scope="session")
def store(built: Path) -> Store:
    return open_store(built)


def _annotated(folder: Path) -> Bulletin:
    """Return the text of a folder of data/gold as a bulletin of the folder's name, with the date that its meta.json tells."""
    meta = folder / "meta.json"
    known = json.loads(meta.read_text(encoding="utf-8")) if meta.exists() else {}
    bulletin = read_bulletin(folder / "text.txt")
    return replace(bulletin, id=folder.name, published=known.get("published") or bulletin.published)


def _judged(records: Records, words: str, *corrections: tuple[str, str]) -> Records:
    """Return some records with a judgement of the first statement in a sentence with these words: that it is right, or otherwise in some fields."""
    of = next(a.id for a in records.actions if any(words in e.quote for e in a.evidence))
    signed = ("李华", "2024-05-01", "已见公报")
    corrected = [Judgement(Verdict.CORRECT, of, value, *signed, field=field) for field, value in corrections]
    return rule(records, [Judgement(Verdict.ACCEPT, of, "", *signed), *corrected]).apply(records)


@pytest.fixture(scope="session")
def gold_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store and the tables of the nine texts of data/gold in one build: more kinds of statements, and several bulletins."""
    from kg.extract.pipeline import extract_records

    folder = tmp_path_factory.mktemp("gold")
    records = _judged(extract_records([_annotated(text.parent) for text in sorted(GOLD.glob("*/text.txt"))]), "直接投入资金3179万元")
    write_store(quads(records), folder)
    write_tables(records, folder / "tables")
    write_texts(records, folder / "texts")
    write_manifest(records.bulletins, [], folder)
    return folder


@pytest.fixture(scope="session")
def gold_store(gold_build: Path) -> Store:
    return open_store(gold_build)


@pytest.fixture
def store_of(tmp_path: Path) -> Callable[[Records], Store]:
    """Return the store of some records."""

    def make(records: Records) -> Store:
        write_store(quads(records), tmp_path)
        return Store.read_only(str(tmp_path / "store"))

    return make


def _told() -> list[Action]:
    """Return what the miniature does not tell of, so that each question has an answer."""
    b = bulletin()

    def q(words: str) -> Evidence:
        return quote(b, words)

    whole = replace(measure(b, "总投资50亿", 1250, "元"), role=Role.TOTAL)
    part = replace(measure(b, "完成投资3.3亿元", 1050, "元", total=whole.id, counts=False), role=Role.PART)
    return [
        action("pairing", [QUZHOU], [MIANYANG], q("衢江平武")),
        action("pairing", [TONGHENG], [PINGWU], q("总投资50亿")),
        action("funding", [QUZHOU, TONGHENG], [PINGWU], q("总投资50亿"), whole, part, status=Status.PLANNED),
        action("target", [QUJIANG], [PINGWU], q("落实社会帮扶资金534万元"), measure(b, "结对28对", 28, "户")),
        action("employment", [QUJIANG], [PINGWU], q("41名"), measure(b, "等41名", 41, "个"), about="工作岗位"),
        action("output", [QUJIANG], [PINGWU], q("6家"), measure(b, "企业6家", 6, "亩"), about="苗木"),
        action("project", [QUJIANG], [PINGWU], q("3名"), measure(b, "选派3名", 3, "个"), about="项目"),
        action("agreement", [QUJIANG], [PINGWU], q("“康庄大道”"), about=PLAN.name, status=Status.COMMITTED),
    ]


@pytest.fixture
def told_of_everything() -> Records:
    """A miniature that tells of everything that can be asked about, under the ids that the questions have as examples."""
    whole = miniature()
    provinces = [place("330000", "浙江省", Level.PROVINCE), place("510000", "四川省", Level.PROVINCE)]
    placed = {
        QUZHOU.id: replace(QUZHOU, parent="place-330000"),
        MIANYANG.id: replace(MIANYANG, parent="place-510000", valid_from=2016),
        TONGHENG.id: replace(TONGHENG, mentions=(quote(bulletin(), TONGHENG.name),)),
        COLLEGE.id: replace(COLLEGE, id="school-0932588589b1", mentions=(quote(bulletin(), COLLEGE.name),)),
    }
    dated = [replace(a, period="2018", sector=("education",)) for a in (*whole.actions, *_told())]
    yearly = [replace(a, measures=tuple(replace(m, counts_in_year=True) for m in a.measures)) for a in dated]
    entities = sorted([*(placed.get(e.id, e) for e in whole.entities), *provinces], key=lambda e: e.id)
    told = replace(whole, entities=tuple(entities), actions=tuple(sorted(yearly, key=lambda a: a.id)))
    return _judged(told, "落实社会帮扶资金534万元", ("about", "帮扶资金"))


@pytest.fixture
def server() -> Iterator[Oxigraph]:
    """An empty SPARQL server."""
    with oxigraph() as running:
        yield running


@pytest.fixture(scope="session")
def gold_server(gold_store: Store) -> Iterator[Oxigraph]:
    """A SPARQL server with the texts of data/gold, pushed there; not to be written to."""
    with oxigraph() as running:
        target, _ = open_target(running.store, update=False, timeout=60, tell=print)
        list(carry_out(plan_push(gold_store, target), gold_store, target))
        yield running
