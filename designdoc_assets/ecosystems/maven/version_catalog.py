"""A version catalog of Gradle: names for artifacts and their versions, which build scripts use."""

import re
from collections.abc import Mapping
from typing import Any

from designdoc_assets.ecosystems.documents import load_toml
from designdoc_assets.ecosystems.findings import Findings

_RICH = ("strictly", "require", "prefer")
_SEPARATOR = re.compile(r"[-_.]")


class Catalog:
    """The libraries of a catalog, by the names that build scripts have for them."""

    def __init__(self, text: str, into: Findings) -> None:
        document = load_toml(text, into)
        self._versions = {
            _accessor(name): _version(value, {}, into)
            for name, value in into.table(document.get("versions"), "versions").items()
        }
        self._libraries: dict[str, tuple[str, str]] = {}
        for name, value in into.table(document.get("libraries"), "libraries").items():
            artifact, version = self._library(value, f"libraries.{name}", into)
            self._libraries[_accessor(name)] = artifact, version
        self._bundles = {
            _accessor(name): [_accessor(each) for each in into.array(of, f"bundles.{name}") if isinstance(each, str)]
            for name, of in into.table(document.get("bundles"), "bundles").items()
        }

    def named(self, accessor: str) -> list[tuple[str, str]]:
        """Return the artifacts, with their versions, that `libs.` and this name mean."""
        if accessor.startswith("bundles."):
            members = self._bundles.get(accessor.removeprefix("bundles."), ())
            return [self._libraries[each] for each in members if each in self._libraries]
        found = self._libraries.get(accessor.removesuffix(".get").removesuffix(".asProvider"))
        return [found] if found is not None else []

    def version(self, accessor: str) -> str | None:
        """Return the version that `libs.versions.` and this name mean."""
        return self._versions.get(accessor)

    def _library(self, value: object, where: str, into: Findings) -> tuple[str, str]:
        if isinstance(value, str):
            group, _, rest = into.text(value, where).partition(":")
            artifact, _, version = rest.partition(":")
            return f"{group}:{artifact}", version
        table = into.table(value, where)
        group, artifact = (into.text(table.get(key), f"{where}.{key}") for key in ("group", "name"))
        module = into.text(table.get("module"), f"{where}.module") or f"{group}:{artifact}"
        return module, _version(table.get("version"), self._versions, into)


def _version(value: object, versions: Mapping[str, str], into: Findings) -> str:
    if isinstance(value, dict):
        rich: dict[str, Any] = value
        if isinstance(rich.get("ref"), str):
            return versions.get(_accessor(rich["ref"]), "")
        value = next((rich[key] for key in _RICH if key in rich), None)
    return into.text(value, "a version")


def _accessor(name: str) -> str:
    """Return a name of a catalog as build scripts have it."""
    return _SEPARATOR.sub(".", name)
