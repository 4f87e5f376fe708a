"""npm: the packages of JavaScript and TypeScript."""

import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence

from designdoc_assets.ecosystems.ecosystem import Ecosystem, EcosystemWords, ImportMatch, Role
from designdoc_assets.ecosystems.facts import Dependency
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.npm.catalogs import read_catalogs
from designdoc_assets.ecosystems.npm.known_systems import SYSTEMS
from designdoc_assets.ecosystems.npm.known_tools import is_tool
from designdoc_assets.ecosystems.npm.locks import read_package_lock, read_pnpm_lock, read_yarn_lock
from designdoc_assets.ecosystems.npm.names import described_by, is_name, package_of
from designdoc_assets.ecosystems.npm.package_json import PEER, Catalogs, read_package_json
from designdoc_assets.ecosystems.own import is_own
from designdoc_assets.ecosystems.prefixes import match_by_prefix
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.linking import External

_MANIFEST, _WORKSPACE = "package.json", "pnpm-workspace.yaml"
_NPM_LOCKS = frozenset({"package-lock.json", "npm-shrinkwrap.json"})
_YARN_LOCK, _PNPM_LOCK = "yarn.lock", "pnpm-lock.yaml"
_LOCKS = _NPM_LOCKS | {_YARN_LOCK, _PNPM_LOCK}


class Npm(Ecosystem):
    """The `Ecosystem` of JavaScript and TypeScript."""

    name = "npm"
    systems = SYSTEMS
    words = EcosystemWords(
        built="package", imported="package", undeclared="No `package.json` here declares packages of these names."
    )
    named_in = frozenset(
        {".css", ".scss", ".sass", ".less", ".html", ".vue", ".svelte", ".astro", ".mdx", ".json5", ".jsonc"}
    )

    def is_manifest(self, path: str) -> bool:
        """Tell whether a file describes a package or a workspace of the target, or locks one."""
        return posixpath.basename(path) in {_MANIFEST, _WORKSPACE, *_LOCKS} and is_own(path)

    def is_lock_file(self, path: str) -> bool:
        """Tell whether a path is that of a lock file."""
        return posixpath.basename(path) in _LOCKS

    def only_lists(self, path: str) -> bool:
        """Tell whether a file is a lock, or lists versions for a workspace."""
        return self.is_lock_file(path) or posixpath.basename(path) == _WORKSPACE

    def passed_over(self, paths: Collection[str]) -> Iterable[str]:
        """Return the folders of packages that are not the target's own."""
        manifests = (path for path in paths if posixpath.basename(path) == _MANIFEST and not is_own(path))
        return (path.removesuffix(_MANIFEST) for path in manifests)

    def read(self, files: ManifestFiles, script_blocks: Mapping[str, str]) -> Sequence[Findings]:
        """Read packages, with the versions that their workspace gives names, and lock files."""
        own = sorted(filter(self.is_manifest, files.paths))
        catalogs, findings = self._catalogs(files, own)
        for path in own:
            if posixpath.basename(path) == _MANIFEST:
                findings.append(Findings(path))
                text = files.text(findings[-1])
                if text is not None:
                    read_package_json(text, findings[-1], catalogs, files)
        asked: dict[str, set[str]] = {}
        for found in findings:
            for name, declaration in found.declared:
                asked.setdefault(name, set()).add(declaration.specifier or "*")
        for path in filter(self.is_lock_file, own):
            findings.append(Findings(path))
            text = files.text(findings[-1], is_lock_file=True)
            if text is not None:
                _read_lock(text, findings[-1], asked)
        return findings

    def is_claim(self, name: str) -> bool:
        """Tell whether it can be the name of a package, and no alias, and no scheme, of a build tool."""
        return is_name(name)

    def imported_name(self, entry: Import, outside: External | None) -> str:
        """Return the package."""
        return package_of(outside.library if outside is not None else entry.module)

    def match(self, dependencies: Iterable[Dependency], imported: Iterable[str]) -> ImportMatch:
        """Match packages by their names; what only types are declared of, by theirs."""
        declared = list(dependencies)
        names = {each.name: [each.name, *each.imported_as] for each in declared if not described_by(each.name)}
        imports = set(imported)
        found = match_by_prefix(names, imports, "/", whole=2)
        described = {each.name: [described_by(each.name) or ""] for each in declared if described_by(each.name)}
        types = match_by_prefix(described, imports, "/").by_dependency
        of_types = {name for names in types.values() for name in names}
        undeclared = {name: of for name, of in found.undeclared.items() if not of_types.issuperset(of)}
        # Without a manifest, code comes from elsewhere than npm.
        return ImportMatch({**found.by_dependency, **types}, undeclared if declared else {})

    def role(self, dependency: Dependency) -> Role | None:
        """Return whether it holds types, is a tool, or is left to who uses the package."""
        if described_by(dependency.name) is not None:
            return Role.STUBS
        if is_tool(dependency.name):
            return Role.TOOL
        groups = {declaration.group for declaration in dependency.declarations}
        return Role.OF_THE_USER if groups == {PEER} else None

    def _catalogs(self, files: ManifestFiles, paths: Iterable[str]) -> tuple[Catalogs, list[Findings]]:
        catalogs: dict[str, dict[str, str]] = {}
        findings = []
        for path in paths:
            if posixpath.basename(path) == _WORKSPACE:
                findings.append(Findings(path))
                text = files.text(findings[-1])
                if text is not None:
                    for name, versions in read_catalogs(text, findings[-1]).items():
                        catalogs.setdefault(name, {}).update(versions)
        return catalogs, findings


def _read_lock(text: str, into: Findings, asked: Mapping[str, set[str]]) -> None:
    name = posixpath.basename(into.manifest)
    if name in _NPM_LOCKS:
        read_package_lock(text, into)
    elif name == _YARN_LOCK:
        read_yarn_lock(text, into, asked)
    else:
        read_pnpm_lock(text, into)


ECOSYSTEM = Npm()
