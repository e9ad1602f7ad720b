"""The command line: parse, call one function, print. Exit 0 fine, 1 the check found something, 2 bad input or usage."""

import io
import shutil
import signal
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    from kg.store import Answer, Build
    from kg.store.ask import Source
    from kg.store.remote import Remote

# Seconds that a server may be silent, where no others are given.
_PATIENCE = 60.0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assistance-kg", prog_name="kg")
def main() -> None:
    """Turn bulletins on assistance into a knowledge graph.

    Example: kg build data/bulletins -o build
    """
    # A terminal that cannot show Chinese shows question marks, not a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", default="build", show_default=True, type=click.Path(path_type=Path), help="The folder to build into.")
@click.option("--judgements", type=click.Path(path_type=Path), metavar="FILE", help="Judgements of statements and of names, as TOML.")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="WORDS", help="Words to go by besides the project's own, as TOML.")
def build(inputs: tuple[Path, ...], out: Path, judgements: Path | None, lexicon: Path | None) -> None:
    """Build the graph of bulletins: files (text, web pages, Word, PDF), folders and zip archives of them, patterns such as 'data/*.pdf'.

    FILE tells which statements are wrong, joins two bodies, or splits names that a build takes for one; kg judge adds to it, and
    tables/judgements.csv lists what holds. Each judgement is a table; bulletin may be left out of it:

    \b
      [[reject]]
      id = "action-0123456789ab"
      who = "李华"
      when = 2024-05-01
      why = "与原文附表不符"
      [[merge]]
      name = "隆之汇公司"
      into = "九龙县隆之汇农业发展有限公司"
      type = "enterprise"
      who = "李华"
      when = 2024-05-01
      why = "电话核实"
      [[split]]
      name = "省农科院"
      from = "四川省农业科学院"
      bulletin = "bulletin-0123456789ab"
      who = "李华"
      when = 2024-05-01
      why = "指重庆市农科院"

    WORDS adds to the groups that kg lexicon lists, each table below the name of its file:

    \b
      [kinds.training]
      counted = ["夜校"]
      [units.measure]
      things = ["畦"]
      [[left_out.reason]]
      key = "background"
      patterns = ["绿化率[\\d.]+%"]

    \b
    Example: kg build data/bulletins -o build
    Example: kg build data/bulletins --judgements judgements.toml
    Example: kg build data/bulletins --lexicon words.toml
    """
    from kg import building

    # A build that is told to stop clears its unfinished folder away, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        built = building.build(inputs, out, judgements=judgements, lexicon=lexicon, tell=_tell)
    except KgError as error:
        _fail(error)
    click.echo(building.summary(built))
    if built.errors:
        _fail(*built.errors)


@main.command()
@click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build to check.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(folder: Path, as_json: bool) -> None:
    """Count every figure of a build anew, read every quote again, and hold sums, amounts and graph against each other.

    Exit 0 where all is in order, 1 where something was found, 2 where there is no build to check.

    Example: kg check --build build
    """
    from kg.check.lines import format_report
    from kg.check.report import check_build, format_json

    try:
        report = check_build(folder, tell=_tell)
    except KgError as error:
        _fail(error)
    click.echo(format_json(report) if as_json else format_report(report))
    sys.exit(0 if report.passed else 1)


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--misses", is_flag=True, help="List what was missed, misread or found without being there, each beside the text.")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="WORDS", help="Words to go by besides the project's own, as for kg build.")
def evaluate(folders: tuple[Path, ...], misses: bool, lexicon: Path | None) -> None:
    """Measure extraction against annotated bulletins (by default those of data/gold).

    Example: kg evaluate data/gold/sichuan-2019-2 --misses
    """
    from kg import evaluate as measuring

    try:
        scores = measuring.evaluate(folders or [Path("data/gold")], lexicon=lexicon, misses=misses, tell=_tell)
    except KgError as error:
        _fail(error)
    if misses:
        click.echo(measuring.format_misses(scores, columns=shutil.get_terminal_size().columns if sys.stdout.isatty() else None))
    click.echo(measuring.format_scores(scores))


