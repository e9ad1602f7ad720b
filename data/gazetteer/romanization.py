"""The English name of a place: its proper name in pinyin and its kind (Pingwu County)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin, load_phrases_dict, load_single_dict

_WORDS = Path(__file__).with_name("romanization.toml")
_AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗", "区", "乡", "镇", "苏木", "民族乡")


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    load_single_dict({ord(character): reading for character, reading in words["characters"].items()})
    load_phrases_dict({name: [[syllable] for syllable in reading.split()] for name, reading in words["readings"].items()})
    words["township_kinds"] = _longest_first(words["kinds"] | words["township_kinds"])
    for table in ("kinds", "peoples"):
        words[table] = _longest_first(words[table])
    return words


def _longest_first(table: dict[str, str]) -> dict[str, str]:
    return dict(sorted(table.items(), key=lambda pair: -len(pair[0])))


def english(name: str, level: int) -> str:
    """Return the English name: Pingwu County, Shizhu Tujia Autonomous County; ``level`` as in an Episode."""
    words = _words()
    if name in words["names"]:
        return str(words["names"][name])
    kinds = words["township_kinds" if level == 4 else "kinds"]
    kind = next((k for k in kinds if name.endswith(k) and len(name) > len(k)), "")
    proper, peoples = _parted(name.removesuffix(kind), words["peoples"] if kind in _AUTONOMOUS else {})
    ethnic = "Ethnic" if peoples and level == 4 and not kinds[kind].startswith("Ethnic") else ""
    return " ".join(filter(None, (_spelled(proper), *peoples, ethnic, kinds.get(kind, ""))))


def _parted(proper: str, peoples: dict[str, str]) -> tuple[str, list[str]]:
    """Return a proper name without the peoples at its end, and these in English."""
    named: list[str] = []
    while people := next((p for p in peoples if proper.endswith(p) and len(proper) > len(p)), ""):
        named.insert(0, peoples[people])
        proper = proper.removesuffix(people)
    return proper, named


def _spelled(proper: str) -> str:
    """Return a name in one word, with an apostrophe before a syllable that begins with a vowel: Lu'an."""
    if official := _words()["official"].get(proper):
        return str(official)
    syllables = lazy_pinyin(proper, v_to_u=True)
    return "".join(f"'{s}" if i and s[0] in "aeo" else s for i, s in enumerate(syllables)).capitalize()
