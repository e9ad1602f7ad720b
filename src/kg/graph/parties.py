"""Who gives to whom in an action, as pairs; whoever a text does not name has a place of its own, so that no action is lost."""

from itertools import product

from kg.model import Action

_UNNAMED = "unnamed-"


def pairs(action: Action) -> list[tuple[str, str]]:
    """Return who gives to whom; where both sides are both (两地), nobody gives to itself.

    Where one side is not named, a node of its own stands beside each party of the other; where neither is, the two belong to the bulletin.
    They stand for whoever is meant, not for one body: shared by all texts, they would join parties that have nothing to do with each other.
    """
    here = (action.evidence[0].bulletin,)
    if not (action.provider and action.recipient):
        return sorted(_beside(action, party) for party in {*action.provider, *action.recipient} or here)
    given = sorted(set(product(action.provider, action.recipient)))
    across = [(provider, recipient) for provider, recipient in given if provider != recipient]
    return across or given


def _beside(action: Action, known: str) -> tuple[str, str]:
    provider = known if action.provider else f"{_UNNAMED}from-{known}"
    recipient = known if action.recipient else f"{_UNNAMED}to-{known}"
    return provider, recipient


def is_unnamed(node: str) -> bool:
    """Say whether a node stands for a provider or recipient that the text does not name."""
    return node.startswith(_UNNAMED)
