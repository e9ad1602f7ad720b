"""What a build says of an entity, or one statement in full, as text: each with who, whom, figures and the quoted sentence."""

from collections import defaultdict
from collections.abc import Iterator

from kg.errors import QueryError
from kg.explain.lookup import find_entity, find_statement
from kg.explain.merges import merges_of
from kg.explain.publication import publication
from kg.explain.statement import brief, full
from kg.explain.why import why_of
from kg.explain.wording import found_at, kind_of, marked, type_of, value_of
from kg.link.identifiers import normal_name
from kg.model import Action, Entity, Evidence, Records
from kg.rdf import vocabulary
from kg.rdf.namespaces import identifier
from kg.read.registers import counted_sources
from kg.terminal import wrap

__all__ = ["explain", "find_entity"]

_KEY = (
    "« » marks figures. Below each sentence stands where it is, bulletin:start-end, in characters of texts/BULLETIN.txt in the build, "
    "the ID of the statement (kg explain ID tells all of it), and where the sentence is in the file that was read."
)
_SENTENCE_ENDS = "。！？；\n"


def explain(records: Records, name: str, *, why: bool = False, columns: int | None = None) -> str:
    """Return what is said of an entity (by name, alias, short form or id), one action or measure in full, or one bulletin (by id).

    With ``why`` an action tells what made the extraction read it so. Lines are at most ``columns`` wide; without it, nothing is wrapped.
    Raises QueryError for what is unknown or ambiguous, or cannot be told why.
    """
    name = identifier(name)
    statement = find_statement(records, name)
    if statement:
        told = full(records, *statement, columns=columns)
        return f"{told}\n\n{why_of(records, statement[0], columns=columns)}" if why else told
    if why:
        raise QueryError(f"{name} is no statement: --why asks for the ID of one, as kg explain NAME gives it below each sentence")
    if bulletin := next((b for b in records.bulletins if b.id == name.strip()), None):
        return publication(records, bulletin, columns=columns)
    entity = find_entity(records, name)
    actions = _of(entity, records)
    body = _by_kind(actions, records, columns) if actions else _mentions(entity, records, columns)
    merged = [wrap(line, columns, "  ") for line in merges_of(entity, records)]
    return "\n".join([wrap(_head(entity, records), columns), *merged, "", *body, wrap(_KEY, columns)])


def _of(entity: Entity, records: Records) -> list[Action]:
    """Return the actions that the entity takes part in, or that are about it (an agreement, by its title)."""
    titles = {normal_name(n) for n in (entity.name, *entity.aliases)}

    def concerns(action: Action) -> bool:
        parties = (*action.provider, *action.recipient, *action.through, action.programme)
        return entity.id in parties or normal_name(action.about) in titles

    return sorted(filter(concerns, records.actions), key=lambda a: (a.evidence[0].bulletin, a.evidence[0].start, a.id))


def _head(entity: Entity, records: Records) -> str:
    parent = next((e.name for e in (*records.entities, *records.regions) if entity.parent and e.id == entity.parent), "")
    level = value_of("level", entity.level) if entity.level else ""
    about = [type_of(entity), level, entity.code and f"code {entity.code}", parent and f"in {parent}"]
    others = f"; also written {'、'.join(entity.aliases)}" if entity.aliases else ""
    return f"{entity.name} ({', '.join(filter(None, about))}; {entity.id}){others}"


def _by_kind(actions: list[Action], records: Records, columns: int | None) -> list[str]:
    groups: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        groups[action.kind].append(action)
    stating = {e.bulletin for a in actions for e in a.evidence}
    sources = counted_sources(b for b in records.bulletins if b.id in stating)
    lines = [f"{len(actions)} statement{'s' * (len(actions) != 1)} in {sources}"]
    order = [k for k in vocabulary().kinds if k in groups]
    for kind in sorted(groups, key=lambda k: (-len(groups[k]), order.index(k) if k in order else len(order), k)):
        lines += ["", f"{kind_of(kind)} ({len(groups[kind])})"]
        lines += [line for action in groups[kind] for line in ("", brief(records, action, columns=columns))]
    return [*lines, ""]


def _mentions(entity: Entity, records: Records, columns: int | None) -> list[str]:
    texts = {b.id: b.text for b in records.bulletins}
    lines = [f"no statement; named {len(entity.mentions)} time{'s' * (len(entity.mentions) != 1)}", ""]
    inner = [e.name for e in records.entities if entity.id in _above(e, records)]
    lines += [wrap(f"within it are named {'、'.join(inner)}", columns), ""] if inner and not entity.mentions else []
    for mention in entity.mentions:
        sentence = _sentence(texts[mention.bulletin], mention)
        lines += [wrap(marked(sentence, [mention]), columns, "    "), found_at(mention, records, columns=columns), ""]
    return lines


def _above(entity: Entity, records: Records) -> Iterator[str]:
    """Yield the places above an entity, the nearest first."""
    parents = {e.id: e.parent for e in (*records.entities, *records.regions)}
    above = entity.parent
    while above:
        yield above
        above = parents.get(above, "")


def _sentence(text: str, mention: Evidence) -> Evidence:
    """Return the sentence that a mention stands in."""
    start = max(text.rfind(end, 0, mention.start) for end in _SENTENCE_ENDS) + 1
    ends = [at + 1 for end in _SENTENCE_ENDS if (at := text.find(end, mention.end)) >= 0]
    end = min(ends, default=len(text))
    return Evidence(mention.bulletin, start, end, text[start:end])
