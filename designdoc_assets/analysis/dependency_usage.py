"""Which code imports which declared dependency, and what is imported without being declared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from designdoc_assets.ecosystems.ecosystem import Ecosystem, Role
from designdoc_assets.ecosystems.facts import Dependency
from designdoc_assets.ecosystems.registry import ecosystems_named
from designdoc_assets.languages.facts import FileFacts, Import, When
from designdoc_assets.languages.registry import language
from designdoc_assets.program.linkers import Linkers
from designdoc_assets.source.snapshot import Snapshot


class DependencyStatus(StrEnum):
    """Whether code imports a declared dependency, or why it need not."""

    USED = "imported"
    TESTS_ONLY = "imported by tests only"
    TESTS = "imported by tests"
    TOOL = Role.TOOL.value
    STUBS = Role.STUBS.value
    OF_OTHERS = Role.OF_OTHERS.value
    OF_THE_USER = Role.OF_THE_USER.value
    AT_RUN_TIME = Role.AT_RUN_TIME.value
    VERSIONS = Role.VERSIONS.value
    GROUP = Role.GROUP.value
    NAMED = "named"
    UNKNOWN = "unknown from its name"
    UNUSED = "named nowhere else"


class Need(StrEnum):
    """How the code depends on a module that no manifest declares."""

    ALWAYS = ""
    OPTIONAL = "only inside a `try`"
    TYPES = "for types only"
    LATE = "only when certain functions run"


@dataclass(frozen=True, slots=True)
class DependencyImports:
    """The imports of one dependency, and the status that they give it. Paths are sorted."""

    status: DependencyStatus
    modules: tuple[str, ...]
    """Those of its modules that are imported, as written."""
    files: tuple[str, ...]
    """The documented files that import it; if there are none, files that are not documented, such as vendored ones."""
    tests: tuple[str, ...]
    named_in: tuple[str, ...]
    """The code and configuration that names it, searched where nothing but tests imports it."""
    is_only_elsewhere: bool
    """Whether only code that is not documented imports it: vendored code, say."""


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A third-party module, or the package of one, that is imported and that no manifest declares."""

    ecosystem: str
    name: str
    files: tuple[str, ...]
    need: Need


class DependencyUsage:
    """The imports of third-party modules, matched with what the manifests declare."""

    def __init__(self, snapshot: Snapshot, linkers: Linkers) -> None:
        files = {path: file.facts for path, file in snapshot.files.items()}
        tests = {path: file.facts for path, file in snapshot.tests.items() if path not in snapshot.files}
        parts = [_Part(each, snapshot, files, tests, linkers) for each in ecosystems_named(snapshot.ecosystems)]
        self._uses = {key: use for part in parts for key, use in part.uses()}
        self._undeclared = [found for part in parts for found in part.undeclared()]

    def of(self, dependency: Dependency) -> DependencyImports:
        """Return the imports of a dependency."""
        return self._uses[dependency.ecosystem, dependency.name]

    def undeclared(self) -> Sequence[Undeclared]:
        """Return what is imported and not declared, the files that do so, and how they need it."""
        return self._undeclared


