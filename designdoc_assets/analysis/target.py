"""The target: its snapshot, the relations in it, its partition keys, and the pages on which these are documented."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any, TypeVar

from designdoc_assets.analysis.dependency_usage import DependencyUsage
from designdoc_assets.analysis.fixtures import Fixtures
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.listed_constants import is_shown
from designdoc_assets.analysis.member_anchors import anchors_of_class, anchors_of_file
from designdoc_assets.analysis.own_pages import class_has_page, dependency_has_page
from designdoc_assets.analysis.places import Places
from designdoc_assets.analysis.reexports import Reexports
from designdoc_assets.analysis.started import started_files
from designdoc_assets.analysis.symbol_list import MOST_ON_A_PAGE, letters, public_symbols
from designdoc_assets.languages.facts import AttributeSort, Class, FileFacts
from designdoc_assets.languages.keys import ROOT_PACKAGE, PartitionKey, class_key, decode, encode, split_class_key
from designdoc_assets.languages.registry import words_of
from designdoc_assets.pages.anchors import address
from designdoc_assets.pages.layout import LLMS, Layout
from designdoc_assets.pages.sources import SourceUrls
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol, as_class, class_symbol, constant_symbol, keyed_class_symbol
from designdoc_assets.source.snapshot import Snapshot, SourceFile

T = TypeVar("T")

DOCUMENTS = (
    *(PartitionKey(name) for name in ("SYSTEM_DESIGN", "ARCHITECTURE", "TECH_DEBT", "SYMBOLS")),
    LLMS,
    PartitionKey("README"),
)
"""The documents of every target. SYMBOLS of a large one has parts beside, one for each letter."""


class Target:
    """Everything that is known about one snapshot, each part worked out once, when it is first asked for.

    Attributes:
        snapshot: The files, and what they hold.
        relations: Who uses whom.
        symbols: The public classes, functions and constants, A to Z.
        symbol_parts: The keys of the documents that list them letter by letter, if one page would be too long.
        layout: The page of each partition.
    """

    def __init__(self, snapshot: Snapshot, sources: SourceUrls | None = None) -> None:
        """Find out what there is.

        Args:
            snapshot: The target as it was read.
            sources: The addresses of the source, for links on pages.
        """
        self.snapshot = snapshot
        self.relations = Relations(
            {path: file.facts for path, file in snapshot.files.items()},
            {path: file.facts for path, file in snapshot.tests.items() if path not in snapshot.files},
            snapshot.manifests,
            snapshot.others,
        )
        self.symbols = public_symbols({path: file.facts for path, file in snapshot.files.items()})
        parts = letters(self.symbols) if len(self.symbols) > MOST_ON_A_PAGE else []
        self.symbol_parts = [encode(f"SYMBOLS/{part}") for part in parts]
        self._keys = {
            Grain.FILES: [encode(path) for path in snapshot.files],
            Grain.CLASSES: [
                class_key(path, cls.qualname, cls.number)
                for path, file in snapshot.files.items()
                for cls in file.facts.classes
            ],
            Grain.PACKAGES: sorted({encode(package_of(path)) for path in snapshot.files}),
            Grain.DEPENDENCIES: [encode(f"{d.ecosystem}:{d.name}") for d in snapshot.manifests.dependencies],
            Grain.DOCUMENTS: [*self.symbol_parts, *DOCUMENTS],
        }
        self._anchors: dict[str, Mapping[str, str]] = {}
        self._found: dict[Callable[[Target], Any], Any] = {}
        grains = {str(grain): keys for grain, keys in self._keys.items()}
        self.layout = Layout(**grains, small=frozenset(self._small()), sources=sources)

    def keys(self, grain: Grain) -> Sequence[PartitionKey]:
        """Return the partition keys of a grain, in order."""
        return self._keys[grain]

    @cached_property
    def class_count(self) -> int:
        """How many classes there are, those left out that a function defines for itself."""
        return sum(not cls.in_function for file in self.snapshot.files.values() for cls in file.facts.classes)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The names of the languages that the documented files are written in."""
        return frozenset(file.facts.language for file in self.snapshot.files.values())

    def languages_of(self, grain: Grain, key: PartitionKey) -> frozenset[str]:
        """Return the languages by name of a partition: of a document or a dependency, those of the whole target."""
        match grain:
            case Grain.FILES | Grain.CLASSES:
                paths = [split_class_key(key)[0] if grain is Grain.CLASSES else decode(key)]
            case Grain.PACKAGES:
                paths = self.files_of(key)
            case _:
                return self.languages
        return frozenset(self.snapshot.files[path].facts.language for path in paths)

    def all_keys(self) -> Mapping[Grain, Sequence[PartitionKey]]:
        """Return the partition keys of every grain."""
        return self._keys

    def page(self, grain: Grain, key: str) -> str:
        """Return the tree-relative path of the page that an artifact stands on."""
        return self.layout.page(grain, key)

    def address(self, grain: Grain, key: str) -> str:
        """Return the address of an artifact: its page, with the anchor of its heading if it shares the page."""
        return self.layout.place(grain, key).address

    def file(self, key: PartitionKey) -> SourceFile:
        """Return the file of a partition key."""
        return self.snapshot.files[decode(key)]

    def class_of(self, key: PartitionKey) -> tuple[Symbol, Class]:
        """Return the class of a partition key."""
        symbol = keyed_class_symbol(key)
        return symbol, self.relations.resolver.class_at(symbol)

    def address_of(self, symbol: Symbol) -> str | None:
        """Return the address of a symbol: that of its heading, or of the table that lists it.

        None for a symbol of test code, which is not documented.
        """
        if symbol.path not in self.snapshot.files:
            return None
        key = symbol.class_key
        if key is None:
            page = self.page(Grain.FILES, encode(symbol.path))
            return (
                address(page, self._anchors_in(page, symbol.path).get(symbol.qualname, "")) if symbol.qualname else page
            )
        place = self.layout.place(Grain.CLASSES, key)
        if symbol.kind == "class":
            return place.address
        anchor = self._anchors_in(place.page, symbol.path, key).get(symbol.qualname)
        return address(place.page, anchor) if anchor else place.address

    def _anchors_in(self, page: str, path: str, key: str = "") -> Mapping[str, str]:
        """Return the anchors of members on a page, by qualified name: that of a file, or that of a class."""
        if page not in self._anchors:
            facts = self.snapshot.files[path].facts
            if self.layout.pages()[page][0] == Grain.CLASSES:
                self._anchors[page] = anchors_of_class(self.class_of(PartitionKey(key))[1], words_of(facts.language))
            else:
                there = [self.class_of(PartitionKey(k))[1] for g, k in self.layout.on_page(page) if g == Grain.CLASSES]
                self._anchors[page] = anchors_of_file(facts, there)
        return self._anchors[page]

    def _small(self) -> Iterable[tuple[str, str]]:
        """Yield the classes and dependencies that are too small for a page of their own."""
        for path, file in self.snapshot.files.items():
            for cls in file.facts.classes:
                if not class_has_page(cls):
                    yield Grain.CLASSES, class_key(path, cls.qualname, cls.number)
        for dependency in self.snapshot.manifests.dependencies:
            if not dependency_has_page(dependency, self.usage):
                yield Grain.DEPENDENCIES, encode(f"{dependency.ecosystem}:{dependency.name}")

    def links(self, path: str, names: Iterable[str], scope: Class | None = None) -> dict[str, str]:
        """Return the addresses of those of the names, as written in the file at `path`, that are documented.

        `B` has the address of `a.B`, since `~a.B` is shown so, unless it means something else in the file.
        """
        found: dict[str, str] = {}
        shortened: dict[str, set[str]] = {}
        resolver = self.relations.resolver
        for name in names:
            meaning = resolver.resolve(path, name, scope) or (resolver.absolute(path, name) if "." in name else None)
            symbol = meaning if isinstance(meaning, Symbol) else as_class(meaning)
            where = self.address_of(symbol) if symbol and symbol not in self._unlinked else None
            if where:
                found[name] = where
                short = name.rpartition(".")[2]
                about = as_class(symbol) or symbol
                is_its_own = about is not None and about.qualname.rpartition(".")[2] == short != name
                if is_its_own:
                    shortened.setdefault(short, set()).add(where)
        for short, places in shortened.items():
            meaning = resolver.resolve(path, short, scope)
            symbol = meaning if isinstance(meaning, Symbol) else as_class(meaning)
            if meaning is not None:
                places.add((symbol and self.address_of(symbol)) or "")
            if len(places) == 1 and meaning is None:
                found.setdefault(short, *places)
            elif len(places) > 1:
                found.pop(short, None)
        return dict(sorted(found.items()))

    def files_of(self, package: PartitionKey) -> list[str]:
        """Return the paths of the documented files directly in a package."""
        return self._by_package.get(decode(package), [])

    @cached_property
    def all_names(self) -> frozenset[str]:
        """Every name that the target defines or depends on: of files, modules, packages, classes, members, parameters,
        of tests too, of what it imports, and of dependencies."""
        found: set[str] = set()
        for path, file in {**self.snapshot.tests, **self.snapshot.files}.items():
            facts = file.facts
            found |= {PurePosixPath(path).name, path, self.relations.linkers.name_of(path), *file_names(facts)}
            found |= {name for each in facts.imports for name in (each.module, each.name, each.alias) if name}
            functions = [*facts.functions]
            for cls in facts.classes:
                found |= {cls.name, cls.qualname, *(attribute.name for attribute in cls.attributes)}
                functions += cls.methods
            found |= {function.name for function in functions}
            found |= {p.name for function in functions for p in function.signature.parameters}
        found |= {decode(key) for key in self.keys(Grain.PACKAGES)}
        found |= {name for each in self.snapshot.manifests.dependencies for name in (each.name, *each.imported_as)}
        found |= {each.name for each in self.snapshot.manifests.distributions}
        return frozenset({*found, *self.snapshot.others, self.snapshot.name})

    @cached_property
    def classes_named(self) -> Mapping[str, Sequence[Symbol]]:
        """By name, the classes that are not inside of others."""
        found: dict[str, list[Symbol]] = {}
        for path, file in self.snapshot.files.items():
            for cls in file.facts.classes:
                if cls.qualname == cls.name:
                    found.setdefault(cls.name, []).append(class_symbol(path, cls))
        return found

    @cached_property
    def nested_in(self) -> Mapping[tuple[str, str], Sequence[Symbol]]:
        """By file and qualified name of a class or function, the classes directly inside of it."""
        found: dict[tuple[str, str], list[Symbol]] = {}
        for path, file in self.snapshot.files.items():
            for cls in file.facts.classes:
                if around := cls.qualname.rpartition(".")[0]:
                    found.setdefault((path, around), []).append(class_symbol(path, cls))
        return found

    @cached_property
    def reexports(self) -> Reexports:
        """The re-exports of modules."""
        return Reexports({path: file.facts for path, file in self.snapshot.files.items()}, self.relations)

    @cached_property
    def places(self) -> Places:
        """Tells the files that the target is about from those beside them."""
        snapshot = self.snapshot
        distributions = snapshot.manifests.distributions
        started = started_files(snapshot.deployment, snapshot.files)
        return Places(snapshot.files, self.relations, snapshot.tests, distributions, started)

    def once(self, work: Callable[["Target"], T]) -> T:
        """Return what a function finds of the whole target, worked out when it is first asked for."""
        if work not in self._found:
            self._found[work] = work(self)
        found: T = self._found[work]
        return found

    @cached_property
    def fixtures(self) -> Fixtures:
        """The fixtures of tests, and the tests that take them."""
        return Fixtures({path: file.facts for path, file in self.snapshot.tests.items()})

    @cached_property
    def usage(self) -> DependencyUsage:
        """The imports of each dependency."""
        return DependencyUsage(self.snapshot, self.relations.linkers)

    @cached_property
    def types(self) -> frozenset[Symbol]:
        """The constants that name types."""
        return frozenset(self._of_sort("alias"))

    @cached_property
    def variables(self) -> frozenset[Symbol]:
        """Those that code may set anew, where the language tells."""
        return frozenset(self._of_sort("variable"))

    def _of_sort(self, sort: AttributeSort) -> Iterable[Symbol]:
        return (
            constant_symbol(path, constant)
            for path, file in self.snapshot.files.items()
            for constant in file.facts.constants
            if constant.sort == sort
        )

    @cached_property
    def _unlinked(self) -> frozenset[Symbol]:
        """The constants that get no link: those that no page lists, and type variables, which say nothing alone."""
        return frozenset(
            constant_symbol(path, constant)
            for path, file in self.snapshot.files.items()
            for constant in file.facts.constants
            if constant.sort == "type variable" or not is_shown(constant, file.facts)
        )

    @cached_property
    def _by_package(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.snapshot.files:
            found.setdefault(package_of(path), []).append(path)
        return found


@lru_cache(maxsize=4096)
def package_of(path: str) -> str:
    """Return the folder of a file, which is its package: `.` for the root."""
    folder = str(PurePosixPath(path).parent)
    return folder if folder != "." else ROOT_PACKAGE


def package_of_partition(grain: Grain, key: PartitionKey) -> str:
    """Return the folder of a file's or a class's partition."""
    return package_of(split_class_key(key)[0] if grain is Grain.CLASSES else decode(key))


def file_names(facts: FileFacts) -> set[str]:
    """Return the names of what a file defines at its top level."""
    classes, functions, constants = facts.classes, facts.functions, facts.constants
    return {*(c.name for c in classes), *(f.name for f in functions), *(c.name for c in constants)}
