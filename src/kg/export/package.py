"""A build as a data package (datapackage.json of Frictionless Data): CSV, what each column means, and how to cite it."""

import csv
import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.export.citation import citation
from kg.export.fields import load_fields
from kg.model import Records
from kg.tables.parquet import DECIMAL, TYPES
from kg.tables.rows import Row, to_rows
from kg.tables.sheets import COLUMNS, flatten

Json = dict[str, Any]

TITLE = {"zh": "简报所载的帮扶关系", "en": "Who assists whom, as bulletins state it"}

_TYPES = {"INTEGER": "integer", "DOUBLE": "number", DECIMAL: "number", "BOOLEAN": "boolean"}
_KEYS = ("bulletins", "entities", "actions", "measures", "regions")
_REFERENCES = {
    "copies": ("bulletin", "bulletins"),
    "left_out": ("bulletin", "bulletins"),
    "measures": ("action", "actions"),
    "merges": ("entity", "entities"),
}


def write_package(records: Records, folder: Path) -> None:
    """Write the tables into ``data`` of a new folder, as they are for programs (no byte order mark, no guard), and beside it what they are."""
    (folder / "data").mkdir(parents=True)
    resources = [_resource(folder, table, list(rows)) for table, rows in to_rows(records).items()]
    package = {
        "profile": "tabular-data-package",
        "name": "assistance-kg-build",
        "title": f"{TITLE['en']} {TITLE['zh']}",
        "description": "Each statement, figure and name with the characters that state it. Add up only figures with counts_in_totals.",
        "keywords": ["东西部协作", "对口支援", "knowledge graph"],
        "contributors": [{"title": f"assistance-kg {version('assistance-kg')}", "role": "wrangler"}],
        "sources": [_source(bulletin.title or bulletin.id, bulletin.url) for bulletin in records.bulletins],
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    (folder / "CITATION.cff").write_text(citation(records, TITLE), encoding="utf-8", newline="\n")


def _source(title: str, path: str) -> dict[str, str]:
    return {"title": title} | ({"path": path} if path.startswith(("http://", "https://")) else {})


def _resource(folder: Path, table: str, rows: list[Row]) -> Json:
    path = folder / "data" / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[table], extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({column: _cell(value) for column, value in flatten(row).items()} for row in rows)
    data, names = path.read_bytes(), load_fields()
    return {
        "profile": "tabular-data-resource",
        "name": table.replace("_", "-"),
        "path": f"data/{table}.csv",
        "title": names["tables"][table]["zh"],
        "description": names["tables"][table]["en"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _schema(table, names["columns"]),
    }


def _schema(table: str, names: Mapping[str, Mapping[str, str]]) -> Json:
    fields = [
        {"name": column, "type": _TYPES.get(TYPES.get(column, ""), "string"), "title": names[column]["zh"], "description": names[column]["en"]}
        for column in COLUMNS[table]
    ]
    schema: Json = {"fields": fields, "missingValues": [""]}
    if table in _KEYS:
        schema["primaryKey"] = "id"
    if table in _REFERENCES:
        column, other = _REFERENCES[table]
        schema["foreignKeys"] = [{"fields": column, "reference": {"resource": other, "fields": "id"}}]
    return schema


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return "；".join(map(str, value)) if isinstance(value, list) else value
