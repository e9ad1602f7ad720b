"""Where the nodes stand: stress majorization of each connected part, the parts packed into the shape of the viewport.

Everything is deterministic: starts come from the order of the nodes, not from chance. Positions are whole pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.views.geometry import fan_reach
from kg.views.packing import FEW, Part, pack

Points = NDArray[np.float64]

WIDTH, HEIGHT = 836, 762
"""The canvas of a window of 1440×900, between legend and panel."""

_TURNS = 12
_MARGIN = 14


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its label below: ``width`` and ``height`` of both, ``radius`` of the node at their top."""

    id: str
    width: float
    height: float
    radius: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two nodes that belong near each other, with the number of lines between them."""

    source: str
    target: str
    lines: int

    @property
    def length(self) -> float:
        """A fan of lines needs room to open."""
        return min(340.0, 170.0 + 20.0 * (self.lines - 1))


def layout(boxes: Sequence[Box], links: Sequence[Link]) -> dict[str, tuple[int, int]]:
    """Return a position for every node; no two nodes, labels included, overlap."""
    return dict(_laid_out(tuple(boxes), tuple(links)))


# A notebook draws a graph as a picture, then as a page: they are laid out once.
@lru_cache(maxsize=8)
def _laid_out(boxes: tuple[Box, ...], links: tuple[Link, ...]) -> dict[str, tuple[int, int]]:
    by_id = {box.id: box for box in boxes}
    graph = nx.Graph()
    graph.add_nodes_from(sorted(by_id))
    for link in sorted(links, key=lambda link: (link.source, link.target)):
        if link.source != link.target:
            graph.add_edge(link.source, link.target, length=link.length, lines=link.lines)
    connected = list(nx.connected_components(graph))
    turns = _TURNS if len(connected) <= FEW + 1 else 1
    parts = [_turned(_within(graph, nodes), by_id, turns) for nodes in connected]
    parts.sort(key=lambda choices: (-len(choices[0].ids), choices[0].ids))
    placed = pack(parts, WIDTH / HEIGHT)
    ids = [name for part in placed for name in part.ids]
    if not ids:
        return {}
    points = _filled(np.concatenate([part.points for part in placed]), [by_id[name] for name in ids], _fans(ids, links))
    return {name: (round(float(x)), round(float(y))) for name, (x, y) in zip(ids, points, strict=True)}


def _within(graph: nx.Graph, nodes: set[str]) -> nx.Graph:
    """Return a part of a graph, in the graph's own order: that of ``subgraph`` is the order of a set, which differs from run to run."""
    part = nx.Graph()
    part.add_nodes_from(sorted(nodes))
    part.add_edges_from((a, b, data) for a, b, data in graph.edges(data=True) if a in nodes)
    return part


def _turned(graph: nx.Graph, by_id: dict[str, Box], turns: int) -> list[Part]:
    """Return one connected part in the first of several orientations, its boxes pushed apart in each."""
    ids = sorted(graph)
    boxes = [by_id[name] for name in ids]
    if len(ids) == 1:
        return [_part(ids, np.zeros((1, 2)), boxes, graph)]
    distances = _distances(graph, ids)
    points = _arranged(len(ids), distances.tobytes(), tuple((ids.index(a), ids.index(b)) for a, b in graph.edges))
    fans = [(ids.index(a), ids.index(b), data["lines"]) for a, b, data in graph.edges(data=True) if data["lines"] > 1]
    choices = []
    for turn in range(turns):
        angle = np.pi * turn / _TURNS
        turned = np.column_stack([_along(points, np.cos(angle), np.sin(angle)), _along(points, -np.sin(angle), np.cos(angle))])
        choices.append(_part(ids, _settled(turned, boxes, fans), boxes, graph))
    return choices


def _along(points: Points, x: float, y: float) -> Points:
    """Return how far points lie along a vector; not by ``@``, whose last digit may depend on the machine."""
    lengths: Points = points[:, 0] * x + points[:, 1] * y
    return lengths


