"""Go modules."""

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from designdoc_assets.ecosystems.ecosystem import Ecosystem, EcosystemWords, ImportMatch, Role
from designdoc_assets.ecosystems.facts import Dependency, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.go.go_mod import INDIRECT, TOOL, read_go_mod, read_replacements, replaced
from designdoc_assets.ecosystems.go.go_sum import read_go_sum
from designdoc_assets.ecosystems.go.known_systems import SYSTEMS
from designdoc_assets.ecosystems.go.program_names import program_names
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.own import is_own
from designdoc_assets.ecosystems.prefixes import match_by_prefix
from designdoc_assets.languages.folders import folders_from
from designdoc_assets.languages.keys import ROOT_PACKAGE

_MAJOR = re.compile(r"v\d+")
_MODULE, _SUMS, _WORKSPACE = "go.mod", "go.sum", "go.work"


class Go(Ecosystem):
    """The `Ecosystem` of Go."""

    name = "go"
    systems = SYSTEMS
    words = EcosystemWords(
        built="module",
        imported="module",
        undeclared="No `go.mod` here requires a module that these packages can be of.",
    )
    tells_test_dependencies = False
    installs_programs = True

    def is_manifest(self, path: str) -> bool:
        """Tell whether a file describes a module or a workspace of the target, or has the sums of one."""
        return posixpath.basename(path) in {_MODULE, _SUMS, _WORKSPACE, f"{_WORKSPACE}.sum"} and is_own(path)

    def is_lock_file(self, path: str) -> bool:
        """Tell whether a file has sums of modules."""
        return posixpath.basename(path) in {_SUMS, f"{_WORKSPACE}.sum"}

    def only_lists(self, path: str) -> bool:
        """Tell whether a file lists modules."""
        return posixpath.basename(path) in {_MODULE, _SUMS, _WORKSPACE, f"{_WORKSPACE}.sum"}

    def passed_over(self, paths: Collection[str]) -> Iterable[str]:
        """Return the folders of modules that are not the target's own."""
        return (
            path.removesuffix(_MODULE) for path in paths if posixpath.basename(path) == _MODULE and not is_own(path)
        )

    def read(self, files: ManifestFiles, script_blocks: Mapping[str, str]) -> Sequence[Findings]:
        """Read modules, what workspaces replace in them, and sums."""
        findings = []
        replacements: dict[str, str] = {}
        for path in sorted(filter(self.is_manifest, files.paths)):
            found = Findings(path)
            text = files.text(found, is_lock_file=self.is_lock_file(path))
            name = posixpath.basename(path)
            if text is not None and name == _MODULE:
                read_go_mod(text, found)
            elif text is not None and name == _WORKSPACE:
                replacements.update(read_replacements(text, found))
            elif text is not None:
                read_go_sum(text, found)
            findings.append(found)
        for found in findings:
            found.declared = [(name, replaced(declared, replacements.get(name))) for name, declared in found.declared]
        _name_programs(findings, program_names(files))
        return findings

    def match(self, dependencies: Iterable[Dependency], imported: Iterable[str]) -> ImportMatch:
        """Match packages to the modules whose paths begin theirs."""
        return match_by_prefix({each.name: [each.name] for each in dependencies}, imported, "/", whole=99)

    def role(self, dependency: Dependency) -> Role | None:
        """Return whether only other modules, or a command, need it."""
        groups = {declaration.group for declaration in dependency.declarations}
        if TOOL in groups:
            return Role.TOOL
        return Role.OF_OTHERS if groups == {INDIRECT} else None

    def program_name(self, path: str, built: Distribution | None) -> str:
        """Return the name under which a program is installed: the last part of the path of its package."""
        folder = posixpath.dirname(path)
        if built is None or folder != posixpath.dirname(built.manifest):
            return posixpath.basename(folder)
        parts = built.name.split("/")
        return parts[-2] if len(parts) > 1 and _MAJOR.fullmatch(parts[-1]) else parts[-1]


def _name_programs(findings: Iterable[Findings], names: Mapping[str, str]) -> None:
    """Tell each module the names of the programs that are built from its folders."""
    modules = {posixpath.dirname(each.manifest): found for found in findings for each in found.distributions}
    for folder, name in names.items():
        home = next((each for each in folders_from(folder) if each in modules), None)
        if home is not None:
            at = modules[home].distributions
            at[:] = [
                replace(each, scripts=tuple(sorted((*each.scripts, (name, f"{folder or ROOT_PACKAGE}/")))))
                for each in at
            ]


ECOSYSTEM = Go()
