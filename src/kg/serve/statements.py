"""Statements as cards: who, whom, what, how much, and the sentence that says so with its figures marked."""

import html
from collections.abc import Sequence
from decimal import Decimal

from kg.explain.wording import number
from kg.rdf.namespaces import expand
from kg.rdf.vocabulary import vocabulary
from kg.serve.facts import Facts
from kg.serve.markup import el, link, text


def statements_in(facts: Facts) -> list[str]:
    """Return the actions among the facts, in the order in which the bulletins state them."""
    return sorted((s for s in facts.of if expand("aid:Action") in facts.all(s, "rdf:type")), key=lambda s: _place(facts, s))


def card(facts: Facts, action: str) -> str:
    """Return one statement as a list item."""
    kinds = [k for k in vocabulary().kinds.values() if k.iri in facts.all(action, "rdf:type")]
    kind = el("span", *(facts.name(k.iri) for k in kinds[:1]), class_="kind")
    state = [facts.name(status) for status in facts.all(action, "aid:status")]
    period = [html.escape(p) for p in facts.all(action, "aid:period")]
    about = f"<bdi>{html.escape(facts.one(action, 'aid:about'))}</bdi>"
    when = el("span", " · ".join(period + state), class_="state open")
    top = el("div", kind, el("span", _parties(facts, action), class_="parties"), when, class_="top")
    figures = [_figure(facts, m) for m in facts.all(action, "aid:measure")]
    what = el("p", about, *figures, class_="figures")
    evidence = sorted(facts.all(action, "aid:evidence"), key=lambda e: _position(facts, e))
    judged = [el("p", text("judged"), " ", *facts.linked([j]), class_="source") for j in facts.all(action, "prov:wasInfluencedBy")]
    return el("li", top, what, *judged, *(_quote(facts, action, e) for e in evidence), id=action.rpartition("/")[2])


def _parties(facts: Facts, action: str) -> str:
    def side(name: str) -> str:
        return "、".join(facts.linked(facts.all(action, name)))

    through = f" {text('via')} {side('aid:through')}" if facts.all(action, "aid:through") else ""
    return f"{side('aid:provider') or text('not_stated')} → {side('aid:recipient') or text('not_stated')}{through}"


def _figure(facts: Facts, measure: str) -> str:
    """Return a figure as written, and what it stands for where that is not what is written."""
    written = "".join(_exact(facts, e) for e in facts.all(measure, "aid:evidence"))
    values = [number(Decimal(v)) for name in ("aid:value", "aid:upperValue") for v in facts.all(measure, name)]
    bound = [facts.name(b) for b in facts.all(measure, "aid:bound") if b != expand("aid:bound-exact")]
    means = f"{' – '.join(values)} {html.escape(facts.one(measure, 'aid:unit'))}"
    return el("span", el("b", html.escape(written)), el("small", f" = {' '.join([*bound, means])}"))


def _quote(facts: Facts, action: str, evidence: str) -> str:
    """Return the sentence, its figures marked, and where it stands."""
    sentence, (_, start) = _exact(facts, evidence), _position(facts, evidence)
    inner = [e for m in facts.all(action, "aid:measure") for e in facts.all(m, "aid:evidence")]
    marks = sorted((_position(facts, e)[1] - start, len(_exact(facts, e))) for e in inner if _source(facts, e) == _source(facts, evidence))
    quoted = el("p", _marked(sentence, marks), class_="quote", lang="zh-Hans")
    places = [*facts.linked(facts.all(evidence, "oa:hasSource")), *facts.linked(facts.all(evidence, "dcterms:isPartOf"))]
    end = start + len(sentence)
    return quoted + el("p", " · ".join([*places, link(f"/entity/{evidence.rpartition('/')[2]}", f"{start}–{end}")]), class_="source")


def _marked(sentence: str, marks: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, length in marks:
        if at <= start and start + length <= len(sentence):
            pieces += [html.escape(sentence[at:start]), el("mark", html.escape(sentence[start : start + length]))]
            at = start + length
    return "".join([*pieces, html.escape(sentence[at:])])


def _selected(facts: Facts, evidence: str, name: str) -> str:
    return next((value for selector in facts.all(evidence, "oa:hasSelector") for value in facts.all(selector, name)), "")


def _exact(facts: Facts, evidence: str) -> str:
    return _selected(facts, evidence, "oa:exact")


def _source(facts: Facts, evidence: str) -> str:
    return facts.one(evidence, "oa:hasSource")


def _position(facts: Facts, evidence: str) -> tuple[str, int]:
    return _source(facts, evidence), int(_selected(facts, evidence, "oa:start") or 0)


def _place(facts: Facts, action: str) -> tuple[str, int, str]:
    return *min((_position(facts, e) for e in facts.all(action, "aid:evidence")), default=("", 0)), action
