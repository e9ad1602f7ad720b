"""One server for the tests of this folder that need no limits of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import Server, serving


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Server]:
    with serving(built) as found:
        yield found
