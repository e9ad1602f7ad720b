"""A push sends what the server lacks, whatever happened before, and takes back nothing that is not its own."""

import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.cli import main
from kg.errors import RemoteError
from kg.rdf.namespaces import ONTOLOGY, PREFIXES
from kg.store import open_store
from kg.store.connection import Connection
from kg.store.protocols import Target, open_target
from kg.store.push import LEDGER, Plan, carry_out, plan_push, read_lines
from servers import Oxigraph, Said, fake, holding

PROTOCOLS = pytest.mark.parametrize("protocol", ["graph-store", "update"])


def opened(server: Oxigraph, protocol: str = "graph-store") -> Target:
    target, _ = open_target(server.store if protocol == "graph-store" else server.update, update=protocol == "update", timeout=60, tell=print)
    return target


def pushed(store: Store, target: Target) -> Plan:
    """Push, and return what the plan was."""
    plan = plan_push(store, target)
    assert sorted(graph for graph, _ in carry_out(plan, store, target)) == sorted((*plan.send, *plan.remove))
    return plan


def copied(store: Store) -> Store:
    copy = Store()
    copy.extend(store)
    return copy


def data(server: Oxigraph) -> set[Quad]:
    return {quad for quad in server.quads() if quad.graph_name != NamedNode(LEDGER)}


def graphs(store: Store) -> tuple[str, ...]:
    return tuple(sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)))


@pytest.fixture(scope="session")
def some(gold_store: Store) -> Store:
    """Forty triples of each graph of the annotated texts, for what is pushed often."""
    store = Store()
    for graph in graphs(gold_store):
        store.extend(islice(gold_store.quads_for_pattern(None, None, None, NamedNode(graph)), 40))
    return store


@PROTOCOLS
def test_the_server_holds_what_the_build_holds_and_the_next_push_sends_nothing(gold_store: Store, server: Oxigraph, protocol: str) -> None:
    first = pushed(gold_store, opened(server, protocol))
    assert first.send == graphs(gold_store)
    assert len(first.send) > 9
    assert data(server) == set(gold_store)
    before = server.quads()
    second = pushed(copied(gold_store), opened(server, protocol))
    assert (second.send, second.unchanged, second.remove) == ((), first.send, ())
    assert server.quads() == before


def test_both_protocols_leave_the_same_behind_and_each_goes_on_where_the_other_was(some: Store, server: Oxigraph) -> None:
    pushed(some, opened(server))
    by_store = server.quads()
    server.do("CLEAR ALL")
    assert pushed(some, opened(server, "update")).send == graphs(some)
    assert server.quads() == by_store
    assert pushed(some, opened(server)).send == ()


@PROTOCOLS
def test_of_a_changed_bulletin_one_graph_is_sent_and_one_withdrawn_is_removed(some: Store, server: Oxigraph, protocol: str) -> None:
    pushed(some, opened(server, protocol))
    later = copied(some)
    changed, withdrawn, *_ = graphs(some)
    quad = next(later.quads_for_pattern(None, None, None, NamedNode(changed)))
    later.remove(quad)
    later.add(Quad(quad.subject, quad.predicate, Literal("改"), quad.graph_name))
    later.remove_graph(NamedNode(withdrawn))
    plan = pushed(later, opened(server, protocol))
    assert (plan.send, plan.remove, len(plan.unchanged)) == ((changed,), (withdrawn,), len(graphs(some)) - 2)
    assert data(server) == set(later)
    assert withdrawn not in server.graphs()
    assert not any(NamedNode(withdrawn) in (q.subject, q.object) for q in server.quads() if q.graph_name == NamedNode(LEDGER))


@PROTOCOLS
def test_what_others_put_on_the_server_stays(some: Store, server: Oxigraph, protocol: str) -> None:
    server.do("INSERT DATA { <urn:a> <urn:b> 1 GRAPH <urn:theirs> { <urn:a> <urn:b> 2 } }")
    theirs = server.quads()
    pushed(some, opened(server, protocol))
    emptied = Store()
    emptied.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"), NamedNode(ONTOLOGY)))
    pushed(emptied, opened(server, protocol))
    assert data(server) == theirs | set(emptied)


