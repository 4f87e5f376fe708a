"""The builds of Gradle in a target: which scripts, catalogs and properties belong together."""

import posixpath
from collections.abc import Iterator, Mapping

from designdoc_assets.ecosystems.facts import Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.maven import gradle
from designdoc_assets.ecosystems.maven.classes import SourceFiles
from designdoc_assets.ecosystems.maven.file_names import is_catalog, is_lock_file, is_properties, is_script, is_settings
from designdoc_assets.ecosystems.maven.names import is_name
from designdoc_assets.ecosystems.maven.version_catalog import Catalog
from designdoc_assets.languages.folders import folders_from

_CATALOG = "gradle/libs.versions.toml"
_MAX_NAME = 100


class GradleBuilds:
    """The scripts of a target.

    Args:
        files: Those of the target.
        findings: What is found in each file of a build.
        sources: The files of the target that hold classes.
    """

    def __init__(self, files: ManifestFiles, findings: Mapping[str, Findings], sources: SourceFiles) -> None:
        self._sources = sources
        texts = {path: files.text(found, is_lock_file=is_lock_file(path)) for path, found in findings.items()}
        self._texts = {path: text for path, text in texts.items() if text is not None}
        self._findings = findings
        self._catalogs = {path: Catalog(text, findings[path]) for path, text in self._texts.items() if is_catalog(path)}
        self._named: dict[str, dict[str, Catalog]] = {}
        """Those that settings give names, by the folder of these."""
        self._variables: dict[str, dict[str, str]] = {}
        """By folder."""
        for path, text in self._texts.items():
            if is_properties(path) or is_script(path):
                given = gradle.properties(text) if is_properties(path) else gradle.variables(text)
                self._variables.setdefault(posixpath.dirname(path), {}).update(given)
            if is_settings(path):
                folder = posixpath.dirname(path)
                given_names = {name: posixpath.join(folder, file) for name, file in gradle.catalogs(text).items()}
                self._named[folder] = {
                    name: self._catalogs[at] for name, at in given_names.items() if at in self._catalogs
                }

    def read_all(self) -> None:
        """Read every script and lock file."""
        for path, text in self._texts.items():
            into = self._findings[path]
            if is_settings(path):
                self._describe(text, into)
            elif is_script(path):
                gradle.read_script(text, into, self._known(path))
            elif is_lock_file(path):
                _read_lock(text, into)

    def _describe(self, text: str, into: Findings) -> None:
        """Record the build that a settings script names, and what its scripts say that is started."""
        name = into.text(gradle.root_name(text), "rootProject.name")
        if name and len(name) <= _MAX_NAME and "$" not in name:
            programs = tuple(sorted(self._programs(posixpath.dirname(into.manifest), name)))
            into.distributions.append(
                Distribution(ecosystem="maven", manifest=into.manifest, name=name, scripts=programs)
            )

    def _programs(self, root: str, name: str) -> Iterator[tuple[str, str]]:
        within = f"{root}/" if root else ""
        for path, text in self._texts.items():
            if is_script(path) and not is_settings(path) and path.startswith(within):
                folder = posixpath.dirname(path)
                own, started = gradle.application(text)
                if started:
                    project = name if folder == root else posixpath.basename(folder)
                    yield own or project, self._sources.of(started, folder)

    def _known(self, path: str) -> gradle.Known:
        """Return what a script may refer to: it knows what the folders above give names."""
        known = gradle.Known()
        for folder in folders_from(posixpath.dirname(path)):
            known.variables = self._variables.get(folder, {}) | known.variables
            given = self._catalogs.get(posixpath.join(folder, _CATALOG))
            standard = {gradle.DEFAULT_CATALOG: given} if given is not None else {}
            known.catalogs = standard | self._named.get(folder, {}) | known.catalogs
        # Scripts in a folder of their own are applied to the projects beside it.
        shared = self._variables.get("gradle", {})
        known.variables = shared | known.variables
        return known


def _read_lock(text: str, into: Findings) -> None:
    """Read a lock file: `group:artifact:version=configuration,...`."""
    for line in text.split("\n"):
        name, _, version = line.partition("=")[0].rpartition(":")
        if is_name(name):
            into.lock_version(name, version)
