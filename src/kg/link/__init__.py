"""From mentions to entities: the gazetteer, the choice between places of one name, identifiers derived from content.

Nothing is imported here: what asks an existing build needs the identifiers alone, and should not wait for spaCy.
"""
