"""Resolves words that point to a place or body without naming it: 我县, 该院, 集团, 三县."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.lexicon import load
from kg.extract.reading import Mention, Reading, Reference, punctuated
from kg.link.entities import ancestors
from kg.model import Article, BlockKind, Entity

_CLAUSE_ENDS = "。；，：\n！？ "
_SENTENCE_ENDS = "。！？\n"
_HEADS = frozenset({BlockKind.ISSUER, BlockKind.SOURCE, BlockKind.DATELINE, BlockKind.TITLE, BlockKind.HEADLINE, BlockKind.SUBHEADLINE})


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load("references")
    meant, bare, several = _any(list(words["meant"])), words["bare"], words["several"]
    leading = f"(?P<own>{_any(words['own'])})?(?P<addressed>{_any(words['addressed'])})?(?P<back>{_any(words['back'])})?"
    led = f"{leading}(?P<word>{meant})(?![一-龥]?[长委内外人级])"
    alone = f"(?:(?<=[{_CLAUSE_ENDS}])|^|(?<={')|(?<='.join(bare['after'])}))(?P<word>{_any(bare['words'])})(?!化|员|总部)"
    counted = f"(?P<number>{_any(list(several['numbers']))}|\\d)个?(?P<words>{_any(list(several['words']))})(?![一-龥]?级)"
    return re.compile(led), re.compile(alone, re.MULTILINE), re.compile(counted)


class References:
    """Finds and resolves the references of one article."""

    def __init__(self, reading: Reading, article: Article):
        self.reading, self.article = reading, article
        self.text = punctuated(reading.bulletin.text)
        self.mentions = sorted(reading.mentions, key=lambda m: m.start)
        self.named = [m for m in self.mentions if article.start <= m.start < article.end]
        heads = [b for b in reading.bulletin.blocks if b.kind in _HEADS and (b.end <= article.start or article.start <= b.start < article.end)]
        self.heads = [m for m in self.mentions if any(b.start <= m.start < b.end for b in heads)]
        self.counts = Counter(m.entity for m in self.named)

    def find(self) -> list[Reference]:
        """Return the references of the article that can be resolved, in order; none lies within a name."""
        found: dict[int, Reference] = {}
        for reference in (*self._led(), *self._bare(), *self._several()):
            inside = any(m.start < reference.end and reference.start < m.end for m in self.named)
            if not inside and reference.entities:
                found.setdefault(reference.start, reference)
        return [found[start] for start in sorted(found)]

    def _entity(self, mention: Mention) -> Entity:
        return self.reading.entities[mention.entity]

    def _fits(self, mention: Mention, word: str) -> bool:
        meant = load("references")["meant"][word]
        return mention.type in meant["types"] and self._entity(mention).name.endswith(tuple(meant["ends"]))

    def _led(self) -> Iterator[Reference]:
        for match in _patterns()[0].finditer(self.text, self.article.start, self.article.end):
            if match["own"]:
                entity = self._voice(match["word"], match.start())
            elif match["addressed"]:
                entity = next((m.entity for m in self.named if self._fits(m, match["word"])), "")
            elif match["back"]:
                entity = self._last(match["word"], match.start()) or (self._voice(match["word"], match.start()) if match["back"] == "全" else "")
            else:
                continue
            if entity:
                yield Reference(match.start(), match.end(), (entity,), own=bool(match["own"]))

    def _sentence(self, offset: int) -> tuple[int, int]:
        start = max(self.text.rfind(end, self.article.start, offset) for end in _SENTENCE_ENDS)
        ends = [at for end in _SENTENCE_ENDS if (at := self.text.find(end, offset)) >= 0]
        return start + 1, min(ends, default=self.article.end)

    def _voice(self, word: str, offset: int) -> str:
        """Return who speaks as 我县: of the names that fit, not named beside it, the one of the heads, else the one named most."""
        low, high = self._sentence(offset)
        beside = {m.entity for m in self.named if low <= m.start < high}
        for mentions in (self.heads, self.named):
            fitting = [m.entity for m in mentions if self._fits(m, word)]
            apart = [e for e in fitting if e not in beside] or fitting
            if apart:
                return max(apart, key=lambda e: (self.counts[e] if mentions is self.named else 0, -apart.index(e)))
        return ""

    def _last(self, word: str, offset: int) -> str:
        return next((m.entity for m in reversed(self.named) if m.end <= offset and self._fits(m, word)), "")

    def _bare(self) -> Iterator[Reference]:
        for match in _patterns()[1].finditer(self.text, self.article.start, self.article.end):
            fitting = [m for m in self.mentions if m.end <= match.start() and self._fits(m, match["word"]) and not m.nested]
            ending = [m for m in fitting if self._entity(m).name.endswith(match["word"])] or fitting
            # 学校 speaks of any school where there are others and none is spoken of again and again.
            if ending and (max(self.counts[m.entity] for m in ending) > 1 or len({m.entity for m in fitting}) == 1):
                yield Reference(match.start(), match.end(), (max(ending, key=lambda m: (self.counts[m.entity], m.start)).entity,))

    def _several(self) -> Iterator[Reference]:
        several = load("references")["several"]
        for match in _patterns()[2].finditer(self.text, self.article.start, self.article.end):
            number = several["numbers"].get(match["number"]) or int(match["number"])
            entities = self._counted(number, match["words"], match.start())
            if number > 1 and entities:
                yield Reference(match.start(), match.end(), entities)

    def _counted(self, number: int, words: str, offset: int) -> tuple[str, ...]:
        """Return so many names that end so: those listed last before it, else all there are if it is their number."""
        ends = tuple(load("references")["several"]["words"][words])
        heads = self.heads if len(self.reading.bulletin.articles) == 1 else []
        fitting = [m for m in (*heads, *self.named) if m.type == "place" and not m.nested and self._entity(m).name.endswith(ends)]
        listed = [names for names in self._lists([m for m in fitting if m.end <= offset]) if len(names) == number and self._same_province(names)]
        names = tuple(dict.fromkeys(m.entity for m in fitting))
        # 两地 without a list are the two sides of the article, which is for others to say.
        return listed[-1] if listed else names if len(names) == number and words != "地" else ()

    def _lists(self, mentions: list[Mention]) -> list[tuple[str, ...]]:
        """Return the names that stand in lists, of a chain (绵阳市平武县) the last."""
        lists: list[list[Mention]] = []
        for mention in mentions:
            last = lists[-1][-1] if lists else None
            between = self.text[last.end : mention.start] if last else "。"
            if last and not between and last.entity in ancestors(mention.entity, self.reading):
                lists[-1][-1] = mention
            elif between in ("、", "和", "及", "与"):
                lists[-1].append(mention)
            else:
                lists.append([mention])
        return [tuple(dict.fromkeys(m.entity for m in run)) for run in lists]

    def _same_province(self, names: tuple[str, ...]) -> bool:
        return len({self._province(name) for name in names}) == 1

    def _province(self, name: str) -> str:
        above = ancestors(name, self.reading)
        return above[-1] if above else name


@Language.component("kg_references")
def find_references(doc: Doc) -> Doc:
    """Write ``doc._.reading.references``: the words of each article that point to a place or body that it names."""
    reading: Reading = doc._.reading
    reading.references += [reference for article in reading.bulletin.articles for reference in References(reading, article).find()]
    return doc
