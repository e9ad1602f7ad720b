"""The store on disk: one named graph for each bulletin, one for places, one for direct edges."""

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import InputError
from kg.output import require_build
from kg.rdf.namespaces import ONTOLOGY
from kg.resources import locate

NAME = "store"


def write_store(statements: Sequence[Quad], build: Path) -> None:
    """Write quads into the folder ``store`` of a build, loaded in bulk and optimized for reading, with the ontology for its labels."""
    store = Store(str(build / NAME))
    store.bulk_extend(statements)
    store.bulk_load(path=str(locate("ontology/assistance.ttl")), to_graph=NamedNode(ONTOLOGY))
    store.optimize()
    store.flush()


def open_store(build: Path) -> Store:
    """Open the store of a build for reading; raises InputError where there is none."""
    require_build(build)
    folder = build / NAME
    if not folder.is_dir():
        raise InputError(f"{build} has no store: make the build anew with kg build INPUT -o {build}")
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise InputError(f"{folder} cannot be opened ({error}): make the build anew with kg build INPUT -o {build}") from error
