"""The lock files of npm, Yarn and pnpm: which versions these have settled on for what the target itself asks for."""

import re
from collections.abc import Iterator, Mapping

from designdoc_assets.ecosystems.documents import load_json, load_yaml
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.npm.names import is_name

_INSTALLED = "node_modules/"
_YARN_HEADER = re.compile(r"^(?!#)(\S.*):$")
_YARN_VERSION = re.compile(r'^  "?version"?:? "?([^"\s]+)"?$')
_GROUPS = ("dependencies", "devDependencies", "optionalDependencies")


def read_package_lock(text: str, into: Findings) -> None:
    """Read a package-lock.json or npm-shrinkwrap.json; what packages bring along for themselves is passed over."""
    document = load_json(text, into)
    packages = into.table(document.get("packages"), "packages")
    for path, value in packages.items():
        # The target's own packages stand by their folders, and what one of them alone is given stands below it.
        folder, separator, name = path.rpartition(_INSTALLED)
        if separator and _INSTALLED not in folder and is_name(name):
            into.lock_version(name, into.table(value, f"packages.{path}").get("version"))
    if not packages:  # before npm 7
        for name, value in into.table(document.get("dependencies"), "dependencies").items():
            if is_name(name):
                into.lock_version(name, into.table(value, f"dependencies.{name}").get("version"))


def read_yarn_lock(text: str, into: Findings, asked: Mapping[str, set[str]]) -> None:
    """Read a yarn.lock, of Yarn 1 or later.

    Args:
        text: Its text.
        into: What is found.
        asked: What the target asks for: ranges of versions, by the names of packages.
    """
    names: list[str] = []
    for line in text.split("\n"):
        if header := _YARN_HEADER.match(line):
            names = [name for name, wanted in _descriptors(header[1]) if wanted in asked.get(name, ())]
        elif version := _YARN_VERSION.match(line):
            for name in dict.fromkeys(names):
                into.lock_version(name, version[1])
            names = []


def _descriptors(header: str) -> Iterator[tuple[str, str]]:
    """Yield package and range of each part of a header: `"a@^1", "a@npm:^1.2"`."""
    for part in header.replace('"', "").split(","):
        name, _, wanted = part.strip().removeprefix("@").partition("@")
        yield ("@" if part.strip().startswith("@") else "") + name, wanted.removeprefix("npm:")


def read_pnpm_lock(text: str, into: Findings) -> None:
    """Read a pnpm-lock.yaml: what it says of the target's own packages stands before all others."""
    head = re.split(r"^(?:packages|snapshots):", text, maxsplit=1, flags=re.MULTILINE)[0]
    document = load_yaml(head, into)
    importers = into.table(document.get("importers"), "importers")
    for value in importers.values() if importers else [document]:
        importer = into.table(value, "importers")
        for group in _GROUPS:
            for name, locked in into.table(importer.get(group), group).items():
                version = locked.get("version") if isinstance(locked, dict) else locked
                if is_name(name) and isinstance(version, str):
                    into.lock_version(name, re.split(r"[(_]", version, maxsplit=1)[0])
