"""What holds for every view of a build, in a real browser, opened from disk."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kg.model import Records, Ruling, Verdict
from kg.tables import read_records
from kg.views.wording import load_table
from miniature import MIANYANG, PINGWU, QUJIANG, hostile, miniature, registered

pytestmark = pytest.mark.browser

VIEWS = list(load_table("views"))
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")


def overflowing(page: Page) -> list[str]:
    """Return what reaches beyond the window sideways without being within something that scrolls or clips."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((e) => {
            const { right, width } = e.getBoundingClientRect();
            const held = (p) => p && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX) || held(p.parentElement));
            return width && right > innerWidth + 1 && !held(e.parentElement);
        }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    return found


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("state", ["", "#theme=dark&lang=en", f"#show=table&node={PINGWU.id}"])
def test_axe_finds_no_serious_violation(opened: Any, view: str, state: str) -> None:
    page = opened(miniature(), state, view=view)
    # As a statement of the tools, not of the page, which lets no script in.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    asked = {"expression": "axe.run(document, { resultTypes: ['violations'] })", "awaitPromise": True, "returnByValue": True}
    violations = session.send("Runtime.evaluate", asked)["result"]["value"]["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:100]) for v in violations if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_view_reaches_beyond_the_window(opened: Any, view: str, width: int) -> None:
    page = opened(miniature(), width=width, height=720, view=view)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert overflowing(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_links_lead_to_every_view_and_take_filters_and_language_along(opened: Any, view: str) -> None:
    page = opened(miniature(), f"#lang=en&year=none&node={PINGWU.id}", view=view)
    root = "../" if view == "source" else ""
    links = {link.get_attribute("data-view"): link.get_attribute("href") for link in page.locator("#views a").all()}
    files = {name: f"{root}{name}.html" for name in VIEWS if name != "source"}
    files |= {"source": f"{root}source/sichuan-2019-2.html", "report": f"{root}../report.html"}
    carried = f"#lang=en&node={PINGWU.id}&year=none"
    assert links == {name: file + ("" if name == view else carried) for name, file in files.items()}
    expect(page.locator(f'#views a[data-view="{view}"]')).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_data_run_nothing_and_break_no_layout(opened: Any, view: str) -> None:
    page = opened(hostile(), view=view)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, object").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert overflowing(page) == []
    for key in ("n", "n", "p"):
        page.keyboard.press(key)
    page.locator("#search").fill("img")
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("view", VIEWS)
def test_in_english_nothing_but_names_and_evidence_stays_chinese(opened: Any, view: str) -> None:
    page = opened(miniature(), "#lang=en", view=view)
    shown = page.evaluate(
        """() => { const copy = document.body.cloneNode(true);
            for (const e of copy.querySelectorAll('[lang^=zh], script, svg, option, #subject')) e.remove();
            return copy.textContent.replace('中文', '').match(/[\\u4e00-\\u9fff]+/g) || []; }"""
    )
    assert shown == []


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "source"])
def test_an_empty_build_says_so_kindly_in_every_view(opened: Any, view: str) -> None:
    page = opened(Records(), view=view)
    expect(page.locator("#stage")).to_contain_text("这里还没有可画的帮扶关系")
    page.keyboard.press("n")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("view", ["network", "map", "flows", "timeline"])
def test_the_picture_can_be_taken_along_as_svg(opened: Any, view: str) -> None:
    page = opened(miniature(), view=view)
    with page.expect_download() as download:
        page.click("#svg")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("<svg ")
    assert "脱贫攻坚简报2019年第2期" in text
    assert page.evaluate("text => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')", text) is None
    with page.expect_download() as download:
        page.click("#png")
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("view", ["network", "map", "flows", "timeline", "table"])
def test_every_evidence_mark_shows_exactly_the_quoted_characters(opened: Any, built: Path, view: str) -> None:
    records = read_records(built)
    page = opened(records, view=view)
    quotes = {action.id: action.evidence[0].quote for action in records.actions}
    marked = page.evaluate(
        """() => kg.data.actions.map(({ id }) => {
            kg.select({ action: id });
            return [id, [...document.querySelectorAll('#source mark')].map((mark) => mark.textContent).join('')];
        })"""
    )
    assert dict(marked) == quotes


