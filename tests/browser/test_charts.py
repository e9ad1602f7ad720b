"""The front page, the map, the flows, the timeline, the table and the texts in a real browser, opened from disk."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import kg
from kg.building import build
from kg.model import Action, Records, Status
from kg.tables import read_records
from kg.views.figures import money_text
from kg.views.wording import load_table
from miniature import MIANYANG, PINGWU, QUJIANG, TONGHENG, action, measure, miniature, quote, registered

pytestmark = pytest.mark.browser


def marked(page: Page) -> str:
    return "".join(page.locator("#source mark").all_text_contents())


def counted(actions: tuple[Action, ...], *, done: bool) -> Decimal:
    """Return the money that counts in totals."""
    chosen = [a for a in actions if a.status.is_done == done and not a.superseded_by]
    return sum((m.value for a in chosen for m in a.measures if m.unit == "元" and m.counts_in_totals), Decimal(0))


def shared_total() -> Records:
    """A total for two counties with its parts, one of them stated of each: 1250 = 1050 + 200."""
    records = miniature()
    b = records.bulletins[0]
    given = quote(b, "落实社会帮扶资金534万元")
    total = replace(measure(b, "534万元", 12_500_000, "元"), id="measure-total")
    part = replace(measure(b, "50亿", 10_500_000, "元", total="measure-total", counts=False), id="measure-part")
    rest = replace(measure(b, "3.3亿元", 2_000_000, "元", total="measure-total", counts=False), id="measure-rest")
    actions = (
        action("funding", [QUJIANG], [PINGWU, MIANYANG], given, total),
        action("investment", [QUJIANG], [PINGWU], given, part),
        action("subsidy", [QUJIANG], [MIANYANG], given, rest),
    )
    return replace(records, actions=actions)


def test_the_front_page_counts_what_the_build_holds(opened: Any, built: Path) -> None:
    records = read_records(built)
    page = opened(records, view="index")
    expect(page.locator(".tiles li").first).to_contain_text("1")
    tiles = page.locator(".tiles strong").all_text_contents()
    assert tiles == ["1", "14", "7", str(len(records.actions)), str(sum(len(a.measures) for a in records.actions))]
    expect(page.locator("#block-checked")).to_contain_text("315 个数字 = 104 个已收 + 211 个未收")
    expect(page.locator("#block-checked")).to_contain_text("没有发现前后矛盾")
    assert page.locator("#block-largest tbody tr").count() == 9


def test_a_sum_on_the_front_page_counts_no_part_twice(opened: Any) -> None:
    page = opened(shared_total(), view="index")
    expect(page.locator("#block-kinds_and_money tfoot")).to_contain_text("1250万元")


def test_a_relation_of_the_front_page_shows_its_statements(opened: Any) -> None:
    page = opened(miniature(), view="index")
    page.locator("#block-largest tbody button").filter(has_text="衢江区 → 平武县").click()
    expect(page.locator(".card").first).to_contain_text("衢江区")
    assert marked(page)


def test_the_map_draws_or_lists_every_statement(opened: Any, built: Path) -> None:
    records = read_records(built)
    page = opened(records, view="map")
    on, off = page.evaluate("[kgView.on(), kgView.off()]")
    assert {*on, *off} == {a.id for a in records.actions}
    expect(page.locator("#beside")).to_contain_text("安乐乡")
    expect(page.locator("#beside")).to_contain_text("没有坐标")


def test_a_click_on_an_arrow_of_the_map_shows_the_sentences(opened: Any) -> None:
    page = opened(miniature(), view="map")
    key = f"{QUJIANG.id}~{PINGWU.id}"
    assert page.evaluate("kgView.keys()")[0] == key
    spot = page.evaluate(
        """() => {
            const wide = (p) => p.getAttribute('fill') === 'none' && Number(p.getAttribute('stroke-width')) > 3;
            const path = [...document.querySelectorAll('#chart svg path')].filter(wide)[0];
            const p = path.getPointAtLength(path.getTotalLength() * 0.3).matrixTransform(path.getScreenCTM());
            return { x: p.x, y: p.y };
        }"""
    )
    page.mouse.click(spot["x"], spot["y"])
    assert page.evaluate("kgView.state.pick") == key
    expect(page.locator(".card")).to_have_count(3)
    assert marked(page)


def test_the_slider_of_the_map_shows_one_year(opened: Any) -> None:
    records = miniature()
    dated = tuple(replace(a, period="2018" if a.kind == "funding" else "2017-2019" if a.kind == "pairing" else "") for a in records.actions)
    page = opened(replace(records, actions=dated), view="map")
    page.locator("#years").fill("2")
    assert page.evaluate("kgView.state.year") == "2018"
    assert len(page.evaluate("kgView.on()")) == 2
    page.locator("#years").fill("3")
    assert len(page.evaluate("kgView.on()")) == 1


def test_a_province_stands_for_the_counties_in_it(opened: Any, built: Path) -> None:
    page = opened(read_records(built), "#level=province&measure=statements", view="map")
    assert page.evaluate("kgView.keys()") == ["place-330000~place-510000", "place-510000~place-330000"]


@pytest.mark.parametrize("ahead", ["done", "planned"])
@pytest.mark.parametrize("by", ["kind", "sector"])
def test_the_flows_come_to_what_counts_in_totals(opened: Any, built: Path, ahead: str, by: str) -> None:
    records = read_records(built)
    page = opened(records, f"#ahead={ahead}&by={by}", view="flows")
    wanted = float(counted(records.actions, done=ahead == "done"))
    for layer in ("p:", "m:", "r:"):
        sums = page.evaluate("layer => kgView.graph().nodes.filter(({ id }) => id.startsWith(layer)).map(({ value }) => value)", layer)
        assert sum(sums) == pytest.approx(wanted)


def test_a_figure_that_several_share_is_one_band(opened: Any) -> None:
    page = opened(shared_total(), view="flows")
    links = page.evaluate("kgView.graph().links.map(({ id, value }) => [id, value])")
    assert [value for _, value in links] == [12_500_000, 12_500_000]
    assert links[1][0].endswith(f"{PINGWU.id}+{MIANYANG.id}")


def test_who_gives_and_takes_closes_no_circle(opened: Any) -> None:
    page = opened(miniature(), "#measure=statements", view="flows")
    assert page.evaluate("kgView.graph().nodes.filter(({ id }) => id.endsWith('330803')).length") == 2
    page.keyboard.press("n")
    expect(page.locator(".card").first).to_be_visible()
    assert marked(page)


def test_every_statement_stands_in_one_bar(opened: Any, built: Path) -> None:
    records = read_records(built)
    page = opened(records, view="timeline")
    assert sum(page.evaluate("kgView.keys().map(kgView.value)")) == len(records.actions)
    page.keyboard.press("n")
    assert page.evaluate("kgView.state.pick").startswith("2018|")
    assert marked(page)
    expect(page.locator("#facts h2")).to_contain_text("2018")


def test_the_money_of_all_bars_counts_once(opened: Any, built: Path) -> None:
    records = read_records(built)
    page = opened(records, "#measure=done", view="timeline")
    assert sum(page.evaluate("kgView.keys().map(kgView.value)")) == pytest.approx(float(counted(records.actions, done=True)))


def test_words_and_filters_find_statements_in_the_table(opened: Any) -> None:
    page = opened(miniature(), view="table")
    expect(page.locator("tbody tr")).to_have_count(7)
    page.fill(".words", "衢江 骨干")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.fill(".words", "")
    page.locator("[data-switch=amount]").select_option("100000000")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("#table-count")).to_have_text("2 / 7 条")


def test_the_workbook_holds_the_statements_with_numbers_as_numbers(opened: Any) -> None:
    page = opened(miniature(), view="table")
    with page.expect_download() as download:
        page.click("#xlsx")
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        first = book.read(sorted(sheets)[0]).decode()
    assert len(sheets) == 2
    assert first.count("<row ") == 1 + len(miniature().actions)
    assert "<v>5340000</v>" in first
    assert "落实社会帮扶资金534万元" in text


def test_a_formula_stays_text_in_the_workbook(opened: Any) -> None:
    records = miniature()
    named = tuple(replace(e, name="=1+1") if e.id == TONGHENG.id else e for e in records.entities)
    page = opened(replace(records, entities=named), view="table")
    with page.expect_download() as download:
        page.click("#xlsx")
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "<f>" not in text
    assert "=1+1" in text


def test_the_text_marks_what_was_read_and_what_was_left_out(opened: Any, built: Path) -> None:
    records = read_records(built)
    page = opened(records, view="source")
    left = page.locator(".m.left").all_text_contents()
    assert len(left) >= 200
    figures = page.evaluate("() => [...document.querySelectorAll('.m.figure')].map((mark) => mark.textContent)")
    assert set(figures) == {m.evidence.quote for a in records.actions for m in a.measures}
    whole = page.evaluate("() => [...document.querySelectorAll('.text > p:not(.about)')].map((p) => p.textContent).join('')")
    assert whole == "".join(records.bulletins[0].text[b.start : b.end] for b in records.bulletins[0].blocks)


def test_a_mark_of_the_text_tells_what_it_is(opened: Any, built: Path) -> None:
    page = opened(read_records(built), view="source")
    page.locator(".m.left").first.hover()
    expect(page.locator("#tip")).to_contain_text("未收的数字")
    page.locator(".m.figure").first.click()
    expect(page.locator(".card")).to_have_count(1)
    page.locator(".m.mention").first.click()
    assert page.evaluate("kgView.state.node")


def test_a_switch_takes_marks_out_of_the_text(opened: Any, built: Path) -> None:
    page = opened(read_records(built), view="source")
    before = page.locator(".m.left").count()
    page.uncheck('[data-switch="reason.date"]')
    assert page.locator(".m.left").count() < before
    page.uncheck('[data-switch="type.place"]')
    expect(page.locator(".m.mention").filter(has_text=re.compile("^平武县$"))).to_have_count(0)


@pytest.mark.parametrize("value", ["0.5", "534", "5340000", "21917400", "330000000", "6036000000", "1000000000000000"])
def test_money_reads_in_the_page_as_in_the_build(opened: Any, value: str) -> None:
    page = opened(miniature(), view="index")
    assert page.evaluate("v => ({ zh: kg.sums.money(v, 'zh'), en: kg.sums.money(v, 'en') })", float(value)) == money_text(Decimal(value))


# Of a newsletter of Qingbaijiang: a total that is done, and its two parts.
GIVEN = (
    "九龙县简报\n成都市青白江区对口支援甘孜藏族自治州九龙县。"
    "2018年，青白江区安排帮扶资金1250万元，其中财政资金1050万元，社会捐赠200万元。\n"
)
SUMS = """kind => {
  const found = kg.sums.relations(kg.data.actions.filter((action) => !kind || action.kind === kind));
  return ["done", "ahead"].map((side) => found.reduce((sum, pair) => sum + (pair[side]?.value || 0), 0));
}"""


@pytest.mark.parametrize(
    ("figure", "field", "value", "all_kinds"),
    [
        ("1050万元", "status", "planned", (12_500_000, 0)),
        ("1250万元", "status", "planned", (0, 12_500_000)),
        ("1250万元", "kind", "investment", (12_500_000, 0)),
        ("200万元", "kind", "investment", (12_500_000, 0)),
        ("1250万元", "recipient", "甘孜藏族自治州", (12_500_000, 0)),
    ],
)
def test_a_page_adds_up_what_was_corrected_as_the_answers_do(
    opened: Any, tmp_path: Path, figure: str, field: str, value: str, all_kinds: tuple[int, int]
) -> None:
    (tmp_path / "in.txt").write_text(GIVEN, encoding="utf-8")
    records = build([tmp_path / "in.txt"], tmp_path / "build").records
    told = next(a for a in records.actions if any(m.evidence.quote == figure for m in a.measures))
    judgement = f'[[correct]]\nid = "{told.id}"\nfield = "{field}"\nvalue = "{value}"\nwho = "李华"\nwhen = 2024-05-01\nwhy = "与决算不符"\n'
    (tmp_path / "own.toml").write_text(judgement, encoding="utf-8")
    records = build([tmp_path / "in.txt"], tmp_path / "build", judgements=tmp_path / "own.toml").records
    page = opened(records, view="index")
    asked = kg.load(tmp_path / "build").money(by=["kind", "status"], kind="", status="").to_dict("records")
    for kind in ("funding", "investment"):
        of_kind = [row for row in asked if row["kind"] == kind]
        assert page.evaluate(SUMS, kind) == [sum(int(row["yuan"]) for row in of_kind if (row["status"] == "done") is side) for side in (True, False)]
    assert page.evaluate(SUMS, "") == list(all_kinds)
    assert page.evaluate("kg.sums.counted(kg.data.actions)") == sum(all_kinds)


def test_what_is_planned_never_counts_as_done(opened: Any) -> None:
    planned = tuple(replace(a, status=Status.PLANNED) for a in miniature().actions)
    page = opened(replace(miniature(), actions=planned), view="flows")
    expect(page.locator("#note")).to_contain_text("Esc")
    page.locator("#choose-ahead").select_option("planned")
    assert page.evaluate("kgView.graph().nodes.length") > 2


def inset(page: Page) -> bool:
    shown: bool = page.evaluate("kg.chart.instance().getOption().geo[1].show")
    return shown


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900), (1920, 1080)])
def test_on_a_map_of_the_country_nothing_covers_or_cuts_a_place(opened: Any, national: Path, width: int, height: int) -> None:
    page = opened(read_records(national), view="map", width=width, height=height)
    assert not inset(page)
    frame = page.locator("#chart").bounding_box()
    names = [name.bounding_box() for name in page.locator("#chart svg text").all()]
    assert len(names) >= 20
    for name in names:
        assert frame["x"] <= name["x"]
        assert name["x"] + name["width"] <= frame["x"] + frame["width"] + 1


def test_a_map_of_a_part_says_where_in_the_country_it_lies(opened: Any) -> None:
    assert inset(opened(miniature(), view="map"))


def test_a_flow_is_dotted_on_the_map_where_all_of_it_is_unchecked(opened: Any) -> None:
    page = opened(registered(), view="map")
    lines = page.evaluate("kg.chart.instance().getOption().series[0].data.map(({ name, lineStyle }) => [name, lineStyle.type])")
    assert dict(lines)["place-330000~place-510000"] == load_table("style")["doubtful"]["dash"]
    assert {kind for name, kind in lines if name != "place-330000~place-510000"} == {"solid"}
