"""From mentions to entities: the gazetteer, the choice between places of one name, identifiers derived from content."""

from kg.link.entities import ancestors, entities, home

__all__ = ["ancestors", "entities", "home"]
