"""Where nodes and labels stand."""

import os
import subprocess
import sys
from itertools import combinations, pairwise

import pytest

import kg.views.layout
from kg.views import build_network
from kg.views.labelling import label_size, shown_name, wrap
from kg.views.layout import Box, Link, _laid_out, layout
from miniature import miniature


def boxes(count: int) -> list[Box]:
    return [Box(f"n{i:03}", 90, 60, 18) for i in range(count)]


def graph(shape: str) -> tuple[list[Box], list[Link]]:
    nodes = boxes(40)
    if shape == "star":
        return nodes, [Link("n000", node.id, 1) for node in nodes[1:]]
    if shape == "chain":
        return nodes, [Link(a.id, b.id, 3) for a, b in pairwise(nodes)]
    if shape == "pairs":
        return nodes, [Link(nodes[i].id, nodes[i + 1].id, 12) for i in range(0, 40, 2)]
    return nodes, []


@pytest.mark.parametrize("shape", ["star", "chain", "pairs", "alone"])
def test_no_two_nodes_overlap_with_their_labels(shape: str) -> None:
    nodes, links = graph(shape)
    places = layout(nodes, links)
    assert len(places) == 40
    for (_, (ax, ay)), (_, (bx, by)) in combinations(sorted(places.items()), 2):
        assert abs(ax - bx) >= 89 or abs(ay - by) >= 59


def test_the_same_graph_gets_the_same_places_in_whatever_order_it_comes() -> None:
    nodes, links = graph("chain")
    assert layout(nodes, links) == layout(nodes[::-1], links[::-1])


@pytest.mark.parametrize("parts", [12, 13, 14, 20])
def test_turns_that_are_not_tried_change_no_place(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = boxes(2 * parts + 1)
    links = [Link(nodes[0].id, nodes[-1].id, 1), *(Link(nodes[2 * i].id, nodes[2 * i + 1].id, 1 + i % 3) for i in range(parts))]
    places = layout(nodes, links)
    _laid_out.cache_clear()
    turned = kg.views.layout._turned
    monkeypatch.setattr("kg.views.layout._turned", lambda graph, by_id, turns: turned(graph, by_id, 12))
    assert layout(nodes, links) == places


def test_nothing_to_place_is_no_error() -> None:
    assert layout([], []) == {}


def test_a_link_of_a_node_with_itself_moves_nothing() -> None:
    assert layout(boxes(3), [Link("n000", "n000", 1)]) == layout(boxes(3), [])


def test_names_do_not_cover_each_other_nor_nodes() -> None:
    nodes = build_network(miniature()).nodes
    names = []
    for node in nodes:
        width, height = label_size(node["label"].split("\n"))
        x, y = node["x"] + node["name_at"][0], node["y"] + node["name_at"][1]
        names.append((node["id"], x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    discs = [(n["id"], n["x"] - n["size"], n["y"] - n["size"], n["x"] + n["size"], n["y"] + n["size"]) for n in nodes]
    for a in names:
        for b in [*names, *discs]:
            assert a[0] == b[0] or a[1] >= b[3] or b[1] >= a[3] or a[2] >= b[4] or b[2] >= a[4]


def test_a_long_name_takes_two_lines_and_ends_in_an_ellipsis() -> None:
    assert wrap("平武县") == ["平武县"]
    assert wrap("四川省九龙县隆之汇农业发展有限公司") == ["四川省九龙县隆之汇", "农业发展有限公司"]
    assert len(wrap("有限公司" * 75)) == 2
    assert wrap("有限公司" * 75)[1].endswith("…")


def test_marks_that_turn_the_writing_direction_are_not_drawn() -> None:
    assert shown_name("\u202e局政民\u202c\n甲") == "局政民 甲"


_DRAWN = """
from kg.views.layout import Box, Link, layout
boxes = [Box(f"node-{i * 7919 % 1000:03}", 90.0, 60.0, 18.0) for i in range(24)]
rings = [range(start, start + 8) for start in range(0, 24, 8)]
links = [Link(boxes[ring[i]].id, boxes[ring[(i + step) % 8]].id, 2 + i % 5) for ring in rings for i in range(8) for step in (1, 3)]
print(layout(boxes, links))
"""


def test_a_picture_is_the_same_in_every_run() -> None:
    runs = [
        subprocess.run([sys.executable, "-c", _DRAWN], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2", "3")
    ]
    assert runs[0] == runs[1] == runs[2]
    assert runs[0].count(b"node-") == 24
