"""The questions that the index of a build answers: which nodes, which actions, and where their lines stand."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import EntityType

# What stands between two mentions in a line.
_BETWEEN = b", "
# The sides that a party is on; a programme is none.
_ANY = "'provider', 'recipient', 'through'"


@dataclass(frozen=True, slots=True)
class Asked:
    """An index that is open; ``ranks`` are those of the actions that count, ``""`` among them for what its source bears out."""

    connection: sqlite3.Connection
    ranks: tuple[str, ...]

    def all(self, query: str, /, **values: str | int | Collection[Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a query; a collection among its values is a list of JSON, for ``json_each``."""
        held = {name: value if isinstance(value, str | int) else json.dumps(list(value)) for name, value in values.items()}
        return self.connection.execute(query, held).fetchall()

    def each(self, query: str, /, **values: str | int | Collection[Any]) -> list[Any]:
        """Return the first column of a query."""
        return [value for value, *_ in self.all(query, **values)]

    def _ranked(self) -> str:
        return ", ".join(f"'{rank}'" for rank in self.ranks)

    def names(self, kind: EntityType | None) -> Iterator[tuple[str, str]]:
        """Yield all names as they are compared, each with the id that bears it."""
        query = "SELECT id, normal FROM name JOIN node USING (n) JOIN entity USING (n) WHERE :kind IN ('', type)"
        yield from self.connection.execute(query, {"kind": kind or ""})

    def named(self, key: str, wanted: str, kind: EntityType | None) -> list[str]:
        """Return what is called so, in full, else by the beginning of a place's name, else by a part of a name."""
        those = "SELECT DISTINCT id FROM node JOIN entity USING (n)"
        if found := self.each(f"{those} WHERE id = :key AND :kind IN ('', type)", key=key, kind=kind or ""):
            return found
        tests = ["normal = :wanted"]
        if len(wanted) > 1:
            tests += ["normal >= :wanted AND normal < :after AND type = 'place'", "instr(normal, :wanted)"]
        asked = {"wanted": wanted, "after": wanted[:-1] + chr(ord(wanted[-1]) + 1) if wanted else "", "kind": kind or ""}
        for test in tests:
            if found := self.each(f"{those} JOIN name USING (n) WHERE {test} AND :kind IN ('', type) ORDER BY n", **asked):
                return found
        return []

    def spots(self, nodes: Collection[str]) -> list[tuple[Any, ...]]:
        """Return where the lines of entities and regions stand: number, id, table, start, ends of what is before and with the mentions, length."""
        return self.all(
            """SELECT n, node.id, iif(region, 'regions', 'entities'), start, cut, resume, length
            FROM json_each(:nodes) AS asked JOIN node ON node.id = asked.value JOIN entity USING (n) ORDER BY n""",
            nodes=nodes,
        )

    def mentions(self, nodes: Collection[str], bulletins: Collection[str]) -> dict[int, list[tuple[int, int]]]:
        """Return by the number of each entity where the stretches of its mentions in some bulletins stand."""
        found = self.all(
            # By bulletin: what is a party in many has many mentions elsewhere. The + keeps SQLite from trying every entity in every bulletin.
            """SELECT n, mention.start, mention.length FROM json_each(:bulletins) AS told JOIN bulletin ON bulletin.id = told.value
            JOIN mention USING (b) WHERE +n IN (SELECT n FROM json_each(:nodes) AS asked JOIN node ON node.id = asked.value) ORDER BY 1, 2""",
            nodes=nodes,
            bulletins=bulletins,
        )
        stretches: dict[int, list[tuple[int, int]]] = {}
        for n, start, length in found:
            held = stretches.setdefault(n, [])
            if held and sum(held[-1]) + len(_BETWEEN) == start:
                begun, _ = held.pop()
                held.append((begun, start + length - begun))
            else:
                held.append((start, length))
        return stretches

    def above(self, nodes: Collection[str]) -> list[str]:
        """Return the places that some nodes lie in, however high, and not these nodes."""
        return self.each(
            """WITH RECURSIVE above (id) AS (
              SELECT entity.parent FROM json_each(:nodes) AS asked JOIN node ON node.id = asked.value JOIN entity USING (n)
              UNION SELECT entity.parent FROM above JOIN node USING (id) JOIN entity USING (n)
            ) SELECT id FROM above WHERE id <> '' AND id NOT IN (SELECT value FROM json_each(:nodes))""",
            nodes=nodes,
        )

    def inner(self, place: str) -> list[str]:
        """Return what lies in a place, however deep."""
        return self.each(
            """WITH RECURSIVE inside (id) AS (
              SELECT node.id FROM entity JOIN node USING (n) WHERE parent = :place
              UNION SELECT node.id FROM inside JOIN entity ON entity.parent = inside.id JOIN node USING (n)
            ) SELECT id FROM inside""",
            place=place,
        )

    def of_parties(self, sides: Mapping[str, Collection[str]], kind: str) -> list[int]:
        """Return the actions with one of some parties on each side, of a kind or all; ``party`` is any side."""
        tests = []
        for side in sides:
            among = f"side IN ({_ANY})" if side == "party" else f"side = '{side}'"
            parties = f"SELECT n FROM json_each(:{side}) AS asked JOIN node ON node.id = asked.value"
            tests.append(f"SELECT a FROM party WHERE n IN ({parties}) AND {among}{' AND kind = :kind' * bool(kind)}")
        query = f"SELECT a FROM action WHERE a IN ({' INTERSECT '.join(tests)}) AND rank IN ({self._ranked()}) ORDER BY a"
        return self.each(query, kind=kind, **sides)

    def beside(self, nodes: Collection[str], kinds: Collection[str]) -> list[str]:
        """Return the nodes that an edge of some kinds, or any, joins with some nodes."""
        return self.each(
            f"""SELECT DISTINCT there.id FROM json_each(:nodes) AS asked JOIN node AS here ON here.id = asked.value
            JOIN edge ON edge.n = here.n JOIN node AS there ON there.n = edge.other
            WHERE rank IN ({self._ranked()}) AND (:any OR kind IN (SELECT value FROM json_each(:kinds)))""",
            nodes=nodes,
            kinds=kinds,
            any=not kinds,
        )

    def among(self, nodes: Collection[str], kinds: Collection[str]) -> list[int]:
        """Return the actions of some kinds, or any, with edges among some nodes."""
        return self.each(
            f"""WITH held (n) AS MATERIALIZED (SELECT n FROM json_each(:nodes) AS asked JOIN node ON node.id = asked.value)
            SELECT DISTINCT a FROM held JOIN edge USING (n) WHERE n <= other AND other IN (SELECT n FROM held)
            AND rank IN ({self._ranked()}) AND (:any OR kind IN (SELECT value FROM json_each(:kinds)))""",
            nodes=nodes,
            kinds=kinds,
            any=not kinds,
        )

    def concerning(self, node: str) -> list[int]:
        """Return the actions of any rank that a node takes part in, or is the programme or the title of."""
        return self.each("SELECT DISTINCT a FROM party JOIN node USING (n) WHERE id = :node", node=node)

    def stating(self, key: str) -> list[int]:
        """Return the action of an action's or a measure's id, of any rank; nothing for what is neither."""
        return self.each("SELECT a FROM action WHERE id = :key UNION SELECT a FROM measure WHERE id = :key", key=key)

    def summing(self, measures: Collection[str], totals: Collection[str]) -> list[int]:
        """Return the actions with figures that are among some totals, or parts of some measures."""
        return self.each(
            """SELECT a FROM measure WHERE id IN (SELECT value FROM json_each(:totals))
            UNION SELECT a FROM measure WHERE total <> '' AND total IN (SELECT value FROM json_each(:measures))""",
            measures=measures,
            totals=totals,
        )

    def stated_in(self, bulletin: str) -> list[int]:
        """Return the actions of any rank that a bulletin states."""
        return self.each("SELECT a FROM evidence JOIN bulletin USING (b) WHERE id = :bulletin", bulletin=bulletin)

    def named_in(self, bulletin: str) -> list[str]:
        """Return the entities that a bulletin names."""
        query = "SELECT DISTINCT node.id FROM bulletin JOIN mention USING (b) JOIN node USING (n) WHERE bulletin.id = :bulletin"
        return self.each(query, bulletin=bulletin)

    def bulletins(self) -> list[str]:
        """Return the ids of all bulletins."""
        return self.each("SELECT id FROM bulletin ORDER BY b")

    def is_bulletin(self, key: str) -> bool:
        return bool(self.each("SELECT b FROM bulletin WHERE id = :key", key=key))

    def correcting(self, bulletins: Collection[str]) -> list[str]:
        """Return the bulletins that correct some bulletins."""
        return self.each("SELECT id FROM bulletin WHERE supersedes <> '' AND supersedes IN (SELECT value FROM json_each(:those))", those=bulletins)

    def programmes(self) -> list[str]:
        """Return the programmes that actions are of, and what pairings are about."""
        return self.each(f"SELECT DISTINCT name FROM programme WHERE rank IN ({self._ranked()}) ORDER BY name")
