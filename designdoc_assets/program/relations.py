"""Who imports, inherits, makes, calls, holds, raises or names what, over a whole snapshot.

Relations are facts about several files, so they are made anew from the files' facts in every run; nothing is stored.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.ecosystems.pypi.import_names import TopLevelNames
from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import, Use, UseKind, When
from designdoc_assets.languages.python.linker import Modules
from designdoc_assets.languages.python.source_roots import Project
from designdoc_assets.languages.python.stdlib_names import is_stdlib
from designdoc_assets.program.held_classes import held_classes, named_as_held
from designdoc_assets.program.raising import Raised, leaving
from designdoc_assets.program.resolution import (
    External,
    Instance,
    Meaning,
    Symbol,
    as_class,
    numbered,
)
from designdoc_assets.program.resolver import Resolver

RelationKind = Literal[
    "inherits",
    "holds",
    "holds_class",
    "makes",
    "defaults",
    "calls",
    "raises",
    "takes",
    "returns",
    "decorates",
    "names",
    "mentions",
]

_KIND_OF_USE: Mapping[UseKind, RelationKind] = {
    "base": "inherits",
    "annotation": "decorates",
    "type": "takes",
    "call": "calls",
    "raise": "raises",
    "name": "names",
    "local_type": "mentions",
}


_OWN_MEMBER = re.compile(r"(?:self|cls|super\(\))\.\w+")
"""How a class writes a member of its own, inherited or not."""
_NAME = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True)
class Relation:
    """One thing's use of another. `label` is the name of the attribute that holds, or of the parameter."""

    source: Symbol
    kind: RelationKind
    target: Symbol | External
    label: str = ""
    is_inherited: bool = False
    """Whether a class uses a member that it inherits, as its own: that it inherits says so already."""


@dataclass(frozen=True, slots=True)
class ImportEdge:
    """A file's import of a file of the target, or of an outside module (dotted)."""

    path: str
    target: str
    internal: bool
    when: When
    is_unread: bool = False
    """Whether an outside module belongs to the target as its name tells: compiled, generated, left out."""


