"""What a notebook shows: texts as they are, and a graph as a picture that stands anywhere, then as the page to select and read on."""

import html
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph.loaded import LoadedGraph

_HEIGHT = 640


class Told(str):
    """A text of several lines that a notebook shows as lines."""

    def _repr_html_(self) -> str:
        return f"<pre lang='zh-Hans' style='white-space:pre-wrap'>{html.escape(self)}</pre>"


def show(graph: "LoadedGraph") -> None:
    """Display a picture first, which needs no trust and no script, then the page, in a frame that reaches nothing but itself.

    What networkx made of a graph has no sentences to show: it is told how large it is.
    """
    from IPython.display import HTML, Image, Pretty, display

    if not graph.has_records:
        display(Pretty(str(graph)))  # type: ignore[no-untyped-call]
        return
    try:
        from kg.graph.picture import draw
    except ImportError as error:
        raise KgError(f"a graph is drawn by matplotlib, which cannot be used ({error}): pip install 'assistance-kg[matplotlib]'") from error
    picture = Image(draw(graph.records, graph.stated()), format="png")  # type: ignore[no-untyped-call]  # IPython is not typed throughout
    display(picture, HTML(frame(page(graph))))  # type: ignore[no-untyped-call]


def page(graph: "LoadedGraph") -> str:
    """Return the network view of what a graph states."""
    from dataclasses import replace

    from kg.views import render_network

    return render_network(replace(graph.records, actions=graph.stated()))


def frame(page: str) -> str:
    """Return a page as a frame within another: its scripts run, and reach neither the notebook nor its server."""
    held = html.escape(page, quote=True)
    return f'<div><iframe srcdoc="{held}" sandbox="allow-scripts" style="width:100%;height:{_HEIGHT}px;border:1px solid #ccc"></iframe></div>'
