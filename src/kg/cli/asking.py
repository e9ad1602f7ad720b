"""Commands that put questions: query, ask."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import PATIENCE, of_servers, tell, terminal_columns
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.store import Answer, Build
    from kg.store.ask import Source
    from kg.store.remote import Remote


def _answering(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that prints an answer its options."""
    forms = ["table", "csv", "tsv", "json", "xml", "markdown", "turtle", "parquet"]
    options = [
        click.option("--format", "form", type=click.Choice(forms), help="How to print it; by default a table, or what the ending of -o tells."),
        click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the answer to a file, such as answer.parquet."),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N rows or statements alone."),
        click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="Stop after so many (exit status 124)."),
        click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build to ask."),
        click.option("--unchecked", is_flag=True, help="Count in what nobody has checked: rows of registers without a page where they were read."),
        click.option("--endpoint", default="", metavar="URL", help="Ask this SPARQL server instead of a build."),
    ]
    for option in reversed(options):
        command = option(command)
    return of_servers(command)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY|FILE]", type=click.UNPROCESSED)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--name", help="Ask a question by its name, as kg ask does.")
@click.option("--list", "listed", is_flag=True, help="List the questions that have a name, as kg ask does.")
@_answering
def query(words: tuple[str, ...], file: Path | None, name: str | None, listed: bool, **how: Any) -> None:
    """Ask a build in SPARQL, or by the name of a question. All bulletins are one graph; our prefixes need no declaration.

    QUERY is the text of a query, FILE the name of a file with one; - is standard input. With --endpoint, a server is asked the same,
    such as one that kg push sent a build to. What is unchecked (aid:rank) is in no answer without --unchecked.

    \b
    Example: kg query 'SELECT ?name WHERE { ?place a aid:Place ; rdfs:label ?name }'
    Example: kg query question.rq --format csv --limit 100 --timeout 10
    Example: kg query --name who-assists --place 平武县
    Example: kg query --endpoint http://localhost:7878/query --name who-assists --place 平武县
    """
    from kg import store as asking

    if listed:
        click.echo(asking.format_questions())
        return
    _answer(lambda source, limit: asking.ask_request(source, words, file=file, name=name, limit=limit), **how)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", default="")
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED)
@click.option("--queries", type=click.Path(path_type=Path), metavar="DIR", help="A folder of questions of your own (.rq), besides ours.")
@click.option("--engine", type=click.Choice(["auto", "sparql", "tables"]), default="auto", show_default=True, help="Ask the graph, or the tables.")
@_answering
def ask(name: str, parameters: tuple[str, ...], queries: Path | None, engine: str, **how: Any) -> None:
    """Ask a build a question that has a name; without a name, list the questions with their parameters.

    A parameter is an option of its name; what stands in brackets in the list may be left out. Sums over many bulletins are asked of the
    Parquet tables where that is faster (--engine auto), with the same answer.

    \b
    Example: kg ask
    Example: kg ask money-by-provider --year 2018
    Example: kg ask who-assists --place 平武县 -o answer.parquet
    Example: kg ask my-question --queries questions
    """
    from kg import store as asking

    if name:
        _answer(lambda source, limit: asking.ask_named(source, name, parameters, folder=queries, engine=engine, limit=limit), **how)
        return
    click.echo(asking.format_questions(queries))


def _answer(
    asked: "Callable[[Build | Source, int | None], Answer]",
    *,
    form: str | None,
    out: Path | None,
    limit: int | None,
    timeout: float | None,
    folder: Path,
    unchecked: bool,
    endpoint: str,
    user: str,
    token: bool,
) -> None:
    """Print what is answered, or write it to a file; what --limit leaves out is told."""
    from kg import store as asking

    columns = terminal_columns()
    file = None if out is None or str(out) == "-" else out
    form = form or (asking.form_of(file) if file else "table")
    if form == "parquet" and not file:
        raise QueryError("Parquet is for programs: name a file with -o, such as -o answer.parquet")
    if unchecked and endpoint:
        raise QueryError("a server has only what is checked: leave out --unchecked, or --endpoint")
    with asking.deadline(timeout, lambda: tell(f"kg: no answer within {timeout:g} seconds: ask for less, or allow more with --timeout")):
        build = asking.Build(folder, unchecked)
        answer = asked(_remote(endpoint, user, token, timeout or PATIENCE) if endpoint else build, limit)
        text = "" if file else asking.format_answer(answer, form, columns=columns)
    if file:
        asking.write_answer(answer, form, file)
    else:
        click.echo(text)
    if answer.unchecked and (file or form not in ("table", "turtle")):
        tell(f"kg: {asking.nothing_of(answer)}")
    if answer.cut and (file or form != "table" or answer.triples is not None):
        tell(f"kg: cut after {limit}: there are more")


def _remote(url: str, user: str, token: bool, timeout: float) -> "Remote":
    from kg.store.connection import Connection, authorization
    from kg.store.remote import Remote

    return Remote(Connection(url, who=authorization(user, token=token), timeout=timeout, tell=tell))
