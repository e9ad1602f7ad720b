"""The entities of a bulletin with their other names and the places where they are named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from kg.extract.reading import Mention, Reading, within
from kg.link.gazetteer import gazetteer
from kg.link.linker import place_entity
from kg.link.year import year_of
from kg.model import Bulletin, Entity, EntityType, Evidence

# What stands in the name of these still takes part: 竹庆镇 in 竹庆镇市政道路改造工程, 精河县 in 精河县枸杞物流园.
_OPEN = frozenset({EntityType.PROJECT, EntityType.PARK})


def _is_open(mention: Mention, reading: Reading) -> bool:
    return mention.type in _OPEN and not reading.entities[mention.entity].name.endswith("区")


def settle(reading: Reading) -> None:
    """Sort the mentions, mark those that stand inside another one as nested."""
    marked: list[Mention] = []
    around: list[Mention] = []
    for mention in sorted(reading.mentions, key=lambda m: (m.start, -m.end, m.type, m.entity)):
        around = [m for m in around if m.end > mention.start]
        inside = any(mention.end <= m.end and (m.start, m.end) != (mention.start, mention.end) for m in around)
        if not _is_open(mention, reading):
            around.append(mention)
        marked.append(replace(mention, nested=inside) if inside != mention.nested else mention)
    reading.mentions[:] = marked


def show(doc: Doc) -> None:
    """Show the mentions on the Doc as spans; its tokens are the characters of the text."""
    reading: Reading = doc._.reading
    doc.spans["mentions"] = [Span(doc, m.start, m.end, label=m.type.value, kb_id=m.entity) for m in reading.mentions]


def evidence(reading: Reading, start: int, end: int) -> Evidence:
    """Return the characters from ``start`` to ``end`` of the bulletin with their article and the labels of their sections."""
    bulletin, article = reading.bulletin, reading.outline.article(start)
    index, section = (article.index, reading.outline.section(article, start)) if article else (None, "")
    return Evidence(bulletin.id, start, end, bulletin.text[start:end], index, section)


def entities(reading: Reading) -> tuple[Entity, ...]:
    """Return the entities that take part in a bulletin, sorted by id, with other names and mentions.

    Those only named in others' names do not; words that point to an entity (我县) are mentions of it, not names.
    """
    named: dict[str, list[tuple[int, int]]] = {}
    for mention in reading.mentions:
        if not mention.nested:
            named.setdefault(mention.entity, []).append((mention.start, mention.end))
    pointing = {(r.start, r.end) for r in reading.references}
    for reference in reading.references:
        for key in reference.entities:
            named.setdefault(key, []).append((reference.start, reference.end))
    full = []
    for key in sorted(named):
        entity = reading.entities[key]
        quotes = tuple(evidence(reading, *span) for span in sorted(set(named[key])))
        aliases = {*entity.aliases, *(q.quote for q in quotes if (q.start, q.end) not in pointing)} - {entity.name}
        full.append(replace(entity, aliases=tuple(sorted(aliases)), mentions=quotes))
    return tuple(full)


def regions(named: Iterable[Entity], bulletin: Bulletin) -> Iterator[Entity]:
    """Yield the places above some entities of a bulletin, up to the province: 四川省 and 绵阳市 for 平武县."""
    year = year_of(bulletin)
    for entity in named:
        for above in (entity.parent, *gazetteer().ancestors(entity.parent or entity.id, year)) if entity.type is EntityType.PLACE else ():
            if place := gazetteer().in_year(above, year):
                yield place_entity(place, year)


def ancestors(place: str, reading: Reading) -> tuple[str, ...]:
    """Return the ids of the places above a place of the reading, made ones too, the nearest first."""
    known = gazetteer().ancestors(place, year_of(reading.bulletin))
    entity = reading.entities.get(place)
    if known or entity is None or not entity.parent:
        return known
    return (entity.parent, *ancestors(entity.parent, reading))


def home(entity: Entity, spans: Sequence[Mention], reading: Reading) -> str | None:
    """Return the place (an entity id) that a body's name says it belongs to: 凤庆县 for 凤庆县人民医院; the last place of a chain.

    ``spans`` are its mentions.
    """
    if entity.type is EntityType.PLACE:
        return entity.id
    for span in spans:
        inside = within(reading.mentions, span.start, span.end)
        inner = [m for m in inside if m.nested and m.type is EntityType.PLACE and m.end <= span.end]
        head = None
        for mention in inner:
            if mention.start == (head.end if head else span.start):
                head = mention
        if head or inner:
            return (head or inner[0]).entity
    hits = gazetteer().hits(entity.name)
    year = year_of(reading.bulletin)
    starting = sorted((h for h in hits if h.start == 0), key=lambda h: -h.end)
    for hit in starting:
        ids = {p.id for p in gazetteer().full.get(hit.form, ()) if p.held_in(year)}
        ids = ids & reading.entities.keys() or ids
        if len(ids) == 1:
            return ids.pop()
    return None
