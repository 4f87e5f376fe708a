"""Which exceptions leave a function: what is raised is found as a class, and what the function catches is left out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.python.builtin_exceptions import builtin_exception, lineage_of
from designdoc_assets.languages.raise_facts import Handler, Raise
from designdoc_assets.program.resolution import External, Instance, Meaning, Symbol
from designdoc_assets.program.resolver import Resolver

_NO_EXCEPTIONS = frozenset({"abc.ABC", "builtins.object", "typing.Generic", "typing.Protocol"})
"""Bases that catch nothing."""
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\Z")
_NAMED_AS_CLASS = re.compile(r"_*[A-Z]\w*\Z|(?:error|timeout|herror|gaierror)\Z")
"""How a class is called, and how those of the standard library are that are called otherwise."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A place where an exception leaves a function."""

    exception: Symbol | External
    name: str
    """What the class is called: as the function writes it, if it does."""
    at: Raise


@dataclass(frozen=True, slots=True)
class _Lineage:
    """What a class is caught as: classes of the target, Python's own by name, others by their full names."""

    classes: frozenset[Symbol | str]
    is_whole: bool


def leaving(path: str, function: Function, owner: Class | None, resolver: Resolver) -> list[Raised]:
    """Return what a function raises and lets out, a place each, in order of the source.

    Args:
        path: The file that the function stands in.
        function: A function, or a method of `owner`.
        owner: Its class.
        resolver: Tells what names mean.
    """

    def resolve(name: str) -> Meaning | None:
        return _beyond_aliases(resolver.resolve(path, name, owner, function.qualname), resolver)

    found = []
    for place in function.raises:
        meaning = resolve(place.exception)
        exception = _class_of(meaning)
        name = place.exception
        if exception is None and isinstance(meaning, Symbol) and meaning.kind in {"function", "method"}:
            exception = _class_of(resolve(f"{place.exception}()"))
            name = ""
        if exception is None:
            continue
        if not name or "()" in name:
            name = exception.name.removeprefix("builtins.") if isinstance(exception, External) else exception.qualname
        past = _past_handlers(place, _lineage(exception, resolver), resolve)
        if past is not None:
            found.append(Raised(exception, name, past))
    return found


def _beyond_aliases(meaning: Meaning | None, resolver: Resolver) -> Meaning | None:
    """Return what a constant is another name for, through others that are: `OperationalError = sqlite3.Error`."""
    passed: set[Symbol] = set()
    while isinstance(meaning, Symbol) and meaning not in passed:
        passed.add(meaning)
        constant = resolver.constant_at(meaning)
        if constant is None or constant.type is not None or not _DOTTED.match(constant.value or ""):
            break
        meaning = resolver.resolve(meaning.path, constant.value or "")
    return meaning


def _class_of(meaning: Meaning | None) -> Symbol | External | None:
    """Return the class of an exception that a name is, or is an instance of; None if it is something else."""
    match meaning:
        case Instance(of=cls) | (Symbol(kind="class") as cls):
            return cls
        case External(name=name) if name.startswith("builtins."):
            return meaning if builtin_exception(name) else None
        case External(name=name) if _NAMED_AS_CLASS.match(name.rpartition(".")[2]):
            return meaning
    return None


def _past_handlers(place: Raise, lineage: _Lineage, resolve: Callable[[str], Meaning | None]) -> Raise | None:
    """Return the place if it is known that the exception gets past the handlers around it."""
    for handlers in place.handlers:
        for handler in handlers:
            catches = _catches(handler, lineage, resolve)
            if catches is None or (catches and not handler.raises_again):
                return None
            if catches:
                # Whether it is raised again may depend on more than what is known here.
                place = replace(place, when=None)
                break
    return place


def _catches(handler: Handler, lineage: _Lineage, resolve: Callable[[str], Meaning | None]) -> bool | None:
    """Return whether a handler catches what has that lineage; None if that is not known."""
    if handler.exception == "BaseException":
        return True
    cls = _class_of(resolve(handler.exception)) if handler.exception else None
    if cls is None:
        return None
    if isinstance(cls, Symbol):
        return cls in lineage.classes
    name = builtin_exception(cls.name) or cls.name
    return name in lineage.classes or (None if not lineage.is_whole else False)


def _lineage(exception: Symbol | External, resolver: Resolver) -> _Lineage:
    found: set[Symbol | str] = set()
    is_whole = True
    ancestors = resolver.ancestors(exception) if isinstance(exception, Symbol) else ()
    for cls in (exception, *ancestors):
        if isinstance(cls, Symbol):
            found.add(cls)
            is_whole = is_whole and len(resolver.bases(cls)) == len(resolver.class_at(cls).bases)
        elif own := builtin_exception(cls.name):
            found |= lineage_of(own)
        elif cls.name not in _NO_EXCEPTIONS:
            # Somebody else's exception: all that are made for users to catch inherit from this one.
            found |= {cls.name, "Exception", "BaseException"}
            is_whole = False
    return _Lineage(frozenset(found), is_whole)
