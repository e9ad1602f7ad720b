"""Commands that make a build and measure it: build, check, evaluate, and the words and places that it goes by."""

import signal
import sys
from pathlib import Path

import click

from kg.cli.options import build_option, fail, tell, terminal_columns


@click.command()
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
    built = building.build(inputs, out, judgements=judgements, lexicon=lexicon, tell=tell)
    click.echo(building.summary(built))
    if built.errors:
        fail(*built.errors)


@click.command()
@build_option("The build to check.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(folder: Path, as_json: bool) -> None:
    """Count every figure of a build anew, read every quote again, and hold sums, amounts and graph against each other.

    Exit 0 where all is in order, 1 where something was found, 2 where there is no build to check.

    Example: kg check --build build
    """
    from kg.check.lines import format_report
    from kg.check.report import check_build, format_json

    report = check_build(folder, tell=tell)
    click.echo(format_json(report) if as_json else format_report(report))
    sys.exit(0 if report.passed else 1)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--misses", is_flag=True, help="List what was missed, misread or found without being there, each beside the text.")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="WORDS", help="Words to go by besides the project's own, as for kg build.")
def evaluate(folders: tuple[Path, ...], misses: bool, lexicon: Path | None) -> None:
    """Measure extraction against annotated bulletins (by default those of data/gold).

    Example: kg evaluate data/gold/sichuan-2019-2 --misses
    """
    from kg import evaluate as measuring

    scores = measuring.evaluate(folders or [Path("data/gold")], lexicon=lexicon, misses=misses, tell=tell)
    if misses:
        click.echo(measuring.format_misses(scores, columns=terminal_columns()))
    click.echo(measuring.format_scores(scores))


@click.command()
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

    columns = terminal_columns()
    with words.adding(read_added(lexicon) if lexicon else {}):
        found = listing.find_groups(name)
        text = listing.format_json(found) if as_json else listing.format_lexicon(found, columns=columns)
    click.echo(text)


@click.command()
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

    text = candidates.format_candidates(candidates.find_candidates(name, year=year, within=within), year=year)
    click.echo(text)
