"""The network page in a real browser, opened from disk."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kg.model import Action, Entity, Level, Records, Status
from kg.tables import read_records
from kg.views.wording import load_table
from miniature import COLLEGE, PINGWU, QUJIANG, TONGHENG, action, bulletin, hostile, measure, miniature, place, quote, registered

pytestmark = pytest.mark.browser

FUNDING = f"{QUJIANG.id}~{PINGWU.id}~funding"


def click_line(page: Page, line: str) -> None:
    place = page.evaluate("id => kgView.edgePosition(id)", line)
    assert place, f"no point of {line} can be clicked"
    page.mouse.click(place["x"], place["y"])


def click_node(page: Page, node: str) -> None:
    place = page.evaluate("id => kgView.nodePosition(id)", node)
    page.mouse.click(place["x"], place["y"])


def marked(page: Page) -> list[str]:
    return page.locator("#source mark").all_text_contents()


def test_a_click_on_a_line_shows_its_statements_and_marks_the_sentence(opened: Any) -> None:
    page = opened(miniature())
    click_line(page, FUNDING)
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card")).to_contain_text("534万元")
    expect(page.locator(".card")).to_contain_text("已落实")
    assert marked(page) == ["落实社会帮扶资金534万元"]
    expect(page.locator("#source mark .figure")).to_have_text("534万元")
    expect(page.locator("#source mark")).to_be_in_viewport()


def test_every_line_can_be_clicked(opened: Any) -> None:
    page = opened(miniature())
    lines = page.evaluate("kgView.lines()")
    assert len(lines) == 7
    for line in lines:
        page.keyboard.press("Escape")
        click_line(page, line)
        assert page.evaluate("kgView.state.edge") == line


def test_the_second_copy_of_a_text_is_muted_and_not_marked(opened: Any) -> None:
    page = opened(miniature())
    click_line(page, FUNDING)
    expect(page.locator("#source p.copy")).to_have_text("落实社会帮扶资金534万元。")
    expect(page.locator("#source p.copy mark")).to_have_count(0)


def test_a_click_on_a_node_shows_its_facts_by_kind(opened: Any) -> None:
    page = opened(miniature())
    click_node(page, PINGWU.id)
    expect(page.locator("#facts h2")).to_contain_text("平武县")
    expect(page.locator(".card")).to_have_count(6)
    expect(page.locator("#facts h3")).to_have_text(["结对帮扶 · 1", "资金 · 1", "企业投资 · 1", "人员选派 · 2", "培训 · 1"])


def test_a_click_on_a_name_chooses_its_node(opened: Any) -> None:
    page = opened(miniature())
    place = page.evaluate("id => kgView.labelPosition(id)", TONGHENG.id)
    page.mouse.click(place["x"], place["y"])
    assert page.evaluate("kgView.state.node") == TONGHENG.id


def test_who_carried_an_action_out_is_in_the_picture_and_leads_to_it(opened: Any) -> None:
    page = opened(miniature())
    click_node(page, COLLEGE.id)
    expect(page.locator(".card")).to_contain_text("65名")


def test_a_statement_without_provider_can_be_clicked_too(opened: Any) -> None:
    page = opened(miniature())
    (line,) = [line for line in page.evaluate("kgView.lines()") if line.startswith("unnamed-")]
    click_line(page, line)
    expect(page.locator(".card .parties")).to_contain_text("未具名")
    assert marked(page) == ["完成投资3.3亿元"]


def test_search_finds_names_and_statements(opened: Any) -> None:
    page = opened(miniature())
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("平武")
    expect(page.locator("#hits li").first).to_contain_text("平武县")
    page.keyboard.press("Enter")
    assert page.evaluate("kgView.state.node") == PINGWU.id
    page.keyboard.press("/")
    page.keyboard.type("医院结对")
    page.keyboard.press("Enter")
    assert marked(page) == ["完成医院结对28对"]


def test_search_says_when_nothing_is_found(opened: Any) -> None:
    page = opened(miniature())
    page.fill("#search", "不存在")
    expect(page.locator("#hits")).to_have_text("没有找到")


def test_the_language_switch_changes_everything_but_the_evidence(opened: Any) -> None:
    page = opened(miniature())
    click_line(page, FUNDING)
    page.click("#language")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("Assistance network")
    expect(page.locator(".card")).to_contain_text("Funding")
    expect(page.locator(".card")).to_contain_text("¥5.34m")
    assert marked(page) == ["落实社会帮扶资金534万元"]
    parts = "header button, header a, .stage-bar, #legend label, .bar"
    shown = page.evaluate("parts => [...document.querySelectorAll(parts)].map(e => e.textContent).join('')", parts)
    assert not [c for c in shown.replace("中文", "") if "一" <= c <= "鿿"]


def test_a_switch_of_the_legend_hides_a_kind_everywhere(opened: Any) -> None:
    page = opened(miniature(), "#show=table")
    page.uncheck('[data-switch="kind.funding"]')
    assert FUNDING not in page.evaluate("kgView.lines()")
    expect(page.locator("tbody tr")).to_have_count(6)
    expect(page.locator("#table-count")).to_have_text("6 / 7 条")
    expect(page.locator('[data-switch="kind.funding"]')).to_be_focused()


def test_a_switch_hides_what_is_only_planned(opened: Any) -> None:
    page = opened(miniature())
    page.uncheck('[data-switch="status.planned"]')
    assert not [line for line in page.evaluate("kgView.lines()") if line.startswith(TONGHENG.id)]


def test_containment_appears_on_demand(opened: Any) -> None:
    page = opened(miniature())
    before = page.inner_text("#summary")
    page.check('[data-switch="parent"]')
    assert page.inner_text("#summary") != before


def test_escape_resets_choice_and_filters(opened: Any) -> None:
    page = opened(miniature())
    click_line(page, FUNDING)
    page.uncheck('[data-switch="kind.training"]')
    page.keyboard.press("Escape")
    assert page.evaluate("[kgView.state.edge, kgView.state.hide.size]") == ["", 0]
    expect(page.locator("#facts h2")).to_have_text("一眼看懂")
    assert page.evaluate("location.hash").strip("#") == ""


def test_the_keys_n_and_p_step_through_the_lines(opened: Any) -> None:
    page = opened(miniature())
    lines = page.evaluate("kgView.lines()")
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.evaluate("kgView.state.edge") == lines[1]
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert page.evaluate("kgView.state.edge") == lines[-1]


def test_the_address_holds_the_state_and_brings_it_back(opened: Any) -> None:
    page = opened(miniature())
    click_line(page, FUNDING)
    page.click("#language")
    page.click("#theme")
    page.uncheck('[data-switch="kind.training"]')
    again = opened(miniature(), "#" + page.url.split("#", 1)[1])
    state = again.evaluate("[kgView.state.edge, kgView.state.lang, kgView.state.theme, [...kgView.state.hide]]")
    assert state == [FUNDING, "en", "dark", ["kind.training"]]
    expect(again.locator("html")).to_have_attribute("data-theme", "dark")
    assert marked(again) == ["落实社会帮扶资金534万元"]


def test_the_table_lists_every_statement_and_leads_to_its_sentence(opened: Any) -> None:
    page = opened(miniature())
    page.click("#table-switch")
    expect(page.locator("tbody tr")).to_have_count(len(miniature().actions))
    for row in range(len(miniature().actions)):
        sentence = page.locator("tbody tr").nth(row).locator("td").last.inner_text()
        page.locator("tbody tr").nth(row).locator("button").press("Enter")
        assert marked(page) == [sentence]


def test_the_table_sorts_by_a_column(opened: Any) -> None:
    page = opened(miniature(), "#show=table")
    page.click("thead th:nth-child(5) button")
    page.click("thead th:nth-child(5) button")
    expect(page.locator("thead th:nth-child(5)")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody tr").first).to_contain_text("50亿元")


def test_the_csv_opens_in_a_spreadsheet(opened: Any) -> None:
    page = opened(miniature())
    with page.expect_download() as download:
        page.click("#csv")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 1 + len(miniature().actions) + 1
    assert any('"衢江区"' in line and '"5340000"' in line and '"落实社会帮扶资金534万元"' in line for line in lines)


def test_a_name_that_looks_like_a_formula_stays_text_in_the_csv(opened: Any) -> None:
    records = miniature()
    named = [replace(e, name="=cmd|calc") if e.id == TONGHENG.id else e for e in records.entities]
    page = opened(replace(records, entities=tuple(named)))
    assert "\"'=cmd|calc\"" in page.evaluate("kgView.csv()")


def test_the_picture_is_exported_at_twice_the_size_on_opaque_ground(opened: Any) -> None:
    page = opened(miniature())
    size, alpha, ink = page.evaluate(
        """async () => {
            const image = new Image();
            image.src = await kgView.picture();
            await image.decode();
            const canvas = document.createElement("canvas");
            Object.assign(canvas, { width: image.width, height: image.height });
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const data = context.getImageData(0, 0, image.width, image.height).data;
            let clear = 0;
            let dark = 0;
            for (let i = 0; i < data.length; i += 4) { clear += data[i + 3] < 255; dark += data[i] < 120; }
            return [image.width, clear, dark];
        }"""
    )
    assert size > 2 * page.locator("#canvas").bounding_box()["width"]
    assert alpha == 0
    assert ink > 10000


def test_no_two_labels_overlap_in_the_picture(opened: Any) -> None:
    page = opened(miniature())
    boxes = page.evaluate("kgView.labelBoxes()")
    assert len(boxes) >= 8
    for a, b in combinations(boxes, 2):
        assert a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"], (a["id"], b["id"])


def test_a_fan_of_many_kinds_lies_inside_the_picture(opened: Any) -> None:
    first, *_ = miniature().actions
    kinds = list(load_table("style")["kinds"])
    fan = tuple(replace(first, id=f"action-{kind}", kind=kind, provider=(QUJIANG.id,), recipient=(PINGWU.id,)) for kind in kinds)
    page = opened(replace(miniature(), actions=fan))
    frame = page.locator("#canvas").bounding_box()
    places = [page.evaluate("id => kgView.edgePosition(id)", line) for line in page.evaluate("kgView.lines()")]
    assert len(places) == len(kinds)
    for spot in places:
        assert frame["x"] < spot["x"] < frame["x"] + frame["width"]
        assert frame["y"] < spot["y"] < frame["y"] + frame["height"]


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_is_cut_off_sideways(opened: Any, width: int) -> None:
    page = opened(miniature(), width=width, height=720)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#canvas canvas")).to_be_visible()


def test_hostile_names_and_texts_run_nothing_and_are_quoted_exactly(opened: Any) -> None:
    records = hostile()
    page = opened(records, "#show=table,idle,parent")
    for line in page.evaluate("kgView.lines()"):
        page.evaluate("id => { location.hash = `edge=${encodeURIComponent(id)}&show=table` }", line)
        page.wait_for_function("id => kgView.state.edge === id", arg=line)
        assert marked(page) == ["收到衢江区资金534万元,𠮷祥"]
    expect(page.locator("tbody tr")).to_have_count(len(records.actions))
    assert page.evaluate("window.hacked") is None
    assert page.locator("#source").inner_text().count("<img src=x onerror") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_every_hostile_node_can_be_chosen(opened: Any) -> None:
    page = opened(hostile())
    for entity in hostile().entities:
        page.evaluate("id => { location.hash = `node=${id}` }", entity.id)
        page.wait_for_function("id => kgView.state.node === id", arg=entity.id)
        expect(page.locator("#facts h2")).not_to_be_empty()


def test_an_address_that_names_nothing_known_shows_the_overview(opened: Any) -> None:
    page = opened(miniature(), "#node=__proto__&edge=constructor&hide=kind.,,&theme=pink")
    expect(page.locator("#facts h2")).to_have_text("一眼看懂")


def test_an_empty_build_says_so_kindly(opened: Any) -> None:
    page = opened(Records())
    expect(page.locator("#note")).to_contain_text("这里还没有可画的帮扶关系")
    page.keyboard.press("n")
    page.click("#table-switch")
    expect(page.locator("tbody tr")).to_have_count(0)


def test_filters_that_leave_nothing_say_how_to_get_back(opened: Any) -> None:
    planned = tuple(replace(action, status=Status.PLANNED) for action in miniature().actions)
    page = opened(replace(miniature(), actions=planned), "#hide=type.place,type.enterprise,type.school,type.unnamed")
    expect(page.locator("#note")).to_contain_text("Esc")


def test_what_is_chosen_begins_with_its_heading_and_the_first_statement_of_the_text(opened: Any) -> None:
    page = opened(miniature())
    click_node(page, PINGWU.id)
    expect(page.locator("#facts h2")).to_be_in_viewport()
    expect(page.locator(".card").first).to_have_attribute("aria-current", "true")
    assert marked(page) == ["完成医院结对28对"]


def many(counties: int) -> Records:
    """Two provinces, each with so many counties; each county of the first gives to one of the second, and to the next."""
    provinces = [place("330000", "浙江省", Level.PROVINCE), place("510000", "四川省", Level.PROVINCE)]
    givers = [place(f"33{n:04}", f"东{n}县", parent="place-330000") for n in range(1, counties + 1)]
    takers = [place(f"51{n:04}", f"西{n}县", parent="place-510000") for n in range(1, counties + 1)]
    given = quote(bulletin(), "落实社会帮扶资金534万元")
    money = measure(bulletin(), "534万元", 5_340_000, "元")

    def gift(number: int, giver: Entity, taker: Entity, kind: str) -> Action:
        made = action(kind, [giver], [taker], given, replace(money, id=f"measure-{kind}-{number}"))
        return replace(made, id=f"action-{kind}-{number}")

    actions = [gift(n, *pair, "funding") for n, pair in enumerate(zip(givers, takers, strict=True))]
    actions += [gift(n, *pair, "training") for n, pair in enumerate(zip(givers, takers[1:], strict=False))]
    return Records((bulletin(),), tuple(sorted([*provinces, *givers, *takers], key=lambda e: e.id)), tuple(actions))


def reloaded(page: Page, state: str) -> None:
    page.wait_for_function("state => window.kgView && window.kgView.ready && location.hash.includes(state)", arg=state)


def test_a_large_network_opens_on_an_aggregate_that_adds_up(opened: Any) -> None:
    page = opened(many(160))
    assert page.evaluate("kgView.lines()") == ["place-330000~place-510000~all"]
    click_line(page, "place-330000~place-510000~all")
    expect(page.locator("#facts > .row")).to_contain_text("319")
    expect(page.locator("#facts > .row")).to_contain_text("17.0346亿元")
    expect(page.locator(".card")).to_have_count(60)
    assert marked(page) == ["落实社会帮扶资金534万元"]


def test_a_group_expands_to_what_lies_in_it(opened: Any) -> None:
    page = opened(many(160), "#node=place-510000")
    page.click("[data-tool=expand]")
    reloaded(page, "open=place-510000")
    lines = page.evaluate("kgView.lines()")
    assert len(lines) == 160
    assert "place-330000~place-510007~all" in lines


def test_search_leads_to_the_surroundings_of_what_is_not_drawn(opened: Any) -> None:
    page = opened(many(160))
    page.fill("#search", "西7县")
    page.keyboard.press("Enter")
    reloaded(page, "around=place-510007")
    kinds = {line.split("~")[0]: line.split("~")[2] for line in page.evaluate("kgView.lines()")}
    assert kinds == {"place-330007": "funding", "place-330006": "training"}
    expect(page.locator("#facts h2")).to_contain_text("西7县")


def test_an_address_leads_to_the_surroundings_of_what_is_not_drawn(opened: Any) -> None:
    page = opened(many(160), "#node=place-510007")
    reloaded(page, "around=place-510007")
    expect(page.locator(".card")).to_have_count(2)


def test_a_path_leads_from_line_to_line(opened: Any) -> None:
    page = opened(miniature())
    click_node(page, TONGHENG.id)
    page.click("[data-tool=path]")
    page.keyboard.type("衢江区")
    page.keyboard.press("Enter")
    expect(page.locator("#facts h2")).to_contain_text("浙江通恒公司")
    expect(page.locator("#facts h3")).to_have_count(2)
    expect(page.locator("#facts")).to_contain_text("2 步")
    assert f"to={QUJIANG.id}" in page.url


def test_the_surroundings_of_a_node_are_a_picture_of_their_own(opened: Any) -> None:
    page = opened(miniature(), f"#node={COLLEGE.id}")
    page.keyboard.press("Escape")
    click_node(page, QUJIANG.id)
    page.click("[data-tool=around]")
    reloaded(page, f"around={QUJIANG.id}")
    assert {end for line in page.evaluate("kgView.lines()") for end in line.split("~")[:2]} == {QUJIANG.id, PINGWU.id}
    page.click("[data-tool=whole]")
    page.wait_for_function("() => window.kgView && window.kgView.ready && !location.hash.includes('around')")
    assert len(page.evaluate("kgView.lines()")) == 7


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720), (1440, 900), (1920, 1080)])
def test_no_name_is_cut_or_covered_at_the_first_sight_of_a_bulletin(opened: Any, built: Path, width: int, height: int) -> None:
    page = opened(read_records(built), width=width, height=height)
    frame = page.locator("#canvas").bounding_box()
    labels = page.evaluate("kgView.labelsOnPage()")
    assert len(labels) >= 14
    for label in labels:
        assert frame["x"] <= label["from"]["x"] < label["to"]["x"] <= frame["x"] + frame["width"], label
        assert frame["y"] <= label["from"]["y"] < label["to"]["y"] <= frame["y"] + frame["height"], label
    for a, b in combinations(page.evaluate("kgView.labelBoxes()"), 2):
        assert a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"], (a["id"], b["id"])


def outside(page: Page) -> list[str]:
    """Return what is not whole within the picture, two frames after the window changed."""
    page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    found: list[str] = page.evaluate(
        """() => {
            const { left, right, top, bottom } = document.getElementById("canvas").getBoundingClientRect();
            const scale = kg.canvas.view.network.getScale();
            const cut = (a, b) => a.x < left || b.x > right || a.y < top || b.y > bottom;
            const nodes = kg.data.network.nodes.filter(kg.canvas.nodeVisible).filter(({ id, size }) => {
                const { x, y } = kgView.nodePosition(id);
                const r = size * scale;
                return cut({ x: x - r, y: y - r }, { x: x + r, y: y + r });
            });
            return [...nodes, ...kgView.labelsOnPage().filter(({ from, to }) => cut(from, to))].map(({ id }) => kg.name(id));
        }"""
    )
    return found


def test_all_of_a_large_network_is_in_the_window_whatever_its_size_and_level(opened: Any, national: Path) -> None:
    page = opened(read_records(national))
    for state in ("", "level=prefecture", "open=place-510000"):
        page.evaluate("state => { location.hash = state }", state)
        reloaded(page, state)
        for width, height in ((390, 844), (1280, 720), (1440, 813), (1440, 900), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            assert outside(page) == [], (state, width, "resized")
            page.reload()
            reloaded(page, state)
            assert outside(page) == [], (state, width, "at first sight")


def test_every_line_of_the_founding_bulletin_is_found_by_search(opened: Any, built: Path) -> None:
    page = opened(read_records(built))
    lost = page.evaluate(
        """() => kgView.lines().filter((id) => {
            const line = kg.panel.edgeById.get(id);
            const own = line.actions.map((index) => kg.data.actions[index]);
            return !own.some((action) => kg.search.find(action.evidence[0][3]).some((hit) => hit.action === action));
        })"""
    )
    assert lost == []


def test_the_filters_change_lines_and_amounts(opened: Any, built: Path) -> None:
    page = opened(read_records(built))
    line = f"{QUJIANG.id}~{PINGWU.id}~investment"
    whole = page.evaluate("id => kgView.amount(id)", line)
    page.locator("[data-switch=year]").select_option("2018")
    assert page.evaluate("id => kgView.amount(id)", line) != whole
    page.locator("[data-switch=year]").select_option("")
    before = len(page.evaluate("kgView.lines()"))
    page.locator("[data-switch=programme]").select_option("对口帮扶")
    assert 0 < len(page.evaluate("kgView.lines()")) < before
    page.keyboard.press("Escape")
    assert page.evaluate("id => kgView.amount(id)", line) == whole


def test_an_unchecked_line_is_dotted_in_the_picture_and_in_what_is_taken_along(opened: Any) -> None:
    page = opened(registered())
    line = "place-330000~place-510000~pairing"
    dotted = load_table("style")["doubtful"]["dash"]
    assert page.evaluate("id => kg.canvas.view.edges.get(id).dashes", line) == dotted
    assert page.evaluate("id => kg.canvas.view.edges.get(id).dashes", FUNDING) is False
    assert f'stroke-dasharray="{dotted[0]} {dotted[1]}" data-edge="{line}"' in page.evaluate("kgView.svg()")
