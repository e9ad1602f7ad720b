"""Measures what a build extracts against annotated bulletins, by ``data/gold/score.py`` itself: the figures are the scorer's own."""

import importlib.util
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from kg.errors import InputError
from kg.extract.lexicon import adding
from kg.extract.lexicon.added import read_added
from kg.misses import Miss, find_misses, format_miss
from kg.resources import locate
from kg.terminal import pad, width

PARTS = ("text.txt", "entities.jsonl", "facts.jsonl")

# Heading, group of the scorer, and which of its figures: p(recision), r(ecall), f1.
COLUMNS = (
    ("facts", "facts", "f1"),
    ("figure p", "figure", "p"),
    ("figure r", "figure", "r"),
    ("kind", "figure+kind", "f1"),
    ("roles", "figure+roles", "f1"),
    ("bound", "figure+bound", "f1"),
    ("status", "figure+status", "f1"),
    ("entities", "entities", "f1"),
    ("places", "places", "f1"),
    ("organizations", "organizations", "f1"),
    ("pairings", "pairings", "f1"),
    ("agreements r", "agreements", "r"),
)


@dataclass(frozen=True, slots=True)
class Score:
    """What the scorer says of one folder, or of all (``folder == "ALL"``): for each group ``p``, ``r``, ``f1`` (None where undefined) and ``n``."""

    folder: str
    figures: Mapping[str, Mapping[str, float | None]]
    misses: tuple[Miss, ...] = field(default=(), repr=False)


def evaluate(
    folders: Sequence[Path], *, lexicon: Path | None = None, misses: bool = False, tell: Callable[[str], None] = lambda progress: None
) -> list[Score]:
    """Build each folder's text alone and score it; the last score is that of all folders together.

    A folder that holds annotated folders stands for these; ``lexicon`` is a file of words to go by besides the project's own. Raises
    InputError where there is nothing to score, or the words cannot be read.
    """
    scorer = _scorer()
    total: Counter[object] = Counter()
    scores = []
    with adding(read_added(lexicon) if lexicon else {}), tempfile.TemporaryDirectory(prefix="kg-evaluate-") as scratch:
        for number, folder in enumerate(annotated := annotated_folders(folders)):
            tell(f"reading {folder.name} ({number + 1} of {len(annotated)})")
            tables = Path(scratch, str(number))
            text = write_tables_of(folder / "text.txt", tables)
            counts, _ = scorer.score(folder, tables)
            total += counts
            scores.append(Score(folder.name, scorer.figures(counts), tuple(find_misses(scorer, folder, tables, text)) if misses else ()))
    return [*scores, Score("ALL", scorer.figures(total))]


def annotated_folders(paths: Sequence[Path]) -> list[Path]:
    """Return the annotated folders among and directly below the paths; plain files (``data/gold/*`` names a README) are passed over."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist: name a folder with {', '.join(PARTS)}, or a folder of such folders")
        found += [f for f in (path, *(sorted(path.iterdir()) if path.is_dir() else ())) if all((f / part).is_file() for part in PARTS)]
    if not found:
        named = ", ".join(map(str, paths)) or "nothing"
        raise InputError(f"no annotated bulletin in {named}: name a folder with {', '.join(PARTS)}, or a folder of such folders")
    return found


def format_scores(scores: Sequence[Score]) -> str:
    """Return the scores as a table, one line each; an undefined figure (nothing asked for and nothing found) is a dash."""
    rows = [["folder", *(heading for heading, _, _ in COLUMNS)]]
    rows += [[s.folder, *(_rounded(s.figures[group][which]) for _, group, which in COLUMNS)] for s in scores]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def format_misses(scores: Sequence[Score], *, columns: int | None = None) -> str:
    """Return what was missed, misread or found without being there, each beside its sentence, under the name of each folder."""
    return "\n".join(line for s in scores if s.misses for line in (f"## {s.folder}", *(format_miss(m, columns=columns) for m in s.misses)))


def write_tables_of(text: Path, folder: Path) -> str:
    """Write what a build makes of a text, and return the text as the build has it."""
    # Imported here: the command line loads this module without paying for spaCy.
    from kg.extract.pipeline import extract_records
    from kg.read import read_bulletin
    from kg.tables import write_tables

    bulletin = read_bulletin(text)
    write_tables(extract_records([bulletin]), folder)
    return bulletin.text


@cache
def _scorer() -> ModuleType:
    path = locate("data/gold/score.py")
    spec = importlib.util.spec_from_file_location("kg_gold_score", path)
    if spec is None or spec.loader is None:
        raise InputError(f"{path} cannot be loaded: install assistance-kg again")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rounded(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.4f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([pad(*first), *(" " * (columns - width(cell)) + cell for cell, columns in others)])
