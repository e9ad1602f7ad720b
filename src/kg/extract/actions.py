"""Puts figures, kinds and parties together: one action for each thing that a clause says was given, planned, paired or done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.about import about
from kg.extract.background import Earlier, Scene
from kg.extract.cells import Placed
from kg.extract.discourse import Discourse
from kg.extract.kinds import Choice, View, choose_kind
from kg.extract.lexicon import load
from kg.extract.origins import Origin, Source, sources
from kg.extract.pairings import Pairings
from kg.extract.parties import Frame, Group, Pairing, Party, Sides
from kg.extract.partners import Partners
from kg.extract.periods import Time, Times
from kg.extract.reading import Figure, Reading, within
from kg.extract.roles import Cast, Casting
from kg.extract.shares import WHOLE, Share, shares
from kg.extract.status import Place, Standing
from kg.extract.surroundings import SENTENCE, Clause, Surroundings, around, clause_of, is_name, plain
from kg.extract.topic import Topic
from kg.link.entities import evidence
from kg.link.identifiers import action_id, measure_id
from kg.model import Action, Article, EntityType, Evidence, LeftOut, Measure

# Two figures of one thing: 15批133人次, 4期1860名, 5批共98名.
_TOGETHER = re.compile("[，、]?(?:共|共计|合计|计|累计)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """The figures of one thing, in a sentence; what they count is told from ``low`` to ``high``."""

    figures: tuple[Figure, ...]
    sentence: tuple[int, int]
    low: int
    high: int
    choice: Choice
    about: str
    share: Share = WHOLE


def _first(words: list[str], text: str) -> str:
    """Return the first of some words that stands in a text."""
    return next((word for word in words if word in text), "")


class Told(NamedTuple):
    """An action with the statement that it was made of, and how its giver and taker were found."""

    action: Action
    statement: Statement
    parties: tuple[Source, Source]
    cast: Cast
    casting: Casting


class ArticleReader:
    """Reads the statements of one article from its first sentence to its last."""

    def __init__(self, frame: Frame, article: Article):
        self.frame, self.reading, self.article = frame, frame.reading, article
        self.text, self.masked = frame.text, frame.masked
        self.sentences = _sentences(frame.reading, article)
        finder = Pairings(self.frame)
        self.pairings: list[Pairing] = [p for start, end in self.sentences for p in finder.of(start, end)]
        self.times = Times(frame.reading.bulletin, self.text, article.start, article.end)
        self.topic = Topic(self.frame, article, self.pairings)
        self.standing = Standing(self.text, self.masked, article)

    def read(self) -> list[Action]:
        """Return the actions of the article: its pairings, then what each sentence states."""
        return [*self._pairing_actions(self.known(self.partners.pair())), *(told.action for told in self.told())]

    @cached_property
    def partners(self) -> Partners:
        """What registers tell of the parties that the article leaves out."""
        return Partners(self.frame, self.topic.main, self.pairings, self._programme)

    def told(self) -> Iterator[Told]:
        """Yield what each sentence states with what made it so: the pair that the article is about is that of the statement's own time."""
        for scene, statement, casting, main, time in self._timed():
            cast = casting.cast(scene)
            sides = casting.of_share(cast, statement.share)
            cell = self.reading.cells.at(statement.figures[0].start) if statement.figures else None
            found = sources(cast.stage, sides, main, self._named_by(cell) if cell else ())
            resolved = self.partners.resolve(sides, found, scene, time.period)
            action = self._action(statement, resolved.sides, cast.through, time, self._rule(statement, resolved.sources))
            if resolved.row:
                action = replace(action, evidence=(*action.evidence, *resolved.row.evidence))
            yield Told(action, statement, resolved.sources, cast, casting)

    def _timed(self) -> Iterator[tuple[Scene, Statement, Casting, Sides, Time]]:
        """Yield each statement with its time, and where it stands in the article as read with the pair of that time."""
        read: dict[Sides, tuple[Casting, list[tuple[Scene, Statement]]]] = {}

        def of(main: Sides) -> tuple[Casting, list[tuple[Scene, Statement]]]:
            if main not in read:
                read[main] = self.casting(main), list(self.scenes(main))
            return read[main]

        for number, (_, statement) in enumerate(of(self.topic.main)[1]):
            time = self.time(statement, self.place(statement))
            main = self.partners.pair(time.period)
            casting, scenes = of(main)
            yield (*scenes[number], casting, main, time)

    def casting(self, main: Sides) -> Casting:
        """Return who chooses the parties of each statement, given the pair that the article is about."""
        return Casting(self.frame, self.known(main), self.topic.counts)

    def _rule(self, statement: Statement, parties: tuple[Source, Source]) -> str:
        """Return what made a statement one, and where its parties come from, as it is recorded: figure; provider named; recipient article."""
        made = "title" if not statement.figures else "cell" if self.reading.cells.at(statement.figures[0].start) else "figure"
        return "; ".join((made, *(f"{role} {source.origin}" for role, source in zip(("provider", "recipient"), parties, strict=True))))

    def scenes(self, main: Sides) -> Iterator[tuple[Scene, Statement]]:
        """Yield each statement with where it stands, given the pair that the article is about."""
        discourse = Discourse(self.frame, self.article, self.known(main), main)
        told: set[str] = set()
        for start, end in self.sentences:
            discourse.enter(start, end)
            for statement in (*self._agreements(start, end, told), *self._figured(start, end)):
                kind, low, high = statement.choice.kind, statement.low, statement.high
                if statement.figures:
                    low, high = statement.figures[0].start, statement.figures[-1].end
                pair, carried = discourse.level_pair(start, low) or discourse.current, discourse.carried
                cell = self.reading.cells.at(low) if statement.figures else None
                rule = discourse.assign(self._named_by(cell)) if cell else discourse.propose(kind, (start, end), low, high)
                earlier = Earlier(discourse.opening, discourse.before, discourse.above)
                yield Scene(kind, low, high, (start, end), pair, rule, carried, earlier, cell is not None, statement.share.listed), statement
            discourse.leave(start, end)

    def _named_by(self, placed: Placed) -> list[Group]:
        """Return whom the names above and beside a cell of a table and the other cells of its row name, the cell itself last."""
        row = [p.cell for p in self.reading.cells.in_line(placed.cell.start)]
        spans = dict.fromkeys([*placed.names, *((c.start, c.end) for c in row if c != placed.cell), (placed.cell.start, placed.cell.end)])
        return [group for span in spans for group in self.frame.groups(*span)]

    def known(self, main: Sides) -> list[Pairing]:
        """Return the pairings that the article states, and its own if it only recalls that."""
        return [*self.pairings, *self._recalled(main)]

    @cached_property
    def _programme(self) -> str:
        body = self.text[self.article.start : self.article.end]
        return next((name for name in load("roles")["programme"]["names"] if name in body), "")

    def _recalled(self, main: Sides) -> list[Pairing]:
        """Return the article's own pairing where no sentence states it outright but one names both sides and their cooperation."""
        if any(set(main.recipients) <= set(p.recipients) and set(main.providers) & set(p.providers) for p in self.pairings):
            return []
        # A park takes what is given to it; paired is the county in which it lies.
        if any(self.reading.entities[name].type is EntityType.PARK for name in main.recipients):
            return []
        words = load("roles")["pairing"]["recalled"]
        for start, end in self.sentences if main.providers and main.recipients else []:
            named = {n for g in self.frame.groups(start, end) for n in g.entities}
            word = next((w for w in words if w in self.text[start:end]), "")
            if word and named & set(main.providers) and set(main.recipients) <= named:
                return [Pairing(start, end, main.providers, main.recipients, word)]
        return []

    def _pairing_actions(self, pairings: list[Pairing]) -> list[Action]:
        out: dict[tuple[tuple[str, ...], tuple[str, ...]], Action] = {}
        for pairing in pairings:
            quote = evidence(self.reading, pairing.start, pairing.end)
            identifier = action_id(self.reading.bulletin.id, pairing.start, pairing.end, "pairing")
            verb = pairing.verb.strip("—－-") or "结对"
            made = "pairing" if pairing in self.pairings else "recalled"
            action = Action(
                identifier, "pairing", pairing.providers, pairing.recipients, (quote,),
                programme=self._programme, about=verb, rule=f"{made}; provider {Origin.NAMED}; recipient {Origin.NAMED}", trigger=pairing.verb or "—",
            )  # fmt: skip
            out.setdefault((pairing.providers, pairing.recipients), action)
        return list(out.values())

    def _agreements(self, start: int, end: int, told: set[str]) -> Iterator[Statement]:
        """Yield the plans and agreements that a sentence names by their titles, each where the article names it first (``told`` is kept)."""
        words = load("roles")["agreement"]
        for mention in within(self.reading.mentions, start, end):
            if mention.type is not EntityType.DOCUMENT or mention.nested or mention.entity in told:
                continue
            name = self.reading.entities[mention.entity].name
            # 《对口帮扶规划（2017—2021年）》 is a plan, whatever stands in its brackets.
            bare = re.sub("[（(][^（）()]*[)）]?$", "", name)
            said = next((w for w in words["titles"] if bare.endswith(w)), "") or _first(words["signed"], self.text[start : mention.start])
            if said:
                told.add(mention.entity)
                yield Statement((), (start, end), mention.start, mention.end, Choice("agreement", said), name)

    def _figured(self, start: int, end: int) -> Iterator[Statement]:
        figures = [f for f in within(self.reading.figures, start, end) if not f.reason]
        shared = shares(self.text, start, end, self.frame.groups(start, end), figures)
        while figures:
            count = 1
            while count < len(figures) and self._belongs(figures[count - 1], figures[count]):
                count += 1
            statement = self._statement(tuple(figures[:count]), (start, end))
            yield from (replace(statement, share=share) for share in shared.get(figures[0], (WHOLE,)))
            figures = figures[count:]

    def _belongs(self, first: Figure, second: Figure) -> bool:
        money = first.unit.startswith("元") or second.unit.startswith("元") or "%" in (first.unit, second.unit)
        between = self.text[first.end : second.start]
        return not money and first.unit != second.unit and bool(_TOGETHER.fullmatch(between)) and not between.endswith(("，", "、"))

    def _statement(self, figures: tuple[Figure, ...], sentence: tuple[int, int]) -> Statement:
        clauses = [self._clause(figure, sentence) for figure in figures]
        views = [self._view(figure, clause) for figure, clause in zip(figures, clauses, strict=True)]
        counted = about(views[0].around.own, views[-1].around.after)
        return Statement(figures, sentence, clauses[0].start, clauses[-1].end, choose_kind(*views), counted)

    def view(self, figure: Figure, sentence: tuple[int, int]) -> View:
        """Return a figure with what stands around it in its sentence."""
        return self._view(figure, self._clause(figure, sentence))

    def _view(self, figure: Figure, clause: Clause) -> View:
        if placed := self.reading.cells.at(figure.start):
            return View(figure, self._around_in(placed, figure, clause, self.text), plain(self._around_in(placed, figure, clause, self.masked)))
        return View(figure, around(self.text, figure, clause), plain(around(self.masked, figure, clause)))

    def _clause(self, figure: Figure, sentence: tuple[int, int]) -> Clause:
        """Return the clause of a figure; in a table within its cell."""
        placed = self.reading.cells.at(figure.start)
        return clause_of(self.text, figure, (placed.cell.start, placed.cell.end) if placed else sentence)

    def _around_in(self, placed: Placed, figure: Figure, clause: Clause, text: str) -> Surroundings:
        """Return what stands around a figure in a cell: what its row and column are about is said before it."""
        told = [span for span in placed.names if not is_name(self.masked[slice(*span)])]
        before = self.reading.cells.said(told, text) + text[clause.start : figure.start]
        return Surroundings(before, before, text[figure.end : clause.end], before + text[figure.start : placed.cell.end])

    def _action(self, statement: Statement, sides: Sides, through: Party, time: Time, rule: str) -> Action:
        bulletin, (start, end), kind = self.reading.bulletin, statement.sentence, statement.choice.kind
        figures = statement.figures
        low, high = (figures[0].start, figures[-1].end) if figures else (statement.low, statement.high)
        index = statement.share.index
        measures = tuple(self._measure(figure, index) for figure in figures)
        place = self.place(statement)
        status, word = self.standing.of(place)
        return Action(
            action_id(bulletin.id, low, high, kind, index), kind, sides.providers, sides.recipients,
            (evidence(self.reading, start, end), *self._named_above(statement)),
            through=through, programme=self._programme, about=statement.about, status=status, period=time.period, measures=measures,
            rule=rule, trigger=statement.choice.trigger,
            coverage=time.coverage if figures else None, status_evidence=self._word(word), period_evidence=self._word((time.start, time.end)),
        )  # fmt: skip

    def _named_above(self, statement: Statement) -> Iterator[Evidence]:
        """Yield what a statement of a table's cell takes from other lines: the names of its column and the unit."""
        placed = self.reading.cells.at(statement.low) if statement.figures else None
        spans = [*placed.names, *([placed.unit] if placed.unit else [])] if placed else []
        for start, end in dict.fromkeys(spans):
            named = any(low <= start and end <= high for low, high in spans if (low, high) != (start, end))
            if not named and not statement.sentence[0] <= start < statement.sentence[1]:
                yield evidence(self.reading, start, end)

    def _measure(self, figure: Figure, share: int) -> Measure:
        bulletin = self.reading.bulletin
        quote = evidence(self.reading, figure.start, figure.end)
        identifier = measure_id(bulletin.id, figure.start, figure.end, share)
        return Measure(identifier, figure.value, figure.upper, figure.unit, figure.unit_text, figure.bound, quote)

    def place(self, statement: Statement) -> Place:
        """Return where a statement stands, for its status; of a plan or agreement what is said before its title."""
        start, low = statement.sentence[0], statement.figures[0].start if statement.figures else statement.low
        if not statement.figures:
            comma = max(self.text.rfind(sign, start, low) for sign in "，；：")
            return Place(statement.sentence, [(max(start, comma + 1), low)], low)
        titles = [m for m in within(self.reading.mentions, start, low) if m.type is EntityType.DOCUMENT and m.end <= low]
        last = max(titles, key=lambda m: m.end, default=None)
        placed = self.reading.cells.at(statement.low)
        clause = [*(placed.names if placed else ()), (statement.low, statement.high)]
        invested = statement.figures[0].unit.startswith("元") and statement.choice.kind == "investment"
        return Place(statement.sentence, clause, low, (last.start, last.end) if last else None, invested)

    def time(self, statement: Statement, place: Place) -> Time:
        """Return the time of a statement, and where the text tells it."""
        start, end = statement.sentence
        titles = [(m.start, m.end) for m in within(self.reading.mentions, start, end) if m.type is EntityType.DOCUMENT]
        # What a title tells is the time of the title, and of what it lays down.
        closed = [] if self.standing.laid_down(place) else [t for t in titles if statement.figures or t != (statement.low, statement.high)]
        if not statement.figures:
            return self.times.last(start, min(statement.high, end), closed)
        return self.times.of_figure(start, min(statement.high, end), statement.figures[0].start, closed)

    def _word(self, span: tuple[int, int] | None) -> Evidence | None:
        return evidence(self.reading, *span) if span and span[0] >= 0 else None


def _sentences(reading: Reading, article: Article) -> list[tuple[int, int]]:
    # The title of a bulletin with one report speaks for it: 龙岗区对口帮扶靖西市、那坡县工作通报.
    start = article.start if len(reading.bulletin.articles) > 1 else 0
    blocks = within(reading.blocks(), start, article.end)
    return [(m.start() + b.start, m.end() + b.start) for b in blocks for m in SENTENCE.finditer(reading.bulletin.text[b.start : b.end])]


@Language.component("kg_actions")
def find_actions(doc: Doc) -> Doc:
    """Write ``doc._.reading.actions`` from figures, titles and pairings, and the figures left out with their reasons."""
    reading: Reading = doc._.reading
    frame = Frame(reading)
    for article in reading.bulletin.articles:
        reading.actions += ArticleReader(frame, article).read()
    told = {(m.evidence.start, m.evidence.end) for a in reading.actions for m in a.measures}
    for figure in reading.figures:
        if (figure.start, figure.end) not in told:
            # A figure of the content that no article holds stands in a title above them all.
            reading.left_out.append(LeftOut(evidence(reading, figure.start, figure.end), figure.reason or "headline"))
    return doc
