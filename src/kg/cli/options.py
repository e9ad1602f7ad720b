"""The options that commands share, and how they say what goes on and what is wrong."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from kg.errors import KgError

# Seconds that a server may be silent, where no others are given.
PATIENCE = 60.0

_Command = Callable[..., None]


class Commands(click.Group):
    """A group whose commands say in a line each what is wrong, and end with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            fail(error)


def build_option(purpose: str) -> Callable[[_Command], _Command]:
    """Return the option for the folder of a build; ``purpose`` says what it is asked for."""
    return click.option("--build", "folder", default="build", show_default=True, type=click.Path(path_type=Path), help=purpose)


def of_servers(command: _Command) -> _Command:
    """Give a command that speaks to a server the options for who asks."""
    user = click.option("--user", default="", metavar="NAME", help="Who asks the server; the password is in the environment, as KG_PASSWORD.")
    token = click.option("--token", is_flag=True, help="Show the server the bearer token in the environment, KG_TOKEN.")
    return user(token(command))


def terminal_columns() -> int | None:
    """Return how wide the terminal is; None where the output goes elsewhere, and may be as wide as it is."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def tell(progress: str) -> None:
    """Print a line of what goes on."""
    click.echo(progress, err=True)


def fail(*errors: KgError) -> NoReturn:
    """Say what is wrong, and end with 2."""
    for line in (line for error in errors for line in str(error).splitlines()):
        tell(f"kg: {line}")
    sys.exit(2)
