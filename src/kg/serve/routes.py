"""The addresses of the server."""

import mimetypes
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.rdf.catalogue import FORMS
from kg.serve.endpoint import Asking, Endpoint, refused
from kg.serve.errors import RequestError
from kg.serve.facts import Facts
from kg.serve.front import SPARQL
from kg.serve.job import Query
from kg.serve.markup import ASSETS
from kg.serve.negotiation import GRAPHS, PAGE, Offer, choose
from kg.serve.pages import STATEMENTS, data_page, home_page, missing_page, ontology_data, ontology_page, query_page, thing_page
from kg.serve.pool import Pool
from kg.serve.queries import about_query, catalogue_query, graph_of, thing_of

_VIEW_ASSETS = Path(__file__).parents[1] / "views" / "assets"
_FOLDERS = ("tables", "texts")
_FILES = ("build.json", "report.json", "graph.graphml", *(f"graph.{form}" for form in FORMS))
_COUNTS = """
SELECT (COUNT(DISTINCT ?b) AS ?bulletins) (COUNT(DISTINCT ?r) AS ?registers)
       (COUNT(DISTINCT ?a) AS ?actions) (COUNT(DISTINCT ?e) AS ?entities) (SAMPLE(?n) AS ?triples) WHERE {
  { ?b a aid:Bulletin FILTER NOT EXISTS { ?b a aid:Register } } UNION { ?r a aid:Register }
  UNION { ?a a aid:Action } UNION { ?e a aid:Entity ; rdfs:label ?name }
  UNION { GRAPH graph:catalogue { id:dataset void:triples ?n } }
}
"""
# What a page may load: its own, and nothing of others.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE_HEADERS = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Vary": "Accept"}

for _ending, _type in FORMS.items():
    mimetypes.add_type(_type, f".{_ending}")
mimetypes.add_type("application/graphml+xml", ".graphml")
mimetypes.add_type("application/x-ndjson", ".jsonl")

_Handler = Callable[[Request], Awaitable[Response]]


def routes(build: Path, pool: Pool, *, federated: bool) -> list[BaseRoute]:
    """Return all routes of a build's server."""
    pages = _Pages(build, Asking(pool, pool.limits))
    return [
        Route(SPARQL, Endpoint(pages.asking, federated=federated)),
        Route("/", _plain(pages.home)),
        Route("/query", _plain(pages.query)),
        Route("/ontology", _plain(pages.ontology)),
        Route("/ontology.{form}", _plain(pages.ontology_file)),
        Route("/id/{name:path}", _plain(pages.identified)),
        Route("/entity/{name:path}", _plain(pages.thing)),
        Route("/graph/{name:path}", _plain(pages.graph)),
        Route("/.well-known/void", _plain(pages.void)),
        Route("/healthz", _plain(pages.health)),
        Route("/data", _plain(pages.data)),
        Mount("/data", _Downloads(directory=build)),
        Route("/report.html", _plain(pages.report)),
        Mount("/views", StaticFiles(directory=build / "views", check_dir=False)),
        Mount("/assets", _Assets(directory=ASSETS)),
    ]


def _plain(handler: _Handler) -> _Handler:
    """Return a handler that turns a refusal into a response."""

    async def respond(request: Request) -> Response:
        try:
            return await handler(request)
        except RequestError as refusal:
            return refused(refusal)

    return respond


def _html(text: str, status: int = 200) -> Response:
    return HTMLResponse(text, status, _PAGE_HEADERS)


def _offer(form: str) -> Offer:
    offer = next((o for o in GRAPHS if o.form == form), None)
    if offer is None:
        raise RequestError(404, f"there is no form {form}: there are {', '.join(o.form for o in GRAPHS)}")
    return offer


class _Downloads(StaticFiles):
    """The files of a build that are for taking away: not the store, nor what others have put beside them."""

    def lookup_path(self, path: str) -> tuple[str, "object"]:  # type: ignore[override]
        parts = Path(path).parts
        if path in _FILES or (len(parts) == 2 and parts[0] in _FOLDERS):
            return super().lookup_path(path)
        return "", None