@pytest.mark.parametrize("arrives", [False, True], ids=["request lost", "answer lost"])
@PROTOCOLS
def test_a_push_broken_off_at_any_request_is_finished_by_the_next_which_sends_only_the_rest(
    some: Store, server: Oxigraph, protocol: str, arrives: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Connection.send

    def sent(self: Connection, *words: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        response = send(self, *words, **options) if left or arrives else None
        if not left:
            raise RemoteError("gone")
        return response

    monkeypatch.setattr(Connection, "send", sent)
    left = -1
    target = opened(server, protocol)
    changed, withdrawn, lost, *_ = graphs(some)
    later = copied(some)
    later.remove(next(later.quads_for_pattern(None, None, None, NamedNode(changed))))
    later.remove_graph(NamedNode(withdrawn))
    for breaks in range(1, 100):
        server.do("CLEAR ALL")
        pushed(some, target)
        server.do(f"CLEAR GRAPH <{lost}> ; DELETE WHERE {{ GRAPH <{LEDGER}> {{ <{lost}> ?p ?o }} }}")
        done: list[str] = []
        left = breaks
        try:
            done.extend(graph for graph, _ in carry_out(plan_push(later, target), later, target))
        except RemoteError:
            left = -1
        else:
            break
        rest = pushed(later, target)
        assert not {*done} & {*rest.send}
        assert data(server) == set(later)
        assert pushed(later, target).send == ()
    assert 8 < breaks < 99


def test_a_push_that_is_killed_goes_on_where_it_was(some: Store, server: Oxigraph, tmp_path: Path) -> None:
    copy = Store(str(tmp_path / "store"))
    copy.extend(some)
    copy.flush()
    del copy
    code = """if True:
        import sys
        from pyoxigraph import Store
        from kg.store.protocols import open_target
        from kg.store.push import carry_out, plan_push
        store = Store.read_only(sys.argv[1])
        target, _ = open_target(sys.argv[2] + "/store", update=False, timeout=60, tell=print)
        list(carry_out(plan_push(store, target), store, target))
        """
    # One PUT is that of the ledger.
    with holding(server, after=3) as (front, held), subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "store"), front.url]) as process:
        assert held.wait(60)
        process.kill()
    assert process.returncode < 0
    rest = pushed(some, opened(server))
    assert (rest.unchanged, rest.send) == (graphs(some)[:2], graphs(some)[2:])
    assert data(server) == set(some)


def test_a_server_that_was_emptied_is_noticed(some: Store, server: Oxigraph) -> None:
    pushed(some, opened(server))
    server.do("CLEAR ALL")
    assert pushed(some, opened(server)).send == graphs(some)


@PROTOCOLS
def test_where_queries_are_answered_a_graph_that_lost_or_won_triples_is_noticed(some: Store, server: Oxigraph, protocol: str) -> None:
    lost, won, *_ = graphs(some)
    url, update = (server.store, False) if protocol == "graph-store" else (server.update, True)
    target, source = open_target(url, update=update, endpoint=server.query, timeout=60, tell=print)
    pushed(some, target)
    assert plan_push(some, target, source=source).send == ()
    server.do(f"DROP GRAPH <{lost}> ; INSERT DATA {{ GRAPH <{won}> {{ <urn:a> <urn:b> 1 }} }}")
    plan = plan_push(some, target, source=source)
    assert plan.send == (lost, won)
    list(carry_out(plan, some, target))
    assert data(server) == set(some)


@PROTOCOLS
def test_a_graph_written_by_two_pushes_at_once_is_sent_again(some: Store, server: Oxigraph, protocol: str) -> None:
    target = opened(server, protocol)
    pushed(some, target)
    before = server.quads()
    server.do(f'INSERT DATA {{ GRAPH <{LEDGER}> {{ <{graphs(some)[0]}> <{PREFIXES["schema"]}sha256> "other" }} }}')
    assert pushed(some, target).send == graphs(some)[:1]
    assert server.quads() == before


