"""What is known of a bulletin's publication, from a small file beside it or from its own lines."""

import re
import tomllib
from pathlib import Path

from kg.errors import InputError
from kg.model import Block, BlockKind
from kg.read.dates import DATE, find_dates

FIELDS = frozenset({"id", "title", "issue", "issuer", "publisher", "source", "url", "date", "published"})
# It becomes the name of a file and part of an IRI.
_ID = re.compile(r"[A-Za-z0-9][\w-]{0,99}", re.ASCII)
_ISSUE = re.compile(r"(?:\d{4}年)?第\s?\d+期")


def read_sidecar(path: Path) -> dict[str, str]:
    """Return the fields of the TOML file of the same name beside a bulletin, or none; raises InputError for what is not of FIELDS."""
    sidecar = path.with_suffix(".toml")
    if not sidecar.is_file():
        return {}
    try:
        fields = tomllib.loads(sidecar.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{sidecar} is not TOML in UTF-8 ({error}): mend or remove it") from error
    if unknown := sorted(set(fields) - FIELDS):
        raise InputError(f"{sidecar} has unknown fields ({', '.join(unknown)}): use {', '.join(sorted(FIELDS))}")
    if not _ID.fullmatch(str(fields.get("id", "x"))):
        raise InputError(f"{sidecar} has the id {fields['id']!r}: use letters, digits, - and _ only, 100 at most")
    return {key: str(value) for key, value in fields.items()}


def find_metadata(text: str, blocks: list[Block]) -> dict[str, str]:
    """Return title, issue, issuer, source and dates (ISO) as the text states them."""
    lines = [(b.kind, text[b.start : b.end]) for b in blocks if b.kind is not BlockKind.COPY]
    first = {kind: next((line for k, line in lines if k is kind), "") for kind in BlockKind}
    title = first[BlockKind.TITLE] or first[BlockKind.HEADLINE]
    issue = _ISSUE.search(title) or next((m for _, line in lines[:12] if (m := _ISSUE.search(line))), None)
    issued = find_dates(first[BlockKind.ISSUER])
    published = find_dates(first[BlockKind.DATELINE]) or find_dates(first[BlockKind.SOURCE])
    source = re.sub(r"^[•·　\s（(]*[^:：]{2,6}[:：]\s*", "", first[BlockKind.SOURCE])
    return {
        "title": title,
        "issue": issue.group() if issue else "",
        "issuer": DATE.sub("", first[BlockKind.ISSUER]).strip(" 　•"),
        "source": re.split(r"\s{2,}|编辑|责任", DATE.sub("", source))[0].strip(),
        "date": (issued or published or [""])[0],
        "published": (published or [""])[0],
    }
