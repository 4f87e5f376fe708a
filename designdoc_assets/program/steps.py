"""Member access, call, await and subscript on inferred values: one step of an access path."""

from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import External
from designdoc_assets.program import objects
from designdoc_assets.program.bindings import Bindings
from designdoc_assets.program.declarations import is_type
from designdoc_assets.program.definitions import Definitions
from designdoc_assets.program.hierarchy import Hierarchy
from designdoc_assets.program.objects import Bases, Method, Reached, Typed, Value, typed
from designdoc_assets.program.paths import AWAIT, CALL, ELEMENT, PART
from designdoc_assets.program.questions import Answer, Declared, Held, Result, Values
from designdoc_assets.program.resolution import Instance, Symbol

MOST = 8
"""Things that one name may mean: more than anybody means."""


class Steps:
    """The steps of names in the files of one language."""

    def __init__(self, definitions: Definitions, bindings: Bindings, hierarchy: Hierarchy, language: Language) -> None:
        self._definitions = definitions
        self._bindings = bindings
        self._hierarchy = hierarchy
        self._rules, self._types = language.rules, language.types

    def taken(self, value: Value, step: str, path: str) -> Answer:
        """Return what a step leads to from something: from what it holds, if it is an attribute or a constant.

        Args:
            value: What the steps before came to.
            step: As in `paths.Path.steps`.
            path: The file in which the name stands.
        """
        symbol, receiver = _apart(value)
        if not (isinstance(symbol, Symbol) and symbol.kind in {"attribute", "constant"}):
            return (yield from self._from(symbol, receiver, step, path))
        alias = self._definitions.constant_at(symbol) if step == CALL else None
        if alias is not None and alias.value and is_type(alias, self._types):
            # It is another name of a type, and calling that makes an object of it.
            return (yield Declared(self._types.parse_type(alias.value), symbol.path, "", "", None))
        found: dict[Value, None] = {}
        for held in (yield Held(symbol, receiver))[:MOST]:
            inner, through = _apart(held)
            found.update(dict.fromkeys((yield from self._from(inner, through, step, path))))
        return tuple(found)

    def members(self, value: Value, name: str, path: str) -> Values:
        """Return what stands under a name in something."""
        found: Value | None = None
        match value:
            case Symbol(kind="class") if name == self._rules.called:
                found = value  # Calling a class makes an object, whatever calling that does.
            case Symbol(kind="class") | Instance():
                cls = value.of if isinstance(value, Instance) else value
                member = self._hierarchy.member(cls, name)
                is_class = member is not None and member.kind == "class"
                found = Reached(member, cls) if member is not None and not is_class else member
            case Bases(of=cls):
                member = self._hierarchy.inherited(cls, name)
                found = Reached(member, cls) if member is not None else None
            case Symbol(kind="module", path=module):
                found = self._bindings.named(module, name)
            case External():
                found = self._bindings.member(value, name, path)
            case Typed():
                found = Method(value, name)
        return (found,) if found is not None else ()

    def _from(self, value: Value, receiver: Symbol | None, step: str, path: str) -> Answer:
        if step == CALL:
            return (yield from self._called(value, receiver))
        if step == AWAIT:
            return objects.awaited(value, self._types) if isinstance(value, Typed) else ()
        if step == ELEMENT:
            return (yield from self._element(value))
        if step == PART:
            is_tuple = isinstance(value, Typed) and value.type in self._types.tuples
            return (value,) if is_tuple else (typed(self._types.list_type, (yield from self._element(value))),)
        if step.startswith("["):
            return (yield from self._item(value, step))
        return self.members(value, step, path)

    def _called(self, value: Value, receiver: Symbol | None) -> Answer:
        match value:
            case Symbol(kind="class"):
                return (Instance(value),)
            case Symbol(kind="function" | "method"):
                return (yield Result(value, receiver))
            case Instance(of=cls):
                return (yield from self._result_of(cls, self._rules.called))
            case Typed() | Method():
                return objects.called(value, self._types)
        return ()

    def _element(self, value: Value) -> Answer:
        if isinstance(value, Typed):
            return objects.element(value, self._types)
        if not isinstance(value, Instance):
            return ()
        found: dict[Value, None] = {}
        for iterate, following in self._rules.iterated:
            for iterator in (yield from self._result_of(value.of, iterate)):
                if isinstance(iterator, Typed):
                    found.update(dict.fromkeys(objects.element(iterator, self._types)))
                elif isinstance(iterator, Instance):
                    for given in (yield from self._result_of(iterator.of, following)):
                        found.update(dict.fromkeys(self._awaited(given)))
        return tuple(found)

    def _item(self, value: Value, step: str) -> Answer:
        match value:
            case Typed():
                return objects.item(value, step, self._types)
            case Symbol(kind="class"):
                return (value,)
            case Instance(of=cls):
                key = step.strip("[]'\"")
                field = self._hierarchy.member(cls, key) if step[1:2] in {"'", '"'} else None
                if field is not None and field.kind == "attribute" and self._hierarchy.is_record(cls):
                    return (yield Held(field, cls))
                return (yield from self._result_of(cls, self._rules.subscripted))
        return ()

    def _result_of(self, cls: Symbol, method: str) -> Answer:
        found = self._hierarchy.member(cls, method)
        return (yield Result(found, cls)) if found is not None and found.kind == "method" else ()

    def _awaited(self, value: Value) -> Values:
        is_awaitable = isinstance(value, Typed) and value.type == self._types.awaitable_type
        return objects.awaited(value, self._types) if isinstance(value, Typed) and is_awaitable else (value,)


def _apart(value: Value) -> tuple[Value, Symbol | None]:
    """Return something, and the class that it was reached through."""
    return (value.member, value.receiver) if isinstance(value, Reached) else (value, None)
