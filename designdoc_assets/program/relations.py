"""Who imports, inherits, makes, calls, holds, raises or names what, over a whole snapshot.

Relations are facts about several files, so they are made anew from the files' facts in every run; nothing is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.ecosystems.surroundings import surroundings
from designdoc_assets.languages.facts import Class, FileFacts, Function
from designdoc_assets.languages.registry import program_of
from designdoc_assets.program.handling import Handled, Handlers
from designdoc_assets.program.import_edges import ImportEdge, import_edges
from designdoc_assets.program.linkers import Linkers
from designdoc_assets.program.outside_calls import OutsideCalls
from designdoc_assets.program.raising import RaiseSite, leaving
from designdoc_assets.program.resolution import Symbol, as_class, class_symbol, method_symbol
from designdoc_assets.program.resolvers import Resolvers
from designdoc_assets.program.use_edges import Relation, UseEdges


class Relations:
    """The relations of a set of files, found once, when the first is asked for, and then looked up.

    `tests` are read for what they use, so that a class knows its tests; what they use counts as a test's use only.
    """

    def __init__(
        self,
        files: Mapping[str, FileFacts],
        tests: Mapping[str, FileFacts],
        manifests: Manifests | None = None,
        others: Iterable[str] = (),
    ) -> None:
        """Take what they are found in.

        Args:
            files: What is documented.
            tests: What is read beside it.
            manifests: What the target builds and depends on.
            others: The paths of all that is not read.
        """
        everything = {**files, **tests}
        self.linkers = Linkers(everything, surroundings(manifests or Manifests(), others))
        self.resolver = Resolvers(everything, self.linkers)
        self._files = files
        self._everything = everything

    @cached_property
    def _found(self) -> "_Found":
        """All relations. To know which artifacts there are, and where, takes none of them."""
        found = _Found()
        for path, facts in self._everything.items():
            relations = self._edges[program_of(facts.language)].of(path, facts)
            if path not in self._files:
                found.add(path, relations, found.testers)
                continue
            found.add(path, relations, found.users)
            resolver, linker = self.resolver.of(path), self.linkers.of_language(facts.language)
            found.handlers.add(path, facts, resolver)
            found.imports[path] = list(dict.fromkeys(import_edges(path, facts, resolver, linker)))
            for target in dict.fromkeys(edge.target for edge in found.imports[path] if edge.internal):
                found.importers[target].append(path)
        return found

    @cached_property
    def _edges(self) -> Mapping[str, UseEdges]:
        return {name: UseEdges(self.resolver.of_language(name)) for name in self.linkers.files}

    @property
    def are_found(self) -> bool:
        """Whether they were found already."""
        return "_found" in self.__dict__

    def find(self) -> None:
        """Find them now, and not when the first is asked for."""
        _ = self._found

    def file(self, path: str) -> FileFacts:
        """Return the facts of a file."""
        return self._everything[path]

    def classes(self) -> Iterator[tuple[Symbol, Class]]:
        """Yield all classes, those of tests included."""
        for path, facts in self._everything.items():
            for cls in facts.classes:
                yield class_symbol(path, cls), cls

    def from_symbol(self, symbol: Symbol) -> list[Relation]:
        """Return what a function, a method, or a class's or module's own statements use."""
        return self._found.outgoing.get(symbol, [])

    def in_order(self, symbol: Symbol) -> list[Relation]:
        """Return the same, each use for itself, in order of evaluation; nothing for a class."""
        facts = self._everything[symbol.path]
        return self._edges[program_of(facts.language)].in_order(symbol, facts) if symbol.kind != "class" else []

    def unknown_calls(self, symbol: Symbol) -> list[str]:
        """Return what a function or method calls by a name of which it is not known what it means."""
        function = self.resolver.function_at(symbol) if symbol.kind in {"function", "method"} else None
        if function is None:
            return []
        owner = as_class(symbol)
        scope = self.resolver.class_at(owner) if owner is not None else None
        outside = OutsideCalls(self.resolver.of(symbol.path))
        called = [use.name for use in function.uses if use.kind == "call" and not (use.standing or use.nested_in)]
        names = (name for name in dict.fromkeys(called) if "__" not in name)
        return [name for name in names if outside.is_unknown(symbol.path, name, scope, function.qualname)]

    def from_class(self, symbol: Symbol) -> list[Relation]:
        """Return what a class and its methods use, besides the members that it inherits."""
        cls = self.resolver.class_at(symbol)
        methods = [method_symbol(symbol, method) for method in cls.methods]
        found = (relation for source in dict.fromkeys([symbol, *methods]) for relation in self.from_symbol(source))
        return [relation for relation in found if not relation.is_inherited]

    def raised(self, path: str, function: Function, owner: Class | None = None) -> list[RaiseSite]:
        """Return what a function of the file at `path`, or a method of `owner`, raises and lets out.

        Where a method stands in another file than its type, nothing is known there of its object.
        """
        if not function.raises:
            return []
        there = function.path or path
        return leaving(there, function, None if function.path else owner, self.resolver.of(there))

    def handled(self, exception: Symbol) -> list[Handled]:
        """Return what has handlers for a class of exceptions, tests left out: see `Handlers.of`."""
        return self._found.handlers.of(exception, self.resolver.of(exception.path))

    def from_file(self, path: str) -> list[Relation]:
        """Return what everything in a file uses."""
        return self._found.of_file.get(path, [])

    def users(self, symbol: Symbol) -> list[Relation]:
        """Return the uses of a class (members included), function, constant or module outside of tests.

        That a class uses what it inherits from another is no use of that one beyond inheriting from it.
        """
        return self._found.users.get(symbol, [])

    def called_members(self, symbol: Symbol) -> set[Symbol]:
        """Return the members of a class that others call outside of tests, classes that inherit from it included."""
        called = {relation.target for relation in self.users(symbol) if relation.kind == "calls"}
        return {*(member for member in called if isinstance(member, Symbol)), *self._found.heirs_calls.get(symbol, ())}

    def testers(self, symbol: Symbol) -> list[Relation]:
        """Return the uses of a class (members included) or function in test code."""
        return self._found.testers.get(symbol, [])

    def imports(self, path: str) -> list[ImportEdge]:
        """Return what a file imports, in order."""
        return self._found.imports.get(path, [])

    def importers(self, path: str) -> list[str]:
        """Return the files that import a file."""
        return self._found.importers.get(path, [])

    def subclasses(self, symbol: Symbol) -> list[Symbol]:
        """Return the classes that inherit directly from a class, in order of the files."""
        return [relation.source for relation in self.users(symbol) if relation.kind == "inherits"]


class _Found:
    """What was found, by what it is looked up by."""

    def __init__(self) -> None:
        self.outgoing: dict[Symbol, list[Relation]] = {}
        self.of_file: dict[str, list[Relation]] = {}
        self.users: dict[Symbol, list[Relation]] = defaultdict(list)
        self.testers: dict[Symbol, list[Relation]] = defaultdict(list)
        self.heirs_calls: dict[Symbol, set[Symbol]] = defaultdict(set)
        self.handlers = Handlers()
        self.imports: dict[str, list[ImportEdge]] = {}
        self.importers: dict[str, list[str]] = defaultdict(list)

    def add(self, path: str, relations: list[Relation], index: dict[Symbol, list[Relation]]) -> None:
        """Add what a file uses; what it uses finds it in an index, that of users or that of testers."""
        self.of_file[path] = relations
        for relation in relations:
            self.outgoing.setdefault(relation.source, []).append(relation)
            if not isinstance(relation.target, Symbol):
                continue
            target = as_class(relation.target) or relation.target
            if (as_class(relation.source) or relation.source) == target:
                continue
            if not relation.is_inherited:
                index[target].append(relation)
            elif relation.kind == "calls" and index is self.users:
                self.heirs_calls[target].add(relation.target)
