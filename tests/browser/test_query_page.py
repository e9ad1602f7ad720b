"""The query page in a browser: offline, with examples that run and terms that complete."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from serving import Server, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    with serving(built) as found:
        yield found


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of the server; what it asks of another machine, or says to the console, fails the test."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1360, "height": 900}, locale="zh-CN")
    page.on("request", lambda request: None if request.url.startswith((server.url, "data:", "blob:")) else complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    # The browser says so itself where the server refuses a query.
    assert [text for text in complaints if "400 (Bad Request)" not in text] == []


def write(page: Page, query: str) -> None:
    """Put a query into the editor, the cursor behind it."""
    page.evaluate(
        """(query) => {
          const yasqe = kgQuery.getTab().getYasqe();
          yasqe.setValue(query);
          yasqe.focus();
          yasqe.getDoc().setCursor({ line: yasqe.getDoc().lastLine(), ch: 1000 });
        }""",
        query,
    )


def test_an_example_opens_in_a_tab_and_is_answered(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/query")
    page.click("#examples button:has-text('whom-assists')")
    page.wait_for_selector(".tabPanel.active .yasr_results table tbody tr:has-text('县')")
    assert page.inner_text(".tab.active").startswith("某地")
    page.click("#language")
    assert page.inner_text("#examples li:first-child button").startswith("Who assists a place")


def test_every_named_question_is_well_formed_to_the_editor(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/query")
    page.wait_for_function("window.kgQuery && kgQuery.getTab()")
    wrong = page.evaluate(
        """() => {
          const yasqe = kgQuery.getTab().getYasqe();
          const questions = JSON.parse(document.getElementById("page-data").textContent).questions;
          const valid = (question) => { yasqe.setValue(question.query); yasqe.checkSyntax(); return yasqe.queryValid; };
          return questions.filter((question) => !valid(question)).map((question) => question.name);
        }"""
    )
    assert wrong == []


TYPED = {"aid:prov": "aid:provider", "给予": "aid:provider", "recip": "aid:recipient", "aid:Fun": "aid:Funding"}


@pytest.mark.parametrize(("typed", "first"), TYPED.items())
def test_terms_complete_by_name_and_by_label(page: Page, server: Server, typed: str, first: str) -> None:
    page.goto(f"{server.url}/query")
    page.wait_for_function("window.kgQuery && kgQuery.getTab()")
    write(page, "SELECT * {\n  ?a ")
    page.keyboard.type(typed)
    page.keyboard.press("Control+Space")
    assert page.wait_for_selector(".CodeMirror-hint").inner_text().startswith(first)


def test_an_error_points_at_its_place(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/query")
    page.wait_for_function("window.kgQuery && kgQuery.getTab()")
    write(page, "SELECT ?x { ?x a aid:Place ; rdfs:label }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".yasr_results :has-text('line 1, column 41')")


def test_the_page_of_a_place_can_be_read_in_either_language(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/entity/place-510727")
    assert page.inner_text("section:nth-of-type(2) h2").startswith("简报所述")
    page.click("#language")
    assert page.inner_text("section:nth-of-type(2) h2").startswith("What the bulletins say")
    page.click(".cards li .source a:first-child")
    assert page.inner_text("h1").startswith("脱贫攻坚简报2019年第2期")
    assert page.inner_text("section:nth-of-type(1) h2").startswith("Facts")
