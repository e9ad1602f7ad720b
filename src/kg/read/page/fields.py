"""What a page says of itself beside its text: in <meta>, <title>, JSON-LD, in its links and comments."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from kg.read.dates import find_dates
from kg.read.page.elements import elements, meta_names
from kg.read.page.markup import Token
from kg.read.sidecar import is_url
from kg.read.words import furniture, layout

# Times in another zone are days of China: 2019-02-27T17:00:00Z is the 28th.
_CHINA = timezone(timedelta(hours=8))
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")
_SAVED = re.compile(r"\s*saved from url=\(\d+\)(\S+)")
# Names of JSON-LD: those of schema.org, and those that search engines in China ask for.
_LINKED_DATA = {"published": ("datePublished", "pubDate"), "title": ("headline",), "url": ("url", "@id")}


def find_fields(page: str, head: Sequence[Token]) -> dict[str, str]:
    """Return title, source, publisher, published (ISO) and url as far as the page states them."""
    metas = _metas(head)
    data = list(_linked_data(page, head))
    said = {field: _first(metas, meta_names(field)) for field in ("title", "source", "publisher", "published", "url")}
    for field, names in _LINKED_DATA.items():
        said[field] = [*said[field], *(value for item in data for name in names if isinstance(value := item.get(name), str))]
    said["publisher"] += [name for item in data if isinstance(of := item.get("publisher"), dict) and isinstance(name := of.get("name"), str)]
    said["title"] += [page[token.start : token.end] for token in head if token.kind == "raw" and token.name == "title"][:1]
    said["source"] += [author for author in _first(metas, meta_names("author")) if author.endswith(layout("offices") + layout("media"))]
    said["url"] = [*said["url"], *_addresses(head)]
    found = {
        "title": next((title for value in said["title"] if (title := _plain_title(_line(value)))), ""),
        "source": next(filter(None, map(_line, said["source"])), ""),
        "publisher": next(filter(None, map(_line, said["publisher"])), ""),
        "published": next((day for value in said["published"] if (day := to_day(value))), ""),
        "url": next((value.strip() for value in said["url"] if is_url(value.strip())), ""),
    }
    return {field: value for field, value in found.items() if value}


def _metas(head: Iterable[Token]) -> dict[str, str]:
    metas: dict[str, str] = {}
    for token in head:
        if token.name == "meta" and (attributes := token.attributes()):
            name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
            if (content := attributes.get("content", "").strip()) and name:
                metas.setdefault(name, content)
    return metas


def _first(metas: dict[str, str], names: Iterable[str]) -> list[str]:
    return [metas[name] for name in names if name in metas]


def _addresses(head: Iterable[Token]) -> Iterator[str]:
    for token in head:
        if token.name == "link" and token.kind == "start" and (attributes := token.attributes()).get("rel", "").lower() == "canonical":
            yield attributes.get("href", "")
    for token in head:
        if token.kind == "comment" and (saved := _SAVED.match(token.rest)):
            yield saved[1]


def _linked_data(page: str, head: Sequence[Token]) -> Iterator[dict[str, object]]:
    """Yield the objects of JSON-LD, those in a list or graph, too; what is no JSON says nothing."""
    for start, raw in pairwise(head):
        if raw.kind == "raw" and raw.name == "script" and "ld+json" in start.rest:
            try:
                data = json.loads(page[raw.start : raw.end])
            except (ValueError, RecursionError):
                continue
            items = data if isinstance(data, list) else [data]
            for item in items:
                if isinstance(item, dict):
                    yield item
                    graph = item.get("@graph")
                    yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def to_day(time: str) -> str:
    """Return the day of a time in ISO form, as it is in China; an empty string where it names none."""
    if instant := _INSTANT.search(time):
        try:
            return datetime.fromisoformat(instant.group()).astimezone(_CHINA).date().isoformat()
        except (ValueError, OverflowError):
            return ""
    return next(iter(find_dates(time)), "")


def _line(value: str) -> str:
    return " ".join(html.unescape(value).split())


def _plain_title(title: str) -> str:
    """Return the headline in the title of a page, without the site and its columns: 衢江携手平武_四川省人民政府."""
    title = re.sub(rf"-[^-]*(?:{'|'.join(furniture('site_endings') + layout('offices'))})$", "", title)
    parts = re.split("|".join(map(re.escape, sorted(elements("title_marks"), key=lambda mark: (-len(mark), mark)))), title)
    return next((part.strip() for part in parts if part.strip()), "")
