"""The projects: which, why, and how their sources are had, by name, version and digest, through the user's own pip."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

CACHE = platformdirs.user_cache_path("designdoc-tests") / "sources"
"""Sources stay there. It is read at import: a test's own cache would be empty every time."""


class SourceMissingError(Exception):
    """A project's sources cannot be had on this machine."""


@dataclass(frozen=True)
class Source:
    """A release of a project, as its authors packed it.

    Attributes:
        name: What the package index calls it.
        version: Its version.
        sha256: The digest of the archive.
    """

    name: str
    version: str
    sha256: str

    @property
    def archive(self) -> Path:
        """Where its archive is kept."""
        return CACHE / f"{self.name}-{self.version}.tar.gz"

    @property
    def is_had(self) -> bool:
        """Whether its archive is there, and is the one that was meant."""
        return self.archive.is_file() and hashlib.sha256(self.archive.read_bytes()).hexdigest() == self.sha256


SOURCES = (
    # A small library: source folder, NumPy docstrings.
    Source("pooch", "1.9.0", "de46729579b9857ffd3e741987a2f6d5e0e03219892c167c6578c0091fb511ed"),
    # An application with a command line and tests beside it: Sphinx fields.
    Source("cookiecutter", "2.7.1", "ca7bb7bc8c6ff441fbf53921b5537668000e38d56e28d763a1b73975c66c6138"),
    # Fully typed: source folder, Google docstrings with Sphinx roles and directives, protocols.
    Source("structlog", "26.1.0", "f63a716cbd1b1291cf7661de7794b455acfa4c43c5bcf1630e6ad5ddc1adb3b7"),
    # Old: setup.py, code for Python 2 and 3, no types, classes and functions of any length.
    Source("beaker", "1.14.1", "886f52a51810703fdbc0a3e54fca40886288ff530b2070582edce72bf1945447"),
    # A namespace package in a source folder: interfaces that are values, docstrings of a style of their own.
    Source("zope.configuration", "7.1", "5af51cefb4dcc66053e54cfece38483fb593a81be1010c38587dba91c9d154ac"),
)


def unpack(source: Source, folder: Path) -> Path:
    """Unpack a project below a folder, and return its root.

    Raises:
        SourceMissingError: It is not in the cache, and pip cannot fetch it.
        ValueError: What pip fetched is not the archive that was meant.
    """
    if not source.is_had:
        _fetch(source)
    with tarfile.open(source.archive) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


def _fetch(source: Source) -> None:
    """Let pip download a project's archive: it opens it only if the digest is right."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text(f"{source.name}=={source.version} --hash=sha256:{source.sha256}\n")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--retries=1", "--no-deps", "--no-binary=:all:"]
        done = subprocess.run(
            [*pip, f"--requirement={wanted}", f"--dest={folder}"], check=False, capture_output=True, text=True
        )
        if "DO NOT MATCH THE HASHES" in done.stderr:
            raise ValueError(f"{source.name} {source.version} is not what it was: {done.stderr}")
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise SourceMissingError(f"pip cannot fetch {source.name} {source.version}: {reason}")
        (found,) = Path(folder).glob("*.tar.gz")
        found.replace(source.archive)
