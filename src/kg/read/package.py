"""The parts of an office document: XML in a zip archive."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from kg.errors import InputError

LARGEST_PART = 32_000_000
"""So many bytes of XML are more than a thousand pages."""

_ANEW = "open it in Word or WPS and save it anew"


class _Builder(TreeBuilder):
    """Builds elements, but takes no document type: no office program writes one, and its entities are how a small file becomes a huge one."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ParseError("a document type definition")


@dataclass(slots=True)
class Package:
    """An office document: its main part, and by the last word of their kind (``styles``, ``footnotes``) the parts that belong to it."""

    name: str
    archive: zipfile.ZipFile
    main: Element
    targets: dict[str, str] = field(default_factory=dict)

    def find(self, kind: str, without: re.Pattern[bytes] | None = None) -> Element | None:
        """Return the part of a kind, None where the document has none; ``without`` matches what of its bytes need not be parsed."""
        return _parse(self.archive, self.targets[kind], self.name, without) if kind in self.targets else None


def open_package(data: bytes, name: str) -> Package:
    """Return the parts of a document; raises InputError where they cannot be read."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError) as error:
        raise InputError(f"{name} is broken ({_reason(error)}): get it again, or {_ANEW}") from error
    targets = _targets(archive, "_rels/.rels", "", name)
    main = targets.get("officeDocument", "word/document.xml")
    root = _parse(archive, main, name)
    if root is None:
        raise InputError(f"{name} has no text in it ({main} is missing): {_ANEW}")
    path = PurePosixPath(main)
    targets |= _targets(archive, str(path.parent / "_rels" / f"{path.name}.rels"), str(path.parent), name)
    return Package(name, archive, root, targets)


def _targets(archive: zipfile.ZipFile, part: str, folder: str, name: str) -> dict[str, str]:
    """Return where the parts are that one part refers to, by the last word of their kind."""
    found: dict[str, str] = {}
    for relation in inside(_parse(archive, part, name)):
        target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") != "External":
            found.setdefault(kind, target.removeprefix("/") if target.startswith("/") else str(PurePosixPath(folder, target)))
    return found


def _parse(archive: zipfile.ZipFile, part: str, name: str, without: re.Pattern[bytes] | None = None) -> Element | None:
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    if info.file_size > LARGEST_PART:
        raise InputError(f"{name} unpacks to {info.file_size // 1_000_000} MB of XML, more than the {LARGEST_PART // 1_000_000} MB allowed: split it")
    try:
        parser = XMLParser(target=_Builder())
        data = archive.read(info)
        parser.feed(without.sub(b"", data) if without else data)
        root: Element = parser.close()
    except (ParseError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, LookupError, ValueError) as error:
        raise InputError(f"{name} is broken ({part}: {_reason(error)}): get it again, or {_ANEW}") from error
    return root


def _reason(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error)) or type(error).__name__


def local(element: Element) -> str:
    """Return the name of an element without its namespace, which differs between the two forms of the standard."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace, or nothing."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def children(element: Element) -> Iterator[Element]:
    """Yield the elements in another one; of what is written in several forms for old and new programs, the first."""
    for inner in element:
        if local(inner) == "AlternateContent":
            for choice in list(inner)[:1]:
                yield from children(choice)
        else:
            yield inner


def inside(element: Element | None) -> list[Element]:
    """Return the elements in another one, none where it is missing."""
    return list(element) if element is not None else []


def child(element: Element, name: str) -> Element | None:
    """Return the first element of a name in another one."""
    return next((inner for inner in element if local(inner) == name), None)
