"""A page saved with its pictures in one file (.mhtml, .mht) -> the text of its main part."""

import email
import email.errors
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage

from kg.errors import InputError
from kg.read.encodings import decode
from kg.read.html import declared_encodings, read_page
from kg.read.sidecar import is_url
from kg.read.source import Source
from kg.read.text import check_size, read_plain

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){1,30}", re.ASCII)
_TYPE = re.compile(rb"^Content-Type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)


def is_mhtml(data: bytes) -> bool:
    """Tell whether a file begins with the head of a message that holds a page."""
    head = _START.match(data[: 1 << 14])
    return head is not None and b"mime-version:" in head.group().lower() and _TYPE.search(head.group()) is not None


def read_mhtml(data: bytes, name: str) -> Source:
    """Return the text of the main part, or where that is only a frame, of the first part with a text; raises InputError where none has one."""
    if not is_mhtml(data):
        return read_plain(data, name)
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.HTTP, _class=EmailMessage)
        pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    except (RecursionError, email.errors.MessageError, LookupError, ValueError) as error:
        raise InputError(f"{name} cannot be taken apart as a saved page: save it again, as HTML") from error
    if not pages:
        raise InputError(f"{name} holds no page: save it again, as HTML")
    refusal: InputError | None = None
    for page in _main_first(pages, message):
        try:
            return _read_part(page, message, name)
        except InputError as error:
            refusal = refusal or error
    raise refusal or InputError(f"{name} holds no page: save it again, as HTML")


def _main_first(pages: list[EmailMessage], message: EmailMessage) -> list[EmailMessage]:
    """The main part is the one that the head of the message names, or else the first."""
    start, location = str(message.get_param("start") or ""), _header(message, "Snapshot-Content-Location")
    named = [page for page in pages if start and _header(page, "Content-ID") == start]
    named += [page for page in pages if location and _header(page, "Content-Location") == location]
    return [*named, *(page for page in pages if page not in named)]


def _read_part(page: EmailMessage, message: EmailMessage, name: str) -> Source:
    content = page.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    check_size(data, name)
    charset = page.get_param("charset")
    declared = [str(charset)] if isinstance(charset, str) else []
    location = _header(page, "Content-Location") or _header(message, "Snapshot-Content-Location")
    source = read_page(decode(data, name, declared=[*declared, *declared_encodings(data)]), name, f"part {location}".strip())
    address = {"url": location} if is_url(location) else {}
    return replace(source, fields={**address, **source.fields})


def _header(part: EmailMessage, name: str) -> str:
    return "".join(str(part.get(name) or "").split())