class Relations:
    """The relations of a set of files, found once and then looked up.

    `tests` are read for what they use, so that a class knows its tests; what they use counts as a test's use only.
    """

    def __init__(
        self,
        files: Mapping[str, FileFacts],
        tests: Mapping[str, FileFacts],
        manifests: Manifests | None = None,
        others: Iterable[str] = (),
    ) -> None:
        """Find them.

        Args:
            files: What is documented.
            tests: What is read beside it.
            manifests: What the target builds and depends on.
            others: The paths of all that is not read.
        """
        everything = {**files, **tests}
        self.modules = modules_of(everything, manifests or Manifests(), others)
        self.resolver = Resolver(everything, self.modules)
        self._files = files
        self._everything = everything
        self._outgoing: dict[Symbol, list[Relation]] = {}
        self._of_file: dict[str, list[Relation]] = {}
        self._users: dict[Symbol, list[Relation]] = defaultdict(list)
        self._testers: dict[Symbol, list[Relation]] = defaultdict(list)
        self._heirs_calls: dict[Symbol, set[Symbol]] = defaultdict(set)
        self._imports: dict[str, list[ImportEdge]] = {}
        for path, facts in everything.items():
            is_test = path not in files
            found = list(dict.fromkeys(self._relations(path, facts)))
            self._of_file[path] = found
            for relation in found:
                self._outgoing.setdefault(relation.source, []).append(relation)
                self._index(relation, self._testers if is_test else self._users)
            if not is_test:
                self._imports[path] = list(dict.fromkeys(self._import_edges(path, facts)))
        self._importers: dict[str, list[str]] = defaultdict(list)
        for path, edges in self._imports.items():
            for target in dict.fromkeys(edge.target for edge in edges if edge.internal):
                self._importers[target].append(path)

    def file(self, path: str) -> FileFacts:
        """Return the facts of a file."""
        return self._everything[path]

    def from_symbol(self, symbol: Symbol) -> list[Relation]:
        """Return what a function, a method, or a class's or module's own statements use."""
        return self._outgoing.get(symbol, [])

    def from_class(self, symbol: Symbol) -> list[Relation]:
        """Return what a class and its methods use, besides the members that it inherits."""
        cls = self.resolver.class_at(symbol)
        methods = [_method(symbol, method) for method in cls.methods]
        found = (relation for source in dict.fromkeys([symbol, *methods]) for relation in self.from_symbol(source))
        return [relation for relation in found if not relation.is_inherited]

    def raised(self, path: str, function: Function, owner: Class | None = None) -> list[Raised]:
        """Return what a function of the file at `path`, or a method of `owner`, raises and lets out."""
        if not function.raises:
            return []
        # In another file, nothing is known of its object.
        return leaving(function.path or path, function, None if function.path else owner, self.resolver)

    def from_file(self, path: str) -> list[Relation]:
        """Return what everything in a file uses."""
        return self._of_file.get(path, [])

    def users(self, symbol: Symbol) -> list[Relation]:
        """Return the uses of a class (members included), function, constant or module outside of tests.

        That a class uses what it inherits from another is no use of that one beyond inheriting from it.
        """
        return self._users.get(symbol, [])

    def called_members(self, symbol: Symbol) -> set[Symbol]:
        """Return the members of a class that others call outside of tests, classes that inherit from it included."""
        called = {relation.target for relation in self.users(symbol) if relation.kind == "calls"}
        return {*(member for member in called if isinstance(member, Symbol)), *self._heirs_calls.get(symbol, ())}

    def testers(self, symbol: Symbol) -> list[Relation]:
        """Return the uses of a class (members included) or function in test code."""
        return self._testers.get(symbol, [])

    def imports(self, path: str) -> list[ImportEdge]:
        """Return what a file imports, in order."""
        return self._imports.get(path, [])

    def importers(self, path: str) -> list[str]:
        """Return the files that import a file."""
        return self._importers.get(path, [])

    def subclasses(self, symbol: Symbol) -> list[Symbol]:
        """Return the classes that inherit directly from a class, in order of the files."""
        return [relation.source for relation in self.users(symbol) if relation.kind == "inherits"]

    def _index(self, relation: Relation, index: dict[Symbol, list[Relation]]) -> None:
        if not isinstance(relation.target, Symbol):
            return
        target = as_class(relation.target) or relation.target
        if (as_class(relation.source) or relation.source) == target:
            return
        if not relation.is_inherited:
            index[target].append(relation)
        elif relation.kind == "calls" and index is self._users:
            self._heirs_calls[target].add(relation.target)

    def _relations(self, path: str, facts: FileFacts) -> Iterable[Relation]:
        yield from self._from_uses(Symbol(path, "", "module"), facts.uses)
        for function in facts.functions:
            symbol = Symbol(path, function.qualname, "function")
            yield from self._from_function(symbol, function)
        for cls in facts.classes:
            yield from self._from_class_facts(Symbol(path, numbered(cls), "class"), cls)

    def _from_class_facts(self, symbol: Symbol, cls: Class) -> Iterable[Relation]:
        for base in self.resolver.bases(symbol):
            yield Relation(symbol, "inherits", base)
        for relation in self._from_uses(symbol, (use for use in cls.uses if use.kind != "base"), cls):
            yield replace(relation, kind="names") if relation.kind == "takes" else relation
        for attribute in cls.attributes:
            for held in self._held(symbol, cls, attribute):
                if held is not None and held != symbol:
                    yield Relation(symbol, "holds", held, attribute.name)
        for kind, target, method_name, label in held_classes(symbol, cls, self.resolver):
            yield Relation(_member(symbol, cls, method_name), kind, target, label)
        for method in cls.methods:
            yield from self._from_function(_method(symbol, method), method, cls)

    def _held(self, symbol: Symbol, cls: Class, attribute: Attribute) -> Iterable[Symbol | None]:
        """Return the classes of which an attribute holds objects, as far as its value and its type tell."""
        yield self.resolver.held(symbol, attribute.name)
        for name in named_as_held(attribute.type or "") if attribute.scope != "type_alias" else ():
            meaning = self.resolver.resolve(symbol.path, name, cls)
            yield meaning if isinstance(meaning, Symbol) and meaning.kind == "class" else None

    def _from_function(self, source: Symbol, function: Function, scope: Class | None = None) -> Iterable[Relation]:
        raised = {entry.exception: None for entry in self.raised(source.path, function, scope)}
        results, formal = _only_returned(function), _in_signature(function)
        # What annotates an attribute in the body is neither taken nor returned.
        uses = (
            replace(use, kind="name") if use.kind == "type" and scope and use.name not in formal else use
            for use in function.uses
        )
        for relation in self._from_uses(source, uses, scope, function=function, results=results):
            if relation.kind == "makes" and relation.target in raised:
                continue  # It is made to be raised.
            is_inside = relation.kind == "raises" and relation.target not in raised
            yield _within(relation) if is_inside else relation
        for exception in raised:
            if isinstance(exception, Symbol):
                yield Relation(source, "raises", exception)

    def _from_uses(
        self,
        source: Symbol,
        uses: Iterable[Use],
        scope: Class | None = None,
        *,
        function: Function | None = None,
        results: Collection[str] = (),
    ) -> Iterable[Relation]:
        within, elsewhere = (function.qualname, function.path) if function else ("", "")
        for use in uses:
            # Annotations and decorators are evaluated where the method is defined, in the body of its class.
            is_inside = scope is None or use.kind not in {"type", "annotation"}
            place = within if is_inside else ""
            is_own = bool(_OWN_MEMBER.match(use.name))
            # What stands in another file than its type means there what that file says, but for members of the type.
            path, outer = (elsewhere, None) if elsewhere and not is_own else (source.path, scope)
            kind = _KIND_OF_USE[use.kind]
            if kind == "takes" and use.name in results:
                kind = "returns"
            found: list[tuple[Meaning, RelationKind]] = [
                (passed, "names") for passed in self._passed(path, use.name, outer, place)
            ]
            for meaning in self.resolver.meanings(path, use.name, outer, place):
                called: Sequence[Meaning] = ()
                if kind == "calls" and isinstance(meaning, Symbol) and meaning.kind in {"attribute", "constant"}:
                    # What is called is the object that it holds.
                    called = self.resolver.meanings(path, f"{use.name}.__call__", outer, place)
                found += [(meaning, "names" if called else kind), *((each, kind) for each in called)]
            for meaning, how in found:
                target = _target(meaning)
                if target is not None and target != source:
                    is_made = how == "calls" and isinstance(target, Symbol) and target.kind == "class"
                    is_inherited = is_own and self._is_inherited(target, source.path, scope)
                    yield Relation(source, "makes" if is_made else how, target, is_inherited=is_inherited)

    def _passed(self, path: str, name: str, scope: Class | None, within: str) -> Iterable[Symbol]:
        """Yield what a dotted name goes through on the way to what it means: `pool` of `self.pool.close`.

        What stands before a call in it is a mention of its own, or is none.
        """
        start = max(name.rfind(mark) for mark in (")", "]", ">")) + 1
        for end, sign in enumerate(name[start + 1 :], start + 1):
            for passed in self.resolver.meanings(path, name[:end], scope, within) if sign == "." else ():
                if isinstance(passed, Symbol) and passed.kind != "module":
                    yield passed

    def _is_inherited(self, target: Symbol | External, path: str, scope: Class | None) -> bool:
        owner = Symbol(target.path, target.owner, "class") if isinstance(target, Symbol) and target.owner else None
        if owner is None or scope is None:
            return False
        return owner in self.resolver.ancestors(Symbol(path, numbered(scope), "class"))

    def _import_edges(self, path: str, facts: FileFacts) -> Iterable[ImportEdge]:
        for entry in facts.imports:
            target = self._imported_file(path, entry)
            if target is not None and target != path:
                yield ImportEdge(path, target, True, entry.when)
            elif target is None and not entry.module.startswith("."):
                is_unread = not is_stdlib(entry.module) and self.modules.is_own(entry.module, path)
                yield ImportEdge(path, entry.module, False, entry.when, is_unread)

    def _imported_file(self, path: str, entry: Import) -> str | None:
        meaning = self.resolver.imported(path, entry) if entry.name and entry.name != "*" else None
        if isinstance(meaning, Symbol) and meaning.kind == "module":
            return meaning.path
        return self.modules.find(entry.module, path)


