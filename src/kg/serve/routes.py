"""The addresses of the server."""

from pathlib import Path

from starlette.routing import BaseRoute, Route

from kg.serve.endpoint import Asking, Endpoint
from kg.serve.pool import Pool


def routes(build: Path, pool: Pool, *, federated: bool) -> list[BaseRoute]:
    """Return all routes of a build's server."""
    asking = Asking(pool, pool.limits)
    return [Route("/sparql", Endpoint(asking, federated=federated))]
