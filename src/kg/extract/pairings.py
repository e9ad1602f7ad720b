"""The pairings that sentences state: A 对口帮扶 B, A 与 B 结对, lists of couples (A—B、C—D), B 是 A 定点帮扶的县."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg.extract.lexicon import follows_lexicon, load
from kg.extract.parties import ACTORS, Frame, Group, Pairing, Party
from kg.extract.reading import within
from kg.model import EntityType

# One sign for each list of names, so that a pattern sees only the words between them.
_SIGN = "\ue000"
_DASH = re.compile("[ 　]*[—－–-]{1,2}[ 　]*")
_WITH = re.compile("[与和同]")
_LISTED = re.compile("[、，；]|[和及与]|以及|[ 　\n]*")
_APART = re.compile("[，；]")
_LABEL = r"[（(]?[\d一二三四五六七八九十]+[.、．)）]|[（(][一二三四五六七八九十]+[)）]"
_ALONE = re.compile(rf"(?:^|\n)[\s（(]*(?:{_LABEL})?\s*$")
_RESPECTIVELY = "分别"
# Bodies that are sent out for a pairing.
_SENT = frozenset({EntityType.AGENCY, EntityType.ORGANIZATION})
# How far behind the last of several couples the word stands that pairs them all.
_BEHIND = 16


@follows_lexicon
@cache
def _any(key: str) -> str:
    return "|".join(sorted(load("roles")["pairing"][key], key=len, reverse=True))


@follows_lexicon
@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return the ways to state a pairing; ``g`` are the names of who gives, ``t`` of who takes, ``v`` is the word that says so."""
    verbs, mutual, toward, being = _any("verbs"), _any("mutual"), _any("toward"), _any("being")
    giver = f"(?:各地|等地|两市|有关单位)?[“”\"]?(?P<g>{_SIGN})"
    other, near, close = f"(?:(?!{_SIGN})[^。；])", f"(?:(?!{_SIGN})[^。；，])", f"(?:(?!{_SIGN})[^。；，、])"
    takers = f"(?P<t>{_SIGN}(?:[，、和及与]{_SIGN})*)"
    # A list goes on behind a comma where it closes the sentence, or says how many there are.
    counted = "(?=的|.?[县点村区市校])"
    listed = f"(?P<t>{_SIGN}(?:(?:，{_SIGN})+(?=[。；等]|[二三四五六七八九十\\d]+个?[县区市旗州]|$))?)"
    return [
        ("stated", re.compile(rf"{giver}{close}{{0,16}}?(?P<v>{verbs})(?:了|{close}{{0,3}}){listed}")),
        ("stated", re.compile(rf"{giver}{other}{{0,60}}?(?:{toward}){near}{{0,4}}{takers}{near}{{0,12}}(?P<v>{verbs})")),
        ("stated", re.compile(rf"{giver}{close}{{0,8}}?[与和同]{near}{{0,4}}(?P<t>{_SIGN}){near}{{0,16}}?(?P<v>{mutual})")),
        ("stated", re.compile(rf"{giver}{close}{{0,8}}?{_RESPECTIVELY}(?P<v>赴|到|对口|对接|联系){close}{{0,3}}(?P<t>{_SIGN})")),
        ("stated", re.compile(rf"{takers}等?{near}{{0,6}}?(?:{being}){near}{{0,4}}(?P<g>{_SIGN}){near}{{0,6}}?(?P<v>{verbs}){counted}")),
        ("stated", re.compile(rf"(?P<t>{_SIGN})[（(]由?(?P<g>{_SIGN}){near}{{0,2}}?(?P<v>对口|{verbs})[)）]")),
        ("split", re.compile(rf"(?P<g>{_SIGN}){near}{{0,14}}?(?P<v>{mutual})")),
    ]


