"""A query as the command line gives it: inline, from a file, from standard input, or by a question's name with its parameters."""

import sys
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Store

from kg.errors import InputError, QueryError
from kg.store.ask import Answer, Source, ask
from kg.store.questions import bound_query, find_question

_WANTED = "kg query 'SELECT …', kg query --file F, or kg query --name NAME (kg query --list shows the names)"


def ask_request(source: Source | Store, words: Sequence[str], *, file: Path | None = None, name: str | None = None) -> Answer:
    """Return the answer to the query among the words, in the file or under the name; raises QueryError where none is given, or several are.

    Options among the words are the parameters of the named question: ``--place 平武县``, ``--place=平武县``.
    """
    queries, values = _parted(words)
    given = len(queries) + (file is not None) + (name is not None)
    if given != 1:
        several = "one query at a time, in quotation marks" if given else "no query given"
        raise QueryError(f"{several}: {_WANTED}")
    if name is not None:
        return ask(source, bound_query(source, find_question(name), values))
    if values:
        raise QueryError(f"--{next(iter(values))} is no option of kg query, nor without --name of a question: see kg query --help")
    return ask(source, _read(file) if file else _read(Path("-")) if queries == ["-"] else queries[0])


def _parted(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the words that are queries, and the values of the options."""
    queries, values, rest = [], {}, list(words)
    while rest:
        word = rest.pop(0)
        option, sign, value = word.partition("=")
        if not word.startswith("-") or word == "-":
            queries.append(word)
        elif not sign and not rest:
            raise QueryError(f"{option} needs a value, as in {option} 平武县")
        else:
            values[option.lstrip("-")] = value if sign else rest.pop(0)
    return queries, values


def _read(file: Path) -> str:
    """Return the text of a file, of standard input for ``-``."""
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}): name a file with a SPARQL query") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text (byte {error.start}): save the query as UTF-8") from error
