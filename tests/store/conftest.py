"""Stores to ask: that of the build of data/bulletins, and those of a test's own records."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.model import Records
from kg.rdf import quads
from kg.store import open_store, write_store


@pytest.fixture(scope="session")
def store(built: Path) -> Store:
    return open_store(built)


@pytest.fixture
def store_of(tmp_path: Path) -> Callable[[Records], Store]:
    """Return the store of some records."""

    def make(records: Records) -> Store:
        write_store(quads(records), tmp_path)
        return Store.read_only(str(tmp_path / "store"))

    return make
