"""Sends the graphs of a store to a SPARQL server: those that it does not hold yet, and takes back those that are withdrawn.

What the server holds is written down on the server, in a graph of its own, the ledger: each graph of ours, and the SHA-256 of its triples.
So all who push from anywhere go by the same, and a server that was emptied is noticed. The ledger never says more than is true: before
anything is written, the graphs that will change lose their SHA-256 there, and each gets its new one when its triples have arrived. Whatever
happens between, the next push sends what has none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple

from kg.errors import RemoteError
from kg.rdf.namespaces import PREFIXES, expand, shorten
from kg.store.ask import Source, ask
from kg.store.protocols import Target

LEDGER = PREFIXES["graph"] + "pushed"
_PART, _DIGEST, _TITLE = expand("dcterms:isPartOf"), expand("schema:sha256"), expand("dcterms:title")
_TITLES = {"en": "What kg push has put here: its graphs, and the SHA-256 of each as sorted N-Triples", "zh": "kg push 写入的图及其 SHA-256"}
_COUNTS = f"""
SELECT ?graph (COUNT(*) AS ?triples) {{ GRAPH <{LEDGER}> {{ ?graph <{_PART}> <{LEDGER}> }} GRAPH ?graph {{ ?s ?p ?o }} }} GROUP BY ?graph
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push has to do, in graphs by their IRIs; ``ledger`` is what the server's says now, in lines of N-Triples."""

    send: tuple[str, ...]
    unchanged: tuple[str, ...]
    remove: tuple[str, ...]
    ledger: frozenset[bytes] = frozenset()


def plan_push(store: Store, target: Target, *, source: Source | None = None, everything: bool = False) -> Plan:
    """Return what has to be done that a server holds the graphs of a store; ``everything`` is to be sent, or what differs.

    With ``source``, which answers for the server, the triples there are counted: a graph that has lost or won some is sent again.
    Only graphs of the ledger are ever removed.
    """
    written = target.read(LEDGER)
    known = _digests(written)
    counts = _counts(source) if source else None
    same: list[str] = []
    send: list[str] = []
    for graph in sorted(node.value for node in store.named_graphs() if isinstance(node, NamedNode)):
        lines = read_lines(store, graph)
        counted = counts is None or counts.get(graph) == len(lines)
        (same if not everything and counted and known.get(graph) == _digest(lines) else send).append(graph)
    remove = sorted(known.keys() - {*send, *same})
    return Plan(tuple(send), tuple(same), tuple(remove), frozenset(f"{triple} .".encode() for triple in written))


def carry_out(plan: Plan, store: Store, target: Target) -> Iterator[tuple[str, int]]:
    """Do what a plan says; yields each graph that was sent or removed, and how many bytes of N-Triples were sent of it.

    Raises RemoteError where the server fails, or does not give back what it was given.
    """
    if not plan.send and not plan.remove:
        return
    held = {graph: _digest(read_lines(store, graph)) for graph in plan.unchanged}
    begun = held | dict.fromkeys((*plan.send, *plan.remove), "")
    target.revise(LEDGER, plan.ledger, _ledger_lines(begun))
    if _digests(target.read(LEDGER)) != begun:
        told = "see that it keeps named graphs, and that both addresses are of the same data"
        raise RemoteError(f"the server does not give back what it was given: {told}")
    done = 0
    try:
        for graph in plan.send:
            lines = read_lines(store, graph)
            target.replace(graph, lines)
            held[graph] = _digest(lines)
            target.add(LEDGER, [_digest_line(graph, held[graph])])
            done += 1
            yield graph, sum(map(len, lines)) + len(lines)
        for graph in plan.remove:
            target.remove(graph)
            done += 1
            yield graph, 0
        target.revise(LEDGER, _ledger_lines(begun | held), _ledger_lines(held))
    except RemoteError as error:
        what = f"{done} of {len(plan.send) + len(plan.remove)} graphs are done: the same command does the rest"
        raise RemoteError(f"{error}\n{what}", status=error.status) from error


def format_plan(plan: Plan) -> str:
    """Return what would be done, a line for each graph."""
    lines = [*(f"send    {shorten(graph)}" for graph in plan.send), *(f"remove  {shorten(graph)}" for graph in plan.remove)]
    return "\n".join([*lines, f"{len(plan.send)} to send, {len(plan.unchanged)} unchanged, {len(plan.remove)} to remove"])


def format_summary(plan: Plan, size: int) -> str:
    """Return what was done, with the bytes that were sent, in a line."""
    return f"{len(plan.send)} sent ({size:,} bytes), {len(plan.unchanged)} unchanged, {len(plan.remove)} removed"


def read_lines(store: Store, graph: str) -> list[bytes]:
    """Return the triples of a graph, which has no blank nodes, as sorted lines of N-Triples."""
    return sorted((store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph)) or b"").splitlines())


def _digest(lines: list[bytes]) -> str:
    return sha256(b"\n".join(lines)).hexdigest()


def _digests(ledger: Iterable[Triple]) -> dict[str, str]:
    """Return each graph of a ledger with its SHA-256, or '' where it has none, or several by pushes at the same time."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in ledger:
        if isinstance(triple.subject, NamedNode) and triple.predicate.value in (_PART, _DIGEST):
            found[triple.subject.value] |= {triple.object.value} if isinstance(triple.object, Literal) else set()
    return {graph: next(iter(digests)) if len(digests) == 1 else "" for graph, digests in found.items()}


def _ledger_lines(digests: Mapping[str, str]) -> set[bytes]:
    titles = {f'<{LEDGER}> <{_TITLE}> "{title}"@{language} .'.encode() for language, title in _TITLES.items()}
    parts = {f"<{graph}> <{_PART}> <{LEDGER}> .".encode() for graph in digests}
    return titles | parts | {_digest_line(graph, digest) for graph, digest in digests.items() if digest}


def _digest_line(graph: str, digest: str) -> bytes:
    return f'<{graph}> <{_DIGEST}> "{digest}" .'.encode()


def _counts(source: Source) -> dict[str, int]:
    rows = ask(source, _COUNTS).rows
    return {graph.value: int(count.value) for graph, count in rows if isinstance(graph, NamedNode) and isinstance(count, Literal)}
