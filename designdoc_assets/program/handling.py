"""Which code has handlers for which exceptions: `except` clauses by the classes that they name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.languages.facts import Class, FileFacts
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.use_facts import Use
from designdoc_assets.program.exceptions import beyond_aliases, class_of, lineage_of
from designdoc_assets.program.resolution import Symbol, class_symbol, function_symbol, method_symbol, module_symbol
from designdoc_assets.program.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Handled:
    """What has handlers for one class of exceptions."""

    caught: Symbol | str
    """The class; the language's own by its name, others by their full names."""
    handlers: tuple[Symbol, ...]


class Handlers:
    """The handlers in a set of files, looked up by what they catch."""

    def __init__(self) -> None:
        self._handlers: dict[Symbol | str, dict[Symbol, None]] = {}

    def add(self, path: str, facts: FileFacts, resolver: Resolver) -> None:
        """Take note of the handlers in a file."""
        for source, use, owner, place, within in _caught(path, facts):
            meaning = beyond_aliases(resolver.resolve(place, use.name, owner, within), resolver)
            exception = class_of(meaning, resolver.rules.exceptions)
            if exception is not None:
                self._handlers.setdefault(_key(exception, resolver), {})[source] = None

    def of(self, exception: Symbol, resolver: Resolver) -> list[Handled]:
        """Return the handlers of an exception: those that name it, and then those of what it inherits from.

        Those that catch what others define, too, whatever it is, are left out.
        """
        if not self._handlers:
            return []
        bases = [base for base in resolver.ancestors(exception) if isinstance(base, Symbol)]
        named = {name for name in lineage_of(exception, resolver).classes if isinstance(name, str)}
        outside = sorted(named - resolver.rules.exceptions.of_others)
        caught: list[Symbol | str] = [exception, *bases, *outside]
        return [Handled(each, tuple(self._handlers[each])) for each in caught if each in self._handlers]


def _key(exception: Symbol | External, resolver: Resolver) -> Symbol | str:
    if isinstance(exception, Symbol):
        return exception
    return resolver.rules.exceptions.known(exception.written) or exception.name


def _caught(path: str, facts: FileFacts) -> Iterator[tuple[Symbol, Use, Class | None, str, str]]:
    """Yield what has a handler, what that names, and where it does: in which class, file and function."""
    for source, uses, owner, place, within in _users(path, facts):
        yield from ((source, use, owner, place, within) for use in uses if use.kind == "catch")


def _users(path: str, facts: FileFacts) -> Iterator[tuple[Symbol, Sequence[Use], Class | None, str, str]]:
    yield module_symbol(path), facts.uses, None, path, ""
    for function in facts.functions:
        yield function_symbol(path, function), function.uses, None, path, function.qualname
    for cls in facts.classes:
        symbol = class_symbol(path, cls)
        yield symbol, cls.uses, cls, path, ""
        for method in cls.methods:
            place, owner = (method.path, None) if method.path else (path, cls)
            yield method_symbol(symbol, method), method.uses, owner, place, method.qualname
