"""Requests to a SPARQL server: who asks, when a request is repeated, and what went wrong in words."""

import os
import re
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, LocationParseError, MaxRetryError, ReadTimeoutError
from urllib3.util import parse_url

from kg.errors import RemoteError

_PASSWORD, _TOKEN = "KG_PASSWORD", "KG_TOKEN"
# Of a server that has not answered yet, the address is likelier wrong than that it comes back.
_UNMET, _MET = 1, 6
# Seconds: the first wait, the longest between two attempts, the longest that a server may ask for.
_FIRST, _LONGEST, _PATIENCE = 1, 30, 120
PASSING = (429, 502, 503, 504)
# An inner error may pass, too, where a write came upon another; a query that caused one would cause it again.
PASSING_OF_WRITES = (*PASSING, 500)
_SAID = 300


def authorization(user: str = "", *, token: bool = False) -> str:
    """Return the Authorization header of a user, whose password is in KG_PASSWORD, or of the bearer token in KG_TOKEN; '' for nobody."""
    if user and token:
        raise RemoteError("--user and --token are two ways to say who asks: name one")
    if not user and not token:
        return ""
    option, variable = ("--token", _TOKEN) if token else ("--user", _PASSWORD)
    secret = os.environ.get(variable, "").strip()
    if not secret:
        raise RemoteError(f"{option} takes its secret from {variable}, which is not set: export it, for others can see a command line")
    if not token:
        return f"Basic {b64encode(f'{user}:{secret}'.encode()).decode()}"
    if not re.fullmatch(r"[!-~]+", secret):
        raise RemoteError(f"{variable} is no bearer token: it has blanks or letters that a header cannot hold")
    return f"Bearer {secret}"


class Connection:
    """One address of a server. ``who`` is an Authorization header, ``timeout`` in seconds.

    Requests answered with a status among ``passing`` are repeated; ``tell`` hears of each wait before that.
    """

    def __init__(
        self,
        url: str,
        *,
        who: str = "",
        timeout: float = 60,
        passing: Collection[int] = PASSING,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.url = _checked(url)
        self._who = who
        self._timeout = timeout
        self._passing = passing
        self._tell = tell
        self._met = False
        self._pool = PoolManager()

    def send(
        self,
        method: str,
        body: bytes | None = None,
        *,
        graph: str = "",
        accept: str = "*/*",
        content: str = "",
        bearable: Collection[int] = (),
        advice: Mapping[int, str] | None = None,
    ) -> BaseHTTPResponse:
        """Return the answer to a request, repeated where what went wrong may pass; raises RemoteError for any other, and for a web page.

        ``graph`` is the graph that it is about, ``bearable`` are statuses that the caller can do with, ``advice`` says what to do about others.
        """
        headers = {"Accept": accept, "User-Agent": "assistance-kg"}
        headers |= {"Content-Type": content} if content else {}
        headers |= {"Authorization": self._who} if self._who else {}
        url = self.url + ("&" if "?" in self.url else "?") + urlencode({"graph": graph}) if graph else self.url
        try:
            response = self._pool.request(
                method, url, body=body, headers=headers, redirect=False, timeout=Timeout(self._timeout), retries=self._retry()
            )
        except MaxRetryError as error:
            raise RemoteError(self._unreached(error.reason or error)) from error
        except (HTTPError, OSError, ValueError) as error:
            raise RemoteError(self._unreached(error)) from error
        self._met = True
        if response.status >= 300 and response.status not in bearable:
            raise RemoteError(self._refused(method, response, advice or {}), status=response.status)
        if response.status < 300 and _is_page(response):
            raise RemoteError(f"{self.url} answers with a web page, not with data: name the address of the SPARQL service itself")
        return response

    def _retry(self) -> Retry:
        return _Telling(
            _MET if self._met else _UNMET,
            tell=lambda what: self._tell(f"{self.url} {what}"),
            status_forcelist=self._passing,
            allowed_methods=None,
            backoff_factor=_FIRST / 2,
            backoff_max=_LONGEST,
            raise_on_status=False,
        )

    def _unreached(self, error: Exception) -> str:
        if isinstance(error, ReadTimeoutError):
            return f"{self.url} has not answered within {self._timeout:g} seconds: give it longer with --timeout, or ask for less"
        return f"{self.url} cannot be reached ({_brief(re.sub(r'^.*?: ', '', str(error)))}): see that the address is right and the server runs"

    def _refused(self, method: str, response: BaseHTTPResponse, advice: Mapping[int, str]) -> str:
        status = response.status
        if 300 <= status < 400:
            return f"{self.url} redirects to {_brief(response.headers.get('Location', 'nowhere'))}: name that address itself"
        known = {
            401: "it does not accept who asks: see the name and its secret"
            if self._who
            else f"it wants to know who asks: --user NAME with the password in {_PASSWORD}, or --token with {_TOKEN}",
            403: "whoever asks may not do this there: ask who runs the server",
            404: "there is no such service: see the path of the address",
            405: f"it takes no {method}: it is another service, or may only be read",
            413: "that was too much at once",
            429: "it is still too busy: try again later",
            503: "it is still too busy, or closed: try again later",
        }
        said = _said(response)
        return f"{self.url} answered {status}{f' ({said})' if said else ''}: {advice.get(status) or known.get(status, 'see its log for more')}"


class _Telling(Retry):
    """Tells of each wait; gives up where the server asks for too long a one, or takes too long itself, which it would again."""

    def __init__(self, *args: object, tell: Callable[[str], None], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.tell = tell

    def new(self, **options: object) -> "_Telling":
        return super().new(tell=self.tell, **options)

    def increment(self, method=None, url=None, response=None, error=None, _pool=None, _stacktrace=None):  # type: ignore[no-untyped-def]
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        asked = self.get_retry_after(response) if response else None
        if asked and asked > _PATIENCE:
            raise RemoteError(f"the server is busy, and asks for {asked:.0f} seconds: try again then")
        what = f"answered {response.status}" if response else "does not answer"
        self.tell(f"{what}: again in {asked or self.get_backoff_time():.0f} s")
        super().sleep(response)


def _checked(url: str) -> str:
    """Return the address of a server; raises RemoteError for what is none, or has a password in it."""
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise RemoteError(f"{url} is no address: write http://host:port/path") from error
    if parts.auth:
        raise RemoteError(f"an address holds no name and password, for others can see a command line: use --user NAME, and {_PASSWORD}")
    if parts.scheme not in ("http", "https") or not parts.host:
        raise RemoteError(f"{url} is no address of a server: write http://host:port/path")
    return url.partition("#")[0]


def _is_page(response: BaseHTTPResponse) -> bool:
    return "html" in response.headers.get("Content-Type", "") and response.data.lstrip().startswith(b"<")


def _said(response: BaseHTTPResponse) -> str:
    """Return what the server says, in one short line; of a web page its title."""
    text = response.data.decode("utf-8", "replace")
    title = re.search("<title>(.*?)</title>", text, re.DOTALL | re.IGNORECASE)
    return _brief(title[1] if title else "" if _is_page(response) else text)


def _brief(text: str) -> str:
    line = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    return line if len(line) <= _SAID else f"{line[:_SAID]}…"
