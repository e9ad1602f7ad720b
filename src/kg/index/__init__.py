"""The index of a build: where each of its records stands, so that a question reads the few lines that it is about, and not all of them."""

from kg.index.index import Index, open_index

__all__ = ["Index", "open_index"]
