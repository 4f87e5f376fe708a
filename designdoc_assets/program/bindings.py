"""What a module's names are bound to: imports and other names for one thing are followed to where it is defined.

Only what the text of modules says counts here; what classes inherit and what objects are is the work of `resolution`.
Nothing recurses, so that no chain of imports is too long.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import
from designdoc_assets.languages.python.linker import Modules

Definition = Class | Function | Attribute

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\Z")
_IMPORT_RANKS = {"always": 3, "optional": 2, "types": 2, "late": 1}
"""Of two imports of one name, that of the higher rank counts: the one that most code sees."""


class Binding(NamedTuple):
    """Something that the file at `path` defines. `entry` is None for the module itself."""

    path: str
    entry: Definition | None


class Outside(NamedTuple):
    """The dotted name of something that no file of the target defines."""

    name: str


Bound = Binding | Outside


class _Inner(NamedTuple):
    """The nested and local classes of a file, and the qualified names of all its classes."""

    by_name: dict[str, list[Class]]
    by_place: dict[str, list[Class]]
    class_names: frozenset[str]


class Bindings:
    """The names in the files of one snapshot."""

    def __init__(self, files: Mapping[str, FileFacts], modules: Modules) -> None:
        self._files = files
        self._modules = modules
        self._scopes: dict[str, dict[str, Definition | Import]] = {}
        self._stars: dict[str, list[str]] = {}
        self._inner: dict[str, _Inner] = {}
        self._local: dict[str, dict[tuple[str, str], Import]] = {}
        """Per file the imports inside of functions, by the function's qualified name and the name that they bind."""
        self._named: dict[tuple[str, str], Bound | None] = {}
        self._origins: dict[tuple[str, str], Bound] = {}
        """What names that modules import come from in the end, where they come from a definition or a module."""

    def named(self, path: str, name: str) -> Bound | None:
        """Return what the dotted `name` means in the module at `path`, as far as modules and nested classes go.

        A name that is set to another name means the same as that one, if that leads to something of the target that
        is no constant.
        """
        key = (path, name)
        if key not in self._named:
            self._named[key] = self._followed(path, name.split("."))
        return self._named[key]

    def imported(self, path: str, entry: Import) -> Bound | None:
        """Return what an import binds: see `named`."""
        found = self._origin(path, entry)
        if isinstance(found, Binding) and isinstance(found.entry, Attribute):
            return self.named(found.path, found.entry.name)
        return found

    def member(self, bound: Bound, name: str, importer: str) -> Bound | None:
        """Return what stands under `name` right inside of a module, a class, or something outside of the target."""
        match bound:
            case Outside(name=outer):
                # A folder without a file of its own is no module of the target, but what is in it may be one.
                module = self._modules.find(f"{outer}.{name}", importer)
                return Binding(module, None) if module is not None else Outside(f"{outer}.{name}")
            case Binding(path=path, entry=None):
                return self._in_module(path, name)
            case Binding(path=path, entry=Class() as cls):
                nested = self.nested_classes(path, cls).get(name)
                return Binding(path, nested) if nested is not None else None
        return None

    def import_of(self, path: str, name: str) -> Import | None:
        """Return the import that binds a name in the module at `path`, whether or not something else binds it too."""
        return next((entry for entry in self._files[path].imports if (entry.alias or entry.name) == name), None)

    def local_import(self, path: str, name: str, function: str) -> Import | None:
        """Return the import inside of a function or method that binds a name there."""
        if path not in self._local:
            self._local[path] = dict(_local_imports(self._files[path]))
        return self._local[path].get((function, name)) if function else None

    def nested_classes(self, path: str, cls: Class) -> Mapping[str, Class]:
        """Return the classes right inside of a class, by name."""
        inside = self._inner_of(path).by_place.get(cls.qualname, ())
        # The classes inside of an earlier class of the same name have the same qualified names.
        return {nested.name: nested for nested in reversed(inside) if nested.line > cls.line}

    def has_inner(self, path: str, name: str) -> bool:
        """Return whether there is a nested or local class of that name in the file at `path`."""
        return name in self._inner_of(path).by_name

    def visible_class(
        self, path: str, name: str, place: str, *, after: int = 0, before: int | None = None
    ) -> Class | None:
        """Return the nested or local class that a bare name means in the body of the class or function at `place`.

        Names in the body of a class are visible right there, and not in what is nested in it.

        Args:
            path: The file.
            name: The bare name.
            place: The qualified name of the class or function.
            after: Of several classes, the first below this line is meant.
            before: Only classes above this line count.
        """
        inner = self._inner_of(path)
        candidates = [cls for cls in inner.by_name.get(name, ()) if before is None or cls.line < before]
        innermost = place
        while candidates and place:
            is_class = place in inner.class_names
            seen = [cls for cls in candidates if cls.qualname == f"{place}.{name}"]
            if place == innermost and not is_class:
                # What functions mention that are nested in a function is kept as mentioned by the outer one.
                seen += [cls for cls in candidates if cls.in_function and cls.qualname.startswith(f"{place}.")]
            if seen and (place == innermost or not is_class):
                return next((cls for cls in seen if cls.line > after), seen[0])
            place = place.rpartition(".")[0]
        return None

    def _followed(self, path: str, segments: Sequence[str]) -> Bound | None:
        todo = [*reversed(segments)]
        current: Bound | None = Binding(path, None)
        names: dict[tuple[str, str], Binding] = {}
        expanded: set[tuple[str, str]] = set()
        while todo and current is not None:
            current = self.member(current, todo.pop(), path)
            if not (isinstance(current, Binding) and isinstance(current.entry, Attribute)):
                continue
            path, entry = current.path, current.entry
            key = (path, entry.name)
            known = self._named.get(key)
            if not todo:
                names[key] = current
            if known is not None and known != current:
                current = known
            elif known is None and _is_other_name(entry) and key not in expanded:
                expanded.add(key)
                todo += reversed((entry.value or "").split("."))
                current = Binding(path, None)
            else:
                current = None
        if isinstance(current, Binding):
            self._named.update(dict.fromkeys(names, current))
            return current
        if expanded <= names.keys():
            self._named.update(names)
        return next(iter(names.values()), current)

    def _in_module(self, path: str, name: str) -> Bound | None:
        home = self._home(path, name)
        if home is None:
            submodule = self._modules.submodule(path, name)
            return Binding(submodule, None) if submodule is not None else None
        path, entry = home
        return self._origin(path, entry) if isinstance(entry, Import) else Binding(path, entry)

    def _origin(self, path: str, entry: Import) -> Bound | None:
        """Return what an import binds, followed through the imports of the modules that it goes through."""
        trail: list[tuple[str, Import]] = []
        passed: set[tuple[str, str]] = set()
        origin: Bound | None = None
        while origin is None and entry.name is not None:
            trail.append((path, entry))
            source = self._modules.find(entry.module, path)
            home = self._home(source, entry.name) if source is not None else None
            if home is None or (home[0], entry.name) in passed:
                return self._submodule(trail)
            passed.add((home[0], entry.name))
            origin = self._origins.get((home[0], entry.name))
            path, found = home
            if isinstance(found, Import):
                entry = found
            else:
                origin = Binding(path, found)
        if origin is None:
            # `import a.b` binds `a`, which may be a folder without a file of its own.
            module = entry.module if entry.alias else entry.module.partition(".")[0]
            source = self._modules.find(module, path)
            origin = Binding(source, None) if source is not None else Outside(module)
        self._origins.update(dict.fromkeys(passed, origin))
        return origin

    def _submodule(self, trail: Sequence[tuple[str, Import]]) -> Bound | None:
        """Return what the last import of a chain of imports binds, if no module binds its name."""
        for path, entry in reversed(trail):
            dots = "" if entry.module.endswith(".") else "."
            submodule = self._modules.find(f"{entry.module}{dots}{entry.name}", path)
            if submodule is not None:
                return Binding(submodule, None)
        path, entry = trail[-1]
        if entry.module.startswith(".") or self._modules.find(entry.module, path) is not None:
            return None
        return Outside(f"{entry.module}.{entry.name}")

    def _home(self, path: str, name: str) -> tuple[str, Definition | Import] | None:
        """Return the module that binds a name, the one at `path` or one that it imports all names of, and to what."""
        stack = [path]
        seen: set[str] = set()
        while stack:
            module = stack.pop()
            if module in seen:
                continue
            seen.add(module)
            bound = self._scope(module).get(name)
            if bound is not None:
                return module, bound
            # The last import is taken off the stack first: what it binds, it binds anew.
            stack += [source for source in self._star_imports(module) if self._offers(source, name)]
        return None

    def _offers(self, path: str, name: str) -> bool:
        """Return whether `import *` takes a name from a module."""
        exports = self._files[path].exports
        return name in exports if exports is not None else not name.startswith("_")

    def _star_imports(self, path: str) -> list[str]:
        if path not in self._stars:
            stars = (entry.module for entry in self._files[path].imports if entry.name == "*")
            found = (self._modules.find(module, path) for module in stars)
            self._stars[path] = [source for source in found if source is not None]
        return self._stars[path]

    def _inner_of(self, path: str) -> "_Inner":
        if path not in self._inner:
            classes = self._files[path].classes
            inner = _Inner({}, {}, frozenset(cls.qualname for cls in classes))
            for cls in classes:
                place, _, name = cls.qualname.rpartition(".")
                if place:
                    inner.by_name.setdefault(name, []).append(cls)
                    inner.by_place.setdefault(place, []).append(cls)
            self._inner[path] = inner
        return self._inner[path]

    def _scope(self, path: str) -> dict[str, Definition | Import]:
        """Return what the module's names are bound to, star imports left out.

        A definition wins over an import, unless it is the substitute for an import that fails; the first of several
        definitions counts, and of several imports the first that most code sees.
        """
        if path not in self._scopes:
            facts = self._files[path]
            scope: dict[str, Definition | Import] = {}
            definitions: tuple[Definition, ...] = (*facts.classes, *facts.functions, *facts.constants)
            for definition in definitions:
                if isinstance(definition, Attribute) or "." not in definition.qualname:
                    scope.setdefault(definition.name, definition)
            for entry in facts.imports:
                if entry.name != "*":
                    bound = entry.alias or entry.name or entry.module.partition(".")[0]
                    if _wins(entry, scope.get(bound)):
                        scope[bound] = entry
            self._scopes[path] = scope
        return self._scopes[path]


