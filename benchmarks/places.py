"""Places found in the annotated texts, ours beside jionlp, cpca and jieba: python benchmarks/places.py

Each reads all texts several times, the fastest of which counts. The peers are installed
into build/peers, as benchmarks/places-peers.txt pins them, and run there, one process each.
"""

import json
import subprocess
import time
import venv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.extract.pipeline import pipeline
from kg.extract.reading import Reading
from kg.link.gazetteer import gazetteer, short_forms
from kg.model import EntityType
from kg.read import read_bulletin

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "build" / "peers"
PASSES = 3
FOLDERS = sorted(path.parent for part in ("gold", "train") for path in (ROOT / "data" / part).glob("*/text.txt"))
# What each peer is asked, and how the names are taken from its answer: of a place with those above it the last, and those above where they are
# written out, for jionlp and cpca fill in what the text does not say.
ASK = {
    "jionlp": """
import jionlp
def chains(text):
    found = jionlp.recognize_location(text)
    yield from ([place[k] for k in ("province", "city", "county")] for place, _ in found["domestic"] or ())
    yield from ([name] for name in found["others"] or ())
""",
    "cpca": """
import cpca
def chains(text):
    yield from (row[["省", "市", "区"]].tolist() for _, row in cpca.transform_text_with_addrs(text).iterrows())
""",
    "jieba": """
import jieba.posseg
def chains(text):
    yield from ([word.word] for word in jieba.posseg.cut(text) if word.flag == "ns")
""",
}
PROBE = f"""
PASSES = {PASSES}
""" + """
import json, sys, time
texts = json.load(sys.stdin)
def names(text):
    for chain in chains(text):
        *above, last = [name for name in chain if isinstance(name, str) and name]
        yield from (last, *(name for name in above if name in text))
seconds = []
for _ in range(PASSES):
    began = time.perf_counter()
    found = [sorted(set(names(text))) for text in texts]
    seconds.append(time.perf_counter() - began)
print(json.dumps({"seconds": min(seconds), "found": found}))
"""


@dataclass(frozen=True)
class Answer:
    """The names of places that were found in each text, and how long that took."""

    found: list[list[str]]
    seconds: float


def main() -> None:
    """Print a line for each: precision and recall of places down to counties, of all, and of all in data/gold; characters a second."""
    texts = [(folder / "text.txt").read_text(encoding="utf-8") for folder in FOLDERS]
    characters = sum(map(len, texts))
    asked = [annotated(folder) for folder in FOLDERS]
    print(f"{len(texts)} texts, {characters} characters\n")
    gold = sum(folder.parent.name == "gold" for folder in FOLDERS)
    print(
        "| | counties and above: precision | recall | all places: precision | recall | those of data/gold: precision | recall | characters a second |"
    )
    print(f"|{'---|' * 8}")
    for name, answer in (("kg", ours()), *((peer, peers(peer, texts)) for peer in ASK)):
        shares = (*scored(answer.found, asked, upper=True), *scored(answer.found, asked), *scored(answer.found[:gold], asked[:gold]))
        print(f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} | {characters / answer.seconds:,.0f} |")


def ours() -> Answer:
    """Find and link the places of each text; reading the file and making the Doc are not timed."""
    bulletins = [read_bulletin(folder / "text.txt") for folder in FOLDERS]
    find_places = pipeline().get_pipe("kg_places")
    seconds = []
    for _ in range(PASSES):
        docs = [pipeline().make_doc(bulletin.text) for bulletin in bulletins]
        for doc, bulletin in zip(docs, bulletins, strict=True):
            doc._.reading = Reading(bulletin)
        began = time.perf_counter()
        for doc in docs:
            find_places(doc)
        seconds.append(time.perf_counter() - began)
    readings = [doc._.reading for doc in docs]
    return Answer([sorted({r.entities[m.entity].name for m in r.mentions}) for r in readings], min(seconds))


def peers(name: str, texts: list[str]) -> Answer:
    """Ask a peer in its own environment, which is made where it is missing."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        venv.create(PEERS, with_pip=True)
        pins = ROOT / "benchmarks" / "places-peers.txt"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", pins], check=True)
    run = subprocess.run([python, "-c", ASK[name] + PROBE], input=json.dumps(texts), check=True, capture_output=True, encoding="utf-8")
    # jionlp greets on standard output.
    answer = json.loads(run.stdout.splitlines()[-1])
    return Answer(answer["found"], answer["seconds"])


def annotated(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "entities.jsonl").read_text(encoding="utf-8").splitlines()]


def forms(entity: dict[str, object]) -> set[str]:
    aliases = entity["aliases"]
    return {str(entity["name"]), *(aliases if isinstance(aliases, list) else ())}


def is_upper(names: Iterable[str]) -> bool:
    """Tell whether one of some names is that of a province, prefecture or county."""
    table = gazetteer()
    return any(name in named for name in names for named in (table.full, table.usual, table.short))


def scored(found: list[list[str]], asked: list[list[dict[str, object]]], *, upper: bool = False) -> Iterator[float]:
    """Yield precision and recall; ``upper`` looks at counties and what lies above alone.

    A place is found by any of its annotated names. What is named in the name of a body (宁波市第二医院, 四川慧灵集团) need be no place of its own:
    it is neither asked for nor held against anyone.
    """
    right = wrong = wanted = missed = 0
    for names, entities in zip(found, asked, strict=True):
        places = [e for e in entities if e["type"] == EntityType.PLACE]
        known = {form for place in places for form in forms(place)}
        within = [form for e in entities if e["type"] != EntityType.PLACE for form in forms(e)]
        counted = [name for name in names if not upper or is_upper([name])]
        right += sum(name in known for name in counted)
        wrong += sum(name not in known and not any(short in form for short in (name, *short_forms(name)[1]) for form in within) for name in counted)
        needed = [forms(p) for p in places if not p.get("optional") and (not upper or is_upper(forms(p)))]
        wanted += len(needed)
        missed += sum(named.isdisjoint(names) for named in needed)
    yield right / (right + wrong)
    yield 1 - missed / wanted


if __name__ == "__main__":
    main()
