"""HTML of the pages: every text escaped, in both languages where it has both, in one frame."""

import html
import tomllib
from functools import cache
from pathlib import Path
from string import Template

ASSETS = Path(__file__).parent / "assets"
_LANGUAGES = (("zh", "zh-Hans"), ("en", "en"))


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))


def text(key: str, **values: object) -> str:
    """Return a text of texts.toml in both languages, of which the page shows one."""
    shown = {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in values.items()}
    label = {name: words.format(**shown) for name, words in _texts()[key].items()}
    return both(label["zh"], label["en"])


def both(zh: str, en: str) -> str:
    """Return two wordings of the same; one alone stands for both."""
    if not zh or not en or zh == en:
        return f"<bdi>{html.escape(zh or en)}</bdi>"
    return "".join(f'<span class="{name}" lang="{tag}">{html.escape(words)}</span>' for (name, tag), words in zip(_LANGUAGES, (zh, en), strict=True))


def el(tag: str, *children: str, **attributes: str) -> str:
    """Return an element; children are markup already, attributes are not. ``class_`` is the attribute class, ``data_x`` is data-x."""
    written = "".join(f' {name.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for name, value in attributes.items() if value)
    return f"<{tag}{written}>{''.join(children)}</{tag}>"


def link(address: str, *children: str, **attributes: str) -> str:
    return el("a", *children, href=address, **attributes)


def page(title: str, heading: str, lead: str, body: str, *, template: str = "frame.html", **parts: str) -> str:
    """Return a whole page; ``title`` is plain text, the rest is markup."""
    frame = Template((ASSETS / template).read_text(encoding="utf-8"))
    names = ("site", "views", "query", "ontology", "data", "language", "theme")
    words = {name: text(name) for name in names}
    return frame.substitute(words, title=html.escape(title), heading=heading, lead=lead, body=body, **parts)
