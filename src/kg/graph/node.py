"""A node as people look at it: its id, which is a text, with its name and a table of what is known of it."""

import html
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.graph.money import sums
from kg.model import Action, Entity, Records, Status
from kg.rdf import vocabulary

if TYPE_CHECKING:
    from kg.graph.loaded import LoadedGraph


class Node(str):
    """The id of a node, to be used wherever networkx takes one, that shows its facts in a notebook."""

    graph: "LoadedGraph"
    entity: Entity

    def __new__(cls, entity: Entity, graph: "LoadedGraph") -> "Node":
        node = super().__new__(cls, entity.id)
        node.graph, node.entity = graph, entity
        return node

    @property
    def name(self) -> str:
        """The official or full name."""
        return self.entity.name

    def facts(self) -> dict[str, str]:
        """Return what is known of it, in both languages: what it is, with whom it is paired, and what it gave and got."""
        of, words = self.entity, vocabulary()
        kind, level = words.types.get(of.type), words.schemes["level"].get(of.level or "")
        records = self.graph.source.of_parties({"party": [self]}, "")
        given, got = ([a for a in records.actions if self in parties(a)] for parties in (_givers, _takers))
        told = {
            "类型 type": f"{kind.label.zh} {kind.label.en}" if kind else str(of.type),
            "级别 level": f"{level.label.zh} {level.label.en}" if level else "",
            "代码 code": of.code,
            "编号 id": str(self),
            "属于 in": "、".join(self.graph.above(self)),
            "又写作 also written": "、".join(of.aliases),
            "坐标 latitude, longitude": f"{of.lat:.3f}, {of.lon:.3f}" if of.lat is not None and of.lon is not None else "",
            "由谁帮扶 helped by": self._partners(got, _givers, records),
            "帮扶谁 helps": self._partners(given, _takers, records),
            "给出 gave": self._kinds(given),
            "得到 got": self._kinds(got),
            "给出资金（已落实）money given, done": self._money(given, records),
            "得到资金（已落实）money got, done": self._money(got, records),
        }
        return {label: text for label, text in told.items() if text}

    def _partners(self, actions: list[Action], parties: Callable[[Action], tuple[str, ...]], records: Records) -> str:
        paired = {party for action in actions if action.kind == "pairing" for party in parties(action)} - {str(self)}
        return "、".join(entity.name for entity in sorted(records.entities, key=lambda entity: entity.id) if entity.id in paired)

    def _kinds(self, actions: list[Action]) -> str:
        kinds = vocabulary().kinds
        counted = Counter(action.kind for action in actions).most_common()
        return "、".join(f"{kinds[kind].label.zh if kind in kinds else kind} {n}" for kind, n in counted)

    def _money(self, actions: list[Action], records: Records) -> str:
        funding = [a for a in actions if a.kind == "funding" and a.status is Status.DONE]
        return "".join(f"{row['yuan']:,f} 元 = {row['as_written']}" for row in sums(records, funding, ["kind"]))

    def __repr__(self) -> str:
        return f"<{self.name} {self!s}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(label)}</th><td style='text-align:left'>{html.escape(text)}</td></tr>"
            for label, text in self.facts().items()
        )
        return f"<table lang='zh-Hans'><caption><b>{html.escape(self.name)}</b></caption>{rows}</table>"


def _givers(action: Action) -> tuple[str, ...]:
    return action.provider


def _takers(action: Action) -> tuple[str, ...]:
    return action.recipient
