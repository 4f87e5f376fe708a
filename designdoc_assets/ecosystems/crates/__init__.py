"""Crates of Rust, as Cargo declares them."""

import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence

from designdoc_assets.ecosystems.crates.cargo_lock import read_cargo_lock
from designdoc_assets.ecosystems.crates.cargo_toml import CargoManifests
from designdoc_assets.ecosystems.crates.known_systems import SYSTEMS
from designdoc_assets.ecosystems.crates.names import first_segment, in_code
from designdoc_assets.ecosystems.ecosystem import Ecosystem, EcosystemWords, ImportMatch, Role
from designdoc_assets.ecosystems.facts import Dependency, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.own import is_own
from designdoc_assets.ecosystems.prefixes import match_by_prefix
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.linking import External

_MANIFEST, _LOCK = "Cargo.toml", "Cargo.lock"
_OF_THE_COMPILER = frozenset({"std", "core", "alloc", "proc_macro", "test", "crate", "self", "super", "Self"})
_OTHERS = {"md-5": "md5", "sha-1": "sha1", "rust-crypto": "crypto", "rust-ini": "ini"}
"""Well-known crates that code calls otherwise than their name tells."""


class Crates(Ecosystem):
    """The `Ecosystem` of Rust."""

    name = "crates"
    systems = SYSTEMS
    words = EcosystemWords(
        built="crate", imported="crate", undeclared="No `Cargo.toml` here declares a dependency of such a name."
    )

    def is_manifest(self, path: str) -> bool:
        """Tell whether a file describes a crate or a workspace of the target, or locks one."""
        return posixpath.basename(path) in {_MANIFEST, _LOCK} and is_own(path)

    def is_lock_file(self, path: str) -> bool:
        """Tell whether a path is that of a lock file."""
        return posixpath.basename(path) == _LOCK

    def passed_over(self, paths: Collection[str]) -> Iterable[str]:
        """Return the folders of crates that are not the target's own."""
        manifests = (path for path in paths if posixpath.basename(path) == _MANIFEST and not is_own(path))
        return (path.removesuffix(_MANIFEST) for path in manifests)

    def read(self, files: ManifestFiles, script_blocks: Mapping[str, str]) -> Sequence[Findings]:
        """Read crates, with what they inherit from their workspaces, and lock files."""
        own = sorted(filter(self.is_manifest, files.paths))
        findings = CargoManifests(files, [path for path in own if not self.is_lock_file(path)]).read_all()
        for path in filter(self.is_lock_file, own):
            findings.append(Findings(path))
            text = files.text(findings[-1], is_lock_file=True)
            if text is not None:
                read_cargo_lock(text, findings[-1])
        return findings

    def own_names(self, distribution: Distribution) -> Iterable[str]:
        """Return the name of a crate, also as code has it."""
        return [distribution.name, in_code(distribution.name)]

    def is_claim(self, name: str) -> bool:
        """Tell whether it is no crate that comes with the compiler, and no path in the crate itself."""
        return name not in _OF_THE_COMPILER

    def imported_name(self, entry: Import, outside: External | None) -> str:
        """Return the name of the crate."""
        return in_code(first_segment(outside.library if outside is not None else entry.module))

    def match(self, dependencies: Iterable[Dependency], imported: Iterable[str]) -> ImportMatch:
        """Match crates by their names, or by those that manifests give them."""
        names = {
            each.name: [_OTHERS.get(each.name, in_code(each.name)), *map(in_code, each.imported_as)]
            for each in dependencies
        }
        return match_by_prefix(names, imported, "::")

    def role(self, dependency: Dependency) -> Role | None:
        """Return nothing: a crate is there to be used by code."""
        return None


ECOSYSTEM = Crates()
