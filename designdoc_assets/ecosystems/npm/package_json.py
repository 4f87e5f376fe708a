"""package.json: what a package is, and what it depends on."""

import posixpath
from collections.abc import Mapping
from typing import Any

from designdoc_assets.ecosystems.documents import load_json
from designdoc_assets.ecosystems.facts import Declaration, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.npm.contents import IGNORE, contents
from designdoc_assets.ecosystems.npm.names import is_name
from designdoc_assets.ecosystems.npm.starting import launched, started
from designdoc_assets.ecosystems.urls import direct_reference, without_credentials

PEER = "peerDependencies"
_GROUPS = {
    "dependencies": "",
    "devDependencies": "devDependencies",
    "peerDependencies": PEER,
    "optionalDependencies": "optionalDependencies",
}
_OTHER_PLACES = ("git", "http:", "https:", "file:", "link:", "portal:", "bitbucket:", "gitlab:", "gist:", "ssh:")
_PREFIXES = ("npm:", "jsr:")
CATALOG = "catalog:"

Catalogs = Mapping[str, Mapping[str, str]]
"""The versions that a workspace of pnpm gives names, by the catalog that they are in; the default one has no name."""


def read_package_json(text: str, into: Findings, catalogs: Catalogs, files: ManifestFiles) -> None:
    """Read a package.json, and what lies beside it that says more of the package."""
    document = load_json(text, into)
    meta = into.table(document.get("peerDependenciesMeta"), "peerDependenciesMeta")
    for key, group in _GROUPS.items():
        for name, value in into.table(document.get(key), key).items():
            if not is_name(name):
                into.problem(f"has no valid name of a package in {key}; it is left out")
                continue
            is_optional = group == PEER and Findings("").table(meta.get(name), "").get("optional") is True
            specifier = _in_catalog(name, into.text(value, f"{key}.{name}"), catalogs)
            _declare(into, name, specifier, group, "optional" if is_optional else "")
    _describe(document, into, files)


def _in_catalog(name: str, specifier: str, catalogs: Catalogs) -> str:
    if not specifier.startswith(CATALOG):
        return specifier
    catalog = specifier.removeprefix(CATALOG)
    return catalogs.get("" if catalog == "default" else catalog, {}).get(name, specifier)


def _declare(into: Findings, name: str, specifier: str, group: str, marker: str) -> None:
    direct = ""
    prefix = next((prefix for prefix in _PREFIXES if specifier.startswith(prefix)), "")
    if prefix:  # `npm:other@^1`: code calls it by the key
        real, separator, version = specifier.removeprefix(prefix).rpartition("@")
        if not separator or not real:
            real, version = specifier.removeprefix(prefix), ""
        if prefix == "npm:" and is_name(real):
            into.imported_as.append((real, name))
            name, specifier = real, version
    elif specifier.startswith(_OTHER_PLACES) or (specifier.count("/") and not specifier.startswith("workspace:")):
        specifier, direct = "", direct_reference(specifier) + _commit(specifier)
    specifier = "" if specifier in {"*", "latest", "x", "X"} else specifier
    into.declared.append((name, Declaration(into.manifest, group, specifier, marker, direct=direct)))


def _commit(reference: str) -> str:
    """Return which commit or version of a repository is asked for: what stands behind `#` here, and is no secret."""
    _, separator, commit = without_credentials(reference).partition("#")
    return f"#{commit}" if separator and commit.replace("semver:", "").replace(".", "").isalnum() else ""


def _describe(document: dict[str, Any], into: Findings, files: ManifestFiles) -> None:
    name = into.text(document.get("name"), "name")
    if name and not is_name(name):
        into.problem("has no valid name of a package at name; it is left out")
        name = ""
    if not name:
        return
    engines = Findings("").table(document.get("engines"), "")
    node = into.text(engines.get("node"), "engines.node")
    folder = posixpath.dirname(into.manifest)
    commands = document.get("bin")
    scripts = {name.rpartition("/")[2]: commands} if isinstance(commands, str) else into.table(commands, "bin")
    if file := started(Findings("").texts(document.get("scripts"), "")):
        scripts = {**scripts, "npm start": file}
    ignoring = Findings(posixpath.join(folder, IGNORE))
    ignored = files.text(ignoring) if ignoring.manifest in files.paths else None
    into.distributions.append(
        Distribution(
            ecosystem="npm",
            manifest=into.manifest,
            name=name,
            version=into.text(document.get("version"), "version"),
            description=into.text(document.get("description"), "description"),
            runs_on=f"Node.js {node}" if node else "",
            scripts=tuple(
                sorted(
                    (command, launched(posixpath.normpath(posixpath.join(folder, file)), folder, files))
                    for command, file in into.texts(scripts, "bin").items()
                )
            ),
            contents=contents(document, ignored or "", folder, files.below(folder)),
        )
    )
