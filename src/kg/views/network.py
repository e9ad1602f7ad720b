"""The network of who assists whom, as one page that opens from disk."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyvis.network import Network

from kg.graph import is_unnamed
from kg.model import Entity, EntityType, Level, Records
from kg.views.curves import PARENT, THROUGH, Curve, action_curves, fan_out, parent_curves, through_curves
from kg.views.figures import Amount
from kg.views.geometry import point_on, roundness
from kg.views.labelling import FONT, LINE, Labelled, around, label_size, place_labels, wrap
from kg.views.layout import HEIGHT, WIDTH, Box, Link, beside, layout
from kg.views.levels import grouped
from kg.views.payload import Json, kinds_in_order
from kg.views.wording import load_table

MOST_NODES = 300
"""A picture of more is a hairball: the rest is found by search and in the table."""

_FEW_NODES = 80
_LARGEST = 12
_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)

_UNNAMED_TYPE = "unnamed"

AND = " · "
"""Between what is delivered and what is planned; the picture breaks the line there."""

_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)


@dataclass(frozen=True, slots=True)
class _Node:
    """An entity as it is drawn; ``idle`` where no statement has it as a party."""

    entity: Entity
    statements: int
    idle: bool
    lines: list[str]
    size: float

    @property
    def box(self) -> Box:
        width, height = label_size(self.lines)
        return Box(self.entity.id, max(width, 2 * self.size), 2 * self.size + 4 + height, self.size)


OWN = "own"
"""The level of a picture whose nodes are the entities themselves."""


def network_data(records: Records) -> Json:
    """Return what the network page has besides what all views share: one network, or one for each level where the graph is large."""
    drawn = {OWN: _drawing(records)}
    level = OWN
    if _parties(records) > MOST_NODES:
        drawn |= {str(name): _drawing(grouped(records, name)) for name in _LEVELS}
        level = next((str(name) for name in reversed(_LEVELS) if len(drawn[name]["nodes"]) <= _FEW_NODES), str(_LEVELS[0]))
    return {
        "networks": drawn,
        "level": level,
        "layout": {"width": WIDTH, "height": HEIGHT, "font": FONT, "line": LINE},
    }


def _parties(records: Records) -> int:
    return len({party for action in records.actions for party in (*action.provider, *action.recipient, *action.through)})


def _drawing(records: Records) -> Json:
    network = build_network(records)
    return {"nodes": network.nodes, "edges": network.edges, "options": network.options}


def build_network(records: Records) -> Network:
    """Return the nodes, edges and options as pyvis holds them, laid out, physics off."""
    order = {kind: index for index, kind in enumerate(kinds_in_order(action.kind for action in records.actions))}
    nodes = _drawn(records)
    curves = _drawn_curves(records, nodes, order)
    nodes += _unnamed(curves)
    contained = parent_curves(node.entity for node in nodes)
    places = _positions(nodes, curves, contained)
    names, amounts = _label_places(nodes, curves, places)
    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    for node in nodes:
        network.add_node(node.entity.id, **_node(node, places[node.entity.id], names[node.entity.id]))
    number = {action.id: index for index, action in enumerate(records.actions)}
    lines = Counter(curve.pair for curve in curves)
    for curve in (*curves, *contained):
        network.add_edge(curve.source, curve.target, **_edge(curve, lines[curve.pair], number, amounts.get(curve.id, 0.5)))
    network.set_options(json.dumps(_OPTIONS))
    return network


_OPTIONS: Json = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "multiselect": False, "selectConnectedEdges": False, "hoverConnectedEdges": False, "tooltipDelay": 600000},
    "nodes": {"borderWidth": 1.6, "borderWidthSelected": 3},
    "edges": {"selectionWidth": 0, "hoverWidth": 0, "arrowStrikethrough": False, "selfReference": {"size": 26, "angle": 0.785}},
}


def _drawn(records: Records) -> list[_Node]:
    """Return the entities to draw, those with most statements first where there are too many."""
    counts: Counter[str] = Counter()
    for action in records.actions:
        counts.update({*action.provider, *action.recipient, *action.through})
    entities = sorted(records.entities, key=lambda entity: (-counts[entity.id], entity.id))[:MOST_NODES]
    return [_styled(entity, counts[entity.id]) for entity in sorted(entities, key=lambda entity: entity.id)]


def _drawn_curves(records: Records, nodes: Sequence[_Node], order: dict[str, int]) -> list[Curve]:
    here = {node.entity.id for node in nodes}
    curves = fan_out(action_curves(records) + through_curves(records), order)
    return [c for c in curves if (c.source in here or is_unnamed(c.source)) and (c.target in here or is_unnamed(c.target))]


def _unnamed(curves: Sequence[Curve]) -> list[_Node]:
    """Return the nodes that stand for whoever a text does not name, so that such statements have a line too."""
    counts: Counter[str] = Counter()
    for curve in curves:
        counts.update({end: len(curve.actions) for end in (curve.source, curve.target) if is_unnamed(end)})
    name, size = load_table("texts")["unnamed"]["zh"], load_table("style")["types"][_UNNAMED_TYPE]["size"]
    return [_Node(Entity(node, EntityType.ORGANIZATION, name), counts[node], False, [name], size) for node in sorted(counts)]


def _styled(entity: Entity, statements: int) -> _Node:
    style = load_table("style")
    level = style["levels"].get(entity.level, {}) if entity.level else {}
    size = level.get("size", style["types"][entity.type]["size"]) + min(_LARGEST, 2.2 * math.log2(1 + statements / 2))
    return _Node(entity, statements, statements == 0, wrap(entity.name or entity.id), round(size, 1))


def _positions(nodes: Sequence[_Node], curves: Sequence[Curve], contained: Sequence[Curve]) -> dict[str, tuple[int, int]]:
    fans = Counter(curve.pair for curve in curves)
    links = [Link(source, target, lines) for (source, target), lines in sorted(fans.items())]
    placed = layout([node.box for node in nodes if not node.idle], links)
    near = {curve.target: curve.source for curve in contained} | {curve.source: curve.target for curve in contained if curve.target in placed}
    return placed | beside(placed, [node.box for node in nodes if node.idle], near)


def _label_places(
    nodes: Sequence[_Node], curves: Sequence[Curve], places: dict[str, tuple[int, int]]
) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """Return the middle of each name's box, relative to its node, and the share of the way along its line for each amount."""
    lines = Counter(curve.pair for curve in curves)

    def at(curve: Curve, t: float) -> tuple[float, float]:
        return point_on(places[curve.source], places[curve.target], roundness(curve.bend, lines[curve.pair]), t)

    labels = [Labelled(f"n{n.entity.id}", label_size(n.lines), around(*places[n.entity.id], n.size, label_size(n.lines))) for n in nodes]
    for curve in curves:
        text = _amount_text(curve)
        if text and curve.source != curve.target:
            labels.append(Labelled(f"e{curve.id}", label_size(text["zh"].split(AND)), tuple(at(curve, t) for t in _ALONG)))
    solid = [(x - n.size, y - n.size, x + n.size, y + n.size) for n in nodes for x, y in [places[n.entity.id]]]
    dots = np.array([at(curve, t) for curve in curves for t in np.linspace(0.04, 0.96, 24)], dtype=np.float64).reshape(-1, 2)
    chosen = place_labels(labels, solid, dots)
    names = {}
    for node, label in zip(nodes, labels, strict=False):
        (x, y), (left, top) = label.places[chosen[label.id]], places[node.entity.id]
        names[node.entity.id] = (round(x - left, 1), round(y - top, 1))
    return names, {label.id[1:]: _ALONG[chosen[label.id]] for label in labels[len(nodes) :]}


