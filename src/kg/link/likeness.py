"""Which names of places somebody may have meant who wrote one that is none: those alike sign by sign, in writing or in sound."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from kg.link.gazetteer import gazetteer

_ALIKE = 0.5
# Of so many that share signs the most alike are looked for.
_MOST = 300
# What a sign counts that only sounds the same: 五 and 武.
_SAME_SOUND = 0.9
_LONGEST = 3
_FINAL = "(?:[iu]?a(?:ng|n|i|o)?|i?ong|ui|iu|[iu]?e(?:ng|n|i|r)?|[iu]ng?|[iu]?ou?|[iuvü])"
_INITIAL = "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])"
# Hunan is hu nan, not hun an; a syllable begins with a vowel where no other reading is left: Lu'an.
_SYLLABLES = (f"({_INITIAL}{_FINAL})", f"({_INITIAL}?{_FINAL})")


def nearest_names(name: str, known: Collection[str], most: int) -> list[str]:
    """Return up to so many of some names that are like one, the most alike first."""
    near = get_close_matches(name, dict.fromkeys(known), n=_MOST, cutoff=_ALIKE)
    return sorted(near, key=lambda other: _unlikeness(name, other))[:most]


def _unlikeness(name: str, other: str) -> tuple[float, float, str]:
    """Return what sorts names by how unlike they are: by the signs that they share, of names of one length by those in the same places."""
    shared = SequenceMatcher(None, other, name).ratio()
    placed = sum(map(_alike, name, other)) / len(name) if len(name) == len(other) else 0
    return -max(shared, placed), -placed, other


def _alike(sign: str, other: str) -> float:
    if sign == other:
        return 1.0
    return _SAME_SOUND if _sounds().get(sign, frozenset()) & _sounds().get(other, frozenset()) else 0.0


@cache
def _sounds() -> Mapping[str, frozenset[str]]:
    """Return the syllables of each sign, as the names of places spell it in pinyin."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sign, syllable in (pair for places in gazetteer().full.values() for place in places for pair in _spelled(place.name, place.english)):
        found[sign][syllable] += 1
    # One told once among many is a name split in the wrong place: Henan as hen an.
    return {sign: frozenset(s for s, count in told.items() if 4 * count >= max(told.values())) for sign, told in found.items()}


def _spelled(name: str, english: str) -> Iterable[tuple[str, str]]:
    """Return each sign of a name with its syllable, where these can be told: 平武县, Pingwu County."""
    spelling = english.partition(" ")[0].lower().replace("'", "")
    signs = name[:-1]
    syllables = filter(None, (re.fullmatch(syllable * len(signs), spelling) for syllable in _SYLLABLES if 0 < len(signs) <= _LONGEST))
    found = next(syllables, None)
    return zip(signs, found.groups(), strict=True) if found else ()
