"""A query as the command line gives it: inline, from a file, from standard input, or by a question's name with its parameters."""

import sys
from collections.abc import Sequence
from typing import IO

from pyoxigraph import Store

from kg.errors import QueryError
from kg.store.ask import Answer, ask
from kg.store.questions import bind, find_question, questions
from kg.terminal import pad, width


def ask_words(store: Store, words: Sequence[str], *, file: IO[str] | None = None, name: str | None = None) -> Answer:
    """Return the answer to the query that the words, the file or the question's name give; raises QueryError where they give none, or two."""
    query, values = _parted(words)
    given = [source for source in (query, file, name) if source is not None]
    if len(given) != 1:
        wanted = "kg query 'SELECT …', kg query --file F, or kg query --name NAME (kg query --list shows the names)"
        raise QueryError(f"{'one query at a time' if given else 'no query given'}: {wanted}")
    if name is not None:
        question = find_question(name)
        return ask(store, question.query, bind(store, question, values))
    if values:
        raise QueryError(f"--{next(iter(values))} belongs to no question: give --name too")
    return ask(store, file.read() if file else sys.stdin.read() if query == "-" else query or "")


def _parted(words: Sequence[str]) -> tuple[str | None, dict[str, str]]:
    """Return the query among the words, if any, and the values of options that only a question knows."""
    query, values, rest = None, {}, list(words)
    while rest:
        word = rest.pop(0)
        if word.startswith("--"):
            name, sign, value = word[2:].partition("=")
            if not sign and not rest:
                raise QueryError(f"{word} needs a value")
            values[name] = value if sign else rest.pop(0)
        elif query is None:
            query = word
        else:
            raise QueryError(f"one query at a time: put the whole query in quotation marks (what is {word}?)")
    return query, values


def format_questions() -> str:
    """Return the questions that have a name, with an example of each."""
    lines = []
    for question in questions().values():
        example = " ".join(f"--{p.name} {p.example}" for p in question.parameters if not p.optional)
        lines.append((f"--name {question.name} {example}".rstrip(), f"{question.zh}  {question.en}"))
    columns = max(width(first) for first, _ in lines)
    return "\n".join(f"{pad(first, columns)}  {second}" for first, second in lines)
