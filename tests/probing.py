"""What a word of the lexicon changes in a sentence that is made for it: how the sentence is read with the word and without it."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.extract import lexicon, zones
from kg.extract.actions import ArticleReader
from kg.extract.kinds import View, _words
from kg.extract.lexicon import load
from kg.extract.parties import Frame
from kg.extract.pipeline import COMPONENTS, read_statements
from kg.extract.reading import Figure
from kg.extract.subject import tells_of_assistance
from kg.extract.surroundings import around, clause_of
from kg.link.gazetteer import gazetteer, short_forms
from kg.model import Bound, Bulletin
from kg.read import read_text

_PROBES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "extract" / "lexicon" / "probes.toml").read_text(encoding="utf-8"))
# Stands in the place of words that are taken out; no text has it.
_NEVER = "\ue0ff"
# What takes long to make anew, and the groups on which it hangs.
_COSTLY: dict[Any, tuple[str, ...]] = {
    load: (),
    gazetteer: ("names.usual", "names.provinces"),
    zones._own_names: ("places.zones", "names.usual"),
    zones._pattern: ("places.zones", "names.usual"),
}


def probes_of(group: str) -> list[str]:
    file, _, key = group.rpartition(".")
    return _PROBES.get(group) or _PROBES[f"{file.partition('.')[0]}.*.{key}"]


def bulletin_of(text: str) -> Bulletin:
    return replace(read_text(text), date="2019-05-06")


def _reading(text: str, components: Sequence[str]) -> object:
    reading = read_statements(bulletin_of(text), components=components)
    mentions = [(m.start, m.end, m.type, m.entity, m.nested, reading.entities[m.entity].name) for m in reading.mentions]
    return mentions, reading.references, reading.figures, reading.actions, reading.left_out


def _named(text: str) -> object:
    return _reading(text, COMPONENTS[:4])


def _figures(text: str) -> object:
    return _reading(text, COMPONENTS[:5])


def _all(text: str) -> object:
    """The whole reading, and what speaks for each party of each statement."""
    bulletin = bulletin_of(text)
    frame = Frame(read_statements(bulletin, components=COMPONENTS[:5]))
    features = []
    for article in bulletin.articles:
        reader = ArticleReader(frame, article)
        main = reader.topic.main
        casting = reader.casting(main)
        features += [(scene.rule, casting.candidates(scene)) for scene, _ in reader.scenes(main)]
    return _reading(text, COMPONENTS), features, tells_of_assistance(bulletin)


def _kinds(text: str) -> object:
    """What the words of a text say of the kind of its figure, such as «12家», and the word that says it most."""
    start, end = text.index("«"), text.index("»") - 1
    text = text.replace("«", "").replace("»", "")
    figure = Figure(start, end, Decimal(12), None, text[start:end].removeprefix("12"), "", Bound.EXACT)
    surroundings = around(text, figure, clause_of(text, figure, (0, len(text))))
    return _words(View(figure, surroundings, surroundings))


def _forms(text: str) -> object:
    return [short_forms(name) for name in gazetteer().full if text in name]


_OBSERVED: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("documents", "organizations", "places", "references", "names"), _named),
    **dict.fromkeys(("left_out", "units"), _figures),
    **dict.fromkeys(("about", "cells", "roles", "periods", "sectors"), _all),
    "kinds": _kinds,
    "places.peoples": _forms,
}


def observe(group: str, text: str) -> object:
    """Return what is read in a text, as far as a group has to do with it."""
    return _OBSERVED.get(group, _OBSERVED[group.partition(".")[0]])(text)


def _parent(group: str) -> tuple[Any, str]:
    """Return the table that holds a group, as it is loaded, and the key there."""
    file, *path, key = group.split(".")
    table = load(file)
    for part in path:
        table = table[part] if isinstance(table, dict) else next(t for t in table if t["key"] == part)
    return table, key


def words_of(group: str) -> list[str]:
    table, key = _parent(group)
    held = table[key]
    return [held] if isinstance(held, str) else list(held)


@contextmanager
def without(group: str, words: Sequence[str]) -> Iterator[None]:
    """Take words out of a group; it keeps a word that no text has, for what is made of no words at all fits everywhere."""
    table, key = _parent(group)
    held = table[key]
    if isinstance(held, dict):
        left: object = {k: v for k, v in held.items() if k not in words} | {_NEVER: next(iter(held.values()))}
    else:
        left = _NEVER if isinstance(held, str) else [*(w for w in held if w not in words), _NEVER]
    table[key] = left
    _forget(group)
    try:
        yield
    finally:
        table[key] = held
        _forget(group)


def _forget(group: str) -> None:
    for kept in lexicon._following:
        if kept not in _COSTLY or group.startswith(_COSTLY[kept] or "-"):
            kept.cache_clear()


def unused(group: str) -> list[str]:
    """Return the words of a group that make no difference in any of its probes."""
    words = words_of(group)
    left = list(words)
    for probe in probes_of(group):
        texts = {word: probe.replace("{}", word) for word in left}
        read = {word: observe(group, text) for word, text in texts.items()}
        useful: set[str] = set()
        for batch in _batches(texts, words) if "{}" in probe else [[word] for word in left]:
            with without(group, batch):
                useful |= {word for word in batch if observe(group, texts[word]) != read[word]}
        left = [word for word in left if word not in useful]
    return left


def _batches(texts: dict[str, str], words: Sequence[str]) -> list[list[str]]:
    """Part the words so that none stands in the text of another one of its part: these can be taken out together."""
    batches: list[list[str]] = []
    for word, text in texts.items():
        inside = {w for w in words if w in text and w != word}
        home = next((b for b in batches if inside.isdisjoint(b) and not any(word in texts[w] for w in b)), None)
        if home is None:
            batches.append([word])
        else:
            home.append(word)
    return batches
