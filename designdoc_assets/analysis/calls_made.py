"""What one function calls, as flows tell it: in order, and without what handles errors or makes plain data."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from designdoc_assets.analysis.entry_points import constructor
from designdoc_assets.analysis.extension_points import descendants
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.linking import External
from designdoc_assets.program.outside_calls import bases_of_others
from designdoc_assets.program.resolution import Named, Symbol, Within, as_class, method_symbol
from designdoc_assets.program.use_edges import Relation

_DOES = re.compile(r"(?:[a-z]\w*\.)?(?:[a-z]\w*|\w*(?:Client|Session|Connection|Engine|Pool|Server|App|Application))")
"""Names in a library of what acts outside: functions, and classes that stand for a system. A longer name is an object
that the library holds for its users, and is left out."""
_Course = Literal["normal", "guard", "handed"]
_COURSES: Sequence[_Course] = ("normal", "guard", "handed")
"""In the order in which flows tell them: what is called as a rule, what is called before a function leaves because
something is missing, and what is handed over."""


@dataclass(frozen=True, slots=True)
class Made:
    """A call, or what is handed over for others to call it."""

    called: Symbol | External
    is_handed: bool


class CallsMade:
    """The calls that functions of a target make."""

    def __init__(self, target: Target) -> None:
        """Look at the calls of a target."""
        self._target = target
        self._made: dict[Symbol, Sequence[Made]] = {}
        self._outside: dict[Symbol, int] = {}
        self._uses: dict[Symbol, list[Relation]] = {}

    def of(self, symbol: Symbol) -> Sequence[Made]:
        """Return what a function calls or hands over, dependencies included.

        What stands where an error is handled, or where one is raised, is left out.
        """
        if symbol not in self._made:
            found: dict[Symbol | External, _Course] = {}
            for called, course in self._courses(symbol):
                if called != symbol and _COURSES.index(course) < _COURSES.index(found.get(called, "handed")):
                    found.pop(called, None)
                if called != symbol:
                    found.setdefault(called, course)
            ordered = sorted(found, key=lambda called: _COURSES.index(found[called]))
            self._made[symbol] = [Made(called, found[called] == "handed") for called in ordered]
        return self._made[symbol]

    def heirs(self, symbol: Symbol) -> list[Symbol]:
        """Return the methods that implement an abstract one."""
        owner, name = as_class(symbol), symbol.qualname.rpartition(".")[2]
        resolver = self._target.relations.resolver
        if symbol.kind != "method" or owner is None or not self.is_abstract(symbol):
            return []
        return [
            method_symbol(heir, method)
            for heir in descendants(owner, self._target)
            if self._target.places.is_main(heir.path)
            for method in resolver.class_at(heir).methods
            if method.name == name
        ]

    def is_abstract(self, symbol: Symbol) -> bool:
        """Whether a method is there for others to implement it."""
        owner, name = as_class(symbol), symbol.qualname.rpartition(".")[2]
        if symbol.kind != "method" or owner is None:
            return False
        cls = self._target.relations.resolver.class_at(owner)
        method = next((method for method in cls.methods if method.name == name), None)
        if method is None or method.is_abstract:
            return method is not None
        return cls.sort in {"interface", "protocol"} and all(use.kind not in {"call", "raise"} for use in method.uses)

    def outside(self, symbol: Symbol) -> int:
        """Return how many calls of a function lead to what others made, told or not."""
        if symbol not in self._outside:
            around = symbol.around if isinstance(symbol, Within) else symbol
            found = {
                relation.target
                for relation in self._in_order(around)
                if relation.kind in {"calls", "makes"} and relation.standing != "handler"
            }
            self._outside[symbol] = sum(map(self._is_of_others, found))
        return self._outside[symbol]

    def comes_from(self, symbol: Symbol) -> tuple[str, ...]:
        """Return the classes of others from one of which a class has a method that is not its own."""
        owner = as_class(symbol)
        resolver = self._target.relations.resolver
        if symbol.kind != "method" or owner is None or resolver.function_at(symbol) is not None:
            return ()
        return tuple(base.name.rpartition(".")[2] for base in bases_of_others(owner, resolver))

    def _is_of_others(self, called: Symbol | External) -> bool:
        if isinstance(called, External):
            return called.kind == "third party"
        return bool(self.comes_from(called))

    def _courses(self, symbol: Symbol) -> Iterator[tuple[Symbol | External, _Course]]:
        around = symbol.around if isinstance(symbol, Within) else symbol
        within = symbol.nested_in if isinstance(symbol, Within) else ""
        above = " ".join(self._annotations(around))
        for relation in self._in_order(around):
            if relation.standing == "handler":
                continue
            course = _course(relation, within)
            if course is None:
                continue
            # What annotations name is none of what the function does.
            is_handed = course == "handed"
            if is_handed and isinstance(relation.target, Symbol) and relation.target.qualname in above:
                continue
            called = self._followed(relation, is_handed=is_handed)
            if called is not None:
                yield called, course

    def _in_order(self, symbol: Symbol) -> list[Relation]:
        if symbol not in self._uses:
            runs = self._inherited(symbol) if symbol.kind == "class" else symbol
            self._uses[symbol] = self._target.relations.in_order(runs) if runs is not None else []
        return self._uses[symbol]

    def _inherited(self, cls: Symbol) -> Symbol | None:
        """Return the constructor that runs where a class has none of its own; None where it is of others, or none."""
        for base in self._target.relations.resolver.ancestors(cls):
            if self._has_constructor(base):
                return constructor(base, self._target) if isinstance(base, Symbol) else None
        return None

    def _annotations(self, symbol: Symbol) -> Sequence[str]:
        function = self._target.relations.resolver.function_at(symbol) if symbol.kind != "module" else None
        return function.annotations if function is not None else ()

    def _followed(self, relation: Relation, *, is_handed: bool) -> Symbol | External | None:
        """Return what a call leads to, as flows tell it; None for what they do not tell."""
        called = relation.target
        if isinstance(called, External):
            inside = called.name.removeprefix(f"{called.library}.")
            does = relation.evidence == "declared type" or _DOES.fullmatch(inside) is not None
            return called if does and called.kind == "third party" and not is_handed else None
        if called.path not in self._target.snapshot.files:
            return None
        if is_handed and called.kind not in {"function", "method"}:
            return None
        if called.kind == "class":
            return constructor(called, self._target) if self._does_something_made(called) else None
        found = self._implemented(called)
        return found if found.kind in {"function", "method"} and not self._is_accessor(found) else None

    def _implemented(self, symbol: Symbol) -> Symbol:
        """Return the one implementation of an abstract method; the method itself, if it is none or has several."""
        heirs = self.heirs(symbol)
        return heirs[0] if len(heirs) == 1 else symbol

    def _does_something_made(self, cls: Symbol) -> bool:
        """Whether more than plain data is made: a constructor of the target runs, or what a library has of its own."""
        resolver = self._target.relations.resolver
        if resolver.class_at(cls).sort == "exception":
            return False
        if constructor(cls, self._target) != cls:
            return True
        return any(map(self._has_constructor, resolver.ancestors(cls)))

    def _has_constructor(self, base: Named) -> bool:
        if isinstance(base, External):
            return base.kind in {"third party", "unread"}
        return constructor(base, self._target) != base

    def _is_accessor(self, symbol: Symbol) -> bool:
        """Whether a method only gives what its object holds: it takes nothing, calls nothing, and is not abstract."""
        function = self._target.relations.resolver.function_at(symbol) if symbol.kind == "method" else None
        if function is None or self.is_abstract(symbol) or function.bound_to != "instance":
            return False
        takes = any(not parameter.is_receiver for parameter in function.signature.parameters)
        return not takes and all(use.kind not in {"call", "annotation"} for use in function.uses)


def _course(relation: Relation, within: str) -> _Course | None:
    """Return how a flow tells a use; None for one that is no call."""
    if relation.kind not in {"calls", "makes", "names"}:
        return None
    _, is_within, inside = relation.nested_in.rpartition(within) if within else ("", "all", relation.nested_in)
    if not is_within or (within and inside[:1] not in {"", "@", "."}):
        return None
    if relation.kind == "names" or inside:
        return "handed"
    return "guard" if relation.standing == "guard" else "normal"
