"""A knowledge graph of assistance relationships, from Chinese government bulletins."""