def _local_imports(facts: FileFacts) -> Iterator[tuple[tuple[str, str], Import]]:
    """Yield imports inside of functions; of two of one name in one function the later counts."""
    methods = [method for cls in facts.classes for method in cls.methods if not method.path]
    functions = sorted((function.line, function.qualname) for function in (*facts.functions, *methods))
    for entry in facts.imports:
        # It stands in the function that begins last before it: at that place, nothing but functions import so.
        at = bisect(functions, (entry.line + 1, "")) - 1
        if entry.when == "late" and entry.name != "*" and at >= 0:
            yield (functions[at][1], entry.alias or entry.name or entry.module.partition(".")[0]), entry


def _wins(entry: Import, current: Definition | Import | None) -> bool:
    match current:
        case None:
            return True
        case Import():
            return _IMPORT_RANKS[entry.when] > _IMPORT_RANKS[current.when]
        case Attribute():
            return entry.when == "types" or (entry.when == "optional" and current.value == "None")
    return entry.when == "optional" and (current.condition or "").startswith("except")


def _is_other_name(constant: Attribute) -> bool:
    """Return whether a constant is another name for something: set to a name, and not declared to be of some type."""
    declared = (constant.type or "TypeAlias").rpartition(".")[2]
    return declared == "TypeAlias" and _DOTTED.match(constant.value or "") is not None
