"""How long the table of places takes to load, and how much memory, in a fresh process: python benchmarks/gazetteer.py"""

import subprocess
import sys

RUNS = 7
PROBE = """
import time
def memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
def told(name, began, before):
    print(f"{name}\\t{1000 * (time.perf_counter() - began):.1f}\\t{memory() - before:.1f}")
before = memory()
began = time.perf_counter()
from kg.link.gazetteer import gazetteer
told("import", began, before)
loading = time.perf_counter()
table = gazetteer()
told("load", loading, before)
told("import and load", began, before)
asked = time.perf_counter()
table.hits("平武县")
told("first search of a text", asked, before)
asked = time.perf_counter()
table.townships("飞龙乡")
told("first township by name", asked, before)
asked = time.perf_counter()
table.records("place-510185213")
told("first township by id", asked, before)
"""


def main() -> None:
    """Print the fastest of some runs of each step, and the memory that the process has taken on since its start (Linux)."""
    best: dict[str, tuple[float, float]] = {}
    for _ in range(RUNS):
        run = subprocess.run([sys.executable, "-c", PROBE], check=True, capture_output=True, encoding="utf-8")
        for line in run.stdout.splitlines():
            step, milliseconds, megabytes = line.split("\t")
            best[step] = min(best.get(step, (float("inf"), 0.0)), (float(milliseconds), float(megabytes)))
    print("| step | ms | MB since the start |\n|---|---|---|")
    for step, (milliseconds, megabytes) in best.items():
        print(f"| {step} | {milliseconds:.0f} | {megabytes:.0f} |")


if __name__ == "__main__":
    main()