def test_every_evidence_mark_of_a_text_shows_exactly_the_quoted_characters(opened: Any, built: Path) -> None:
    records = read_records(built)
    page = opened(records, view="source")
    spans = page.evaluate(
        """() => kg.data.actions.map((action, index) => [action.id,
            [...document.querySelectorAll(`.statement[data-action="${index}"]`)].map((span) => span.textContent).join('')])"""
    )
    said = {action.id: "".join(e.quote for e in sorted(action.evidence, key=lambda e: e.start)) for action in records.actions}
    # Statements that a sentence shares lie within each other.
    assert all(text == said[name] for name, text in spans if text)
    assert len(spans) == len(said)


def test_the_panel_adds_up_as_the_build_does(opened: Any, built: Path) -> None:
    page = opened(read_records(built))
    lines = page.evaluate("kgView.lines()")
    assert len(lines) > 30
    for line in lines:
        amount = page.evaluate("id => kg.panel.edgeById.get(id).amount", line)
        assert page.evaluate("id => kgView.recounted(id)", line) == (amount["zh"] if amount else ""), line


def test_a_place_stays_chosen_from_view_to_view(opened: Any) -> None:
    for view in ("network", "map", "timeline", "table"):
        page = opened(miniature(), f"#node={QUJIANG.id}", view=view)
        expect(page.locator("#facts h2")).to_contain_text("衢江区")


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "source"])
def test_a_register_is_no_bulletin_and_nothing_opens_on_it(opened: Any, view: str) -> None:
    page = opened(registered(), view=view)
    expect(page.locator("#facts")).to_contain_text("1 份简报 · 1 份名录")
    expect(page.locator("#source h2")).to_contain_text("脱贫攻坚简报2019年第2期")
    assert "source/sichuan-2019-2.html" in (page.get_attribute('#views a[data-view="source"]', "href") or "")


def test_the_front_page_counts_bulletins_and_registers_apart(opened: Any) -> None:
    page = opened(registered(), view="index")
    assert page.locator(".tiles li").all_inner_texts()[:2] == ["1\n份简报", "1\n份名录"]
    expect(page.locator("#block-texts li")).to_contain_text(["脱贫攻坚简报2019年第2期", "结对名录"])


def test_a_row_of_a_register_is_shown_in_its_columns_and_marked_exactly(opened: Any) -> None:
    page = opened(registered(), "#action=action-row", view="map")
    expect(page.locator("#source tr")).to_have_count(2)
    expect(page.locator("#source tr.heading td")).to_have_text(["provider", "recipient", "source_url", "checked"])
    assert "".join(page.locator("#source mark").all_text_contents()) == "浙江省\t四川省\t\tno"


@pytest.mark.parametrize("view", ["network", "map", "table"])
def test_what_is_unchecked_can_be_told_and_hidden(opened: Any, view: str) -> None:
    page = opened(registered(), "#show=table", view=view)
    expect(page.locator("#legend")).to_contain_text("未核实")
    page.uncheck('[data-switch="rank.unchecked"]')
    expect(page.locator('tbody tr[data-action="action-row"]')).to_have_count(0)
    assert page.locator("tbody tr[data-action]").count() == len(miniature().actions)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "经判定更正 · 受助方 · 平武县 → 绵阳市。<b>决算</b>（李华，2024-05-01）"),
        ("en", "Corrected by judgement · Recipient · 平武县 → 绵阳市. <b>决算</b> (李华, 2024-05-01)"),
    ],
)
def test_who_judged_a_statement_when_and_why_stands_on_its_card_and_in_the_table(opened: Any, lang: str, said: str) -> None:
    ruling = Ruling("judgement-1", Verdict.CORRECT, "李华", "2024-05-01", "<b>决算</b>", "recipient", (PINGWU.id,), (MIANYANG.id,))
    records = miniature()
    judged = [replace(a, judged=(ruling,)) if a.kind == "funding" else a for a in records.actions]
    page = opened(replace(records, actions=tuple(judged)), f"#lang={lang}&node={PINGWU.id}")
    expect(page.locator(".card .judged")).to_contain_text([said])
    assert said in opened(replace(records, actions=tuple(judged)), f"#lang={lang}", view="table").evaluate("kgView.csv()")


def test_where_all_is_borne_out_there_is_no_switch_for_it(opened: Any) -> None:
    expect(opened(miniature()).locator('[data-switch^="rank."]')).to_have_count(0)
