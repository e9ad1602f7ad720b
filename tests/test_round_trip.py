"""Each annotated bulletin, printed in another format and read again, gives the statements of its text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import read_bulletin
from kg.read.documents import read_documents
from printing import archive, pdf, save, word
from round_trip import FOLDERS, check, printed

PRINTERS: dict[str, Callable[[list[str]], bytes]] = {
    "docx": lambda lines: word(*lines),
    "pdf": lambda lines: pdf(*lines, head="对口帮扶工作简报", foot="— {page} —"),
    "pdf in two columns": lambda lines: pdf(*lines, size=10.5, columns=2, foot="{page}"),
}


@pytest.mark.parametrize("form", PRINTERS)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_document_gives_what_its_text_gives(folder: Path, form: str, tmp_path: Path) -> None:
    file = save(tmp_path / f"news.{form[:4].strip()}", PRINTERS[form](printed(folder)))
    check(folder, form, read_bulletin(file))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_text_in_an_archive_gives_what_it_gives_alone(folder: Path, tmp_path: Path) -> None:
    file = save(tmp_path / "a.zip", archive({f"简报/{folder.name}.txt": (folder / "text.txt").read_bytes()}))
    errors: list[InputError] = []
    ((bulletin, _),) = read_documents(file, errors)
    assert errors == []
    assert bulletin.file == f"a.zip/简报/{folder.name}.txt"
    check(folder, "zip", bulletin)