class _Part:
    """The dependencies and imports of one ecosystem."""

    def __init__(
        self,
        ecosystem: Ecosystem,
        snapshot: Snapshot,
        files: Mapping[str, FileFacts],
        tests: Mapping[str, FileFacts],
        linkers: Linkers,
    ) -> None:
        self._ecosystem = ecosystem
        self._linkers = linkers
        self._modules: dict[str, str] = {}
        self._when: dict[str, set[When]] = {}
        documented = list(self._entries(files))
        self._files = self._imports(each for each in documented if each[1].when != "tests")
        inside = [each for each in documented if each[1].when == "tests"]
        self._tests = self._imports([*self._entries(tests), *inside])
        self._test_paths = frozenset(snapshot.tests)
        self._elsewhere: dict[str, list[str]] = {}
        for of, name, module, path in snapshot.elsewhere.imports:
            if of == ecosystem.name and linkers.is_third_party(module, path):
                self._elsewhere.setdefault(name, []).append(path)
                self._modules.setdefault(name, module)
        self._named: dict[str, list[str]] = {}
        for of, dependency, path in snapshot.elsewhere.named:
            if of == ecosystem.name:
                self._named.setdefault(dependency, []).append(path)
        manifests = snapshot.manifests
        self._passed_over = tuple(folder for of, folder in manifests.passed_over if of == ecosystem.name)
        self._declared = [each for each in manifests.dependencies if each.ecosystem == ecosystem.name]
        self._match = ecosystem.match(self._declared, [*self._files, *self._tests, *self._elsewhere])
        own = (each for each in manifests.distributions if each.ecosystem == ecosystem.name)
        self._own = frozenset(name for each in own for name in ecosystem.own_names(each))

    def uses(self) -> Iterable[tuple[tuple[str, str], DependencyImports]]:
        """Yield the imports of each dependency, by its ecosystem and name."""
        for dependency in self._declared:
            name = dependency.name
            imported = self._match.by_dependency.get(name, ())
            documented = _paths(imported, self._files)
            files = documented or _paths(imported, self._elsewhere)
            tests = _paths(imported, self._tests)
            named_in = self._named.get(name, [])
            yield (
                (dependency.ecosystem, name),
                DependencyImports(
                    status=self._status(dependency, files, tests, named_in),
                    modules=tuple(sorted({self._modules[module] for module in imported})),
                    files=files,
                    tests=tests,
                    named_in=tuple(named_in),
                    is_only_elsewhere=bool(files) and not documented,
                ),
            )

    def undeclared(self) -> Iterable[Undeclared]:
        """Yield what documented files import, and no manifest declares."""
        for name, modules in self._match.undeclared.items():
            paths = tuple(path for path in _paths(modules, self._files) if not path.startswith(self._passed_over))
            if paths and name not in self._own and self._ecosystem.is_claim(name):
                need = _need({when for module in modules for when in self._when.get(module, ())})
                yield Undeclared(self._ecosystem.name, name, paths, need)

    def _status(
        self, dependency: Dependency, files: Sequence[str], tests: Sequence[str], named_in: Sequence[str]
    ) -> DependencyStatus:
        """Return how a dependency is used: what imports it says most, then what else names it."""
        role = self._ecosystem.role(dependency)
        if role is Role.STUBS:
            return DependencyStatus.STUBS
        if files:
            return DependencyStatus.USED
        if tests:
            is_elsewhere = any(path not in self._test_paths for path in named_in)
            return DependencyStatus.TESTS if is_elsewhere else DependencyStatus.TESTS_ONLY
        if role is not None:
            return DependencyStatus(role.value)
        if named_in:
            return DependencyStatus.NAMED
        return DependencyStatus.UNKNOWN if dependency.name in self._match.unmatched else DependencyStatus.UNUSED

    def _imports(self, entries: Iterable[tuple[str, Import]]) -> dict[str, list[str]]:
        found: dict[str, dict[str, None]] = {}
        for path, entry in entries:
            if not self._linkers.is_third_party(entry.module, path):
                continue
            name = self._ecosystem.imported_name(entry, self._linkers.outside(entry.module, path))
            if self._linkers.find(name, path):
                continue
            self._modules[name] = entry.module
            self._when.setdefault(name, set()).add(entry.when)
            found.setdefault(name, {})[path] = None
        return {name: list(paths) for name, paths in found.items()}

    def _entries(self, files: Mapping[str, FileFacts]) -> Iterator[tuple[str, Import]]:
        for path, facts in files.items():
            if language(facts.language).ecosystem == self._ecosystem.name:
                yield from ((path, entry) for entry in facts.imports)


def _need(moments: Set[When]) -> Need:
    if moments == {"types"}:
        return Need.TYPES
    if "always" in moments:
        return Need.ALWAYS
    return Need.OPTIONAL if "optional" in moments else Need.LATE


def _paths(modules: Sequence[str], importers: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(sorted({path for module in modules for path in importers.get(module, ())}))
