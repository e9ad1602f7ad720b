"""Resolves words that point to a place or body without naming it: 我县, 该院, 集团, 三县."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.reading import Mention, Reading, Reference, punctuated, within
from kg.link.entities import ancestors
from kg.model import Article, BlockKind, EntityType

_CLAUSE_ENDS = "。；，：\n！？ "
_SENTENCE_ENDS = "。！？\n"
_HEADS = frozenset({BlockKind.ISSUER, BlockKind.SOURCE, BlockKind.DATELINE, BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE})


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@follows_lexicon
@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load("references")
    meant, bare, several = _any(list(words["meant"])), words["bare"], words["several"]
    leading = f"(?P<own>{_any(words['own'])})?(?P<addressed>{_any(words['addressed'])})?(?P<back>{_any(words['back'])})?"
    led = f"{leading}(?P<word>{meant})(?![一-龥]?[长委内外人级])"
    alone = f"(?:(?<=[{_CLAUSE_ENDS}])|^|(?<={')|(?<='.join(bare['after'])}))(?P<word>{_any(bare['words'])})(?!化|员|总部)"
    counted = f"(?P<number>{_any(list(several['numbers']))}|\\d)个?(?P<words>{_any(list(several['words']))})(?![一-龥]?级)"
    return re.compile(led), re.compile(alone, re.MULTILINE), re.compile(counted)


class _Named:
    """What a bulletin names, by what points to it: each word's names are looked for once."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self.mentions = reading.mentions
        self.heads = [m for b in reading.blocks(_HEADS) for m in within(self.mentions, b.start, b.end)]
        self.of: dict[str, list[Mention]] = {}
        self._covered = bytearray(len(reading.bulletin.text))
        for mention in self.mentions:
            self._covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            if not mention.nested:
                self.of.setdefault(mention.entity, []).append(mention)
        self._first: dict[str, int] = {}
        self._firsts: dict[str, list[tuple[int, str]]] = {}
        self._heading: dict[str, dict[str, int]] = {}

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether no name stands between two offsets."""
        return self._covered.find(1, start, end) < 0

    def fits(self, entity: str, word: str) -> bool:
        """Tell whether a word can stand for an entity."""
        meant, known = load("references")["meant"][word], self.reading.entities[entity]
        return known.type in meant["types"] and known.name.endswith(tuple(meant["ends"]))

    def first(self, word: str) -> int:
        """Return where the first name ends that a word can stand for and that ends in it."""
        if word not in self._first:
            ends = (ms[0].end for e, ms in self.of.items() if self.fits(e, word) and self.reading.entities[e].name.endswith(word))
            self._first[word] = min(ends, default=len(self._covered) + 1)
        return self._first[word]

    def sole(self, word: str, offset: int) -> str:
        """Return the only entity named before an offset that a word can stand for."""
        if word not in self._firsts:
            self._firsts[word] = sorted((mentions[0].end, e) for e, mentions in self.of.items() if self.fits(e, word))[:2]
        named = [entity for end, entity in self._firsts[word] if end <= offset]
        return named[0] if len(named) == 1 else ""

    def heading(self, word: str) -> dict[str, int]:
        """Return the entities of the heads that a word can stand for, in order, with where each is named first."""
        if word not in self._heading:
            firsts: dict[str, int] = {}
            for mention in self.heads:
                if self.fits(mention.entity, word):
                    firsts.setdefault(mention.entity, mention.start)
            self._heading[word] = firsts
        return self._heading[word]


class References:
    """Finds and resolves the references of one article."""

    def __init__(self, named: _Named, article: Article):
        self.all, self.reading, self.article = named, named.reading, article
        self.text = punctuated(named.reading.bulletin.text)
        self.named = within(named.mentions, article.start, article.end)
        self.counts = Counter(m.entity for m in self.named)
        self._fitting: dict[str, list[Mention]] = {}
        self._ranked: dict[str, list[str]] = {}
        self._listing: dict[str, _Lists] = {}

    def find(self) -> list[Reference]:
        """Return the references of the article that can be resolved, in order; none lies within a name."""
        found: dict[int, Reference] = {}
        for reference in (*self._led(), *self._bare(), *self._several()):
            if reference.entities and self.all.is_free(reference.start, reference.end):
                found.setdefault(reference.start, reference)
        return [found[start] for start in sorted(found)]

    def _fit(self, word: str) -> list[Mention]:
        """Return the names of the article that a word can stand for."""
        if word not in self._fitting:
            fitting = {entity for entity in self.counts if self.all.fits(entity, word)}
            self._fitting[word] = [m for m in self.named if m.entity in fitting]
        return self._fitting[word]

    def _rank(self, word: str) -> list[str]:
        """Return the entities of the article that a word can stand for, those named most first."""
        if word not in self._ranked:
            self._ranked[word] = sorted(dict.fromkeys(m.entity for m in self._fit(word)), key=lambda e: -self.counts[e])
        return self._ranked[word]

    def _led(self) -> Iterator[Reference]:
        for match in _patterns()[0].finditer(self.text, self.article.start, self.article.end):
            if match["own"]:
                entity = self._voice(match["word"], match.start())
            elif match["addressed"]:
                entity = next((m.entity for m in self._fit(match["word"])), "")
            elif match["back"]:
                entity = self._last(match["word"], match.start()) or (self._voice(match["word"], match.start()) if match["back"] == "全" else "")
            else:
                continue
            if entity:
                yield Reference(match.start(), match.end(), (entity,), own=bool(match["own"]))

    def _sentence(self, offset: int) -> tuple[int, int]:
        # The line first: a sign that the bulletin has nowhere else would be looked for in all of it.
        start, end = self.text.rfind("\n", self.article.start, offset), self.text.find("\n", offset)
        start, end = max(start, self.article.start - 1), self.article.end if end < 0 else end
        start = max(start, *(self.text.rfind(sign, start + 1, offset) for sign in _SENTENCE_ENDS))
        return start + 1, min((at for sign in _SENTENCE_ENDS if (at := self.text.find(sign, offset, end)) >= 0), default=end)

    def _voice(self, word: str, offset: int) -> str:
        """Return who speaks as 我县: of the names that fit, not named beside it, the one of the heads, else the one named most."""
        low, high = self._sentence(offset)
        beside = {m.entity for m in within(self.named, low, high)}
        heads = [e for e, start in self.all.heading(word).items() if start < self.article.end]
        for fitting in (heads, self._rank(word)):
            if fitting:
                return next((e for e in fitting if e not in beside), fitting[0])
        return ""

    def _last(self, word: str, offset: int) -> str:
        fitting = self._fit(word)
        before = bisect_left(fitting, offset, key=lambda m: m.start)
        return next((fitting[i].entity for i in reversed(range(before)) if fitting[i].end <= offset), "")

    def _bare(self) -> Iterator[Reference]:
        for match in _patterns()[1].finditer(self.text, self.article.start, self.article.end):
            if entity := self._spoken_of(match["word"], match.start()):
                yield Reference(match.start(), match.end(), (entity,))

    def _spoken_of(self, word: str, offset: int) -> str:
        """Return whom 学校 speaks of: of the schools named before the one named again and again, most and then last, else the only one."""
        ending = self.all.first(word) <= offset
        best, most = "", (1, -1)
        for entity in self._rank(word):
            if self.counts[entity] < most[0] or self.counts[entity] < 2:
                break
            spots = self.all.of.get(entity, ())
            before = bisect_right(spots, offset, key=lambda m: m.end)
            if before and (not ending or self.reading.entities[entity].name.endswith(word)):
                best, most = max((best, most), (entity, (self.counts[entity], spots[before - 1].start)), key=lambda found: found[1])
        return best or self.all.sole(word, offset)

    def _several(self) -> Iterator[Reference]:
        several = load("references")["several"]
        for match in _patterns()[2].finditer(self.text, self.article.start, self.article.end):
            if not self.all.is_free(match.start() - 1, match.start()):
                continue  # 平武县、青川县、江油市三个县 are those just named
            number = several["numbers"].get(match["number"]) or int(match["number"])
            entities = self._counted(number, match["words"], match.start())
            if number > 1 and entities:
                yield Reference(match.start(), match.end(), entities)

    def _counted(self, number: int, words: str, offset: int) -> tuple[str, ...]:
        """Return so many names that end so: those listed last before it, else all there are if it is their number."""
        if words not in self._listing:
            self._listing[words] = _Lists(self, tuple(load("references")["several"]["words"][words]))
        listing = self._listing[words]
        # 两地 without a list are the two sides of the article, which is for others to say.
        return listing.last(number, offset) or (listing.names if len(listing.names) == number and words != "地" else ())


class _Lists:
    """The lists of places whose names end alike, in the heads and in the article; what was listed last is found without going over all."""

    def __init__(self, references: References, ends: tuple[str, ...]):
        self.text, self.reading = references.text, references.reading
        heads = [m for m in references.all.heads if m.start < references.article.end] if len(self.reading.bulletin.articles) == 1 else []
        self.heads, self.named = (self._ending(mentions, ends) for mentions in (heads, references.named))
        self.names = tuple(dict.fromkeys(m.entity for m in (*self.heads, *self.named)))
        self.runs = [i for i, m in enumerate(self.named) if not (i and self._joins(self.named[i - 1], m))]
        self._fitting: dict[int, list[int]] = {}

    def _ending(self, mentions: Iterable[Mention], ends: tuple[str, ...]) -> list[Mention]:
        entities = self.reading.entities
        return [m for m in mentions if m.type is EntityType.PLACE and not m.nested and entities[m.entity].name.endswith(ends)]

    def last(self, number: int, offset: int) -> tuple[str, ...]:
        """Return the names of the last list of so many places of one province that ends before an offset."""
        if number not in self._fitting:
            # Where there are heads, the first list may go on from them.
            whole = range(1 if self.heads else 0, len(self.runs))
            self._fitting[number] = [run for run in whole if self._fits(self._names(self._run(run)), number)]
        told = bisect_right(self.named, offset, key=lambda m: m.end)
        run = bisect_right(self.runs, told - 1) - 1
        if run > 0 and self._fits(names := self._names(self.named[self.runs[run] : told]), number):
            return names
        if before := bisect_left(self._fitting[number], run):
            return self._names(self._run(self._fitting[number][before - 1]))
        first = [*(m for m in self.heads if m.end <= offset), *self.named[: min(told, self.runs[1] if len(self.runs) > 1 else told)]]
        return next((names for names in reversed(self._lists(first)) if self._fits(names, number)), ())

    def _run(self, run: int) -> list[Mention]:
        return self.named[self.runs[run] : self.runs[run + 1] if run + 1 < len(self.runs) else None]

    def _joins(self, last: Mention, mention: Mention) -> bool:
        return self._chains(last, mention) or self.text[last.end : mention.start] in ("、", "和", "及", "与")

    def _chains(self, last: Mention, mention: Mention) -> bool:
        return not self.text[last.end : mention.start] and last.entity in ancestors(mention.entity, self.reading)

    def _lists(self, mentions: Iterable[Mention]) -> list[tuple[str, ...]]:
        """Return the names of each list."""
        lists: list[list[Mention]] = []
        for mention in mentions:
            if lists and self._joins(lists[-1][-1], mention):
                lists[-1].append(mention)
            else:
                lists.append([mention])
        return [self._names(run) for run in lists]

    def _names(self, run: list[Mention]) -> tuple[str, ...]:
        """Return the names of a list, of a chain (绵阳市平武县) the last."""
        return tuple(dict.fromkeys(m.entity for m, after in zip_longest(run, run[1:]) if not (after and self._chains(m, after))))

    def _fits(self, names: tuple[str, ...], number: int) -> bool:
        return len(names) == number and len(set(map(self._province, names))) == 1

    def _province(self, name: str) -> str:
        above = ancestors(name, self.reading)
        return above[-1] if above else name


@Language.component("kg_references")
def find_references(doc: Doc) -> Doc:
    """Write ``doc._.reading.references``: the words of each article that point to a place or body that it names."""
    reading: Reading = doc._.reading
    named = _Named(reading)
    reading.references += [reference for article in reading.bulletin.articles for reference in References(named, article).find()]
    return doc
