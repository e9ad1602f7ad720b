"""The command line: parse, call one function, print. Exit 0 fine, 1 the check found something, 2 bad input or usage."""

import io
import sys

import click

from kg.cli.asking import ask, query
from kg.cli.making import build, check, evaluate, lexicon, places
from kg.cli.options import Commands
from kg.cli.reading import explain, export, judge, view
from kg.cli.serving import push, serve


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assistance-kg", prog_name="kg")
def main() -> None:
    """Turn bulletins on assistance into a knowledge graph.

    Example: kg build data/bulletins -o build
    """
    # A terminal that cannot show Chinese shows question marks, not a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


for _command in (ask, build, check, evaluate, explain, export, judge, lexicon, places, push, query, serve, view):
    main.add_command(_command)
