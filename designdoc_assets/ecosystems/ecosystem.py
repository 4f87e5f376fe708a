"""What an ecosystem gives: how its manifests are read, and how what code imports is matched with what they declare."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from designdoc_assets.ecosystems.facts import Dependency, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.systems import Systems
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.linking import External


class Role(StrEnum):
    """What a dependency is for that code need not import."""

    TOOL = "tool"
    STUBS = "type stubs"
    OF_OTHERS = "needed by other dependencies"
    OF_THE_USER = "brought by whoever uses the package"
    AT_RUN_TIME = "needed when it runs"
    VERSIONS = "a list of versions"
    GROUP = "brings others"


@dataclass(frozen=True, slots=True)
class ImportMatch:
    """What is imported, by the dependency that it belongs to. All modules are named as they were handed in."""

    by_dependency: Mapping[str, tuple[str, ...]]
    """For every dependency its imports; for a package of stubs, those of the library that it describes."""
    undeclared: Mapping[str, tuple[str, ...]]
    """Imports that no dependency accounts for, by the name of what they belong to as a whole."""
    unmatched: frozenset[str] = frozenset()
    """The dependencies that may have been imported under a name which does not tell."""


@dataclass(frozen=True, slots=True)
class EcosystemWords:
    """The words of those who use it."""

    built: str
    """What a manifest describes: a distribution, a crate."""
    imported: str
    """What is imported, in the singular."""
    undeclared: str
    """The sentence before what is imported and not declared."""


class Ecosystem(ABC):
    """Reads the manifests and lock files of one ecosystem. No tool of it is run, and nothing is fetched."""

    name: str
    """As `Language.ecosystem` has it, and the keys of dependencies."""
    words: EcosystemWords
    tells_test_dependencies: bool = True
    """Whether its manifests set apart what only tests need."""
    is_named_like_its_package: bool = False
    """Whether what is built holds a package of its own name, whose modules are parts before they are programs."""
    installs_programs: bool = False
    """Whether its tools install what begins in a folder as a command, without that anything declares it."""
    systems: Systems = Systems()
    """Which systems outside libraries speak to, and which libraries take requests."""
    named_in: frozenset[str] = frozenset()
    """What the names of files end in that are no source and no common configuration, and yet name dependencies."""

    @abstractmethod
    def is_manifest(self, path: str) -> bool:
        """Tell whether the file at a repository-relative path is one that is read on its own account."""

    @abstractmethod
    def is_lock_file(self, path: str) -> bool:
        """Tell whether a path is that of a lock file."""

    def only_lists(self, path: str) -> bool:
        """Tell whether a file does nothing but list dependencies: to be named there is no use."""
        return self.is_lock_file(path)

    @abstractmethod
    def read(self, files: ManifestFiles, script_blocks: Mapping[str, str]) -> Sequence[Findings]:
        """Read all manifests and lock files.

        Args:
            files: Those of the target.
            script_blocks: What scripts declare for themselves, in TOML, by their paths.
        """

    def built(self, findings: Iterable[Findings]) -> Collection[Distribution]:
        """Return what the target builds."""
        return [distribution for found in findings for distribution in found.distributions]

    def own_names(self, distribution: Distribution) -> Iterable[str]:
        """Return the names by which dependencies would mean something that the target builds."""
        return [distribution.name]

    def program_name(self, path: str, built: Distribution | None) -> str:
        """Return what a program is called that nothing declares; empty where that is the path of its file.

        Args:
            path: The file that it begins in.
            built: What is built from the folder around it.
        """
        return ""

    def passed_over(self, paths: Collection[str]) -> Iterable[str]:
        """Return the folders, with `/` behind, of manifests that speak for something else than the target."""
        return ()

    def is_claim(self, name: str) -> bool:
        """Tell whether it can be said of an import, by its whole name, that a manifest should declare it."""
        return True

    def imported_name(self, entry: Import, outside: External | None) -> str:
        """Return the name that tells what an import is of.

        Args:
            entry: The import.
            outside: What it leads to; None where no linker was asked.
        """
        return outside.library if outside is not None else entry.module

    @abstractmethod
    def match(self, dependencies: Iterable[Dependency], imported: Iterable[str]) -> ImportMatch:
        """Match imports to dependencies."""

    @abstractmethod
    def role(self, dependency: Dependency) -> Role | None:
        """Return what a dependency is for that need not be imported; None where it is for that."""

    def spellings(self, dependency: Dependency) -> Iterable[str]:
        """Return the names under which code or configuration may mention a dependency."""
        return (dependency.name, *dependency.imported_as)

    def dependency_modules(self, dependencies: Iterable[Dependency]) -> Container[str]:
        """Return the first names of the units that dependencies hold."""
        return frozenset(name for dependency in dependencies for name in self.spellings(dependency))
