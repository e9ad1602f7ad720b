"""The report of checks as a page: what adds up, what is left out and why, and what was found, each with the words it stands in."""

import html
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.check.completeness import Account, Flaw
from kg.check.editions import edition_of, editions
from kg.check.merges import merge_lines
from kg.check.quoting import equation, pieces
from kg.check.report import Report, equation_of, verdict_of
from kg.check.sums import Verdict
from kg.check.ties import Tie, ties
from kg.check.violations import Subject, subject_of, subjects
from kg.check.wording import Label, reason_of, text_of
from kg.explain.wording import number
from kg.link.candidates import full_name
from kg.model import Evidence, LeftOut, Measure, Refusal
from kg.rdf import Violation
from kg.rdf.namespaces import shorten
from kg.views.page import fill_page
from kg.views.payload import page_links
from kg.views.wording import load_table

# Of each list, as many stand in the page; the tables and report.json have them all.
SHOWN = 100
# A table of so many bulletins is open from the first; of the places that a name may mean, as many are listed.
FEW = 12

_OUTSIDE = frozenset({"copy", "furniture", "publication"})
_SECTIONS = ("completeness", "sums", "contradictions", "grounding", "shapes")


def write_report(report: Report, path: Path) -> None:
    """Write the page, which stands at the top of a build's folder."""
    path.write_text(render_report(report), encoding="utf-8", newline="\n")


def render_report(report: Report) -> str:
    """Return the page; all that comes from bulletins enters it escaped."""
    return fill_page(
        "report.html",
        title=text_of("title")["zh"],
        styles=("tokens.css", "header.css", "report.css"),
        scripts=("report.js",),
        heading=_both(text_of("title")),
        lead=_both(_lead(report)),
        views=html.escape(load_table("texts")["views"]["zh"]),
        pages=_pages(report),
        theme=_both(text_of("theme")),
        language=_both(text_of("other_language")),
        body="\n".join(_Page(report).parts()),
    )


def _pages(report: Report) -> str:
    """Return the links to all views, this page among them."""
    names = load_table("texts")

    def link(view: str, page: str) -> str:
        current = ' aria-current="page"' if view == "report" else ""
        return f'<a href="{html.escape(page, quote=True)}"{current}>{_both(names[f"nav_{view}"])}</a>'

    return "".join(link(view, page) for view, page in page_links(report.records.bulletins, "views/"))


def _both(label: Label) -> str:
    return "".join(f'<span class="{name}" lang="{tag}">{html.escape(label[name])}</span>' for name, tag in (("zh", "zh-Hans"), ("en", "en")))


def _el(tag: str, *children: str, class_: str = "") -> str:
    attribute = f' class="{class_}"' if class_ else ""
    return f"<{tag}{attribute}>{''.join(children)}</{tag}>"


def _lead(report: Report) -> Label:
    records = report.records
    told = [b for b in records.bulletins if not b.columns]
    tables = len(records.bulletins) - len(told)
    articles = sum(len(b.articles) for b in told)
    registers = text_of("lead_registers", n=tables) if tables else dict.fromkeys(("zh", "en"), "")

    def lead(words: str) -> Label:
        entities, actions = len(records.entities), len(records.actions)
        return text_of("lead", bulletins=len(told), registers=words, articles=articles, entities=entities, actions=actions)

    return {language: lead(words)[language] for language, words in registers.items()}


def _some(items: list[str], file: str = "report.json") -> list[str]:
    """Return as many list items as a page bears, and where the others are."""
    more = len(items) - SHOWN
    return [*items[:SHOWN], _el("li", _both(text_of("more", n=more, file=file)), class_="note")] if more > 0 else items


