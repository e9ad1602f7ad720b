"""Commands that show a build, and say what is thought of it: explain, judge, view, export."""

import sys
import webbrowser
from pathlib import Path

import click

from kg.cli.options import build_option, terminal_columns
from kg.errors import KgError


@click.command()
@click.argument("name")
@build_option("The build to ask.")
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

    columns = terminal_columns()
    if why:
        check_words(folder, lexicon)
    with adding(read_added(lexicon) if why and lexicon else {}):
        records = read_records(folder) if why else records_about(folder, name)
        text = explaining.explain(records, name, why=why, columns=columns)
    click.echo(text)


@click.command()
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
@build_option("The build that has the statement.")
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

    if listing:
        columns = terminal_columns()
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
    click.echo(table, nl=False)


@click.command()
@click.argument("name", default="network")
@build_option("The build to show.")
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

    address = address_of(folder, name, year=year, place=place, kinds=kinds, lang=lang)
    click.echo(address)
    if opened and not webbrowser.open(address):
        raise KgError(f"no browser could be opened: open {address} yourself")


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--format", "form", default="", help="One of those above; by default what the ending of OUT tells.")
@click.option("--headers", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="The language of columns and values of csv.")
@click.option("--unchecked", is_flag=True, help="With graphml or gexf: have what nobody has checked as edges, too; their rank says so.")
@build_option("The build to export.")
def export(out: Path, form: str, headers: str, unchecked: bool, folder: Path) -> None:
    """Write a build in a format that others work with: OUT is a new file or a new folder, and what is there already is left as it is.

    \b
      xlsx         one workbook, a sheet for each table, in Chinese, with a sheet that says what the columns mean
      csv          a file for each table; --headers zh names columns and values in Chinese
      parquet      a file for each table, typed, for DuckDB, polars, pandas and R
      datapackage  csv with datapackage.json (Frictionless Data) and CITATION.cff
      graphml      the network for Gephi, networkx and igraph
      gexf         the same as GEXF

    Tables have all statements; what is unchecked or judged wrong has a rank there. A network has no edges of what was judged wrong, and of
    what is unchecked only with --unchecked: degrees and weights count what answers count.

    \b
    Example: kg export assistance.xlsx
    Example: kg export tables --format csv --headers zh
    Example: kg export package --format datapackage
    Example: kg export network.graphml --unchecked
    """
    from kg import export as exporting

    exporting.export(folder, out, form or exporting.form_of(out), language=headers, unchecked=unchecked)
    click.echo(out)
