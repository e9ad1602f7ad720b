"""The SPARQL 1.1 Protocol: a request becomes a query, or a refusal with the status that the protocol gives it."""

import asyncio
import binascii
import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from kg.serve.errors import RequestError
from kg.serve.job import Query
from kg.serve.limits import Limits
from kg.serve.negotiation import GRAPHS, TABLES, Offer, choose

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "this server only answers queries: it takes no updates"
_GRAPH_PARAMETERS = ("default-graph-uri", "named-graph-uri")
# More graphs than that nobody names in a request.
_MOST_PARAMETERS = 1000

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")

Asked = tuple[Query, dict[str, str]]


async def read_query(request: Request, limits: Limits) -> Asked | None:
    """Return the query of a request and the media type of each form that its answer may have; None where it asks nothing.

    Raises RequestError: 400 for what is malformed, 403 for an update, 406, 408, 413 and 415 as HTTP has them.
    """
    pairs = await _posted(request, limits) if request.method == "POST" else _pairs(request.scope["query_string"], limits)
    if any(name == "update" for name, _ in pairs):
        raise RequestError(403, _READ_ONLY)
    queries = [value for name, value in pairs if name == "query"]
    if not queries and request.method != "POST" and not any(name in _GRAPH_PARAMETERS for name, _ in pairs):
        return None
    if len(queries) != 1:
        raise RequestError(400, f"a request has one parameter query, not {len(queries) or 'none'}: GET ?query=…, or POST it")
    if len(queries[0].encode()) > limits.text:
        raise _too_long(limits)
    default, named = (tuple(value for name, value in pairs if name == wanted) for wanted in _GRAPH_PARAMETERS)
    for iri in (*default, *named):
        _check(iri)
    table, graph = _accepted(request.headers.get("accept", ""))
    query = Query(queries[0], table and table.form, graph and graph.form, default, named)
    return query, {offer.form: offer.media for offer in (table, graph) if offer}


@lru_cache(maxsize=512)
def _accepted(accept: str) -> tuple[Offer | None, Offer | None]:
    table, graph = choose(accept, TABLES), choose(accept, GRAPHS)
    if table is None and graph is None:
        known = ", ".join(offer.media for offer in (*TABLES, *GRAPHS))
        raise RequestError(406, f"none of the media types in Accept can be had; these can: {known}")
    return table, graph


async def _posted(request: Request, limits: Limits) -> list[tuple[str, str]]:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media, charset = media.strip().lower(), parameters.lower().partition("charset=")[2].strip(' "')
    if media == _UPDATE:
        raise RequestError(403, _READ_ONLY)
    if media not in (_FORM, _DIRECT) or charset not in ("", "utf-8", "utf8"):
        raise RequestError(415, f"post a query as {_DIRECT}, or as {_FORM} with the parameter query, in UTF-8")
    body = await _body(request, limits, longest=limits.text if media == _DIRECT else 4 * limits.text)
    if media == _FORM:
        return _pairs(body, limits)
    try:
        return [*_pairs(request.scope["query_string"], limits), ("query", body.decode())]
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the body is not UTF-8 (byte {error.start})") from error


async def _body(request: Request, limits: Limits, *, longest: int) -> bytes:
    """Return the body; raises RequestError as soon as it is too long or too slow. In a form, a character may take twelve bytes and more."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > longest:
        raise _too_long(limits)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > longest:
                    raise _too_long(limits)
    except TimeoutError as error:
        raise RequestError(408, "the query did not arrive in time", {"Connection": "close"}) from error
    except ClientDisconnect as error:
        raise RequestError(400, "the client has gone") from error
    return bytes(body)


def _pairs(form: bytes, limits: Limits) -> list[tuple[str, str]]:
    """Return the names and values of a form, in an address or a body."""
    if len(form) > 4 * limits.text:
        raise _too_long(limits)
    if form.count(b"&") >= _MOST_PARAMETERS:
        raise RequestError(400, f"a request has at most {_MOST_PARAMETERS} parameters")
    try:
        return [(_unescaped(name), _unescaped(value)) for name, _, value in (part.partition(b"=") for part in form.split(b"&") if part)]
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the parameters are not UTF-8: {error.reason}") from error


def _unescaped(text: bytes) -> str:
    """Return what ``urllib.parse.unquote_plus`` does, which in a query with a hundred escapes takes as long as to answer a small one."""
    spaced = text.replace(b"+", b" ")
    if _BROKEN_ESCAPE.search(spaced):
        return unquote_to_bytes(spaced).decode()
    # Quoted-printable is the same with another sign.
    return binascii.a2b_qp(spaced.replace(b"=", b"=3D").replace(b"%", b"=")).decode()


def _check(iri: str) -> None:
    try:
        NamedNode(iri)
    except ValueError as error:
        raise RequestError(400, f"{iri} is no absolute IRI of a graph: {error}") from error


def _too_long(limits: Limits) -> RequestError:
    return RequestError(413, f"the query is longer than {limits.text:,} bytes, which is this server's limit")
