"""The report in a browser: opens from disk, asks for nothing, speaks both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kg.check.report import check
from kg.views.report import write_report
from miniature import broken

pytestmark = pytest.mark.browser


@pytest.fixture
def report(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    path = tmp_path / "report.html"
    write_report(check(broken(), None), path)
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("request", lambda request: None if request.url.startswith((path.as_uri(), "data:")) else complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert complaints == []


def test_the_report_begins_in_chinese_and_turns_english(report: Page) -> None:
    assert report.inner_text("h1") == "核查报告"
    report.click("#language")
    assert report.inner_text("h1") == "Report of checks"
    assert report.evaluate("document.documentElement.lang") == "en"
    assert "完整性" not in report.inner_text("main")


def test_language_and_theme_are_in_the_address(report: Page) -> None:
    report.click("#language")
    report.click("#theme")
    shown = report.evaluate("document.documentElement.dataset.theme")
    report.reload()
    assert report.inner_text("h1") == "Report of checks"
    assert report.evaluate("document.documentElement.dataset.theme") == shown


def test_figures_left_out_or_found_wrong_show_their_words(report: Page) -> None:
    assert report.inner_text(".verdict").startswith("✗")
    assert report.locator("#completeness mark").first.is_visible()


def test_the_page_fits_a_telephone(report: Page) -> None:
    report.set_viewport_size({"width": 360, "height": 740})
    assert report.evaluate("document.documentElement.scrollWidth") <= 360
