"""How long engines of SHACL take for the shapes of the data: ``python benchmarks/shapes.py``. Each runs in a process of its own."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.building import build
from kg.resources import locate, ontology_files

DATA = Path(__file__).parents[1] / "data"
SETS = {"gold": ["gold"], "all": ["gold", "held_out", "train"]}
SHAPES = locate("ontology/shapes/data.shacl.ttl")

# Each takes the path of the data, ontology included, and that of the shapes.
ENGINES = {
    "shacl-rust": "import shacl_rust\nshacl_rust.validate_file(data, shapes)",
    "rudof": "import pyrudof\nr = pyrudof.Rudof(pyrudof.RudofConfig())\nr.read_data(data)\nr.read_shacl(shapes)\nr.validate_shacl()",
    "shifty": "import shifty\nshifty.validate([data], [shapes])",
    "pyshacl-turbo": "import pyshacl_turbo\npyshacl_turbo.validate(data, shacl_graph=shapes)",
    "pySHACL": "import pyshacl\npyshacl.validate(data, shacl_graph=shapes, inference='none')",
}


def seconds(engine: str, data: Path, limit: int = 600) -> str:
    """Return how long an engine takes, or that it is not here or takes longer than the limit."""
    program = f"import sys\ndata, shapes = sys.argv[1:]\n{ENGINES[engine]}"
    began = time.perf_counter()
    try:
        run = subprocess.run([sys.executable, "-c", program, data, SHAPES], capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"over {limit}"
    return f"{time.perf_counter() - began:.1f} s" if run.returncode == 0 else "not installed"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, parts in SETS.items():
            texts = [text for part in parts for text in sorted((DATA / part).glob("*/text.txt"))]
            out, data = Path(folder) / name, Path(folder) / f"{name}.ttl"
            build(texts, out)
            data.write_text("\n".join(f.read_text(encoding="utf-8") for f in (out / "graph.ttl", *ontology_files())), encoding="utf-8")
            statements = (out / "graph.nq").read_bytes().count(b"\n")
            for engine in ENGINES:
                print(f"{name}: {statements} statements, {engine}: {seconds(engine, data)}", flush=True)


if __name__ == "__main__":
    main()
