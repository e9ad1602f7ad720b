"""The store of a build, as rdflib has stores: by oxrdflib, which hands what rdflib asks to the store itself."""

from pathlib import Path

import pyoxigraph

from kg.errors import InputError, KgError
from kg.rdf.namespaces import PREFIXES
from kg.store.store import open_store

try:
    import rdflib
    from oxrdflib import OxigraphStore
except ImportError as error:
    raise KgError(f"rdflib cannot be used ({error}): pip install 'assistance-kg[rdflib]'") from error


def open_dataset(source: Path) -> rdflib.Dataset:
    """Return a build, or a file of RDF, as a dataset whose default graph is all graphs together; our prefixes are bound.

    A build is read-only. Raises InputError where there is none, or the file is no RDF.
    """
    store = _read(source) if source.is_file() else open_store(source)
    dataset = rdflib.Dataset(store=OxigraphStore(store=store), default_union=True)
    for prefix, base in PREFIXES.items():
        dataset.bind(prefix, base)
    return dataset


def _read(file: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    try:
        store.bulk_load(path=str(file))
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(f"{file} cannot be read as RDF ({error}): make it with kg build") from error
    return store
