"""The networkx graph of a build, questions to ask it, and GraphML.

A node is an entity, under its id. An edge leads from a provider to a recipient of one action, under the action's id: an action with
several of them has an edge for each pair, and its ``measures`` stand on every one of these edges, so that whoever adds up figures goes by
action (as ``figures`` does), not by edge. Every edge is a statement; who carries an action out (``through``) and what a place lies in
(``parent``) are attributes, so that degrees, paths and neighbours need no filter.
"""

from kg.graph.conversion import to_networkx
from kg.graph.graphml import write_graphml
from kg.graph.parties import is_unnamed, pairs
from kg.graph.traversal import Edge, Figure, between, figures, find, pairings, statements

__all__ = ["Edge", "Figure", "between", "figures", "find", "is_unnamed", "pairings", "pairs", "statements", "to_networkx", "write_graphml"]
