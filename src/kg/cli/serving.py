"""Commands that bring a build to others: push, serve."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.options import PATIENCE, build_option, of_servers, tell


@click.command()
@click.argument("url")
@build_option("The build to send.")
@click.option(
    "--protocol",
    type=click.Choice(["graph-store", "update"]),
    default="graph-store",
    show_default=True,
    help="How URL takes graphs: by the Graph Store Protocol, or by SPARQL Update.",
)
@click.option("--endpoint", default="", metavar="URL", help="Where the server answers queries: there, the triples of each graph are counted.")
@click.option("--all", "everything", is_flag=True, help="Send all graphs, changed or not.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be sent and removed, and change nothing.")
@click.option("--timeout", default=PATIENCE, show_default=True, help="How many seconds the server may be silent.")
@of_servers
def push(url: str, folder: Path, protocol: str, endpoint: str, everything: bool, dry: bool, user: str, token: bool, timeout: float) -> None:
    """Send a build to a SPARQL 1.1 server: the graphs that have changed since the last time, one for each bulletin.

    URL is where the server takes graphs. It keeps a list of what was sent, in the graph graph:pushed; what was withdrawn from the build
    is removed there, and nothing else. A push that was broken off goes on where it was. One server takes one build: another would replace it.

    \b
    Example: kg push http://localhost:7878/store
    Example: kg push http://localhost:7878/update --protocol update
    Example: KG_PASSWORD=… kg push http://localhost:3030/kg/data --endpoint http://localhost:3030/kg/query --user admin
    """
    from kg.store import open_store
    from kg.store import push as pushing
    from kg.store.connection import authorization
    from kg.store.protocols import open_target

    who = authorization(user, token=token)
    target, source = open_target(url, update=protocol == "update", endpoint=endpoint, who=who, timeout=timeout, tell=tell)
    store = open_store(folder)
    plan = pushing.plan_push(store, target, source=source, everything=everything)
    if dry:
        click.echo(pushing.format_plan(plan))
        return
    steps = _counted(pushing.carry_out(plan, store, target), len(plan.send) + len(plan.remove))
    click.echo(pushing.format_summary(plan, sum(size for _, size in steps)))


def _counted(steps: Iterator[tuple[str, int]], total: int) -> Iterator[tuple[str, int]]:
    """Yield the steps of a push, and show how far it is: as a bar on a terminal, else in a line at each tenth."""
    if sys.stderr.isatty():
        with click.progressbar(steps, length=total, label="graphs", file=sys.stderr) as bar:
            yield from bar
        return
    for number, step in enumerate(steps, 1):
        if number * 10 // total > (number - 1) * 10 // total:
            tell(f"{number} of {total} graphs")
        yield step


@click.command()
@click.argument("folder", default="build", metavar="[BUILD]", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 is every one of this machine.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen at; 0 takes a free one.")
@click.option("--seconds", default=30.0, show_default=True, type=click.FloatRange(min=0.1), help="How long a query may run.")
@click.option("--memory", default=512, show_default=True, type=click.IntRange(min=16), help="How many MB a query may use.")
@click.option("--size", default=64.0, show_default=True, type=click.FloatRange(min=0.001), help="How many MB an answer may have.")
@click.option("--text", default=1.0, show_default=True, type=click.FloatRange(min=0.001), help="How many MB the text of a query may have.")
@click.option("--workers", type=click.IntRange(min=2), help="How many queries may run at a time.  [default: 2, and 2 more for each core]")
@click.option("--queue", default=64, show_default=True, type=click.IntRange(min=1), help="How many queries may wait, and as many long ones.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="An origin whose pages may ask, besides those of this machine; '*' for all.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Another name that requests call this server by, as behind a proxy.")
@click.option("--allow-service", is_flag=True, help="Let queries ask other machines (SERVICE). Without it none can, whatever it says.")
@click.option("--log", is_flag=True, help="Print a line for each request.")
def serve(
    folder: Path, host: str, port: int, cors: tuple[str, ...], allow_host: tuple[str, ...], allow_service: bool, log: bool, **limits: float
) -> None:
    """Serve a build over HTTP, for reading: to people in a browser, to programs by the SPARQL 1.1 Protocol.

    \b
      /               the views, the report, and where the rest is
      /query          an editor for SPARQL, with the named questions and completion of terms; it needs no network
      /sparql         queries: GET ?query=…, POST as a form or as application/sparql-query; default-graph-uri, named-graph-uri.
                      By Accept: JSON, XML, CSV, TSV; Turtle, N-Triples, JSON-LD, RDF/XML. Without a query, what the service is
      /entity/ID      all that is said of a place, a body, a statement, a bulletin, with the sentences; as data by Accept or .ttl, .jsonld, .nt, .rdf
      /id/ID          the thing itself: sends on to /entity/ID        /graph/NAME    one named graph
      /ontology       the terms, explained; as data by Accept         /data          downloads
      /healthz        how the workers are                             /.well-known/void   what the data are

    Queries run one by one in processes of their own; one that takes too long, needs too much memory, or whose client leaves is killed with its
    process. What is over a limit gets an error with the reason in its text, never half an answer: 413 the text of the query is too long, 503 too
    many queries at once (Retry-After says when to come again), 504 too slow, 507 too much memory or too long an answer. A query that takes over a
    tenth of a second gives way to quicker ones, and only half of the processes take such queries; of those that wait, that of the client who has
    the fewest running is next.

    It takes no updates, and LOAD and SERVICE reach nothing. At 127.0.0.1 it answers this machine alone, and to its own names only; for others, put
    a proxy with TLS before it, or say --host. Clients are told apart by their address.

    \b
    Example: kg serve build
    Example: kg serve build --port 8080 --seconds 10 --memory 1024 --cors https://example.org
    Example: curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?name { ?p a aid:Place ; rdfs:label ?name }' http://127.0.0.1:8000/sparql
    """
    from kg.serve.limits import given
    from kg.serve.server import Options, serve_build

    options = Options(host, port, cors, allow_host, federated=allow_service, access_log=log, limits=given(**limits))
    serve_build(folder, options, tell)
