"""Why one action was read as it is, as text: the words, parties and rules that made it, with the points that decided."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.explain.wording import NOT_STATED, kind_of, property_of, value_of, where
from kg.model import Action, Bound, Bulletin, Records
from kg.terminal import wrap

if TYPE_CHECKING:
    from kg.extract.kinds import Reason
    from kg.extract.registered import Registered
    from kg.extract.why import Chosen, Why

# So many reasons are told of each choice; the rest is one line.
_MOST = 6
_CHARACTERS = ("before", "after", "next", "last")


@cache
def _labels() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files(__package__).joinpath("why.toml").read_text("utf-8"))


def _label(group: str, key: str) -> str:
    label = _labels()[group].get(key, {"en": key, "zh": ""})
    return f"{label['en']} {label['zh']}".strip()


def why_of(records: Records, action: Action, *, columns: int | None) -> str:
    """Return why an action of a build was read so, by reading its bulletin once more."""
    bulletin = next(b for b in records.bulletins if b.id == action.evidence[0].bulletin)
    from kg.extract.registered import registered_in

    found = _lines(bulletin, action, registered_in(records))
    lines = [_label("heading", "why"), *(wrap(line.lstrip(), columns, _indent(line)) for line in found)]
    return "\n".join(lines)


def _indent(line: str) -> str:
    return "  " + " " * (len(line) - len(line.lstrip()))


def _lines(bulletin: Bulletin, action: Action, registered: "Registered") -> Iterator[str]:
    # Imported late: a statement is explained without spaCy.
    from kg.extract.why import find_why

    made = action.rule.partition(";")[0]
    if action.kind == "pairing" and not action.measures:
        yield f"{kind_of(action.kind)}: {_label('heading', made if made in ('recalled', 'row') else 'stated')}: {action.trigger}"
        origin = f"{_label('origin', 'cell' if made == 'row' else 'named')} {where(action.evidence[0])}"
        yield from (f"{property_of(role)}: {origin}" for role in ("provider", "recipient"))
        return
    why = find_why(bulletin, action.id, registered)
    if why is None or not _same(why.action, action):
        yield _label("heading", "changed")
    if why:
        yield from _kind(why)
        for cast in why.parties:
            if _is_judged(action, cast.role):
                yield f"{_role(cast.role)}: {_label('origin', 'judgement')}"
            yield from _party(why, cast, bulletin)
        yield f"{property_of('status')}: {value_of('status', why.action.status)}: {_status(why, bulletin)}"
        yield f"{property_of('period')}: {_period(why, bulletin)}"
        yield from _bounds(why.action)


def _same(read: Action, recorded: Action) -> bool:
    return all(getattr(read, name) == getattr(recorded, name) for name in ("kind", "provider", "recipient", "status", "period", "rule", "trigger"))


def _kind(why: "Why") -> Iterator[str]:
    if why.weighed is None:
        yield f"kind 种类: {kind_of(why.action.kind)}: {why.action.trigger}"
        return
    weighed = why.weighed
    left_open = "" if why.action.kind == weighed.kind else f" ({_label('heading', 'open')} {kind_of(weighed.kind)})"
    yield f"kind 种类: {kind_of(why.action.kind)}{left_open}, {weighed.lead:.2f} {_label('heading', 'ahead')} {kind_of(weighed.second)}"
    yield from _reasons(_gathered(weighed.reasons))


def _gathered(reasons: "Iterable[Reason]") -> list[tuple[str, float]]:
    """Return reasons with all that a word or unit counts in one line, and all that single characters count in one."""
    points: dict[tuple[str, str], float] = defaultdict(float)
    places: dict[str, set[str]] = defaultdict(set)
    for reason in reasons:
        if reason.where in (*_CHARACTERS, "sentence", "always"):
            place = "near" if reason.where in _CHARACTERS else reason.where
            points[place, ""] += reason.points
        else:
            points["", reason.text] += reason.points
            places[reason.text] |= {reason.where.split()[0]} - {"all"}
    out = []
    for (place, text), value in points.items():
        told = [_label("where", name) for name in ([place] if place else sorted(places[text]))]
        out.append((f"{text} ({', '.join(told)})" if text else told[0], value))
    return sorted(out, key=lambda pair: (-abs(pair[1]), pair[0]))


def _reasons(reasons: Sequence[tuple[str, float]]) -> Iterator[str]:
    for text, points in reasons[:_MOST]:
        yield f"  {points:+.2f} {text}"
    if rest := sum(points for _, points in reasons[_MOST:]):
        yield f"  {rest:+.2f} {_label('heading', 'rest')}"


def _role(role: str) -> str:
    return property_of("provider" if role == "p" else "recipient")


def _is_judged(action: Action, role: str) -> bool:
    return any(ruling.field == ("provider" if role == "p" else "recipient") for ruling in action.judged)


def _party(why: "Why", cast: "Chosen", bulletin: Bulletin) -> Iterator[str]:
    role = _role(cast.role)
    spans = ", ".join(f"“{bulletin.text[start:end]}” {bulletin.id}:{start}-{end}" for start, end in cast.source.spans)
    said = " ".join(filter(None, [_label("origin", cast.source.origin), spans]))
    yield f"{role}: {'、'.join(cast.party) or NOT_STATED}: {said}"
    if why.sure:
        yield f"  {_label('heading', 'sure')}"
    elif cast.rival is not None:
        yield f"  {cast.lead:.2f} {_label('heading', 'ahead')} {'、'.join(cast.rival) or NOT_STATED}"
        yield from _reasons([(_feature(name), points) for name, points in cast.reasons])


def _feature(name: str) -> str:
    """Return what a feature tells, and its name for those who know the model: p:giving=same."""
    bare = name.partition(":")[2]
    head, _, tail = bare.partition("&")
    bare = tail if tail and "=" not in head and head in _kinds() else bare
    stem = max((stem for stem in _labels()["feature"] if bare.startswith(stem)), key=len, default="")
    return f"{_label('feature', stem)} ({name})" if stem else name


@cache
def _kinds() -> frozenset[str]:
    from kg.rdf import vocabulary

    return frozenset(vocabulary().kinds)


def _status(why: "Why", bulletin: Bulletin) -> str:
    status, word = why.status
    if why.action.status is not status:
        return _label("heading", "whole")
    return f"“{bulletin.text[slice(*word)]}”" if word else _label("heading", "unsaid")


def _period(why: "Why", bulletin: Bulletin) -> str:
    time = why.period
    if time.period == why.action.period and time.end > time.start:
        return f"{time.period or _label('heading', 'untold')}: “{bulletin.text[time.start : time.end]}” {bulletin.id}:{time.start}-{time.end}"
    told = "headline" if time.period == why.action.period else "whole"
    return f"{why.action.period}: {_label('heading', told)}" if why.action.period else _label("heading", "untold")


def _bounds(action: Action) -> Iterator[str]:
    for measure in action.measures:
        if measure.bound is not Bound.EXACT:
            yield f"{property_of('bound')}: {value_of('bound', measure.bound)}: «{measure.evidence.quote}»"