class Pairings:
    """Finds the pairings that sentences state."""

    def __init__(self, frame: Frame):
        self.frame = frame
        self.text = frame.text

    def of(self, start: int, end: int) -> list[Pairing]:
        """Return the pairings stated between two offsets (a sentence), in order."""
        names = self.frame.names(start, end, ACTORS)
        if not names:
            return self._titled(start, end)
        couples = list(self._couples(names, start, end))
        if not couples:
            return [*self._titled(start, end), *self._stated(start, end)]
        return [*self._titled(start, end), *self._stated(start, couples[0].start), *couples, *self._stated(couples[-1].end, end)]

    def _titled(self, start: int, end: int) -> list[Pairing]:
        """Return the pairings that the names of bodies state, of places that are named by themselves as well: 东莞市对口帮扶韶关市指挥部."""
        out: list[Pairing] = []
        mentions = within(self.frame.reading.mentions, start, end)
        for body in (m for m in mentions if not m.nested and m.type in _SENT):
            inside = (m for m in within(mentions, body.start, body.end) if m.nested and m.type is EntityType.PLACE and m.entity in self.frame.named)
            places = [Group(m.start, m.end, (m.entity,)) for m in inside]
            for first, second in pairwise(places):
                if verb := re.fullmatch(_any("verbs"), self.text[first.end : second.start]):
                    out += self._join(first, second, verb[0], respectively=False)
        return out

    def _couples(self, names: Sequence[Group], start: int, end: int) -> Iterator[Pairing]:
        """Yield the couples of a list: 番禺中学—赫章县第一中学、仲元中学—赫章县实验中学; 市南区帮扶曹县、即墨区帮扶鄄城县."""
        gaps = [self.text[a.end : b.start] for a, b in pairwise(names)]
        for joint in (_DASH, re.compile(f"(?:{_any('verbs')})了?"), _WITH):
            for run in _runs([bool(joint.fullmatch(gap)) for gap in gaps], [bool(_LISTED.fullmatch(gap)) for gap in gaps]):
                if self._is_list_of_couples(joint, run, names, start, end):
                    yield from self._parted(run, names, gaps)

    def _is_list_of_couples(self, joint: re.Pattern[str], run: Sequence[int], names: Sequence[Group], start: int, end: int) -> bool:
        if joint is _DASH:
            alone = _ALONE.search(self.text[start : names[run[0]].start]) is not None
            behind = self.text[names[run[-1] + 1].end : end][:_BEHIND]
            return alone or len(run) > 1 or re.match(f"[^，。；]{{0,4}}?(?:{_any('recalled')})", behind) is not None
        if joint is _WITH:
            behind = self.text[names[run[-1] + 1].end : end][:_BEHIND]
            return len(run) > 1 and re.search(f"{_any('mutual')}|{_any('signed')}", behind) is not None
        return len(run) > 1

    def _parted(self, run: Sequence[int], names: Sequence[Group], gaps: Sequence[str]) -> Iterator[Pairing]:
        """Yield the couples of a run; between two joints stand who takes in the first and who gives in the second."""
        givers = names[run[0] : run[0] + 1]
        for this, following in zip(run, [*run[1:], None], strict=True):
            if following is None:
                last = next((i for i in range(this + 1, len(gaps)) if gaps[i] not in ("、", "和", "及", "与")), len(gaps))
                takers, after = names[this + 1 : last + 1], names[:0]
            else:
                cut = next((i for i in reversed(range(this + 1, following)) if _APART.search(gaps[i])), following - 1)
                takers, after = names[this + 1 : cut + 1], names[cut + 1 : following + 1]
            verb = gaps[this].strip(" 　—－–-与和同")
            yield from self._join(_united(givers), _united(takers), verb, respectively=False)
            givers = after

    def _stated(self, start: int, end: int) -> list[Pairing]:
        groups = self.frame.groups(start, end, ACTORS)
        masked = self._masked(start, end, groups)
        out: list[Pairing] = []
        for way, pattern in _patterns():
            for match in pattern.finditer(masked):
                giver = groups[masked[: match.start("g")].count(_SIGN)]
                if way == "split":
                    out += self._split(giver, match["v"])
                    continue
                first = masked[: match.start("t")].count(_SIGN)
                takers = groups[first : first + match["t"].count(_SIGN)]
                out += self._join(giver, _united(takers), match["v"], respectively=_RESPECTIVELY in match[0])
            if out:
                break
        return out

    def _masked(self, start: int, end: int, groups: Sequence[Group]) -> str:
        parts, position = [], start
        for group in groups:
            parts += [self.text[position : group.start], _SIGN]
            position = group.end
        return "".join([*parts, self.text[position:end]])

    def _split(self, group: Group, verb: str) -> list[Pairing]:
        """Part a list such as 白云区与黔南州平塘县 (结成帮扶对子) at its 与, 和 or 同."""
        if not group.joined:
            return []
        named = within(self.frame.reading.mentions, group.start, group.end)
        names = [m for m in named if m.entity in group.entities and not m.nested]
        cuts = [i for i in range(1, len(names)) if _WITH.match(self.text[names[i - 1].end : names[i].start])]
        for cut in cuts[:1]:
            first, second = (tuple(dict.fromkeys(m.entity for m in part)) for part in (names[:cut], names[cut:]))
            left, right = Group(group.start, names[cut - 1].end, first), Group(names[cut].start, group.end, second)
            return self._join(left, right, verb, respectively=len(first) == len(second) > 1)
        return []

    def _join(self, left: Group, right: Group, verb: str, *, respectively: bool) -> list[Pairing]:
        first, second = left.entities, right.entities
        if set(first) & set(second) or any(self.frame.line(a) & {b} or self.frame.line(b) & {a} for a in first for b in second):
            return []
        if self._turned(first, second):
            first, second = second, first
        start, end = min(left.start, right.start), max(left.end, right.end)
        if respectively and len(first) == len(second):
            return [self._couple(start, end, a, b, verb) for a, b in zip(first, second, strict=True)]
        return [Pairing(start, end, first, second, verb)]

    def _couple(self, start: int, end: int, giver: str, taker: str, verb: str) -> Pairing:
        """Return one couple of two lists, quoted from its first name to its second."""
        named = [m for m in within(self.frame.reading.mentions, start, end) if m.entity in (giver, taker)]
        low, high = min((m.start for m in named), default=start), max((m.end for m in named), default=end)
        return Pairing(low, high, (giver,), (taker,), verb)

    def _turned(self, first: Party, second: Party) -> bool:
        """Say whether the second side must be the giver: it lies in an eastern province, the first in another one."""
        east = self.frame.part(second[:1]) == "east" != self.frame.part(first[:1])
        return east and bool(self.frame.province(first[0]))


def _runs(joints: Sequence[bool], listed: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the joints between names that follow each other with nothing but lists between them, at least two names from one to the next."""
    run: list[int] = []
    for i in (i for i, joint in enumerate(joints) if joint):
        if run and i - run[-1] >= 2 and all(listed[run[-1] + 1 : i]):
            run.append(i)
        else:
            if run:
                yield run
            run = [i]
    if run:
        yield run


def _united(groups: Sequence[Group]) -> Group:
    entities = tuple(dict.fromkeys(n for g in groups for n in g.entities))
    return Group(groups[0].start, groups[-1].end, entities, joined=len(entities) > 1)
