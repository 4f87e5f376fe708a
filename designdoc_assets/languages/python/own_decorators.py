"""Methods that a decorator of the target itself makes properties: what it is stands in another place than its use."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from designdoc_assets.languages.facts import Class, FileFacts, Function, FunctionSort
from designdoc_assets.languages.python.decorators import is_getter, name_in
from designdoc_assets.languages.resolve import Defined, Resolve
from designdoc_assets.languages.use_facts import UseKind


class MethodSort(NamedTuple):
    """What a decorator makes of a method."""

    sort: FunctionSort
    is_cached: bool = False


_CACHED = "functools.cached_property"
_PROPERTIES = frozenset(
    {"builtins.property", "abc.abstractproperty", "enum.property", "types.DynamicClassAttribute", _CACHED}
)
_NO_PROPERTY = MethodSort("method")
_MAKES: frozenset[UseKind] = frozenset({"call", "annotation"})


def with_own_decorators(files: Mapping[str, FileFacts], resolve: Resolve) -> Mapping[str, FileFacts]:
    """Return the facts of all files, with methods said to be properties, or no properties, as their decorators have it.

    Only what derives from a property, returns one, or is a descriptor that is called so, makes one.
    """
    names = _names_to_look_into(files)
    decorated = {path: methods for path, facts in files.items() if (methods := _decorated_with(names, facts))}
    if not decorated:
        return files
    known = _Decorators(resolve)
    return {
        path: replace(facts, classes=tuple(_judged(cls, path, decorated[path], known) for cls in facts.classes))
        if path in decorated
        else facts
        for path, facts in files.items()
    }


class _Decorators:
    """What the decorators of a set of files make of methods."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def sort_by(self, decorator: str, path: str, cls: Class) -> MethodSort | None:
        """Return what a decorator makes of a getter: a property, or a method as before; None if it is not known."""
        beside = next((method for method in cls.methods if method.name == decorator), None)
        if beside is not None:
            return self._of_function(self._resolve.defined(path, cls), beside) or _NO_PROPERTY
        found = self._resolve.meaning(path, name_in(decorator))
        if not isinstance(found, Defined):
            return None
        if found.kind == "class":
            return self._of_class(found) or _NO_PROPERTY
        function = self._resolve.function_at(found) if found.kind == "function" else None
        return (self._of_function(found, function) or _NO_PROPERTY) if function else None

    def _of_class(self, symbol: Defined) -> MethodSort | None:
        ancestors = self._resolve.ancestors(symbol)
        for base in ancestors:
            if isinstance(base, str) and base in _PROPERTIES:
                return MethodSort("getter", base == _CACHED)
        owners = [symbol, *(base for base in ancestors if isinstance(base, Defined) and base.kind == "class")]
        is_descriptor = any(m.name == "__get__" for owner in owners for m in self._resolve.class_at(owner).methods)
        return MethodSort("getter") if is_descriptor and _is_called_property(symbol.qualname) else None

    def _of_function(self, symbol: Defined, function: Function) -> MethodSort | None:
        for use in function.uses:
            if use.kind in _MAKES:
                made = self._resolve.meaning(symbol.path, use.name, within=function.qualname)
                if isinstance(made, str) and made in _PROPERTIES:
                    return MethodSort("getter", made == _CACHED)
                if isinstance(made, Defined) and made.kind == "class" and (property_of := self._of_class(made)):
                    return property_of
        return None


def _names_to_look_into(files: Mapping[str, FileFacts]) -> frozenset[str]:
    """Return the names of what may make properties, and of what is called so and may make none."""
    names = {name.rpartition(".")[2] for name in _PROPERTIES}
    own: set[str] = set()
    classes = [cls for facts in files.values() for cls in facts.classes]
    while found := {cls.name for cls in classes if cls.name not in own and _mentions(names, cls.bases)}:
        own |= found
        names |= found
    own |= {cls.name for cls in classes if _is_called_property(cls.name)}
    for facts in files.values():
        functions = [method for cls in facts.classes for method in cls.methods if _is_plain(method)]
        for function in (*facts.functions, *functions):
            made = (use.name for use in function.uses if use.kind in _MAKES)
            if _is_called_property(function.name) or _mentions(names, made):
                own.add(function.name)
    return frozenset(own)


def _mentions(names: Iterable[str], written: Iterable[str]) -> bool:
    return any(name_in(text).rpartition(".")[2] in names for text in written)


def _decorated_with(names: frozenset[str], facts: FileFacts) -> frozenset[str]:
    """Return the decorators of methods in a file that may be those of these names."""
    aliases = {entry.alias for entry in facts.imports if entry.alias and entry.name in names}
    wanted = names | aliases
    return frozenset(
        decorator
        for cls in facts.classes
        for method in cls.methods
        for decorator in method.annotations
        if name_in(decorator).rpartition(".")[2] in wanted
    )


def _judged(cls: Class, path: str, decorators: frozenset[str], known: _Decorators) -> Class:
    if not any(decorators.intersection(method.annotations) for method in cls.methods):
        return cls
    return replace(cls, methods=tuple(_method(method, path, cls, decorators, known) for method in cls.methods))


def _method(method: Function, path: str, cls: Class, decorators: frozenset[str], known: _Decorators) -> Function:
    if not (_is_plain(method) or method.sort == "getter"):
        return method
    for decorator in method.annotations:
        made = known.sort_by(decorator, path, cls) if decorator in decorators else None
        others = (name_in(other) for other in method.annotations if other != decorator)
        if made is None or any(_is_called_property(other) for other in others):
            continue
        told = tuple(name for name in method.redundant_annotations if name != decorator)
        if not is_getter(method.signature):
            made = _NO_PROPERTY
        return replace(method, sort=made.sort, is_cached=made.is_cached, redundant_annotations=told)
    return method


def _is_plain(method: Function) -> bool:
    return method.sort == "method" and method.bound_to == "instance"


def _is_called_property(name: str) -> bool:
    return name.lower().endswith("property")