@main.command()
@click.argument("name")
@click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build to ask.")
@click.option("--why", is_flag=True, help="Say of a statement what made the extraction read it so.")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="WORDS", help="With --why: the words that the build went by, if any.")
def explain(name: str, folder: Path, why: bool, lexicon: Path | None) -> None:
    """Say what a build states of a place or body, or all of one statement, with the sentences quoted.

    NAME is a name, a short form of one, or the ID of an entity, a statement, a figure or a bulletin. --why reads the bulletin once more
    and tells which words, units and characters made the kind, and what it led the next kind by; where giver and taker come from, and what
    spoke for them; and the words that tell status, period and bound.

    \b
    Example: kg explain 平武县
    Example: kg explain action-0123456789ab --why
    """
    from kg import explain as explaining
    from kg.explain.indexed import records_about
    from kg.extract.lexicon import adding
    from kg.extract.lexicon.added import read_added
    from kg.output import check_words
    from kg.tables import read_records

    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    try:
        if why:
            check_words(folder, lexicon)
        with adding(read_added(lexicon) if why and lexicon else {}):
            records = read_records(folder) if why else records_about(folder, name)
            text = explaining.explain(records, name, why=why, columns=columns)
    except KgError as error:
        _fail(error)
    click.echo(text)


@main.command()
@click.argument("identifier", metavar="[ID]", default="")
@click.argument("verdict", type=click.Choice(["accept", "reject", "correct", "merge", "split"]), required=False)
@click.option("--why", default="", help="On what grounds.")
@click.option("--who", help="Who judges so; by default the user's name.")
@click.option("--field", default="", help="With correct: provider, recipient, through, kind, programme, about, status or period.")
@click.option("--value", default="", help="With correct: what it is instead; several parties are parted by 、.")
@click.option("--into", default="", metavar="NAME", help="With merge: the body that it is the same as.")
@click.option("--from", "whole", default="", metavar="NAME", help="With split: another name of the body that it was wrongly taken for.")
@click.option("--bulletin", default="", metavar="ID", help="With merge or split: the one bulletin that it holds for.")
@click.option("--list", "listing", is_flag=True, help="List the judgements of the file, and whether each holds in the build.")
@click.option("--judgements", "file", default="judgements.toml", show_default=True, type=click.Path(path_type=Path), help="The file of judgements.")
@click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build that has the statement.")
def judge(
    identifier: str,
    verdict: str | None,
    why: str,
    who: str | None,
    field: str,
    value: str,
    into: str,
    whole: str,
    bulletin: str,
    listing: bool,
    file: Path,
    folder: Path,
) -> None:
    """Write down that a statement is right, wrong, or wrong in one field, or what a name stands for, for kg build --judgements to follow.

    ID is that of a statement, as kg explain gives it; to merge two bodies or split one, the name or the ID of a body. Nothing is changed but
    the file of judgements. --list exits with 1 where a judgement does not hold in the build.

    \b
    Example: kg judge action-0123456789ab reject --why 与原文附表不符
    Example: kg judge action-0123456789ab correct --field provider --value 衢江区 --why 上文已写明
    Example: kg judge action-0123456789ab correct --field status --value 已完成 --why 年底已拨付
    Example: kg judge 隆之汇公司 merge --into 九龙县隆之汇农业发展有限公司 --why 电话核实
    Example: kg judge 云南省凤庆县人民医院 split --from 凤庆县人民医院 --why 省属分院
    Example: kg judge --list
    """
    import getpass
    from datetime import date

    from kg import judge as judging
    from kg.link.judgements import Judgement
    from kg.model import Verdict

    try:
        if listing:
            columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            text, holding = judging.list_judgements(folder, file, columns=columns)
            click.echo(text)
            sys.exit(0 if holding else 1)
        option, other = {"correct": ("--value", value), "merge": ("--into", into), "split": ("--from", whole)}.get(verdict or "", ("", ""))
        needed = (("ID", identifier), ("a verdict", verdict), (option, other or not option), ("--why", why))
        if missing := [name for name, given in needed if not given]:
            raise click.UsageError(f"Missing {missing[0]}: see the examples of kg judge --help.")
        named, by = (Verdict(verdict or ""), identifier, other), who or getpass.getuser()
        judgement = Judgement(*named, by, date.today().isoformat(), why, bulletin, field=field)
        table = judging.judge(folder, file, judgement)
    except KgError as error:
        _fail(error)
    click.echo(table, nl=False)


