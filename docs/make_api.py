"""Makes docs/api.md from the docstrings of the public interface: `make docs`."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template
from typing import Any

import kg
import kg.graph
from kg.graph.loaded import LoadedGraph
from kg.graph.picture import chinese_font

PAGE = Path(__file__).with_name("api.md")

_TEMPLATE = Path(__file__).with_name("api.template.md")
_LONG = 100
# The paths of modules say nothing to the reader of a signature.
_PATHS = re.compile(r"\b(?:collections\.abc|os|pathlib|networkx[\w.]*|kg\.[\w.]+)\.(?=[A-Z])")
_EXAMPLE = re.compile(r"(?:^>>> .*\n?(?:^(?!>>> ).+\n?)*)+", re.MULTILINE)


def page() -> str:
    """Return the page: functions of ``kg``, methods of a loaded graph, functions of ``kg.graph``."""
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(entries="\n".join(_entries())).rstrip() + "\n"


def _entries() -> Iterator[str]:
    yield "## kg\n"
    yield from (_entry(f"kg.{name}", getattr(kg, name)) for name in kg.__all__)
    yield "## A loaded graph · 载入的图\n"
    yield _text(LoadedGraph)
    yield from (_entry(f"graph.{name}", method) for name, method in vars(LoadedGraph).items() if _is_public(name, method))
    yield "## kg.graph\n"
    yield _text(kg.graph)
    functions = ((name, getattr(kg.graph, name)) for name in kg.graph.__all__)
    yield from (_entry(f"kg.graph.{name}", function) for name, function in functions if inspect.isfunction(function))
    yield _entry("kg.graph.picture.chinese_font", chinese_font)


def _is_public(name: str, method: object) -> bool:
    return inspect.isfunction(method) and not name.startswith("_")


def _entry(name: str, function: Callable[..., Any]) -> str:
    return f"### `{name}`\n\n```python\n{name}{_signature(function)}\n```\n\n{_text(function)}"


def _signature(function: Callable[..., Any]) -> str:
    """Return a signature as people write it: a parameter a line where it is long, types by their own names."""
    signature = inspect.signature(function)
    parameters = [parameter for name, parameter in signature.parameters.items() if name != "self"]
    held = [str(parameter) for parameter in parameters]
    keywords = [at for at, parameter in enumerate(parameters) if parameter.kind is parameter.KEYWORD_ONLY]
    if keywords and all(parameter.kind is not parameter.VAR_POSITIONAL for parameter in parameters):
        held.insert(keywords[0], "*")
    result = signature.return_annotation
    given = result if isinstance(result, str) else inspect.formatannotation(result)
    inner = ", ".join(held) if len(", ".join(held)) < _LONG else "\n    " + ",\n    ".join(held) + ",\n"
    return _PATHS.sub("", f"({inner}) -> {given}")


def _text(described: object) -> str:
    """Return a docstring as Markdown: its code in single backquotes, its examples fenced."""
    doc = (inspect.getdoc(described) or "").replace("``", "`") + "\n"
    return _EXAMPLE.sub(lambda m: f"```python\n{m[0].rstrip()}\n```\n", doc)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
