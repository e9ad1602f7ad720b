"""A Chromium of this machine, and pages in it that report what they must not do."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.check.report import check
from kg.model import Records
from kg.views import render_pages

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium on this machine: install chromium to run the browser tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open a view of some records; whatever it asks of a network or says to the console fails the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    def open_page(records: Records, hash_: str = "", width: int = 1440, height: int = 900, view: str = "network") -> Page:
        ((name, content),) = list(render_pages(check(records, None), [view]))[:1]
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
        page.on("request", lambda request: None if request.url.startswith((path.as_uri(), "data:", "blob:")) else complaints.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri() + hash_)
        page.wait_for_function("() => window.kgView && window.kgView.ready")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.wait_for_timeout(20)
        page.close()
    assert complaints == []
