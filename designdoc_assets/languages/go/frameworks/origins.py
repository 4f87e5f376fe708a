"""What the objects are on which frameworks are told something: from which package they come, and by which steps."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designdoc_assets.languages.facts import Function
from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.use_facts import Use

_TYPE = re.compile(r"\(?\*?(?P<type>[\w.]+)(?:, ?\*?[\w.]+\))?")
_LAST = re.compile(r"(\w+)(?:\{\})?\Z")
_INLINE = re.compile(r"([\w.]+\()*func\(")
_WRAPPED = re.compile(r"[\w.]+\((?P<inner>[\w.]+|[\w.]+\(.+\))\)")
"""A call with one argument, a name or another call: what makes a handler of a function, or asks something first."""
_SELF = "self"
_DEEPEST = 6


class Origin(NamedTuple):
    """A package of others, and what is taken from it, step by step: `NewRouter()`, `Group()`, `Get`."""

    package: str
    steps: tuple[str, ...]


class Origins:
    """The origins of what the files of one language call."""

    def __init__(self, code: Code) -> None:
        """Look in some files."""
        self._code = code
        self._functions: dict[str, dict[str, Function]] = {}

    def function(self, path: str, within: str) -> Function | None:
        """Return the function or method of a file by its qualified name."""
        if path not in self._functions:
            facts = self._code.files[path]
            members = [method for extension in facts.extensions for method in extension.methods]
            members += [method for cls in facts.classes for method in cls.methods if not method.path]
            self._functions[path] = {each.qualname: each for each in (*members, *facts.functions)}
        return self._functions[path].get(within)

    def of(self, path: str, each: Registration) -> Origin | None:
        """Return the origin of what is called; None where it is not known, or may be of several."""
        if not each.within:
            return self._of(path, each.name) if not each.name.startswith("()") else None
        called = [use.name for use in self._uses(path, each) if use.kind == "call" and use.line == each.line]
        names = [name for name in called if name.rpartition(".")[2] == each.simple_name]
        found = {self._of(path, self._whole(each, name)) for name in names}
        return found.pop() if len(found) == 1 else None

    def answering(self, path: str, each: Registration, written: str) -> Defined | None:
        """Return the function that an expression among the arguments names: itself, or in what makes a handler of it.

        A function without a name is part of the one around it.
        """
        shown = written.strip().removeprefix("&")
        if _INLINE.match(shown) and each.within:
            return self._function(self._code.resolve.meaning(path, each.within))
        while inner := _WRAPPED.fullmatch(shown):
            shown = inner["inner"].strip()
        last = _LAST.search(re.sub(r"\{.*\}\Z", "{}", shown))
        if last is None:
            return None
        names = [use.name for use in self._uses(path, each) if use.line >= each.line and _ends(use.name, last[1])]
        names = [self._whole(each, name) for name in names[:1]] or ([shown] if not each.within else [])
        for name in names:
            meant = self._code.resolve.meaning(path, name.removesuffix("()"))
            if isinstance(meant, Defined) and meant.kind == "class":
                meant = self._code.resolve.meaning(path, f"{name.removesuffix('()')}().ServeHTTP")
            return self._function(meant)
        return None

    def called(self, path: str, each: Registration, name: str) -> Defined | None:
        """Return the function of the files that is called by its bare name where a registration stands."""
        for use in self._uses(path, each):
            if use.line == each.line and use.kind == "call" and _ends(use.name, name):
                return self._function(self._code.resolve.meaning(path, self._whole(each, use.name)))
        return None

    def place(self, function: Defined) -> str:
        """Return the file that a function stands in: methods may stand apart from their types."""
        facts = self._code.resolve.function_at(function)
        return (facts.path if facts is not None else "") or function.path

    def _uses(self, path: str, each: Registration) -> Iterable[Use]:
        function = self.function(path, each.within) if each.within else None
        return function.uses if function is not None else ()

    @staticmethod
    def _whole(each: Registration, name: str) -> str:
        """Return an access path with the type of a method in place of its object."""
        if name != _SELF and not name.startswith(f"{_SELF}."):
            return name
        return f"{each.within.partition('.')[0]}(){name.removeprefix(_SELF)}"

    @staticmethod
    def _function(meant: object) -> Defined | None:
        return meant if isinstance(meant, Defined) and meant.kind in {"function", "method"} else None

    def _of(self, path: str, name: str, depth: int = 0) -> Origin | None:
        if depth > _DEEPEST or "[" in name or path not in self._code.files:
            return None
        steps = name.split(".")
        meant = self._code.resolve.meaning(path, ".".join(steps[:2]).removesuffix("()"))
        if isinstance(meant, str) and len(steps) > 1:
            package, _, first = meant.rpartition(".")
            return Origin(package, (f"{first}{'()' if steps[1].endswith('()') else ''}", *steps[2:]))
        for count in range(len(steps) - 1, 0, -1):
            defined = self._code.resolve.meaning(path, ".".join(steps[:count]).removesuffix("()"))
            if isinstance(defined, Defined):
                for held in self._held(defined, is_called=steps[count - 1].endswith("()")):
                    return self._of(self.place(defined), ".".join([held, *steps[count:]]), depth + 1)
                return None
        return None

    def _held(self, defined: Defined, *, is_called: bool) -> Iterator[str]:
        """Yield the access path of what something of the files holds or gives."""
        resolve, facts = self._code.resolve, self._code.files.get(defined.path)
        if defined.kind in {"function", "method"} and is_called:
            function = resolve.function_at(defined)
            yield from _object(function.signature.returns if function is not None else None)
        elif defined.kind == "attribute":
            owner, _, name = defined.qualname.rpartition(".")
            attributes = resolve.class_at(Defined(defined.path, owner, "class")).attributes
            yield from (held for each in attributes if each.name == name for held in _object(each.type))
        elif defined.kind == "constant" and facts is not None:
            for each in facts.constants:
                if each.name == defined.qualname:
                    yield from _object(each.type) if each.type else each.holds


def _ends(name: str, last: str) -> bool:
    return name.rpartition(".")[2].removesuffix("()") == last


def _object(written: str | None) -> Iterator[str]:
    if found := _TYPE.fullmatch(written or ""):
        yield f"{found['type']}()"
