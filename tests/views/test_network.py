"""The network page as a file."""

import html
import json
import re
from pathlib import Path

import pytest

from kg.check.report import check
from kg.model import Records
from kg.views import build_network, render_pages
from kg.views.network import MOST_NODES
from kg.views.payload import to_json
from kg.views.wording import load_table
from miniature import PINGWU, PLAN, QUJIANG, action, bulletin, hostile, miniature, place, quote


def page_of(records: Records) -> str:
    ((_, page),) = render_pages(check(records, None), ["network"])
    return page


def data_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def test_the_page_is_small_and_knows_its_language_and_encoding() -> None:
    page = page_of(miniature())
    assert len(page.encode()) < 2_000_000
    assert page.startswith('<!doctype html>\n<html lang="zh-Hans"')
    assert '<meta charset="utf-8">' in page


def test_the_policy_of_the_page_allows_its_own_scripts_and_nothing_else() -> None:
    page = page_of(miniature())
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = dict(part.split(" ", 1) for part in html.unescape(found[1]).split("; "))
    assert policy["default-src"] == "'none'"
    assert all(source.startswith("'sha256-") for source in policy["script-src"].split())
    assert len(policy["script-src"].split()) == page.count("<script>")


def test_the_page_names_no_address_to_fetch_from() -> None:
    page = page_of(miniature())
    outside = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)[^\"]*\"|url\(|@import", outside)
    assert "sourceMappingURL" not in page


def test_markup_in_names_and_texts_stays_data() -> None:
    page = page_of(hostile())
    assert "<img" not in page.replace('<img id="print" alt="">', "")
    outside = re.sub(r'<script type="application/json" id="data">.*?</script>', "", page, flags=re.DOTALL)
    assert "window.hacked" in page
    assert "window.hacked" not in outside
    assert any("</script>" in block[2] for block in data_of(page)["bulletins"][0]["blocks"])  # type: ignore[index]


@pytest.mark.parametrize("text", ["</script>", "<!--", "a&b", "\u2028\u2029", "\ud800", "𠮷", '"\\'])
def test_what_goes_into_the_page_comes_out_as_it_was(text: str) -> None:
    written = to_json([text])
    assert not set(written) & set("<>&\u2028\u2029")
    written.encode()
    assert json.loads(written) == [text]


def test_every_quote_stands_at_its_offset_in_the_blocks_that_the_page_carries() -> None:
    data = data_of(page_of(hostile()))
    blocks = [block for b in data["bulletins"] for block in b["blocks"]]  # type: ignore[attr-defined]
    for statement in data["actions"]:  # type: ignore[attr-defined]
        for _, start, end, quoted in statement["evidence"]:
            assert any(text[start - at : end - at] == quoted for _, at, text in blocks if at <= start < at + len(text))


def test_entities_without_statements_are_there_but_hidden_at_first() -> None:
    idle = {node["id"] for node in build_network(miniature()).nodes if node["idle"]}
    assert idle == {PLAN.id}


def test_containment_is_hidden_at_first() -> None:
    hidden = [edge for edge in build_network(miniature()).edges if edge["hidden"]]
    assert {edge["kind"] for edge in hidden} == {"parent"}


def test_planned_money_is_a_casing_and_delivered_money_the_width() -> None:
    edges = {(edge["from"], edge["kind"]): edge for edge in build_network(miniature()).edges}
    agreed, arrived = edges["enterprise-1", "investment"], edges[QUJIANG.id, "funding"]
    assert agreed["planned"] > agreed["width"]
    assert agreed["width"] < arrived["width"]
    assert agreed["amount"] == {"zh": "计划 50亿元", "en": "planned ¥5bn"}


def test_a_build_without_statements_is_a_page_too() -> None:
    data = data_of(page_of(Records()))
    assert data["actions"] == []


def test_a_large_graph_draws_the_nodes_with_most_statements() -> None:
    sentence = quote(bulletin(), "落实社会帮扶资金534万元")
    many = [place(f"{number:06}", f"第{number}县") for number in range(MOST_NODES + 30)]
    actions = [action(f"kind{number}", [QUJIANG], [county], sentence) for number, county in enumerate(many[:-60])]
    records = Records((bulletin(),), tuple(sorted([QUJIANG, PINGWU, *many], key=lambda e: e.id)), tuple(sorted(actions, key=lambda a: a.id)))
    nodes = {node["id"] for node in build_network(records).nodes}
    assert len(nodes) == MOST_NODES
    assert {QUJIANG.id, *(county.id for county in many[:-60])} <= nodes


def test_every_text_is_there_in_both_languages() -> None:
    texts = load_table("texts")
    assert all(set(text) == {"zh", "en"} and all(text.values()) for text in texts.values())


def test_every_text_that_the_page_asks_for_exists() -> None:
    assets = Path(__file__).parents[2] / "src" / "kg" / "views" / "assets"
    asked = set()
    for file in sorted(assets.glob("*.js")):
        if not file.name.startswith("vis-"):
            asked |= set(re.findall(r"\bt\(\"(\w+)\"", file.read_text(encoding="utf-8")))
    for file in sorted(assets.glob("*.html")):
        asked |= set(re.findall(r'data-(?:text|label|placeholder)="(\w+)"', file.read_text(encoding="utf-8")))
    assert asked - set(load_table("texts")) == set()
    assert len(asked) > 30