def _part(ids: list[str], points: Points, boxes: list[Box], graph: nx.Graph) -> Part:
    index = {name: i for i, name in enumerate(ids)}
    links = [(index[a], index[b], data["lines"]) for a, b, data in graph.edges(data=True)]
    return Part(tuple(ids), points, [(box.width, box.height, box.radius) for box in boxes], links)


# Of the parts of a picture many are alike, and most are again in the picture of another level.
@lru_cache(maxsize=256)
def _arranged(count: int, apart: bytes, edges: tuple[tuple[int, int], ...]) -> Points:
    """Return the best of several arrangements of nodes that are to be so far ``apart``: fewest crossings, then least stress."""
    distances = np.frombuffer(apart, dtype=np.float64).reshape(count, count)
    starts = 8 if count <= 60 else 2
    candidates = [_majorized(distances, _start(count, seed, distances)) for seed in range(starts)]
    scored = [(_crossings(points, edges if count <= 150 else ()), round(stress, 3), seed) for seed, (points, stress) in enumerate(candidates)]
    return candidates[min(scored)[2]][0]


def _distances(graph: nx.Graph, ids: list[str]) -> Points:
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    return np.array([[lengths[a][b] for b in ids] for a in ids], dtype=np.float64)


def _start(count: int, seed: int, distances: Points) -> Points:
    """Place nodes on a sunflower, the farther from the most central one the farther out; seeds turn and reverse the order."""
    centre = int(np.argmin(distances.sum(axis=1)))
    rank = np.argsort(distances[centre], kind="stable")
    angle = np.empty(count)
    angle[rank] = np.arange(count) * (2.399963 if seed % 2 else 2 * np.pi / max(1, count)) * (1 + seed // 2)
    radius = distances[centre] + 1 + 7.0 * np.arange(count) / count
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _majorized(distances: Points, points: Points) -> tuple[Points, float]:
    """Move nodes until their distances fit the lengths of the paths between them (Gansner, Koren, North 2004)."""
    weights = np.divide(1.0, distances**2, out=np.zeros_like(distances), where=distances > 0)
    total = weights.sum(axis=1)
    for _ in range(240 if len(points) <= 80 else 90):
        gaps = points[:, None, :] - points[None, :, :]
        apart = np.sqrt((gaps**2).sum(axis=2))
        pull = np.divide(distances, apart, out=np.zeros_like(distances), where=apart > 1e-9)
        target = (weights[:, :, None] * (points[None, :, :] + pull[:, :, None] * gaps)).sum(axis=1) / total[:, None]
        points = (points + target) / 2
    gaps = points[:, None, :] - points[None, :, :]
    return points, float((weights * (np.sqrt((gaps**2).sum(axis=2)) - distances) ** 2).sum())


def _crossings(points: Points, edges: Sequence[tuple[int, int]]) -> int:
    def side(a: int, b: int, c: int) -> bool:
        (ax, ay), (bx, by), (cx, cy) = points[a], points[b], points[c]
        return bool((bx - ax) * (cy - ay) > (by - ay) * (cx - ax))

    count = 0
    for index, (a, b) in enumerate(edges):
        for c, d in edges[index + 1 :]:
            if len({a, b, c, d}) == 4 and side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b):
                count += 1
    return count


def _settled(points: Points, boxes: Sequence[Box], fans: Sequence[tuple[int, int, int]]) -> Points:
    """Push nodes off each other and out of the fans of lines that are not theirs, in turns; no overlap has the last word."""
    if len(boxes) <= 120:
        for _ in range(12):
            points = _out_of_fans(_apart(points, boxes, 20), boxes, fans)
    return _apart(points, boxes)


def _out_of_fans(points: Points, boxes: Sequence[Box], fans: Sequence[tuple[int, int, int]]) -> Points:
    points = points.copy()
    for a, b, lines in fans:
        way = points[b] - points[a]
        distance = max(1.0, float(np.hypot(*way)))
        normal = np.array([-way[1], way[0]]) / distance
        along = _along(points - points[a], *way) / distance**2
        off = _along(points - points[a], *normal)
        for i, box in enumerate(boxes):
            t = float(along[i])
            if i in (a, b) or not 0 < t < 1:
                continue
            room = fan_reach(distance, lines) * 4 * t * (1 - t) + box.width / 2 + 6
            if abs(off[i]) < room:
                points[i] += normal * (room - abs(off[i])) * (0.35 if off[i] >= 0 else -0.35)
    return points


