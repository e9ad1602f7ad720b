"""How soon the network page can be used, and how soon a click shows its sentence, beside stock pyvis on the same graph.

    .venv/bin/python benchmarks/views.py --nodes 60 1000 10000 --stock 60

The graphs are made: counties of ten provinces, each with one statement for each of its lines, two lines to a county. Times are from opening
the file to the first picture that answers clicks, one run each, in a headless Chromium; stock pyvis is usable when its physics has settled.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Browser, TimeoutError, sync_playwright
from pyvis.network import Network

from kg.check.report import check
from kg.model import Action, Article, Block, BlockKind, Bound, Bulletin, Entity, EntityType, Evidence, Level, Measure, Records
from kg.views import render_pages

_PROVINCES = 10
_LINES = 100
_QUOTE = "落实帮扶资金534万元"


@dataclass(frozen=True)
class Result:
    """Seconds to write and to be usable, milliseconds from a click to its sentence; ``stock`` is None where it was not asked."""

    nodes: int
    written: float
    megabytes: float
    usable: float
    click: float
    stock: float | None = None


def make_records(counties: int) -> Records:
    """Return a graph of so many counties, each of which gives to two others."""
    provinces = [Entity(f"place-{n:02}0000", EntityType.PLACE, f"第{n}省", level=Level.PROVINCE) for n in range(1, _PROVINCES + 1)]
    found = [_county(number) for number in range(counties)]
    actions = []
    line = f"{_QUOTE}。"
    for number in range(2 * counties):
        name, start = f"made-{number // _LINES:03}", number % _LINES * (len(line) + 1)
        said = Evidence(name, start, start + len(_QUOTE), _QUOTE, 0)
        money = Evidence(name, start + 6, start + len(_QUOTE), _QUOTE[6:], 0)
        measure = Measure(f"measure-{number}", Decimal(5340000), None, "元", "元", Bound.EXACT, money)
        giver, taker = found[number // 2], found[(number // 2 * 7 + 1 + number % 2 * 3) % counties]
        actions.append(Action(f"action-{number}", ("funding", "training")[number % 2], (giver.id,), (taker.id,), (said,), measures=(measure,)))
    bulletins = tuple(_bulletin(number, line) for number in range(-(-2 * counties // _LINES)))
    return Records(bulletins, tuple(sorted([*provinces, *found], key=lambda e: e.id)), tuple(actions))


def _bulletin(number: int, line: str) -> Bulletin:
    step = len(line) + 1
    blocks = tuple(Block(BlockKind.PARAGRAPH, n * step, n * step + len(line)) for n in range(_LINES))
    return Bulletin(f"made-{number:03}", f"{line}\n" * _LINES, blocks, (Article(0, "", 0, _LINES * step),), title=f"测试简报{number}")


def _county(number: int) -> Entity:
    province = number % _PROVINCES + 1
    return Entity(f"place-{province:02}x{number:05}", EntityType.PLACE, f"第{number}县", level=Level.COUNTY, parent=f"place-{province:02}0000")


def measure_ours(browser: Browser, records: Records, folder: Path) -> Result:
    start = time.perf_counter()
    ((_, content),) = render_pages(check(records, None), ["network"])
    written = time.perf_counter() - start
    path = folder / "network.html"
    path.write_text(content, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_function("() => window.kgView && window.kgView.ready")
    usable = time.perf_counter() - start
    click = page.evaluate(
        """() => new Promise((done) => {
            const start = performance.now();
            kg.select({ edge: kgView.lines()[0] });
            const told = () => document.querySelector('#source mark') && done(performance.now() - start);
            told() || requestAnimationFrame(told);
        })"""
    )
    page.close()
    return Result(len(records.entities) - _PROVINCES, written, len(content.encode()) / 1e6, usable, float(click))


def measure_stock(browser: Browser, records: Records, folder: Path, *, limit: float) -> float:
    """Return the seconds until stock pyvis has settled; the limit where it has not."""
    network = Network(directed=True, cdn_resources="in_line")
    for entity in records.entities:
        network.add_node(entity.id, label=entity.name)
    for action in records.actions:
        network.add_edge(action.provider[0], action.recipient[0])
    path = folder / "stock.html"
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route(lambda address: not address.startswith("file:"), lambda route: route.abort())
    page.set_default_timeout(limit * 1000)
    start = time.perf_counter()
    try:
        page.goto(path.as_uri())
        page.wait_for_function("() => window.network && window.network.physics.stabilized")
    except TimeoutError:
        return limit
    finally:
        page.close()
    return time.perf_counter() - start


@contextmanager
def chromium() -> Iterator[Browser]:
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[60, 1000, 10000])
    parser.add_argument("--stock", type=int, nargs="*", default=[60])
    parser.add_argument("--limit", type=float, default=300.0)
    asked = parser.parse_args()
    print("| nodes | written, s | MB | usable, s | click to sentence, ms | stock pyvis, s |\n|---|---|---|---|---|---|")
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for nodes in asked.nodes:
            records = make_records(nodes)
            found = measure_ours(browser, records, Path(folder))
            stock = f"{measure_stock(browser, records, Path(folder), limit=asked.limit):.1f}" if nodes in asked.stock else "–"
            print(f"| {nodes:,} | {found.written:.1f} | {found.megabytes:.1f} | {found.usable:.2f} | {found.click:.0f} | {stock} |", flush=True)


if __name__ == "__main__":
    main()