def _within(relation: Relation) -> Relation:
    """Return what a `raise` is of which nothing leaves the function: it makes an object, or calls what makes one."""
    is_class = isinstance(relation.target, Symbol) and relation.target.kind == "class"
    return replace(relation, kind="makes" if is_class else "calls")


def _only_returned(function: Function) -> set[str]:
    """Return the names that say what a function's result is, and are not those of what it takes."""
    signatures = (function.signature, *function.overloads)
    results = {name for each in signatures if each.returns for name in _NAME.findall(each.returns)}
    if not results:
        return results
    annotations = (parameter.type for each in signatures for parameter in each.parameters)
    return results - {name for annotation in annotations if annotation for name in _NAME.findall(annotation)}


def _in_signature(function: Function) -> set[str]:
    """Return the names that the types of parameters and results are made of."""
    signatures = (function.signature, *function.overloads)
    annotations = [parameter.type for each in signatures for parameter in each.parameters]
    annotations += [each.returns for each in signatures]
    return {name for annotation in annotations if annotation for name in _NAME.findall(annotation)}


def modules_of(files: Mapping[str, FileFacts], manifests: Manifests, others: Iterable[str]) -> Modules:
    """Return the modules that files are, in a target that builds and depends on what manifests say."""
    imported: dict[str, list[str]] = {}
    for path, facts in files.items():
        absolute = [entry for entry in facts.imports if not entry.module.startswith(".")]
        imported[path] = [f"{entry.module}.{entry.name}" for entry in absolute if entry.name and entry.name != "*"]
        imported[path] += [entry.module for entry in absolute]
    projects = {}
    for built in manifests.distributions:
        references = [*built.scripts, *(entry for _, entries in built.entry_points for entry in entries)]
        started = tuple(reference.partition(":")[0].strip() for _, reference in references)
        projects[built.manifest[: built.manifest.rfind("/") + 1]] = Project(built.name, started)
    outside = TopLevelNames(dependency.name for dependency in manifests.dependencies)
    return Modules(files, projects, imported, outside, others)


def _method(owner: Symbol, method: Function) -> Symbol:
    kind: Literal["attribute", "method"] = "attribute" if method.sort == "getter" else "method"
    return Symbol(owner.path, f"{owner.qualname}.{method.name}", kind, owner=owner.qualname)


def _member(owner: Symbol, cls: Class, method_name: str) -> Symbol:
    """Return a method of a class; the class itself without a name."""
    return next((_method(owner, method) for method in cls.methods if method.name == method_name), owner)


def _target(meaning: Meaning | None) -> Symbol | External | None:
    match meaning:
        case Instance(of=cls):
            return cls
        case External(name=name) if name.startswith("builtins."):
            return None
    return meaning
