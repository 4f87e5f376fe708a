"""The projects that references are measured on: fetched by name and exact version, as source distributions."""

import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

CACHE = user_cache_path("designdoc-assets") / "references"


class UnavailableError(Exception):
    """A project cannot be had here; the text says why."""


@dataclass(frozen=True, slots=True)
class Project:
    """A source distribution. `packages` are the folders in it that are imported, without tests and examples."""

    name: str
    version: str
    packages: tuple[str, ...]


BUILT_ON = (
    Project("click", "8.5.1", ("src/click",)),
    Project("httpx", "0.28.1", ("httpx",)),
    Project("typer", "0.29.2", ("typer",)),
    Project("attrs", "26.1.0", ("src/attr", "src/attrs")),
)
"""Projects whose misses are looked at when the reader is worked on."""
HELD_OUT = (
    Project("starlette", "1.10.0", ("starlette",)),
    Project("werkzeug", "3.1.9", ("src/werkzeug",)),
)
"""Projects that are measured and not looked at."""


def fetch(project: Project, cache: Path = CACHE) -> dict[str, Path]:
    """Return the project's Python files by their path from the folder that they are imported from.

    Raises:
        UnavailableError: pip cannot get it, for want of a network as a rule.
    """
    name = f"{project.name}-{project.version}"
    if not (cache / name).is_dir():
        _download(project, name, cache)
    found: dict[str, Path] = {}
    for package in project.packages:
        folder = cache / name / package
        for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.pyi"))):
            found[path.relative_to(folder.parent).as_posix()] = path
    return found


def _download(project: Project, name: str, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    wanted = f"{project.name}=={project.version}"
    command = (sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", wanted)
    result = subprocess.run((*command, "--dest", str(cache)), capture_output=True, text=True, check=False)
    archive = cache / f"{name}.tar.gz"
    if result.returncode or not archive.is_file():
        raise UnavailableError(f"{wanted} cannot be had: {result.stderr.strip().rpartition(chr(10))[2]}")
    with tarfile.open(archive) as files:
        files.extractall(cache, filter="data")
