"""``/sparql``: a query in, its whole answer or a refusal out; and the description of the service where nothing is asked."""

from collections.abc import AsyncIterator
from functools import lru_cache
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from kg.serve.errors import RequestError
from kg.serve.job import Query, Reply
from kg.serve.limits import Limits
from kg.serve.negotiation import GRAPHS, PAGE, choose
from kg.serve.pool import Pool
from kg.serve.protocol import read_query
from kg.serve.queries import service_query

_CHUNK = 1 << 16


def refused(refusal: RequestError) -> Response:
    """Return a refusal as a response."""
    return PlainTextResponse(refusal.text + "\n", refusal.status, refusal.headers)


class _Whole(Response):
    """An answer that is at hand: all but its length are headers that were written before."""

    def __init__(self, body: bytes, kind: str, vary: str) -> None:
        self.status_code, self.body, self.background = 200, body, None
        self.raw_headers = [*_headers(kind, vary), (b"content-length", b"%d" % len(body))]


@lru_cache(maxsize=64)
def _headers(kind: str, vary: str) -> list[tuple[bytes, bytes]]:
    return [(b"vary", vary.encode()), (b"content-type", kind.encode())]


class Asking:
    """Asks the pool for a client that may leave, and answers only what is whole; ``vary`` are the headers by which answers differ."""

    def __init__(self, pool: Pool, limits: Limits, vary: str = "Accept") -> None:
        self.pool, self.limits = pool, limits
        self.vary = {"Vary": vary}

    async def ask(self, query: Query, request: Request) -> Reply:
        """Return the answer; raises RequestError. A client that leaves meanwhile stops its query."""

        async def gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        return await self.pool.ask(query, client_of(request), gone)

    async def respond(self, query: Query, media: dict[str, str], request: Request) -> Response:
        """Return the answer to a query as a response; ``media`` has the media type of each form."""
        reply = await self.ask(query, request)
        kind = media[reply.form] + ("; charset=utf-8" if media[reply.form].startswith("text/") else "")
        if reply.file is None:
            return _Whole(reply.body, kind, self.vary["Vary"])
        length = reply.file.seek(0, 2)
        reply.file.seek(0)
        return StreamingResponse(_pieces(reply.file), headers={**self.vary, "Content-Type": kind, "Content-Length": str(length)})

    async def describe(self, text: str, request: Request) -> Response:
        """Return the graph of a query that this server asks itself."""
        offer = choose(request.headers.get("accept", ""), GRAPHS)
        if offer is None:
            raise RequestError(406, f"this can be had as {', '.join(o.media for o in GRAPHS)}")
        return await self.respond(Query(text, None, offer.form), {offer.form: offer.media}, request)


def client_of(request: Request) -> str:
    """Return by what clients are told apart: their address."""
    return request.client.host if request.client else ""


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece


class Endpoint:
    """The ASGI application of ``/sparql``."""

    def __init__(self, asking: Asking, *, federated: bool) -> None:
        self.asking, self.federated = asking, federated

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except RequestError as refusal:
            response = refused(refusal)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD", "POST"):
            raise RequestError(405, "a query comes by GET or POST", {"Allow": "GET, HEAD, POST, OPTIONS"})
        asked = await read_query(request, self.asking.limits)
        if asked is not None:
            return await self.asking.respond(*asked, request)
        if choose(request.headers.get("accept", ""), (*GRAPHS, PAGE)) == PAGE:
            return RedirectResponse("/query", 303, self.asking.vary)
        return await self.asking.describe(service_query(str(request.base_url), federated=self.federated), request)
