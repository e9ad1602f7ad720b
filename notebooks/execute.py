"""Runs notebooks from a clean kernel and keeps their outputs, without the times and versions that would differ on the next run.

python notebooks/execute.py NOTEBOOK...
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def execute(path: Path) -> nbformat.NotebookNode:
    """Return the notebook as it comes out of a run in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    # What a cell prints comes in as many pieces as it happens to.
    settings = {"timeout": 60, "kernel_name": "python3", "record_timing": False, "coalesce_streams": True}
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}, **settings).execute()
    notebook.metadata = nbformat.from_dict({"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}})
    return notebook


if __name__ == "__main__":
    for name in sys.argv[1:]:
        nbformat.write(execute(Path(name)), name)