class _Assets(StaticFiles):
    """The files of the pages, and those that they share with the views."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self.all_directories = [str(directory), str(_VIEW_ASSETS)]


class _Pages:
    def __init__(self, build: Path, asking: Asking) -> None:
        self.build, self.asking = build, asking
        self.query_text = cache(query_page)
        self.ontology_text = cache(ontology_page)
        self.ontology_bytes = cache(ontology_data)
        self.counts: dict[str, int] = {}

    async def home(self, request: Request) -> Response:
        if not self.counts:
            reply = await self.asking.ask(Query(_COUNTS, "csv", None), request)
            names, values = reply.body.decode().split()
            self.counts = {name: int(value or 0) for name, value in zip(names.split(","), values.split(","), strict=True)}
        return _html(home_page(self.build, self.counts))

    async def query(self, _: Request) -> Response:
        return _html(self.query_text())

    async def ontology(self, request: Request) -> Response:
        offer = choose(request.headers.get("accept", ""), (PAGE, *GRAPHS))
        if offer is None:
            raise RequestError(406, f"this can be had as {', '.join(o.media for o in (PAGE, *GRAPHS))}")
        return _html(self.ontology_text()) if offer == PAGE else self._ontology(offer)

    async def ontology_file(self, request: Request) -> Response:
        return self._ontology(_offer(request.path_params["form"]))

    def _ontology(self, offer: Offer) -> Response:
        return Response(self.ontology_bytes(offer.form), media_type=offer.media, headers={"Vary": "Accept"})

    async def identified(self, request: Request) -> Response:
        """Send on from a thing, which no server can send, to what is said of it."""
        return RedirectResponse(f"/entity/{request.url.path.removeprefix('/id/')}", 303, {"Vary": "Accept"})

    async def thing(self, request: Request) -> Response:
        name = request.path_params["name"]
        stem, _, form = name.rpartition(".")
        suffixed = bool(stem) and form in {o.form for o in GRAPHS}
        it = thing_of(stem if suffixed else name)
        offer = _offer(form) if suffixed else choose(request.headers.get("accept", ""), (PAGE, *GRAPHS))
        if offer is None:
            raise RequestError(406, f"this can be had as {', '.join(o.media for o in (PAGE, *GRAPHS))}")
        if offer == PAGE:
            return await self._thing_page(it, request)
        await self._require(it, request)
        return await self.asking.respond(Query(about_query("about", it), None, offer.form), {offer.form: offer.media}, request)

    async def _thing_page(self, it: NamedNode, request: Request) -> Response:
        offset = request.query_params.get("from", "0")
        start = int(offset) if offset.isdecimal() and len(offset) < 10 else 0
        # One more than is shown: whether there are more.
        asked = about_query("shown", it, limit=STATEMENTS + 1, offset=start)
        reply = await self.asking.ask(Query(asked, None, "nt"), request)
        facts = Facts(reply.content())
        if not facts.of[it.value] and not facts.pointing[it.value]:
            return _html(missing_page(it.value), 404)
        return _html(thing_page(it, facts, offset=start))

    async def _require(self, it: NamedNode, request: Request) -> None:
        reply = await self.asking.ask(Query(f"ASK {{ {{ {it} ?p ?o }} UNION {{ ?s ?p {it} }} }}", "csv"), request)
        if reply.body.strip() != b"true":
            raise RequestError(404, f"this build has no {it.value}")

    async def graph(self, request: Request) -> Response:
        it = graph_of(request.path_params["name"])
        reply = await self.asking.ask(Query(f"ASK {{ GRAPH {it} {{ ?s ?p ?o }} }}", "csv"), request)
        if reply.body.strip() != b"true":
            raise RequestError(404, f"this build has no graph {it.value}")
        return await self.asking.describe(about_query("graph", it), request)

    async def void(self, request: Request) -> Response:
        return await self.asking.describe(catalogue_query(str(request.base_url)), request)

    async def health(self, _: Request) -> Response:
        state = self.asking.pool.state()
        well = state["workers"] > 0
        return JSONResponse({"status": "ok" if well else "no workers", "version": version("assistance-kg"), **state}, 200 if well else 503)

    async def data(self, _: Request) -> Response:
        return _html(data_page(self._downloads()))

    def _downloads(self) -> Iterator[tuple[str, int]]:
        for name in _FILES:
            if (self.build / name).is_file():
                yield name, (self.build / name).stat().st_size
        for folder in _FOLDERS:
            for path in sorted((self.build / folder).glob("*")):
                yield f"{folder}/{path.name}", path.stat().st_size

    async def report(self, _: Request) -> Response:
        if not (self.build / "report.html").is_file():
            raise HTTPException(404)
        return FileResponse(self.build / "report.html")