@main.command()
@click.argument("name", default="")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="WORDS", help="List them with the words of this file, as for kg build.")
@click.option("--json", "as_json", is_flag=True, help="Print the groups as JSON.")
def lexicon(name: str, lexicon: Path | None, as_json: bool) -> None:
    """List the words that extraction goes by, group by group: what each is for, an example, and the words.

    NAME is a file (kinds), a table (kinds.training) or a group (units.measure.people); without it, all are listed.

    \b
    Example: kg lexicon kinds.training
    Example: kg lexicon kinds --lexicon words.toml
    """
    from kg.extract import lexicon as words
    from kg.extract.lexicon import listing
    from kg.extract.lexicon.added import read_added

    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    try:
        with words.adding(read_added(lexicon) if lexicon else {}):
            found = listing.find_groups(name)
            text = listing.format_json(found) if as_json else listing.format_lexicon(found, columns=columns)
    except KgError as error:
        _fail(error)
    click.echo(text)


@main.command()
@click.argument("name")
@click.option("--year", type=int, help="Only places that were called so in this year.")
@click.option("--in", "within", default="", metavar="PLACE", help="Only places in this one, given by any of its names.")
def places(name: str, year: int | None, within: str) -> None:
    """List the places that a name may mean, with the years of each, its code, and what it was called before and after.

    NAME is an official name, a usual or short form of one (甘孜州, 平武), or the name of a township, of today or of any year since 1996.

    \b
    Example: kg places 九龙 --in 四川省
    Example: kg places 简阳市 --year 2012
    """
    from kg.link import candidates

    try:
        text = candidates.format_candidates(candidates.find_candidates(name, year=year, within=within), year=year)
    except KgError as error:
        _fail(error)
    click.echo(text)


