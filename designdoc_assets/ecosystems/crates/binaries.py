"""The programs that a crate is built to, and the file that each begins in."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from designdoc_assets.ecosystems.findings import Findings

_FOUND = re.compile(r"src/bin/([^/]+?)(?:\.rs|/main\.rs)")
"""What Cargo takes for programs without being told."""


def binaries(document: Mapping[str, Any], folder: str, package: str, paths: Collection[str]) -> list[tuple[str, str]]:
    """Return the names of programs and their files, by their names.

    Args:
        document: What the manifest says.
        folder: That of the manifest.
        package: The crate's name.
        paths: All files of the target.
    """
    within = f"{folder}/" if folder else ""
    silent = Findings("")
    found = dict(_declared(silent, document, package, within, paths))
    if silent.table(document.get("package"), "").get("autobins") is not False:
        taken = set(found.values())
        own = sorted(path for path in paths if path.startswith(f"{within}src/"))
        by_place = {path: name for path in own if (name := _by_place(path.removeprefix(within), package))}
        found |= {name: path for path, name in by_place.items() if path not in taken and name not in found}
    return sorted(found.items())


def _declared(
    silent: Findings, document: Mapping[str, Any], package: str, within: str, paths: Collection[str]
) -> Iterator[tuple[str, str]]:
    for entry in silent.array(document.get("bin"), ""):
        told = silent.table(entry, "")
        name, path = silent.text(told.get("name"), ""), silent.text(told.get("path"), "")
        usual = (f"src/bin/{name}.rs", f"src/bin/{name}/main.rs", *(["src/main.rs"] if name == package else []))
        for each in [path] if path else usual:
            whole = posixpath.normpath(within + each)
            if name and whole in paths:
                yield name, whole
                break


def _by_place(path: str, package: str) -> str:
    if path == "src/main.rs":
        return package
    found = _FOUND.fullmatch(path)
    return found[1] if found is not None else ""