def _apart(points: Points, boxes: Sequence[Box], rounds: int = 120) -> Points:
    """Push overlapping boxes apart, along the way that is shorter."""
    points = points + np.column_stack([np.arange(len(boxes)), np.arange(len(boxes)) % 7]) * 1e-3
    width = np.array([box.width for box in boxes])
    height = np.array([box.height for box in boxes])
    centre = np.array([box.height / 2 - box.radius for box in boxes])
    least_x = (width[:, None] + width[None, :]) / 2 + _MARGIN
    least_y = (height[:, None] + height[None, :]) / 2 + _MARGIN
    for _ in range(rounds):
        dx = points[:, None, 0] - points[None, :, 0]
        dy = (points[:, 1] + centre)[:, None] - (points[:, 1] + centre)[None, :]
        over_x, over_y = least_x - np.abs(dx), least_y - np.abs(dy)
        hit = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        sideways = hit & (over_x <= over_y)
        points[:, 0] += (np.where(sideways, over_x, 0) * np.sign(dx)).sum(axis=1) * 0.45
        points[:, 1] += (np.where(hit & ~sideways, over_y, 0) * np.sign(dy)).sum(axis=1) * 0.45
    return points


def _fans(ids: list[str], links: Sequence[Link]) -> list[tuple[int, int, int]]:
    index = {name: i for i, name in enumerate(ids)}
    return sorted((index[link.source], index[link.target], link.lines) for link in links if link.source != link.target)


def _extent(points: Points, boxes: list[Box], fans: list[tuple[int, int, int]]) -> tuple[Points, Points]:
    """Return the corners of everything that is drawn: nodes with their labels, and the bulge of fans."""
    wide = np.array([box.width / 2 for box in boxes])
    up = np.array([box.radius for box in boxes])
    down = np.array([box.height - box.radius for box in boxes])
    corners = [points + np.column_stack([-wide, -up]), points + np.column_stack([wide, down])]
    for a, b, lines in fans:
        way = points[b] - points[a]
        distance = max(1.0, float(np.hypot(*way)))
        bulge = np.array([-way[1], way[0]]) / distance * (fan_reach(distance, lines) + 4)
        corners.append(np.array([points[a] + way / 2 + bulge, points[a] + way / 2 - bulge]))
    every = np.concatenate(corners)
    return every.min(axis=0), every.max(axis=0)


def _filled(points: Points, boxes: list[Box], fans: list[tuple[int, int, int]]) -> Points:
    """Stretch a small picture to the canvas, then shift it to the middle; a large one is left to the zoom."""
    room = np.array([WIDTH - 30.0, HEIGHT - 40.0])
    factor = np.ones(2)
    # Labels keep their size and fans bulge with the distance of their ends, so the right factor is found step by step.
    for _ in range(12):
        low, high = _extent(points * factor, boxes, fans)
        factor = np.clip(factor * (room / np.maximum(high - low, 1.0)) ** 0.7, 1.0, 1.8)
    low, high = _extent(points * factor, boxes, fans)
    filled: Points = points * factor - (low + high) / 2
    return filled


def beside(placed: dict[str, tuple[int, int]], more: Sequence[Box], near: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Return places for nodes that are hidden at first: in rows under the picture, in the order of what they belong to."""
    xs = [x for x, _ in placed.values()] or [0]
    left, right = min(min(xs), -WIDTH // 2 + 60), max(max(xs), WIDTH // 2 - 60)
    top = max([y for _, y in placed.values()] or [0]) + 110
    order = sorted(more, key=lambda box: (placed.get(near.get(box.id, ""), (right, 0))[0], box.id))
    result: dict[str, tuple[int, int]] = {}
    x = float(left)
    for box in order:
        if x + box.width / 2 > right and x > left:
            x, top = float(left), top + 96
        result[box.id] = (round(x + box.width / 2), round(top))
        x += box.width + 28
    return result

