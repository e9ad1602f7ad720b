"""The store of a million triples: what kg adds to bare pyoxigraph, what the tables save, what an update saves: python benchmarks/store.py

The graph is made up, in the shape of ours: some 300 triples a bulletin, statements with figures and evidence. All is measured in one run, the ways
to ask by turns, and the fastest turn of each counts: others on the machine only ever make one slower.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from kg.model import Action, Bulletin, Entity, EntityType, Evidence, Level, Measure, Records, Status
from kg.output import write_manifest
from kg.rdf import quads, vocabulary
from kg.rdf.namespaces import PREFIXES
from kg.store import ask, ask_tables, bound_query, bound_terms, open_store, questions, write_store
from kg.tables import write_tables

TURNS = 9
# Statements a bulletin, each with a figure: some 300 triples.
STATEMENTS = 6
# How often each kind of statement stands in the texts of data/gold.
KINDS = {
    **{"pairing": 103, "funding": 92, "personnel": 63, "output": 52, "investment": 43, "project": 42, "outcome": 38, "training": 35},
    **{"employment": 22, "service": 22, "trade": 20, "target": 17, "agreement": 14, "exchange": 6, "subsidy": 6},
}
TOPICS = ("帮扶资金", "医疗设备", "产业园", "专业技术人才", "公益性岗位", "教师培训", "冬桃苗木", "消费帮扶")
QUESTIONS = {
    "pairings of a place": "SELECT ?name { ?pairing a aid:Pairing ; aid:recipient id:place-620007 ; aid:provider ?who . ?who rdfs:label ?name }",
    "sum by provider and year": """SELECT ?name ?year (SUM(?value) AS ?yuan) {
      ?action a aid:Funding ; aid:provider ?who ; aid:period ?year ; aid:measure ?measure . ?who rdfs:label ?name .
      ?measure aid:countsInTotals true ; aid:unit "元" ; aid:value ?value } GROUP BY ?name ?year""",
    "path of two steps": """SELECT DISTINCT ?name {
      id:place-330007 aid:assists ?taker . ?other aid:assists ?taker ; aid:funds ?further . ?further rdfs:label ?name }""",
    "text filter": 'SELECT ?quote { ?action aid:evidence/oa:hasSelector/oa:exact ?quote FILTER(CONTAINS(?quote, "冬桃苗木199")) }',
    "count by kind": "SELECT ?kind (COUNT(?action) AS ?n) { ?action a ?kind . ?kind rdfs:subClassOf aid:Action } GROUP BY ?kind",
}


def made_up(bulletins: int, *, seed: int = 7) -> Records:
    """Return records of so many bulletins: a hundred who assist, five hundred who are assisted, each kind of statement as often as in data/gold."""
    chance = random.Random(seed)
    givers, takers = _places(330000, 100), _places(620000, 500)
    regions = (_place(330000, Level.PROVINCE), _place(620000, Level.PROVINCE))
    sources, actions = [], []
    for number in range(bulletins):
        name, text = f"bulletin-{number:06}", ""
        for _ in range(STATEMENTS):
            giver, taker, amount = chance.choice(givers), chance.choice(takers), chance.randrange(1, 9999)
            (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
            topic, year = chance.choice(TOPICS), chance.randrange(2012, 2025)
            quote = f"{year}年，{giver.name}向{taker.name}落实{topic}{amount}万元"
            actions.append(_action(name, len(text), quote, kind, (giver.id, taker.id), topic, str(year), amount, chance))
            text += quote + "\n"
        sources.append(Bulletin(name, text, (), (), title=f"简报第{number}期", date=f"{chance.randrange(2012, 2025)}-06-01", file=f"{name}.txt"))
    named = _mentioned((*givers, *takers), actions)
    return Records(tuple(sources), named, tuple(sorted(actions, key=lambda a: a.id)), regions=regions)


def _place(code: int, level: Level, parent: str = "") -> Entity:
    kind = "省" if level is Level.PROVINCE else "县"
    return Entity(f"place-{code}", EntityType.PLACE, f"第{code}{kind}", code=str(code), level=level, parent=parent)


def _places(province: int, count: int) -> list[Entity]:
    return [_place(province + number, Level.COUNTY, f"place-{province}") for number in range(1, count + 1)]


def _action(
    bulletin: str, start: int, quote: str, kind: str, parties: tuple[str, str], topic: str, year: str, amount: int, chance: random.Random
) -> Action:
    evidence = Evidence(bulletin, start, start + len(quote), quote)
    at = quote.rindex(f"{amount}万元")
    figure = Evidence(bulletin, start + at, start + len(quote), quote[at:])
    unit = {"personnel": "人", "training": "人次", "employment": "人", "project": "个"}.get(kind, "元")
    name = f"{bulletin}-{start}"
    value = Decimal(amount) * (10_000 if unit == "元" else 1)
    counted = chance.random() < 0.8
    measure = Measure(f"measure-{name}", value, None, unit, "万元", "exact", figure, counts_in_totals=counted, counts_in_year=counted)  # type: ignore[arg-type]
    sector = (chance.choice(sorted(vocabulary().schemes["sector"])),)
    status = chance.choice(list(Status))
    return Action(f"action-{name}", kind, parties[:1], parties[1:], (evidence,), (), "东西部协作", topic, sector, status, year, (measure,))


def _mentioned(entities: tuple[Entity, ...], actions: list[Action]) -> tuple[Entity, ...]:
    """Return the entities with a mention for each statement that they are a party of."""
    mentions: dict[str, list[Evidence]] = {entity.id: [] for entity in entities}
    for action in actions:
        for party in (*action.provider, *action.recipient):
            whole = action.evidence[0]
            mentions[party].append(replace(whole, start=whole.start + 6, end=whole.start + 14, quote=whole.quote[6:14]))
    return tuple(replace(entity, mentions=tuple(mentions[entity.id])) for entity in entities)


def write_build(records: Records, folder: Path, *, former: Path | None = None) -> int:
    """Write the store and the tables of some records; return the number of quads."""
    folder.mkdir()
    statements = quads(records)
    write_store(statements, folder, former=former)
    write_tables(records, folder / "tables")
    write_manifest(records.bulletins, [], folder)
    return len(statements)


def ratios(build: Path) -> Iterator[tuple[str, float, float, int]]:
    """Yield for each of the five questions what it takes bare pyoxigraph and ``kg.store.ask``, in milliseconds, and how many rows it has."""
    ours, bare = open_store(build), Store.read_only(str(build / "store"))
    for name, query in QUESTIONS.items():

        def plain(query: str = query) -> int:
            results = bare.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
            assert isinstance(results, QuerySolutions)
            return len([tuple(row) for row in results])

        def by_kg(query: str = query) -> int:
            return len(ask(ours, query).rows)

        rows = plain()
        assert by_kg() == rows
        yield name, *by_turns(plain, by_kg), rows


def by_turns(*ways: Callable[[], object]) -> list[float]:
    """Return the milliseconds of the fastest turn of each of some ways; what takes less than a tenth of a second has more turns."""
    began = time.perf_counter()
    ways[0]()
    turns = TURNS * (20 if time.perf_counter() - began < 0.1 else 1)
    taken: list[list[float]] = [[] for _ in ways]
    for turn in range(turns):
        # Neither always comes first.
        for i in range(len(ways)) if turn % 2 else reversed(range(len(ways))):
            began = time.perf_counter()
            ways[i]()
            taken[i].append((time.perf_counter() - began) * 1000)
    return [min(times) for times in taken]


def engines(build: Path) -> Iterator[tuple[str, float, float]]:
    """Yield for each question that adds up over a country what it takes the graph and the tables, in milliseconds; both answer the same."""
    store = open_store(build)
    for question in questions().values():
        if not question.sql:
            continue
        query, terms = bound_query(store, question, question.parameters), bound_terms(store, question, question.parameters)

        def graph(query: str = query) -> object:
            return ask(store, query)

        def tables(question: object = question, terms: object = terms) -> object:
            return ask_tables(build, question, terms)  # type: ignore[arg-type]

        assert graph() == tables(), question.name
        yield question.name, *by_turns(graph, tables)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bulletins", type=int, default=2600)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder) / "build"
        records = made_up(wanted.bulletins)
        count = write_build(records, build)
        print(f"{len(records.bulletins)} bulletins, {count} quads, measures.jsonl {(build / 'tables' / 'measures.jsonl').stat().st_size} bytes")
        print(f"opened in {by_turns(lambda: open_store(build))[0]:.1f} ms")
        print("\n| question | rows | pyoxigraph, ms | kg, ms | ratio |\n|---|---|---|---|---|")
        for name, bare, ours, rows in ratios(build):
            print(f"| {name} | {rows} | {bare:.2f} | {ours:.2f} | {ours / bare:.2f} |")
        print("\n| question | graph, ms | tables, ms |\n|---|---|---|")
        for name, graph, tables in engines(build):
            print(f"| {name} | {graph:.0f} | {tables:.0f} |")
        for share in (100, 10):
            changed = tuple(replace(b, title="更正") if n % share == 0 else b for n, b in enumerate(records.bulletins))
            statements = quads(replace(records, bulletins=changed))
            anew, over = Path(folder) / f"anew{share}", Path(folder) / f"over{share}"
            anew.mkdir()
            over.mkdir()
            times = [_timed(lambda: write_store(statements, anew)), _timed(lambda: write_store(statements, over, former=build))]  # noqa: B023
            print(f"\nof {share} bulletins one changed: store anew {times[0]:.1f} s, updated {times[1]:.1f} s")


if __name__ == "__main__":
    main()
