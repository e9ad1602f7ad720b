"""Puts figures, kinds and parties together: one action for each thing that a clause says was given, planned, paired or done."""

import re
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.kinds import Choice, choose_kind
from kg.extract.lexicon import load
from kg.extract.parties import Frame, Group, Pairing, Pairings
from kg.extract.reading import Figure, Reading, punctuated
from kg.extract.surroundings import SENTENCE, around, clause_of, masked, plain
from kg.link.entities import evidence
from kg.link.identifiers import action_id, measure_id
from kg.model import Action, Article, EntityType, LeftOut, Measure, Status

# What may stand before a subject: 其中, 截至目前, 2018年4月, 由.
_OPENING = re.compile(
    r"(?:其中|此外|同时|目前|随后|当年|今年|去年|截至.{2,12}|.{0,4}\d{4}年.{0,8}|\d+月.{0,6}|企业|先后|由|经|来自|会上|近年来)+"
)
_SECTION = re.compile(r"[一二三四五六七八九十]+是|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.．、]")


# Bodies that assist in their own name.
_LEADING = frozenset(EntityType) - {EntityType.PLACE, EntityType.PARK, EntityType.DOCUMENT, EntityType.PROJECT, EntityType.COOPERATIVE}


@dataclass(frozen=True, slots=True)
class Sides:
    """Who gives and who receives."""

    providers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def _sentences(reading: Reading, article: Article) -> list[tuple[int, int]]:
    text = reading.bulletin.text
    # The title of a bulletin with one report speaks for it: 龙岗区对口帮扶靖西市、那坡县工作通报.
    alone = len(reading.bulletin.articles) == 1
    blocks = [b for b in reading.blocks() if article.start <= b.start < article.end or (alone and b.end <= article.start)]
    return [(m.start() + b.start, m.end() + b.start) for b in blocks for m in SENTENCE.finditer(text[b.start : b.end])]


