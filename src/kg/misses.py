"""What a build misses or misreads of an annotated text, each beside the sentence that it is about."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.check.amounts import amounts
from kg.check.recount import recount
from kg.explain.wording import marked
from kg.model import Evidence
from kg.terminal import pad, width, wrap

Row = Mapping[str, Any]
_SENTENCE_ENDS = "。！？；\n"
# So many places of a figure or name that was missed are shown.
_PLACES = 2
_GRADES = {"figure+kind": "kind", "figure+roles": "roles", "figure+bound": "bound", "figure+status": "status"}


@dataclass(frozen=True, slots=True)
class Miss:
    """One miss: ``sort`` is what is wrong (kind, roles, figure missed), ``item`` what it is about.

    ``wanted`` is what the annotation says, ``read`` what the build made of it, ``quotes`` the sentences with their offsets in the text.
    """

    sort: str
    item: str
    wanted: str = ""
    read: str = ""
    quotes: tuple[str, ...] = ()


def find_misses(scorer: ModuleType, folder: Path, tables: Path, text: str) -> list[Miss]:
    """Return the misses of the build in ``tables`` by the annotation in ``folder``, as the scorer counts them; ``text`` is the build's."""
    facts, entities = scorer.read(folder / "facts.jsonl"), scorer.read(folder / "entities.jsonl")
    read = {name: scorer.read(tables / f"{name}.jsonl") for name in ("actions", "entities", "left_out")}
    search = _Search(scorer, scorer.Names(entities), text, entities)
    return [
        *search.entities(read["entities"]),
        *search.pairings(facts, read["actions"]),
        *search.agreements(facts, read["actions"]),
        *search.figures(facts, read["actions"], read["left_out"]),
    ]


