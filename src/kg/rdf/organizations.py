"""What the records tell of organizations in the terms of ORG: which body is part of which by its name, and the posts of those who are seconded."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.model import Action, Entity, EntityType
from kg.rdf.vocabulary import Vocabulary

_NO_BODIES = {EntityType.PLACE, EntityType.PARK, EntityType.DOCUMENT, EntityType.PROJECT}


@dataclass(frozen=True, slots=True)
class Part:
    """A body and the id of the nearest one of which its name says that it is a part."""

    id: str
    whole: str


@dataclass(frozen=True, slots=True)
class Post:
    """What those whom an action sends hold at the one ``recipient`` that it names; nobody is named. ``grade`` is a key of its scheme or nothing."""

    id: str
    about: str
    recipient: str
    grade: str


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def parts(entities: Iterable[Entity]) -> list[Part]:
    """Return which of the bodies are parts of which other one of them; a name that several bear is that of no whole."""
    bodies = [e for e in entities if e.type not in _NO_BODIES]
    bearers: dict[str, set[str]] = {}
    for body in bodies:
        for name in (body.name, *body.aliases):
            bearers.setdefault(name, set()).add(body.id)
    found = ((body, _whole(body.name, bearers)) for body in bodies)
    return [Part(body.id, whole) for body, whole in found if whole not in ("", body.id)]


def _whole(name: str, bearers: dict[str, set[str]]) -> str:
    """Return the id of the body with the longest name that this one begins with and is a part of."""
    for end in range(len(name) - 1, 1, -1):
        ids = bearers.get(name[:end], set())
        if len(ids) == 1 and _is_part(name[end:], name[:end]):
            return next(iter(ids))
    return ""


def _is_part(rest: str, whole: str) -> bool:
    words = _words()["part"]
    if any(word in rest for word in words["not"]):
        return False
    after = (end for ending, ends in words["after"].items() if whole.endswith(ending) for end in ends)
    return any(word in rest for word in words["held"]) or rest.endswith((*words["ends"], *after))


def post_of(action: Action, vocabulary: Vocabulary) -> Post | None:
    """Return the post of those whom an action sends; nothing where the text does not say that they hold one, or does not say where."""
    if action.kind != "personnel" or len(action.recipient) != 1 or not _is_held(action):
        return None
    return Post(f"post-{action.id}", action.about, action.recipient[0], _grade(action.about, vocabulary))


def _is_held(action: Action) -> bool:
    of_others = tuple(f"{mark}{word}" for mark in _words()["post"]["next"] for word in _words()["post"]["held"])
    return _says(action.about) or any(_says(clause) and not any(word in clause for word in of_others) for clause in _clauses(action))


def _clauses(action: Action) -> Iterator[str]:
    """Yield what follows each figure in its clause: 科级干部赴舟曲县挂职 after 2名 in 2名科级干部赴舟曲县挂职，期限两年."""
    marks: str = _words()["post"]["marks"]
    for measure in action.measures:
        for sentence in action.evidence:
            if sentence.start <= measure.evidence.start and measure.evidence.end <= sentence.end:
                rest = sentence.quote[measure.evidence.end - sentence.start :]
                yield rest[: min((at for mark in marks if (at := rest.find(mark)) >= 0), default=len(rest))]


def _says(text: str) -> bool:
    words = _words()["post"]
    return any(not text[at + len(word) :].startswith(tuple(words["open"])) for word in words["held"] if (at := text.find(word)) >= 0)


def _grade(about: str, vocabulary: Vocabulary) -> str:
    """Return the grade that the text gives them: the longest of its names that stands in it (副县级 before 县级)."""
    named = ((name, key) for key, term in vocabulary.schemes["grade"].items() for name in (term.label.zh, *term.also))
    return max(((len(name), key) for name, key in named if name in about), default=(0, ""))[1]