class _ArticleReader:
    """Reads the statements of one article from its first sentence to its last, carrying who gives and who receives."""

    def __init__(self, reading: Reading, article: Article):
        self.reading, self.article, self.text = reading, article, punctuated(reading.bulletin.text)
        self.masked = masked(reading)
        self.frame = Frame(reading)
        self.sentences = _sentences(reading, article)
        finder = Pairings(self.frame)
        self.pairings: list[Pairing] = [p for start, end in self.sentences for p in finder.of(start, end)]
        self.main = self._main()
        self.pairings += self._recalled()
        self.current, self.carried = self.main, Sides()
        self.opened = Sides()
        self.held: list[tuple[int, int, Sides]] = []
        self.programme = self._programme()

    def _programme(self) -> str:
        body = self.text[self.article.start : self.article.end]
        return next((name for name in load("roles")["programme"]["names"] if name in body), "")

    def _top(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the highest level: 九龙县 of 九龙县、飞龙乡和安乐乡."""
        highest = min((self.frame.level(n) for n in names), default=0)
        return tuple(n for n in names if self.frame.level(n) == highest)

    def _main(self) -> Sides:
        """Return the pairing that the article is about: of places or a leading body, else the first two places that can be one."""
        for pairing in self.pairings:
            if all(self._is_place(n) and self.frame.level(n) < 3 for n in self._top(pairing.recipients)) and all(map(self._leads, pairing.providers)):
                return Sides(pairing.providers, self._top(pairing.recipients))
        groups = self.frame.groups(self.article.start, self.article.end)
        names = list(dict.fromkeys(n for g in groups for n in g.entities))
        places = [n for n in names if self._is_place(n) and 0 < self.frame.level(n) < 3] or [n for n in names if self._is_place(n)]
        bodies = [n for n in names if not self._is_place(n) and self._leads(n)]
        first = next(iter(places), None)
        if first and bodies and self._programme() in load("roles")["programme"]["by_bodies"]:
            listed = next((g.entities for g in groups if first in g.entities), (first,))
            return Sides(tuple(bodies[:1]), tuple(n for n in listed if n in places))
        if not first:
            return Sides(self.pairings[0].providers, self.pairings[0].recipients) if self.pairings else Sides()
        second = next((p for p in places if not self.frame.related(p, (first,)) and self.frame.province(p) != self.frame.province(first)), None)
        if not second:
            return Sides(tuple(bodies[:1]), (first,))
        turned = self.frame.province(first) not in load("roles")["east"]["provinces"]
        return Sides((second,), (first,)) if turned else Sides((first,), (second,))

    def _recalled(self) -> list[Pairing]:
        """Return the article's own pairing where no sentence states it outright but one names both sides and their cooperation."""
        if any(set(self.main.recipients) <= set(p.recipients) and set(self.main.providers) & set(p.providers) for p in self.pairings):
            return []
        words = load("roles")["pairing"]["recalled"]
        for start, end in self.sentences if self.main.providers and self.main.recipients else []:
            named = {n for g in self.frame.groups(start, end) for n in g.entities}
            word = next((w for w in words if w in self.text[start:end]), "")
            if word and named & set(self.main.providers) and set(self.main.recipients) <= named:
                return [Pairing(start, end, self.main.providers, self.main.recipients, word)]
        return []

    def _is_place(self, name: str) -> bool:
        return self.reading.entities[name].type is EntityType.PLACE

    def _leads(self, name: str) -> bool:
        """Say whether a name can lead an article: a place above the townships, or a body named in its opening or again and again."""
        if self._is_place(name):
            return self.frame.level(name) < 3
        spans = [m.start for m in self.reading.mentions if m.entity == name and self.article.start <= m.start < self.article.end]
        return bool(spans) and (spans[0] < self.article.start + 80 or len(spans) > 2) and self.reading.entities[name].type in _LEADING

    def read(self) -> list[Action]:
        out: list[Action] = self._pairing_actions()
        block, opening_end = -1, 0
        for start, end in self.sentences:
            if new_block := self._unit(start) != block:
                block, self.carried = self._unit(start), Sides()
                opening_end = end
            elif start > opening_end:
                # A body named in passing acts for its own sentence only; one that opens a part, for the whole part.
                self.carried = self.opened
            self._turn_to(start, end, opening=new_block)
            out += self._read_sentence(start, end)
            self.opened = self.carried if new_block else self.opened
        return out

    def _unit(self, offset: int) -> int:
        """Return the start of the innermost numbered part, or of the paragraph, that holds an offset."""
        block = max((b.start for b in self.reading.blocks() if b.start <= offset), default=0)
        return max([block, *(s.start for s in self.article.sections if s.start <= offset < s.end)])

    def _turn_to(self, start: int, end: int, *, opening: bool) -> None:
        """Take up the pairing that an opening sentence states or recalls; it holds to the end of its numbered part."""
        stated = [p for p in self.pairings if start <= p.start < end]
        places = [p for p in stated if all(self.reading.entities[n].type is EntityType.PLACE for n in p.recipients)]
        if opening and places and not (len(places) > 1 and len({p.providers for p in places}) > 1):
            self._hold(start, Sides(places[0].providers, self._top(places[0].recipients)))
        elif stated:
            self.carried = Sides(stated[-1].providers, stated[-1].recipients)
        elif opening:
            named = {n for g in self.frame.groups(start, end) for n in g.entities}
            fitting = [p for p in self.pairings if named & {*p.providers} and named & {*p.recipients}]
            if fitting:
                self._hold(start, Sides(fitting[0].providers, fitting[0].recipients))
        self.current = next((sides for low, high, sides in reversed(self.held) if low <= start < high), self.main)

    def _hold(self, start: int, sides: Sides) -> None:
        section = max((s for s in self.article.sections if s.start <= start < s.end), key=lambda s: s.depth, default=None)
        self.held.append((start, section.end if section else self._paragraph_end(start), sides))

    def _paragraph_end(self, start: int) -> int:
        return next((b.end for b in self.reading.blocks() if b.start <= start < b.end), start)

    def _pairing_actions(self) -> list[Action]:
        out, seen = [], set()
        for pairing in self.pairings:
            if (pairing.providers, pairing.recipients) in seen:
                continue
            seen.add((pairing.providers, pairing.recipients))
            quote = evidence(self.reading.bulletin, pairing.start, pairing.end)
            out.append(
                Action(
                    action_id(self.reading.bulletin.id, pairing.start, pairing.end, "pairing"),
                    "pairing",
                    pairing.providers,
                    pairing.recipients,
                    (quote,),
                    programme=self.programme, about=pairing.verb.strip("—－-") or "结对", rule="pairing", trigger=pairing.verb,
                )
            )
        return out

    def _read_sentence(self, start: int, end: int) -> list[Action]:
        out = self._agreements(start, end)
        for figure in self.reading.figures:
            if start <= figure.start < end and not figure.reason:
                out.append(self._figure_action(figure, start, end))
        return out

    def _agreements(self, start: int, end: int) -> list[Action]:
        out = []
        for mention in self.reading.mentions:
            if mention.type is EntityType.DOCUMENT and start <= mention.start < end and not mention.nested:
                before = self.text[start : mention.start]
                if not re.search("签订|签署|印发|出台|制定|发布|制订|编制|签", before) or re.search("按照[^，]*$|根据[^，]*$|纳入[^，]*$", before):
                    continue
                sides = self._parties("agreement", start, end, mention.start, mention.end)
                name = self.reading.entities[mention.entity].name
                out.append(self._action("agreement", sides, start, end, (), name, Choice("agreement", "《》"), mention.start, mention.end))
        return out

    def _figure_action(self, figure: Figure, start: int, end: int) -> Action:
        clause = clause_of(self.text, figure, (start, end))
        surroundings = around(self.text, figure, clause)
        choice = choose_kind(figure, surroundings, plain(around(self.masked, figure, clause)))
        sides = self._parties(choice.kind, start, end, figure.start, figure.end)
        after, own = surroundings.after, surroundings.own
        about = (after.lstrip("的")[:16] if len(after) > 1 else own[-16:]).strip("“”\"（）() ")
        quote = evidence(self.reading.bulletin, figure.start, figure.end)
        identifier = measure_id(self.reading.bulletin.id, figure.start, figure.end)
        measure = Measure(identifier, figure.value, figure.upper, figure.unit, figure.unit_text, figure.bound, quote)
        return self._action(choice.kind, sides, start, end, (measure,), about, choice, clause.start, clause.end)

    def _action(
        self, kind: str, sides: Sides, start: int, end: int, measures: tuple[Measure, ...], about: str, choice: Choice, low: int, high: int
    ) -> Action:
        bulletin = self.reading.bulletin
        anchor = measures[0].evidence if measures else evidence(bulletin, low, high)
        return Action(
            action_id(bulletin.id, anchor.start, anchor.end, kind), kind, sides.providers, sides.recipients, (evidence(bulletin, start, end),),
            programme=self.programme, about=about, status=self._status(kind, measures, start, low, high, end), period=self._period(start, high),
            measures=measures, rule="figure" if measures else "title", trigger=choice.trigger,
        )  # fmt: skip

    def _status(self, kind: str, measures: tuple[Measure, ...], start: int, low: int, high: int, end: int) -> Status:
        words = load("roles")["status"]
        clause, before = self.text[low:high], self.text[max(start, low - 30) : high]
        if any(w in clause for w in words["done"]):
            return Status.DONE
        if any(w in clause for w in words["planned"]) or re.search("拟|明年|计划|预算|力争|将再|投产后|达产后", before):
            return Status.PLANNED
        money = bool(measures) and measures[0].unit.startswith("元")
        return Status.PLANNED if money and kind == "investment" and any(w in before for w in words["signed"]) else Status.DONE

    def _period(self, start: int, end: int) -> str:
        years = re.findall(r"((?:19|20)\d{2})年", self.text[start:end])
        return years[-1] if years else ""

    def _parties(self, kind: str, start: int, end: int, low: int, high: int) -> Sides:
        """Return the parties of a statement: named in its clause, else in its sentence, else carried, else the article's own."""
        base = self._level_pair(start, low) or self.current
        groups = self.frame.groups(start, end)
        before = [g for g in groups if g.end <= low]
        # What money is for may follow after a comma: 安排200万元，用于支持简阳市飞龙乡和安乐乡.
        stop = re.search("[；。]|，(?!(?:主要|专项|重点)?用[于来以])", self.text[high:end])
        after = [g for g in groups if g.start >= high and (not stop or g.start < high + stop.start())]
        provider = next((g for g in reversed(before) if self._gives(g, base, start)), None)
        taking = [g for g in before if self._takes(g, base)]
        recipient = next((g for g in after if self._takes(g, base)), None) or (taking[-1] if taking else None)
        if self._turned(kind, before, after, base):
            return Sides(base.recipients, base.providers)
        providers = provider.entities if provider else self.carried.providers or base.providers
        recipients = recipient.entities if recipient else self.carried.recipients or base.recipients
        if provider and any(self.reading.entities[n].type is not EntityType.PLACE for n in provider.entities):
            self.carried = replace(self.carried, providers=provider.entities)
        elif provider:
            self.carried = replace(self.carried, providers=())
        return Sides(providers, tuple(r for r in recipients if r not in providers))

    def _level_pair(self, start: int, low: int) -> Sides | None:
        if any(word in self.text[max(start, low - 80) : low] for word in load("roles")["level"]["city"]):
            for pairing in self.pairings:
                if all(self.frame.level(p) == 1 for p in pairing.providers):
                    return Sides(pairing.providers, pairing.recipients)
        return None

    def _opens(self, group: Group, start: int) -> bool:
        """Say whether a group stands where a subject stands: at the head of its clause, or after 由."""
        head = re.split("[。；，：:“”]", self.text[start : group.start])[-1]
        head = _SECTION.sub("", head).strip(" 　、·—-◆")
        return not head or bool(_OPENING.fullmatch(head))

    def _gives(self, group: Group, base: Sides, start: int) -> bool:
        places = [n for n in group.entities if self.reading.entities[n].type is EntityType.PLACE]
        if places:
            return all(self.frame.related(n, base.providers) for n in places) and not self._marked(group)
        parks = any(self.reading.entities[n].type is EntityType.PARK for n in group.entities)
        taking = all(self.frame.related(n, base.recipients) for n in group.entities) and bool(base.recipients)
        return self._opens(group, start) and not parks and not (taking and not self._firm(group))

    def _firm(self, group: Group) -> bool:
        return all(self.reading.entities[n].type is EntityType.ENTERPRISE for n in group.entities)

    def _marked(self, group: Group) -> bool:
        before = self.text[max(0, group.start - 8) : group.start]
        return bool(re.search("(?:赴|到|在|至|往|向|来)[一-龥]{0,2}$", before))

    def _takes(self, group: Group, base: Sides) -> bool:
        takers = tuple(dict.fromkeys((*base.recipients, *(n for p in self.pairings for n in p.recipients))))
        related = [self.frame.related(n, takers) and not self.frame.related(n, base.providers) for n in group.entities]
        if takers and all(related) and not self._firm(group):
            return True
        before = self.text[max(0, group.start - 4) : group.start]
        marks = "|".join(load("roles")["taker"]["marks"])
        foreign = not any(self.frame.related(n, base.providers) for n in group.entities)
        return foreign and not self._firm(group) and bool(re.search(f"(?:{marks})$", before))

    def _turned(self, kind: str, before: list[Group], after: list[Group], base: Sides) -> bool:
        turn = load("roles")["turn"]
        if kind not in turn["kinds"] or not base.recipients or not base.providers:
            return False
        senders = [g for g in before if all(self.frame.related(n, base.recipients) for n in g.entities)]
        hosts = [g for g in (*before, *after) if all(self.frame.related(n, base.providers) for n in g.entities)]
        marks = "|".join(turn["marks"])
        going = [g for g in hosts if re.search(f"(?:{marks})[一-龥]{{0,2}}$", self.text[max(0, g.start - 5) : g.start])]
        return bool(senders) and any(g.start > senders[-1].start for g in going)


@Language.component("kg_actions")
def find_actions(doc: Doc) -> Doc:
    """Write ``doc._.reading.actions`` from figures, titles and pairings, and the figures left out with their reasons."""
    reading: Reading = doc._.reading
    for article in reading.bulletin.articles:
        reading.actions += _ArticleReader(reading, article).read()
    told = {(m.evidence.start, m.evidence.end) for a in reading.actions for m in a.measures}
    for figure in reading.figures:
        if (figure.start, figure.end) not in told:
            # A figure of the content that no article holds stands in a title above them all.
            reading.left_out.append(LeftOut(evidence(reading.bulletin, figure.start, figure.end), figure.reason or "headline"))
    return doc

