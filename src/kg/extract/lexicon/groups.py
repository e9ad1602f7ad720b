"""The groups of the lexicon with what its files say of each: what it is for, and an example."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract.lexicon import load, path_of

_TABLE = re.compile(r"\[\[?(?P<table>[^\]]+)\]\]?\s*")
_KEY = re.compile(r"(?P<key>[\w-]+) = ")
# The example is what stands last in Chinese: # Measure words for people. 41名专业技术骨干
_EXAMPLE = re.compile(r"(?:^|(?<=[.…:]) )(?P<example>[^一-龥A-Za-z]*[一-龥].*)$")


@dataclass(frozen=True, slots=True)
class Comment:
    """What a comment says, and the phrase that it gives as an example."""

    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """The words of one list or table; ``name`` is its path in the file, such as ``measure.people``.

    ``comment`` is that of the table that holds it and its own. Of a table of pairs (``户 = 人``), ``words`` are written so.
    """

    file: str
    name: str
    comment: Comment
    words: tuple[str, ...]

    @property
    def path(self) -> str:
        """The group's name with that of its file, as a user's own words give it: ``units.measure.people``."""
        return f"{self.file}.{self.name}"


def heading(file: str) -> str:
    """Return what the first lines of a file say of it."""
    lines = path_of(file).read_text(encoding="utf-8").splitlines()
    head = lines[: next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))]
    return _said(head)


def groups(file: str) -> list[Group]:
    """Return the groups of a file, in its order, with the words that hold now."""
    comments = _comments(path_of(file).read_text(encoding="utf-8"))

    def comment_of(name: str) -> Comment:
        parts = name.split(".")
        told = [comments[path] for n in range(1, len(parts) + 1) if (path := ".".join(parts[:n])) in comments]
        return Comment(" ".join(c.text for c in told), next((c.example for c in reversed(told) if c.example), ""))

    return [Group(file, name, comment_of(name), words) for name, words in _listed(load(file), "")]


def _comments(source: str) -> dict[str, Comment]:
    """Return the comment right above each table and key, by its path."""
    comments: dict[str, Comment] = {}
    table, above = "", list[str]()
    for line in source.splitlines():
        if line.startswith("#"):
            above.append(line)
            continue
        header, key = _TABLE.fullmatch(line), _KEY.match(line)
        if header:
            table = header["table"]
        elif line.startswith("key = "):
            table = f"{table.partition('.')[0]}.{tomllib.loads(line)['key']}"
        if (header or key) and above:
            path = table if header else ".".join(filter(None, (table, key["key"] if key else "")))
            comments[path] = _split(_said(above))
        above = []
    return comments


def _said(lines: list[str]) -> str:
    return " ".join(line.removeprefix("#").strip() for line in lines)


def _split(said: str) -> Comment:
    match = _EXAMPLE.search(said)
    return Comment(said[: match.start()].strip().rstrip(":"), match["example"]) if match else Comment(said, "")


def is_open(table: Mapping[str, Any]) -> bool:
    """Tell whether the keys of a table are words themselves: 户 = "户"."""
    return bool(table) and not all(key.isascii() for key in table)


def _listed(value: Any, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the path and the words of each group."""
    if isinstance(value, Mapping) and not is_open(value):
        for key, inner in value.items():
            yield from _listed(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for table in value:
            yield from _listed(table["patterns"], f"{path}.{table['key']}.patterns")
    elif isinstance(value, Mapping):
        yield path, tuple(f"{word} = {_written(stands)}" for word, stands in value.items())
    elif value:
        yield path, tuple(map(_written, value)) if isinstance(value, list) else (str(value),)


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_written(inner)}" for key, inner in value.items())
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