def test_all_is_sent_where_it_is_asked_for(some: Store, server: Oxigraph) -> None:
    pushed(some, opened(server))
    assert plan_push(some, opened(server), everything=True).send == graphs(some)


@PROTOCOLS
def test_no_text_of_a_bulletin_is_taken_for_syntax(server: Oxigraph, protocol: str) -> None:
    store = Store()
    graph = NamedNode(PREFIXES["graph"] + "hostile")
    texts = ['"} }; DROP ALL #', "\\u0022", "\\", "a\\\\u0041", "\n\r\t\b\f\x00\x7f", "𠮷\u2028\ufffe", "'''\"\"\"", "> <urn:x>"]
    store.extend(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(text), graph) for text in texts)
    pushed(store, opened(server, protocol))
    assert data(server) == set(store)


def test_no_graph_is_read_by_a_name_that_a_server_would_look_for_on_the_web(some: Store) -> None:
    with fake(lambda asked: Said(body=b"", headers={"Content-Type": "application/n-triples"})) as server:
        target, _ = open_target(server.url, update=True, timeout=60, tell=print)
        assert target.read(LEDGER) == ()
    assert b"FROM" not in server.asked[0].body


def test_a_server_that_keeps_nothing_is_found_out_before_data_are_sent(some: Store) -> None:
    with fake(lambda asked: Said(404 if asked.method == "GET" else 204)) as server:
        target, _ = open_target(server.url, update=False, timeout=60, tell=print)
        with pytest.raises(RemoteError, match="does not give back what it was given: see that it keeps named graphs"):
            pushed(some, target)
    assert [asked.method for asked in server.asked] == ["GET", "PUT", "GET"]


def test_graphs_have_no_blank_nodes_which_would_be_others_in_each_request(gold_store: Store) -> None:
    assert not any(term.startswith("_:") for quad in gold_store for term in map(str, quad))


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["push", *words], env=environment)


def test_the_command_says_what_would_be_done_and_what_was(built: Path, server: Oxigraph) -> None:
    store = open_store(built)
    size = sum(len(line) + 1 for graph in graphs(store) for line in read_lines(store, graph))
    words = [server.store, "--build", str(built)]
    dry = run(*words, "--dry-run")
    assert dry.stdout.splitlines()[-1] == "5 to send, 0 unchanged, 0 to remove"
    assert "send    graph:sichuan-2019-2\n" in dry.stdout
    assert not server.quads()
    first = run(*words)
    assert (first.exit_code, first.stdout) == (0, f"5 sent ({size:,} bytes), 0 unchanged, 0 removed\n")
    assert first.stderr.splitlines() == [f"{n} of 5 graphs" for n in range(1, 6)]
    assert run(*words).stdout == "0 sent (0 bytes), 5 unchanged, 0 removed\n"
    by_update = run(server.update, "--protocol", "update", "--build", str(built))
    assert by_update.stdout == "0 sent (0 bytes), 5 unchanged, 0 removed\n"


def test_a_push_that_fails_in_the_middle_says_how_to_go_on(built: Path) -> None:
    ledger: list[bytes] = []

    def full(asked: object) -> Said:
        method, path, body = asked.method, asked.path, asked.body  # type: ignore[attr-defined]
        if "pushed" in path and method == "PUT":
            ledger.append(body)
        if method == "GET":
            return Said(body=ledger[-1], headers={"Content-Type": "application/n-triples"}) if ledger else Said(404)
        return Said(507, b"disk full") if "sichuan" in path else Said(204)

    with fake(full) as server:
        result = run(server.url, "--build", str(built))
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-2:] == [
        f"kg: {server.url} answered 507 (disk full): see its log for more",
        "kg: 3 of 5 graphs are done: the same command does the rest",
    ]