@main.command()
@click.argument("name", default="network")
@click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build to show.")
@click.option("--year", type=int, help="Show only what was done in this year.")
@click.option("--place", default="", metavar="NAME", help="Show this place or body, with its statements.")
@click.option("--kind", "kinds", multiple=True, help="Show only this kind of action; may be given several times.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="The language of the page.")
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
def view(name: str, folder: Path, year: int | None, place: str, kinds: tuple[str, ...], lang: str, opened: bool) -> None:
    """Print the address of a view of a build, or open it.

    NAME is index, network, map, flows, timeline, table, or source for the text of a bulletin (source/ID where there are several).

    \b
    Example: kg view network --open
    Example: kg view map --year 2018 --place 平武县
    """
    from kg.views.address import address_of

    try:
        address = address_of(folder, name, year=year, place=place, kinds=kinds, lang=lang)
    except KgError as error:
        _fail(error)
    click.echo(address)
    if opened and not webbrowser.open(address):
        _fail(KgError(f"no browser could be opened: open {address} yourself"))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--format", "form", default="", help="One of those below; by default what the ending of OUT tells.")
@click.option("--headers", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="The language of columns and values of csv.")
@click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build to export.")
def export(out: Path, form: str, headers: str, folder: Path) -> None:
    """Write a build in a format that others work with: OUT is a file, or a new folder.

    \b
      xlsx         one workbook, a sheet for each table, in Chinese, with a sheet that says what the columns mean
      csv          a file for each table; --headers zh names columns and values in Chinese
      parquet      a file for each table, typed, for DuckDB, polars, pandas and R
      datapackage  csv with datapackage.json (Frictionless Data) and CITATION.cff
      graphml      the network for Gephi, networkx and igraph
      gexf         the same as GEXF

    \b
    Example: kg export assistance.xlsx
    Example: kg export tables --format csv --headers zh
    Example: kg export package --format datapackage
    """
    from kg import export as exporting

    try:
        exporting.export(folder, out, form or exporting.form_of(out), language=headers)
    except KgError as error:
        _fail(error)
    click.echo(out)


def _of_servers(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that speaks to a server the options for who asks."""
    user = click.option("--user", default="", metavar="NAME", help="Who asks the server; the password is in the environment, as KG_PASSWORD.")
    token = click.option("--token", is_flag=True, help="Show the server the bearer token in the environment, KG_TOKEN.")
    return user(token(command))


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
    return _of_servers(command)


@main.command(context_settings={"ignore_unknown_options": True})
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


@main.command(context_settings={"ignore_unknown_options": True})
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
    try:
        click.echo(asking.format_questions(queries))
    except KgError as error:
        _fail(error)


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

    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    file = None if out is None or str(out) == "-" else out
    form = form or (asking.form_of(file) if file else "table")
    try:
        if form == "parquet" and not file:
            raise QueryError("Parquet is for programs: name a file with -o, such as -o answer.parquet")
        if unchecked and endpoint:
            raise QueryError("a server has only what is checked: leave out --unchecked, or --endpoint")
        with asking.deadline(timeout, lambda: _tell(f"kg: no answer within {timeout:g} seconds: ask for less, or allow more with --timeout")):
            build = asking.Build(folder, unchecked)
            answer = asked(_remote(endpoint, user, token, timeout or _PATIENCE) if endpoint else build, limit)
            text = "" if file else asking.format_answer(answer, form, columns=columns)
        if file:
            asking.write_answer(answer, form, file)
        else:
            click.echo(text)
    except KgError as error:
        _fail(error)
    if answer.cut and (file or form != "table" or answer.triples is not None):
        _tell(f"kg: cut after {limit}: there are more")


@main.command()
@click.argument("url")
@click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build to send.")
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
@click.option("--timeout", default=_PATIENCE, show_default=True, help="How many seconds the server may be silent.")
@_of_servers
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

    try:
        who = authorization(user, token=token)
        target, source = open_target(url, update=protocol == "update", endpoint=endpoint, who=who, timeout=timeout, tell=_tell)
        store = open_store(folder)
        plan = pushing.plan_push(store, target, source=source, everything=everything)
        if dry:
            click.echo(pushing.format_plan(plan))
            return
        steps = _counted(pushing.carry_out(plan, store, target), len(plan.send) + len(plan.remove))
        click.echo(pushing.format_summary(plan, sum(size for _, size in steps)))
    except KgError as error:
        _fail(error)


def _counted(steps: Iterator[tuple[str, int]], total: int) -> Iterator[tuple[str, int]]:
    """Yield the steps of a push, and show how far it is: as a bar on a terminal, else in a line at each tenth."""
    if sys.stderr.isatty():
        with click.progressbar(steps, length=total, label="graphs", file=sys.stderr) as bar:
            yield from bar
        return
    for number, step in enumerate(steps, 1):
        if number * 10 // total > (number - 1) * 10 // total:
            _tell(f"{number} of {total} graphs")
        yield step


def _remote(url: str, user: str, token: bool, timeout: float) -> "Remote":
    from kg.store.connection import Connection, authorization
    from kg.store.remote import Remote

    return Remote(Connection(url, who=authorization(user, token=token), timeout=timeout, tell=_tell))


@main.command()
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

    Each query runs in a process of its own that is killed where it takes too long, needs too much memory, or its client leaves. What is over a
    limit gets an error with the reason in its text, never half an answer: 413 the text of the query is too long, 503 too many queries at once
    (Retry-After says when to come again), 504 too slow, 507 too much memory or too long an answer. A query that takes over a tenth of a second
    gives way to quicker ones, and only half of the processes take such queries; of those that wait, that of the client who has the fewest
    running is next.

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
    try:
        serve_build(folder, options, _tell)
    except KgError as error:
        _fail(error)


def _tell(progress: str) -> None:
    click.echo(progress, err=True)


def _fail(*errors: KgError) -> NoReturn:
    for line in (line for error in errors for line in str(error).splitlines()):
        click.echo(f"kg: {line}", err=True)
    sys.exit(2)
