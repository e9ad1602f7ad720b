"""The store on disk: one named graph for each bulletin and register, one for places, one for direct edges, one for the ontology.

What is unchecked or rejected is not in it, so that no query can take it for the rest, be it ours or a user's; a second store beside it has
what is unchecked, too.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.errors import InputError
from kg.model import Rank
from kg.output import require_build
from kg.rdf.namespaces import ONTOLOGY
from kg.rdf.statements import rank_of
from kg.resources import ontology_files

NAME = "store"
WITH_UNCHECKED = "store-unchecked"
# What each graph of a store holds, as the SHA-256 of its N-Quads: it tells which graphs another build changes.
_DIGESTS = "graphs.json"
# Replacing a graph takes about four times as long as loading one of a thousand together.
_WORTH_UPDATING = 0.25


def write_store(statements: Sequence[Quad], build: Path, *, former: Path | None = None) -> None:
    """Write quads, sorted by graph, into the folder ``store`` of a build, optimized for reading, with the ontology for its labels.

    Where ``former`` is a build whose store differs in few graphs, these alone are replaced or withdrawn, in a copy that shares its files;
    the former store itself is never written to, and may be read meanwhile.

    Two builds of the same input hold the same quads here, but not the same bytes: RocksDB puts the host's name, the time and
    a number drawn at random into each of its files, and calls them as its threads happen to finish. Everything else in a build is the same bytes.
    """
    folder = build / NAME
    stated = {name: list(held) for name, held in groupby(statements, key=lambda quad: str(quad.graph_name))}
    checked = {name: held for name, held in stated.items() if not rank_of(held[0])}
    ontology = NamedNode(ONTOLOGY)
    terms = chain.from_iterable(parse(path=str(path)) for path in ontology_files())
    checked[str(ontology)] = sorted({Quad(t.subject, t.predicate, t.object, ontology) for t in terms}, key=str)
    digests = _write(checked, folder, former and former / NAME)
    (folder / _DIGESTS).write_text(json.dumps(digests, indent=0) + "\n", encoding="utf-8", newline="\n")
    if unchecked := {name: held for name, held in stated.items() if rank_of(held[0]) is Rank.UNCHECKED}:
        _write(checked | unchecked, build / WITH_UNCHECKED, folder)


def _write(graphs: Mapping[str, Sequence[Quad]], folder: Path, former: Path | None) -> dict[str, str]:
    """Write the graphs of a store, by updating a former one where that is worth it, and return their digests."""
    digests = {name: hashlib.sha256(serialize(held, format=RdfFormat.N_QUADS) or b"").hexdigest() for name, held in graphs.items()}
    if former is None or not _updated(graphs, digests, former, folder):
        _load(chain.from_iterable(graphs.values()), folder)
    # RocksDB's diary names the folder that the build was made in, and nothing reads it.
    (folder / "LOG").unlink(missing_ok=True)
    return digests


def _load(statements: chain[Quad], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    # The store is closed where its only name goes out of scope: a folder in use cannot be moved everywhere.
    store = Store(str(folder))
    store.bulk_extend(statements)
    store.optimize()
    store.flush()


def _updated(graphs: Mapping[str, Sequence[Quad]], digests: Mapping[str, str], former: Path, folder: Path) -> bool:
    """Make a store of a former one by replacing the graphs that differ; tell whether that could be done, and was worth it."""
    try:
        held: dict[str, str] = json.loads((former / _DIGESTS).read_bytes())
        changed = sorted(name for name in held.keys() | digests if held.get(name) != digests.get(name))
        if len(changed) > _WORTH_UPDATING * len(digests):
            return False
        _share(former, folder)
        store = Store(str(folder))
        for name in changed:
            store.remove_graph(NamedNode(name.strip("<>")))
        store.extend(chain.from_iterable(graphs.get(name, ()) for name in changed))
        if changed:
            store.optimize()
        store.flush()
    except (AttributeError, OSError, RuntimeError, ValueError):
        # What is no store of ours, or one of another version, is made anew.
        return False
    return True


def _share(former: Path, folder: Path) -> None:
    """Copy a store; its tables, which RocksDB never writes to again, become the same files where the disk can do that."""
    folder.mkdir()
    for file in former.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, folder / file.name)
                continue
            except OSError:  # such as between two disks
                pass
        shutil.copy2(file, folder / file.name)


def has_unchecked(build: Path) -> bool:
    """Tell whether a build holds anything that nobody has checked."""
    return (build / WITH_UNCHECKED).is_dir()


def open_store(build: Path, *, unchecked: bool = False) -> Store:
    """Open the store of a build for reading, which any number may do at a time; raises InputError where there is none.

    With ``unchecked`` it holds what nobody has checked, too.
    """
    folder = require_build(build) / NAME
    if unchecked and has_unchecked(build):
        folder = build / WITH_UNCHECKED
    again = f"make the build anew with kg build INPUT -o {build}"
    if not folder.is_dir():
        raise InputError(f"{build} has no store: {again}")
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{folder} cannot be opened ({str(error).splitlines()[0]}): {again}") from error
