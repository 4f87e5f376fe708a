"""Which files of a target a crate holds: all but those of its examples, benchmarks and tests, and its build script."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from designdoc_assets.ecosystems.facts import Contents
from designdoc_assets.ecosystems.findings import Findings

_FOLDERS = ("examples/", "benches/", "tests/")
_TARGETS = ("example", "bench", "test")
_BUILD = "build.rs"


def contents(document: Mapping[str, Any], manifest: str, programs: Iterable[tuple[str, str]]) -> Contents:
    """Return which files a crate holds.

    Args:
        document: What its manifest says.
        manifest: The path of that.
        programs: The names of its programs, and the files that they begin in.
    """
    folder = manifest[: manifest.rfind("/") + 1]
    left_out = [f"{folder}{each}" for each in (*_FOLDERS, *_build(document), *_declared(document))]
    begun = [path for _, path in programs]
    # The root of a crate may lie anywhere: what it begins in counts, wherever that is.
    return Contents(tuple(begun), tuple(path for path in left_out if path not in begun))


def _build(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the script that builds a crate, or the folder that it shares with its modules."""
    build = Findings("").table(document.get("package"), "").get("build", _BUILD)
    if isinstance(build, str):
        path = posixpath.normpath(build)
        folder = path.partition("/")[0]
        yield path if folder in {path, "src"} else f"{folder}/"


def _declared(document: Mapping[str, Any]) -> Iterator[str]:
    silent = Findings("")
    for target in _TARGETS:
        for entry in silent.array(document.get(target), ""):
            path = silent.text(silent.table(entry, "").get("path"), "")
            if path:
                yield posixpath.normpath(path)
