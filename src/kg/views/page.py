"""One self-contained page: the template, its styles and scripts, and the data, under a policy that lets nothing else in."""

import base64
import hashlib
import html
from collections.abc import Iterable
from pathlib import Path
from string import Template

from kg.views.payload import Json, to_json
from kg.views.wording import load_table

_ASSETS = Path(__file__).parent / "assets"

_SHARED_STYLES = ("tokens.css", "header.css", "shell.css", "panel.css", "table.css")
_FIRST_SCRIPTS = ("shell.js", "sums.js")
_SHARED_SCRIPTS = ("source.js", "panel.js", "table.js", "legend.js", "search.js")


def render_view(view: str, data: Json) -> str:
    """Return the page of a view (a key of ``views.toml``): what all views share, its own parts, and the data of ``kg.views.payload``."""
    own = load_table("views")[view]
    return fill_page(
        "page.html",
        title=title_of(view, data),
        styles=(*_SHARED_STYLES, *own.get("styles", ())),
        scripts=(*own.get("libraries", ()), *_FIRST_SCRIPTS, *own.get("first", ()), *_SHARED_SCRIPTS, *own["scripts"]),
        view=view,
        data=to_json(data | {"view": view}),
    )


def title_of(view: str, data: Json) -> str:
    name: str = load_table("texts")[f"view_{view}"]["zh"]
    return f"{name}：{data['bulletins'][0]['title']}" if len(data["bulletins"]) == 1 else name


def fill_page(template: str, *, title: str, styles: Iterable[str], scripts: Iterable[str], **parts: str) -> str:
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
    return Template(read_asset(template)).substitute(
        policy=html.escape(policy, quote=False),
        title=html.escape(title),
        styles="\n".join(map(read_asset, styles)),
        scripts="\n".join(f"<script>{source}</script>" for source in sources),
        **parts,
    )


def read_asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _script(name: str) -> str:
    """Return a script as it is inlined: without the pointer to a source map, which a browser's tools would fetch."""
    lines = [line for line in read_asset(name).splitlines() if not line.startswith("//# sourceMappingURL=")]
    return "\n" + "\n".join(lines).replace("</script", "<\\/script") + "\n"


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
