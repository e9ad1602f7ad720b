"""How to cite a build, as CITATION.cff: this program, and every bulletin that it was made of."""

import json
from collections.abc import Iterator
from importlib.metadata import version

from kg.model import Bulletin, Records


def citation(records: Records, title: dict[str, str]) -> str:
    """Return the text of the file, in the Citation File Format 1.2.0; what is quoted in it is JSON, which YAML reads."""
    return "\n".join([*_lines(records, title), ""])


def _lines(records: Records, title: dict[str, str]) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield "message: Please cite the bulletins for what they state, and this dataset for how it was read."
    yield "type: dataset"
    yield f"title: {_quoted(' '.join((title['en'], title['zh'])))}"
    yield "authors:"
    yield "  - name: The assistance-kg authors"
    yield f"version: {_quoted(version('assistance-kg'))}"
    if records.bulletins:
        yield "references:"
    for bulletin in records.bulletins:
        yield from _reference(bulletin)


def _reference(bulletin: Bulletin) -> Iterator[str]:
    yield f"  - type: {'data' if bulletin.columns else 'report'}"
    yield f"    title: {_quoted(bulletin.title or bulletin.id)}"
    yield "    authors:"
    yield f"      - name: {_quoted(bulletin.issuer or bulletin.publisher or 'anonymous')}"
    if bulletin.url.startswith(("http://", "https://")):
        yield f"    url: {_quoted(bulletin.url)}"
    if len(date := bulletin.date or bulletin.published) == len("2019-02-28"):
        yield f"    date-released: {date}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
