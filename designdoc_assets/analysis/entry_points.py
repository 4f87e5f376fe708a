"""Where a run of the target starts, and where its users start: programs, and what its packages offer."""

import posixpath
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.analysis.member_sorts import constructor_in, is_offered
from designdoc_assets.analysis.target import Target, package_of
from designdoc_assets.ecosystems.facts import Distribution
from designdoc_assets.ecosystems.registry import ecosystem
from designdoc_assets.languages.folders import folders_from
from designdoc_assets.languages.keys import ROOT_PACKAGE, encode
from designdoc_assets.languages.registry import LANGUAGES, is_face, language, shares_units, words_in
from designdoc_assets.program.resolution import (
    Symbol,
    called_symbol,
    class_symbol,
    function_symbol,
    method_symbol,
    module_symbol,
)

_AIDS = frozenset({"compat", "helpers", "test", "testing", "tests", "util", "utils"})
"""Packages of what helps to build the target, or to test what is built with it."""

_CONVENTIONS = tuple(language.conventions for language in LANGUAGES)
_PROGRAM_FILES = {name: started for each in _CONVENTIONS for name, started in each.program_files}
_DECLARATIONS = tuple(suffix for each in _CONVENTIONS for suffix in each.declarations)
_NO_SCRIPTS = frozenset({*_PROGRAM_FILES, *(name for each in _CONVENTIONS for name in each.run_by_tools)})


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A symbol with which a run, or a user's use, of the target starts: of a program, or a call of what it offers.

    What frameworks are told of is a `languages.starts.Start`.
    """

    symbol: Symbol
    sort: str
    """`command`, `module`, `script`, or `call`."""
    name: str
    """What is typed: `pay`, `tools/run`, `pay.charge()`."""
    is_declared: bool = False
    """Whether a manifest, or what builds it, gives it that name."""


def programs(target: Target) -> Sequence[EntryPoint]:
    """Return where programs of the product start: declared commands, modules that are programs, and other scripts."""
    return target.once(_programs)


def commands_elsewhere(target: Target) -> list[tuple[str, str]]:
    """Return the commands that start what was not read: a module that is generated, compiled, or another's."""
    known = {entry.name for entry in programs(target)}
    declared = (script for distribution in _shipped(target) for script in distribution.scripts)
    return [(name, reference) for name, reference in declared if name not in known and not reference.endswith("/")]


def offered_calls(target: Target) -> list[list[EntryPoint]]:
    """Return the calls that packages offer to importers, a list per package, the packages that matter most first.

    Calls are functions, constructors, and the public methods of classes, where they are offered by a package that they
    lie in. The outermost packages come first, then those that offer much and do not lie deep.
    """
    found: list[tuple[int, bool, list[EntryPoint]]] = []
    for init in target.snapshot.files:
        module = target.relations.linkers.name_of(init)
        names = module.split(".")
        is_offered_by = is_face(init) and target.relations.linkers.visibility(init) == "public"
        if is_offered_by and target.places.is_main(init):
            by_symbol = {entry.symbol: entry for entry in reversed(list(_offered_by(init, module, target)))}
            entries = list(reversed(by_symbol.values()))
            found.append((len(names), not _AIDS.isdisjoint(names), entries))
    found.sort(key=lambda each: (each[0] > 1, each[1], -len(each[2]) / 2 ** each[0]))
    return [entries for _, _, entries in found if entries]


def uncalled(target: Target) -> Iterator[EntryPoint]:
    """Yield public functions and methods that nothing in the target calls: what is left is called from outside.

    What is deprecated is there for old callers.
    """
    for path, file in target.snapshot.files.items():
        if not target.places.is_main(path):
            continue
        for function in file.facts.functions:
            symbol = function_symbol(path, function)
            if is_offered(function) and function.deprecated is None and not target.relations.users(symbol):
                yield EntryPoint(symbol, "call", f"{function.name}()")
        for cls in file.facts.classes:
            owner = class_symbol(path, cls)
            called = target.relations.called_members(owner)
            for symbol in _methods(owner, target):
                if is_offered(cls) and symbol not in called:
                    yield EntryPoint(symbol, "call", f"{symbol.qualname}()")


def constructor(symbol: Symbol, target: Target) -> Symbol:
    """Return the constructor of a class that is given the object; the class where it has none of its own."""
    found = constructor_in(target.relations.resolver.class_at(symbol).methods)
    if found is None or found.bound_to != "instance":
        return symbol
    return method_symbol(symbol, found)


def _programs(target: Target) -> Sequence[EntryPoint]:
    is_main = target.places.is_main
    commands = [entry for entry in _console_scripts(target) if is_main(entry.symbol.path)]
    started = {_whole(entry.symbol.path, target) for entry in commands}
    modules = (entry for entry in _modules(target) if is_main(entry.symbol.path))
    return [*commands, *modules, *_scripts(target, started)]


def _shipped(target: Target) -> list[Distribution]:
    return [each for each in target.snapshot.manifests.distributions if target.places.is_product(each)]


def _whole(path: str, target: Target) -> tuple[str, str]:
    """Return what tells a program from all others: files of one unit may hold one function for several builds."""
    begun_by = next((each.starts for each in target.snapshot.files[path].facts.programs), "")
    return (package_of(path), begun_by) if shares_units(path) and begun_by else (path, "")


