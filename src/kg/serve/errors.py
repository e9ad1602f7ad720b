"""What the server answers where it does not give what was asked for."""

from collections.abc import Mapping

from kg.errors import KgError


class RequestError(KgError):
    """A status of HTTP, a text that says why and what to do, and headers that belong to it."""

    def __init__(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.status, self.text, self.headers = status, text, dict(headers or {})
