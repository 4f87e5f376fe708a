"""Cargo.toml: crates, workspaces, and what crates inherit from these."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from designdoc_assets.ecosystems.crates.binaries import binaries
from designdoc_assets.ecosystems.crates.contents import contents
from designdoc_assets.ecosystems.crates.names import NAME, in_code
from designdoc_assets.ecosystems.documents import load_toml
from designdoc_assets.ecosystems.facts import Declaration, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.urls import direct_from
from designdoc_assets.languages.folders import folders_from

_TABLES = {
    "dependencies": "",
    "dev-dependencies": "dev-dependencies",
    "dev_dependencies": "dev-dependencies",
    "build-dependencies": "build-dependencies",
    "build_dependencies": "build-dependencies",
}
_WORKSPACE = "workspace"
_OPTIONAL = "optional"
_TEXTS = ("version", "git", "rev", "branch", "tag", "path", "package")


class _Place(NamedTuple):
    """Of a table of dependencies: its group, on which targets it counts, and where it stands."""

    group: str
    condition: str
    where: str


class CargoManifests:
    """The manifests of a target.

    Args:
        files: Those of the target.
        paths: Which of them are manifests.
    """

    def __init__(self, files: ManifestFiles, paths: Iterable[str]) -> None:
        self._paths = files.paths
        self._documents: dict[str, dict[str, Any]] = {}
        self._findings: dict[str, Findings] = {}
        for path in paths:
            found = self._findings[path] = Findings(path)
            text = files.text(found)
            self._documents[path] = load_toml(text, found) if text is not None else {}

    def read_all(self) -> list[Findings]:
        """Read every manifest."""
        for path, document in self._documents.items():
            into = self._findings[path]
            workspace = self._workspace_of(path)
            own = into.table(document.get(_WORKSPACE), _WORKSPACE)
            _declare_all(into, own.get("dependencies"), _Place(_WORKSPACE, "", "workspace.dependencies"), {})
            _declare_tables(into, document, "", workspace)
            for condition, tables in into.table(document.get("target"), "target").items():
                _declare_tables(into, into.table(tables, f"target.{condition}"), condition, workspace)
            if package := into.table(document.get("package"), "package"):
                features = into.table(document.get("features"), "features")
                _describe(into, package, workspace, features)
                self._tell_programs(into, document)
        return list(self._findings.values())

    def _tell_programs(self, into: Findings, document: Mapping[str, Any]) -> None:
        folder = posixpath.dirname(into.manifest)
        for at, each in enumerate(into.distributions):
            programs = tuple(binaries(document, folder, each.name, self._paths))
            held = contents(document, into.manifest, programs)
            into.distributions[at] = replace(each, scripts=programs, contents=held)

    def _workspace_of(self, path: str) -> dict[str, Any]:
        """Return the table of the workspace that a crate is of, in its own manifest or in that of a folder above."""
        silent = Findings("")
        package = silent.table(self._documents[path].get("package"), "")
        named = package.get(_WORKSPACE)
        if isinstance(named, str):
            root = posixpath.normpath(posixpath.join(posixpath.dirname(path), named, "Cargo.toml"))
            return silent.table(self._documents.get(root, {}).get(_WORKSPACE), "")
        for folder in folders_from(posixpath.dirname(path)):
            manifest = posixpath.join(folder, "Cargo.toml")
            if _WORKSPACE in self._documents.get(manifest, {}):
                return silent.table(self._documents[manifest][_WORKSPACE], "")
        return {}


def _declare_tables(into: Findings, tables: Mapping[str, Any], condition: str, workspace: Mapping[str, Any]) -> None:
    inherited = Findings("").table(workspace.get("dependencies"), "")
    for key, group in _TABLES.items():
        where = f"target.{condition}.{key}" if condition else key
        _declare_all(into, tables.get(key), _Place(group, condition, where), inherited)


def _declare_all(into: Findings, table: object, place: _Place, inherited: Mapping[str, Any]) -> None:
    for key, value in into.table(table, place.where).items():
        _declare(into, key, value, place, inherited)


def _declare(into: Findings, key: str, value: object, place: _Place, inherited: Mapping[str, Any]) -> None:
    if not NAME.fullmatch(key):
        into.problem(f"has no valid name of a crate at {place.where}; it is left out")
        return
    where = f"{place.where}.{key}"
    own = {"version": value} if isinstance(value, str) else into.table(value, where)
    base: dict[str, Any] = {}
    if own.get(_WORKSPACE) is True:
        if key not in inherited:
            into.problem(f"inherits {key} from a workspace that does not declare it")
        above = inherited.get(key)
        base = {"version": above} if isinstance(above, str) else Findings("").table(above, "")
    texts = {name: into.text(own.get(name, base.get(name)), f"{where}.{name}") for name in _TEXTS}
    features = {
        into.text(feature, f"{where}.features")
        for table in (base, own)
        for feature in into.array(table.get("features"), f"{where}.features")
    }
    name = texts["package"] if NAME.fullmatch(texts["package"]) else key
    if name != key:
        into.imported_as.append((name, in_code(key)))
    conditions = [place.condition, _OPTIONAL if own.get(_OPTIONAL) is True else ""]
    into.declared.append(
        (
            name,
            Declaration(
                manifest=into.manifest,
                group=place.group,
                specifier="" if texts["version"] == "*" else texts["version"],
                marker=", ".join(filter(None, conditions)),
                extras=tuple(sorted(features - {""})),
                direct=direct_from(texts),
            ),
        )
    )


def _brought(into: Findings, feature: str, brings: object) -> Iterable[str]:
    texts = (into.text(each, f"features.{feature}") for each in into.array(brings, f"features.{feature}"))
    return filter(None, texts)


def _describe(
    into: Findings, package: Mapping[str, Any], workspace: Mapping[str, Any], features: Mapping[str, Any]
) -> None:
    """Record the crate that a manifest describes; a field may be inherited."""
    above = Findings("").table(workspace.get("package"), "")
    fields = {}
    for key in ("name", "version", "description", "rust-version"):
        value = package.get(key)
        if isinstance(value, dict) and value.get(_WORKSPACE) is True:
            value = above.get(key)
        fields[key] = into.text(value, f"package.{key}")
    if not NAME.fullmatch(fields["name"]):
        into.problem("has no valid name of a crate at package.name; it is left out")
        return
    version = fields["rust-version"]
    into.distributions.append(
        Distribution(
            ecosystem="crates",
            manifest=into.manifest,
            name=fields["name"],
            version=fields["version"],
            description=fields["description"],
            runs_on=f"Rust {version}" if version else "",
            features=tuple((name, tuple(_brought(into, name, on))) for name, on in features.items()),
        )
    )