class _Page:
    def __init__(self, report: Report):
        self.report = report
        self.texts = {b.id: b.text for b in report.records.bulletins}
        self.names = {b.id: b.title or b.issue or b.file or b.id for b in report.records.bulletins}

    def parts(self) -> Iterator[str]:
        passed = self.report.passed
        yield _el("p", "✓ " if passed else "✗ ", _both(verdict_of(self.report)), class_="verdict" if passed else "verdict bad")
        yield _el("p", _both(text_of("scope")), class_="about")
        yield _el("ul", *(f'<li><a href="#{name}">{self._tile(name)}</a></li>' for name in _SECTIONS), class_="tiles")
        for name in _SECTIONS:
            heading = _el("h2", _both(text_of(name, "section")), self._state(name))
            body = "\n".join(getattr(self, f"_{name}")())
            yield f'<section id="{name}">{heading}{_el("p", _both(text_of(name, "about")), class_="about")}\n{body}</section>'
        yield from self._list("editions", [_el("li", _both(edition_of(found))) for found in editions(self.report.records)])
        yield from self._list("ties", [self._tie(found) for found in ties(self.report.records)], "cards")
        yield from self._list("unread", [_el("li", html.escape(line)) for line in self.report.unread])
        yield from self._list("unmatched", [_el("li", html.escape(line)) for line in self.report.unmatched])
        yield from self._list("merges", [_el("li", _both(line)) for line in merge_lines(self.report.records)])

    def _list(self, name: str, items: list[str], class_: str = "quotes") -> Iterator[str]:
        """Yield the section of what is no finding, where there is any of it."""
        if items:
            heading, about = _el("h2", _both(text_of(name, "section"))), _el("p", _both(text_of(name, "about")), class_="about")
            yield f'<section id="{name}">{heading}{about}\n{_el("ul", *_some(items), class_=class_)}</section>'

    def _tie(self, found: Tie) -> str:
        top = _el("div", _el("strong", _both(text_of("named", "tie", name=found.mention.quote, n=len(found.candidates)))), class_="top")
        quote = _el("p", self._quote(found.mention.bulletin, [found.mention]))
        places = [_el("li", html.escape(f"{full_name(p, found.year)} {p.code}")) for p in found.candidates[:FEW]]
        more = len(found.candidates) - FEW
        note = _el("p", _both(text_of("more", "tie", name=found.place.name, n=more)), class_="note") if more > 0 else ""
        return _el("li", top, quote, _el("ul", *places), note, _el("div", self._place(found.mention), class_="places"))

    def _state(self, name: str) -> str:
        found = self.report.findings.get(name)
        if found is None:
            return _el("span", "–", class_="state open")
        if found:
            return _el("span", "✗ ", _both(text_of("found", n=found)), class_="state bad")
        return _el("span", "✓ ", _both(text_of("ok")), class_="state")

    def _tile(self, name: str) -> str:
        report = self.report
        shown = {
            "completeness": sum(a.figures for a in report.accounts if not a.rows),
            "sums": len(report.sums),
            "contradictions": len(report.contradictions),
            "grounding": report.rereading.quotes,
            "shapes": "–" if report.violations is None else len(report.violations),
        }
        return f"<small>{_both(text_of(name, 'section'))}</small><strong>{shown[name]}</strong><small>{_both(text_of(name, 'tile'))}</small>"

    def _quote(self, bulletin: str, figures: Iterable[Evidence], around: int = 24) -> str:
        shown = pieces(self.texts.get(bulletin, ""), figures, around)
        return "".join(_el("mark", html.escape(words)) if figure else html.escape(words) for words, figure in shown)

    def _place(self, evidence: Evidence) -> str:
        name = html.escape(evidence.bulletin)
        return f'<a class="place" href="texts/{html.escape(evidence.bulletin, quote=True)}.txt">{name}:{evidence.start}–{evidence.end}</a>'

    def _line(self, evidence: Evidence) -> str:
        return _el("li", _el("span", self._quote(evidence.bulletin, [evidence], 14)), self._place(evidence))

    def _completeness(self) -> Iterator[str]:
        counted = self.report.accounts
        figures, rows = ([a for a in counted if a.rows is tabular] for tabular in (False, True))
        yield _el("p", _both(equation_of(counted)), class_="equation")
        if figures or not rows:
            outside = sum(number for a in figures for reason, number in a.left_out.items() if reason in _OUTSIDE)
            left = sum(sum(a.left_out.values()) for a in figures) - outside
            yield self._bar(("captured", sum(a.captured for a in figures)), ("left", left), ("outside", outside))
        yield from self._discrepancies(counted)
        yield from self._book(figures, "by_reason", "by_bulletin", ("bulletin", "figures"))
        yield from self._book(rows, "rows_by_reason", "by_register", ("register", "table_rows"))

    def _book(self, counted: Sequence[Account], reasons: str, title: str, heads: tuple[str, str]) -> Iterator[str]:
        """Yield what is left out of some texts, by reason, and the account of each text."""
        here = {a.bulletin for a in counted}
        left_out = [x for x in self.report.records.left_out if x.evidence.bulletin in here]
        if left_out:
            yield _el("h3", _both(text_of(reasons, "completeness")))
        yield from self._reasons(left_out)
        if counted:
            summary = _el("summary", _el("span", _both(text_of(title, "completeness"))), _el("b", str(len(counted))))
            yield f"<details{' open' * (len(counted) <= FEW)}>{summary}{self._accounts(counted, heads)}</details>"

    def _bar(self, *shares: tuple[str, int]) -> str:
        parts = "".join(f'<i class="{name}" style="flex-grow:{count}"></i>' for name, count in shares if count)
        keys = (_el("li", f'<i class="{name}"></i>', _both(text_of(name, "bar")), f" {count}") for name, count in shares)
        return f'<div class="bar" aria-hidden="true">{parts}</div>{_el("ul", *keys, class_="key")}'

    def _discrepancies(self, counted: Sequence[Account]) -> Iterator[str]:
        for flaw in Flaw:
            found = [d for a in counted for d in a.discrepancies if d.flaw is flaw]
            if found:
                yield _el("h3", _both(text_of(flaw, "flaw")), f" {len(found)}")
                yield _el("ul", *_some([self._line(d.evidence) for d in found]), class_="quotes")

    def _reasons(self, left_out: Sequence[LeftOut]) -> Iterator[str]:
        groups: dict[str, list[LeftOut]] = defaultdict(list)
        for figure in left_out:
            groups[figure.reason].append(figure)
        for reason in sorted(groups, key=lambda key: (-len(groups[key]), key)):
            figures = groups[reason]
            lines = _some([self._line(figure.evidence) for figure in figures], "tables/left_out.csv")
            summary = _el("summary", _el("span", _both(reason_of(reason))), _el("b", str(len(figures))))
            yield _el("details", summary, _el("ul", *lines, class_="quotes"))

    def _accounts(self, counted: Sequence[Account], heads: tuple[str, str]) -> str:
        names = zip((*heads, "taken", "left"), ("", "n", "n", "n"), strict=True)
        head = _el("tr", *(_el("th", _both(text_of(key, "completeness")), class_=class_) for key, class_ in names), _el("th"))
        rows = []
        for account in counted:
            numbers = (account.figures, account.captured, sum(account.left_out.values()))
            identifier = _el("small", html.escape(account.bulletin), class_="place")
            name = _el("td", html.escape(self.names[account.bulletin]), " ", identifier, class_="name")
            state = "✓" if account.adds_up else f"✗ {len(account.discrepancies)}"
            cells = (_el("td", str(n), class_="n") for n in numbers)
            rows.append(_el("tr", name, *cells, _el("td", state), class_="" if account.adds_up else "bad"))
        return _el("table", _el("thead", head), _el("tbody", *rows))

    def _card(self, title: str, state: str, measures: Sequence[Measure], *, mood: str) -> str:
        bulletins = dict.fromkeys(m.evidence.bulletin for m in measures)
        quotes = [_el("p", self._quote(b, [m.evidence for m in measures if m.evidence.bulletin == b])) for b in bulletins]
        places = _el("div", *(self._place(m.evidence) for m in measures), class_="places")
        top = _el("div", _el("strong", html.escape(title)), _el("span", state, class_=f"state {mood}".strip()), class_="top")
        return _el("li", top, *quotes, places, class_=mood)

    def _sums(self) -> Iterator[str]:
        if not self.report.sums:
            yield _el("p", _both(text_of("none", "verdict")), class_="note")
        cards = []
        moods = {Verdict.EQUAL: "", Verdict.LESS: "open", Verdict.MORE: "bad"}
        for found in sorted(self.report.sums, key=lambda s: s.verdict is not Verdict.MORE):
            verdict = _both(text_of(found.verdict, "verdict", added=number(found.added)))
            cards.append(self._card(equation(found), verdict, (found.total, *found.parts), mood=moods[found.verdict]))
        yield _el("ul", *_some(cards), class_="cards")

    def _contradictions(self) -> Iterator[str]:
        if not self.report.contradictions:
            yield _el("p", _both(text_of("none", "clash")), class_="note")
        cards = []
        for found in self.report.contradictions:
            title = " ≠ ".join(m.evidence.quote for m in found.measures)
            cards.append(self._card(title, _both(text_of(found.clash, "clash")), found.measures, mood="bad"))
        yield _el("ul", *_some(cards), class_="cards")

    def _grounding(self) -> Iterator[str]:
        rereading = self.report.rereading
        words = [_both(text_of("quotes", "grounding", quotes=rereading.quotes))]
        if not rereading.faults:
            words += [" ", _both(text_of("all_stand", "grounding"))]
        yield _el("p", *words, class_="note")
        for title, refusals in (("faults", rereading.faults), ("refused", self.report.records.refused)):
            if refusals:
                yield _el("h3", _both(text_of(title, "grounding")), f" {len(refusals)}")
                yield _el("ul", *_some([self._refusal(r) for r in refusals]), class_="quotes")

    def _refusal(self, refusal: Refusal) -> str:
        claimed = f" “{html.escape(refusal.evidence.quote)}”" if refusal.evidence else ""
        place = self._place(refusal.evidence) if refusal.evidence else ""
        record = _el("small", html.escape(refusal.record), class_="place")
        return _el("li", _el("span", _both(text_of(refusal.fault, "fault")), claimed, " ", record), place)

    def _violation(self, found: Violation, subject: Subject) -> str:
        said = _both({"zh": found.message.zh, "en": found.message.en})
        quote = f" “{html.escape(subject.evidence.quote)}”" if subject.evidence else ""
        grave = _both(text_of("warning", "shapes")) + " " if found.warning else ""
        node = _el("small", html.escape(shorten(found.node)), class_="place")
        return _el("li", _el("span", grave, html.escape(subject.name), " ", said, " ", html.escape(found.value), quote, " ", node))

    def _shapes(self) -> Iterator[str]:
        violations = self.report.violations
        if not violations:
            yield _el("p", _both(text_of("not_asked" if violations is None else "conforms", "shapes")), class_="note")
            return
        known = subjects(self.report.records)
        lines = [self._violation(violation, subject_of(violation, known)) for violation in violations]
        yield _el("ul", *_some(lines), class_="quotes")
