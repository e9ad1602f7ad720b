"""Which of several media types a client would rather have, by its Accept header (RFC 9110, 12.5.1)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.serve.errors import RequestError

# Characters of a header Accept: one of 60,000 takes a tenth of a second to read.
_LONGEST = 2000


class Offer(NamedTuple):
    """A media type and the form, a key of the writers, that has it."""

    media: str
    form: str


TABLES = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("application/xml", "xml"),
    Offer("text/csv", "csv"),
    Offer("text/tab-separated-values", "tsv"),
)
GRAPHS = (
    Offer("text/turtle", "ttl"),
    Offer("application/n-triples", "nt"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/rdf+xml", "rdf"),
)
PAGE = Offer("text/html", "html")


@lru_cache(maxsize=512)
def choose(accept: str, offers: Sequence[Offer]) -> Offer | None:
    """Return the offer that a client likes best, the first of equals; None where it takes none of them. Without a header it takes any."""
    if len(accept) > _LONGEST:
        raise RequestError(400, f"the header Accept is longer than {_LONGEST:,} characters")
    if not accept.strip():
        return offers[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    liking = [max((r for r in ranges if _covers(r[0], offer.media)), key=_closeness, default=("", 0.0))[1] for offer in offers]
    best = max(liking)
    return offers[liking.index(best)] if best > 0 else None


def _range(part: str) -> tuple[str, float]:
    """Return a media range and how much it is liked."""
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media, max(0.0, min(1.0, float(quality)))
    except ValueError:
        return media, 0.0


def _covers(media_range: str, media: str) -> bool:
    return media_range in ("*/*", media) or (media_range.endswith("/*") and media.startswith(media_range[:-1]))


def _closeness(media_range: tuple[str, float]) -> int:
    return 0 if media_range[0] == "*/*" else 1 if media_range[0].endswith("/*") else 2
