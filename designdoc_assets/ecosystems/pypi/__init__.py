"""PyPI: the distributions of Python."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from designdoc_assets.ecosystems.ecosystem import Ecosystem, EcosystemWords, ImportMatch, Role
from designdoc_assets.ecosystems.facts import Dependency, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.pypi.file_names import is_lock_file, is_manifest, is_requirements_file
from designdoc_assets.ecosystems.pypi.findings import ECOSYSTEM_NAME, PythonFindings
from designdoc_assets.ecosystems.pypi.import_names import TopLevelNames, is_tool, known_names, match_imports, stub_of
from designdoc_assets.ecosystems.pypi.known_systems import SYSTEMS
from designdoc_assets.ecosystems.pypi.names import normalise
from designdoc_assets.ecosystems.pypi.reading import PythonManifests, one_per_folder
from designdoc_assets.ecosystems.pypi.script_block import read_script_block
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.linking import External


class PyPI(Ecosystem):
    """The `Ecosystem` of Python."""

    name = ECOSYSTEM_NAME
    systems = SYSTEMS
    words = EcosystemWords(
        built="distribution",
        imported="module",
        undeclared="No manifest here declares a distribution that is known to hold these modules.",
    )
    is_named_like_its_package = True

    def is_manifest(self, path: str) -> bool:
        """Tell whether a file is read on its own account."""
        return is_manifest(path)

    def is_lock_file(self, path: str) -> bool:
        """Tell whether a path is that of a lock file."""
        return is_lock_file(path)

    def only_lists(self, path: str) -> bool:
        """Tell whether a file is a lock or a requirements file."""
        return is_lock_file(path) or is_requirements_file(path)

    def read(self, files: ManifestFiles, script_blocks: Mapping[str, str]) -> Sequence[Findings]:
        """Read every manifest, every requirements file that one of them names, and the blocks of scripts."""
        findings = PythonManifests(files).read_all()
        for path, block in script_blocks.items():
            findings.append(PythonFindings(path))
            read_script_block(block, findings[-1])
        return findings

    def built(self, findings: Iterable[Findings]) -> Collection[Distribution]:
        """Return one distribution per folder."""
        return one_per_folder(findings)

    def own_names(self, distribution: Distribution) -> Iterable[str]:
        """Return the normalised name."""
        return [normalise(distribution.name)]

    def imported_name(self, entry: Import, outside: External | None) -> str:
        """Return the full name: of `from google.cloud import storage` only that tells which distribution is meant."""
        return f"{entry.module}.{entry.name}" if entry.name and entry.name != "*" else entry.module

    def match(self, dependencies: Iterable[Dependency], imported: Iterable[str]) -> ImportMatch:
        """Match imports by what names of distributions tell of those of their modules."""
        return match_imports((dependency.name for dependency in dependencies), imported)

    def role(self, dependency: Dependency) -> Role | None:
        """Return whether it is a package of type stubs, or a tool."""
        if stub_of(dependency.name):
            return Role.STUBS
        return Role.TOOL if is_tool(dependency.name) else None

    def spellings(self, dependency: Dependency) -> Iterable[str]:
        """Return its name, and those of its modules."""
        return known_names(dependency.name)

    def dependency_modules(self, dependencies: Iterable[Dependency]) -> Container[str]:
        """Return the first names of modules, as far as names tell."""
        return TopLevelNames(dependency.name for dependency in dependencies)


ECOSYSTEM = PyPI()
