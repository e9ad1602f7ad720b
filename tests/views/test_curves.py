"""The lines of the network: one for each provider, recipient and kind."""

from dataclasses import replace
from itertools import pairwise

from kg.graph import is_unnamed
from kg.model import Records
from kg.views.curves import action_curves, fan_out, parent_curves, through_curves
from kg.views.geometry import point_on, roundness
from miniature import COLLEGE, MIANYANG, PINGWU, QUJIANG, QUZHOU, action, bulletin, miniature, quote

SENTENCE = quote(bulletin(), "落实社会帮扶资金534万元")


def test_statements_of_one_kind_between_two_parties_share_a_line() -> None:
    more = quote(bulletin(), "完成医院结对28对")
    records = Records(actions=(action("pairing", [QUJIANG], [PINGWU], SENTENCE), action("pairing", [QUJIANG], [PINGWU], more)))
    assert [len(curve.actions) for curve in action_curves(records)] == [2]


def test_both_sides_of_an_exchange_are_joined_and_neither_to_itself() -> None:
    records = Records(actions=(action("exchange", [QUJIANG, PINGWU], [QUJIANG, PINGWU], SENTENCE),))
    assert {(c.source, c.target) for c in action_curves(records)} == {(QUJIANG.id, PINGWU.id), (PINGWU.id, QUJIANG.id)}


def test_every_statement_with_a_party_has_a_line_even_where_the_other_party_is_not_named() -> None:
    records = miniature()
    curves = action_curves(records)
    assert {a.id for curve in curves for a in curve.actions} == {a.id for a in records.actions}
    (lonely,) = [curve for curve in curves if curve.target == MIANYANG.id]
    assert is_unnamed(lonely.source)


def test_a_statement_without_any_named_party_has_a_line_of_its_own() -> None:
    records = Records(actions=(action("output", [], [], SENTENCE),))
    (curve,) = action_curves(records)
    assert is_unnamed(curve.source)
    assert is_unnamed(curve.target)
    assert curve.source != curve.target


def test_who_carries_an_action_out_is_linked_with_whom_it_is_for() -> None:
    assert [(c.source, c.target) for c in through_curves(miniature())] == [(COLLEGE.id, PINGWU.id)]


def test_a_place_is_linked_with_the_place_it_lies_in_where_that_is_known() -> None:
    assert {(c.source, c.target) for c in parent_curves([QUJIANG, QUZHOU, PINGWU])} == {(QUJIANG.id, QUZHOU.id)}
    assert parent_curves([replace(QUZHOU, parent=QUZHOU.id)]) == []


def test_no_two_lines_between_the_same_nodes_lie_on_each_other() -> None:
    kinds = ["pairing", "funding", "training", "service", "output", "exchange"]
    forth = [action(kind, [QUJIANG], [PINGWU], SENTENCE) for kind in kinds]
    back = [action(kind, [PINGWU], [QUJIANG], SENTENCE) for kind in kinds[:3]]
    curves = fan_out(action_curves(Records(actions=(*forth, *back))), {})
    where = {QUJIANG.id: (0.0, 0.0), PINGWU.id: (300.0, 0.0)}
    heights = sorted(point_on(where[c.source], where[c.target], roundness(c.bend, len(curves)), 0.5)[1] for c in curves)
    assert min(b - a for a, b in pairwise(heights)) > 8


def test_the_line_with_the_money_is_the_straight_one_of_an_odd_fan() -> None:
    curves = [c for c in fan_out(action_curves(miniature()), {}) if {c.source, c.target} == {QUJIANG.id, PINGWU.id} and c.source == QUJIANG.id]
    kinds = {c.kind: abs(c.bend) for c in curves}
    assert kinds["funding"] == min(kinds.values())
