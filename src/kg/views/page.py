"""One self-contained page: the template, its styles and scripts, and the data, under a policy that lets nothing else in."""

import base64
import hashlib
import html
from pathlib import Path
from string import Template
from typing import Any

from kg.views.payload import to_json

_ASSETS = Path(__file__).parent / "assets"

_SHARED_STYLES = ("tokens.css", "shell.css", "panel.css")
_SHARED_SCRIPTS = ("shell.js", "source.js", "panel.js", "table.js", "legend.js", "search.js")


def render_page(*, title: str, data: dict[str, Any], body: str, styles: tuple[str, ...], libraries: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """Return the page with what all views share and its own parts; ``libraries`` run before our scripts, ``scripts`` after them."""
    parts = {"body": _asset(body), "data": to_json(data)}
    return fill_page("page.html", title=title, styles=(*_SHARED_STYLES, *styles), scripts=(*libraries, *_SHARED_SCRIPTS, *scripts), **parts)


def fill_page(template: str, *, title: str, styles: tuple[str, ...], scripts: tuple[str, ...], **parts: str) -> str:
    """Return a page of a template with its styles and scripts inlined, and nothing else allowed in; ``parts`` are markup that is safe already."""
    sources = [_script(name) for name in scripts]
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(_hash(source) for source in sources),
            # Libraries write style elements and attributes of their own. Styles alone reach nothing: no source may be loaded.
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return Template(_asset(template)).substitute(
        policy=html.escape(policy, quote=False),
        title=html.escape(title),
        styles="\n".join(map(_asset, styles)),
        scripts="\n".join(f"<script>{source}</script>" for source in sources),
        **parts,
    )


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _script(name: str) -> str:
    """Return a script as it is inlined: without the pointer to a source map, which a browser's tools would fetch."""
    lines = [line for line in _asset(name).splitlines() if not line.startswith("//# sourceMappingURL=")]
    return "\n" + "\n".join(lines).replace("</script", "<\\/script") + "\n"


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
