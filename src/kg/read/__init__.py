"""A file -> Bulletin: its clean text, what each line of it is, its reports, and what is known of its publication."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.link.identifiers import bulletin_id
from kg.model import Block, Bulletin
from kg.read.articles import find_articles
from kg.read.blocks import find_blocks
from kg.read.clean import clean
from kg.read.formats import read_source
from kg.read.lines import OUTSIDE
from kg.read.metadata import find_metadata
from kg.read.origins import find_origins
from kg.read.sidecar import SUFFIX, read_sidecar
from kg.read.source import Passage, Source
from kg.read.text import read_bytes

__all__ = ["read_bulletin", "read_text", "to_bulletin"]

_HAN = re.compile("[一-龥]")
# What a decoder puts for bytes that are none, and what that becomes when it is read as GBK.
_LOST = re.compile("[\ufffd]+|(?:锟斤拷)+")


def read_text(
    text: str, *, file: str = "", metadata: Mapping[str, str] | None = None, sha256: str = "", passages: Sequence[Passage] = (Passage(0),)
) -> Bulletin:
    """Return the bulletin that a text is; ``file`` is its name for messages and in the build, ``passages`` say where in it the text stands.

    Raises InputError where it holds no report.
    """
    result = clean(text)
    cleaned = result.text
    if not _HAN.search(cleaned):
        raise InputError(f"{file or 'the text'} has no Chinese in it: give the text of a bulletin")
    blocks = find_blocks(cleaned)
    if all(block.kind in OUTSIDE for block in blocks):
        raise InputError(f"{file or 'the text'} holds nothing but menus and footers of a page: save the page's text, too")
    _check_characters(cleaned, blocks, file or "the text")
    fields = {**find_metadata(cleaned, blocks), **(metadata or {})}
    identifier = fields.pop("id", "") or bulletin_id(cleaned)
    name = Path(file).name.encode(errors="replace").decode()
    articles, origins = find_articles(cleaned, blocks), find_origins(result, passages)
    return Bulletin(identifier, cleaned, tuple(blocks), articles, origins, (), file=name, sha256=sha256, **fields)


def _check_characters(text: str, blocks: list[Block], name: str) -> None:
    """Refuse a text with characters that were lost on the way: 投入36\ufffd\ufffd万元 is not what the bulletin says."""
    for block in blocks:
        if block.kind not in OUTSIDE and (lost := _LOST.search(text, block.start, block.end)):
            near = text[max(block.start, lost.start() - 10) : lost.end() + 10]
            raise InputError(f"{name} has characters that were lost, in {near!r}: get it again from its source, or mend it")


def read_bulletin(path: Path) -> Bulletin:
    """Return the bulletin in a file, with what the file beside it says; raises InputError where it cannot be read as one."""
    if path.suffix == SUFFIX:
        raise InputError(f"{path} describes a text, and is none: name the text beside it")
    data = read_bytes(path)
    return to_bulletin(read_source(data, str(path)), file=str(path), metadata=read_sidecar(path).fields, sha256=hashlib.sha256(data).hexdigest())


def to_bulletin(source: Source, *, file: str = "", metadata: Mapping[str, str] | None = None, sha256: str = "") -> Bulletin:
    """Return the bulletin that a file's text is; ``metadata`` overrules what the file says, and what it has as a fallback comes last."""
    fields = {**source.fields, **(metadata or {})}
    bulletin = read_text(source.text, file=file, metadata=fields, sha256=sha256, passages=source.passages)
    last: dict[str, Any] = {field: value for field, value in source.fallback.items() if not getattr(bulletin, field)}
    return replace(bulletin, **last)
