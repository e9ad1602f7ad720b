"""What the page of a graph promises within a notebook: in a frame that may run scripts and nothing else, it works as it does alone."""

from pathlib import Path

from playwright.sync_api import Browser

from kg.graph import to_networkx
from kg.graph.display import frame, page
from miniature import miniature


def test_the_page_works_in_a_frame_without_an_origin(browser: Browser, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><meta charset=utf-8>{frame(page(to_networkx(miniature())))}", encoding="utf-8")
    complaints: list[str] = []
    shown = browser.new_page(viewport={"width": 1200, "height": 800})
    shown.on("request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None)
    shown.on("console", lambda message: complaints.append(message.text))
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.goto(notebook.as_uri())
    inner = shown.frames[1]
    inner.wait_for_function("window.kgView && window.kgView.ready")
    assert inner.locator("canvas").first.is_visible()
    inner.locator("body").press("n")
    shown.wait_for_timeout(50)
    assert complaints == []
    shown.close()
