"""A query as the command line gives it: inline, from a file, from standard input, or by a question's name with its parameters."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Store

from kg.errors import InputError, QueryError
from kg.store.ask import Answer, Source, ask
from kg.store.questions import COMMAND, Question, Spelling, bound_query, bound_terms, find_question
from kg.store.store import has_unchecked, open_store
from kg.store.tabular import ask_tables, has_tables

_WANTED = "kg query 'SELECT …', kg query FILE, or kg ask NAME (kg ask shows the names)"
_FILES = (".rq", ".sparql")
# From this size of the figures on, in bytes, loading DuckDB and asking it takes less time than asking the store: about a thousand bulletins.
_WORTH_TABLES = 2_500_000


class Build(NamedTuple):
    """A build to ask, with what nobody has checked or without it."""

    folder: Path
    unchecked: bool = False


def ask_request(
    asked: Build | Source, words: Sequence[str], *, file: Path | None = None, name: str | None = None, limit: int | None = None
) -> Answer:
    """Return the answer to the query among the words, in the file or under the name; raises QueryError where none is given, or several are.

    ``asked`` is a build, or a server. A word is a query, the name of a file with one, or - for standard input. Options among the words are
    the parameters of the named question: ``--place 平武县``, ``--place=平武县``.
    """
    queries, values = _parted(words)
    given = len(queries) + (file is not None) + (name is not None)
    if given != 1:
        several = "one query at a time, in quotation marks" if given else "no query given"
        raise QueryError(f"{several}: {_WANTED}")
    if name is not None:
        return ask_named(asked, name, words, limit=limit)
    if values:
        raise QueryError(f"--{next(iter(values))} is no option of kg query, nor without --name of a question: see kg query --help")
    query = _read(file) if file else _query(queries[0])
    return _or_unchecked(ask(_opened(asked), query, limit=limit), asked, lambda source: ask(source, query, limit=limit))


def ask_named(
    asked: Build | Source, name: str, words: Sequence[str], *, folder: Path | None = None, engine: str = "auto", limit: int | None = None
) -> Answer:
    """Return the answer to the question of a name, ours or one of ``folder``; its parameters are options among the words."""
    queries, values = _parted(words)
    if queries:
        raise QueryError(f"{queries[0]} is no option: the parameters of a question are options, such as --place 平武县")
    return ask_question(asked, find_question(name, folder), values, engine=engine, limit=limit)


def ask_question(
    asked: Build | Source,
    question: Question,
    values: Mapping[str, str],
    *,
    engine: str = "auto",
    limit: int | None = None,
    spelling: Spelling = COMMAND,
) -> Answer:
    """Return the answer to a question with some values for its parameters; ``spelling`` is how an error names these.

    ``engine`` is sparql (the graph), tables (by SQL, for the questions that have it) or auto: the faster of the two, which give the same
    answer.
    """
    source = _opened(asked)
    if engine == "tables" and not isinstance(asked, Build):
        raise QueryError("a server has no tables: leave out --engine tables, or --endpoint")
    if engine == "tables" and isinstance(asked, Build) and asked.unchecked:
        raise QueryError("the tables are asked for what is checked only: leave out --engine tables, or --unchecked")
    if isinstance(asked, Build) and (engine == "tables" or (engine == "auto" and _is_faster_by_tables(asked, question))):
        answer = ask_tables(asked.folder, question, bound_terms(source, question, values, spelling), limit=limit)
    else:
        answer = ask(source, bound_query(source, question, values, spelling), limit=limit)
    return _or_unchecked(answer, asked, lambda whole: ask(whole, bound_query(whole, question, values, spelling), limit=limit))


def _or_unchecked(answer: Answer, asked: Build | Source, again: Callable[[Source | Store], Answer]) -> Answer:
    """Return an answer; one that is empty with how much there would be with what nobody has checked, where a build has any."""
    if not isinstance(asked, Build) or asked.unchecked or not answer.is_empty or not has_unchecked(asked.folder):
        return answer
    whole = again(open_store(asked.folder, unchecked=True))
    return replace(answer, unchecked=len(whole.rows or whole.triples or ()))


def _opened(asked: Build | Source) -> Source | Store:
    return open_store(asked.folder, unchecked=asked.unchecked) if isinstance(asked, Build) else asked


def _is_faster_by_tables(build: Build, question: Question) -> bool:
    if not question.sql or build.unchecked or not has_tables(build.folder):
        return False
    return (build.folder / "tables" / "measures.jsonl").stat().st_size >= _WORTH_TABLES


def _parted(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the words that are queries, and the values of the options."""
    queries, values, rest = [], {}, list(words)
    while rest:
        word = rest.pop(0)
        option, sign, value = word.partition("=")
        if not word.startswith("-") or word == "-":
            queries.append(word)
        elif not sign and not rest:
            raise QueryError(f"{option} needs a value, as in --place 平武县")
        else:
            values[option.lstrip("-")] = value if sign else rest.pop(0)
    return queries, values


def _query(word: str) -> str:
    """Return the query that a word is, or names the file of."""
    if word == "-" or word.endswith(_FILES):
        return _read(Path(word))
    try:
        return _read(Path(word)) if Path(word).is_file() else word
    except (OSError, ValueError):  # too long for a name, or not possible as one
        return word


def _read(file: Path) -> str:
    """Return the text of a file, of standard input for ``-``."""
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}): name a file with a SPARQL query") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text (byte {error.start}): save the query as UTF-8") from error
