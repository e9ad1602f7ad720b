"""HTML views of a build: self-contained pages that open from disk."""

from kg.views.network import build_network
from kg.views.pages import render_network, render_pages, write_views

__all__ = ["build_network", "render_network", "render_pages", "write_views"]
