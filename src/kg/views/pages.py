"""All pages of a build: the views, and one page for the text of each bulletin."""

from collections.abc import Collection, Iterator
from pathlib import Path

from kg.check.report import Report
from kg.model import Records
from kg.views.index import index_data
from kg.views.map import map_data
from kg.views.network import network_data
from kg.views.page import render_view
from kg.views.payload import Json, records_payload
from kg.views.source import source_pages
from kg.views.wording import load_table

SOURCE = "source"


def write_views(report: Report, folder: Path) -> None:
    """Write all pages; the same records give the same bytes."""
    for name, page in render_pages(report):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")


def render_pages(report: Report, views: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the name of each page's file and the page, of all views or of some (keys of ``views.toml``)."""
    chosen = views or load_table("views")
    shared = records_payload(report.records) if set(chosen) - {SOURCE} else {}
    for view in chosen:
        if view == SOURCE:
            yield from ((name, render_view(view, data)) for name, data in source_pages(report.records))
        else:
            yield f"{view}.html", render_view(view, shared | _own_data(view, report))


def render_network(records: Records) -> str:
    """Return the page of the network that some records make."""
    return render_view("network", records_payload(records) | network_data(records))


def _own_data(view: str, report: Report) -> Json:
    if view == "index":
        return index_data(report)
    if view == "network":
        return network_data(report.records)
    return map_data() if view == "map" else {}
