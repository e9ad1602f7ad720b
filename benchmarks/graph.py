"""How long a graph of a million actions takes to answer about one party, and how much memory: python benchmarks/graph.py

The build is made up, in the shape of ours, among the counties, cities and provinces of the table of places: who takes part in a statement, what kind
it is, how many figures it has and how many statements a bulletin has are as often as in data/gold. It is written line by line, by what writes builds.
What is measured is asked in a process of its own, so that the memory of making it does not count.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import kg
from kg.errors import QueryError
from kg.graph.choice import lineage
from kg.graph.loaded import LoadedGraph
from kg.index.index import FILE, TABLES
from kg.index.writing import write_index
from kg.link.gazetteer import gazetteer
from kg.link.identifiers import entity_id
from kg.model import Action, Article, Bound, Bulletin, Entity, EntityType, Evidence, LeftOut, Level, Measure, Records, Status
from kg.output import write_manifest
from kg.tables import to_line, write_texts
from kg.tables.rows import to_rows

ACTIONS = 1_000_000
STATEMENTS = 25
"""Statements a bulletin."""
EAST = ("11", "12", "31", "32", "33", "35", "37", "44")
WEST = ("15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65")
BODIES = {EntityType.ENTERPRISE: ("有限公司", "实业公司", "农业公司"), EntityType.SCHOOL: ("中学", "小学", "职校"), EntityType.HOSPITAL: ("医院",)}
EACH = 15
"""Bodies of each sort in a county."""
# Of a hundred givers and takers in the statements of data/gold, so many are of each kind.
GIVERS = {"county": 44, "prefecture": 21, "province": 8, EntityType.ENTERPRISE: 11, EntityType.SCHOOL: 10, EntityType.HOSPITAL: 6}
TAKERS = {"county": 70, "prefecture": 18, "province": 1, EntityType.ENTERPRISE: 2, EntityType.SCHOOL: 4, EntityType.HOSPITAL: 5}
BACK = 0.05
"""The share of statements that lead from west to east: workers, cadres sent to learn, goods."""
KINDS = {
    **{"pairing": 103, "funding": 92, "personnel": 63, "output": 52, "investment": 43, "project": 42, "outcome": 38, "training": 35},
    **{"employment": 22, "service": 22, "trade": 20, "target": 17, "agreement": 14, "exchange": 6, "subsidy": 6},
}
UNITS = {"personnel": "人", "training": "人次", "employment": "人", "project": "个"}
TOPICS = ("帮扶资金", "医疗设备", "产业园", "专业技术人才", "公益性岗位", "教师培训", "冬桃苗木", "消费帮扶")
ASKED = 100
"""Parties that each question is asked about, each three times: the fastest counts, for others on the machine only ever make one slower."""
TURNS = 3

Cast = dict[str, list[Entity]]


@dataclass
class Tables:
    """The tables of a build, open; ``mentions`` are those of each entity: bulletin, start and end."""

    files: dict[str, BinaryIO]
    mentions: dict[str, list[tuple[str, int, int]]]

    def write(self, records: Records, *names: str) -> None:
        rows = to_rows(records)
        for name in names:
            self.files[name].writelines(f"{to_line(row)}\n".encode() for row in rows[name])


def make(folder: Path, actions: int = ACTIONS, *, seed: int = 7) -> float:
    """Write a build of so many actions; return the seconds that its index took."""
    chance = random.Random(seed)
    casts = [_casts(prefixes) for prefixes in (EAST, WEST)]
    everybody = tuple(sorted({e.id: e for cast in (*casts[0], *casts[1]) for held in cast.values() for e in held}.values(), key=lambda e: e.id))
    # Each county of the west has a helper in the east, many in the east have two.
    pairs = [(casts[0][n % len(casts[0])], cast) for n, cast in enumerate(chance.sample(casts[1], len(casts[1])))]
    tables = folder / "tables"
    tables.mkdir(parents=True)
    written = Tables({name: (tables / f"{name}.jsonl").open("wb") for name in TABLES}, {entity.id: [] for entity in everybody})
    for number in range(actions // STATEMENTS):
        _bulletin(f"bulletin-{number:06}", pairs[number % len(pairs)], written, folder, chance)
    parents = {entity.id: entity.parent for entity in everybody}
    above = {place for entity in everybody if written.mentions[entity.id] for place in lineage(entity.id, parents)}
    for entity in everybody:
        if mentions := written.mentions[entity.id]:
            written.write(Records(entities=(_mentioned(entity, mentions),)), "entities")
        elif entity.id in above:
            written.write(Records(regions=(entity,)), "regions")
    for file in written.files.values():
        file.close()
    began = time.perf_counter()
    write_index(folder)
    write_manifest((), (), folder)
    return time.perf_counter() - began


def _casts(prefixes: tuple[str, ...]) -> list[Cast]:
    """Return for each county of some provinces who may take part in what is stated of it: itself, the places above it, its bodies."""
    table = gazetteer()
    counties = sorted({p.id for held in table.full.values() for p in held if p.level is Level.COUNTY and p.code[:2] in prefixes and not p.sort})
    return [cast for county in counties if (cast := _cast(county)) is not None]


def _cast(county: str) -> Cast | None:
    table, places = gazetteer(), []
    for key in (county, *table.ancestors(county, 2020)):
        record = table.in_year(key, 2020)
        if record is None or record.end < 2020:
            return None
        parent = next(iter(table.ancestors(key, 2020)), "")
        about: dict[str, Any] = {"code": record.code, "level": record.level, "parent": parent, "lat": record.lat, "lon": record.lon}
        places.append(Entity(key, EntityType.PLACE, record.name, english=record.english, **about))
    first = places[0]
    cast = {level.value: [p for p in places if p.level is level] or [first] for level in (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)}
    return cast | {kind: [_body(kind, first, n) for n in range(EACH)] for kind in BODIES}


def _body(kind: EntityType, county: Entity, number: int) -> Entity:
    suffixes = BODIES[kind]
    name = f"{county.name}第{number + 1}{suffixes[number % len(suffixes)]}"
    return Entity(entity_id(kind, name, county.id), kind, name, parent=county.id)


def _bulletin(key: str, pair: tuple[Cast, Cast], written: Tables, folder: Path, chance: random.Random) -> None:
    text, actions = "", []
    for _ in range(STATEMENTS):
        sides = [_someone(cast, shares, chance) for cast, shares in zip(pair, (GIVERS, TAKERS), strict=True)]
        giver, taker = reversed(sides) if chance.random() < BACK else sides
        action, sentence = _action(key, len(text), giver, taker, chance)
        at = len(text) + sentence.index(giver.name)
        written.mentions[giver.id].append((key, at, at + len(giver.name)))
        at = len(text) + sentence.index("向") + 1
        written.mentions[taker.id].append((key, at, at + len(taker.name)))
        actions.append(action)
        text += sentence + "。\n"
    article = Article(0, f"简报{key}", 0, len(text))
    about: dict[str, Any] = {"title": f"简报{key}", "date": f"{chance.randrange(2016, 2025)}-06-01", "file": f"{key}.txt"}
    parties = tuple(entity for cast in pair for held in cast.values() for entity in held)
    records = Records((Bulletin(key, text, (), (article,), **about),), parties, tuple(actions))
    written.write(records, "bulletins", "actions")
    written.write(Records(left_out=(LeftOut(Evidence(key, 0, 5, text[:5], 0), "date"),)), "left_out")
    write_texts(records, folder / "texts")


def _someone(cast: Cast, shares: dict[Any, int], chance: random.Random) -> Entity:
    (kind,) = chance.choices(list(shares), list(shares.values()))
    return chance.choice(cast[kind])


def _action(bulletin: str, start: int, giver: Entity, taker: Entity, chance: random.Random) -> tuple[Action, str]:
    (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
    topic, year, amount = chance.choice(TOPICS), str(chance.randrange(2012, 2025)), chance.randrange(1, 9999)
    unit = UNITS.get(kind, "元")
    figure = f"{amount}{'万元' if unit == '元' else unit}"
    sentence = f"{year}年，{giver.name}向{taker.name}" + ("开展结对帮扶" if kind == "pairing" else f"落实{topic}{figure}")
    evidence = Evidence(bulletin, start, start + len(sentence), sentence, 0)
    name = f"{bulletin[9:]}-{start:05}"
    at = Evidence(bulletin, evidence.end - len(figure), evidence.end, figure, 0)
    value = Decimal(amount) * (10_000 if unit == "元" else 1)
    measure = Measure(f"measure-{name}", value, None, unit, figure.lstrip("0123456789"), Bound.EXACT, at, counts_in_year=True)
    told = Evidence(bulletin, start, start + 5, sentence[:5], 0)
    rest: dict[str, Any] = {"status": chance.choice(list(Status)), "period": year, "rule": "verb", "trigger": "落实", "period_evidence": told}
    figures = () if kind == "pairing" else (measure,)
    parties = (giver.id,), (taker.id,)
    about = "" if kind == "pairing" else topic
    return Action(f"action-{name}", kind, *parties, (evidence,), programme="东西部协作", about=about, measures=figures, **rest), sentence


def _mentioned(entity: Entity, mentions: list[tuple[str, int, int]]) -> Entity:
    return replace(entity, mentions=tuple(Evidence(bulletin, start, end, entity.name, 0) for bulletin, start, end in mentions))


@dataclass(frozen=True)
class Answer:
    """What one question took: the milliseconds for each party that it was asked about, and how much was answered."""

    question: str
    times: list[float]
    sizes: list[int]

    @property
    def late(self) -> float:
        """The 95th percentile of the milliseconds."""
        return statistics.quantiles(self.times, n=20)[-1]

    def line(self) -> str:
        told = f"{statistics.median(self.sizes):,.0f} | {max(self.sizes):,} | {statistics.median(self.times):.1f} | {self.late:.1f}"
        return f"| {self.question} | {told} |"


def measure(build: Path, *, asked: int = ASKED, seed: int = 11) -> Iterator[Answer]:
    """Yield what it takes to ask a build about some parties; nothing of it fills networkx."""
    chance = random.Random(seed)
    levels = _levels(build)
    graph = kg.load(build)
    counties, cities, provinces = (chance.choices(levels[level], k=asked) for level in ("county", "prefecture", "province"))
    # Before the first answer the ontology is read and pandas is loaded.
    graph.pairings(party=counties[0])
    graph.explain(counties[0])

    def ask(question: str, parties: list[Any], answer: Callable[[Any], Any], times: int = asked) -> Answer:
        taken, sizes = [], []
        for party in parties[:times]:
            turns = []
            for _ in range(TURNS):
                began = time.perf_counter()
                found = answer(party)
                turns.append((time.perf_counter() - began) * 1000)
            taken.append(min(turns))
            sizes.append(found.number_of_edges() if isinstance(found, LoadedGraph) else len(found))
        return Answer(question, taken, sizes)

    def looked_at(near: LoadedGraph) -> LoadedGraph:
        assert near.number_of_edges() >= 0
        return near

    yield ask("kg.load", [build] * asked, lambda folder: [kg.load(folder)])
    yield ask("place by id", counties, lambda party: [graph.place(party)])
    names = [graph.entity(party).name for party in counties]
    yield ask("place by name, or which of several is meant", names, lambda name: _found(graph, name))
    yield ask("body by part of its name", [f"{name}第3" for name in names], lambda name: _found(graph, name))
    yield ask("name that nothing bears, with the nearest", [f"{name[:-1]}五圆" for name in names], lambda name: _found(graph, name), asked // 10)
    for level, parties in (("county", counties), ("city", cities), ("province", provinces)):
        yield ask(f"pairings of a {level}", parties, lambda party: graph.pairings(party=party))
    yield ask("pairings of a city and all within", cities, lambda party: graph.pairings(party=party, within=True))
    yield ask("actions of a county", counties, lambda party: graph.actions(party=party))
    yield ask("money that a county got, by giver", counties, lambda party: graph.money(by="provider", recipient=party))
    yield ask("facts of a county", counties, lambda party: graph.entity(party).facts())
    yield ask("all that is told of a county", counties, lambda party: graph.explain(party).splitlines(), asked // 5)
    yield ask("neighbourhood of a county by pairings", counties, lambda party: graph.neighbourhood(party, kinds="pairing"))
    yield ask("neighbourhood of a county", counties, graph.neighbourhood)
    yield ask("the same, edges looked at", counties, lambda party: looked_at(graph.neighbourhood(party)))
    yield ask("neighbourhood of a city", cities, graph.neighbourhood, asked // 5)
    yield ask("neighbourhood of a province", provinces, graph.neighbourhood, asked // 10)
    yield ask("neighbourhood of a county, two hops, by pairings", counties, lambda party: graph.neighbourhood(party, 2, "pairing"), asked // 10)
    yield ask("path between two counties", list(zip(counties, reversed(counties), strict=True)), lambda ends: graph.path(*ends), asked // 5)
    assert not graph.is_filled


def _found(graph: LoadedGraph, name: str) -> list[str]:
    try:
        return [graph.entity(name)]
    except QueryError as error:
        return str(error).split(", ")


def _levels(build: Path) -> dict[str, list[str]]:
    """Return the ids of the places of each level in which there are parties."""
    found: dict[str, list[str]] = {}
    with (build / "tables" / "entities.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith('{"id": "place-'):
                level = line.rpartition('"level": "')[2].partition('"')[0]
                found.setdefault(level, []).append(line.split('"', 4)[3])
    return found


def memory() -> float:
    """Return the memory of this process in MB (Linux)."""
    with Path("/proc/self/status").open() as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def tell(build: Path) -> None:
    """Print what a build takes to be asked."""
    import pandas  # noqa: F401  # its 60 MB are no graph's

    kg.load(build).actions(party="place-110101")
    before = memory()
    print("| question | answered, median | most | ms, median | ms, p95 |\n|---|---|---|---|---|")
    for answer in measure(build):
        print(answer.line(), flush=True)
    print(f"\nmemory {before:.0f} MB before the first question, {memory():.0f} MB after the last")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=ACTIONS)
    parser.add_argument("--build", type=Path, help="ask this build, made before by --keep")
    parser.add_argument("--keep", type=Path, help="where to leave the build")
    wanted = parser.parse_args()
    if wanted.build:
        tell(wanted.build)
        return
    with tempfile.TemporaryDirectory() as temporary:
        build = wanted.keep or Path(temporary) / "build"
        began = time.perf_counter()
        indexing = make(build, wanted.actions)
        print(f"{wanted.actions:,} actions written in {time.perf_counter() - began:.0f} s, of which the index took {indexing:.0f} s")
        sizes = [file.stat().st_size / 1e6 for file in (build / "tables").iterdir()]
        print(f"tables {sum(sizes):,.0f} MB, index {(build / FILE).stat().st_size / 1e6:,.0f} MB\n", flush=True)
        subprocess.run([sys.executable, __file__, "--build", str(build)], check=True)


if __name__ == "__main__":
    main()
