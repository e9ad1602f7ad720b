"""The store on disk: one named graph for each bulletin and register, one for places, one for direct edges, one for the ontology.

What is unchecked or rejected is not in it, so that no query can take it for the rest, be it ours or a user's; a second store beside it has
what is unchecked, too.
"""

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import InputError
from kg.model import Rank
from kg.output import require_build
from kg.rdf.namespaces import ONTOLOGY
from kg.rdf.statements import rank_of
from kg.resources import ontology_files

NAME = "store"
WITH_UNCHECKED = "store-unchecked"


def write_store(statements: Sequence[Quad], build: Path) -> None:
    """Write quads into the folder ``store`` of a build, optimized for reading, with the ontology for its labels.

    Two builds of the same input hold the same quads here, but not the same bytes: RocksDB puts the host's name, the time and
    a number drawn at random into each of its files, and calls them as its threads happen to finish. Everything else in a build is the same bytes.
    """
    folder = build / NAME
    store = Store(str(folder))
    store.bulk_extend(quad for quad in statements if not rank_of(quad))
    for path in ontology_files():
        store.bulk_load(path=str(path), to_graph=NamedNode(ONTOLOGY))
    store.optimize()
    store.flush()
    _write_unchecked(store, statements, build / WITH_UNCHECKED)
    # Closes it: a folder in use cannot be moved everywhere.
    del store
    # RocksDB's diary names the folder that the build was made in, and nothing reads it.
    (folder / "LOG").unlink(missing_ok=True)


def _write_unchecked(store: Store, statements: Sequence[Quad], folder: Path) -> None:
    """Write what is unchecked with all of a store into a folder, if there is any; the files of the store are shared, not copied."""
    if unchecked := [quad for quad in statements if rank_of(quad) is Rank.UNCHECKED]:
        store.backup(str(folder))
        whole = Store(str(folder))
        whole.extend(unchecked)
        whole.flush()
        del whole
        (folder / "LOG").unlink(missing_ok=True)


def open_store(build: Path, *, unchecked: bool = False) -> Store:
    """Open the store of a build for reading, which any number may do at a time; raises InputError where there is none.

    With ``unchecked`` it holds what nobody has checked, too.
    """
    folder = require_build(build) / NAME
    if unchecked and (whole := build / WITH_UNCHECKED).is_dir():
        folder = whole
    again = f"make the build anew with kg build INPUT -o {build}"
    if not folder.is_dir():
        raise InputError(f"{build} has no store: {again}")
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{folder} cannot be opened ({str(error).splitlines()[0]}): {again}") from error