class _Search:
    def __init__(self, scorer: ModuleType, names: Any, text: str, annotated: Sequence[Row]):
        self.scorer, self.names, self.text, self.annotated = scorer, names, text, annotated
        self.forms: dict[str, list[str]] = {scorer.norm(e["name"]): [e["name"], *e.get("aliases", [])] for e in annotated}

    def entities(self, found: Sequence[Row]) -> Iterator[Miss]:
        """Yield the entities that are missed, and those that are found and not annotated."""
        norm = self.scorer.norm
        known = {(e["type"], norm(e["name"])) for e in self.annotated}
        wanted = {(e["type"], norm(e["name"])) for e in self.annotated if not e.get("optional")}
        got: dict[tuple[str, str], Row] = {}
        for entity in found:
            forms = [self.names.one(form) for form in (entity["name"], *entity.get("aliases", []))]
            got[entity["type"], next((f for f in forms if (entity["type"], f) in known), forms[0])] = entity
        for kind, name in sorted(wanted - got.keys()):
            yield Miss("entity missed", f"{kind} {name}", quotes=self._naming(self.forms.get(name, [name])))
        for kind, name in sorted(got.keys() - known):
            entity = got[kind, name]
            yield Miss("entity spurious", f"{kind} {name}", quotes=self._naming([entity["name"], *entity.get("aliases", [])]))

    def pairings(self, facts: Sequence[Row], actions: Sequence[Row]) -> Iterator[Miss]:
        """Yield the pairings that are missed, and those that are stated nowhere."""
        stated = [f for f in facts if f["kind"] == "pairing"]
        wanted = {pair for f in stated if f["value"] is None and not f.get("optional") for pair in self._pairs(f)}
        read = [(p, r) for f in stated for p in self.names.readings(f, "provider") for r in self.names.readings(f, "recipient")]
        known = {(giver, taker) for givers, takers in read for giver in givers for taker in takers}
        got = {pair: action for action in actions if action["kind"] == "pairing" for pair in self._pairs(action)}
        for giver, taker in sorted(wanted - got.keys()):
            quotes = self._naming(self.forms.get(giver, [giver]), self.forms.get(taker, [taker]))
            yield Miss("pairing missed", f"{giver} → {taker}", quotes=quotes)
        for pair in sorted(got.keys() - known):
            yield Miss("pairing spurious", " → ".join(pair), quotes=self._quoted(got[pair], None))

    def _pairs(self, stated: Row) -> set[tuple[str, str]]:
        return {(a, b) for a in self.names.all(stated["provider"]) for b in self.names.all(stated["recipient"])}

    def agreements(self, facts: Sequence[Row], actions: Sequence[Row]) -> Iterator[Miss]:
        """Yield the titled plans and agreements that are missed."""
        norm = self.scorer.norm
        titles = {norm(a.get("about", "")) for a in actions if a["kind"] == "agreement"} - {""}
        for fact in facts:
            if fact["kind"] == "agreement" and fact["value"] is None and not fact.get("optional"):
                title = norm(fact["what"])
                if not any(title in other or other in title for other in titles):
                    yield Miss("agreement missed", fact["what"], quotes=self._naming([fact["what"]]))

    def figures(self, facts: Sequence[Row], actions: Sequence[Row], left_out: Sequence[Row]) -> Iterator[Miss]:
        """Yield the figures that are missed, whose statement is read in another way, or that state nothing."""
        flat = [(action, measure) for action in actions for measure in action.get("measures") or []]
        taken: set[int] = set()
        for fact in sorted((f for f in facts if f["value"] is not None), key=lambda f: bool(f.get("optional"))):
            best = self._aligned(fact, flat, taken)
            if best is not None:
                taken.add(best)
            if not fact.get("optional"):
                yield from self._misread(fact, *flat[best]) if best is not None else [self._missed(fact, left_out)]
        for index, (action, measure) in enumerate(flat):
            if index not in taken:
                read = f"{_statement(action)}, {_amount(measure)}"
                yield Miss("figure spurious", action.get("about", ""), read=read, quotes=self._quoted(action, measure))

    def _aligned(self, fact: Row, flat: Sequence[tuple[Row, Row]], taken: set[int]) -> int | None:
        """Return which measure the scorer holds against a fact: the one that agrees with most of it, of several the first."""
        near, same_unit = self.scorer.near, self.scorer.same_unit
        fitting = [
            (tuple(self.scorer.grade(fact, action, measure, self.names).values()), -index)
            for index, (action, measure) in enumerate(flat)
            if index not in taken and near(measure.get("value"), fact["value"]) and same_unit(measure.get("unit"), fact["unit"])
            and (fact.get("max") is None or near(measure.get("max"), fact["max"]))
        ]  # fmt: skip
        return -max(fitting)[1] if fitting else None

    def _misread(self, fact: Row, action: Row, measure: Row) -> Iterator[Miss]:
        grades = self.scorer.grade(fact, action, measure, self.names)
        for key, sort in _GRADES.items():
            if not grades[key]:
                wanted, read = _told(sort, fact, fact), _told(sort, action, measure)
                yield Miss(sort, f"{fact['what']} {_amount(fact)}", wanted, f"{read} ({action['id']})", self._quoted(action, measure))

    def _missed(self, fact: Row, left_out: Sequence[Row]) -> Miss:
        numerals = recount(self.text, 0, len(self.text))
        spots = [span for span in numerals if any(self.scorer.near(float(a), fact["value"]) for a in amounts(self.text[slice(*span)]))]
        reasons = {f"left out: {row['reason']}" for row in left_out for start, _ in spots if row["start"] <= start < row["end"]}
        quotes = tuple(self._sentence(*span) for span in spots[:_PLACES])
        return Miss("figure missed", f"{fact['what']} {_amount(fact)}", _statement(fact), "; ".join(sorted(reasons)), quotes)

    def _naming(self, *forms: Iterable[str]) -> tuple[str, ...]:
        """Return the first sentences that name one of the forms of each."""
        out: dict[tuple[int, int], str] = {}
        first, *others = [sorted(filter(None, listed), key=len, reverse=True) for listed in forms]
        for match in re.finditer("|".join(map(re.escape, first)), self.text):
            low, high = span = self._bounds(*match.span())
            if span not in out and all(any(form in self.text[low:high] for form in listed) for listed in others):
                out[span] = self._sentence(*match.span())
        return tuple(out.values())[:_PLACES]

    def _quoted(self, action: Row, measure: Row | None) -> tuple[str, ...]:
        quote = measure["evidence"] if measure else action["evidence"][0]
        return (self._sentence(quote["start"], quote["end"]),)

    def _bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence at some offsets begins and ends."""
        low = max(self.text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
        return low, min((at + 1 for mark in _SENTENCE_ENDS if (at := self.text.find(mark, end)) >= 0), default=len(self.text))

    def _sentence(self, start: int, end: int) -> str:
        """Return the sentence at some offsets, with what stands at them between « and », and where that is."""
        low, high = self._bounds(start, end)
        sentence, inner = Evidence("", low, high, self.text[low:high]), Evidence("", start, end, self.text[start:end])
        return f"“{marked(sentence, [inner]).strip()}” {start}-{end}"


def _told(sort: str, statement: Row, figure: Row) -> str:
    """Return what an annotation or a build says of one thing."""
    if sort == "kind":
        return " or ".join([statement["kind"], *statement.get("alt_kinds", [])])
    if sort == "roles":
        return _roles(statement)
    return str((figure if sort == "bound" else statement).get(sort) or {"bound": "exact", "status": "done"}[sort])


def _roles(statement: Row) -> str:
    provider, recipient = ("、".join(p if isinstance(p, str) else p["name"] for p in statement[role]) or "–" for role in ("provider", "recipient"))
    return f"{provider} → {recipient}"


def _statement(statement: Row) -> str:
    return f"{statement['kind']} {_roles(statement)}"


def _amount(figure: Row) -> str:
    value = f"{float(figure['value']):,.4f}".rstrip("0").rstrip(".")
    return f"{value} {figure['unit'] or ''}".strip()


def format_miss(miss: Miss, *, columns: int | None = None) -> str:
    """Return a miss in a few lines: what it is, the sentence, and what is wanted beside what was read."""
    rows = [("text 原文", quote) for quote in miss.quotes] + [("wanted 应为", miss.wanted), ("read 读作", miss.read)]
    lines = [wrap(f"{miss.sort}: {miss.item}", columns)]
    size = max(width(label) for label, _ in rows)
    for label, value in rows:
        if value:
            indent = " " * (size + 4)
            lines.append("  " + pad(label, size) + "  " + wrap(value, columns, indent).removeprefix(indent))
    return "\n".join(lines)
