"""Which code imports which declared dependency, and what is imported without being declared."""

from collections.abc import Mapping, Sequence, Set
from enum import StrEnum

from designdoc_assets.ecosystems.pypi.import_names import ImportMatch, is_tool, match_imports, stub_of
from designdoc_assets.languages.facts import FileFacts, When
from designdoc_assets.languages.registry import language
from designdoc_assets.program.linkers import Linkers
from designdoc_assets.source.snapshot import Snapshot


class DependencyUse(StrEnum):
    """What the code makes of a declared dependency."""

    USED = "imported"
    TESTS_ONLY = "imported by tests only"
    TESTS = "imported by tests"
    TOOL = "tool"
    STUBS = "type stubs"
    NAMED = "named"
    UNUSED = "named nowhere else"


class Need(StrEnum):
    """How the code depends on a module that no manifest declares."""

    ALWAYS = ""
    OPTIONAL = "in a `try` alone"
    TYPES = "for types only"
    LATE = "only when certain functions run"


class Usage:
    """The imports of third-party modules, matched with what the manifests declare."""

    def __init__(self, snapshot: Snapshot, linkers: Linkers) -> None:
        self._modules: dict[str, str] = {}
        self._when: dict[str, set[When]] = {}
        self._files = self._imports({p: f.facts for p, f in snapshot.files.items()}, linkers)
        tests = {p: f.facts for p, f in snapshot.tests.items() if p not in snapshot.files}
        self._tests = self._imports(tests, linkers)
        self._test_paths = frozenset(snapshot.tests)
        self._elsewhere: dict[str, list[str]] = {}
        for name, module, path in snapshot.elsewhere.imports:
            if linkers.is_third_party(module, path):
                self._elsewhere.setdefault(name, []).append(path)
                self._modules.setdefault(name, module)
        self._named: dict[str, list[str]] = {}
        for dependency, path in snapshot.elsewhere.named:
            self._named.setdefault(dependency, []).append(path)
        names = [dependency.name for dependency in snapshot.manifests.dependencies]
        self._match: ImportMatch = match_imports(names, [*self._files, *self._tests, *self._elsewhere])

    def standing_of(self, dependency: str) -> DependencyUse:
        """Return what the code makes of a dependency."""
        if stub_of(dependency):
            return DependencyUse.STUBS
        if self.files_of(dependency):
            return DependencyUse.USED
        if self.tests_of(dependency):
            return DependencyUse.TESTS if self._elsewhere_than_in_tests(dependency) else DependencyUse.TESTS_ONLY
        if is_tool(dependency):
            return DependencyUse.TOOL
        return DependencyUse.NAMED if self.named_in(dependency) else DependencyUse.UNUSED

    def modules_of(self, dependency: str) -> list[str]:
        """Return the modules of a dependency that are imported, as written."""
        return sorted({self._modules[name] for name in self._match.by_dependency.get(dependency, ())})

    def files_of(self, dependency: str) -> list[str]:
        """Return the files other than tests that import a dependency: where none is documented, of whatever kind."""
        modules = self._match.by_dependency.get(dependency, ())
        return _paths(modules, self._files) or _paths(modules, self._elsewhere)

    def is_only_elsewhere(self, dependency: str) -> bool:
        """Whether only code that is not documented imports a dependency: vendored code, say."""
        return bool(self.files_of(dependency)) and not _paths(self._match.by_dependency[dependency], self._files)

    def tests_of(self, dependency: str) -> list[str]:
        """Return the test files that import a dependency."""
        return _paths(self._match.by_dependency.get(dependency, ()), self._tests)

    def named_in(self, dependency: str) -> list[str]:
        """Return the code and configuration that names a dependency which nothing but tests imports."""
        return self._named.get(dependency, [])

    def _elsewhere_than_in_tests(self, dependency: str) -> bool:
        return any(path not in self._test_paths for path in self.named_in(dependency))

    def undeclared(self) -> list[tuple[str, list[str], Need]]:
        """Return top-level modules that are imported and not declared, the files that do so, and how they need them."""
        found = []
        for name, modules in self._match.undeclared.items():
            paths = _paths(modules, self._files)
            if paths:
                found.append((name, paths, _need({when for module in modules for when in self._when[module]})))
        return found

    def _imports(self, files: Mapping[str, FileFacts], linkers: Linkers) -> dict[str, list[str]]:
        found: dict[str, dict[str, None]] = {}
        declaring = {path: facts for path, facts in files.items() if language(facts.language).ecosystem}
        for path, facts in declaring.items():
            for entry in facts.imports:
                if not linkers.is_third_party(entry.module, path):
                    continue
                # `from google.cloud import storage`: only the full name tells which distribution is meant.
                name = f"{entry.module}.{entry.name}" if entry.name and entry.name != "*" else entry.module
                if linkers.find(name, path):
                    continue
                self._modules[name] = entry.module
                self._when.setdefault(name, set()).add(entry.when)
                found.setdefault(name, {})[path] = None
        return {name: list(paths) for name, paths in found.items()}


def _need(moments: Set[When]) -> Need:
    if moments == {"types"}:
        return Need.TYPES
    if "always" in moments:
        return Need.ALWAYS
    return Need.OPTIONAL if "optional" in moments else Need.LATE


def _paths(modules: Sequence[str], importers: Mapping[str, list[str]]) -> list[str]:
    return sorted({path for module in modules for path in importers.get(module, ())})
