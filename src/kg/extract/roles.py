"""Who gives and who receives in one statement: of the parties that may, the pair that a linear model prefers.

Candidates are the parties that its sentence names, those that opened its part, those of the statement before, those of stated
pairings, and the article's own. What speaks for each is learned from data/train (data/train/learn.py).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extract.lexicon import load
from kg.extract.linear import bucket, load_linear
from kg.extract.parties import Frame, Group, Pairing, Party, Sides
from kg.model import EntityType

_BREAK = re.compile("[，；：]")
# A heading's own number is no part of its clause: 一是, （二）, 3.
_LABEL = re.compile(r"^(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.．、])")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a statement stands, and what was said before it.

    ``main`` is the pair that its part is about, ``rule`` what the rules propose, ``carried`` who acted last;
    ``opening`` and ``before`` are the parties of the sentences that open its part and that precede it.
    """

    kind: str
    start: int
    end: int
    sentence: tuple[int, int]
    main: Sides
    rule: Sides
    carried: Sides
    opening: Sequence[Group]
    before: Sequence[Group]


class Casting:
    """Chooses the parties of the statements of one article."""

    def __init__(self, frame: Frame, pairings: Sequence[Pairing]):
        self.frame, self.text = frame, frame.text
        self.stated = {(p.providers, p.recipients) for p in pairings}
        self.givers = {n for p in pairings for n in p.providers}
        self.takers = {n for p in pairings for n in p.recipients}
        self.givers_of = {r: {p for p, other in self.stated if other == r} for _, r in self.stated}
        self.own = {n for r in frame.reading.references if r.own for n in r.entities}

    def cast(self, scene: Scene) -> Sides:
        """Return the pair that the model prefers."""
        model = load_linear("roles")
        parts, pairs = self._parts(scene), self._pairs(scene)
        scores = {key: model.score(features) for key, features in parts.items()}
        return max(pairs, key=lambda s: scores["p", s.providers] + scores["r", s.recipients] + model.score(pairs[s]))

    def through(self, scene: Scene, sides: Sides) -> Party:
        """Return the bodies that carry a statement out without giving or receiving: 在衢州职业技术学院完成培训."""
        words = load("roles")["through"]
        low, high = self._segment(scene)
        bodies: list[str] = []
        for group in (g for g in self._groups(scene) if low <= g.start < high):
            by = self.text.endswith(tuple(words["by"]), low, group.start)
            at = self.text.endswith(tuple(words["at"]), low, group.start) and self.text.startswith(tuple(words["hosting"]), group.end)
            if (by or at) and not any(map(self._is_place, group.entities)) and not _BREAK.search(self._between(group, scene)):
                bodies += group.entities
        return tuple(n for n in dict.fromkeys(bodies) if n not in (*sides.providers, *sides.recipients))

    def _between(self, group: Group, scene: Scene) -> str:
        return self.text[group.end : scene.start] if group.end <= scene.start else self.text[scene.end : group.start]

    def _is_place(self, name: str) -> bool:
        return self.frame.reading.entities[name].type is EntityType.PLACE

    def candidates(self, scene: Scene) -> dict[Sides, list[str]]:
        """Return the features of each pair of parties that may give and receive."""
        parts = self._parts(scene)
        return {s: [*parts["p", s.providers], *parts["r", s.recipients], *features] for s, features in self._pairs(scene).items()}

    def _parts(self, scene: Scene) -> dict[tuple[str, Party], list[str]]:
        return {(role, party): self._features(role, party, scene) for role in "pr" for party in self.parties(scene)}

    def _pairs(self, scene: Scene) -> dict[Sides, list[str]]:
        if scene.main.providers and scene.rule == Sides(scene.main.recipients, scene.main.providers):
            # The rules turn the pair round only where grammar says so: 平武选派3名医疗骨干赴衢江区.
            return {scene.rule: []}
        parties = self.parties(scene)
        return {Sides(p, r): self._pair_features(p, r, scene) for p in parties for r in parties if not set(p) & set(r)}

    def parties(self, scene: Scene) -> list[Party]:
        """Return the parties that may have a part in the statement, each once; nobody comes last."""
        groups = [*self._groups(scene), *scene.opening, *scene.before]
        parties = [party for sides in (scene.main, scene.carried, scene.rule) for party in (sides.providers, sides.recipients)]
        parties += [g.entities for g in groups]
        for group in groups:
            parties += [(n,) for n in group.entities] if 1 < len(group.entities) < 5 else []
        named = {n for g in groups for n in g.entities}
        for providers, recipients in sorted(self.stated):
            if named & {*providers, *recipients}:
                parties += [providers, recipients]
        return list(dict.fromkeys([*(p for p in parties if p), ()]))

    def _groups(self, scene: Scene) -> list[Group]:
        return self.frame.groups(*scene.sentence)

    def _features(self, role: str, party: Party, scene: Scene) -> list[str]:
        found = [*self._standing(party, scene), *self._origins(party, scene)]
        seen = [g for g in self._groups(scene) if set(party) <= set(g.entities)] if party else []
        found += self._occurrences(party, seen, scene)
        low, high = self._segment(scene)
        found.append(f"named={any(low <= g.start < high for g in seen)}{bool(seen)}")
        out = [f"{role}:{name}" for name in dict.fromkeys(found)]
        main = [name for name in found if name.startswith(("main", "taking", "giving", "named", "none", "rule"))]
        return [*out, *(f"{role}:{scene.kind}&{name}" for name in dict.fromkeys(main))]

    def _standing(self, party: Party, scene: Scene) -> list[str]:
        """Return what a party is, and how it stands to the article's pair."""
        if not party:
            return ["none", f"none&main={bool(scene.main.providers)}{bool(scene.main.recipients)}"]
        frame = self.frame
        entities = [frame.reading.entities[n] for n in party]
        kinds = "+".join(sorted({e.level.value if e.level else e.type.value for e in entities}))
        stated = f"stated={any(n in self.givers for n in party)}{any(n in self.takers for n in party)}"
        found = [f"kind={kinds}", stated, f"own={any(n in self.own for n in party)}"]
        for name, side in (("giving", scene.main.providers), ("taking", scene.main.recipients)):
            found.append(f"{name}={self._relation(party, side)}")
        found.append(f"{found[0]}&{found[-1]}&{found[-2]}")
        return found

    def _relation(self, party: Party, side: Party) -> str:
        if set(party) == set(side):
            return "same"
        if set(party) < set(side):
            return "some"
        if all(any(s in self.frame.line(n) for s in side) for n in party):
            return "below"
        return "above" if all(any(n in self.frame.line(s) for s in side) for n in party) else "apart"

    def _origins(self, party: Party, scene: Scene) -> list[str]:
        found = []
        if party and any(set(party) <= set(g.entities) for g in scene.opening):
            found.append("opening")
        if party and any(set(party) <= set(g.entities) for g in scene.before):
            found.append("before")
        found += ["carried giver"] if party and party == scene.carried.providers else []
        found += ["carried taker"] if party and party == scene.carried.recipients else []
        found += ["rule giver"] if party == scene.rule.providers else []
        found += ["rule taker"] if party == scene.rule.recipients else []
        return found

    def _occurrences(self, party: Party, seen: list[Group], scene: Scene) -> list[str]:
        """Return where a party is named in the sentence, and beside which words."""
        found = []
        low, high = self._segment(scene)
        near = [g for g in self._groups(scene) if low <= g.start < high]
        ahead = [g for g in near if g.end <= scene.start][::-1]
        behind = [g for g in near if g.start >= scene.end]
        for group in seen:
            side = "ahead" if group.end <= scene.start else "behind"
            between = self._between(group, scene)
            if group not in near:
                found.append(f"beyond {side}")
                continue
            whole = "whole" if set(group.entities) == set(party) else "member"
            breaks = bucket(len(_BREAK.findall(between)))
            rank = ahead.index(group) if group in ahead else behind.index(group) if group in behind else 0
            found += [f"{whole} {side} breaks={breaks}", f"{whole} {side} rank={bucket(rank)}"]
            found += [f"adjacent={side}{len(between) <= 1}", *self._beside(group, side, breaks, scene)]
            if side == "ahead":
                found += [f"verb={verb}" for verb in self._verbs(between)]
        return found

    def _beside(self, group: Group, side: str, breaks: str, scene: Scene) -> list[str]:
        """Return the words that a name stands between."""
        head = self._heads(group, scene.sentence[0])
        before, after = self.text[group.start - 1 : group.start], self.text[group.end : group.end + 1]
        return [
            f"{side} head={head}",
            f"prev={before}",
            f"{side} next={after}",
            f"{side} head={head} next={after}",
            f"{side} prev={before}&breaks={breaks}",
        ]

    def _segment(self, scene: Scene) -> tuple[int, int]:
        """Return the part of the sentence between semicolons that holds the statement."""
        low = max(self.text.rfind("；", scene.sentence[0], scene.start) + 1, scene.sentence[0])
        high = self.text.find("；", scene.end, scene.sentence[1])
        return low, high if high >= 0 else scene.sentence[1]

    def _heads(self, group: Group, start: int) -> str:
        """Return whether a group opens its sentence, its clause, or neither."""
        before = _LABEL.sub("", self.text[start : group.start].strip(" 　、·—-◆“”\""))
        if not before:
            return "sentence"
        return "clause" if before[-1] in "，；：、“" else "none"

    def _verbs(self, between: str) -> Iterable[str]:
        words = load("roles")["deeds"]
        return (name for name, listed in words.items() if any(w in between for w in listed))

    def _pair_features(self, p: Party, r: Party, scene: Scene) -> list[str]:
        main = scene.main
        found = [
            f"main={p == main.providers}{r == main.recipients}",
            f"turned={p == main.recipients}{r == main.providers}",
            f"rule={p == scene.rule.providers}{r == scene.rule.recipients}",
        ]
        if p and r:
            found += [
                f"stated={(p, r) in self.stated}{(r, p) in self.stated}",
                f"known={self._known(p, r)}",
                f"types={self._sorts(p)}>{self._sorts(r)}",
                f"within={any(self.frame.related(n, r) for n in p)}",
            ]
            found += self._order(p, r, scene)
        told = [*found[:3], *(name for name in found if name.startswith("order="))]
        return [f"pr:{name}" for name in found] + [f"pr:{scene.kind}&{name}" for name in told]

    def _known(self, p: Party, r: Party) -> str:
        """Return whether the givers that are stated for exactly these takers are this one, within or above it, or others."""
        givers = self.givers_of.get(r)
        if not givers or p in givers:
            return str(bool(givers))
        return "kin" if any(self.frame.related(n, giver) for giver in givers for n in p) else "others"

    def _order(self, p: Party, r: Party, scene: Scene) -> list[str]:
        """Return in which order the two are named around the figures, within the semicolons, and which word leads to the second: 赴, 向."""
        low, high = self._segment(scene)
        groups = [g for g in self._groups(scene) if low <= g.start < high]
        giver, taker = (next((g for g in groups if set(x) <= set(g.entities)), None) for x in (p, r))
        if giver is None or taker is None or giver == taker:
            return [f"order={giver is not None}{taker is not None}"]
        first, second = sorted((giver, taker), key=lambda g: g.start)
        order = f"order={giver == first}{first.end <= scene.start}{second.end <= scene.start}"
        marks = sorted(load("roles")["taker"]["marks"], key=len, reverse=True)
        mark = next((m for m in marks if self.text.endswith(m, first.end, second.start)), "")
        return [order, f"{order}&mark={mark}", f"{order}&mark={mark}&sent={'send' in self._verbs(self.text[first.end : second.start])}"]

    def _sorts(self, party: Party) -> str:
        entities = [self.frame.reading.entities[n] for n in party]
        return "+".join(sorted({e.type.value for e in entities}))
