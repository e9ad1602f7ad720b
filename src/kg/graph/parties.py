"""Who gives to whom in an action, as pairs; whoever a text does not name has a place of its own, so that no action is lost."""

from collections.abc import Sequence
from itertools import product

from kg.model import Action

_UNNAMED = "unnamed-"


def pairs(action: Action) -> list[tuple[str, str]]:
    """Return who gives to whom; where both sides are both (两地), nobody gives to itself.

    Where one side is not named, a node of its own stands beside each party of the other; where neither is, the two belong to the bulletin.
    They stand for whoever is meant, not for one body: shared by all texts, they would join parties that have nothing to do with each other.
    """
    return pairs_of(action.provider, action.recipient, action.evidence[0].bulletin)


def pairs_of(providers: Sequence[str], recipients: Sequence[str], bulletin: str) -> list[tuple[str, str]]:
    """Return the pairs of an action of these parties, which a bulletin states first."""
    if not (providers and recipients):
        beside = {*providers, *recipients} or {bulletin}
        return sorted((party if providers else f"{_UNNAMED}from-{party}", party if recipients else f"{_UNNAMED}to-{party}") for party in beside)
    given = sorted(set(product(providers, recipients)))
    across = [(provider, recipient) for provider, recipient in given if provider != recipient]
    return across or given


def is_unnamed(node: str) -> bool:
    """Say whether a node stands for a provider or recipient that the text does not name."""
    return node.startswith(_UNNAMED)
