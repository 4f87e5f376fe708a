"""Which environment variables code reads: by names that are written out, or through functions and constants."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.languages.facts import FileFacts, Function
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.run_facts import NamedCall, Variable
from designdoc_assets.languages.signature_facts import Parameter
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol

_DEEPEST = 4
"""Functions that read through each other."""
_DEFAULT = re.compile(r"_?(?:default|def(?:_?val(?:ue)?)?|fallback|dflt)(?:_?val(?:ue)?)?", re.IGNORECASE)
_QUOTES = "\"'`"
NOTHING = frozenset({"None", "null", "undefined", "nil", "void 0", '""', "''", "``"})
"""Defaults that are as good as none."""


def variables_read(path: str, relations: Relations) -> Iterator[Variable]:
    """Yield the variables that a file itself reads, as far as it reads them by what comes with the language."""
    return (each for each in _direct(path, relations) if not each.parameter)


def _direct(path: str, relations: Relations) -> Iterator[Variable]:
    for variable in relations.file(path).variables:
        root = relations.resolver.resolve(path, variable.root) if variable.root else None
        if not variable.root or (isinstance(root, External) and root.kind in {"standard", "builtin"}):
            yield variable


@dataclass(frozen=True, slots=True)
class _Reader:
    """A way in which a function reads variables for its callers."""

    template: str
    """The variable's name, with `{}` for what callers give."""
    parameter: int
    default: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """What a call gives for the name of a variable, and for its default, as written."""

    name: str
    default: str


class VariableReaders:
    """The functions of a target that read variables which their callers name."""

    def __init__(self, paths: Iterable[str], relations: Relations) -> None:
        """Look for them in some files."""
        self._relations = relations
        self._readers: dict[tuple[str, str], list[_Reader]] = {}
        self._names: set[str] = set()
        everything = list(paths)
        for path in everything:
            for each in _direct(path, relations) if relations.file(path).variables else ():
                self._note(path, each.within, each.parameter, each.name, each.default)
        calls = [(path, call) for path in everything for call in relations.file(path).named_calls]
        for _ in range(_DEEPEST if self._readers else 0):
            found = [self._passed_on(path, call) for path, call in calls]
            if not any(found):
                break

    def read_in(self, path: str) -> Iterator[Variable]:
        """Yield the variables that a file reads itself, and has such functions read, in order of the source."""
        found: list[Variable] = []
        for each in _direct(path, self._relations):
            name = self._constant(path, each.parameter, each.within) if each.parameter else ""
            if name is not None and (name or not each.parameter):
                found.append(replace(each, name=each.name.replace("{}", name), parameter=""))
        for call in self._relations.file(path).named_calls:
            found += self._read_by(path, call)
        return iter(sorted(found, key=lambda each: each.line))

    def _note(self, path: str, qualname: str, parameter: str, template: str, default: str) -> bool:
        """Note that a function reads by a parameter, if it has that, and it is not known yet."""
        function = _function(self._relations.file(path), qualname) if qualname and parameter else None
        parameters = _parameters(function)
        at = next((at for at, each in enumerate(parameters) if each.name == parameter), None)
        if at is None:
            return False
        known = self._readers.setdefault((path, qualname), [])
        reader = _Reader(template, at, default, parameters)
        is_new = not any((each.template, each.parameter) == (template, at) for each in known)
        known += [reader] if is_new else []
        self._names.add(qualname.rpartition(".")[2])
        return is_new

    def _passed_on(self, path: str, call: NamedCall) -> bool:
        """Note the function that a call stands in, where that passes a parameter on to one that reads by it."""
        found = [(reader, given) for reader, given in self._asked(path, call) if given.name.isidentifier()]
        noted = [self._note(path, call.within, given.name, each.template, given.default) for each, given in found]
        return any(noted)

    def _read_by(self, path: str, call: NamedCall) -> Iterator[Variable]:
        for reader, given in self._asked(path, call):
            name = self._constant(path, given.name, call.within)
            if name:
                whole = reader.template.replace("{}", name)
                yield Variable(whole, call.function, given.default, call.line, call.within)

    def _asked(self, path: str, call: NamedCall) -> Iterator[tuple[_Reader, _Given]]:
        """Yield the ways in which what is called reads, with what it is given for the name and the default."""
        if call.function.rpartition(".")[2] not in self._names:
            return
        owner = call.within.rpartition(".")[0]
        scope = next((cls for cls in self._relations.file(path).classes if owner and cls.qualname == owner), None)
        called = self._relations.resolver.resolve(path, call.function, scope, call.within)
        readers = self._readers.get((called.path, called.qualname), ()) if isinstance(called, Symbol) else ()
        for reader in tuple(readers):
            given = _given(reader.parameters, call)
            name = given.get(reader.parameters[reader.parameter].name, "")
            yield reader, _Given(name, _default(reader, given, is_only=len(readers) == 1))

    def _constant(self, path: str, written: str, within: str) -> str | None:
        """Return a text that is written out, or that a constant holds which is set once."""
        if written[:1] in _QUOTES:
            return written.strip(_QUOTES) if written[-1:] == written[0] and len(written) > 2 else None
        if not written.replace(".", "_").isidentifier():
            return None
        function = _function(self._relations.file(path), within) if within else None
        if any(each.name == written for each in _parameters(function)):
            return None
        meant = self._relations.resolver.resolve(path, written, within=within)
        if not isinstance(meant, Symbol) or meant.kind != "constant":
            return None
        constants = self._relations.file(meant.path).constants
        value = next(
            (each.value or "" for each in constants if each.name == meant.qualname and not each.is_set_again), ""
        )
        return self._constant(meant.path, value, "") if value[:1] in set(_QUOTES) else None


def _function(facts: FileFacts, qualname: str) -> Function | None:
    everything = (*facts.functions, *(method for cls in facts.classes for method in cls.methods))
    return next((each for each in everything if each.qualname == qualname), None)


def _parameters(function: Function | None) -> tuple[Parameter, ...]:
    found = function.signature.parameters if function is not None else ()
    return tuple(each for each in found if not each.is_receiver)


def _given(parameters: Sequence[Parameter], call: NamedCall) -> dict[str, str]:
    positional = [value for keyword, value in call.arguments if not keyword]
    by_place = {each.name: value for each, value in zip(parameters, positional, strict=False)}
    return {**by_place, **{keyword: value for keyword, value in call.arguments if keyword}}


def _default(reader: _Reader, given: dict[str, str], *, is_only: bool) -> str:
    """Return what callers give as the default, or what the function itself has for it.

    Args:
        reader: How it reads.
        given: What it is called with.
        is_only: Whether it reads nothing else, so that the parameter which is called a default is that of this one.
    """
    names = {each.name: each for each in reader.parameters}
    told = next((name for name in names if is_only and _DEFAULT.fullmatch(name)), None)
    taken = reader.default if reader.default in names else told if reader.default in {"", *NOTHING} else None
    if taken is not None:
        return given.get(taken) or names[taken].default or ""
    mentioned = set(re.findall(r"\w+", reader.default))
    return "" if mentioned & set(names) else reader.default
