"""HTML views of a build: self-contained pages that open from disk."""

from kg.views.network import build_network, write_network

__all__ = ["build_network", "write_network"]
