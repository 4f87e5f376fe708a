"""Name resolution across files: imports, re-exports and aliases, followed to the definition.

Only what the text of files says counts here; what classes inherit, and what objects are, comes after. Nothing
recurses, so that no chain of imports is too long.
"""

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from designdoc_assets.languages.declared_types import DeclaredTypes
from designdoc_assets.languages.facts import Attribute, Import
from designdoc_assets.languages.linking import External, Linker
from designdoc_assets.program.definitions import Definitions
from designdoc_assets.program.paths import DOTTED
from designdoc_assets.program.resolution import Named, Symbol, class_symbol, definition_symbol, module_symbol
from designdoc_assets.program.scopes import Definition, Scopes
from designdoc_assets.program.units import Units

_DOTTED = re.compile(DOTTED)


class _Home(NamedTuple):
    """A file that binds a name, and what it binds it to."""

    path: str
    bound: Definition | Import


class Bindings:
    """The names in the files of one language."""

    def __init__(
        self,
        scopes: Scopes,
        definitions: Definitions,
        linker: Linker,
        types: DeclaredTypes,
        units: Units,
    ) -> None:
        self._scopes = scopes
        self._units = units
        self._definitions = definitions
        self._linker = linker
        self._types = types
        self._wildcards: dict[str, list[str]] = {}
        self._named: dict[tuple[str, str], Named | None] = {}
        """What names stand for, by the file and the dotted name."""
        self._sources: dict[tuple[str, str], Named] = {}
        """By the file that offers it and the name, the definition or file that an imported name stands for."""

    def named(self, path: str, name: str) -> Named | None:
        """Return what the dotted `name` means in the file at `path`, as far as files and nested classes go.

        A name that is set to another name means the same as that one, if that leads to something of the target that
        is no constant.
        """
        key = (path, name)
        if key not in self._named:
            self._named[key] = self._followed(path, name.split("."))
        return self._named[key]

    def imported(self, path: str, entry: Import) -> Named | None:
        """Return what an import binds: see `named`."""
        found = self._source_of(path, entry)
        is_constant = isinstance(found, Symbol) and found.kind == "constant"
        return self.named(found.path, found.qualname) if isinstance(found, Symbol) and is_constant else found

    def member(self, outer: Named, name: str, importer: str) -> Named | None:
        """Return what stands under `name` right inside of a file, a class, or something outside of the target."""
        match outer:
            case External():
                inner = self._linker.member_of(outer, name, importer)
                return module_symbol(inner) if isinstance(inner, str) else inner
            case Symbol(kind="module", path=path):
                return self._in_file(path, name)
            case Symbol(kind="class", path=path):
                nested = self._scopes.nesting(path).right_inside(self._definitions.class_at(outer)).get(name)
                return class_symbol(path, nested) if nested is not None else None
        return None

    def _followed(self, path: str, segments: Sequence[str]) -> Named | None:
        """Follow a dotted name segment by segment; in place of a constant that is another name, that name's.

        Where that comes to a class, a function or a file of the target, that is meant. Else the constant is meant that
        the whole name leads to, as it is written. All constants that are passed as the last segment so far mean the
        same, and are kept: a chain of names is followed once.
        """
        todo = [*reversed(segments)]
        current: Named | None = module_symbol(path)
        passed_last: dict[tuple[str, str], Symbol] = {}
        replaced: set[tuple[str, str]] = set()
        while todo and current is not None:
            current = self.member(current, todo.pop(), path)
            if not (isinstance(current, Symbol) and current.kind == "constant"):
                continue
            path = current.path
            key = (path, current.qualname)
            if not todo:
                passed_last[key] = current
            known = self._named.get(key)
            if known is not None and known != current:
                current = known
            elif known is None and key not in replaced and (other := self._other_name(current)):
                replaced.add(key)
                todo += reversed(other.split("."))
                current = module_symbol(path)
            else:
                current = None  # It is a value, or one in a circle of names: nothing is known to be inside of it.
        if isinstance(current, Symbol):
            self._named.update(dict.fromkeys(passed_last, current))
            return current
        if replaced <= passed_last.keys():
            self._named.update(passed_last)
        return next(iter(passed_last.values()), current)

    def _other_name(self, symbol: Symbol) -> str | None:
        """Return the name that a constant is another name of: set to it, and not declared to be of some type."""
        constant = self._definitions.constant_at(symbol)
        if constant is None or not is_untyped(constant, self._types) or not _DOTTED.fullmatch(constant.value or ""):
            return None
        return constant.value

    def _in_file(self, path: str, name: str) -> Named | None:
        home = self._home(path, name)
        if home is None:
            inner = self._linker.subunit(path, name)
            return module_symbol(inner) if inner is not None else self._brought(path, name)
        if isinstance(home.bound, Import):
            return self._source_of(home.path, home.bound)
        return definition_symbol(home.path, home.bound)

    def _brought(self, path: str, name: str) -> External | None:
        """Return what comes with all names of something outside, where a file imports those of one such thing."""
        if not self._scopes.may_be_brought(name):
            return None
        units = {entry.module for entry in self._scopes.wildcards(path)}
        outside = [unit for unit in units if self._linker.find(unit, path) is None]
        return self._linker.outside(f"{outside[0]}.{name}", path) if len(outside) == 1 else None

    def _source_of(self, path: str, entry: Import) -> Named | None:
        """Return what an import binds, followed through the imports of the files that it goes through."""
        trail: list[tuple[str, Import]] = []
        passed: set[tuple[str, str]] = set()
        found: Named | None = None
        while found is None and entry.name is not None:
            trail.append((path, entry))
            source = self._linker.find(entry.module, path)
            first, _, rest = entry.name.partition(".")
            home = self._offered(source, first) if source is not None else None
            if rest and home is not None and not isinstance(home.bound, Import):
                return self._inside(definition_symbol(home.path, home.bound), rest)
            if home is None or (home.path, entry.name) in passed:
                return self._beyond(trail)
            passed.add((home.path, entry.name))
            found = self._sources.get((home.path, entry.name))
            path = home.path
            if isinstance(home.bound, Import):
                entry = home.bound
            else:
                found = definition_symbol(path, home.bound)
        if found is None:
            found = self._beyond([(path, entry)])
        if found is not None:
            self._sources.update(dict.fromkeys(passed, found))
        return found

    def _inside(self, outer: Symbol, names: str) -> Named | None:
        """Return what stands under dotted names in a class that is imported from: a class, or a member."""
        found: Named | None = outer
        for name in names.split("."):
            inner = self.member(found, name, outer.path) if found is not None else None
            if inner is None and isinstance(found, Symbol) and found.kind == "class":
                inner = self._definitions.member_of(found, name)
            found = inner
        return found

    def _offered(self, path: str, name: str) -> _Home | None:
        """Return where a unit binds a name for others, of which one file is at `path`."""
        if not self._units.is_shared:
            return self._home(path, name)
        home = self._units.defining_file(path, name)
        return _Home(home, self._scopes.of(home)[name]) if home is not None else None

    def _beyond(self, trail: Sequence[tuple[str, Import]]) -> Named | None:
        """Return what the last import of a chain of imports binds, if no file defines its name."""
        found = [self._linker.leads_to(entry, path) for path, entry in reversed(trail)]
        file = next((each for each in found if isinstance(each, str)), None)
        if file is not None:
            return module_symbol(file)
        return found[0] if isinstance(found[0], External) else None

    def _home(self, path: str, name: str) -> _Home | None:
        """Return the file that binds a name, the one at `path` or one that it imports all names of, and to what."""
        stack = [path]
        seen: set[str] = set()
        while stack:
            file = stack.pop()
            if file in seen:
                continue
            seen.add(file)
            bound = self._scopes.of(file).get(name)
            if bound is not None:
                return _Home(file, bound)
            beside = self._units.defining_file(file, name)
            if beside is not None:
                return _Home(beside, self._scopes.of(beside)[name])
            if self._units.is_shared:
                offered = (self._offered(source, name) for source in reversed(self._taken_whole(file)))
                inside = (_Home(file, each) for each in self._scopes.from_classes(file, name) if self._is(file, each))
                return next(filter(None, chain(offered, inside)), None)
            # The last import is taken off the stack first: what it binds, it binds anew.
            stack += [source for source in self._taken_whole(file) if self._scopes.offers(source, name)]
        return None

    def _is(self, path: str, entry: Import) -> bool:
        """Return whether there is something of the target that an import binds."""
        return isinstance(self._source_of(path, entry), Symbol)

    def _taken_whole(self, path: str) -> list[str]:
        """Return the files that a file imports all names of."""
        if path not in self._wildcards:
            found = (self._linker.find(entry.module, path) for entry in self._scopes.wildcards(path))
            self._wildcards[path] = [source for source in found if source is not None]
        return self._wildcards[path]


def is_untyped(constant: Attribute, types: DeclaredTypes) -> bool:
    """Return whether a constant is not declared to be of some type, or to be another name of one."""
    return constant.type is None or constant.type.rpartition(".")[2] in types.aliases