def _node(node: _Node, place: tuple[int, int], name: tuple[float, float]) -> Json:
    style = load_table("style")
    drawn_as = _UNNAMED_TYPE if is_unnamed(node.entity.id) else node.entity.type.value
    look = style["types"][drawn_as] | (style["levels"].get(node.entity.level, {}) if node.entity.level else {})
    return {
        "label": "\n".join(node.lines),
        "shape": look["shape"],
        "color": look["fill"],
        "size": node.size,
        "x": place[0],
        "y": place[1],
        "fixed": False,
        "name_at": name,
        "statements": node.statements,
        "idle": node.idle,
        "entity_type": drawn_as,
    }


def _edge(curve: Curve, lines: int, number: dict[str, int], along: float) -> Json:
    rounded = roundness(curve.bend, lines)
    linked = curve.kind in (THROUGH, PARENT)
    style = load_table("style")
    look = style["links"].get(curve.kind) or style["kinds"].get(curve.kind, style["kinds"]["other"])
    done, planned = (None, None) if linked else (curve.amount(done=True), curve.amount(done=False))
    smooth: Json = {"enabled": bool(rounded), "type": "curvedCW" if rounded >= 0 else "curvedCCW", "roundness": abs(rounded)}
    return {
        "id": curve.id,
        "kind": curve.kind,
        "link": linked,
        "actions": sorted(number[action.id] for action in curve.actions),
        "smooth": smooth,
        "color": look["light"],
        "dashes": look.get("dash", False),
        "width": _width(done) if done else 1.6,
        "planned": _width(planned) + 3 if planned else 0,
        "arrows": "" if linked else "to",
        "amount": _amount_text(curve),
        "along": along,
        "hidden": curve.kind == PARENT,
    }


def _width(amount: Amount) -> float:
    """Return the width of a line: by the logarithm, from 10,000 CNY up, so that hundreds of millions stay in the picture."""
    return round(min(10.0, 1.8 + 1.15 * max(0.0, math.log10(max(1.0, float(amount.value))) - 4)), 2)


def _amount_text(curve: Curve) -> dict[str, str] | None:
    if curve.kind in (THROUGH, PARENT):
        return None
    texts = load_table("texts")
    parts: list[dict[str, str]] = []
    for done in (True, False):
        amount = curve.amount(done=done)
        if amount:
            text = amount.text
            if amount.joint:
                text = {key: texts["joint_amount"][key].format(amount=value) for key, value in text.items()}
            if not done:
                text = {key: texts["planned_amount"][key].format(amount=value) for key, value in text.items()}
            parts.append(text)
    return {key: AND.join(part[key] for part in parts) for key in ("zh", "en")} if parts else None
