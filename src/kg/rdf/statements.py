"""Records -> quads: one graph for each bulletin and register, for the places in use, the direct edges, the judgements, one that describes them all.

What has a lower rank (unchecked, rejected) stands apart, in a graph of its own for each bulletin and one for its edges: a property could be
overlooked, and a direct edge can have none.
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kg.link.identifiers import agent_id
from kg.model import Action, Bulletin, Entity, EntityType, Evidence, LeftOut, Measure, Rank, Records, Ruling
from kg.rdf.catalogue import CATALOGUE, describe_dataset, describe_graph
from kg.rdf.mapping import ACTION, BULLETIN, COPY, CORRECTED, ENTITY, JUDGEMENT, MEASURE, PART, POST, Field
from kg.rdf.organizations import parts, post_of
from kg.rdf.periods import interval_of
from kg.rdf.terms import Statement, graph, literal, node, thing
from kg.rdf.vocabulary import Vocabulary, vocabulary


def rank_of(quad: Quad) -> Rank | None:
    """Return the rank of what stands in the graph of a quad."""
    return _rank_of(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else None


def _rank_of(name: str) -> Rank | None:
    return next((rank for rank in Rank if name.endswith(f"-{rank}")), None)


def _values(field: Field, value: object) -> Iterator[NamedNode | Literal]:
    for single in value if isinstance(value, tuple) else (value,):
        if single is None or single == "":
            continue
        if field.form == "thing":
            yield thing(str(single))
        elif isinstance(single, Evidence):
            yield thing(evidence_id(single))
        elif field.form == "concept":
            yield NamedNode(vocabulary().schemes[field.scheme][str(single)].iri)
        elif field.form == "kind":
            yield NamedNode(vocabulary().kinds[str(single)].iri)
        elif field.form == "known":
            yield from (NamedNode(term.iri) for term in filter(None, [vocabulary().schemes[field.scheme].get(str(single))]))
        else:
            yield literal(field.form, single)


def _fields(subject: NamedNode, record: object, fields: Sequence[Field]) -> Iterator[Statement]:
    for field in fields:
        for value in _values(field, getattr(record, field.name)):
            yield subject, node(field.predicate), value


def _judgement(of: str, ruling: Ruling) -> Iterator[Statement]:
    """Yield what somebody has judged; ``of`` is the id of the action or the body whose record it has changed."""
    subject, agent = thing(ruling.id), thing(agent_id(ruling.who))
    yield subject, node("rdf:type"), node("aid:Judgement")
    yield subject, node("rdfs:label"), Literal(ruling.note)
    yield from _fields(subject, ruling, JUDGEMENT)
    yield subject, node("prov:influenced"), thing(of)
    yield subject, node("prov:wasAssociatedWith"), agent
    yield agent, node("rdf:type"), node("prov:Agent")
    yield agent, node("rdfs:label"), Literal(ruling.who)
    if ruling.evidence:
        yield subject, node("aid:evidence"), thing(evidence_id(ruling.evidence))
    corrected = CORRECTED.get(ruling.field, Field("name", "rdfs:label", "chinese"))
    if ruling.field:
        yield subject, node("aid:corrects"), node(corrected.predicate)
    for predicate, values in (("aid:before", ruling.before), ("aid:after", ruling.after)):
        yield from ((subject, node(predicate), value) for value in _values(corrected, values))


def evidence_id(evidence: Evidence) -> str:
    """Return the id of a stretch of a bulletin."""
    return f"evidence-{evidence.bulletin}-{evidence.start}-{evidence.end}"


def _evidence(evidence: Evidence) -> Iterator[Statement]:
    subject, identifier = thing(evidence_id(evidence)), evidence_id(evidence)
    position, quote = thing(f"{identifier}-position"), thing(f"{identifier}-quote")
    yield subject, node("rdf:type"), node("oa:SpecificResource")
    yield subject, node("rdf:type"), node("aid:Evidence")
    yield subject, node("oa:hasSource"), thing(evidence.bulletin)
    yield subject, node("oa:hasSelector"), position
    yield subject, node("oa:hasSelector"), quote
    if evidence.article is not None:
        yield subject, node("dcterms:isPartOf"), thing(f"article-{evidence.bulletin}-{evidence.article}")
    if evidence.section:
        yield subject, node("aid:section"), literal("string", evidence.section)
    yield position, node("rdf:type"), node("oa:TextPositionSelector")
    yield position, node("oa:start"), literal("integer", evidence.start)
    yield position, node("oa:end"), literal("integer", evidence.end)
    yield quote, node("rdf:type"), node("oa:TextQuoteSelector")
    yield quote, node("oa:exact"), Literal(evidence.quote)


def _bulletin(bulletin: Bulletin) -> Iterator[Statement]:
    subject = thing(bulletin.id)
    yield subject, node("rdf:type"), node("aid:Bulletin")
    if bulletin.columns:
        yield subject, node("rdf:type"), node("aid:Register")
    yield from _fields(subject, bulletin, BULLETIN)
    for copy in bulletin.copies:
        yield thing(copy.id), node("rdf:type"), node("aid:Copy")
        yield thing(copy.id), node("prov:alternateOf"), subject
        yield from _fields(thing(copy.id), copy, COPY)
    for article in bulletin.articles:
        part = thing(f"article-{bulletin.id}-{article.index}")
        yield part, node("rdf:type"), node("aid:Article")
        yield part, node("dcterms:isPartOf"), subject
        yield part, node("schema:position"), literal("integer", article.index)
        if article.title:
            yield part, node("dcterms:title"), literal("chinese", article.title)


def _entity(entity: Entity, words: Vocabulary) -> Iterator[Statement]:
    yield thing(entity.id), node("rdf:type"), NamedNode(words.types[entity.type].iri)
    yield thing(entity.id), node("rdf:type"), node("aid:Entity")
    yield from _fields(thing(entity.id), entity, ENTITY)
    if entity.lat is not None and entity.lon is not None:
        point = thing(f"{entity.id}-point")
        yield thing(entity.id), node("geosparql:hasGeometry"), point
        yield point, node("rdf:type"), node("geosparql:Geometry")
        yield point, node("geosparql:asWKT"), Literal(f"POINT({entity.lon} {entity.lat})", datatype=node("geosparql:wktLiteral"))


def _measure(measure: Measure) -> Iterator[Statement]:
    subject = thing(measure.id)
    yield subject, node("rdf:type"), node("aid:Measure")
    yield from _fields(subject, measure, MEASURE)
    yield subject, node("aid:evidence"), thing(evidence_id(measure.evidence))
    yield from _evidence(measure.evidence)


def _period(period: str) -> Iterator[Statement]:
    subject, told = thing(f"period-{period}"), interval_of(period)
    yield subject, node("rdf:type"), node("dcterms:PeriodOfTime")
    yield subject, node("rdf:type"), node("time:ProperInterval")
    yield subject, node("rdfs:label"), Literal(period)
    for predicate, day in (("time:hasBeginning", told.begin), ("time:hasEnd", told.end)):
        if day:
            instant = thing(f"day-{day}")
            yield subject, node(predicate), instant
            yield instant, node("rdf:type"), node("time:Instant")
            yield instant, node("time:inXSDDate"), literal("date", day)


def _action(action: Action, words: Vocabulary) -> Iterator[Statement]:
    subject = thing(action.id)
    yield subject, node("rdf:type"), NamedNode(words.kinds[action.kind].iri)
    yield subject, node("rdf:type"), node("aid:Action")
    yield from _fields(subject, action, ACTION)
    own = [e for e in action.evidence if e.bulletin == action.evidence[0].bulletin]
    for evidence in own:
        yield from _stated(action, evidence)
    if action.period:
        yield subject, node("dcterms:temporal"), thing(f"period-{action.period}")
        yield from _period(action.period)
    for ruling in action.judged:
        yield subject, node("prov:wasInfluencedBy"), thing(ruling.id)
    for quoted in filter(None, (action.status_evidence, action.period_evidence)):
        yield from _evidence(quoted)
    for measure in action.measures:
        yield subject, node("aid:measure"), thing(measure.id)
        yield from _measure(measure)
    if post := post_of(action, words):
        yield subject, node("aid:post"), thing(post.id)
        yield thing(post.id), node("rdf:type"), node("org:Post")
        yield from _fields(thing(post.id), post, POST)


def _stated(action: Action, evidence: Evidence) -> Iterator[Statement]:
    """Yield that a stretch of a bulletin states an action; what stands in another bulletin or in a register belongs into its graph."""
    yield thing(action.id), node("aid:evidence"), thing(evidence_id(evidence))
    if evidence != action.evidence[0]:
        yield thing(action.id), node("aid:restatement"), thing(evidence_id(evidence))
    yield from _evidence(evidence)


def _left_out(left_out: LeftOut) -> Iterator[Statement]:
    identifier = evidence_id(left_out.evidence)
    subject = thing(f"{identifier}-left-out")
    yield subject, node("rdf:type"), node("aid:LeftOut")
    yield subject, node("aid:reason"), literal("string", left_out.reason)
    yield subject, node("aid:evidence"), thing(identifier)
    yield from _evidence(left_out.evidence)


def _edges(action: Action, words: Vocabulary) -> Iterator[Statement]:
    edge = "" if action.superseded_by else words.kinds[action.kind].edge
    for provider in action.provider if edge else ():
        for recipient in action.recipient:
            yield thing(provider), NamedNode(edge), thing(recipient)


def _graphs(records: Records, words: Vocabulary) -> Iterator[tuple[str, Iterator[Statement]]]:
    """Yield each piece of the data with the name of its graph; a withdrawn bulletin takes the bodies that only it names with it."""
    for bulletin in records.bulletins:
        yield bulletin.id, _bulletin(bulletin)
    for entity in records.entities:
        naming = sorted({m.bulletin for m in entity.mentions})
        for name in ["places"] if entity.type is EntityType.PLACE else naming:
            yield name, _entity(entity, words)
        for mention in entity.mentions:
            yield mention.bulletin, iter([(thing(entity.id), node("aid:mention"), thing(evidence_id(mention)))])
            yield mention.bulletin, _evidence(mention)
    for region in records.regions:
        yield "places", _entity(region, words)
    for action in records.actions:
        apart = f"-{action.rank}" if action.rank else ""
        yield action.evidence[0].bulletin + apart, _action(action, words)
        yield "derived" + apart, _edges(action, words)
        for evidence in action.evidence:
            if evidence.bulletin != action.evidence[0].bulletin:
                yield evidence.bulletin + apart, _stated(action, evidence)
        # A judgement stands where the words do that it judges; of what was rejected among the facts, that one can read what was.
        judging = apart if action.rank is not Rank.REJECTED else ""
        for ruling in action.judged:
            yield "judgements" + judging, _judgement(action.id, ruling)
            if ruling.evidence:
                # In one graph alone, or sums would meet it twice.
                yield ruling.evidence.bulletin + judging, _evidence(ruling.evidence)
    for merge in records.merges:
        if merge.judged:
            yield "judgements", _judgement(merge.entity, merge.judged)
            yield merge.bulletin, iter([(thing(merge.entity), node("prov:wasInfluencedBy"), thing(merge.judged.id))])
    for part in parts(records.entities):
        yield "derived", _fields(thing(part.id), part, PART)
    for left_out in records.left_out:
        yield left_out.evidence.bulletin, _left_out(left_out)


def quads(records: Records, *, words: Vocabulary | None = None) -> list[Quad]:
    """Return the records as quads, each once, sorted by graph, subject, predicate and object; nothing where there is no bulletin.

    ``words`` is the vocabulary to write with, by default that of the shipped ontology. No blank nodes: the same records give the same quads.
    """
    words = words or vocabulary()
    found = {(name, *statement) for name, statements in _graphs(records, words) for statement in statements}
    bulletins = {bulletin.id: bulletin for bulletin in records.bulletins}
    names = sorted({name for name, *_ in found})
    found |= {(name, *statement) for name in names for statement in describe_graph(name, bulletins.get(name.removesuffix(f"-{_rank_of(name)}")))}
    if names:
        held = list({(s, p, o): None for name, s, p, o in found if not _rank_of(name)})
        found |= {(CATALOGUE, *statement) for statement in describe_dataset(names, held)}
    ordered = sorted(found, key=lambda q: (q[0], q[1].value, q[2].value, str(q[3])))
    return [Quad(s, p, o, graph(name)) for name, s, p, o in ordered]
