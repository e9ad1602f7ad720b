"""Finds the plans, agreements and measures that a bulletin cites by title, and the works and programmes that it names."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.reading import NAMING, Mention, Reading, within
from kg.link.entities import settle, show
from kg.link.identifiers import entity_id, normal_name
from kg.model import Block, Entity, EntityType

_OPEN, _CLOSE = "《", "》"
_CHINESE = re.compile(r"[\u3400-\u9fff（）()—]+\Z")
_OWN = re.compile("[我贵][省市州县区]")
# The names that take part, by where they begin.
_Starting = dict[int, list[Mention]]
_STAGE = r"(?:[一二三四五]期)?"


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class Patterns:
    """The regular expressions that the lexicon gives."""

    def __init__(self) -> None:
        words = load("documents")
        titles, quoted, works = words["titles"], words["quoted"], words["works"]
        self.title = re.compile(f"(?:{_any(titles['endings'])}){titles['trailing']}$")
        self.named = re.compile(f"“([^“”，。；\n]{{2,24}})”(?={_any(quoted['after'])})")
        self.quoted = re.compile(f"“([^“”，。；\n]{{1,20}}(?:{_any(quoted['endings'])}))”")
        self.common = frozenset(quoted["common"])
        self.work = re.compile(f"(?:{_any(works['endings'])})(?:（[一二三四五]期）)?")
        self.before = re.compile(_any(works["before"]))
        self.made = re.compile(f"(?:{_any(works['made'])}){_STAGE}$")
        self.generic = re.compile(f"(?:{_any(works['generic'])})*")


@follows_lexicon
@cache
def _patterns() -> Patterns:
    return Patterns()


def _titles(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Yield the outermost titles in their marks: 《…〈…〉…》, and 《…《…》…》 as some write it."""
    depth, start = 0, block.start
    for at in range(block.start, block.end):
        if text[at] == _OPEN:
            start = at if depth == 0 else start
            depth += 1
        elif text[at] == _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1


def _documents(reading: Reading) -> Iterator[tuple[Mention, Entity]]:
    text = reading.bulletin.text
    spans = [s for b in reading.blocks(NAMING) for s in _titles(text, b) if _patterns().title.search(text[s[0] + 1 : s[1] - 1])]
    mentions = list(reading.mentions)
    written: dict[str, str] = {}
    for start, end in spans:
        written.setdefault(normal_name(text[start + 1 : end - 1]), text[start + 1 : end - 1])
    longest: dict[str, str] = {}
    for name in written:
        for i in range(1, len(name)):
            longest[name[i:]] = max(longest.get(name[i:], ""), name, key=len)
    for start, end in spans:
        title = text[start + 1 : end - 1].strip()
        longer = longest.get(normal_name(title))
        whole = written[longer] if longer else title
        scope = "" if any(m.type is EntityType.PLACE for m in within(mentions, start, end)) else reading.bulletin.id
        entity = Entity(entity_id(EntityType.DOCUMENT, whole, scope), EntityType.DOCUMENT, whole)
        yield Mention(start, end, EntityType.DOCUMENT, entity.id), entity


def _spans(reading: Reading, starting: _Starting) -> Iterator[tuple[int, int]]:
    """Yield the spans of named works and programmes."""
    p, text = _patterns(), reading.bulletin.text
    for block in reading.blocks(NAMING):
        for pattern in (p.named, p.quoted):
            for match in pattern.finditer(text, block.start, block.end):
                if match[1] not in p.common:
                    yield match.span(1)
        for match in p.work.finditer(text, block.start, block.end):
            yield from _work(reading, starting, block, match)


def _work(reading: Reading, starting: _Starting, block: Block, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    text = reading.bulletin.text
    run = _CHINESE.search(text, max(block.start, match.start() - 26), match.start())
    if not run:
        return
    start = max((m.end() for m in _patterns().before.finditer(text, run.start(), match.start())), default=run.start())
    heads = [m for at in range(start, match.start()) for m in starting.get(at, ()) if m.end <= match.start()]
    head = heads[0] if heads else None
    own = text[max((m.end for m in heads), default=start) : match.start()]
    if _patterns().generic.fullmatch(own) or len(own) < 3 or re.search(r"[个项亿万]", own):
        return
    if head:
        yield head.start, match.end()
    elif _patterns().made.search(own) and len(own) >= 5:
        yield start, match.end()


def _projects(reading: Reading, starting: _Starting) -> Iterator[tuple[Mention, Entity]]:
    for start, end in _spans(reading, starting):
        name = reading.bulletin.text[start:end]
        entity = Entity(entity_id(EntityType.PROJECT, name, reading.bulletin.id), EntityType.PROJECT, name)
        yield Mention(start, end, EntityType.PROJECT, entity.id), entity


@Language.component("kg_documents")
def kg_documents(doc: Doc) -> Doc:
    """Add the documents and projects of a bulletin to its reading; what is named within a title takes no part itself."""
    reading: Reading = doc._.reading
    for mention, entity in _documents(reading):
        reading.mentions.append(mention)
        reading.entities.setdefault(entity.id, entity)
    starting: _Starting = {}
    inside = bytearray(len(reading.bulletin.text) + 1)
    for mention in reading.mentions:
        if not mention.nested:
            starting.setdefault(mention.start, []).append(mention)
            if mention.type is not EntityType.PLACE:
                inside[mention.start + 1 : mention.end] = b"\1" * (mention.end - mention.start - 1)
    for mention, entity in _projects(reading, starting):
        # None begins or ends within another name; it may hold one.
        if not inside[mention.start] and not inside[mention.end]:
            reading.mentions.append(mention)
            reading.entities.setdefault(entity.id, entity)
            starting.setdefault(mention.start, []).append(mention)
    settle(reading)
    _free_own_place(reading)
    show(doc)
    return doc


def _free_own_place(reading: Reading) -> None:
    """Let the place that 我区 or 贵市 stands for take part even where it is only named within titles and names of bodies (普陀区对口支援办…我区)."""
    for kind in sorted(set(_OWN.findall(reading.bulletin.text))):
        places = [m for m in reading.mentions if m.type is EntityType.PLACE and reading.entities[m.entity].name.endswith(kind[1])]
        if not places:
            continue
        own = min(places, key=lambda m: m.start)
        same = [m for m in places if m.entity == own.entity] if kind[0] == "贵" else places  # a letter begins with whom it is to
        if all(m.nested for m in same):
            reading.mentions[reading.mentions.index(own)] = replace(own, nested=False)
