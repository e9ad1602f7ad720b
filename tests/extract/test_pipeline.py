"""What is promised of the pipeline as a whole."""

import os
import subprocess
import sys

from kg.resources import locate

_READ = """
import hashlib, sys
from pathlib import Path
from kg.extract.pipeline import extract_records
from kg.read import read_bulletin
records = extract_records([read_bulletin(path) for path in sorted(Path(sys.argv[1]).glob("*/text.txt"))])
print(len(records.actions), hashlib.sha256(repr(records).encode()).hexdigest())
"""


def test_the_same_bulletins_are_read_the_same_in_every_run() -> None:
    texts = locate("data/train")
    runs = {
        subprocess.run([sys.executable, "-c", _READ, str(texts)], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2", "3")
    }
    (told,) = runs
    assert int(told.split()[0]) > 1000