def _console_scripts(target: Target) -> Iterator[EntryPoint]:
    for distribution in _shipped(target):
        for command, reference in distribution.scripts:
            if reference.endswith("/"):
                begins = _beginning_in(reference.rstrip("/"), target)
                if begins is not None:
                    yield EntryPoint(module_symbol(begins), "command", command, is_declared=True)
                continue
            if reference in target.snapshot.files:
                yield EntryPoint(module_symbol(reference), "command", command, is_declared=True)
                continue
            module, _, name = reference.partition(":")
            path = target.relations.linkers.find(module.strip(), distribution.manifest)
            meaning = target.relations.resolver.resolve(path, name.partition("[")[0].strip()) if path and name else None
            if isinstance(meaning, Symbol) and meaning.path in target.snapshot.files:
                yield EntryPoint(meaning, "command", command, is_declared=True)


def _beginning_in(folder: str, target: Target) -> str | None:
    """Return the file of a folder in which its program begins: the first of those for all builds, or else for some."""
    found = [path for path in target.files_of(encode(folder)) if target.snapshot.files[path].facts.programs]
    return min(found, key=lambda path: _rank(path, target), default=None)


def _rank(path: str, target: Target) -> tuple[bool, str]:
    return bool(target.snapshot.files[path].facts.built_where), path


def _modules(target: Target) -> Iterator[EntryPoint]:
    for path in target.snapshot.files:
        folder, _, name = path.rpartition("/")
        if started := _PROGRAM_FILES.get(name):
            module = target.relations.linkers.name_of(path)
            package = module.removesuffix(name.partition(".")[0]).rstrip(".")
            yield EntryPoint(module_symbol(path), "module", started.format(package or folder or "."))


def first_called(entry: EntryPoint, target: Target) -> EntryPoint:
    """Return an entry point as the function that is called first, where the program begins with one."""
    programs_of = target.snapshot.files[entry.symbol.path].facts.programs
    starts = next((program.starts for program in programs_of if program.starts), "")
    if entry.symbol.kind != "module" or not starts:
        return entry
    return replace(entry, symbol=called_symbol(entry.symbol.path, starts))


def word_for(entry: EntryPoint) -> str:
    """Return what those who write its language call an entry point."""
    return words_in(entry.symbol.path).program if entry.sort == "script" else entry.sort


def is_program_file(path: str) -> bool:
    """Whether a file is a program by its name."""
    return path.rpartition("/")[2] in _PROGRAM_FILES


def is_demonstration(path: str, target: Target) -> bool:
    """Whether a module that can be run is a part of a distribution first: what it does when run shows how it works."""
    package = package_of(path)
    is_in_package = package != ROOT_PACKAGE and any(map(is_face, target.files_of(encode(package))))
    distributions = target.snapshot.manifests.distributions
    is_shipped = any(ecosystem(each.ecosystem).is_named_like_its_package for each in distributions)
    return is_in_package and is_shipped and target.places.is_main(path)


def _scripts(target: Target, known: Collection[tuple[str, str]]) -> Iterator[EntryPoint]:
    """Yield the programs that nothing declares, under the names that tools give them."""
    homes = {(each.ecosystem, posixpath.dirname(each.manifest)): each for each in _shipped(target)}
    started = set(known)
    for path in sorted(target.snapshot.files, key=lambda path: _rank(path, target)):
        file = target.snapshot.files[path]
        is_own = path.rpartition("/")[2] not in _NO_SCRIPTS and not path.endswith(_DECLARATIONS)
        if not file.facts.programs or not is_own or not target.places.is_main(path):
            continue
        if _whole(path, target) in started or is_demonstration(path, target):
            continue
        started.add(_whole(path, target))
        of = language(file.facts.language).ecosystem
        home = next((homes[of, f] for f in folders_from(posixpath.dirname(path)) if (of, f) in homes), None)
        name = ecosystem(of).program_name(path, home) if of else ""
        sort = "command" if of and ecosystem(of).installs_programs else "script"
        yield EntryPoint(module_symbol(path), sort, name or path)


def _offered_by(init: str, module: str, target: Target) -> Iterator[EntryPoint]:
    own = [
        (function.name, function_symbol(init, function))
        for function in target.snapshot.files[init].facts.functions
        if is_offered(function) and not (function.condition or "").startswith("except")
    ]
    folder = f"{package_of(init)}/"
    offers = [(o.name, o.symbol) for o in target.reexports.of(init) if o.symbol.path.startswith(folder)]
    for name, symbol in (*own, *offers):
        if symbol.kind == "function":
            yield EntryPoint(symbol, "call", f"{module}.{name}()")
        elif symbol.kind == "class":
            yield from _of_class(symbol, f"{module}.{name}", target)


def _of_class(symbol: Symbol, name: str, target: Target) -> Iterable[EntryPoint]:
    yield EntryPoint(constructor(symbol, target), "call", f"{name}()")
    for method in _methods(symbol, target):
        yield EntryPoint(method, "call", f"{name}.{method.qualname.rpartition('.')[2]}()")


def _methods(owner: Symbol, target: Target) -> Iterator[Symbol]:
    for method in target.relations.resolver.class_at(owner).methods:
        if is_offered(method) and method.sort != "getter" and method.deprecated is None:
            yield method_symbol(owner, method)
