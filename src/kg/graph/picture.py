"""A graph as a PNG: the network view's own places, shapes and colours, drawn by matplotlib, with the fonts of this machine."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from kg.model import Action, Records
from kg.views import build_network

__all__ = ["CHINESE", "chinese_font", "draw"]

CHINESE = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei")

# vis-network's shapes as matplotlib calls them.
_MARKERS = {"dot": "o", "square": "s", "triangle": "^", "triangleDown": "v", "diamond": "D", "hexagon": "h", "star": "*"}
_MOST_LABELS = 60
_INCHES = 10.0


def chinese_font() -> str | None:
    """Return a font of this machine that has Chinese characters, for matplotlib's ``family``; None where there is none.

    >>> from kg.graph.picture import chinese_font
    >>> chinese_font() in (None, *CHINESE)
    True
    """
    if not (found := _installed()):
        # matplotlib keeps a list of the fonts that it found at first: some may have come since.
        known = {font.fname for font in font_manager.fontManager.ttflist}
        for path in sorted(set(font_manager.findSystemFonts()) - known):
            font_manager.fontManager.addfont(path)
        found = _installed()
    return found


def _installed() -> str | None:
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((family for family in CHINESE if family in installed), None)


def draw(records: Records, actions: Sequence[Action]) -> bytes:
    """Return the network of some actions as PNG; where there are many nodes, those with most statements have names."""
    network = build_network(replace(records, actions=tuple(actions)))
    nodes = [node for node in network.nodes if node["statements"]] or network.nodes
    at = {node["id"]: (node["x"], -node["y"]) for node in nodes}
    width, height = (max(side) - min(side) + 1 for side in zip(*at.values(), strict=True)) if at else (1, 1)
    inches = min(_INCHES, 4 + len(nodes) ** 0.5)
    figure = Figure(figsize=(inches, inches * min(1.0, max(0.45, height / width))), dpi=110)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    for edge in network.edges:
        if edge["from"] in at and edge["to"] in at and edge["from"] != edge["to"] and not edge["link"]:
            axes.add_patch(_arrow(edge, at))
    for node in nodes:
        marker, size = _MARKERS.get(node["shape"], "o"), node["size"] ** 2 / 3
        axes.scatter(*at[node["id"]], s=size, marker=marker, c=node["color"], edgecolors="#24303d", linewidths=0.8, zorder=2)
    font = chinese_font()
    named = sorted(nodes, key=lambda node: (-node["statements"], node["id"]))[:_MOST_LABELS]
    for node in named:
        label = node["label"] if font else node["id"]
        away = (0, -node["size"] / 2 - 2)
        axes.annotate(label, at[node["id"]], away, textcoords="offset points", ha="center", va="top", fontsize=9, family=font, zorder=3)
    axes.margins(0.08)
    kept = io.BytesIO()
    figure.savefig(kept, format="png", bbox_inches="tight", pad_inches=0.15, metadata={"Software": None})
    return kept.getvalue()


def _arrow(edge: dict[str, Any], at: dict[str, tuple[float, float]]) -> FancyArrowPatch:
    bend = edge["smooth"]["roundness"] * (-1 if edge["smooth"]["type"] == "curvedCW" else 1)
    look: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": 7, "shrinkB": 9, "zorder": 1, "alpha": 0.8}
    line: dict[str, Any] = {"color": edge["color"], "linewidth": edge["width"] / 2, "linestyle": "--" if edge["dashes"] else "-"}
    return FancyArrowPatch(at[edge["from"]], at[edge["to"]], connectionstyle=f"arc3,rad={bend}", **look, **line)
