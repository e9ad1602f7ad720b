"""The command line: parse, call one function, print. Exit 0 fine, 1 the check found something, 2 bad input or usage."""

import io
import shutil
import signal
import sys
import webbrowser
from pathlib import Path
from typing import NoReturn

import click

from kg.errors import KgError


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
@click.option("--judgements", type=click.Path(path_type=Path), metavar="FILE", help="Which names are one body and which are not, as TOML.")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="WORDS", help="Words to go by besides the project's own, as TOML.")
def build(inputs: tuple[Path, ...], out: Path, judgements: Path | None, lexicon: Path | None) -> None:
    """Build the graph of bulletins: files (text, web pages, Word, PDF), folders and zip archives of them, patterns such as 'data/*.pdf'.

    FILE parts names that a build takes for one body, or joins two bodies, and changes nothing else; tables/merges.csv lists what was taken
    for what. Each judgement is a table; bulletin may be left out of it:

    \b
      [[apart]]
      name = "省农科院"
      from = "四川省农业科学院"
      bulletin = "bulletin-0123456789ab"
      who = "李华"
      when = 2024-05-01
      why = "指重庆市农科院"
      [[same]]
      name = "隆之汇公司"
      as = "九龙县隆之汇农业发展有限公司"
      type = "enterprise"
      who = "李华"
      when = 2024-05-01
      why = "电话核实"

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
    from kg import build as building

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
    from kg.extract.lexicon import adding
    from kg.extract.lexicon.added import read_added
    from kg.output import check_words
    from kg.tables import read_records

    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    try:
        if why:
            check_words(folder, lexicon)
        with adding(read_added(lexicon) if why and lexicon else {}):
            text = explaining.explain(read_records(folder), name, why=why, columns=columns)
    except KgError as error:
        _fail(error)
    click.echo(text)


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


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY]", type=click.UNPROCESSED)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--name", help="Ask a question by its name; its parameters are options, such as --place 平武县.")
@click.option("--list", "listed", is_flag=True, help="List the questions that have a name.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), default="table", show_default=True)
@click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help="The build to ask.")
def query(words: tuple[str, ...], file: Path | None, name: str | None, listed: bool, form: str, folder: Path) -> None:
    """Ask a build in SPARQL, or by the name of a question. All bulletins are one graph; our prefixes need no declaration.

    QUERY is the text of a query, or - for standard input.

    \b
    Example: kg query 'SELECT ?name WHERE { ?place a aid:Place ; rdfs:label ?name }'
    Example: kg query --name who-assists --place 平武县
    """
    from kg import store as asking

    if listed:
        click.echo(asking.format_questions())
        return
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    try:
        answer = asking.ask_request(asking.open_store(folder), words, file=file, name=name)
        text = asking.format_answer(answer, form, columns=columns)
    except KgError as error:
        _fail(error)
    click.echo(text)


def _tell(progress: str) -> None:
    click.echo(progress, err=True)


def _fail(*errors: KgError) -> NoReturn:
    for line in (line for error in errors for line in str(error).splitlines()):
        click.echo(f"kg: {line}", err=True)
    sys.exit(2)
