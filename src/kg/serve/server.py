"""Runs the server of a build until it is told to stop, and leaves no process behind."""

import asyncio
import resource
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from kg.rdf.namespaces import PREFIXES
from kg.serve.connection import GuardedConnection
from kg.serve.endpoint import Asking, Endpoint
from kg.serve.front import Front
from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.routes import routes
from kg.store import open_store
from kg.store.store import NAME

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_THIS_MACHINE = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"
_FILES = 8192
# Seconds that answers which are under way have when the server is told to stop.
_LAST_ANSWERS = 3


@dataclass(frozen=True, slots=True)
class Options:
    """Where to listen and for whom: ``origins`` are those whose pages may ask, ``*`` for all, ``names`` further ones that this host is called by."""

    host: str = "127.0.0.1"
    port: int = 8000
    origins: Sequence[str] = ()
    names: Sequence[str] = ()
    federated: bool = False
    access_log: bool = False
    limits: Limits = field(default_factory=Limits)


def serve_build(build: Path, options: Options, tell: Callable[[str], None]) -> None:
    """Serve a build until the process is told to stop; raises InputError where there is no build, or its store cannot be opened."""
    open_store(build)
    _raise_file_limit()
    limits = options.limits
    GuardedConnection.head_seconds, GuardedConnection.send_seconds = limits.head_seconds, limits.send_seconds
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        pool = Pool(_settings(build, options, folder), limits)
        config = uvicorn.Config(
            application(build, pool, options),
            host=options.host,
            port=options.port,
            http=GuardedConnection,
            ws="none",
            log_level="warning",
            access_log=options.access_log,
            limit_concurrency=limits.connections,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_LAST_ANSWERS + 2,
        )
        _Server(config, pool, tell).run()


class _Server(uvicorn.Server):
    """Says where it listens, once it does; when told to stop, it refuses what takes longer than the last answers may."""

    def __init__(self, config: uvicorn.Config, pool: Pool, tell: Callable[[str], None]) -> None:
        super().__init__(config)
        self._pool, self._tell = pool, tell

    async def shutdown(self, sockets: Any = None) -> None:
        asyncio.get_running_loop().call_later(_LAST_ANSWERS, self._pool.close)
        await super().shutdown(sockets)

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            for address in {server.sockets[0].getsockname()[:2] for server in self.servers}:
                self._tell(f"serving http://{address[0] if ':' not in address[0] else f'[{address[0]}]'}:{address[1]}/ (Ctrl-C stops)")


def application(build: Path, pool: Pool, options: Options) -> ASGIApp:
    """Return the ASGI application of a build."""

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        yield
        pool.close()

    everything = Starlette(routes=routes(build, pool, federated=options.federated), middleware=list(_middleware(options)), lifespan=life)
    endpoint = Endpoint(Asking(pool, pool.limits, vary="Accept, Origin"), federated=options.federated)
    return Front(everything, endpoint, (*_LOOPBACK, *options.names) if options.host in _LOOPBACK else None)


def _middleware(options: Options) -> Sequence[Middleware]:
    """Return who may ask: on this machine alone no other name is answered to, which a page elsewhere could be given for it (DNS rebinding)."""
    everyone = "*" in options.origins
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(options.origins),
        allow_origin_regex=None if everyone else _THIS_MACHINE,
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Accept", "Content-Type"],
        max_age=86400,
    )
    if options.host not in _LOOPBACK:
        return [cors]
    return [Middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK, "[::1]", *options.names], www_redirect=False), cors]


def _settings(build: Path, options: Options, folder: str) -> dict[str, Any]:
    """Return what a worker is told when it starts."""
    limits = options.limits
    where = {"store": str((build / NAME).resolve()), "folder": folder}
    return {**where, "prefixes": PREFIXES, "memory": limits.memory, "size": limits.size, "service": options.federated}


def _raise_file_limit() -> None:
    """Let the server hold as many connections as it allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
