"""The short way for what is asked most: a query of a program, which needs none of what guards against the pages of others."""

from collections.abc import Collection, Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

SPARQL = "/sparql"


class Front:
    """Hands a query to ``endpoint`` if it comes for one of ``hosts`` (for any, if None) and from no page, and all else to the ``application``."""

    def __init__(self, application: ASGIApp, endpoint: ASGIApp, hosts: Collection[str] | None) -> None:
        self.application, self.endpoint = application, endpoint
        self.hosts = None if hosts is None else frozenset(host.encode() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope["type"] == "http" and scope["path"] == SPARQL and self._is_plain(scope["headers"])
        await (self.endpoint if plain else self.application)(scope, receive, send)

    def _is_plain(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Tell whether nothing needs to be looked into: a host that is written as usual, once, and no origin."""
        hosts = []
        for name, value in headers:
            if name == b"origin":
                return False
            if name == b"host":
                host, colon, port = value.partition(b":")
                if colon and not port.isdigit():
                    return False
                hosts.append(host)
        return len(hosts) == 1 and (self.hosts is None or hosts[0] in self.hosts)
